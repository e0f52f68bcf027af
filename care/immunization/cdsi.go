package immunization

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"tongjian/care"
)

// cdsi holds what CDC's supporting data says beyond the series.
type cdsi struct {
	antigens []*antigen
	groups   []vaccineGroup
	belongs  []map[string][2]gap // for each vaccine its antigens with the ages between which it counts for them
}

// antigen is one disease with its series.
type antigen struct {
	name       string
	histories  []string
	births     []immuneBirth
	against    []contraindication
	vaccines   []contraindication
	series     []*series
	seriesSets []string // series groups in the order of the data
}

type immuneBirth struct {
	before     care.Day
	exclusions []string
}

type contraindication struct {
	code       string
	begin, end gap
	vaccines   []option
}

type vaccineGroup struct {
	name     string
	full     bool
	antigens []string
}

// CDSi reads CDC's supporting data (ScheduleSupportingData.xml and one
// AntigenSupportingData file an antigen) from a folder that the caller opened.
// With it dates follow CDSi's month rule, doses are told by CVX code and
// conditions by CDC's observation codes.
func CDSi(files fs.FS) (*Schedule, error) {
	sx, ax, err := readXML(files)
	if err != nil {
		return nil, err
	}
	s := &Schedule{name: "CDSi", months: care.NextFirst, codes: map[string]int16{}, cvx: map[string]int16{}, cdsi: &cdsi{}}
	l := &loader{s: s}
	l.vaccines(&sx)
	l.groups(&sx)
	l.conflicts(&sx)
	for i := range ax {
		l.antigen(&ax[i])
	}
	if len(l.errs) > 0 {
		return nil, fmt.Errorf("reading CDSi data: %w", errors.Join(l.errs...))
	}
	return s, nil
}

// corrections are greatest ages to start that the XML of 4.64 leaves empty. By
// its name and its ages this series is for children below two years; without
// the limit every adult at risk would be offered it (case 2016-UC-0123).
var corrections = map[string]string{"Meningococcal ACWY risk 2-23 month": "24 months"}

// loader turns XML into the engine's own form and keeps what was wrong.
type loader struct {
	s    *Schedule
	errs []error
}

func (l *loader) span(s string) gap {
	g, err := parseGap(s)
	if err != nil {
		l.errs = append(l.errs, err)
	}
	return g
}

// day reads 20230912 and 01/01/1957.
func (l *loader) day(s string) care.Day {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return 0
	case len(s) == 8:
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	case len(s) == 10 && s[2] == '/':
		s = s[6:] + "-" + s[:2] + "-" + s[3:5]
	}
	d, err := care.ParseDay(s)
	if err != nil {
		l.errs = append(l.errs, err)
	}
	return d
}

func (l *loader) number(s string) int {
	if s = strings.TrimSpace(s); s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		l.errs = append(l.errs, fmt.Errorf("%q is not a number", s))
	}
	return n
}

// vaccine gives a CVX code's place, making one for a code that the map lacks.
func (l *loader) vaccine(cvx string) int16 {
	code := plainCVX(cvx)
	if i, ok := l.s.cvx[code]; ok {
		return i
	}
	i := int16(len(l.s.products))
	if int(i) >= 64*len(vaccines{}) {
		l.errs = append(l.errs, fmt.Errorf("more than %d CVX codes", 64*len(vaccines{})))
		return 0
	}
	l.s.cvx[code] = i
	l.s.products = append(l.s.products, Product{Code: cvx, CVX: cvx})
	l.s.codes[cvx] = i
	l.s.cdsi.belongs = append(l.s.cdsi.belongs, nil)
	return i
}

// set reads CVX codes parted by semicolons.
func (l *loader) set(s string) (v vaccines) {
	for _, code := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == ',' }) {
		if code = strings.TrimSpace(code); code != "" {
			v.add(l.vaccine(code))
		}
	}
	return v
}

func (l *loader) vaccines(x *scheduleXML) {
	for _, m := range x.CVX {
		i := l.vaccine(m.CVX)
		l.s.products[i].Name = Text{EN: m.Name, ZH: m.Name}
		with := map[string][2]gap{}
		for _, a := range m.Associations {
			with[strings.TrimSpace(a.Antigen)] = [2]gap{l.span(a.Begin), l.span(a.End)}
		}
		l.s.cdsi.belongs[i] = with
	}
}

