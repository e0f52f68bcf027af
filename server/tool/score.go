package tool

import (
	"encoding/json"
	"math"
	"strconv"

	"tongjian/care/growth"
)

// result is one output column of growth.
type result struct {
	name  string
	text  bool // in quotes in JSON
	write func(out []byte, s *growth.Scores, digits int) []byte
}

// zcell reaches one z-score of the Scores.
type zcell func(*growth.Scores) growth.Z

var (
	length      zcell = func(s *growth.Scores) growth.Z { return s.Length }
	weight      zcell = func(s *growth.Scores) growth.Z { return s.Weight }
	forLength   zcell = func(s *growth.Scores) growth.Z { return s.WeightForLength }
	bmi         zcell = func(s *growth.Scores) growth.Z { return s.BMIForAge }
	head        zcell = func(s *growth.Scores) growth.Z { return s.Head }
	muac        zcell = func(s *growth.Scores) growth.Z { return s.MUAC }
	triceps     zcell = func(s *growth.Scores) growth.Z { return s.Triceps }
	subscapular zcell = func(s *growth.Scores) growth.Z { return s.Subscapular }
)

var young2006 = form{"0-5", growth.Score, []result{
	{"clenhei", false, func(out []byte, s *growth.Scores, _ int) []byte { return appendExact(out, s.LengthCm) }},
	{"cmeasure", true, writePosition},
	{"c9mo_flag", false, writeDropped},
	{"cbmi", false, writeBMI},
	zscore("zlen", length), flagged("flen", growth.LengthForAge, length),
	zscore("zwei", weight), flagged("fwei", growth.WeightForAge, weight),
	zscore("zwfl", forLength), flagged("fwfl", growth.WeightForLength, forLength),
	zscore("zbmi", bmi), flagged("fbmi", growth.BMIForAge, bmi),
	zscore("zhc", head), flagged("fhc", growth.HeadForAge, head),
	zscore("zac", muac), flagged("fac", growth.MUACForAge, muac),
	zscore("zts", triceps), flagged("fts", growth.TricepsForAge, triceps),
	zscore("zss", subscapular), flagged("fss", growth.SubscapularForAge, subscapular),
}}

var older2007 = form{"5-19", growth.ScoreOlder, []result{
	{"cbmi", false, writeBMI},
	zscore("zhfa", length), flagged("fhfa", growth.LengthForAge, length),
	zscore("zwfa", weight), flagged("fwfa", growth.WeightForAge, weight),
	zscore("zbfa", bmi), flagged("fbfa", growth.BMIForAge, bmi),
}}

func zscore(name string, of zcell) result {
	return result{name, false, func(out []byte, s *growth.Scores, digits int) []byte {
		return appendZ(out, of(s), digits)
	}}
}

func flagged(name string, ind growth.Indicator, of zcell) result {
	return result{name, false, func(out []byte, s *growth.Scores, _ int) []byte {
		switch z := of(s); {
		case !finite(float64(z)):
			return out
		case z.Implausible(ind):
			return append(out, '1')
		}
		return append(out, '0')
	}}
}

func writePosition(out []byte, s *growth.Scores, _ int) []byte {
	switch s.Position {
	case growth.Lying:
		return append(out, 'l')
	case growth.Standing:
		return append(out, 'h')
	}
	return out
}

func writeDropped(out []byte, s *growth.Scores, _ int) []byte {
	if s.Dropped {
		return append(out, '1')
	}
	return append(out, '0')
}

func writeBMI(out []byte, s *growth.Scores, _ int) []byte { return appendExact(out, s.BMI) }

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// appendZ writes a z-score with so many decimals; nothing where there is none.
// Two decimals are rounded as WHO's programs do, and -0 is 0.
func appendZ(out []byte, z growth.Z, digits int) []byte {
	f := float64(z)
	switch {
	case !finite(f):
		return out
	case digits == 2 && math.Abs(f) < 1e15: // beyond, the hundredfold is not exact
		f = z.Round2()
	}
	from := len(out)
	out = strconv.AppendFloat(out, f, 'f', digits, 64)
	if out[from] == '-' && zeros(out[from+1:]) {
		out = append(out[:from], out[from+1:]...)
	}
	return out
}

func zeros(text []byte) bool {
	for _, c := range text {
		if c != '0' && c != '.' {
			return false
		}
	}
	return true
}

// appendExact writes a figure in the shortest form that reads back as the same.
func appendExact(out []byte, f float64) []byte {
	switch a := math.Abs(f); {
	case !finite(f):
		return out
	case a != 0 && a < 1e-6 || a >= 1e21:
		return strconv.AppendFloat(out, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(out, f+0, 'f', -1, 64)
}

// appendName writes the name of a JSON member.
func appendName(out []byte, name string) []byte {
	quoted, _ := json.Marshal(name) // a string always has a JSON form
	return append(append(out, quoted...), ':')
}
