package wellchild

import "tongjian/care"

// norm is one row of the table of visits.
type norm struct {
	id             string
	name           Words
	from, until    care.Span // after birth; until is the last day
	place          Words
	head, standing bool
	checks         []Words
	status         care.Status
}

var (
	atHome   = Words{"at home", "家中"}
	atCentre = Words{"township health centre", "乡镇卫生院"}
	atSchool = Words{"township health centre, or at kindergarten", "乡镇卫生院或幼儿园"}

	signs      = Words{"warning signs of development", "心理行为发育预警征象"}
	hearing    = Words{"hearing by behaviour", "听力（行为观察）"}
	refraction = Words{"eyes: refraction", "眼：屈光筛查"}
	vision     = Words{"eyesight", "视力"}
	outerEye   = Words{"eyes from outside", "眼外观"}
	blood      = Words{"haemoglobin", "血红蛋白"}
)

func months(n int) care.Span { return care.Span{Months: n} }

// monthWindow is "n months 0 days to n months 29 days" (wellchild.md, window rule).
func monthWindow(n int) (care.Span, care.Span) { return months(n), care.Span{Months: n, Days: 29} }

// yearWindow is "n years to n years 11 months 29 days".
func yearWindow(n int) (care.Span, care.Span) {
	return months(12 * n), care.Span{Months: 12*n + 11, Days: 29}
}

func row(id string, n int, name Words, place Words, status care.Status, checks ...Words) norm {
	from, until := monthWindow(n)
	return norm{id: id, name: name, from: from, until: until, place: place, head: n <= 8, standing: n >= 36, checks: checks, status: status}
}

func yearRow(id string, n int, name Words, place Words, checks ...Words) norm {
	r := row(id, 12*n, name, place, care.Verified, checks...)
	r.from, r.until = yearWindow(n)
	return r
}

// norms are the thirteen visits in order (wellchild.json visits[]). The windows
// at 3, 6 and 8 months follow those of the 12-30 month form by analogy.
var norms = []norm{
	{id: "nb_home", name: Words{"newborn home visit", "新生儿家庭访视"}, until: care.Span{Days: 7}, place: atHome, status: care.Ours,
		checks: []Words{{"temperature, heart and breathing rate", "体温、心率、呼吸"}, {"results of hearing and disease screening", "听力和疾病筛查结果"}}},
	{id: "full_month", name: Words{"full-month visit", "满月健康管理"}, from: care.Span{Days: 28}, until: care.Span{Days: 30}, place: atCentre, head: true, status: care.Verified,
		checks: []Words{{"hearing again by day 42 if it failed", "听力初筛未过者42天内复筛"}, outerEye}},
	row("m3", 3, Words{"3 months", "3月龄"}, atCentre, care.Ours, signs, Words{"eyes: blink reflex, red ball", "眼：瞬目反射、红球试验"}),
	row("m6", 6, Words{"6 months", "6月龄"}, atCentre, care.Ours, signs, hearing, Words{"eyes: red reflex, position", "眼：红光反射、眼位"}, Words{"haemoglobin once at 6-8 months", "血红蛋白（6～8月龄一次）"}),
	row("m8", 8, Words{"8 months", "8月龄"}, atCentre, care.Ours, signs, outerEye, Words{"haemoglobin if not at 6 months", "血红蛋白（6月龄未查者）"}),
	row("m12", 12, Words{"12 months", "12月龄"}, atCentre, care.Verified, signs, hearing, Words{"eyes: following", "眼：追视"}),
	row("m18", 18, Words{"18 months", "18月龄"}, atCentre, care.Verified, signs, outerEye, blood),
	row("m24", 24, Words{"24 months", "24月龄"}, atCentre, care.Verified, signs, hearing, refraction),
	row("m30", 30, Words{"30 months", "30月龄"}, atCentre, care.Verified, signs, outerEye, blood),
	yearRow("y3", 3, Words{"3 years", "3岁"}, atCentre, signs, hearing, refraction),
	yearRow("y4", 4, Words{"4 years", "4岁"}, atSchool, signs, vision, refraction, blood),
	yearRow("y5", 5, Words{"5 years", "5岁"}, atSchool, signs, vision, refraction, blood),
	yearRow("y6", 6, Words{"6 years", "6岁"}, atSchool, signs, vision, refraction, blood),
}

func (n norm) measures() []Words {
	length := Words{"length", "身长"}
	if n.standing {
		length = Words{"height", "身高"}
	}
	out := []Words{{"weight", "体重"}, length}
	if n.head {
		out = append(out, Words{"head circumference", "头围"})
	}
	return out
}

// rule names what a visit's window comes from.
func (n norm) rule() care.Rule {
	return care.Rule{ID: "WELLCHILD-" + n.id, Edition: "third edition", Source: "National norm of basic public health services, health management of children 0-6 years; public copies", Status: n.status}
}
