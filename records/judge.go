package records

import (
	"tongjian/care"
	"tongjian/care/growth"
)

// growthChild is what the rules of growth need of a child. A birth day known
// only to the month or year is not judged: the answer says so.
func (c Child) growthChild() growth.Child {
	g := growth.Child{Sex: c.Sex, Birth: c.Birth, GestationDays: c.GestationDays, BirthWeightKg: float64(c.BirthWeightG) / 1000}
	if c.BirthPrecision == "month" || c.BirthPrecision == "year" {
		g.Birth = 0
	}
	return g
}

func (m Measured) growth() growth.Measurement {
	return m.Measurement.growth(m.Fact)
}

func (m Measurement) growth(f Fact) growth.Measurement {
	return growth.Measurement{Day: f.Day, WeightKg: m.WeightKg, LengthCm: m.LengthCm, Position: m.Position, HeadCm: m.HeadCm, MUACCm: m.MUACCm, Oedema: m.Oedema}
}

// noGestation is the reason why a small newborn of unknown pregnancy is not
// judged: plain WHO lines would be wrong for a child born early.
const noGestation growth.Reason = "no_gestation"

// mayBePreterm tells whether the child was small at birth and nobody knows how
// long the pregnancy lasted, within the ages at which that matters.
func (c Child) mayBePreterm(on care.Day) bool {
	return c.GestationDays == 0 && c.BirthWeightG > 0 && c.BirthWeightG < 2500 && on < c.Birth.AddMonths(24, care.Clamp)
}

// judgeGrowth works out the z-scores of each measurement and what they ask for together.
func (b *Book) judgeGrowth(c *Chart) {
	child := c.Child.growthChild()
	var history []growth.Measurement
	for i := range c.Measurements {
		m := &c.Measurements[i]
		if c.Child.mayBePreterm(m.Day) {
			m.Assessment = &growth.Assessment{Day: m.Day, AgeDays: int(m.Day - c.Child.Birth), Reason: noGestation, Results: []growth.Result{}}
			continue
		}
		a := growth.Assess(child, m.growth(), b.rules.Growth)
		m.Assessment = &a
		history = append(history, m.growth())
	}
	c.Flags = growth.Flags(child, history, c.JudgedOn, b.rules.Growth)
	if c.Flags == nil {
		c.Flags = []growth.Flag{}
	}
}
