package records

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
	"tongjian/care/wellchild"
)

// NewEntry is a fact that staff add to a child's record.
type NewEntry struct {
	ID       string          `json:"id" doc:"ULID made by the client; sending it twice is harmless"`
	Kind     Kind            `json:"kind" enum:"measurement,dose,visit,contraindication,withdrawal"`
	Day      care.Day        `json:"day" doc:"The day on which it happened"`
	Body     json.RawMessage `json:"body" doc:"By kind: Measurement, Dose, Visit, Contraindication or Withdrawal"`
	Replaces string          `json:"replaces,omitempty" doc:"The entry that this one corrects"`
}

// Contraindication is a reason of the child's own why vaccines need care.
type Contraindication struct {
	Condition string `json:"condition" doc:"Code of the condition in the vaccination rules, e.g. primary_immunodeficiency or anaphylaxis:MMR"`
	Text      string `json:"text,omitempty"`
	Private   bool   `json:"private,omitempty" doc:"Never shown on a parent's page, a list or a printed plan"`
}

// Add writes facts into a child's record, all or none. The same id with the
// same content counts once; with other content both are kept and the answer
// is a Conflict "entry.clash". Facts that cannot be true are Invalid.
func (b *Book) Add(ctx context.Context, who Caller, child string, facts []NewEntry) error {
	if !who.Staff() {
		return ErrForbidden
	}
	if len(facts) == 0 {
		return invalid("entries", "required", "there is nothing to add")
	}
	clash := false
	changes, err := b.commit(ctx, who, childSubject(child), -1, func(past []Change) ([]Entry, error) {
		h, err := b.allowedOf(ctx, who, child, past)
		if err != nil {
			return nil, err
		}
		var fresh []Entry
		fresh, clash, err = b.fresh(h, who, facts)
		return fresh, err
	})
	if err != nil {
		return err
	}
	if err := b.projectChild(ctx, child, changes); err != nil {
		return err
	}
	if clash {
		return &Conflict{Code: "entry.clash", Reason: "an entry of this id is there with other content; both are kept for a person to settle"}
	}
	return nil
}

// fresh gives the entries that are not in the record yet, checked.
func (b *Book) fresh(h *history, who Caller, facts []NewEntry) (list []Entry, clash bool, err error) {
	sent := map[string]bool{}
	for i, f := range facts {
		field := fmt.Sprintf("entries[%d]", i)
		id, err := cleanID(field+".id", f.ID)
		if err != nil {
			return nil, false, err
		}
		if sent[id] {
			return nil, false, invalid(field+".id", "id.twice", "each entry of a request has an id of its own")
		}
		sent[id] = true
		body, err := b.check(h, field, f)
		if err != nil {
			return nil, false, err
		}
		e := Entry{ID: id, Kind: f.Kind, Day: f.Day, Area: who.Clinic, Body: body, Replaces: f.Replaces}
		if place, there := h.byID[id]; there {
			if same(h.entries[place], e) {
				continue
			}
			if h.clashKept(e) {
				clash = true
				continue
			}
			e.ID, e.ClashOf, clash = NewID(), id, true
		}
		list = append(list, e)
	}
	return list, clash, nil
}

// clashKept tells whether this other content of the same id is in the record already.
func (h *history) clashKept(e Entry) bool {
	for _, old := range h.entries {
		if old.ClashOf == e.ID && same(old, e) {
			return true
		}
	}
	return false
}

func same(a, b Entry) bool {
	return a.Kind == b.Kind && a.Day == b.Day && a.Replaces == b.Replaces && bytes.Equal(compact(a.Body), compact(b.Body))
}

// compact brings JSON into one form: keys sorted, no spaces.
func compact(raw json.RawMessage) []byte {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return raw
	}
	return mustJSON(v)
}

