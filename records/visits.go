package records

import "tongjian/care/growth"

// visitToDos lists the well-child visits that are still to come.
func (b *Book) visitToDos(c *Chart) []ToDo { return nil }

// VisitName gives the name of a well-child visit, or its id where the plan does not know it.
func (c Chart) VisitName(id string) growth.Words {
	if id == "" {
		return growth.Words{En: "check-up", Zh: "体检"}
	}
	return growth.Words{En: id, Zh: id}
}
