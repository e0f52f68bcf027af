package records

import (
	"slices"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
)

// vaccinee is what the rules of vaccination need of a child.
func (c *Chart) vaccinee() immunization.Child {
	v := immunization.Child{Birth: c.Child.surelyBorn(), Sex: c.Child.Sex, GestationDays: c.Child.GestationDays, BirthWeightG: c.Child.BirthWeightG}
	switch c.Child.MotherHBsAg {
	case "positive", "unknown":
		v.Conditions = append(v.Conditions, immunization.Condition{Code: "mother_hbsag_" + c.Child.MotherHBsAg})
	}
	for _, k := range c.Conditions {
		v.Conditions = append(v.Conditions, immunization.Condition{Code: k.Condition, Day: k.Day})
	}
	return v
}

// given lists the doses of the record as the rules read them, oldest first.
func (c *Chart) given() []immunization.Dose {
	var out []immunization.Dose
	for _, d := range slices.Backward(c.Doses) {
		out = append(out, immunization.Dose{ID: d.ID, Day: d.Day, Vaccine: d.Vaccine, Purpose: d.Purpose})
	}
	return out
}

// judgeDoses evaluates what was given and forecasts what comes.
func (b *Book) judgeDoses(c *Chart) {
	r := immunization.Forecast(b.schedule, c.vaccinee(), c.given(), c.JudgedOn)
	c.Vaccination, c.schedule = &r, b.schedule
}

// plannedDoses gives all doses that are still to come, each on a session day
// of the clinic; nil stands for every day.
func (b *Book) plannedDoses(c *Chart, sessions func(care.Day) care.Day) []immunization.PlannedDose {
	return immunization.PlanOn(b.schedule, c.vaccinee(), c.given(), c.JudgedOn, sessions)
}

// Vaccines lists the products that a dose may name.
func (b *Book) Vaccines() []immunization.Product { return b.schedule.Products() }

// doseDoubts gives what a form asks before a dose is written down: what the
// rules would say of it on top of what was given before.
func (b *Book) doseDoubts(c *Chart, day care.Day, d Dose) []Doubt {
	doses := append(c.given(), immunization.Dose{ID: "new", Day: day, Vaccine: d.Vaccine, Purpose: d.Purpose})
	r := immunization.Forecast(b.schedule, c.vaccinee(), doses, max(c.JudgedOn, day))
	var out []Doubt
	for _, j := range r.Doses {
		if j.ID != "new" || j.Status == immunization.Valid {
			continue
		}
		reasons := j.Reasons
		for _, f := range j.For {
			reasons = append(reasons, f.Reasons...)
		}
		for _, why := range reasons {
			if !slices.ContainsFunc(out, func(x Doubt) bool { return x.Code == why.Code }) {
				out = append(out, Doubt{Field: "vaccine", Code: why.Code, En: why.EN, Zh: why.ZH})
			}
		}
		if len(out) == 0 {
			out = append(out, Doubt{Field: "vaccine", Code: "dose." + string(j.Status), En: "The rules do not count this dose", Zh: "按规则这一剂不计入"})
		}
	}
	for _, known := range append(slices.Clone(c.Child.Reactions), c.Child.Allergies...) {
		out = append(out, Doubt{Field: "vaccine", Code: "reaction.known", En: "On record: " + known + ". Ask a doctor before this dose.", Zh: "档案记录：" + known + "。接种前请咨询医生。"})
	}
	if d.Source == "here" && d.Expiry != 0 && d.Expiry < day {
		out = append(out, Doubt{Field: "expiry", Code: "dose.expired", En: "The lot had expired on that day", Zh: "当日该批次已过效期"})
	}
	return out
}

// ProductName gives the name of a product, or its code where the schedule does not know it.
func (c Chart) ProductName(code string) growth.Words {
	if c.schedule != nil {
		if p, ok := c.schedule.Product(code); ok {
			return growth.Words{En: p.Name.EN, Zh: p.Name.ZH}
		}
	}
	return growth.Words{En: code, Zh: code}
}