// check tells whether a fact can be true of this child, and gives its body in
// the form that is kept.
func (b *Book) check(h *history, field string, f NewEntry) (json.RawMessage, error) {
	if f.Replaces != "" {
		if err := h.checkReplaces(field+".replaces", f); err != nil {
			return nil, err
		}
	}
	if f.Kind == KindWithdrawal {
		return checkBody(field, f, func(w *Withdrawal) error { return h.checkWithdrawal(field, w) })
	}
	if err := b.checkDay(h.child, field+".day", f.Day); err != nil {
		return nil, err
	}
	switch f.Kind {
	case KindMeasurement:
		if n := typedZero(f.Body, "weightKg", "lengthCm", "headCm", "muacCm"); n != "" {
			return nil, invalid(field+".body."+n, "value.zero", "a measurement is above 0; leave it out when it was not taken")
		}
		return checkBody(field, f, func(m *Measurement) error { return checkMeasurement(field+".body", m) })
	case KindDose:
		return checkBody(field, f, func(d *Dose) error { return b.checkDose(field+".body", f, d) })
	case KindVisit:
		return checkBody(field, f, func(v *Visit) error { return checkVisit(field+".body", v) })
	case KindContraindication:
		return checkBody(field, f, func(c *Contraindication) error {
			return b.checkCondition(field+".body", c)
		})
	}
	return nil, invalid(field+".kind", "kind.unknown", "entries of this kind are not added here")
}

func (b *Book) checkCondition(field string, c *Contraindication) error {
	product, anaphylaxis := strings.CutPrefix(c.Condition, "anaphylaxis:")
	if anaphylaxis {
		_, anaphylaxis = b.schedule.Product(product)
	}
	if !anaphylaxis && !slices.Contains(immunization.Conditions, c.Condition) {
		return invalid(field+".condition", "condition.unknown", "the vaccination rules know no such condition")
	}
	return short(field+".text", c.Text, 1000)
}

// short refuses a text of more signs than the field holds.
func short(field, text string, most int) error {
	if utf8.RuneCountInString(text) > most {
		return invalid(field, "length", "this field holds at most %d signs", most)
	}
	return nil
}

// oneOf refuses a word that is not of the list; an empty one is of every list.
func oneOf(field, word string, list ...string) error {
	if word != "" && !slices.Contains(list, word) {
		return invalid(field, "choice", "this is one of %s", strings.Join(list, ", "))
	}
	return nil
}

// first gives the first error of a list, so that one field is named at a time.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func checkVisit(field string, v *Visit) error {
	if v.Visit != "" && !wellchild.Known(v.Visit) {
		return invalid(field+".visit", "visit.unknown", "the norm has no such visit")
	}
	if len(v.Items) > 40 {
		return invalid(field+".items", "length", "a visit has at most 40 items")
	}
	for _, item := range v.Items {
		if err := short(field+".items", item, 200); err != nil {
			return err
		}
	}
	return short(field+".text", v.Text, 4000)
}

func (b *Book) checkDose(field string, f NewEntry, d *Dose) error {
	_, known := b.schedule.Product(d.Vaccine)
	switch {
	case d.Vaccine == "":
		return invalid(field+".vaccine", "required", "which vaccine?")
	case !known:
		return invalid(field+".vaccine", "vaccine.unknown", "this vaccine is not known; the list is at /api/v1/vaccines")
	case d.Source != "here" && d.Source != "book" && d.Source != "told":
		return invalid(field+".source", "required", "given here, copied from the book, or told?")
	case d.Source == "here" && d.Lot == "":
		return invalid(field+".lot", "required", "a dose given here has a lot")
	case d.Expiry != 0 && d.Expiry < f.Day && d.Reason == "":
		return invalid(field+".expiry", "dose.expired", "the lot had expired on that day; if it was given all the same, say why in reason")
	}
	return first(short(field+".lot", d.Lot, 40), short(field+".maker", d.Maker, 80), short(field+".reason", d.Reason, 300),
		oneOf(field+".site", d.Site, "leftArm", "rightArm", "leftThigh", "rightThigh", "mouth", "other"), oneOf(field+".purpose", d.Purpose, "outbreak", "campaign", "high_dose"))
}

