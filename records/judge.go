package records

import (
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

// judgeGrowth works out the z-scores of each measurement and what they ask for together.
func (b *Book) judgeGrowth(c *Chart) {
	child := c.Child.growthChild()
	history := make([]growth.Measurement, len(c.Measurements))
	for i := range c.Measurements {
		m := &c.Measurements[i]
		history[i] = m.growth()
		a := growth.Assess(child, history[i], b.rules.Growth)
		m.Assessment = &a
	}
	c.Flags = growth.Flags(child, history, c.JudgedOn, b.rules.Growth)
	if c.Flags == nil {
		c.Flags = []growth.Flag{}
	}
}
