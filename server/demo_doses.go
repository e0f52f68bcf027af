package main

import (
	"fmt"
	"math"
	"slices"

	"tongjian/care"
	"tongjian/care/immunization"
	"tongjian/records"
)

// Until the end of 2024 DTaP was given at 3, 4, 5 and 18 months (notice of 26
// December 2024, in force on 1 January 2025; knowledge S25).
var (
	dtapChange    = care.MustDay("2025-01-01")
	oldDTaPMonths = []int{3, 4, 5, 18}
)

// course is the vaccination of one child as it went, from session to session.
type course struct {
	child immunization.Child
	habit habit
	given []immunization.Dose
}

// doses lets a family come to the clinic's sessions from birth until today and
// writes down what was given each time: what the rules said could be given
// then, less what was out of stock or refused.
func (m *maker) doses(c *demoChild, h habit) {
	clinic, own := dosesAt(c.Area)
	v := course{child: immunization.Child{Birth: c.Birth, Sex: c.Sex, GestationDays: c.GestationDays, BirthWeightG: c.BirthWeightG}, habit: h}
	if c.MotherHBsAg != "negative" {
		v.child.Conditions = append(v.child.Conditions, immunization.Condition{Code: "mother_hbsag_" + c.MotherHBsAg})
	}
	for day := c.Birth; day <= m.today && (day == c.Birth || day < m.today.AddDays(-h.stays)); day = m.comesBack(&v, clinic, day) {
		for _, k := range c.conditions {
			if k.Day <= day && !slices.Contains(v.child.Conditions, k) {
				v.child.Conditions = append(v.child.Conditions, k)
			}
		}
		m.session(&v, c.MotherHBsAg, day)
		if h.refuses {
			break
		}
	}
	for i, d := range v.given {
		e := m.entry(records.KindDose, d.Day, m.dose(c, h, d, i))
		if own && d.Day > c.Birth {
			c.village = append(c.village, e)
		} else {
			c.township = append(c.township, e)
		}
	}
}

// session gives on one day what can be given.
func (m *maker) session(v *course, mother string, day care.Day) {
	if day == v.child.Birth && mother == "positive" && m.IntN(12) > 0 {
		v.give("HBIG", day)
	}
	for _, d := range immunization.Forecast(m.schedule, v.child, v.given, day).DueToday {
		old := day < dtapChange && (d.Vaccine == "DTaP" || d.Vaccine == "DT")
		if d.Programme && !old && m.IntN(40) > 0 {
			v.give(d.Vaccine, day)
		}
	}
	if next := v.oldDTaP(); next != 0 && next <= day && day < dtapChange {
		v.give("DTaP", day)
	}
}

func (v *course) give(vaccine string, day care.Day) {
	v.given = append(v.given, immunization.Dose{ID: fmt.Sprint(len(v.given)), Day: day, Vaccine: vaccine})
}

// oldDTaP gives the day of the next DTaP by the programme before 2025, 0 for none.
func (v *course) oldDTaP() care.Day {
	n, last := 0, care.Day(0)
	for _, d := range v.given {
		if d.Vaccine == "DTaP" {
			n, last = n+1, d.Day
		}
	}
	switch {
	case n >= len(oldDTaPMonths):
		return 0
	case n == len(oldDTaPMonths)-1:
		return max(v.child.Birth.AddMonths(oldDTaPMonths[n], care.Clamp), last.AddMonths(6, care.Clamp))
	}
	return max(v.child.Birth.AddMonths(oldDTaPMonths[n], care.Clamp), last.AddDays(28))
}

// comesBack gives the session day on which the family comes next: when
// something can be given, or four weeks later when something was left, and
// later by its habit. Some stay away for months.
func (m *maker) comesBack(v *course, clinic records.Clinic, day care.Day) care.Day {
	next := care.Day(math.MaxInt32)
	consider := func(earliest care.Day) {
		if earliest != 0 {
			next = min(next, max(earliest, day+1))
		}
	}
	for _, s := range immunization.Forecast(m.schedule, v.child, v.given, day+1).Series {
		switch {
		case !s.Programme || !s.HasNext() || s.NeedsDoctor:
		case s.Vaccine == "DTaP" && day < dtapChange:
			consider(max(s.Earliest, dtapChange))
		case s.Earliest <= day:
			consider(day + 28)
		default:
			consider(s.Earliest)
		}
	}
	if old := v.oldDTaP(); old != 0 && max(old, day+1) < dtapChange {
		consider(old)
	}
	if next > m.today {
		return next
	}
	next = next.AddDays(int(m.ExpFloat64() * float64(v.habit.late) * 0.7))
	if m.IntN(30) == 0 {
		next = next.AddDays(90 + m.IntN(400))
	}
	return clinic.SessionOn(next)
}

// dose is a dose as it was written down: birth doses and those from before
// a family moved here are copied from the book, or told when it is lost.
func (m *maker) dose(c *demoChild, h habit, d immunization.Dose, n int) records.Dose {
	body := records.Dose{Vaccine: d.Vaccine, Source: "here"}
	switch age := int(d.Day - c.Birth); {
	case age < h.movedAt && h.toldAll:
		body.Source = "told"
		return body
	case age == 0 || age < h.movedAt:
		body.Source = "book"
	}
	body.Lot = fmt.Sprintf("%s%d%04d", []string{"A", "B", "K", "T"}[n%4], 2019+int(d.Day-care.MustDay("2019-01-01"))/365, m.IntN(10000))
	body.Maker = pick(m, []string{"虚构生物", "云岭生物（虚构）", "示例药业（虚构）"})
	body.Expiry = d.Day.AddDays(90 + m.IntN(500))
	body.Site = m.site(d.Vaccine, int(d.Day-c.Birth))
	return body
}

func (m *maker) site(vaccine string, age int) string {
	p, _ := m.schedule.Product(vaccine)
	switch {
	case p.Route == "oral":
		return "mouth"
	case vaccine == "BCG":
		return "leftArm"
	case age < 365:
		return pick(m, []string{"leftThigh", "rightThigh"})
	}
	return pick(m, []string{"leftArm", "rightArm"})
}
