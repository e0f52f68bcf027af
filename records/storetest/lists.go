package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tongjian/care"
	"tongjian/records"
)

// testAreas holds that an area finds what lies in it, at every level.
func testAreas(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	for id, area := range map[string]string{
		"a": "339999001001", "b": "339999001002", "c": "339999002001", "d": "339998001001",
		"township": "339999001", "county": "339999", "nowhere": "",
	} {
		r := row("child", id, 1)
		r.Area, r.Due = area, care.DayOf(2026, 1, 1)
		must(t, store.Project(ctx, r))
	}
	for area, want := range map[string][]string{
		"339999001001": {"a"},
		"339999001":    {"a", "b", "township"},
		"339999":       {"a", "b", "c", "county", "township"},
		"339998":       {"d"},
		"":             {"a", "b", "c", "county", "d", "nowhere", "township"},
		"339997":       {},
		"339999001009": {},
	} {
		for _, byDue := range []bool{false, true} {
			list, err := store.Rows(ctx, records.Query{Kind: "child", Area: area, ByDue: byDue, Limit: 100})
			must(t, err)
			if !slices.Equal(ids(list), want) {
				t.Errorf("Rows in area %q (by due %v) = %v, want %v", area, byDue, ids(list), want)
			}
		}
	}
}

// hardTerms have letters that mean something to a database or lie outside the first plane.
var hardTerms = []string{
	"wang", "wangxiao", "WANG", "王", "王小明", "𠮷", "𠮷田", "𠮸", "ü", "u", "u\u0308",
	".*", "a.b", "aXb", "a+b", "(x", "[a", "[a-z]", "\\", "\\d", "1", "^w", "$", "w$", "%", "_", "a|b", "{2}", "?", "*",
	"'", "\"", "'; DROP", "a/b", "a b", "a\nb", "\x00", "-", "#", "\\Qa\\E", "\uffff", "\U0010ffff",
}

// testTerms holds that a term is found as it is, and by its beginning, and as nothing else.
func testTerms(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	var rows []records.Row
	for i, term := range hardTerms {
		r := row("child", fmt.Sprintf("%03d", i), 1)
		r.Area = fmt.Sprintf("33999900%d001", i%2)
		r.Terms = []string{"first", term, "first", "last" + term}
		rows = append(rows, r)
	}
	must(t, store.Project(ctx, rows...))
	for _, term := range append([]string{"first", "f", "lastw", "last𠮷", "x", "wangx", "last"}, hardTerms...) {
		for _, prefix := range []bool{false, true} {
			for _, area := range []string{"", "339999000", "339999001001"} {
				q := records.Query{Kind: "child", Area: area, Term: term, Prefix: prefix, Limit: 1000}
				got, err := store.Rows(ctx, q)
				must(t, err)
				if want := expect(rows, q); !slices.Equal(ids(got), ids(want)) {
					t.Errorf("term %q (prefix %v) in %q found %v, want %v", term, prefix, area, ids(got), ids(want))
				}
			}
		}
	}
}

// testTermsChange holds that a row is found by the terms and the area that it has now.
func testTermsChange(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	r := row("child", "A", 1)
	r.Area, r.Terms = "339999001001", []string{"old", "both"}
	must(t, store.Save(ctx, r))
	r.Version, r.Area, r.Terms = 2, "339999002001", []string{"both", "new"}
	must(t, store.Save(ctx, r))
	for _, c := range []struct {
		term, area string
		want       int
	}{
		{"old", "", 0}, {"both", "", 1}, {"new", "", 1},
		{"both", "339999001", 0}, {"both", "339999002", 1}, {"new", "339999002001", 1},
	} {
		list, err := store.Rows(ctx, records.Query{Kind: "child", Area: c.area, Term: c.term, Limit: 10})
		must(t, err)
		if len(list) != c.want {
			t.Errorf("term %q in %q found %v, want %d", c.term, c.area, ids(list), c.want)
		}
	}
	r.Version, r.Area = 3, "339999001002" // moved back, by the same name
	must(t, store.Project(ctx, r))
	for area, want := range map[string]int{"": 1, "339999001": 1, "339999001002": 1, "339999002": 0} {
		for _, prefix := range []bool{false, true} {
			list, err := store.Rows(ctx, records.Query{Kind: "child", Area: area, Term: "new", Prefix: prefix, Limit: 10})
			must(t, err)
			if len(list) != want {
				t.Errorf("after the move term new in %q found %v, want %d", area, ids(list), want)
			}
		}
	}
}

