package wellchild

// infantDangers are the signs of danger below 60 days, childDangers those
// from then on (guidance.json DANGER-YI, DANGER-CH; the unwrapping of a hot
// infant by review.md).
var (
	infantDangers = []tip{
		{"DANGER-YI-01", "danger", "DAK-DSL;WHO-PNC-2022", "Drinks much less than usual, or will not drink.", "吃奶明显变少，或者不肯吃。"},
		{"DANGER-YI-02", "danger", "DAK-DSL;WHO-PNC-2022", "Has a fit, or goes stiff all over.", "抽风，或全身发僵。"},
		{"DANGER-YI-03", "danger", "DAK-DSL;WHO-PNC-2022", "Breathes fast, grunts, or the chest sinks in with each breath.", "呼吸很快、哼哼作声，或吸气时胸口往里凹。"},
		{"DANGER-YI-04", "danger", "WHO-PNC-2022;PCPNC-2015", "Is hot (37.5 C or more) or cold (below 35.5 C). If wrapped up warmly, loosen the wraps and go on to the doctor.", "身上发烫（37.5℃及以上）或发凉（低于35.5℃）。包得太厚的先松开，同时去看医生。"},
		{"DANGER-YI-05", "danger", "DAK-DSL", "Moves only when touched, or does not move.", "不碰不动，或碰了也不动。"},
		{"DANGER-YI-06", "danger", "DAK-DSL;WHO-PNC-2022", "Turns yellow on the first day, or has yellow palms or soles.", "出生头一天就发黄，或手掌、脚底也黄了。"},
		{"DANGER-YI-07", "danger", "DAK-DSL", "The navel is red or wet with pus, or there are pus spots on the skin.", "肚脐发红、流脓，或皮肤上长脓疱。"},
		{"DANGER-YI-08", "danger", "PCPNC-2015;CLIN", "Has watery stools, blood in the stool, or vomits green.", "拉稀水、大便有血，或吐出绿色的东西。"},
		{"DANGER-YI-09", "danger", "CLIN", "Is yellow and passes pale or white stools.", "皮肤黄，而且大便颜色很淡或发白。"},
	}
	childDangers = []tip{
		{"DANGER-CH-01", "danger", "DAK-DSL", "Cannot drink or take the breast, or brings up everything.", "喝不下水、吃不了奶，或吃进去全吐出来。"},
		{"DANGER-CH-02", "danger", "DAK-DSL", "Has a fit, is very drowsy, or is hard to rouse.", "抽风、昏昏沉沉，或很难叫醒。"},
		{"DANGER-CH-03", "danger", "DAK-DSL;ETAT", "Breathes fast or with effort, the chest sinks in, a harsh sound at rest, or blue lips.", "呼吸快、费劲、胸口凹进去，安静时喉咙有声响，或嘴唇发青。"},
		{"DANGER-CH-04", "danger", "DAK-DSL;NICE-NG143", "With diarrhoea: sunken eyes, no tears, hardly any urine, or drinks poorly.", "拉肚子时眼窝陷下去、哭没有眼泪、小便很少或不爱喝水。"},
		{"DANGER-CH-05", "danger", "DAK-DSL", "There is blood in the stool.", "大便里有血。"},
		{"DANGER-CH-06", "danger", "NICE-NG143", "A rash that stays when a clear glass is pressed on it.", "身上的疹子用透明玻璃杯压住也不消退。"},
		{"DANGER-CH-07", "danger", "NICE-NG143", "A stiff neck, a swollen soft spot, or fever with a bad headache.", "脖子发硬、囟门鼓起，或发烧又头痛得厉害。"},
		{"DANGER-CH-08", "danger", "NICE-NG143", "38 C or more below 3 months; fever for 5 days at any age.", "不满3个月体温到38℃；不论多大，发烧已有5天。"},
		{"DANGER-CH-09", "danger", "DAK-DSL", "Will not move an arm or leg, or a joint is hot and swollen.", "一只胳膊或腿不肯动，或关节又热又肿。"},
		{"DANGER-CH-10", "danger", "NICE-NG143", "Is getting worse, or worries you more than before.", "病情在加重，或您比先前更不放心。"},
		{"DANGER-CH-11", "danger", "CLIN", "Has swallowed medicine, a chemical, a button battery or a magnet; a large burn; a bad fall.", "误服药品、化学品、纽扣电池或磁铁；大片烧烫伤；摔得很重。"},
	}
)
