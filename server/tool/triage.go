package tool

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"tongjian/care/imci"
)

// triageRule grades sick children by what was found.
type triageRule struct{ json bool }

// graded is what is written for a case.
type graded struct {
	ID       json.RawMessage `json:"case_id"`
	Classes  []string        `json:"classifications"`
	Severity imci.Severity   `json:"severity"`
	Urgency  imci.Urgency    `json:"urgency"`
	Missing  []string        `json:"missing"`
}

func newTriage() *triageRule { return &triageRule{} }

func (t *triageRule) begin(s *shape, _ *report) ([]byte, error) {
	t.json = s.json
	if s.names != nil && column(s.names, "inputs_json") < 0 {
		return nil, fmt.Errorf("it has no column inputs_json; each row needs case_id, perhaps policy, and inputs_json, an object of findings")
	}
	if t.json {
		return nil, nil
	}
	return []byte("case_id,classifications,severity,urgency,missing\n"), nil
}

// column gives the place of a name, -1 where it is not.
func column(names []string, name string) int {
	for i, n := range names {
		if same(n, name) {
			return i
		}
	}
	return -1
}

func (t *triageRule) answer(r *row, out []byte) ([]byte, *fault) {
	f, bad := findings(r)
	if bad != nil {
		return nil, bad
	}
	s := imci.Defaults()
	if i := column(r.names, "policy"); i >= 0 && r.cells[i] != "" {
		s.SingleConvulsion = r.cells[i]
		if s.SingleConvulsion != "chart2014" && s.SingleConvulsion != "dak2024" {
			return nil, r.bad(i, fmt.Sprintf("%s is no policy; write chart2014 or dak2024, or nothing for chart2014", shown(r.cells[i])))
		}
	}
	res := s.Classify(f)
	return t.write(r, &res, out), r.ignored(res.Ignored)
}

// ignored says which findings counted as unknown because they cannot be right.
func (r *row) ignored(problems []imci.Problem) *fault {
	if len(problems) == 0 {
		return nil
	}
	var words []string
	for _, p := range problems {
		words = append(words, p.Input+": "+p.Reason.En)
	}
	f := r.bad(column(r.names, "inputs_json"), "counted as unknown: "+strings.Join(words, "; "))
	f.answered = true
	return f
}

func (t *triageRule) write(r *row, res *imci.Result, out []byte) []byte {
	g := graded{json.RawMessage("null"), []string{}, res.Severity, res.Urgency, []string{}}
	for i := range res.Classes {
		g.Classes = append(g.Classes, res.Classes[i].ID)
	}
	for i := range res.Missing {
		g.Missing = append(g.Missing, res.Missing[i].Input)
	}
	id := column(r.names, "case_id")
	if t.json {
		if id >= 0 {
			g.ID = r.value(id)
		}
		text, _ := json.Marshal(g) // plain strings, and an id that was JSON
		return append(append(out, text...), '\n')
	}
	if id >= 0 {
		out = appendCell(out, r.cells[id])
	}
	for _, cell := range []string{strings.Join(g.Classes, ";"), string(g.Severity), string(g.Urgency), strings.Join(g.Missing, ";")} {
		out = appendCell(append(out, ','), cell)
	}
	return append(out, '\n')
}

// findings reads the object of a row. An age that stands beside it counts
// where the object has none.
func findings(r *row) (imci.Findings, *fault) {
	at := column(r.names, "inputs_json")
	if at < 0 {
		return nil, &fault{line: r.line, column: "inputs_json", reason: "it is missing"}
	}
	object, bad := readObject(line{no: r.line, text: r.cells[at]})
	if bad != nil {
		return nil, r.bad(at, "at its sign "+bad.column+", "+bad.reason)
	}
	f := imci.Findings{}
	for i, name := range object.names {
		var v any
		if err := json.Unmarshal([]byte(object.raw[i]), &v); err != nil {
			return nil, r.bad(at, fmt.Sprintf("%s: %v", name, err))
		}
		f[name] = v
	}
	for _, name := range []string{"age_days", "age_months"} {
		i := column(r.names, name)
		if _, there := f[name]; there || i < 0 || missing(r.cells[i]) {
			continue
		}
		age, err := strconv.ParseFloat(strings.TrimSpace(r.cells[i]), 64)
		if err != nil {
			return nil, r.bad(i, fmt.Sprintf("%s is not a number like 365", shown(r.cells[i])))
		}
		f[name] = age
	}
	return f, nil
}
