package sqlite

import (
	"fmt"
	"slices"
	"testing"

	"tongjian/care"
	"tongjian/records"
)

// A beginning that fits nearly everybody is looked for in another way, and
// finds the same rows in the same order.
func TestWideTerms(t *testing.T) {
	s := open(t).(*Store)
	var rows []records.Row
	for i := range many + 500 {
		rows = append(rows, records.Row{
			Kind: "child", ID: fmt.Sprintf("%05d", i), Version: 1, Area: fmt.Sprintf("33999%d001001", 8+i%8/7),
			Due: care.DayOf(2026, 3, 1+i%20), Terms: []string{fmt.Sprintf("138%d", i%7), "x"},
		})
	}
	if err := s.Project(t.Context(), rows...); err != nil {
		t.Fatal(err)
	}
	for _, q := range []records.Query{
		{Term: "138"}, {Term: "138", Area: "339998"}, {Term: "138", ByDue: true, Area: "339998"}, {Term: "138", After: records.Cursor{ID: "01000"}},
		{Term: "138", ByDue: true, After: records.Cursor{Due: care.DayOf(2026, 3, 7), ID: "01000"}},
	} {
		q.Kind, q.Prefix, q.Limit = "child", true, 20
		if wide, err := s.wide(t.Context(), q); err != nil || !wide {
			t.Errorf("wide(%+v) = %v, %v, want true", q, wide, err)
		}
		got, err := s.Rows(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		q.Term = "" // everybody has the term
		want, err := s.Rows(t.Context(), q)
		if err != nil || len(want) != 20 || !slices.EqualFunc(got, want, func(a, b records.Row) bool { return a.ID == b.ID }) {
			t.Errorf("Rows(%+v) with a wide term differ from those without: %d, %d, %v", q, len(got), len(want), err)
		}
	}
	if wide, err := s.wide(t.Context(), records.Query{Kind: "child", Area: "339999", Term: "138", Prefix: true}); err != nil || wide {
		t.Errorf("wide for 438 terms = %v, %v, want false", wide, err)
	}
}
