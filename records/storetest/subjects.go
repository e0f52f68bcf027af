package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tongjian/records"
)

// testSubjects holds that each subject is listed once, in order, by prefix and in pages.
func testSubjects(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	var children []string
	for i := range 25 {
		subject := fmt.Sprintf("child/%02d", i)
		children = append(children, subject)
		for version := 1; version <= 1+i%3; version++ {
			must(t, store.Commit(ctx, change(subject, version, "E")))
		}
	}
	for _, other := range []string{"chil", "child", "child.", "childish/1", "consult/1", "child0"} {
		must(t, store.Commit(ctx, change(other, 1, "E")))
	}
	for _, limit := range []int{1, 7, 25, 1000} {
		if got := allSubjects(t, store, "child/", limit); !slices.Equal(got, children) {
			t.Errorf("Subjects(child/) in pages of %d = %v, want %v", limit, got, children)
		}
	}
	if got := allSubjects(t, store, "", 10); len(got) != 31 || !slices.IsSorted(got) {
		t.Errorf("Subjects of everything = %v, want 31 in order", got)
	}
	if got := allSubjects(t, store, "child/1", 4); !slices.Equal(got, children[10:20]) {
		t.Errorf("Subjects(child/1) = %v, want %v", got, children[10:20])
	}
	if got := allSubjects(t, store, "referral/", 4); len(got) != 0 {
		t.Errorf("Subjects(referral/) = %v, want none", got)
	}
}

func allSubjects(t *testing.T, store records.Store, prefix string, limit int) []string {
	t.Helper()
	var all []string
	for after := ""; ; {
		page, err := store.Subjects(t.Context(), prefix, after, limit)
		must(t, err)
		if len(page) > limit {
			t.Fatalf("a page of %d subjects, want at most %d", len(page), limit)
		}
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
		after = page[len(page)-1]
	}
}

// testSubjectsWhileAdding holds that a walk meets every subject that stood before it, once.
func testSubjectsWhileAdding(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	for i := range 40 {
		must(t, store.Commit(ctx, change(fmt.Sprintf("child/%02d", i), 1, "E")))
	}
	seen := map[string]int{}
	for after, n := "", 0; ; n++ {
		page, err := store.Subjects(ctx, "child/", after, 5)
		must(t, err)
		if len(page) == 0 {
			break
		}
		for _, subject := range page {
			seen[subject]++
		}
		after = page[len(page)-1]
		if n < 20 {
			must(t, store.Commit(ctx, change(fmt.Sprintf("child/%02d-new", (n*17)%40), 1, "E")))
			must(t, store.Commit(ctx, change(fmt.Sprintf("child/%02d", (n*17)%40), 2+n, "E")))
		}
	}
	for i := range 40 {
		if subject := fmt.Sprintf("child/%02d", i); seen[subject] != 1 {
			t.Errorf("%s was listed %d times, want once", subject, seen[subject])
		}
	}
}

// testChanged holds which subjects changed since an instant, each once with its
// highest version, also where a slow clock dated that one before the instant.
func testChanged(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	for _, c := range []struct {
		subject string
		version int
		after   time.Duration
	}{
		{"child/C", 1, -time.Hour}, {"child/C", 2, 0}, {"child/C", 10, time.Hour}, {"child/C", 9, time.Hour},
		{"child/A", 1, time.Millisecond}, {"child/A", 2, -time.Minute},
		{"consult/B", 1, -time.Hour}, {"consult/B", 2, -time.Millisecond},
	} {
		made := change(c.subject, c.version, "E")
		made.At = noon.Add(c.after)
		must(t, store.Commit(ctx, made))
	}
	for since, want := range map[time.Time][]records.Head{
		noon.Add(-2 * time.Hour):         {{Subject: "child/A", Version: 2}, {Subject: "child/C", Version: 10}, {Subject: "consult/B", Version: 2}},
		noon:                             {{Subject: "child/A", Version: 2}, {Subject: "child/C", Version: 10}},
		noon.Add(time.Minute):            {{Subject: "child/C", Version: 10}},
		noon.Add(time.Hour):              {{Subject: "child/C", Version: 10}},
		noon.Add(time.Hour).Add(1000000): {},
	} {
		got, err := store.Changed(ctx, since)
		must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("Changed since %v = %v, want %v", since, got, want)
		}
	}
}
