package growth

import (
	"math"

	"tongjian/care"
)

// Lines are the seven lines of a chart, one unbroken piece: SD[0] is -3 SD,
// SD[3] the median, SD[6] +3 SD, each as long as X.
type Lines struct {
	Indicator Indicator    `json:"indicator"`
	Sex       care.Sex     `json:"sex"`
	Standard  Standard     `json:"standard"`
	XUnit     string       `json:"xUnit" enum:"day,cm,weeks since conception"`
	Unit      string       `json:"unit"`
	X         []float64    `json:"x"`
	SD        [7][]float64 `json:"sd"`
}

// stretch is a part of a standard without a break, and its figures at x.
type stretch struct {
	std      Standard
	from, to float64
	at       func(x float64) lms
}

// mostPoints keeps a chart to what can be drawn, whatever is asked for.
const mostPoints = 8000

// Curve gives the WHO lines of an indicator between two ages in days (for
// weight-for-length and -height two lengths in cm), about so many points in
// all. A break in the standard (length to height at 731 days, 2006 to 2007 at
// 1827 days) begins a new piece. Outside the tables there is none.
func Curve(ind Indicator, sex care.Sex, from, to float64, points int) []Lines {
	var out []Lines
	for _, s := range stretches(ind, sex) {
		if from > s.to || to < s.from || !(from < to) {
			continue
		}
		l := Lines{Indicator: ind, Sex: sex, Standard: s.std, XUnit: xUnit(ind), Unit: unitOf(ind)}
		l.X = spaced(math.Max(from, s.from), math.Min(to, s.to), (to-from)/float64(min(max(points, 2), mostPoints)-1))
		for i := range l.SD {
			for _, x := range l.X {
				l.SD[i] = append(l.SD[i], s.at(x).at(float64(i-3)))
			}
		}
		out = append(out, l)
	}
	return out
}

// spaced gives the points from one x to another, both among them, about a
// step apart. Days and tenths of a centimetre are kept whole by rounding.
func spaced(from, to, step float64) []float64 {
	n := max(1, int(math.Ceil((to-from)/step-1e-9)))
	var xs []float64
	for i := range n + 1 {
		x := math.Round((from+(to-from)*float64(i)/float64(n))*10) / 10
		if len(xs) == 0 || x > xs[len(xs)-1] {
			xs = append(xs, x)
		}
	}
	return xs
}

func xUnit(ind Indicator) string {
	if ind == WeightForLength || ind == WeightForHeight {
		return "cm"
	}
	return "day"
}

func unitOf(ind Indicator) string {
	switch ind {
	case WeightForAge, WeightForLength, WeightForHeight:
		return "kg"
	case BMIForAge:
		return "kg/m2"
	case TricepsForAge, SubscapularForAge:
		return "mm"
	case Haemoglobin:
		return "g/L"
	}
	return "cm"
}

// stretches gives the unbroken parts of WHO's lines for an indicator; none
// for a sex or indicator without tables.
func stretches(ind Indicator, sex care.Sex) []stretch {
	t := tables(sex)
	if t == nil {
		return nil
	}
	switch ind {
	case WeightForAge:
		return []stretch{t.weight.days(0, 1826), t.olderWeight.months(120)}
	case LengthForAge:
		return []stretch{t.length.days(0, heightFrom-1), t.length.days(heightFrom, 1826), t.olderHeight.months(228)}
	case BMIForAge:
		return []stretch{t.bmi.days(0, heightFrom-1), t.bmi.days(heightFrom, 1826), t.olderBMI.months(228)}
	case HeadForAge:
		return []stretch{t.head.days(0, 1826)}
	case MUACForAge:
		return []stretch{t.muac.days(91, 1826)}
	case TricepsForAge:
		return []stretch{t.triceps.days(91, 1826)}
	case SubscapularForAge:
		return []stretch{t.subscapular.days(91, 1826)}
	case WeightForLength:
		return []stretch{t.forLength.tenths()}
	case WeightForHeight:
		return []stretch{t.forHeight.tenths()}
	}
	return nil
}

func (t *line) days(from, to float64) stretch {
	return stretch{WHO2006, from, to, func(x float64) lms {
		p, _ := t.row(int(math.Round(x)))
		return p
	}}
}

// months is the 2007 reference from its first day to a last month.
func (t *line) months(last float64) stretch {
	return stretch{WHO2007, olderFrom, math.Floor(last * monthDays), func(x float64) lms { return t.month(x / monthDays) }}
}

func (t *line) tenths() stretch {
	last := t.first + len(t.rows) - 1
	return stretch{WHO2006, float64(t.first) / 10, float64(last) / 10, func(x float64) lms {
		p, _ := t.row(int(math.Round(x * 10)))
		return p
	}}
}
