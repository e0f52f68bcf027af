package records_test

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/records"
	"tongjian/records/sqlite"
)

var children = flag.Int("children", 20_000, "children in the benchmark's store")

// BenchmarkChart reads charts of 20,000 children with 8 readers at once, each
// look written into the audit before it is answered.
func BenchmarkChart(b *testing.B) {
	ctx := context.Background()
	dir := b.TempDir()
	store, err := sqlite.Open(ctx, filepath.Join(dir, "t.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	keys, err := records.LoadKeys(dir)
	if err != nil {
		b.Fatal(err)
	}
	book, err := records.Open(ctx, store, keys, records.Options{Head: filepath.Join(dir, "head")})
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	ids := fill(b, book, *children)
	who := records.Caller{ID: "p", Role: records.Paediatrician, Areas: []string{"339999"}}
	var mu sync.Mutex
	var took []time.Duration
	b.ResetTimer()
	var wg sync.WaitGroup
	for reader := range 8 {
		wg.Go(func() {
			var mine []time.Duration
			for i := reader; i < b.N; i += 8 {
				begin := time.Now()
				if _, err := book.Chart(ctx, who, ids[i*7919%len(ids)]); err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, time.Since(begin))
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// fill registers children with a year of weights each.
func fill(b *testing.B, book *records.Book, n int) []string {
	ctx := context.Background()
	who := records.Caller{Role: records.System}
	ids := make([]string, n)
	work := make(chan int)
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			for i := range work {
				birth := book.Today().AddDays(-400 - i%1500)
				ids[i] = records.NewID()
				_, err := book.Register(ctx, who, records.NewChild{ID: ids[i], Identity: records.Identity{Name: fmt.Sprintf("王%d", i), Sex: care.Male, Birth: birth,
					Area: fmt.Sprintf("339999%03d%03d", 101+i%10, 201+i/10%20)}, Guardians: []records.NewGuardian{{Name: "李梅", Relation: "mother"}}})
				if err == nil {
					err = book.Add(ctx, who2, ids[i], yearOf(birth))
				}
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
	return ids
}

var who2 = records.Caller{ID: "t", Role: records.Township, Areas: []string{"339999"}}

func yearOf(birth care.Day) []records.NewEntry {
	var out []records.NewEntry
	for m := range 10 {
		out = append(out, weight(records.NewID(), birth.AddDays(30*m).String(), 3.5+0.5*float64(m)))
	}
	for i, v := range []string{"HepB", "BCG", "HepB", "IPV", "IPV", "DTaP", "bOPV", "DTaP", "HepB", "DTaP", "MMR", "JE-L"} {
		out = append(out, records.NewEntry{ID: records.NewID(), Kind: records.KindDose, Day: birth.AddDays(30 * i), Body: fmt.Appendf(nil, `{"vaccine":%q,"source":"book"}`, v)})
	}
	return out
}