// testQueries holds any mixture of conditions to a plain reading of Query.
func testQueries(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	random := rand.New(rand.NewPCG(339999, 1))
	rows := madeRows(random, 240)
	must(t, store.Project(ctx, rows...))
	for range 300 {
		q := madeQuery(random, rows)
		got, err := store.Rows(ctx, q)
		must(t, err)
		if want := expect(rows, q); !slices.Equal(ids(got), ids(want)) {
			t.Fatalf("Rows(%+v) = %v, want %v", q, ids(got), ids(want))
		}
	}
}

func pick[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

func madeRows(random *rand.Rand, n int) (rows []records.Row) {
	for i := range n {
		r := row(pick(random, "child", "consult"), fmt.Sprintf("%04d", random.IntN(9000)+i%2), 1)
		if slices.ContainsFunc(rows, func(old records.Row) bool { return old.Kind == r.Kind && old.ID == r.ID }) {
			continue
		}
		r.Area = pick(random, "", "339999", "33999900100"+pick(random, "1", "2"), "33999900200"+pick(random, "1", "2"), "339998001001")
		r.State = pick(random, "active", "moved", "")
		r.Due = pick(random, 0, care.DayOf(2026, 3, 1+random.IntN(9)))
		for range random.IntN(4) {
			r.Terms = append(r.Terms, pick(random, "wang", "li", "lin", "王", "王小"))
		}
		rows = append(rows, r)
	}
	return rows
}

func madeQuery(random *rand.Rand, rows []records.Row) records.Query {
	q := records.Query{
		Kind:   pick(random, "child", "child", "consult"),
		Area:   pick(random, "", "339999", "339999001", "339999001001", "339998"),
		State:  pick(random, "", "active", "moved"),
		Term:   pick(random, "", "", "wang", "li", "l", "王"),
		Prefix: pick(random, true, false),
		ByDue:  pick(random, true, false),
		Limit:  pick(random, 1, 5, 1000),
	}
	if q.ByDue {
		q.DueBy = pick(random, 0, care.DayOf(2026, 3, 5))
	}
	if random.IntN(2) == 0 {
		r := pick(random, rows...)
		q.After = records.Cursor{ID: r.ID}
		if q.ByDue {
			q.After.Due = r.Due
		}
	}
	return q
}

// expect reads a query as its comment says, row by row.
func expect(rows []records.Row, q records.Query) []records.Row {
	var found []records.Row
	for _, r := range rows {
		if fits(r, q) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b records.Row) int {
		if q.ByDue && a.Due != b.Due {
			return cmp.Compare(a.Due, b.Due)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return found[:min(len(found), q.Limit)]
}

func fits(r records.Row, q records.Query) bool {
	term := q.Term == "" || slices.ContainsFunc(r.Terms, func(term string) bool {
		return term == q.Term || q.Prefix && strings.HasPrefix(term, q.Term)
	})
	after := r.ID > q.After.ID
	if q.ByDue {
		after = r.Due > q.After.Due || r.Due == q.After.Due && r.ID > q.After.ID
	}
	due := !q.ByDue || r.Due != 0 && (q.DueBy == 0 || r.Due <= q.DueBy)
	return r.Kind == q.Kind && strings.HasPrefix(r.Area, q.Area) && (q.State == "" || r.State == q.State) && term && after && due
}

// testBadQueries holds that a query that cannot be meant is an error, not a wrong page.
func testBadQueries(t *testing.T, s suite) {
	store := s.open(t)
	for _, q := range []records.Query{
		{Kind: "child"}, {Kind: "child", Limit: -1}, {Kind: "child", Limit: 1001},
		{Kind: "child", Limit: 10, Area: "33"}, {Kind: "child", Limit: 10, Area: "3399990010011"},
	} {
		if list, err := store.Rows(t.Context(), q); err == nil {
			t.Errorf("Rows(%+v) = %v, want an error", q, ids(list))
		}
	}
	if list, err := store.Subjects(t.Context(), "", "", 0); err == nil {
		t.Errorf("Subjects with limit 0 = %v, want an error", list)
	}
}
