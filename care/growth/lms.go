package growth

import (
	"math"
	"sync"

	"tongjian/care"
)

// lms are the three figures by which a standard describes a measurement at
// one age or length: skewness, median, spread.
type lms struct{ l, m, s float64 }

// z gives the plain z-score of a value (RULES 1).
func (p lms) z(y float64) float64 {
	if p.l == 1 {
		return (y/p.m - 1) / p.s
	}
	if math.Abs(p.l) < 1e-12 {
		return math.Log(y/p.m) / p.s
	}
	return (math.Pow(y/p.m, p.l) - 1) / (p.l * p.s)
}

// at gives the value on the line of a z-score, the plain inverse of z.
func (p lms) at(z float64) float64 {
	if math.Abs(p.l) < 1e-12 {
		return p.m * math.Exp(p.s*z)
	}
	return p.m * math.Pow(1+p.l*p.s*z, 1/p.l)
}

// adjusted gives the z-score that WHO uses for weights, BMI, arm and
// skinfolds: beyond 3 it goes on in steps of the last SD (RULES 2).
func (p lms) adjusted(y float64) float64 {
	z := p.z(y)
	switch {
	case z > 3:
		top := p.at(3)
		return 3 + (y-top)/(top-p.at(2))
	case z < -3:
		low := p.at(-3)
		return -3 + (y-low)/(p.at(-2)-low)
	}
	return z
}

// between gives the figures a share d of the way from p to q.
func (p lms) between(q lms, d float64) lms {
	return lms{p.l + d*(q.l-p.l), p.m + d*(q.m-p.m), p.s + d*(q.s-p.s)}
}

// line is an LMS table for one sex: a row for each step from first on.
type line struct {
	first int
	rows  []lms
}

// row gives the row of a whole x, if the table has it.
func (t *line) row(x int) (lms, bool) {
	if i := x - t.first; i >= 0 && i < len(t.rows) {
		return t.rows[i], true
	}
	return lms{}, false
}

// lines are WHO's tables for one sex. Ages are in days (2006) or months
// (2007), lengths in tenths of a centimetre.
type lines struct {
	length, weight, bmi, head, muac, triceps, subscapular line
	forLength, forHeight                                  line
	olderHeight, olderWeight, olderBMI                    line
}

// who holds the tables, boys first.
var who = sync.OnceValue(func() *[2]lines {
	return &[2]lines{readLines(care.Male), readLines(care.Female)}
})

// tables gives the tables for a sex, nil when it is not known.
func tables(sex care.Sex) *lines {
	switch sex {
	case care.Male:
		return &who()[0]
	case care.Female:
		return &who()[1]
	}
	return nil
}

func readLines(sex care.Sex) lines {
	return lines{
		length: readLine("who2006_lhfa", sex, 1), weight: readLine("who2006_wfa", sex, 1),
		bmi: readLine("who2006_bfa", sex, 1), head: readLine("who2006_hcfa", sex, 1),
		muac: readLine("who2006_acfa", sex, 1), triceps: readLine("who2006_tsfa", sex, 1),
		subscapular: readLine("who2006_ssfa", sex, 1),
		forLength:   readLine("who2006_wfl", sex, 10), forHeight: readLine("who2006_wfh", sex, 10),
		olderHeight: readLine("who2007_hfa", sex, 1), olderWeight: readLine("who2007_wfa", sex, 1),
		olderBMI: readLine("who2007_bfa", sex, 1),
	}
}

// readLine lays out a table whose x times scale goes up by one from row to row.
func readLine(name string, sex care.Sex, scale float64) line {
	p := figures(name, sex)
	t := line{first: int(math.Round(p[0][0] * scale)), rows: make([]lms, len(p[0]))}
	for i := range t.rows {
		t.rows[i] = lms{p[1][i], p[2][i], p[3][i]}
	}
	return t
}
