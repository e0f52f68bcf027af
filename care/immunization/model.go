package immunization

import "tongjian/care"

// vaccines is a set of products by their number in the schedule.
type vaccines [5]uint64

func (s *vaccines) add(v int16)      { s[v>>6] |= 1 << (v & 63) }
func (s *vaccines) has(v int16) bool { return s[v>>6]&(1<<(v&63)) != 0 }
func (s *vaccines) empty() bool      { return *s == vaccines{} }
func (s *vaccines) join(o vaccines) {
	for i := range s {
		s[i] |= o[i]
	}
}
func (s *vaccines) meets(o *vaccines) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// edition is the time in which a figure is in force; a zero end is open, the
// last day counts.
type edition struct{ from, until care.Day }

func (e edition) holds(on care.Day) bool {
	return (e.from == 0 || e.from <= on) && (e.until == 0 || on <= e.until)
}

// age is one row of ages of a series dose (CDSi 3, series dose: age).
type age struct {
	edition
	absMin, min, rec, late, max gap
	only                        vaccines // judged by this row are these products alone; empty for all
	when                        *clause  // holds only then; nil for always
	prior                       vaccines // holds only if every dose counted before is one of these; empty for any
	note                        int      // place of the row's reason in the schedule
}

// interval is one row of intervals (CDSi 3, series dose: preferable and
// allowable interval).
type interval struct {
	edition
	previous    bool     // from the dose given before
	target      int      // from the dose that satisfied this target dose, from 1
	recent      vaccines // from the most recent dose of these products
	recentUntil gap      // ... given before this age
	observation string   // from the day of an observation

	absMin, min, rec, late gap
	override               bool // CDSi interval priority: stands alone in the forecast
	only                   vaccines
	when                   *clause
	note                   int
}

// option is one product that a series dose takes (CDSi 3: preferable and
// allowable vaccine).
type option struct {
	vaccine    int16
	begin, end gap
	edition    edition
	trade, mvx string
	forecast   bool
}

// seriesDose is one dose that a series asks for.
type seriesDose struct {
	ages        []age
	intervals   []interval
	allowed     []interval
	preferable  []option
	allowable   []option
	inadvertent vaccines
	skips       []skip
	recurring   bool
	season      edition
	prefer      vaccines // all preferable products
	fits        vaccines // all preferable and allowable products
}

// seriesKind is CDSi's series type.
type seriesKind uint8

const (
	standard seriesKind = iota
	risk
	evaluationOnly
)

// indication is a reason for a risk series (CDSi 5.2).
type indication struct {
	code       string
	begin, end gap
}

// series is one way to protection against one antigen.
type series struct {
	name       string
	antigen    string
	group      string
	kind       seriesKind
	sexes      []care.Sex
	doses      []seriesDose
	relevant   vaccines // products that are judged against it
	equivalent []string

	byDefault, productPath bool
	seriesGroup            string
	priority               string
	preference             int
	minToStart, maxToStart gap
	indications            []indication
	need                   []need // antigens that must be reached, China's measles rows
	extend                 bool   // the last dose repeats until need is met
	uncounted              vaccines
	also                   vaccines // products that others plan for; judged only between the ages below
	alsoFrom, alsoUntil    gap
	alsoLater              bool // ... and only after a valid dose of the series' own
}

// need is a number of doses with one antigen.
type need struct {
	with  vaccines
	count int
}

// conflict keeps two products apart (CDSi 6.7 and China's R-LIVE28, R-IG).
type conflict struct {
	begin, minEnd, end gap
	previous, current  vaccines
	fault              fault
}
