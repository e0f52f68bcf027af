// Package imci grades a sick child of 0 to 6 years before a consult: from what
// the village doctor found it gives the classifications of WHO's integrated
// management of childhood illness, with emergency signs and additions for
// China, how soon a paediatrician is asked (P1 to P4), what to do meanwhile,
// which findings made each answer, and what is still unknown that could change
// it. It also judges vital signs by age, leads a hurried doctor through twelve
// taps, asks the fewest questions, and works out doses that a doctor confirms.
//
// The rules are data (data/rules.json) under three-valued logic: a question
// that was not asked is unknown, never "no". They are not signed off by a
// county yet. The package makes no diagnosis and no prescription, stores and
// fetches nothing and reads no clock. A doctor confirms or changes every answer.
package imci

import "tongjian/care"

// Words are a short text in the two languages of the product.
type Words struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// Severity is the colour of a classification: red, yellow or green.
type Severity string

// The severities, gravest first.
const (
	Red    Severity = "red"
	Yellow Severity = "yellow"
	Green  Severity = "green"
)

// Urgency says how soon a paediatrician is asked.
type Urgency string

// The urgencies, most urgent first.
const (
	EmergencyReferral Urgency = "emergency_referral" // transfer now, phone within 5 minutes
	UrgentConsult     Urgency = "urgent_consult"     // within 30 minutes
	SameDay           Urgency = "same_day"
	Routine           Urgency = "routine"
)

// Priority is the place of a request in the queue.
type Priority string

// The priorities. Unsorted is a request whose triage was skipped: the township
// phones within 10 minutes; it is not P2.
const (
	P1       Priority = "P1"
	P2       Priority = "P2"
	P3       Priority = "P3"
	P4       Priority = "P4"
	Unsorted Priority = "unsorted"
)

// Settings are what a site may decide.
type Settings struct {
	// SingleConvulsion says whether one short fit is a danger sign: "chart2014"
	// (any fit is, the stricter and the default) or "dak2024" (two, or 15 minutes).
	SingleConvulsion string `json:"singleConvulsion" enum:"chart2014,dak2024"`
}

// Defaults gives the stricter choice where sources differ.
func Defaults() Settings { return Settings{SingleConvulsion: "chart2014"} }

// Result is what the findings amount to.
type Result struct {
	Classes     []Class     `json:"classifications" doc:"Gravest first"`
	Severity    Severity    `json:"severity,omitempty" enum:"red,yellow,green"`
	Urgency     Urgency     `json:"urgency,omitempty" enum:"emergency_referral,urgent_consult,same_day,routine"`
	Priority    Priority    `json:"priority" enum:"P1,P2,P3,P4,unsorted"`
	Label       Words       `json:"priorityLabel"`
	Why         []Words     `json:"priorityWhy"`
	Provisional bool        `json:"provisional" doc:"Questions that could raise the priority are open"`
	Actions     []Action    `json:"actions" doc:"What to do now, most urgent first"`
	Vitals      []VitalSign `json:"vitals" doc:"Measured vital signs against their age"`
	Open        []Doubt     `json:"notRuledOut" doc:"Grave classifications of what was begun that are not ruled out yet"`
	Missing     []Need      `json:"missing" doc:"What is unknown and could change the answer, most important first"`
	Ignored     []Problem   `json:"ignored" doc:"Answers that cannot be right; they count as unknown"`
	Complete    bool        `json:"complete" doc:"No red classification is open any more"`
	Confirm     Words       `json:"confirm"`
	Rule        care.Rule   `json:"rule"`
	Policy      string      `json:"policy"`
}

// Class is one classification that holds.
type Class struct {
	ID       string    `json:"id" doc:"e.g. CH_PNEUMONIA"`
	Name     Words     `json:"name"`
	Severity Severity  `json:"severity" enum:"red,yellow,green"`
	Urgency  Urgency   `json:"urgency" enum:"emergency_referral,urgent_consult,same_day,routine"`
	Section  string    `json:"section"`
	Actions  []string  `json:"actions"`
	Because  []Fact    `json:"because" doc:"The findings that made it"`
	Without  []Fact    `json:"without,omitempty" doc:"What was looked for and not there, and so left it standing"`
	Withheld bool      `json:"withheld,omitempty" doc:"Green, but not to be told as reassurance while a red classification of its section is open"`
	FollowUp int       `json:"followUpDays,omitempty"`
	ReferTo  string    `json:"referTo,omitempty" enum:"hospital,county"`
	Notify   string    `json:"notify,omitempty" doc:"A notifiable disease to report"`
	Rule     care.Rule `json:"rule"`
}

// Fact is one answer or measurement, in words.
type Fact struct {
	Input string `json:"input"`
	Name  Words  `json:"name"`
	Value any    `json:"value" doc:"true, false, a number or the id of a choice"`
	Says  Words  `json:"says" doc:"The value in words, with its unit"`
}

// Action is something to do.
type Action struct {
	ID string `json:"id"`
	Words
}

// Doubt is a classification that is not ruled out yet, and what would settle it.
type Doubt struct {
	ID       string   `json:"id"`
	Name     Words    `json:"name"`
	Severity Severity `json:"severity"`
	Needs    []string `json:"needs" doc:"Inputs that are unknown"`
}

// Need is an input that is unknown and could change the answer.
type Need struct {
	Input    string   `json:"input"`
	Name     Words    `json:"name"`
	Could    []string `json:"could" doc:"Classifications that it could bring"`
	Severity Severity `json:"severity" doc:"Of the gravest of these"`
	Optional bool     `json:"optional,omitempty" doc:"A measurement that a clinic may lack; without it the answer stands as it is"`
}

// Problem is an answer that cannot be used.
type Problem struct {
	Input  string `json:"input"`
	Reason Words  `json:"reason"`
}

// confirm stands with every answer.
var confirm = Words{"A doctor confirms or changes this.", "须由医生确认或更改。"}

// Classify grades findings by the default settings; see Settings.Classify.
func Classify(f Findings) Result { return Defaults().Classify(f) }

// Classify grades findings. It never fails: an answer that cannot be used is
// named in Result.Ignored and counts as unknown.
func (s Settings) Classify(f Findings) Result {
	if s.SingleConvulsion == "" {
		s = Defaults()
	}
	c := look(s, f)
	out := Result{Ignored: c.problems, Confirm: confirm, Policy: s.SingleConvulsion,
		Rule: care.Rule{ID: "IMCI", Edition: book.Edition, Source: "decision tables after WHO IMCI, with additions; not signed off by a county", Status: care.Ours}}
	out.Vitals = JudgeVitals(c.vitals())
	c.classes(&out)
	c.doubts(&out)
	c.needs(&out)
	c.sort(&out)
	c.actions(&out)
	return out
}
