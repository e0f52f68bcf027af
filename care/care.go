// Package care holds what the rules of care share: calendar days, ages, and
// the mark by which every result names the rule that made it.
//
// The packages below it are pure: the same input gives the same answer, and
// none of them reads a clock, a disk or a network; today is an argument. They
// assist, a doctor decides. They will not store, log or fetch anything.
package care

// Sex is the sex that reference tables are split by: "M", "F", or "" when not known.
type Sex string

// The two sexes of the reference tables.
const (
	Male   Sex = "M"
	Female Sex = "F"
)

// Status says how far a fact may be trusted.
type Status string

// The statuses, from the strongest down. They are shown with every answer.
const (
	Verified   Status = "verified"   // read in the source named, or in a public copy that quotes it
	Unverified Status = "unverified" // background knowledge that no source could be opened for
	Ours       Status = "ours"       // our own choice where no source decides
)

// Rule names what a result was made by, so that a doctor can look it up.
type Rule struct {
	ID      string `json:"id" doc:"Name of the rule, e.g. R-MONTH"`
	Edition string `json:"edition,omitempty" doc:"Edition of the rules, e.g. 2026 or WHO 2006"`
	Source  string `json:"source,omitempty" doc:"Where the rule stands"`
	Status  Status `json:"status,omitempty" enum:"verified,unverified,ours" doc:"How far the rule may be trusted"`
}
