package records

// visitToDos lists the well-child visits that are still to come.
func (b *Book) visitToDos(c *Chart) []ToDo { return nil }
