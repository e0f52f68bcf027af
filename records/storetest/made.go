package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/records"
)

// noon is when everything in these tests is written down.
var noon = time.Date(2026, 3, 9, 4, 0, 0, 123e6, time.UTC)

var author = records.Author{ID: "P1", Name: "𠮷田 Doctor", Role: records.Village}

// change makes a change with one entry, whose id says who made it.
func change(subject string, version int, entry string) records.Change {
	return records.Change{
		Subject: subject, Version: version, At: noon,
		Entries: []records.Entry{{
			ID: entry, Kind: records.KindMeasurement, Day: care.DayOf(2026, 3, 9), At: noon, By: author,
			Area: "339999001001", Body: json.RawMessage(`{"weightKg":10.25}`),
		}},
		Audit: []records.AuditLine{{At: noon, By: author, Action: "change", Subject: subject, Note: "measurement"}},
	}
}

// row makes a row of a kind.
func row(kind, id string, version int) records.Row {
	return records.Row{Kind: kind, ID: id, Version: version, Body: fmt.Appendf(nil, `{"version":%d}`, version)}
}

// must stops the test on an error of something that only prepares it.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantError tells a wrong error.
func wantError(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error %v, want %v", what, got, want)
	}
}

// crowd lets n goroutines do something at the same time and waits for them.
func crowd(n int, do func(i int)) {
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			do(i)
		})
	}
	close(start)
	group.Wait()
}

// sameJSON tells whether two texts hold the same JSON value. Numbers are
// compared as they are read by everybody: integers exactly, others as float64.
func sameJSON(a, b []byte) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	x, errX := value(a)
	y, errY := value(b)
	return errX == nil && errY == nil && reflect.DeepEqual(x, y)
}

// ids gives the ids of rows, for messages and comparisons.
func ids(rows []records.Row) []string {
	list := []string{}
	for _, r := range rows {
		list = append(list, r.ID)
	}
	return list
}
