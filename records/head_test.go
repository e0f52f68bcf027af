package records_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/records"
	"tongjian/records/sqlite"
)

// The file outside the store names the last group of each process's chain.
func TestAuditEndsAreKeptOutsideTheStore(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	store, err := sqlite.Open(ctx, filepath.Join(dir, "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	keys, err := records.LoadKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, node := range []string{"first", "second"} {
		book, err := records.Open(ctx, store, keys, records.Options{Node: node, Head: filepath.Join(dir, "head")})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := book.Note(ctx, records.Caller{Role: records.System}, "try", "nothing"); err != nil {
				t.Fatal(err)
			}
		}
		last, broken, err := book.CheckAudit(ctx, node)
		if broken != nil || err != nil {
			t.Fatalf("the chain of %s: %v %v, want it whole", node, broken, err)
		}
		want = append(want, fmt.Sprintf("%s %012d %s", node, last.Number, last.Mac))
		book.Close()
	}
	text, err := os.ReadFile(filepath.Join(dir, "head"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(text)) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the ends are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
