package growth

import "tongjian/care"

// chinaMonths is where the scope of WS/T 423-2022 ends; its tables end at 81.
const chinaMonths = 84

// chinaReading is said with every class that was read between printed rows.
var chinaReading = Words{
	"WS/T 423 prints lines for whole months and centimetres only; between them the lines are joined straight, our own reading.",
	"WS/T 423只给出整月（整厘米）数值，其间按直线内插，为本系统的读法"}

// chinaResults judges by WS/T 423-2022: classes by its SD lines, no z-score,
// because the standard has none. Lengths count as read: it knows no 0.7 cm.
func chinaResults(c Child, m Measurement, a ages) []Result {
	months := calendarMonths(c, m.Day, a)
	if months >= chinaMonths || tables(c.Sex) == nil {
		return nil
	}
	out := make([]Result, 0, 5)
	add := func(ind Indicator, x, value float64, unit string) {
		if value > 0 {
			out = append(out, chinaResult(c.Sex, ind, x, value, unit, m.Oedema))
		}
	}
	add(WeightForAge, months, m.WeightKg, "kg")
	add(LengthForAge, months, m.LengthCm, "cm")
	if m.LengthCm > 0 {
		add(chinaWeightTable(m, months), m.LengthCm, m.WeightKg, "kg")
		add(BMIForAge, months, bmi(m.WeightKg, m.LengthCm), "kg/m2")
	}
	if months <= 36 {
		add(HeadForAge, months, m.HeadCm, "cm")
	}
	return out
}

// chinaWeightTable goes by the position, since nothing is added or taken for
// it, and by the age of 2 years where it is not known.
func chinaWeightTable(m Measurement, months float64) Indicator {
	if m.Position == Lying || m.Position == "" && months < 24 {
		return WeightForLength
	}
	return WeightForHeight
}

func chinaResult(sex care.Sex, ind Indicator, x, value float64, unit string, oedema bool) Result {
	r := Result{Indicator: ind, Standard: WST423, Value: round2(value), Unit: unit, Rule: chinaRule(ind)}
	if oedema && ind != LengthForAge && ind != HeadForAge {
		r.Reason = WithOedema
		return r
	}
	sd, exact, ok := chinaLines(sex, ind, "sd", x)
	if !ok {
		r.Reason = TooOld
		if ind == WeightForLength || ind == WeightForHeight {
			r.Reason = OutsideTable
		}
		return r
	}
	below := linesBelow(sd, value)
	r.Class, r.Level = chinaClass(ind, below), chinaLevel(below)
	pct, _, _ := chinaLines(sex, ind, "pct", x)
	r.Band = bandOf(pct, value, [7]string{"P3", "P10", "P25", "P50", "P75", "P90", "P97"})
	if !exact {
		note := chinaReading
		r.Note, r.Rule.Status = &note, care.Ours
	}
	return r
}

func chinaRule(ind Indicator) care.Rule {
	return care.Rule{ID: "GROWTH-CN-" + string(ind), Edition: string(WST423),
		Source: "WS/T 423-2022 tables 2 and 3, annexes A and B", Status: care.Verified}
}

// chinaLines gives the seven printed lines ("sd" or "pct") at x months or cm,
// and whether they are printed there or joined.
func chinaLines(sex care.Sex, ind Indicator, kind string, x float64) (at [7]float64, exact, ok bool) {
	p := figures("wst423_2022_"+string(ind)+"_"+kind, sex)
	last := len(p[0]) - 1
	if x < p[0][0] || x > p[0][last] {
		return at, false, false
	}
	i := 0
	for i < last && p[0][i+1] <= x {
		i++
	}
	exact = p[0][i] == x
	from := i
	if byLength := ind == LengthForAge || ind == BMIForAge; byLength && p[0][i] == 23 {
		from = 22 // the row of 24 months is of standing height: go on as the month before
	}
	for line := range at {
		at[line] = p[line+1][i]
		if !exact {
			at[line] += (x - p[0][i]) * (p[line+1][from+1] - p[line+1][from]) / (p[0][from+1] - p[0][from])
		}
	}
	return at, exact, true
}

// linesBelow counts the lines that lie at or below a value, 0-7.
func linesBelow(lines [7]float64, value float64) int {
	n := 0
	for n < 7 && value >= lines[n] {
		n++
	}
	return n
}

// bandOf names the percentiles between which a value lies; on a line it
// belongs to the upper band.
func bandOf(lines [7]float64, value float64, names [7]string) string {
	switch n := linesBelow(lines, value); n {
	case 0:
		return "<" + names[0]
	case 7:
		return ">=" + names[6]
	default:
		return names[n-1] + "-" + names[n]
	}
}

// chinaClass gives the class of table 3 for a value with so many SD lines at
// or below it; nil for the head, which it does not class.
func chinaClass(ind Indicator, below int) *Class {
	sd := float64(below - 4) // at least so many SD
	switch ind {
	case WeightForAge:
		return weightScale.of(sd)
	case LengthForAge:
		return lengthScale.of(sd)
	case HeadForAge:
		return nil
	}
	return chinaBMI.of(sd)
}

// chinaLevel gives the level of table 2.
func chinaLevel(below int) *Class {
	levels := [8]Class{lower, lower, lowerMiddle, middle, middle, upperMiddle, upper, upper}
	return &levels[below]
}

var (
	lower       = class("lower", "none", "lower", "下")
	lowerMiddle = class("lower_middle", "none", "lower-middle", "中下")
	middle      = class("middle", "none", "middle", "中")
	upperMiddle = class("upper_middle", "none", "upper-middle", "中上")
	upper       = class("upper", "none", "upper", "上")
)
