package tool

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"tongjian/care"
	"tongjian/care/immunization"
)

// ask reads a row as a question.
func (f *forecastRule) ask(r *row) (*asked, *fault) {
	q := &asked{id: json.RawMessage("null")}
	seen := map[string]bool{}
	for i, name := range r.names {
		name = strings.ToLower(strings.TrimSpace(name))
		reason, where := f.member(q, r, i, name)
		if reason != "" {
			bad := r.bad(i, reason)
			bad.column += where
			return nil, bad
		}
		if r.cells[i] != "" {
			seen[name] = true
		}
	}
	switch {
	case q.child.Birth == 0:
		return nil, &fault{line: r.line, column: "dob", reason: "the day of birth is missing"}
	case q.today == 0:
		return nil, &fault{line: r.line, column: "assessment_date", reason: "the day to judge on (assessment_date or as_of) is missing"}
	}
	for _, pair := range [][2]string{{"assessment_date", "as_of"}, {"doses", "history"}, {"gender", "sex"}} {
		if seen[pair[0]] && seen[pair[1]] {
			return nil, &fault{line: r.line, column: pair[1], reason: fmt.Sprintf("both %s and %s are given; write one of them", pair[0], pair[1])}
		}
	}
	return q, nil
}

// member reads one member of the question. Where the mistake lies deeper,
// where tells it, e.g. "[2].date".
func (f *forecastRule) member(q *asked, r *row, i int, name string) (reason, where string) {
	cell := r.cells[i]
	switch name {
	case "id":
		q.id = r.value(i)
	case "dob":
		q.child.Birth, reason = dayOf(cell)
	case "gender", "sex":
		q.child.Sex, reason = sexOf(cell)
	case "assessment_date", "as_of":
		if cell != "" {
			q.today, reason = dayOf(cell)
		}
	case "vaccine_group":
		reason = f.askGroup(q, cell)
	case "doses", "history":
		return q.readDoses(cell, f)
	case "observations", "conditions":
		return q.readConditions(cell)
	}
	return reason, ""
}

func (f *forecastRule) askGroup(q *asked, word string) (reason string) {
	if strings.TrimSpace(word) == "" {
		return ""
	}
	name, ok := f.group(word)
	if !ok {
		return fmt.Sprintf("%s is no vaccine group of this schedule; it has %s", shown(word), strings.Join(f.groups, ", "))
	}
	q.group, q.in = word, name
	return ""
}

// value gives a cell as JSON.
func (r *row) value(i int) json.RawMessage {
	if r.raw != nil {
		return json.RawMessage(r.raw[i])
	}
	quoted, _ := json.Marshal(r.cells[i]) // a string always has a JSON form
	return quoted
}

// dayOf reads a day; nothing is "not known".
func dayOf(cell string) (care.Day, string) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return 0, ""
	}
	day, err := care.ParseDay(cell)
	if err != nil {
		return 0, err.Error()
	}
	return day, ""
}

// text is a JSON string, or a number taken as it is written.
type text string

// UnmarshalJSON reads strings, numbers and null.
func (t *text) UnmarshalJSON(raw []byte) error {
	if raw[0] == '{' || raw[0] == '[' || raw[0] == 't' || raw[0] == 'f' {
		return fmt.Errorf("%s is no text", shown(string(raw)))
	}
	*t = text(strings.TrimSpace(said(raw)))
	return nil
}

// dose is one dose as it is written.
type dose struct {
	N       json.RawMessage `json:"n"`
	Date    text            `json:"date"`
	Vaccine text            `json:"vaccine"`
	CVX     text            `json:"cvx"`
	MVX     text            `json:"mvx"`
	Purpose text            `json:"purpose"`
}

func (q *asked) readDoses(cell string, f *forecastRule) (reason, where string) {
	list, reason := items(cell, `{"date": "2024-02-29", "vaccine": "HepB"}`)
	for i, raw := range list {
		at := fmt.Sprintf("[%d]", i)
		var d dose
		if err := json.Unmarshal(raw, &d); err != nil {
			return notDose(err), at
		}
		if d.Date == "" {
			return "the day of the dose is missing", at + ".date"
		}
		day, reason := dayOf(string(d.Date))
		if reason != "" {
			return reason, at + ".date"
		}
		if d.Vaccine == "" && d.CVX == "" {
			return "neither vaccine nor cvx says what was given", at
		}
		if d.Purpose, reason = purposeOf(d.Purpose); reason != "" {
			return reason, at + ".purpose"
		}
		if d.N == nil {
			d.N = json.RawMessage(strconv.Itoa(i + 1))
		}
		q.n = append(q.n, d.N)
		q.doses = append(q.doses, f.dose(&d, day))
	}
	return reason, ""
}

// dose names the product as the schedule does: China's by its own word, or
// where that is another by the code.
func (f *forecastRule) dose(d *dose, day care.Day) immunization.Dose {
	out := immunization.Dose{Day: day, Vaccine: string(d.Vaccine), CVX: string(d.CVX), MVX: string(d.MVX), Purpose: string(d.Purpose)}
	if _, ok := f.schedule.Product(out.Vaccine); !f.cdsi && !ok && out.CVX != "" {
		out.Vaccine = ""
	}
	return out
}

func purposeOf(word text) (text, string) {
	switch word {
	case "", "routine":
		return "", ""
	case immunization.Outbreak, immunization.Campaign, immunization.HighDose:
		return word, ""
	}
	return "", fmt.Sprintf("%s is no purpose; write %s, %s or %s, or nothing for the routine", shown(string(word)),
		immunization.Outbreak, immunization.Campaign, immunization.HighDose)
}

// readConditions takes codes, or objects with a code and perhaps a date.
func (q *asked) readConditions(cell string) (reason, where string) {
	list, reason := items(cell, `"mother_hbsag_positive" or {"code": "080", "date": "2024-02-29"}`)
	for i, raw := range list {
		at := fmt.Sprintf("[%d]", i)
		var c struct {
			Code text `json:"code"`
			Date text `json:"date"`
		}
		if raw[0] == '"' {
			c.Code = text(said(raw))
		} else if err := json.Unmarshal(raw, &c); err != nil {
			return notDose(err), at
		}
		if c.Code == "" {
			return "the code is missing", at
		}
		day, reason := dayOf(string(c.Date))
		if reason != "" {
			return reason, at + ".date"
		}
		q.child.Conditions = append(q.child.Conditions, immunization.Condition{Code: string(c.Code), Day: day})
	}
	return reason, ""
}

// items cuts a JSON list; nothing is an empty one.
func items(cell, like string) (list []json.RawMessage, reason string) {
	if strings.TrimSpace(cell) == "" {
		return nil, ""
	}
	if err := json.Unmarshal([]byte(cell), &list); err != nil {
		return nil, fmt.Sprintf("%s is no list of items like %s", shown(cell), like)
	}
	return list, ""
}

func notDose(err error) string {
	if wrong, ok := err.(*json.UnmarshalTypeError); ok {
		return fmt.Sprintf("a JSON %s stands here where an object is expected", wrong.Value)
	}
	return err.Error()
}