// correctable are the kinds of fact that staff may correct or take back.
var correctable = []Kind{KindMeasurement, KindDose, KindVisit, KindContraindication}

// checkReplaces tells whether a correction may take the place of the entry it
// names: one of its own kind that still stands.
func (h *history) checkReplaces(field string, f NewEntry) error {
	place, ok := h.byID[f.Replaces]
	switch {
	case !ok:
		return invalid(field, "entry.unknown", "the entry to correct is not in this record")
	case h.entries[place].Kind != f.Kind || !slices.Contains(correctable, f.Kind):
		return invalid(field, "entry.stays", "a correction is of the same kind as what it corrects; an entry of this kind stays as it is")
	case h.gone[f.Replaces] != "" && h.gone[f.Replaces] != f.ID:
		return invalid(field, "entry.gone", "this entry was corrected or taken back already")
	}
	return nil
}

// checkBody decodes a body strictly, checks it, and encodes it again.
func checkBody[T any](field string, f NewEntry, check func(*T) error) (json.RawMessage, error) {
	var body T
	d := json.NewDecoder(bytes.NewReader(f.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return nil, invalid(field+".body", "body.form", "the body does not have the form of a %s", f.Kind)
	}
	if err := check(&body); err != nil {
		return nil, err
	}
	return mustJSON(body), nil
}

func (b *Book) checkDay(c Child, field string, day care.Day) error {
	switch {
	case day == 0:
		return invalid(field, "required", "on which day?")
	case day > b.Today():
		return invalid(field, "day.future", "the day lies in the future")
	case c.Birth != 0 && day < c.Birth:
		return invalid(field, "day.beforeBirth", "the day lies before the birth day")
	}
	return nil
}

func checkMeasurement(field string, m *Measurement) error {
	limits := []struct {
		name      string
		value     float64
		low, high float64
	}{{"weightKg", m.WeightKg, 0.3, 150}, {"lengthCm", m.LengthCm, 20, 220}, {"headCm", m.HeadCm, 15, 80}, {"muacCm", m.MUACCm, 4, 50}}
	any := false
	for _, l := range limits {
		if l.value == 0 {
			continue
		}
		any = true
		if l.value < l.low || l.value > l.high {
			return invalid(field+"."+l.name, "value.impossible", "a child has between %g and %g here", l.low, l.high)
		}
	}
	if !any {
		return invalid(field, "measurement.empty", "a measurement has a weight, a length or height, a head or an arm circumference above 0")
	}
	if m.LengthCm > 0 && m.Position == "" {
		return invalid(field+".position", "required", "was the child lying or standing?")
	}
	return first(oneOf(field+".position", m.Position, growth.Lying, growth.Standing), short(field+".doubt", m.Doubt, 200))
}

func (h *history) checkWithdrawal(field string, w *Withdrawal) error {
	place, ok := h.byID[w.Entry]
	if !ok {
		return invalid(field+".body.entry", "entry.unknown", "the entry to take back is not in this record")
	}
	if !slices.Contains(correctable, h.entries[place].Kind) {
		return invalid(field+".body.entry", "entry.stays", "an entry of this kind cannot be taken back")
	}
	if strings.TrimSpace(w.Why) == "" {
		return invalid(field+".body.why", "required", "say why the entry is taken back")
	}
	return short(field+".body.why", w.Why, 300)
}

// typedZero gives the first of the names that was sent with 0 or less, which
// is not the same as not sent.
func typedZero(raw json.RawMessage, names ...string) string {
	var m map[string]any
	if json.Unmarshal(raw, &m) != nil {
		return ""
	}
	for _, n := range names {
		if v, ok := m[n].(float64); ok && v <= 0 {
			return n
		}
	}
	return ""
}
