package main

import (
	"context"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
	"tongjian/records"
)

// someDays are days on which a demo may begin, a leap day and a year's end among them.
func someDays() []care.Day {
	return []care.Day{care.MustDay("2026-11-25"), care.MustDay("2027-12-31"), care.MustDay("2028-02-29")}
}

func (c demoChild) facts() []records.NewEntry { return append(slices.Clone(c.village), c.township...) }

func TestDemoChildrenAreTheSameEachTime(t *testing.T) {
	today := care.MustDay("2026-11-25")
	first, again := makeChildren(today), makeChildren(today)
	if len(first) < 560 || len(first) > 640 {
		t.Errorf("%d children, want about 600", len(first))
	}
	if !reflect.DeepEqual(first, again) {
		t.Error("two runs made different children")
	}
}

func TestDemoDaysArePossible(t *testing.T) {
	for _, today := range someDays() {
		ids, numbers := map[string]bool{}, map[string]bool{}
		once := func(m map[string]bool, id string) {
			if id != "" && m[id] {
				t.Errorf("%s is there twice", id)
			}
			m[id] = true
		}
		for _, c := range makeChildren(today) {
			once(ids, c.ID)
			once(numbers, c.Number)
			if c.Birth > today || c.Birth < today.AddMonths(-7*12-1, care.Clamp) {
				t.Errorf("%s was born on %s, which is not 0 to 7 years before %s", c.Name, c.Birth, today)
			}
			for _, f := range c.facts() {
				once(ids, f.ID)
				if f.Day < c.Birth || f.Day > today {
					t.Errorf("%s: a %s on %s, want it between %s and %s", c.Name, f.Kind, f.Day, c.Birth, today)
				}
			}
		}
	}
}

// The county has what a clinic meets: each kind of child more than once.
func TestDemoHasEverySortOfChild(t *testing.T) {
	today := care.MustDay("2026-11-25")
	count, homes := map[string]int{}, map[string]int{}
	has := func(what string, yes bool) {
		if yes {
			count[what]++
		}
	}
	children := makeChildren(today)
	for i, c := range children {
		homes[c.Area]++
		has("born early", c.GestationDays > 0 && c.GestationDays < 259)
		has("born before 32 weeks", c.GestationDays > 0 && c.GestationDays < 224)
		has("mother HBsAg positive", c.MotherHBsAg == "positive")
		has("mother HBsAg unknown", c.MotherHBsAg == "unknown")
		has("allergy", len(c.Allergies) > 0)
		has("earlier reaction", len(c.Reactions) > 0)
		has("condition", len(c.conditions) > 0)
		has("with grandparents", c.Guardians[0].Relation == "grandparent")
		has("name with a dot", strings.Contains(c.Name, "·"))
		has("rare sign", strings.ContainsFunc(c.Name, func(r rune) bool { return r > 0xFFFF || strings.ContainsRune("㛃䶮犇翙", r) }))
		has("no name yet", c.Name == "")
		has("birth day estimated", c.BirthEstimated)
		has("twin", i > 0 && children[i-1].Birth == c.Birth && children[i-1].Guardians[0].Phone == c.Guardians[0].Phone)
		has("sibling", i > 0 && children[i-1].Birth > c.Birth && children[i-1].Guardians[0].Phone == c.Guardians[0].Phone)
		for _, f := range c.facts() {
			has("dose told", f.Kind == records.KindDose && strings.Contains(string(f.Body), `"told"`))
			has("dose from the book", f.Kind == records.KindDose && strings.Contains(string(f.Body), `"book"`))
			has("refusal", strings.Contains(string(f.Body), "拒绝"))
		}
	}
	t.Log(count)
	for _, what := range []string{"born early", "born before 32 weeks", "mother HBsAg positive", "mother HBsAg unknown", "allergy", "earlier reaction", "condition", "with grandparents",
		"name with a dot", "rare sign", "no name yet", "birth day estimated", "twin", "sibling", "dose told", "dose from the book", "refusal"} {
		if count[what] < 2 {
			t.Errorf("%d children or facts with %q, want some", count[what], what)
		}
	}
	if len(homes) != 12 {
		t.Errorf("children in %d villages, want 12", len(homes))
	}
}

// Nearly all made-up doses count by the rules, and what was given before 2025
// follows the programme of then: the demo shows clinics at work, not mistakes.
func TestDemoDosesArePlausible(t *testing.T) {
	schedule := immunization.China(immunization.Options{})
	for _, today := range someDays() {
		all, odd, old := 0, map[string]int{}, 0
		for _, c := range makeChildren(today) {
			v := immunization.Child{Birth: c.Birth, Sex: c.Sex, GestationDays: c.GestationDays, BirthWeightG: c.BirthWeightG, Conditions: c.conditions}
			if c.MotherHBsAg != "negative" {
				v.Conditions = append(slices.Clone(v.Conditions), immunization.Condition{Code: "mother_hbsag_" + c.MotherHBsAg})
			}
			doses := dosesOf(t, c)
			for _, d := range immunization.Forecast(schedule, v, doses, today).Doses {
				all++
				if d.Status != immunization.Valid && !passive(schedule, d.Vaccine) {
					odd[d.Vaccine]++
				}
				if d.Vaccine == "DTaP" && d.Day < c.Birth.AddMonths(4, care.Clamp) && d.Day >= c.Birth.AddMonths(3, care.Clamp) {
					old++
				}
			}
		}
		sum := 0
		for _, n := range odd {
			sum += n
		}
		if all < 5000 || sum*100 > all*2 {
			t.Errorf("on %s %d of %d made-up doses do not count (%v), want at most 2 in 100 of 5000 or more", today, sum, all, odd)
		}
		if old < 20 {
			t.Errorf("on %s %d DTaP at 3 months, want some from before 2025", today, old)
		}
	}
}

