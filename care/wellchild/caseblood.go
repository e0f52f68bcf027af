package wellchild

import "tongjian/care"

// normalHb is the haemoglobin in g/L below which a child of 6 months to below
// 7 years is anaemic by China's programme.
const normalHb = 110

// anaemia follows haemoglobin from the first low value: again after 2-4 weeks
// of iron, 10-20 g/L more by 4 weeks, closed when the course is done and the
// value normal (wellchild.json case_management anaemia).
func (s Settings) anaemia(c Child, seen []Finding) *Case {
	var k *Case
	var first, before float64
	for _, f := range seen {
		if months := ageMonths(c, f.Day); f.HbGL <= 0 || months < 6 || months >= outgrown {
			continue
		}
		if k == nil || k.Closed != 0 {
			if f.HbGL >= normalHb {
				continue
			}
			k = &Case{Kind: Anaemia, Name: Words{"iron-deficiency anaemia", "缺铁性贫血"}, Opened: f.Day, Rule: caseRule("ANAEMIA", care.Verified)}
			first, before = f.HbGL, 0
		}
		s.judgeAnaemia(k, f, first, before)
		before = f.HbGL
		if f.HbGL >= normalHb && f.CourseDone {
			k.close(f.Day)
		}
	}
	return k
}

func (s Settings) judgeAnaemia(k *Case, f Finding, first, before float64) {
	k.Last, k.Refer = f.Day, nil
	k.Next, k.Until = f.Day+care.Day(s.AnaemiaFrom), f.Day+care.Day(s.AnaemiaUntil)
	k.Do = []Words{{"Haemoglobin again; is the iron taken each day?", "复查血红蛋白，问铁剂是否每天服用。"}}
	k.Rule.Status = care.Verified
	k.Grade = hbGrade(f.HbGL)
	if k.Grade == "moderate" || k.Grade == "severe" {
		k.Rule.Status = care.Unverified // the bounds of these two were not read
	}
	if k.Grade == "severe" {
		k.Refer = append(k.Refer, Words{"severe anaemia", "重度贫血"})
	}
	if f.HbGL >= normalHb {
		k.Do = []Words{{"Normal now: finish the course of iron.", "已正常：服满铁剂疗程。"}}
		return
	}
	month := k.Opened + 28
	if f.Day >= month && (f.HbGL <= first || before > 0 && f.HbGL < before) {
		k.Refer = append(k.Refer, Words{"no gain, or a fall, after a month of iron", "补铁满1个月无好转或反而下降"})
	} else if f.Day >= month && f.HbGL-first < 10 {
		k.Do = append(k.Do, Words{"Less gain than expected (10-20 g/L by 4 weeks): ask about doses, food and illness.", "升幅不到10～20 g/L（4周）：查服药、饮食和患病情况。"})
	}
}

// hbGrade: mild is read; moderate and severe are not.
func hbGrade(hb float64) string {
	switch {
	case hb >= normalHb:
		return "normal"
	case hb >= 90:
		return "mild"
	case hb >= 60:
		return "moderate"
	}
	return "severe"
}
