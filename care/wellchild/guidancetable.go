package wellchild

// homeCare is the care of a mild illness at home (guidance.json HOMECARE).
var homeCare = band{olderFrom, lastDay, []tip{
	{"HOMECARE-01", "care", "DAK-DSL;ORS-WHO", "Go on feeding and offer more to drink, a little at a time and often.", "饭照吃，水多喝，每次少一点、多喂几次。"},
	{"HOMECARE-02", "care", "ORS-WHO", "Diarrhoea: oral rehydration solution after each loose stool, 50-100 ml below 2 years, 100-200 ml from then; zinc if the doctor says so.", "拉肚子：每拉一次喂一次口服补液盐，2岁以下50～100毫升，2岁以上100～200毫升；补锌听医生的。"},
	{"HOMECARE-03", "care", "CLIN", "Mix the rehydration salts with all the water that the packet asks for, never less; make it fresh after a day.", "补液盐按袋上写的水量冲，水不能少放；过了一天就倒掉重冲。"},
	{"HOMECARE-04", "care", "NICE-NG143;NPS-PARA", "Fever: light clothes, plenty to drink, look at the child in the night; medicine only against discomfort and by weight.", "发烧：衣服穿薄些，多喝水，夜里起来看看；孩子难受才吃退烧药，药量按体重。"},
	{"HOMECARE-05", "care", "CLIN", "No aspirin, no cold medicine for adults, and no two fever medicines together unless a doctor says so.", "不吃阿司匹林和大人的感冒药；没有医生交代，不同时吃两种退烧药。"},
	{"HOMECARE-06", "care", "CLIN", "Cough: warm drinks; honey only from the first birthday.", "咳嗽：喝点温水；一周岁以后才能吃蜂蜜。"},
	{"HOMECARE-07", "care", "DAK-DSL", "Come back on the agreed day even if the child is better.", "到了约好的日子，就算好些了也要来复查。"},
}}

