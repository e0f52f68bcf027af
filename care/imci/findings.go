package imci

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"tongjian/care"
)

// Findings are the answers so far by input id: true or false, a number, or the
// id of a choice. What is not there, or nil, is unknown. Inputs lists the ids.
type Findings map[string]any

// SetAge puts the age in days and in completed months on a day into the findings.
func (f Findings) SetAge(birth, on care.Day) {
	if birth == 0 || on < birth {
		return
	}
	f["age_days"], f["age_months"] = int(on-birth), care.MonthsOn(birth, on, care.Clamp)
}

// rectalMore is how much higher the rectum reads than the armpit, in C (DAK-DICT).
const rectalMore = 0.5

// value is one answer as it is kept; see input.number.
type value struct {
	known bool
	n     float64
}

// read takes what can be used from findings, and names the rest.
func (b *rules) read(f Findings) (vals []value, problems []Problem) {
	vals, problems = make([]value, len(b.Inputs)), []Problem{}
	for id, answer := range f {
		i, ok := b.input[id]
		if !ok {
			problems = append(problems, Problem{id, Words{"there is no such question", "没有这个项目"}})
			continue
		}
		if answer == nil {
			continue
		}
		n, why := b.Inputs[i].take(answer)
		if why != nil {
			problems = append(problems, Problem{id, *why})
			continue
		}
		vals[i] = value{true, n}
	}
	slices.SortFunc(problems, func(x, y Problem) int { return b.place(x.Input) - b.place(y.Input) })
	b.fill(vals)
	return vals, problems
}

// place orders problems: by the table, unknown ids last.
func (b *rules) place(id string) int {
	if i, ok := b.input[id]; ok {
		return i
	}
	return len(b.Inputs)
}

// fill puts in what follows from other answers: sea level where no altitude is
// told, and the temperature under the arm from that in the rectum.
func (b *rules) fill(vals []value) {
	if alt := &vals[b.input["altitude_m"]]; !alt.known {
		*alt = value{true, 0}
	}
	arm, rectum := &vals[b.input["temp_c"]], vals[b.input["rectal_c"]]
	if !arm.known && rectum.known {
		*arm = value{true, math.Round((rectum.n-rectalMore)*10) / 10}
	}
}

// take turns an answer into a value, or says why it cannot be used.
func (in *input) take(answer any) (float64, *Words) {
	switch in.Kind {
	case "bool":
		if yes, ok := answer.(bool); ok {
			return map[bool]float64{true: 1}[yes], nil
		}
		return 0, &Words{"must be yes or no", "应为是或否"}
	case "enum":
		word, _ := answer.(string)
		if i := slices.IndexFunc(in.Values, func(c choice) bool { return c.ID == word }); i >= 0 {
			return float64(i), nil
		}
		return 0, &Words{"is none of the choices", "不在可选项内"}
	}
	n, ok := toNumber(answer)
	switch {
	case !ok || math.IsNaN(n):
		return 0, &Words{"must be a number", "应为数字"}
	case in.Kind == "int" && n != math.Trunc(n):
		return 0, &Words{"must be a whole number", "应为整数"}
	case in.Range != nil && (n < in.Range[0] || n > in.Range[1]):
		r := fmt.Sprintf("%g-%g", in.Range[0], in.Range[1])
		return 0, &Words{"is outside " + r, "超出范围" + r}
	}
	return n, nil
}

func toNumber(answer any) (float64, bool) {
	switch n := answer.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	case json.Number:
		v, err := n.Float64()
		return v, err == nil
	}
	return 0, false
}

// answer gives a value back as it was given.
func (in *input) answer(v value) any {
	switch in.Kind {
	case "bool":
		return v.n == 1
	case "enum":
		return in.Values[int(v.n)].ID
	}
	return v.n
}

// says puts a value into words.
func (in *input) says(v value) Words {
	switch in.Kind {
	case "bool":
		if v.n == 1 {
			return Words{"yes", "是"}
		}
		return Words{"no", "否"}
	case "enum":
		return in.Values[int(v.n)].Words
	}
	n := fmt.Sprintf("%g", v.n)
	if in.Unit == "" {
		return Words{n, n}
	}
	return Words{n + " " + unit(in.Unit).En, n + unit(in.Unit).Zh}
}

func unit(u string) Words {
	switch u {
	case "C":
		return Words{"C", "℃"}
	case "d":
		return Words{"days", "天"}
	case "months":
		return Words{"months", "个月"}
	case "/min":
		return Words{"a minute", "次/分"}
	case "s":
		return Words{"s", "秒"}
	}
	return Words{u, u}
}

// Input is a question that the rules can use.
type Input struct {
	ID      string      `json:"id"`
	Name    Words       `json:"name"`
	Kind    string      `json:"kind" enum:"bool,int,number,enum"`
	Section string      `json:"section"`
	From    int         `json:"fromDays" doc:"Asked from this age in days"`
	To      int         `json:"toDays" doc:"… to this age in days, inclusive"`
	Unit    string      `json:"unit,omitempty"`
	Range   *[2]float64 `json:"range,omitempty"`
	Choices []Option    `json:"choices,omitempty"`
	How     *Words      `json:"how,omitempty" doc:"How it is looked for"`
}

// Option is one choice of a question.
type Option struct {
	ID   string `json:"id"`
	Name Words  `json:"name"`
}

// Inputs lists every question, in the order of a consultation.
func Inputs() []Input {
	out := make([]Input, len(book.Inputs))
	for i := range book.Inputs {
		out[i] = book.Inputs[i].shown()
	}
	return out
}

func (in *input) shown() Input {
	out := Input{ID: in.ID, Name: in.Words, Kind: in.Kind, Section: in.Section, From: in.Days[0], To: in.Days[1], Unit: in.Unit, Range: in.Range, How: in.How}
	for _, c := range in.Values {
		out.Choices = append(out.Choices, Option{c.ID, c.Words})
	}
	return out
}
