package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/records"
)

// testRow holds that every field comes back, by Row and by Rows.
func testRow(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	full := records.Row{
		Kind: "child", ID: "A", Version: 7, Area: "339999001002", State: "active", Due: care.DayOf(2026, 4, 1),
		Terms: []string{"王小明", "wangxiaoming", "wxm"}, Expires: noon, Body: []byte(`{"name":"王小明","dose":null}`),
	}
	bare := records.Row{Kind: "child", ID: "B", Version: 1}
	must(t, store.Project(ctx, full, bare))
	list, err := store.Rows(ctx, records.Query{Kind: "child", Limit: 10})
	must(t, err)
	for i, want := range []records.Row{full, bare} {
		got, err := store.Row(ctx, "child", want.ID)
		must(t, err)
		wantRow(t, got, want)
		if i < len(list) {
			wantRow(t, list[i], want)
		}
	}
	if len(list) != 2 {
		t.Errorf("Rows gave %v, want A and B", ids(list))
	}
}

func wantRow(t *testing.T, got, want records.Row) {
	t.Helper()
	if !sameJSON(got.Body, want.Body) {
		t.Errorf("%s/%s: body %s, want %s", want.Kind, want.ID, got.Body, want.Body)
	}
	if !slices.Equal(got.Terms, want.Terms) {
		t.Errorf("%s/%s: terms %q, want %q", want.Kind, want.ID, got.Terms, want.Terms)
	}
	got.Body, got.Terms = want.Body, want.Terms
	if !reflect.DeepEqual(got, want) {
		t.Errorf("row %+v, want %+v", got, want)
	}
}

// testSave holds that a row grows by one version at a time.
func testSave(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	wantError(t, "Save of version 2 where there is none", store.Save(ctx, row("person", "A", 2)), records.ErrConflict)
	wantError(t, "Save of version 0 where there is none", store.Save(ctx, row("person", "A", 0)), records.ErrConflict)
	_, err := store.Row(ctx, "person", "A")
	wantError(t, "Row after a Save in conflict", err, records.ErrNotFound)
	must(t, store.Save(ctx, row("person", "A", 1)))
	wantError(t, "Save of version 1 again", store.Save(ctx, row("person", "A", 1)), records.ErrConflict)
	wantError(t, "Save of version 3 over 1", store.Save(ctx, row("person", "A", 3)), records.ErrConflict)

	second := row("person", "A", 2)
	second.Area, second.State, second.Terms, second.Expires = "339999", "active", []string{"a"}, noon
	must(t, store.Save(ctx, second))
	wantError(t, "Save of version 1 over 2", store.Save(ctx, row("person", "A", 1)), records.ErrConflict)
	got, err := store.Row(ctx, "person", "A")
	must(t, err)
	wantRow(t, got, second)

	third := row("person", "A", 3) // has nothing of what the second had
	must(t, store.Save(ctx, third))
	got, err = store.Row(ctx, "person", "A")
	must(t, err)
	wantRow(t, got, third)
	must(t, store.Save(ctx, row("session", "A", 1)))
}

// testProject holds that the newest version stands, in whatever order they come.
func testProject(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	must(t, store.Project(ctx))
	for _, version := range []int{3, 1, 5, 5, 4, 2} {
		must(t, store.Project(ctx, row("child", "A", version)))
	}
	same := row("child", "A", 5)
	same.Body = []byte(`{"other":true}`)
	must(t, store.Project(ctx, same))
	got, err := store.Row(ctx, "child", "A")
	must(t, err)
	wantRow(t, got, row("child", "A", 5))

	must(t, store.Project(ctx, row("child", "B", 1), row("child", "B", 3), row("child", "B", 2), row("child", "A", 4), row("child", "C", 9)))
	for id, version := range map[string]int{"A": 5, "B": 3, "C": 9} {
		got, err := store.Row(ctx, "child", id)
		must(t, err)
		wantRow(t, got, row("child", id, version))
	}
	var many []records.Row
	for i := range 500 {
		many = append(many, row("many", fmt.Sprintf("%03d", i), 1+i%3))
	}
	must(t, store.Project(ctx, many...))
	list, err := store.Rows(ctx, records.Query{Kind: "many", Limit: 1000})
	must(t, err)
	if !slices.Equal(ids(list), ids(many)) {
		t.Errorf("500 rows projected at once: %d came back", len(list))
	}
}

// testRemove holds that a removed row is gone from everywhere and may be made again.
func testRemove(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	r := row("child", "A", 1)
	r.Terms, r.Area, r.Due = []string{"wang"}, "339999001001", care.DayOf(2026, 4, 1)
	must(t, store.Remove(ctx, "child", "A"))
	must(t, store.Save(ctx, r))
	must(t, store.Save(ctx, row("consult", "A", 1)))
	must(t, store.Remove(ctx, "child", "A"))
	must(t, store.Remove(ctx, "child", "A"))
	_, err := store.Row(ctx, "child", "A")
	wantError(t, "Row of a removed row", err, records.ErrNotFound)
	for _, q := range []records.Query{{}, {Term: "wang"}, {Area: "339999001"}, {ByDue: true}} {
		q.Kind, q.Limit = "child", 10
		if list, err := store.Rows(ctx, q); err != nil || len(list) != 0 {
			t.Errorf("Rows(%+v) = %v, %v, want nothing", q, ids(list), err)
		}
	}
	_, err = store.Row(ctx, "consult", "A")
	must(t, err)
	must(t, store.Save(ctx, row("child", "A", 1)))
	wantNoTerm(t, store, "child", "wang")
}

