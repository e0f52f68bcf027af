package records

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tongjian/care"
)

// Identity is who a child is, as staff write it down at registration and on
// each correction. It is kept whole: a later one replaces the one before.
type Identity struct {
	Name           string   `json:"name" maxLength:"60" doc:"As on the birth certificate; empty while unnamed"`
	Sex            care.Sex `json:"sex" enum:"M,F"`
	Birth          care.Day `json:"birth" doc:"The day; for month or year precision its first day"`
	BirthPrecision string   `json:"birthPrecision,omitempty" enum:"day,month,year" doc:"How exactly the birth day is known; empty: day"`
	BirthEstimated bool     `json:"birthEstimated,omitempty" doc:"Worked out from an age that was told"`
	GestationDays  int      `json:"gestationDays,omitempty" minimum:"0" maximum:"315" doc:"Days of pregnancy at birth; 0 when not known"`
	BirthWeightG   int      `json:"birthWeightG,omitempty" minimum:"0" maximum:"8000" doc:"g; 0 when not known"`
	MotherHBsAg    string   `json:"motherHBsAg,omitempty" enum:"positive,negative,unknown" doc:"Hepatitis B surface antigen of the mother"`
	Allergies      []string `json:"allergies,omitempty" maxItems:"20" doc:"Known allergies, one each"`
	Reactions      []string `json:"reactions,omitempty" maxItems:"20" doc:"Earlier severe reactions to a vaccine or medicine, one each"`
	Area           string   `json:"area" pattern:"^[0-9]{12}$" doc:"Village"`
	MotherName     string   `json:"motherName,omitempty" maxLength:"60"`
}

// kept is an Identity with the sealed number beside it, as the record keeps it.
type kept struct {
	Identity
	Sealed  string `json:"sealed,omitempty"`
	Lookup  string `json:"lookup,omitempty"`
	LastTwo string `json:"lastTwo,omitempty"`
}

// GuardianFact is a person who cares for the child. The id stays the same when name or phone change.
type GuardianFact struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Relation string `json:"relation" enum:"mother,father,grandparent,other"`
	Phone    string `json:"phone,omitempty" doc:"+86 and the digits"`
	Ended    bool   `json:"ended,omitempty" doc:"No longer cares for the child"`
}

// Child is a child as it stands after all changes.
type Child struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	Identity
	State      string         `json:"state" enum:"active,moved,died,merged"`
	Pinyin     string         `json:"pinyin,omitempty"`
	HasNumber  bool           `json:"hasNumber,omitempty" doc:"An ID or birth-certificate number is kept, sealed"`
	LastTwo    string         `json:"lastTwo,omitempty" doc:"The number's last two signs"`
	Guardians  []GuardianFact `json:"guardians"`
	Registered time.Time      `json:"registered"`
	lookup     string
	sealed     string
}

// Shown is the name as it is shown: an unnamed child goes by its mother's
// name, as the record forms of the national norm ask (wellchild.json, F1).
func (c Child) Shown() string {
	if c.Name != "" || c.MotherName == "" {
		return c.Name
	}
	if c.Sex == care.Female {
		return c.MotherName + "之女"
	}
	return c.MotherName + "之子"
}

// surelyBorn is the day by which the child was born for sure: minimum ages are
// counted from it, so that no dose comes too early. Known to the month it is
// the month's last day; known to the year there is none, and nothing is planned
// until the day is known better.
func (c Child) surelyBorn() care.Day {
	switch c.BirthPrecision {
	case "month":
		return c.Birth.AddMonths(1, care.Clamp) - 1
	case "year":
		return 0
	}
	return c.Birth
}

// Preterm tells whether the child was born before 37 weeks.
func (c Child) Preterm() bool { return c.GestationDays > 0 && c.GestationDays < 259 }

// ChildID makes the subject of a child's changes.
func childSubject(id string) string { return "child/" + id }

// history is a child with the facts that stand, after folding its changes.
type history struct {
	child   Child
	entries []Entry           // all, oldest first
	gone    map[string]string // entries that were replaced or taken back, and by which
	byID    map[string]int    // place of an entry in entries
}

// fold plays the changes of one child.
func fold(id string, changes []Change) (*history, error) {
	h := &history{child: Child{ID: id, State: "active"}, gone: map[string]string{}, byID: map[string]int{}}
	for _, c := range changes {
		h.child.Version = c.Version
		for _, e := range c.Entries {
			h.byID[e.ID] = len(h.entries)
			h.entries = append(h.entries, e)
			if err := h.play(e); err != nil {
				return nil, fmt.Errorf("reading entry %s of child %s: %w", e.ID, id, err)
			}
		}
	}
	if len(changes) > 0 {
		h.child.Registered = changes[0].At
	}
	return h, nil
}

func (h *history) play(e Entry) error {
	if e.ClashOf != "" {
		return nil // waits for a person to settle it
	}
	if e.Replaces != "" {
		h.gone[e.Replaces] = e.ID
	}
	switch e.Kind {
	case KindIdentity:
		var k kept
		if err := json.Unmarshal(e.Body, &k); err != nil {
			return err
		}
		h.child.Identity = k.Identity
		h.child.sealed, h.child.lookup = k.Sealed, k.Lookup
		h.child.HasNumber, h.child.LastTwo = k.Sealed != "", k.LastTwo
		h.child.Pinyin = strings.Join(Pinyin(k.Name), " ")
	case KindGuardian:
		var g GuardianFact
		if err := json.Unmarshal(e.Body, &g); err != nil {
			return err
		}
		h.setGuardian(g)
	case KindWithdrawal:
		var w Withdrawal
		if err := json.Unmarshal(e.Body, &w); err != nil {
			return err
		}
		h.gone[w.Entry] = e.ID
	}
	return nil
}

func (h *history) setGuardian(g GuardianFact) {
	for i := range h.child.Guardians {
		if h.child.Guardians[i].ID == g.ID {
			h.child.Guardians[i] = g
			return
		}
	}
	h.child.Guardians = append(h.child.Guardians, g)
}

// standing gives the entries of a kind that nothing replaced or took back, oldest first.
func (h *history) standing(kind Kind) []Entry {
	var out []Entry
	for _, e := range h.entries {
		if e.Kind == kind && e.ClashOf == "" && h.gone[e.ID] == "" {
			out = append(out, e)
		}
	}
	return out
}

// bodies decodes the standing entries of a kind, oldest day first.
func bodies[T any](h *history, kind Kind) ([]Entry, []T, error) {
	entries := h.standing(kind)
	out := make([]T, len(entries))
	for i, e := range entries {
		if err := json.Unmarshal(e.Body, &out[i]); err != nil {
			return nil, nil, fmt.Errorf("reading entry %s: %w", e.ID, err)
		}
	}
	return entries, out, nil
}

// phones gives the numbers of the guardians who still care for the child.
func (c Child) phones() []string {
	var out []string
	for _, g := range c.Guardians {
		if g.Phone != "" && !g.Ended {
			out = append(out, g.Phone)
		}
	}
	return out
}