// ageBands are the advice by age (guidance.json A0-A5; vitamin D of preterm
// children by review.md).
var ageBands = []band{
	{0, 28, []tip{
		{"A0-01", "feeding", "DAK-DICT;UNICEF-FFL", "Put the baby to the breast within an hour of birth, then whenever it asks, 8 times a day or more.", "出生一小时之内就让宝宝吃上奶，以后想吃就喂，一天不少于8次。"},
		{"A0-02", "feeding", "CN-CARE-2022", "Vitamin D each day from the first days, as the doctor says: 400 IU, more for a baby born early.", "出生几天后起每天吃维生素D，400单位；早产的宝宝要多些，听医生的。"},
		{"A0-03", "feeding", "UNICEF-FFL;WHO-PNC-2022", "Nothing else: no water, no sugar water, no other food.", "别的都不喂：不喂水、糖水和其他吃的。"},
		{"A0-04", "play", "UNICEF-FFL", "Hold the baby against your skin, look into its eyes, talk and sing softly.", "让宝宝贴着您的皮肤，看着他的眼睛，轻轻说话、唱歌。"},
		{"A0-05", "safety", "CLIN", "Let it sleep on its back, on a firm flat bed of its own, with nothing over the face.", "让宝宝仰着睡，睡自己的硬平小床，脸上不盖东西。"},
		{"A0-06", "health", "WHO-PNC-2022", "Keep the navel clean and dry and put nothing on it.", "肚脐要干净、干爽，什么都不要抹。"},
		{"A0-07", "health", "CN-BPHS-2017;CLIN", "Take part in the home visit, the hearing and heel-blood tests and the first doses.", "配合医生上门访视，做听力和足跟血检查，打好头几针。"},
	}},
	{29, 182, []tip{
		{"A1-01", "feeding", "WHO-PNC-2022", "Milk alone, breast or formula, until about 6 months.", "差不多到6个月以前，只吃母乳或配方奶。"},
		{"A1-02", "feeding", "CN-NUTR-2012", "Ask the doctor about iron: from 4 months if mostly breastfed, from 4 weeks if born early.", "问医生要不要补铁：主要吃母乳的从4个月起，早产的从4周起。"},
		{"A1-03", "play", "UNICEF-FFL;AAP-PLAY", "A few short times a day on the belly while awake.", "醒着的时候让宝宝趴一会儿，一天几次。"},
		{"A1-04", "play", "AAP-PLAY", "Answer its babble; show bright things and let it reach for them.", "他咿呀，您就应声；拿鲜亮的东西让他伸手够。"},
		{"A1-05", "safety", "CLIN", "Never leave the baby alone on a bed or sofa, and never shake it.", "不把宝宝单独放在床上、沙发上；千万不要摇晃他。"},
		{"A1-06", "safety", "CLIN", "No smoking near the baby, no hot drink in your hand while you hold it.", "宝宝身边不抽烟；抱着他时手里不拿热水热汤。"},
	}},
	{183, 364, []tip{
		{"A2-01", "feeding", "WHO-CF-2023", "From 6 months add thick food rich in iron (meat, liver, egg, iron-enriched cereal), and go on breastfeeding.", "满6个月开始加稠的、含铁多的食物（肉、肝、蛋、加铁米粉），母乳接着喂。"},
		{"A2-02", "feeding", "WHO-CF-2023;CLIN", "From mashed to lumpy to finger food by 12 months: 2-3 meals a day at first, then 3 and a snack.", "从泥糊到碎块，一岁前学会自己抓着吃；开始一天2～3顿，以后3顿加点心。"},
		{"A2-03", "feeding", "WHO-CF-2023;CLIN", "No salt, sugar or sweet drinks in its food, and no honey.", "吃的里不放盐和糖，不喝甜水，不吃蜂蜜。"},
		{"A2-04", "play", "AAP-PLAY", "Hide and appear, name things, let it drop toys and look for them.", "和宝宝藏猫猫，告诉他东西叫什么，让他扔了玩具再找。"},
		{"A2-05", "play", "AAP-PLAY", "A clean, safe floor for crawling and for standing up.", "收拾出干净安全的一块地，让他爬、扶着站。"},
		{"A2-06", "safety", "CLIN", "Small things, beans, coins, batteries and medicine: high up and locked.", "小零件、豆子、硬币、电池和药，放到高处锁起来。"},
		{"A2-07", "health", "CN-CARE-2022", "Clean from the first tooth on, with cloth or soft brush and fluoride paste the size of a grain of rice.", "长出头一颗牙就开始擦洗，用纱布或软毛刷，含氟牙膏只要一粒米大小。"},
	}},
	{365, 730, []tip{
		{"A3-01", "feeding", "WHO-CF-2023", "Soft and varied family food: three meals, one or two snacks; egg, meat, fruit and vegetables daily.", "吃家里软和、多样的饭菜，三顿正餐、一两顿点心，天天有蛋、肉、水果和蔬菜。"},
		{"A3-02", "feeding", "WHO-CF-2023", "Breastfeed to 2 years or longer; plain whole milk; water for thirst.", "母乳可以喂到2岁或更久；牛奶喝纯的全脂奶；渴了喝白开水。"},
		{"A3-03", "play", "AAP-PLAY", "Look at a picture book every day; ask where things are; copy sounds together.", "天天一起看图画书，问问东西在哪儿，一起学声音。"},
		{"A3-04", "play", "AAP-PLAY", "Building, scribbling, pouring and stacking with safe things of the house.", "用家里安全的东西搭一搭、画一画、倒水、摞碗。"},
		{"A3-05", "safety", "CLIN", "Guard fire, hot water, stairs, wells and ponds; near water stay within reach of your arm.", "看住炉火、热水、楼梯、水井和池塘；在水边，孩子要在您伸手够得着的地方。"},
		{"A3-06", "health", "CN-CARE-2022", "No screen time until the second birthday.", "不到2岁不看手机、电视。"},
	}},
	{731, 1095, []tip{
		{"A4-01", "feeding", "WHO-CF-2023;CLIN", "Eat together, let the child feed itself and stop when full; no forcing, no rewards for eating.", "全家一起吃，让孩子自己吃，饱了就停；不硬喂，也不拿东西哄。"},
		{"A4-02", "play", "AAP-PLAY;UNICEF-FFL", "Make-believe, simple songs, names for colours and feelings.", "玩假装游戏，唱简单的歌，说说颜色和心情。"},
		{"A4-03", "health", "CN-CARE-2022", "Screens for no more than an hour a day and 20 minutes at a time; outdoors every day.", "看屏幕一天不超过1小时，一次不超过20分钟；每天到外面玩。"},
		{"A4-04", "safety", "CLIN", "Lock up pesticides and medicine; never keep them in drink bottles.", "农药和药品锁好，绝不能装在饮料瓶里。"},
		{"A4-05", "health", "CN-WARN", "Tell the doctor if the child says no short phrases, does not pretend in play, or loses what it could do.", "不会说短句、不会玩假装游戏，或原来会的又不会了，要告诉医生。"},
	}},
	{1096, lastDay, []tip{
		{"A5-01", "feeding", "CLIN", "Three meals and two snacks, milk every day, few sweets and no sugary drinks.", "一天三顿饭、两次点心，天天喝奶，少吃糖，不喝甜饮料。"},
		{"A5-02", "play", "CLIN", "Running, jumping and climbing outdoors for about 2 hours a day; drawing, cutting, building, taking turns.", "每天在外面跑跳、攀爬两小时左右；画画、剪纸、搭东西，学着轮流。"},
		{"A5-03", "health", "CN-EYE-2021;CN-BPHS-2017", "Eyes, teeth, growth and blood are checked every year; brush teeth twice a day with an adult's help.", "每年查眼睛、牙齿、生长和血；大人帮着，一天刷两次牙。"},
		{"A5-04", "health", "CLIN", "10-13 hours of sleep, to bed at the same time.", "每天睡够10～13小时，到点就上床。"},
		{"A5-05", "safety", "CLIN", "Hold hands near traffic; helmet and child seat; never alone near water.", "路上牵着手；坐车用安全座椅，骑车戴头盔；不让孩子单独到水边。"},
		{"A5-06", "safety", "CLIN", "Teach that its body is its own, and which adult to tell.", "教孩子保护自己的身体，有事告诉哪位信得过的大人。"},
	}},
}
