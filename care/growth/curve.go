package growth

import "tongjian/care"

// Lines are the seven lines of a chart, one unbroken piece: SD[0] is -3 SD,
// SD[3] the median, SD[6] +3 SD, each as long as X.
type Lines struct {
	Indicator Indicator    `json:"indicator"`
	Sex       care.Sex     `json:"sex"`
	Standard  Standard     `json:"standard"`
	XUnit     string       `json:"xUnit" enum:"day,cm"`
	Unit      string       `json:"unit"`
	X         []float64    `json:"x"`
	SD        [7][]float64 `json:"sd"`
}

// Curve gives the WHO lines of an indicator between two ages in days (for
// weight-for-length and -height two lengths in cm), about so many points in
// all. A break in the standard (length to height at 731 days, 2006 to 2007 at
// 1827 days) begins a new piece. Outside the tables there is none.
func Curve(ind Indicator, sex care.Sex, from, to float64, points int) []Lines { return nil }
