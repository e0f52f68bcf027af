package main

import (
	"bytes"
	"os"
	"testing"
)

// The page of clinical sources is what the rules themselves say.
func TestClinicalSourcesAreUpToDate(t *testing.T) {
	page, err := os.ReadFile("../docs/clinical-sources.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := withRules(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, want) {
		t.Error("docs/clinical-sources.md is not what the rules say; run: go run ./server sources docs/clinical-sources.md")
	}
}
