package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/imci"
	"tongjian/care/immunization"
	"tongjian/care/wellchild"
)

const (
	rulesBegin = "<!-- rules:begin -->\n"
	rulesEnd   = "<!-- rules:end -->"
)

// sourcesCommand writes the rules of care with their marks into the page of
// clinical sources, between its two marks, so that the page cannot drift.
func sourcesCommand(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("say server sources docs/clinical-sources.md")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("reading the page of sources: %w", err)
	}
	page, err := withRules(text)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], page, 0o644)
}

// withRules puts the rules between the marks of a page.
func withRules(page []byte) ([]byte, error) {
	before, rest, ok := bytes.Cut(page, []byte(rulesBegin))
	_, after, ok2 := bytes.Cut(rest, []byte(rulesEnd))
	if !ok || !ok2 {
		return nil, fmt.Errorf("the page of sources has no marks %s and %s", strings.TrimSpace(rulesBegin), rulesEnd)
	}
	var out bytes.Buffer
	out.Write(before)
	out.WriteString(rulesBegin)
	writeRules(&out, "Growth", growth.Rules(), nil)
	var rules []care.Rule
	words := map[string]string{}
	for _, r := range immunization.China(immunization.Options{SelfPaid: true}).Rules() {
		rules = append(rules, r.Rule)
		words[r.Rule.ID] = r.EN
	}
	writeRules(&out, "Vaccination", rules, words)
	writeRules(&out, "Check-ups and advice", wellchild.Rules(), nil)
	writeRules(&out, "Triage", imci.Rules(), nil)
	out.WriteString(rulesEnd)
	out.Write(after)
	return out.Bytes(), nil
}

// writeRules writes a table of rules, those that are trusted least first.
func writeRules(out *bytes.Buffer, title string, rules []care.Rule, words map[string]string) {
	fmt.Fprintf(out, "\n### %s: %d rules\n\n| rule | says | edition | source | status |\n| --- | --- | --- | --- | --- |\n", title, len(rules))
	seen := map[string]bool{}
	for _, status := range []care.Status{care.Ours, care.Unverified, care.Verified, ""} {
		for _, r := range rules {
			row := fmt.Sprintf("| %s | %s | %s | %s | %s |\n", cell(r.ID), cell(words[r.ID]), cell(r.Edition), cell(r.Source), r.Status)
			if r.Status == status && !seen[row] {
				seen[row] = true
				out.WriteString(row)
			}
		}
	}
}

// cell keeps a text in its cell of a Markdown table.
func cell(s string) string { return strings.NewReplacer("|", "\\|", "\n", " ").Replace(s) }
