package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/records"
)

// Children is how many children the store of Bench holds: a large county's.
const Children = 20_000

// Bench times the lists of a store with 20,000 children in 20 townships and
// 400 villages: a page of 50 from anywhere in the list.
func Bench(b *testing.B, open func(b *testing.B) records.Store) {
	store := open(b)
	fill(b, store)
	county, township, village := "339999", "339999007", "339999007011"
	due := care.DayOf(2026, 1, 1)
	for _, c := range []struct {
		name string
		q    records.Query
	}{
		{"county/due", records.Query{Area: county, ByDue: true}},
		{"township/due", records.Query{Area: township, ByDue: true}},
		{"village/due", records.Query{Area: village, ByDue: true}},
		{"county/dueBy", records.Query{Area: county, ByDue: true, DueBy: due + 30, State: "active"}},
		{"county/id", records.Query{Area: county}},
		{"township/id", records.Query{Area: township}},
		{"village/id", records.Query{Area: village}},
		{"county/rare", records.Query{Area: county, State: "died"}},
		{"county/term", records.Query{Area: county, Term: "term4711"}},
		{"county/prefix", records.Query{Area: county, Term: "term4", Prefix: true}},
		{"county/letter", records.Query{Area: county, Term: "w", Prefix: true}},
		{"county/everyone", records.Query{Area: county, Term: "term", Prefix: true}},
		{"township/prefix", records.Query{Area: township, Term: "term", Prefix: true}},
		{"village/letter", records.Query{Area: village, Term: "z", Prefix: true}},
	} {
		b.Run(c.name, func(b *testing.B) { pages(b, store, c.q, due) })
	}
	b.Run("row", func(b *testing.B) {
		for b.Loop() {
			if _, err := store.Row(b.Context(), "child", fmt.Sprintf("%05d", rand.IntN(Children))); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("chart", func(b *testing.B) { chart(b, store) })
	b.Run("commit", func(b *testing.B) { commits(b, store) })
}

// pages asks for pages at random places of a list, and tells how many rows they
// had and what the slowest hundredth took at least.
func pages(b *testing.B, store records.Store, q records.Query, due care.Day) {
	q.Kind, q.Limit = "child", 50
	days := 365
	if q.DueBy != 0 {
		days = int(q.DueBy - due)
	}
	rows, took := 0, []time.Duration{}
	for b.Loop() {
		q.After = records.Cursor{ID: fmt.Sprintf("%05d", rand.IntN(Children))}
		if q.ByDue {
			q.After.Due = due + care.Day(rand.IntN(days))
		}
		start := time.Now()
		list, err := store.Rows(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		rows += len(list)
	}
	slices.Sort(took)
	b.ReportMetric(float64(rows)/float64(len(took)), "rows/op")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// letters are those that names begin with: the common ones stand there twice.
const letters = "wwzzllabcdefghjkmnpqrstxy"

func fill(b *testing.B, store records.Store) {
	due := care.DayOf(2026, 1, 1)
	var rows []records.Row
	for i := range Children {
		r := row("child", fmt.Sprintf("%05d", i*7919%Children), 1)
		r.Area = fmt.Sprintf("339999%03d%03d", i%20, i/20%20)
		r.Due = due + care.Day(i*31%365)
		r.State = "active"
		if i%997 == 0 {
			r.State, r.Due = "died", 0
		}
		letter := letters[i%len(letters)]
		r.Terms = []string{fmt.Sprintf("term%d", i), fmt.Sprintf("童%d", i), fmt.Sprintf("%cang%d", letter, i), fmt.Sprintf("%c%d", letter, i%100), fmt.Sprintf("+861380000%04d", i%10000)}
		r.Body = fmt.Appendf(nil, `{"name":"童%d","birth":"2024-02-29","sex":"F","flags":["dose","visit"],"note":"%0200d"}`, i, i)
		if rows = append(rows, r); len(rows) == 1000 {
			must(b, store.Project(b.Context(), rows...))
			rows = rows[:0]
		}
	}
}

// chart reads the changes of a child with 20 of them.
func chart(b *testing.B, store records.Store) {
	for version := 1; version <= 20; version++ {
		if _, err := store.Changes(b.Context(), "child/chart", version-1); err != nil {
			b.Fatal(err)
		}
		// It is there already when the benchmark is run again.
		_ = store.Commit(b.Context(), change("child/chart", version, fmt.Sprint(version)))
	}
	for b.Loop() {
		if list, err := store.Changes(b.Context(), "child/chart", 0); err != nil || len(list) != 20 {
			b.Fatal(len(list), err)
		}
	}
}

// commits has 16 writers at once, each with a child of its own.
func commits(b *testing.B, store records.Store) {
	b.SetParallelism(8)
	run := rand.Uint64()
	b.RunParallel(func(p *testing.PB) {
		subject := fmt.Sprintf("child/%x-%x", run, rand.Uint64())
		for version := 1; p.Next(); version++ {
			if err := store.Commit(b.Context(), change(subject, version, "E")); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
