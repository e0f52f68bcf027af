package growth

import "tongjian/care"

// Assessment is what the standards say about one measurement. Both ages are
// always there for a child born before 37 weeks, and which was used.
type Assessment struct {
	Day             care.Day `json:"day" doc:"Day of the measurement"`
	AgeDays         int      `json:"ageDays" doc:"Days since birth"`
	CorrectedDays   *int     `json:"correctedDays,omitempty" doc:"Days since 40 weeks of pregnancy would have been complete; only for births before 37 weeks, below 0 before that day"`
	UsedDays        int      `json:"usedDays" doc:"The age that was compared, in days"`
	Corrected       bool     `json:"corrected" doc:"The corrected age was used"`
	CorrectedMonths int      `json:"correctedMonths,omitempty" doc:"Until which corrected age in months that is done for this child"`
	Standard        Standard `json:"standard,omitempty" doc:"The standard of results; empty when none applies"`
	Reason          Reason   `json:"reason,omitempty" doc:"Why no standard applies"`
	Results         []Result `json:"results" doc:"One for each indicator that could be compared, or whose value is missing a standard"`
	Beside          []Result `json:"beside,omitempty" doc:"The same measurement by other standards, by their names"`
}

// Result is one indicator by one standard: a z-score with its percentile, or
// a class alone, or the reason why there is neither.
type Result struct {
	Indicator   Indicator `json:"indicator"`
	Standard    Standard  `json:"standard,omitempty"`
	Value       float64   `json:"value" doc:"What was compared (BMI worked out; length with its 0.7 cm)"`
	Unit        string    `json:"unit" enum:"kg,cm,mm,kg/m2,g/L"`
	Z           *float64  `json:"z,omitempty" doc:"Two decimals"`
	Percentile  *float64  `json:"percentile,omitempty" doc:"0-100, two decimals"`
	Implausible bool      `json:"implausible,omitempty" doc:"Beyond the biological limits: measure again; left out of flags and indicators"`
	Class       *Class    `json:"class,omitempty"`
	Reason      Reason    `json:"reason,omitempty" doc:"Why there is no z-score or class"`
	Note        string    `json:"note,omitempty" doc:"What the reader must know, e.g. that lines between months are our own reading"`
	Rule        care.Rule `json:"rule"`
}

// Class is the name that a standard gives to a range, with its words.
type Class struct {
	ID    string `json:"id"`
	Level string `json:"level" enum:"none,yellow,red" doc:"How much it asks for"`
	Words
}

// Reason says why there is no value; "" when there is one.
type Reason string

// The reasons.
const (
	NoSex        Reason = "no_sex"        // the tables are split by sex
	NoBirth      Reason = "no_birth"      // the day of birth is not known
	BeforeBirth  Reason = "before_birth"  // the measurement is older than the child
	TooYoung     Reason = "too_young"     // the table begins later
	TooOld       Reason = "too_old"       // the table ends before
	OutsideTable Reason = "outside_table" // the length or height is not in the table
	WithOedema   Reason = "with_oedema"   // water is weighed too
	BeforeTerm   Reason = "before_term"   // corrected age below 0 and no preterm table for it
)

// Words gives the reason in words.
func (r Reason) Words() Words { return Words{} }

// Assess compares one measurement with the standard of the child's age.
func Assess(c Child, m Measurement, s Settings) Assessment { return Assessment{Day: m.Day} }