func (l *loader) groups(x *scheduleXML) {
	for _, m := range x.Antigens {
		g := vaccineGroup{name: strings.TrimSpace(m.Name)}
		for _, a := range m.Antigen {
			g.antigens = append(g.antigens, strings.TrimSpace(a))
		}
		for _, o := range x.Groups {
			if strings.TrimSpace(o.Name) == g.name {
				g.full = strings.EqualFold(o.Full, "Yes")
			}
		}
		l.s.cdsi.groups = append(l.s.cdsi.groups, g)
	}
}

// conflicts joins rows that differ in their current vaccine only.
func (l *loader) conflicts(x *scheduleXML) {
	at := map[[4]string]int{}
	for _, r := range x.Conflicts {
		key := [4]string{r.Previous, r.Begin, r.MinEnd, r.End}
		i, ok := at[key]
		if !ok {
			i = len(l.s.conflicts)
			at[key] = i
			c := conflict{begin: l.span(r.Begin), minEnd: l.span(r.MinEnd), end: l.span(r.End), fault: liveClash}
			c.previous.add(l.vaccine(r.Previous))
			l.s.conflicts = append(l.s.conflicts, c)
		}
		l.s.conflicts[i].current.add(l.vaccine(r.Current))
	}
}

func (l *loader) antigen(x *antigenXML) {
	a := &antigen{histories: x.Histories}
	for _, b := range x.Births {
		a.births = append(a.births, immuneBirth{l.day(b.Before), b.Exclusions})
	}
	for _, c := range x.Against {
		a.against = append(a.against, contraindication{code: c.Code, begin: l.span(c.Begin), end: l.span(c.End)})
	}
	for _, c := range x.Vaccines {
		a.vaccines = append(a.vaccines, contraindication{code: c.Code, vaccines: l.options(c.Vaccines)})
	}
	for i := range x.Series {
		s := l.series(&x.Series[i])
		a.name = s.antigen
		a.series = append(a.series, s)
		if !slices.Contains(a.seriesSets, s.seriesGroup) {
			a.seriesSets = append(a.seriesSets, s.seriesGroup)
		}
	}
	var all vaccines
	for v, with := range l.s.cdsi.belongs {
		if _, ok := with[a.name]; ok {
			all.add(int16(v))
		}
	}
	for _, s := range a.series {
		s.relevant = all
	}
	l.s.cdsi.antigens = append(l.s.cdsi.antigens, a)
}

func (l *loader) options(x []vaccineXML) (out []option) {
	for _, v := range x {
		if strings.TrimSpace(v.CVX) == "" {
			continue
		}
		out = append(out, option{vaccine: l.vaccine(v.CVX), begin: l.span(v.Begin), end: l.span(v.End),
			trade: v.Trade, mvx: v.MVX, forecast: v.Forecast == "Y"})
	}
	return out
}

func (l *loader) series(x *seriesXML) *series {
	s := &series{
		name: strings.TrimSpace(x.Name), antigen: strings.TrimSpace(x.Disease), group: strings.TrimSpace(x.Group),
		byDefault: x.Select.Default == "Yes", productPath: x.Select.Product == "Yes",
		seriesGroup: strings.TrimSpace(x.Select.Group), priority: x.Select.Priority, preference: l.number(x.Select.Preference),
		minToStart: l.span(x.Select.Min), maxToStart: l.span(x.Select.Max),
	}
	if c, ok := corrections[s.name]; ok && !s.maxToStart.ok {
		s.maxToStart = l.span(c)
	}
	switch x.Type {
	case "Risk":
		s.kind = risk
	case "Evaluation Only":
		s.kind = evaluationOnly
	}
	s.equivalent = append(s.equivalent, strings.FieldsFunc(x.Equivalent, between)...)
	for _, g := range x.Genders {
		switch g {
		case "Female":
			s.sexes = append(s.sexes, care.Female)
		case "Male":
			s.sexes = append(s.sexes, care.Male)
		case "Unknown":
			s.sexes = append(s.sexes, "")
		}
	}
	for _, i := range x.Indications {
		if i.Code != "" {
			s.indications = append(s.indications, indication{i.Code, l.span(i.Begin), l.span(i.End)})
		}
	}
	for i := range x.Doses {
		s.doses = append(s.doses, l.dose(&x.Doses[i]))
	}
	l.check(s)
	return s
}

