package records_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/records"
)

// What others got wrong with birth days and ages, one case each.

func TestFieldAgeToldStaysThatAge(t *testing.T) { // F01
	d, ctx := open(t), context.Background()
	d.now = time.Date(2025, 3, 10, 2, 0, 0, 0, time.UTC)
	n := newChild("王小明", "2022-03-10")
	n.BirthEstimated = true
	d.register(t, n)
	for range 2 { // and after reading it again
		c, err := d.Chart(ctx, d.village, n.ID)
		if err != nil || c.Age != (care.Age{Years: 3}) || !c.Child.BirthEstimated || c.Child.Birth.String() != "2022-03-10" {
			t.Errorf("three years told on 2025-03-10 became %+v of %s (%v)", c.Age, c.Child.Birth, err)
		}
	}
}

func TestFieldPhoneChangeLeavesTheBirthDay(t *testing.T) { // F02
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-04-04"))
	g := c.Guardians[0]
	g.Phone = "13800000077"
	if _, err := d.SetGuardian(ctx, d.village, c.ID, g); err != nil {
		t.Fatal(err)
	}
	chart, err := d.Chart(ctx, d.village, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	identities := 0
	for _, e := range chart.History {
		if e.Kind == records.KindIdentity {
			identities++
		}
	}
	if text, _ := json.Marshal(chart.Child); identities != 1 || chart.Child.Birth.String() != "2025-04-04" {
		t.Errorf("%d identities, %s, want the one with 2025-04-04", identities, text)
	}
}

func TestFieldFoundByBirthDay(t *testing.T) { // F03
	d, ctx := open(t), context.Background()
	d.register(t, newChild("王小", "2025-01-01"))
	for text, want := range map[string]int{"2025-01-01": 1, " 王小　": 1, "1970-01-01": 0} {
		if found, err := d.Find(ctx, d.village, text); err != nil || len(found) != want {
			t.Errorf("Find(%q) = %d children (%v), want %d", text, len(found), err, want)
		}
	}
}

func TestFieldMonthIsEnoughToTakeAChildOver(t *testing.T) { // F05
	d, ctx := open(t), context.Background()
	n := newChild("王小明", "2023-06-01")
	n.BirthPrecision = "month"
	d.register(t, n)
	ask := records.Elsewhere{Name: "王小明", Birth: care.MustDay("2023-06-01"), Phone: "13800000001", Reason: "moved here"}
	if _, err := d.OpenElsewhere(ctx, d.other, ask); err != nil {
		t.Errorf("the month that is known: %v, want the record", err)
	}
	ask.Birth = care.MustDay("2023-07-01")
	if _, err := d.OpenElsewhere(ctx, d.other, ask); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("another month: %v, want not found", err)
	}
}

func TestFieldNothingBeforeBirthOrTomorrow(t *testing.T) { // F06, F07
	d, ctx := open(t), context.Background()
	if _, err := d.Register(ctx, d.village, newChild("陈安", "2026-12-01")); codeOf(err) != "birth.future" {
		t.Errorf("born next year: %v, want birth.future", err)
	}
	c := d.register(t, newChild("陈安", "2025-02-01"))
	dose := func(day string) error {
		return d.Add(ctx, d.village, c.ID, []records.NewEntry{{ID: records.NewID(), Kind: records.KindDose, Day: care.MustDay(day), Body: json.RawMessage(`{"vaccine":"HepB","source":"book"}`)}})
	}
	if err := dose("2025-01-31"); codeOf(err) != "day.beforeBirth" {
		t.Errorf("a dose before birth: %v, want day.beforeBirth", err)
	}
	if err := dose("2025-02-01"); err != nil {
		t.Errorf("the dose of the birth day: %v, want it kept", err)
	}
}
