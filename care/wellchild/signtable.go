package wellchild

func sign(id string, months int, domain, en, zh string) Sign {
	return Sign{ID: id, AgeMonths: months, Domain: domain, Words: Words{en, zh}}
}

// signs are the 44 warning signs, four at each of eleven ages (wellchild.json
// warning_signs, development.json for the domains), in words of our own.
var signs = []Sign{
	sign("3m-1", 3, "hearing", "a loud noise brings no reaction", "身边有很响的声音，孩子没有反应"),
	sign("3m-2", 3, "social", "makes no sound or smile when someone plays with it", "大人逗他，不出声也不笑"),
	sign("3m-3", 3, "vision", "does not look at a face or follow what moves", "不看人的脸，眼睛不跟着移动的东西走"),
	sign("3m-4", 3, "gross", "lying on the belly, cannot lift the head", "趴着时抬不起头"),
	sign("6m-1", 6, "language", "makes few sounds and does not laugh aloud", "发声少，不会笑出声音来"),
	sign("6m-2", 6, "fine", "does not reach out and take hold of things", "不会伸手去抓东西"),
	sign("6m-3", 6, "fine", "hands stay closed in fists", "两手一直握成拳，打不开"),
	sign("6m-4", 6, "gross", "cannot sit even when held", "有人扶着也坐不住"),
	sign("8m-1", 8, "hearing", "does not answer to a sound", "听到声音不会回应"),
	sign("8m-2", 8, "social", "treats strangers and family alike", "对生人和家里人没有区别"),
	sign("8m-3", 8, "fine", "does not move a toy from one hand to the other", "玩具不会从一只手换到另一只手"),
	sign("8m-4", 8, "gross", "does not sit without help", "没人扶就坐不住"),
	sign("12m-1", 12, "language", "does not react to its own name", "叫他的名字没有反应"),
	sign("12m-2", 12, "social", "does not copy waving goodbye or clapping", "不会学着挥手再见、拍手欢迎"),
	sign("12m-3", 12, "fine", "does not pick up small things with thumb and finger", "不会用拇指和食指捏起小东西"),
	sign("12m-4", 12, "gross", "cannot stand holding on to something", "扶着东西也站不起来"),
	sign("18m-1", 18, "language", "does not call mother or father on purpose", "不会有意识地喊爸爸、妈妈"),
	sign("18m-2", 18, "language", "does not point to a person or thing that is named", "问“谁、什么在哪里”时不会用手指"),
	sign("18m-3", 18, "social", "does not look people in the eye", "和人没有眼神交流"),
	sign("18m-4", 18, "gross", "does not walk without help", "还不会自己走路"),
	sign("24m-1", 24, "language", "cannot name three things", "叫不出三样东西的名字"),
	sign("24m-2", 24, "language", "does not carry out a simple request", "让他做一件简单的事，他不会做"),
	sign("24m-3", 24, "fine", "does not feed itself with a spoon", "不会自己用勺子吃"),
	sign("24m-4", 24, "gross", "cannot climb stairs holding a rail", "扶着栏杆也上不了楼梯"),
	sign("30m-1", 30, "language", "does not put two or three words together", "不会说由两三个字组成的短语"),
	sign("30m-2", 30, "social", "has few interests and repeats the same thing", "兴趣很少，总重复同样的动作或玩法"),
	sign("30m-3", 30, "selfcare", "does not let it be known that it needs the toilet", "要大小便时不会表示"),
	sign("30m-4", 30, "gross", "does not run", "还不会跑"),
	sign("36m-1", 36, "language", "does not say its own name", "不会说出自己叫什么"),
	sign("36m-2", 36, "social", "does not play make-believe", "不会玩过家家一类的假装游戏"),
	sign("36m-3", 36, "fine", "does not copy a circle", "不会照样子画圆圈"),
	sign("36m-4", 36, "gross", "does not jump with both feet together", "不会双脚一起跳"),
	sign("4y-1", 48, "language", "says no sentence with a describing word", "句子里不会用形容的词"),
	sign("4y-2", 48, "social", "cannot wait or take turns when asked", "要他等一等或轮流，他做不到"),
	sign("4y-3", 48, "selfcare", "does not put on clothes alone", "不会自己把衣服穿好"),
	sign("4y-4", 48, "gross", "cannot stand on one foot", "一只脚站不住"),
	sign("5y-1", 60, "language", "cannot say in a few words what happened", "说不清一件事的大概经过"),
	sign("5y-2", 60, "social", "does not know whether it is a boy or a girl", "不知道自己是男孩还是女孩"),
	sign("5y-3", 60, "selfcare", "cannot eat with chopsticks", "还不会用筷子夹饭菜"),
	sign("5y-4", 60, "gross", "cannot hop on one foot", "不会一只脚跳"),
	sign("6y-1", 72, "language", "does not put feelings or thoughts into words", "说不出自己心里的感受和想法"),
	sign("6y-2", 72, "social", "does not play roles in a group of children", "不会和小伙伴一起扮演角色玩"),
	sign("6y-3", 72, "fine", "does not draw a square", "不会画四方形"),
	sign("6y-4", 72, "gross", "does not run well", "跑不起来"),
}
