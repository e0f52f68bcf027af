package wellchild

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// readShared reads a JSON file of the shared folder, whose place is SHARED or
// else beside the repository.
func readShared(t *testing.T, into any, parts ...string) {
	t.Helper()
	root := os.Getenv("SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for filepath.Dir(dir) != dir {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(filepath.Dir(dir), "shared")
	}
	data, err := os.ReadFile(filepath.Join(append([]string{root}, parts...)...))
	if err != nil {
		t.Fatalf("the shared figures are not there (set SHARED): %v", err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
