package growth

import "tongjian/care"

// Flag is something about a child's growth to act on.
type Flag struct {
	ID        string    `json:"id" doc:"Name of the flag, e.g. GF-UW-MOD"`
	Level     string    `json:"level" enum:"yellow,red"`
	Label     Words     `json:"label" doc:"What it is"`
	Why       Words     `json:"why" doc:"The figures that made it"`
	Refer     *Words    `json:"refer,omitempty" doc:"To whom, if to anybody"`
	Indicator Indicator `json:"indicator,omitempty"`
	Standard  Standard  `json:"standard,omitempty"`
	Day       care.Day  `json:"day" doc:"Day of the measurement that made it"`
	Rule      care.Rule `json:"rule"`
}

// Flags gives what asks for action on a day, the gravest first, from all that
// was measured until then (in any order). A value that looks wrong makes no
// flag until it is measured again.
func Flags(c Child, history []Measurement, today care.Day, s Settings) []Flag { return nil }