// check refuses a series that could not be walked.
func (l *loader) check(s *series) {
	if len(s.doses) == 0 {
		l.errs = append(l.errs, fmt.Errorf("series %q has no doses", s.name))
	}
	for i := range s.doses {
		for _, list := range [2][]interval{s.doses[i].intervals, s.doses[i].allowed} {
			for k := range list {
				if n := list[k].target; n < 0 || n > len(s.doses) {
					l.errs = append(l.errs, fmt.Errorf("series %q counts from its dose %d", s.name, n))
				}
			}
		}
	}
}

func (l *loader) dose(x *doseXML) seriesDose {
	d := seriesDose{preferable: l.options(x.Preferable), allowable: l.options(x.Allowable),
		recurring: x.Recurring == "Yes", season: edition{l.day(x.SeasonFrom), l.day(x.SeasonTo)}}
	for _, a := range x.Ages {
		d.ages = append(d.ages, age{edition: edition{l.day(a.From), l.day(a.Until)}, absMin: l.span(a.AbsMin),
			min: l.span(a.Min), rec: l.span(a.Rec), late: l.span(a.Late), max: l.span(a.Max)})
	}
	for i := range x.Intervals {
		d.intervals = l.interval(d.intervals, &x.Intervals[i])
	}
	for i := range x.Allowed {
		d.allowed = l.interval(d.allowed, &x.Allowed[i])
	}
	for _, v := range x.Inadvertent {
		if v.CVX != "" {
			d.inadvertent.add(l.vaccine(v.CVX))
		}
	}
	for i := range x.Skips {
		if len(x.Skips[i].Sets) > 0 {
			d.skips = append(d.skips, l.skip(&x.Skips[i]))
		}
	}
	for _, o := range d.preferable {
		d.prefer.add(o.vaccine)
	}
	d.fits = d.prefer
	for _, o := range d.allowable {
		d.fits.add(o.vaccine)
	}
	return d
}

func (l *loader) interval(list []interval, x *intervalXML) []interval {
	v := interval{edition: edition{l.day(x.From), l.day(x.Until)}, previous: x.Previous == "Y", target: l.number(x.Target),
		recent: l.set(x.Recent), observation: x.Observation, absMin: l.span(x.AbsMin), min: l.span(x.Min),
		rec: l.span(x.Rec), late: l.span(x.Late), override: strings.EqualFold(x.Priority, "override")}
	if !v.previous && v.target == 0 && v.recent.empty() && v.observation == "" {
		return list
	}
	return append(list, v)
}

func (l *loader) skip(x *skipXML) skip {
	s := skip{context: onEvaluation | onForecast, all: strings.EqualFold(x.Logic, "AND")}
	switch x.Context {
	case "Evaluation":
		s.context = onEvaluation
	case "Forecast":
		s.context = onForecast
	}
	for _, set := range x.Sets {
		c := clause{edition: edition{l.day(set.From), l.day(set.Until)}, all: !strings.EqualFold(set.Logic, "OR")}
		for i := range set.Conditions {
			c.conditions = append(c.conditions, l.condition(&set.Conditions[i]))
		}
		s.sets = append(s.sets, c)
	}
	return s
}

func (l *loader) condition(x *conditionXML) condition {
	c := condition{begin: l.span(x.Begin), end: l.span(x.EndAge), from: l.day(x.Start), to: l.day(x.End),
		interval: l.span(x.Interval), count: l.number(x.Count), validOnly: strings.EqualFold(x.DoseType, "Valid"), vaccines: l.set(x.Vaccines)}
	switch kind := strings.ToLower(x.Type); kind {
	case "age":
		c.kind = byAge
	case "interval":
		c.kind = byInterval
	case "completed series":
		c.kind = byCompletedSeries
	case "vaccine count by age", "vaccine count by date", "vaccine count by date and age":
		c.kind = byCount
	default:
		l.errs = append(l.errs, fmt.Errorf("%q is not a kind of condition", x.Type))
	}
	switch strings.ToLower(strings.TrimSuffix(strings.ToLower(x.Logic), " than")) {
	case "greater":
		c.compare = 1
	case "less":
		c.compare = -1
	}
	c.groups = append(c.groups, strings.FieldsFunc(x.Groups, between)...)
	return c
}

// between tells what separates names in a list of the supporting data.
func between(r rune) bool { return r == ';' || r == ',' || r == ' ' }
