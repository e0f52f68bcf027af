package storetest

import (
	"fmt"
	"testing"

	"tongjian/care"
	"tongjian/records"
)

// testPagesByID holds that a walk by id meets every row that stood before it
// once, in order, while rows are added before and behind it.
func testPagesByID(t *testing.T, s suite) {
	walk(t, s, records.Query{Kind: "child", Area: "339999001", Limit: 7})
}

// testPagesByDue holds the same in the order of due days, many of which are the same.
func testPagesByDue(t *testing.T, s suite) {
	walk(t, s, records.Query{Kind: "child", Area: "339999001", ByDue: true, Limit: 7})
}

func walk(t *testing.T, s suite, q records.Query) {
	ctx, store := t.Context(), s.open(t)
	const children = 100
	var rows []records.Row
	for i := range children {
		rows = append(rows, listed(fmt.Sprintf("%03d", i), i))
	}
	must(t, store.Project(ctx, rows...))
	seen := map[string]int{}
	for page := 0; ; page++ {
		list, err := store.Rows(ctx, q)
		must(t, err)
		if len(list) == 0 {
			break
		}
		for _, r := range list {
			if !follows(r, q) {
				t.Fatalf("%s (due %s) came after %s (due %s)", r.ID, r.Due, q.After.ID, q.After.Due)
			}
			seen[r.ID]++
			q.After = records.Cursor{Due: r.Due, ID: r.ID}
		}
		if page < 20 {
			must(t, store.Project(ctx, listed(fmt.Sprintf("%03d+", page*37%children), page), listed(fmt.Sprintf("+%03d", page), page)))
		}
	}
	for i := range children {
		if id := fmt.Sprintf("%03d", i); seen[id] != 1 {
			t.Errorf("%s was listed %d times, want once", id, seen[id])
		}
	}
}

// listed is a child of a township, with one of five due days.
func listed(id string, i int) records.Row {
	r := row("child", id, 1)
	r.Area, r.Due = fmt.Sprintf("33999900100%d", i%3), care.DayOf(2026, 3, 1+i*7%5)
	return r
}

func follows(r records.Row, q records.Query) bool {
	if q.ByDue && r.Due != q.After.Due {
		return r.Due > q.After.Due
	}
	return r.ID > q.After.ID
}
