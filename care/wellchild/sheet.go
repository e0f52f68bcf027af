package wellchild

import (
	"fmt"
	"slices"

	"tongjian/care"
)

// Sheet is all that is done at one visit of one child.
type Sheet struct {
	Visit    Visit     `json:"visit"`
	Form     Words     `json:"form" doc:"The record form of the norm"`
	Tasks    []Task    `json:"tasks"`
	Signs    *SignList `json:"signs,omitempty" doc:"The warning signs to ask for; from 3 months"`
	Topics   []Words   `json:"topics" doc:"What the guidance covers"`
	Teach    *Words    `json:"teach,omitempty" doc:"What is shown to the parents by traditional medicine"`
	Tips     []Tip     `json:"tips" doc:"Advice for this age"`
	Dangers  []Tip     `json:"dangers" doc:"Signs of danger to repeat at every visit"`
	NextFrom care.Day  `json:"nextFrom,omitzero" doc:"When the window of the next visit opens"`
}

// topics are the subjects of guidance, by id.
var topics = map[string]Words{
	"feeding": {"feeding", "科学喂养"},
	"growth":  {"growth and development", "生长发育"},
	"disease": {"preventing disease", "疾病预防"},
	"injury":  {"preventing injury", "预防伤害"},
	"mouth":   {"care of mouth and teeth", "口腔保健"},
	"solids":  {"starting solid food", "辅食添加"},
}

// Sheet gives what is to be done at a visit if it takes place on a day. The
// only error is a visit that the norm does not have, or a child without a
// birth day.
func (s Settings) Sheet(c Child, done []Done, visit string, on care.Day) (Sheet, error) {
	i := indexOf(visit)
	if i < 0 || c.Birth == 0 {
		return Sheet{}, fmt.Errorf("listing what is done at visit %q: no such visit, or no birth day", visit)
	}
	plan := s.Plan(c, done, on)
	row := &norms[i]
	age := int(on - c.Birth)
	out := Sheet{Visit: plan[i], Form: row.form, Teach: row.teach, Tips: Guidance(age), Dangers: DangerSigns(age)}
	for _, id := range slices.Concat(row.measureIDs(), row.tasks, row.exam) {
		if row.applies(id, c, done) {
			out.Tasks = append(out.Tasks, row.task(id, done, plan[i]))
		}
	}
	for _, id := range row.topics {
		out.Topics = append(out.Topics, topics[id])
	}
	if slices.Contains(row.tasks, "signs") {
		signs := s.Signs(c, on)
		out.Signs = &signs
	}
	if i+1 < len(plan) {
		out.NextFrom = plan[i+1].From
	}
	return out, nil
}

func (n *norm) task(id string, done []Done, v Visit) Task {
	t := tasks[id]
	t.ID = id
	t.Done = v.Day != 0 && slices.ContainsFunc(done, func(d Done) bool {
		return (d.Visit == v.ID || d.Visit == "" && d.Day == v.Day) && slices.Contains(d.Items, id)
	})
	return t
}
