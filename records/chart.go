package records

import (
	"context"
	"slices"
	"time"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
	"tongjian/care/wellchild"
)

// Chart is one child's record as a person may see it, with what the rules of
// care say of it on the day on which it is read.
type Chart struct {
	Child        Child                `json:"child"`
	JudgedOn     care.Day             `json:"judgedOn"`
	Age          care.Age             `json:"age"`
	Measurements []Measured           `json:"measurements" doc:"Newest first"`
	Flags        []growth.Flag        `json:"flags" doc:"What the growth of the child asks for, the gravest first"`
	Doses        []GivenDose          `json:"doses" doc:"Newest first"`
	Vaccination  *immunization.Result `json:"vaccination" doc:"Doses judged, series forecast, the certificate's table"`
	Checkups     []wellchild.Visit    `json:"checkups" doc:"The thirteen visits of the norm, done and to come"`
	Appointments []Appointment        `json:"appointments" doc:"What is to come, together with where, in order of day"`
	Visits       []DoneVisit          `json:"visits" doc:"Newest first"`
	Notes        []WrittenNote        `json:"notes" doc:"Signed notes, newest first"`
	Aftercare    []WrittenHalf        `json:"aftercare"`
	Conditions   []KnownCondition     `json:"conditions"`
	Consults     []Consult            `json:"consults"`
	Clashes      []Entry              `json:"clashes" doc:"Facts whose id was sent twice with other content, for a person to settle"`
	History      []Entry              `json:"history" doc:"Everything that was written down, newest first; not for guardians"`
	Gone         map[string]string    `json:"gone" doc:"Entries that were corrected or taken back, and by which"`
	schedule     *immunization.Schedule
}

// Fact is what every shown entry has.
type Fact struct {
	ID   string    `json:"id"`
	Day  care.Day  `json:"day"`
	At   time.Time `json:"at"`
	By   Author    `json:"by"`
	Area string    `json:"area,omitempty"`
}

func factOf(e Entry) Fact { return Fact{e.ID, e.Day, e.At, e.By, e.Area} }

// Measured is a measurement in the record.
type Measured struct {
	Fact
	Measurement
	Assessment *growth.Assessment `json:"assessment,omitempty"`
}

// GivenDose is a dose in the record.
type GivenDose struct {
	Fact
	Dose
}

// DoneVisit is a well-child visit in the record.
type DoneVisit struct {
	Fact
	Visit
}

// WrittenNote is a paediatrician's signed note in the record.
type WrittenNote struct {
	Fact
	ConsultNote
}

// WrittenHalf is the village doctor's half of a consult in the record.
type WrittenHalf struct {
	Fact
	ConsultAftercare
}

// KnownCondition is a contraindication or special group of the child.
type KnownCondition struct {
	Fact
	Contraindication
}

// Chart reads a child's record when the caller may, and writes down the look.
// Guardians get it without what is staff's alone or marked private.
func (b *Book) Chart(ctx context.Context, who Caller, id string) (Chart, error) {
	h, err := b.allowed(ctx, who, id)
	if err != nil {
		return Chart{}, err
	}
	kept := b.auditSoon(ctx, []AuditLine{b.line(who, "view", childSubject(id), "", "")})
	c, err := b.chartOf(h)
	if err != nil {
		return Chart{}, err
	}
	b.judgeGrowth(&c)
	b.judgeDoses(&c)
	b.judgeVisits(&c)
	if c.Appointments, err = b.appointments(ctx, &c); err != nil {
		return Chart{}, err
	}
	if c.Consults, err = b.consultsOf(ctx, id); err != nil {
		return Chart{}, err
	}
	if who.Role == Guardian {
		c = c.forGuardian(who)
	}
	return c, kept()
}

// chartOf gives the facts that stand, newest first.
func (b *Book) chartOf(h *history) (Chart, error) {
	c := Chart{Child: h.child, JudgedOn: b.Today(), Gone: h.gone, Age: care.AgeOn(h.child.Birth, b.Today(), care.Clamp)}
	var errs [6]error
	c.Measurements, errs[0] = shown(h, KindMeasurement, func(f Fact, m Measurement) Measured { return Measured{Fact: f, Measurement: m} })
	c.Doses, errs[1] = shown(h, KindDose, func(f Fact, d Dose) GivenDose { return GivenDose{f, d} })
	c.Visits, errs[2] = shown(h, KindVisit, func(f Fact, v Visit) DoneVisit { return DoneVisit{f, v} })
	c.Notes, errs[3] = shown(h, KindNote, func(f Fact, n ConsultNote) WrittenNote { return WrittenNote{f, n} })
	c.Aftercare, errs[4] = shown(h, KindAftercare, func(f Fact, a ConsultAftercare) WrittenHalf { return WrittenHalf{f, a} })
	c.Conditions, errs[5] = shown(h, KindContraindication, func(f Fact, k Contraindication) KnownCondition { return KnownCondition{f, k} })
	for _, err := range errs {
		if err != nil {
			return Chart{}, err
		}
	}
	c.Clashes, c.History = []Entry{}, make([]Entry, 0, len(h.entries))
	for _, e := range slices.Backward(h.entries) {
		if e.Kind == KindIdentity {
			e.Body = withoutNumber(e.Body)
		}
		if e.ClashOf != "" {
			c.Clashes = append(c.Clashes, e)
		}
		c.History = append(c.History, e)
	}
	return c, nil
}

// shown decodes the standing entries of a kind and puts the newest day first.
func shown[B, T any](h *history, kind Kind, make func(Fact, B) T) ([]T, error) {
	entries, list, err := bodies[B](h, kind)
	if err != nil {
		return nil, err
	}
	order := byDay(entries)
	out := []T{}
	for _, i := range slices.Backward(order) {
		out = append(out, make(factOf(entries[i]), list[i]))
	}
	return out, nil
}

// byDay gives the places of entries in order of day, then of writing down.
func byDay(entries []Entry) []int {
	order := make([]int, len(entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(entries[a].Day - entries[b].Day) })
	return order
}

func withoutNumber(body []byte) []byte {
	var k kept
	if unmarshal(body, &k) != nil {
		return []byte("{}")
	}
	k.Sealed, k.Lookup = "", ""
	return mustJSON(k)
}

// forGuardian leaves out what is staff's alone: the history, other guardians'
// numbers, findings and assessments, and everything marked private.
func (c Chart) forGuardian(who Caller) Chart {
	c.History, c.Clashes, c.Aftercare, c.Conditions, c.Gone = []Entry{}, []Entry{}, []WrittenHalf{}, []KnownCondition{}, nil
	guardians := slices.Clone(c.Child.Guardians)
	for i := range guardians {
		if guardians[i].Phone != who.Phone {
			guardians[i].Phone = ""
		}
	}
	c.Child.Guardians, c.Child.MotherHBsAg, c.Child.LastTwo = guardians, "", ""
	for i := range c.Notes {
		c.Notes[i].Findings, c.Notes[i].Assessment, c.Notes[i].Unseen = "", "", ""
	}
	public := c.Vaccination.ForParent()
	c.Vaccination = &public
	mine := []Consult{}
	for _, k := range c.Consults {
		k.Chat, k.Present, k.Note, k.Aftercare, k.Reason = []Said{}, []Presence{}, nil, nil, ""
		k.Invitations = slices.DeleteFunc(slices.Clone(k.Invitations), func(i Invitation) bool { return i.Phone != who.Phone })
		mine = append(mine, k)
	}
	c.Consults = mine
	return c
}
