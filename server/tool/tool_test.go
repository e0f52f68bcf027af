package tool

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared gives the path of a file of the shared folder, whose place is SHARED
// or else beside the repository.
func shared(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("SHARED")
	if root == "" {
		root = "../../../shared"
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the published cases are needed (set SHARED): %v", err)
	}
	return path
}

// run does one command on a text.
func run(in string, args ...string) (code int, out, said string) {
	var stdout, stderr strings.Builder
	code = Run(context.Background(), args, strings.NewReader(in), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func readCSV(t testing.TB, in io.Reader) [][]string {
	t.Helper()
	all, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func openCSV(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return readCSV(t, f)
}

// csvOf writes rows as a sheet does.
func csvOf(rows [][]string) string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	w.WriteAll(rows)
	return text.String()
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}
