package growth

// Doubt is a value that a form should ask about: it never blocks.
type Doubt struct {
	Field string `json:"field" doc:"JSON name in Measurement: weightKg, lengthCm, headCm, muacCm, position ..."`
	ID    string `json:"id" doc:"Why: low, high, fell, jumped, position ..."`
	Words
}

// Plausible gives what to ask about before a measurement is kept, compared
// with the child's age and with what was measured before (in any order).
func Plausible(c Child, m Measurement, previous []Measurement) []Doubt { return nil }
