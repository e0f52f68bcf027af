package immunization

import "fmt"

// ageNote writes the sentences of an age row and gives their place.
func (c *compiler) ageNote(d *seriesData, number int, min gap, mark string) int {
	words := min.words("岁")
	rule := marked(fmt.Sprintf("R-AGE/%s.%d", d.ID, number), mark)
	wait := Reason{Code: "min_age", Rule: rule, Private: d.Private,
		Text: Text{fmt.Sprintf("Dose %d from %s of age", number, words.EN), fmt.Sprintf("第%d剂满%s起接种", number, words.ZH)}}
	if min.Months == 0 && min.Days == 0 {
		wait.Text = Text{"At birth", "出生后尽早接种"}
	}
	broken := Reason{Code: "below_min_age", Rule: rule, Private: d.Private,
		Text: Text{fmt.Sprintf("Given before %s of age", words.EN), fmt.Sprintf("接种时未满%s", words.ZH)}}
	return c.note(wait, broken)
}

// gapNote writes the sentences of an interval row and gives their place.
func (c *compiler) gapNote(d *seriesData, number int, min gap, mark string) int {
	words := min.words("年")
	rule := marked(fmt.Sprintf("R-GAP/%s.%d", d.ID, number), mark)
	return c.note(
		Reason{Code: "min_interval", Rule: rule, Private: d.Private, Text: Text{
			fmt.Sprintf("Dose %d at least %s after the dose before", number, words.EN),
			fmt.Sprintf("第%d剂与前剂至少间隔%s", number, words.ZH)}},
		Reason{Code: "below_min_interval", Rule: rule, Private: d.Private, Text: Text{
			fmt.Sprintf("Given less than %s after the dose before", words.EN),
			fmt.Sprintf("与前剂间隔不足%s", words.ZH)}})
}

func (c *compiler) note(wait, broken Reason) int {
	c.s.notes = append(c.s.notes, note{wait, broken})
	return len(c.s.notes) - 1
}
