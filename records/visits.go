package records

import (
	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/wellchild"
)

// judgeVisits says where the thirteen visits of the norm stand.
func (b *Book) judgeVisits(c *Chart) {
	child := wellchild.Child{Birth: c.Child.surelyBorn(), Sex: c.Child.Sex, GestationDays: c.Child.GestationDays, BirthWeightG: c.Child.BirthWeightG}
	var done []wellchild.Done
	for _, v := range c.Visits {
		done = append(done, wellchild.Done{Visit: v.Visit.Visit, Day: v.Day})
	}
	c.Checkups = b.rules.Visits.Plan(child, done, c.JudgedOn)
	if c.Checkups == nil {
		c.Checkups = []wellchild.Visit{}
	}
}

// visitToDo is a visit that is still to come. One that was missed is not asked
// for: the next one has taken its place.
func visitToDo(v wellchild.Visit, today care.Day) ToDo {
	t := ToDo{Kind: "visit", ID: v.ID, Name: growth.Words(v.Name), About: about(v), Day: max(v.From, today), From: v.From, Overdue: v.Until + 1}
	t.State = stateOf(v.State == wellchild.StateOverdue, v.From, today)
	return t
}

// about says in one line what is done at a visit.
func about(v wellchild.Visit) growth.Words {
	var w growth.Words
	for i, x := range append(append([]wellchild.Words{}, v.Measures...), v.Checks...) {
		if i > 0 {
			w.En += ", "
			w.Zh += "、"
		}
		w.En += x.En
		w.Zh += x.Zh
	}
	return w
}

// VisitName gives the name of a well-child visit; a check-up where the plan does not know it.
func (c Chart) VisitName(id string) growth.Words {
	for _, v := range c.Checkups {
		if v.ID == id {
			return growth.Words(v.Name)
		}
	}
	return growth.Words{En: "check-up", Zh: "体检"}
}