func passive(s *immunization.Schedule, vaccine string) bool {
	p, _ := s.Product(vaccine)
	return p.Passive
}

func dosesOf(t *testing.T, c demoChild) []immunization.Dose {
	t.Helper()
	var out []immunization.Dose
	for _, f := range c.facts() {
		if f.Kind == records.KindDose {
			var d records.Dose
			unpack(t, f, &d)
			out = append(out, immunization.Dose{ID: f.ID, Day: f.Day, Vaccine: d.Vaccine})
		}
	}
	slices.SortStableFunc(out, func(a, b immunization.Dose) int { return int(a.Day - b.Day) })
	return out
}

// Children grow as children do: no value is impossible, most ask for nothing,
// and some of each trouble are there to be seen.
func TestDemoGrowthIsPlausible(t *testing.T) {
	today := care.MustDay("2026-11-25")
	flags, all, odd := map[string]int{}, 0, 0
	for _, c := range makeChildren(today) {
		child := growth.Child{Sex: c.Sex, Birth: c.Birth, GestationDays: c.GestationDays, BirthWeightKg: float64(c.BirthWeightG) / 1000}
		var history []growth.Measurement
		for _, f := range c.facts() {
			if f.Kind != records.KindMeasurement {
				continue
			}
			var m records.Measurement
			unpack(t, f, &m)
			g := growth.Measurement{Day: f.Day, WeightKg: m.WeightKg, LengthCm: m.LengthCm, Position: m.Position, HeadCm: m.HeadCm, MUACCm: m.MUACCm}
			history = append(history, g)
			for _, r := range growth.Assess(child, g, growth.Settings{}).Results {
				all++
				if r.Implausible {
					odd++
				}
			}
		}
		for _, f := range growth.Flags(child, history, today, growth.Settings{}) {
			flags[f.ID]++
		}
	}
	t.Log(flags)
	if all < 8000 || odd > 5 {
		t.Errorf("%d of %d results are implausible, want almost none of 8000 or more", odd, all)
	}
	for _, id := range []string{"GF-UW-MOD", "GF-ST-MOD", "GF-OW", "GF-FALTER"} {
		if flags[id] < 2 || flags[id] > 90 {
			t.Errorf("%d children with %s, want a few", flags[id], id)
		}
	}
}

func TestDemoHasEveryRole(t *testing.T) {
	roles, served := map[records.Role]int{}, map[string]bool{}
	for _, p := range demoStaff() {
		roles[p.Role]++
		if p.Role == records.Village {
			for _, a := range p.Areas {
				served[a] = true
			}
		}
	}
	for _, r := range []records.Role{records.Village, records.Township, records.Paediatrician, records.Manager, records.Administrator} {
		if roles[r] == 0 {
			t.Errorf("the demo has no %s", r)
		}
	}
	if roles[records.Village] != 11 || len(served) != 12 {
		t.Errorf("%d village doctors serve %d villages, want 11 and 12: one serves two", roles[records.Village], len(served))
	}
	if n := len(demoAreas()); n != 15 {
		t.Errorf("%d townships and villages, want 3 and 12", n)
	}
}

// The whole county over the real store: it stands, a second making changes
// nothing, and at every hour a paediatrician is on duty.
func TestDemoTwice(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	env := map[string]string{"DATA_DIR": dir, "DEMO": "1", "MEDIA_UDP": "127.0.0.1:0", "MEDIA_TCP": "127.0.0.1:0"}
	c, err := readConfig(func(n string) string { return env[n] })
	if err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	var out strings.Builder
	if err := h.demo(ctx, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"village", "township", "paediatrician", "manager", "administrator", demoPhone(0), "slip"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the printed sign-ins lack %q:\n%s", want, &out)
		}
	}
	before := subjects(t, h)
	if err := h.seed(ctx, io.Discard); err != nil {
		t.Fatalf("making the county once more: %v", err)
	}
	if after := subjects(t, h); !reflect.DeepEqual(before, after) {
		t.Errorf("a second making changed the record: %d subjects, then %d", len(before), len(after))
	}
	doctor, err := h.callerOf(ctx, "p1")
	if err != nil {
		t.Fatal(err)
	}
	queue, err := h.book.Queue(ctx, doctor)
	if err != nil || len(queue) < 2 || queue[0].State != records.Requested {
		t.Errorf("the queue is %+v (%v), want some that wait", queue, err)
	}
	alwaysOnDuty(t, h, doctor)
}

// subjects gives everything in the record with its version.
func subjects(t *testing.T, h *house) []records.Head {
	t.Helper()
	heads, err := h.store.Changed(context.Background(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return heads
}

// alwaysOnDuty asks at each hour of a week who answers.
func alwaysOnDuty(t *testing.T, h *house, who records.Caller) {
	t.Helper()
	ctx, now := context.Background(), time.Now()
	keys, err := records.LoadKeys(h.config.Keys)
	if err != nil {
		t.Fatal(err)
	}
	book, err := records.Open(ctx, h.store, keys, records.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for range 7 * 24 {
		d, err := book.OnDuty(ctx, who, villageCode(2, 3))
		if err != nil || len(d.County) == 0 || d.County[0].Phone == "" {
			t.Errorf("at %s %+v is on duty (%v), want a paediatrician with a phone", now, d, err)
		}
		now = now.Add(time.Hour)
	}
}

// unpack reads the body of a fact.
func unpack(t *testing.T, e records.NewEntry, into any) {
	t.Helper()
	if err := json.Unmarshal(e.Body, into); err != nil {
		t.Fatalf("the body of %s: %v", e.ID, err)
	}
}
