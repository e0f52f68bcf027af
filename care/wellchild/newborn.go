package wellchild

import "tongjian/care"

func referNow(id, en, zh string) Tip {
	return Tip{id, "danger", Words{en, zh}, care.Rule{ID: id, Edition: "2012", Source: "Technical norm of newborn home visits (2012), public copies", Status: care.Verified}}
}

// reviewed marks a sign whose handling a clinical review corrected.
func reviewed(t Tip) Tip {
	t.Rule.Source += "; handling by clinical review"
	t.Rule.Status = care.Ours
	return t
}

// NewbornReferrals gives the signs on which a newborn seen at home is referred
// at once (wellchild.json newborn_immediate; wrapping and counting again by
// review.md). A suggested-referral list also exists; it was not read.
func NewbornReferrals() []Tip {
	return []Tip{
		reviewed(referNow("NB-01", "temperature 37.5 C or more, or 35.5 C or less; a wrapped baby is unwrapped and measured again after 15-30 minutes, warming only below 36.5 C", "体温≥37.5℃或≤35.5℃；包裹过多的先松包，15～30分钟后复测；低于36.5℃才保暖")),
		referNow("NB-02", "responds poorly, with a grey face or weak sucking", "反应差，面色发灰或吸吮无力"),
		referNow("NB-03", "breathes below 20 or above 60 a minute, with effort, or with pauses and blue colour", "呼吸每分钟少于20次或多于60次、费力，或呼吸停顿伴青紫"),
		reviewed(referNow("NB-04", "heart rate below 100 or above 160 (counted again when calm), or clearly irregular", "心率低于100或高于160（安静后复数），或明显不齐")),
		referNow("NB-05", "yellow palms or soles, pale, blue or cold skin, bleeding spots, hardened skin, five or more pus spots", "黄疸到手掌或脚底，皮肤苍白、青紫、发凉，出血点、皮肤发硬，脓疱5个以上"),
		referNow("NB-06", "fits, or a tense fontanelle", "抽搐，或囟门张力高"),
		referNow("NB-07", "limbs do not move, move unequally, or have no tone", "四肢不动、两侧活动不一样，或软而无力"),
		referNow("NB-08", "severe dehydration, sunken eyes or fontanelle", "严重脱水，眼窝或囟门凹陷"),
		referNow("NB-09", "eyelids badly swollen or with pus, pus from an ear", "眼睑肿得厉害、有脓，或耳朵流脓"),
		referNow("NB-10", "clearly swollen belly with vomiting", "肚子明显胀，伴呕吐"),
		referNow("NB-11", "navel with much pus, proud flesh, or red swollen skin around", "脐部脓多、有肉芽，或周围皮肤红肿"),
	}
}
