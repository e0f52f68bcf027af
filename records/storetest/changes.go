package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongjian/care"
	"tongjian/records"
)

// testChange holds that every field comes back.
func testChange(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	full := records.Change{
		Subject: "child/01J0000000000000000000000A", Version: 1, At: noon,
		Entries: []records.Entry{
			{
				ID: "E1", Kind: records.KindDose, Day: care.DayOf(2024, 2, 29), At: noon.Add(time.Millisecond), By: author,
				Area: "339999001001", Body: json.RawMessage(`{"vaccine":"HepB","source":"here"}`), Replaces: "E0", ClashOf: "E00",
			},
			{ID: "E2", Kind: records.KindNote, At: noon, By: author, Body: json.RawMessage(`{"text":"童健 𠮷"}`)},
		},
		Audit: []records.AuditLine{
			{At: noon, By: author, Action: "change", Subject: "child/01J0000000000000000000000A", Request: "r1", Address: "203.0.113.9", Why: "because", Note: "dose, note"},
			{At: noon, By: records.Author{ID: "S", Role: records.System}, Action: "view", Subject: "child/x"},
		},
	}
	bare := records.Change{Subject: full.Subject, Version: 2, At: noon}
	must(t, store.Commit(ctx, full))
	must(t, store.Commit(ctx, bare))
	got, err := store.Changes(ctx, full.Subject, 0)
	must(t, err)
	if len(got) != 2 {
		t.Fatalf("Changes gave %d changes, want 2", len(got))
	}
	wantChange(t, got[0], full)
	wantChange(t, got[1], bare)
}

// wantChange tells a change that is not the one that was committed.
func wantChange(t *testing.T, got, want records.Change) {
	t.Helper()
	if got.Subject != want.Subject || got.Version != want.Version || got.At != want.At {
		t.Errorf("got %s/%d at %v, want %s/%d at %v", got.Subject, got.Version, got.At, want.Subject, want.Version, want.At)
	}
	if len(got.Audit) != len(want.Audit) || len(want.Audit) > 0 && !reflect.DeepEqual(got.Audit, want.Audit) {
		t.Errorf("audit lines %+v, want %+v", got.Audit, want.Audit)
	}
	if len(got.Entries) != len(want.Entries) {
		t.Fatalf("%d entries, want %d", len(got.Entries), len(want.Entries))
	}
	for i, e := range got.Entries {
		if !sameJSON(e.Body, want.Entries[i].Body) {
			t.Errorf("entry %d: body %s, want %s", i, e.Body, want.Entries[i].Body)
		}
		e.Body = want.Entries[i].Body
		if !reflect.DeepEqual(e, want.Entries[i]) {
			t.Errorf("entry %d: %+v, want %+v", i, e, want.Entries[i])
		}
	}
}

// testChangeTwice holds that a version is written once and the first one stays.
func testChangeTwice(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	first := change("child/A", 1, "first")
	must(t, store.Commit(ctx, first))
	wantError(t, "the same change again", store.Commit(ctx, first), records.ErrConflict)
	wantError(t, "another change of that version", store.Commit(ctx, change("child/A", 1, "second")), records.ErrConflict)
	must(t, store.Commit(ctx, change("child/B", 1, "other child")))
	got, err := store.Changes(ctx, "child/A", 0)
	must(t, err)
	if len(got) != 1 {
		t.Fatalf("Changes gave %d changes, want 1", len(got))
	}
	wantChange(t, got[0], first)
}

// testChangesInOrder holds the order of versions, also past 9 and 99, and after.
func testChangesInOrder(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	for _, version := range []int{2, 1, 11, 10, 9, 3, 101, 100} {
		must(t, store.Commit(ctx, change("child/A", version, fmt.Sprint(version))))
		must(t, store.Commit(ctx, change("child/AA", version, fmt.Sprint(version))))
	}
	for after, want := range map[int][]int{0: {1, 2, 3, 9, 10, 11, 100, 101}, 3: {9, 10, 11, 100, 101}, 100: {101}, 101: {}, 5000: {}} {
		list, err := store.Changes(ctx, "child/A", after)
		must(t, err)
		got := []int{}
		for _, c := range list {
			got = append(got, c.Version)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Changes after %d gave versions %v, want %v", after, got, want)
		}
	}
}

// testBodies holds that JSON comes back with the same value, whatever its keys, numbers and letters.
func testBodies(t *testing.T, s suite) {
	store := s.open(t)
	for i, body := range s.bodies(t) {
		holdBody(t, store, fmt.Sprintf("hard%d", i), []string{body})
	}
	inLists := s.limits.NestedLists == ""
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		holdBody(r, store, fmt.Sprintf("drawn%d", n), rapid.SliceOfN(anyBody(inLists), 1, 20).Draw(r, "bodies"))
	})
}

// holdBody writes bodies as entries and as a row, and reads them again.
func holdBody(t rapid.TB, store records.Store, id string, bodies []string) {
	t.Helper()
	ctx := context.Background()
	c := change("child/"+id, 1, id)
	c.Entries = nil
	for _, body := range bodies {
		c.Entries = append(c.Entries, records.Entry{ID: id, At: noon, Body: json.RawMessage(body)})
	}
	r := row("body", id, 1)
	r.Body = []byte(bodies[0])
	if err := store.Commit(ctx, c); err != nil {
		t.Fatalf("Commit of %s: %v", bodies, err)
	}
	if err := store.Project(ctx, r); err != nil {
		t.Fatalf("Project of %s: %v", r.Body, err)
	}
	got, err := store.Changes(ctx, c.Subject, 0)
	if err != nil || len(got) != 1 || len(got[0].Entries) != len(bodies) {
		t.Fatalf("Changes gave %d changes, %v", len(got), err)
	}
	for i, body := range bodies {
		if !sameJSON(got[0].Entries[i].Body, []byte(body)) {
			t.Fatalf("body of an entry %s came back as %s", body, got[0].Entries[i].Body)
		}
	}
	back, err := store.Row(ctx, "body", id)
	if err != nil || !sameJSON(back.Body, r.Body) {
		t.Fatalf("body of a row %s came back as %s, %v", r.Body, back.Body, err)
	}
}

// testTimes holds that times are kept in UTC to the millisecond, and that no time stays none.
func testTimes(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	fine := time.Date(2026, 3, 9, 12, 0, 0, 123456789, time.FixedZone("UTC+8", 8*3600))
	want := time.Date(2026, 3, 9, 4, 0, 0, 123e6, time.UTC)
	c := change("child/A", 1, "E")
	c.At, c.Entries[0].At, c.Audit[0].At = fine, fine, fine
	must(t, store.Commit(ctx, c))
	never := change("child/A", 2, "F")
	never.Entries[0].At = time.Time{}
	must(t, store.Commit(ctx, never))
	list, err := store.Changes(ctx, "child/A", 0)
	must(t, err)
	for what, got := range map[string]time.Time{"change": list[0].At, "entry": list[0].Entries[0].At, "audit line": list[0].Audit[0].At} {
		if got != want {
			t.Errorf("time of the %s = %v, want %v", what, got, want)
		}
	}
	if at := list[1].Entries[0].At; !at.IsZero() {
		t.Errorf("no time came back as %v", at)
	}
	r := row("child", "A", 1)
	r.Expires = fine
	must(t, store.Save(ctx, r))
	back, err := store.Row(ctx, "child", "A")
	must(t, err)
	if back.Expires != want {
		t.Errorf("Expires = %v, want %v", back.Expires, want)
	}
}