// wantNoTerm tells a row that is found by a term which only its predecessor had.
func wantNoTerm(t *testing.T, store records.Store, kind, term string) {
	t.Helper()
	if list, err := store.Rows(t.Context(), records.Query{Kind: kind, Term: term, Limit: 10}); err != nil || len(list) != 0 {
		t.Errorf("term %q found %v, %v, want nothing", term, ids(list), err)
	}
}

// testSweep holds that what expired is given until it is swept, and nothing else is swept.
func testSweep(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	for id, expires := range map[string]time.Time{
		"long ago": noon.Add(-time.Hour), "just": noon.Add(-time.Millisecond), "now": noon, "later": noon.Add(time.Hour), "never": {},
	} {
		for _, kind := range []string{"code", "session"} {
			r := row(kind, id, 1)
			r.Expires, r.Terms = expires, []string{"t"}
			must(t, store.Save(ctx, r))
		}
	}
	_, err := store.Row(ctx, "code", "long ago")
	must(t, err)
	for _, want := range []int{2, 0} {
		n, err := store.Sweep(ctx, "code", noon)
		must(t, err)
		if n != want {
			t.Errorf("Sweep = %d, want %d", n, want)
		}
	}
	for _, id := range []string{"long ago", "just"} {
		must(t, store.Save(ctx, row("code", id, 1)))
	}
	for kind, want := range map[string][]string{"code": {"later", "never", "now"}, "session": {"just", "later", "long ago", "never", "now"}} {
		list, err := store.Rows(ctx, records.Query{Kind: kind, Term: "t", Limit: 10})
		must(t, err)
		if !slices.Equal(ids(list), want) {
			t.Errorf("after the sweep %s has %v, want %v", kind, ids(list), want)
		}
	}
}

// testNothing holds that nothing found is an empty answer.
func testNothing(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	must(t, store.Ping(ctx))
	if list, err := store.Changes(ctx, "child/none", 0); err != nil || len(list) != 0 {
		t.Errorf("Changes of an unknown subject = %v, %v, want nothing", list, err)
	}
	if list, err := store.Subjects(ctx, "", "", 10); err != nil || len(list) != 0 {
		t.Errorf("Subjects of an empty store = %v, %v, want nothing", list, err)
	}
	if list, err := store.Rows(ctx, records.Query{Kind: "child", Limit: 10}); err != nil || len(list) != 0 {
		t.Errorf("Rows of an empty store = %v, %v, want nothing", ids(list), err)
	}
	if n, err := store.Sweep(ctx, "child", noon); err != nil || n != 0 {
		t.Errorf("Sweep of an empty store = %d, %v, want 0", n, err)
	}
	if list, err := store.Changed(ctx, time.Time{}); err != nil || len(list) != 0 {
		t.Errorf("Changed of an empty store = %v, %v, want nothing", list, err)
	}
	_, err := store.Row(ctx, "child", "none")
	wantError(t, "Row of an unknown id", err, records.ErrNotFound)
	must(t, store.Save(ctx, row("child", "A", 1)))
	_, err = store.Row(ctx, "consult", "A")
	wantError(t, "Row of another kind", err, records.ErrNotFound)
}

// testCancelled holds that a caller who has left gets the context's error and nothing is written.
func testCancelled(t *testing.T, s suite) {
	store := s.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for what, err := range Every(ctx, store) {
		wantError(t, what+" with a cancelled context", err, context.Canceled)
	}
	if list, err := store.Changes(t.Context(), "child/A", 0); err != nil || len(list) != 0 {
		t.Errorf("a cancelled Commit left %v, %v", list, err)
	}
	_, err := store.Row(t.Context(), "child", "A")
	wantError(t, "Row after a cancelled Save", err, records.ErrNotFound)
}

// testClosed holds that a closed store says that it does not answer.
func testClosed(t *testing.T, s suite) {
	store := s.open(t)
	must(t, store.Close())
	must(t, store.Close())
	for what, err := range Every(t.Context(), store) {
		wantError(t, what+" on a closed store", err, records.ErrUnavailable)
	}
}

// Every calls every method that asks the database and gives their errors by name.
func Every(ctx context.Context, store records.Store) map[string]error {
	_, changes := store.Changes(ctx, "child/A", 0)
	_, subjects := store.Subjects(ctx, "child/", "", 10)
	_, changed := store.Changed(ctx, noon)
	_, one := store.Row(ctx, "child", "A")
	_, list := store.Rows(ctx, records.Query{Kind: "child", Limit: 10})
	_, sweep := store.Sweep(ctx, "child", noon)
	return map[string]error{
		"Commit": store.Commit(ctx, change("child/A", 1, "E")), "Changes": changes, "Subjects": subjects, "Changed": changed,
		"Save": store.Save(ctx, row("child", "A", 1)), "Project": store.Project(ctx, row("child", "A", 2)),
		"Row": one, "Rows": list, "Sweep": sweep, "Remove": store.Remove(ctx, "child", "A"), "Ping": store.Ping(ctx),
	}
}
