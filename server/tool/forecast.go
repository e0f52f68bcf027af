package tool

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"tongjian/care"
	"tongjian/care/immunization"
)

// forecastRule judges the doses of children and says what comes next.
type forecastRule struct {
	schedule *immunization.Schedule
	cdsi     bool
	groups   []string // vaccine groups of the schedule
}

// asked is one row as a question.
type asked struct {
	id    json.RawMessage
	group string // as it was asked, "" for all
	in    string // the schedule's name for it
	today care.Day
	child immunization.Child
	n     []json.RawMessage // what the doses are called, one each
	doses []immunization.Dose
}

// answered is what is written for a row.
type answered struct {
	ID        json.RawMessage `json:"id"`
	Doses     []doseAnswer    `json:"doses"`
	Forecasts []any           `json:"forecasts"` // groupAnswer or seriesAnswer
	Unknown   []string        `json:"unknown,omitempty"`
}

func newForecast(o *options) (*forecastRule, error) {
	f := &forecastRule{}
	dir, cdsi := strings.CutPrefix(o.schedule, "cdsi:")
	switch {
	case cdsi:
		s, err := immunization.CDSi(os.DirFS(dir))
		if err != nil {
			return nil, fmt.Errorf("opening the schedule in %s: %w", dir, err)
		}
		f.schedule, f.cdsi = s, true
		f.groups, err = groupNames(os.DirFS(dir))
		return f, err
	case o.schedule == "cn-nip":
		f.schedule = immunization.China(immunization.Options{SelfPaid: true})
	default:
		return nil, fmt.Errorf("--schedule %q: say cn-nip, or cdsi: and the folder of CDC's supporting data", o.schedule)
	}
	f.groups = chinaGroups(f.schedule)
	return f, nil
}

func (f *forecastRule) begin(s *shape, _ *report) ([]byte, error) {
	if s.names != nil && !slices.ContainsFunc(s.names, func(n string) bool { return same("dob", n) }) {
		return nil, fmt.Errorf("it has no dob (the day of birth); each row needs dob, assessment_date or as_of, and doses or history")
	}
	return nil, nil
}

func (f *forecastRule) answer(r *row, out []byte) ([]byte, *fault) {
	q, bad := f.ask(r)
	if bad != nil {
		return nil, bad
	}
	res := immunization.Forecast(f.schedule, q.child, q.doses, q.today)
	a := answered{ID: q.id, Doses: q.judged(&res, f.cdsi), Unknown: res.Unknown, Forecasts: []any{}}
	if f.cdsi {
		a.Forecasts = q.forGroups(&res)
	} else {
		a.Forecasts = q.forSeries(&res)
	}
	text := bytes.NewBuffer(out)
	e := json.NewEncoder(text)
	e.SetEscapeHTML(false)
	if err := e.Encode(a); err != nil {
		return nil, &fault{line: r.line, reason: fmt.Sprintf("the answer cannot be written: %v", err)}
	}
	return text.Bytes(), nil
}
