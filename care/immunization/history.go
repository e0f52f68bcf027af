package immunization

import (
	"slices"

	"tongjian/care"
)

// given is a dose of the history, resolved to a product of the schedule.
type given struct {
	day     care.Day
	vaccine int16 // -1 when the schedule does not know it
	input   int   // place in the input
	trade   string
	mvx     string
	purpose string
	review  string
	label   int
}

// fault is what is wrong with a dose for a series.
type fault uint8

const (
	sound fault = iota
	tooYoung
	tooOld
	tooSoon
	liveClash
	passiveClash
	wrongProduct
	wrongAgeForProduct
	inadvertent
	seriesOver
	notCounted
	outbreakDose
	rejected
	spoilt
)

// shot is a dose judged against one series.
type shot struct {
	dose   int // place in work.doses
	target int // series dose that it was judged against, from 0; -1 for none
	status Evaluation
	fault  fault
	note   int // reason of the row that decided, 0 for none
	with   int // dose that it clashes with, -1 for none
}

// track is one child's way through one series (CDSi: patient series).
type track struct {
	series    *series
	at        int // target dose that comes next, from 0
	shots     []shot
	satisfied []int32 // for each target dose the last shot that satisfied it, -1 not yet, -2 skipped
	valid     int     // shots that are valid
}

const (
	notYet  = -1
	skipped = -2
)

func (t *track) reset(s *series) {
	t.series, t.at, t.valid = s, 0, 0
	t.shots = t.shots[:0]
	t.satisfied = t.satisfied[:0]
	for range s.doses {
		t.satisfied = append(t.satisfied, notYet)
	}
}

// countsValid tells whether a dose of the history is valid in this series.
func (t *track) countsValid(dose int) bool {
	for i := range t.shots {
		if t.shots[i].dose == dose {
			return t.shots[i].status == Valid
		}
	}
	return false
}

// countsNot tells whether a dose of the history was found not valid in this series.
func (t *track) countsNot(dose int) bool {
	for i := range t.shots {
		if t.shots[i].dose == dose {
			return t.shots[i].status == NotValid
		}
	}
	return false
}

// work is everything that one answer needs while it is made. It is reused.
type work struct {
	schedule    *Schedule
	child       *Child
	today       care.Day
	cal         calendar
	doses       []given // sorted by day
	upto        int     // doses before this place are looked at
	tracks      []track
	forms       []int // China: for each course the variant that holds
	places      []int32
	cells       []Cell
	ends        []int
	due         []DueDose
	begun       []bool // scratch of answer
	best        []int
	total       int // China: doses with diphtheria and tetanus that count
	lastBooster care.Day
	done        map[string]bool // CDSi: antigen and series group that are complete
}

// take sorts and resolves the history.
func (w *work) take(doses []Dose) {
	w.doses = w.doses[:0]
	for i := range doses {
		d := &doses[i]
		if d.Day == 0 || d.Day > w.today {
			continue
		}
		w.doses = append(w.doses, given{
			day: d.Day, vaccine: w.schedule.resolve(d), input: i,
			trade: d.Vaccine, mvx: d.MVX, purpose: d.Purpose, review: d.Review, label: d.Number,
		})
	}
	slices.SortStableFunc(w.doses, func(a, b given) int { return int(a.day - b.day) })
}

// lastSatisfied gives the day of the last dose that satisfied a target dose.
func (w *work) lastSatisfied(t *track) care.Day {
	for i := len(t.shots) - 1; i >= 0; i-- {
		if t.shots[i].status == Valid {
			return w.doses[t.shots[i].dose].day
		}
	}
	return 0
}

// completed tells whether one of the series groups of the track's antigen is complete.
func (w *work) completed(t *track, groups []string) bool {
	for _, g := range groups {
		if w.done[t.series.antigen+"\x00"+g] {
			return true
		}
	}
	return false
}
