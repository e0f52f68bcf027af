package wellchild

import (
	"cmp"
	"math"

	"tongjian/care"
	"tongjian/care/growth"
)

// undernutrition opens below -2 SD of weight for age, length for age or weight
// for length; it closes when all that was measured is back (wellchild.json
// case_management undernutrition).
func (s Settings) undernutrition(c Child, seen []Finding) *Case {
	var k *Case
	var known Finding // the newest value of each kind: what is not measured again is not normal
	normal, poor := 0, 0
	for _, f := range seen {
		if f.WeightZ == nil && f.LengthZ == nil && f.LeanZ == nil {
			continue
		}
		known = Finding{WeightZ: cmp.Or(f.WeightZ, known.WeightZ), LengthZ: cmp.Or(f.LengthZ, known.LengthZ), LeanZ: cmp.Or(f.LeanZ, known.LeanZ)}
		z := lowest(known)
		switch {
		case z < -2 && (k == nil || k.Closed != 0):
			k = &Case{Kind: Undernutrition, Name: Words{"undernutrition", "营养不良"}, Opened: f.Day, Rule: caseRule("UNDERNUTRITION", care.Verified)}
			normal, poor = 0, 0
		case k == nil || k.Closed != 0:
			continue
		case f.PoorGain:
			poor++
		default:
			poor = 0
		}
		if normal++; z < -2 {
			normal = 0
		}
		s.judgeUndernutrition(k, c, f, z, poor)
		if normal >= max(1, s.UndernutritionClose) {
			k.close(f.Day)
		}
	}
	return k
}

func (s Settings) judgeUndernutrition(k *Case, c Child, f Finding, z float64, poor int) {
	every := s.Undernutrition
	if ageMonths(c, f.Day) >= 36 {
		every = s.UndernutritionOlder
	}
	k.follow(f.Day, every)
	k.Grade, k.Refer = "moderate", nil
	k.Do = []Words{{"Weight and length, what the child eats, illness, advice on food.", "测体重身长，问饮食和患病，给予喂养指导。"}}
	if z < -3 {
		k.Grade = "severe"
		k.Refer = append(k.Refer, Words{"severe: below -3 SD", "重度：低于-3SD"})
	}
	if poor >= 2 {
		k.Refer = append(k.Refer, Words{"weight gain poor twice running", "连续两次体重增长不良"})
	}
	if f.LengthZ != nil && *f.LengthZ < -2 && f.Day >= k.Opened.AddMonths(6, care.Clamp) {
		k.Refer = append(k.Refer, Words{"length still low after 3-6 months of better food", "营养改善3～6个月后身长仍低"})
	}
}

// lowest is the lowest z-score of those that are known.
func lowest(f Finding) float64 {
	z := math.Inf(1)
	for _, p := range []*float64{f.WeightZ, f.LengthZ, f.LeanZ} {
		if p != nil {
			z = min(z, *p)
		}
	}
	return z
}

// overweight opens at the bounds of the standard by which the child was
// judged; the intervals are background.
func (s Settings) overweight(c Child, seen []Finding) *Case {
	var k *Case
	for _, f := range seen {
		if f.LeanZ == nil {
			continue
		}
		grade := overGrade(*f.LeanZ, f.Standard)
		switch {
		case grade == "" && k != nil && k.Closed == 0:
			k.Last = f.Day
			k.close(f.Day)
			continue
		case grade == "":
			continue
		case k == nil || k.Closed != 0:
			k = &Case{Kind: Overweight, Name: Words{"overweight", "超重或肥胖"}, Opened: f.Day, Rule: caseRule("OVERWEIGHT", care.Unverified)}
		}
		k.Rule.Edition = string(f.Standard)
		s.judgeOverweight(k, c, f, grade)
	}
	return k
}

func (s Settings) judgeOverweight(k *Case, c Child, f Finding, grade string) {
	every := s.OverweightOlder
	if ageMonths(c, f.Day) < 12 {
		every = s.OverweightInfant
	}
	k.follow(f.Day, every)
	k.Grade, k.Refer = grade, nil
	k.Do = []Words{{"Weight and length, food and drink, movement, screen time, sleep.", "测体重身长，问饮食、运动、屏幕时间和睡眠。"}}
	if grade == "obese" && f.Complication {
		k.Refer = append(k.Refer, Words{"obese with a complication", "肥胖伴并发症"})
	}
	if grade == "obese" && f.Day >= k.Opened.AddMonths(6, care.Clamp) {
		k.Refer = append(k.Refer, Words{"obese and no better after 6 months", "肥胖，6个月后无改善"})
	}
}

// overGrade: WHO below 5 years has overweight above +2 SD and obesity above
// +3; WHO from 5 years above +1 and +2; WS/T 423 from +1 and from +2. Without
// a standard there is no class.
func overGrade(z float64, by growth.Standard) string {
	switch {
	case by == growth.WHO2006 && z > 3, by == growth.WHO2007 && z > 2, by == growth.WST423 && z >= 2:
		return "obese"
	case by == growth.WHO2006 && z > 2, by == growth.WHO2007 && z > 1, by == growth.WST423 && z >= 1:
		return "overweight"
	}
	return ""
}
