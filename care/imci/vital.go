package imci

import (
	"fmt"
	"slices"

	"tongjian/care"
)

// Vitals are measured vital signs of a child at rest; nil is not measured.
type Vitals struct {
	AgeMonths *float64 // completed months; without it nothing can be judged
	RespRate  *float64 // breaths a minute, counted over a whole minute
	HeartRate *float64 // beats a minute
	SpO2      *float64 // %, without oxygen
	TempC     *float64 // under the arm
	CRTSec    *float64 // capillary refill, seconds
	SystolicB *float64 // systolic blood pressure, mmHg
	Glucose   *float64 // mmol/L
	AltitudeM float64
}

// Level says how far a vital sign lies out.
type Level string

// The levels, gravest first, and the priority that each asks for.
const (
	LevelRed    Level = "red"    // P1
	LevelAmber  Level = "amber"  // P2
	LevelWatch  Level = "watch"  // P3
	LevelNote   Level = "note"   // no effect
	LevelNormal Level = "normal" // no effect
)

var levels = []Level{LevelRed, LevelAmber, LevelWatch, LevelNote, LevelNormal}

// VitalSign is one vital sign against the age of the child.
type VitalSign struct {
	Vital  string    `json:"vital" enum:"resp_rate,heart_rate,spo2,temperature,capillary_refill,systolic_bp,glucose"`
	Name   Words     `json:"name"`
	Value  float64   `json:"value"`
	Unit   string    `json:"unit"`
	Level  Level     `json:"level" enum:"red,amber,watch,note,normal"`
	Score  int       `json:"pewsScore" doc:"Sub-score of the Bedside PEWS: 0, 1, 2 or 4"`
	Normal *[2]int   `json:"normal,omitempty" doc:"Values that score 0, both included"`
	Why    Words     `json:"why"`
	Rule   care.Rule `json:"rule"`
}

// JudgeVitals holds what was measured against the child's age, in the order
// in which it is measured. Limits of several sources are joined: the gravest
// is shown, with its source. None without the age.
func JudgeVitals(v Vitals) []VitalSign {
	out := []VitalSign{}
	if v.AgeMonths == nil {
		return out
	}
	for _, m := range []struct {
		vital string
		value *float64
	}{{"resp_rate", v.RespRate}, {"heart_rate", v.HeartRate}, {"spo2", v.SpO2}, {"temperature", v.TempC}, {"capillary_refill", v.CRTSec}, {"systolic_bp", v.SystolicB}, {"glucose", v.Glucose}} {
		if m.value != nil {
			out = append(out, v.judge(m.vital, *m.value))
		}
	}
	return out
}

func (v Vitals) judge(vital string, x float64) VitalSign {
	kind := vitalKinds[vital]
	out := VitalSign{Vital: vital, Name: kind.name, Value: x, Unit: kind.unit, Level: LevelNormal, Why: Words{"within bounds for the age", "在同龄范围内"}}
	out.Rule = scoreRule(vital)
	if s, ok := scoreOf(vital, *v.AgeMonths); ok {
		out.Score = s.score(x)
		out.Normal = s.normal()
		out.raise(scoreLevels[out.Score], scoreWhy(out.Score), out.Rule)
	}
	for i := range limits {
		l := &limits[i]
		if l.vital == vital && *v.AgeMonths >= l.from && *v.AgeMonths < l.to && l.meets(x, v) {
			out.raise(l.level, l.why, l.rule())
		}
	}
	return out
}

func scoreRule(vital string) care.Rule {
	return care.Rule{ID: "VITAL-" + vital, Source: "Bedside PEWS 2009", Status: care.Verified}
}

func (l *limit) rule() care.Rule { return care.Rule{ID: l.id, Source: l.source, Status: l.status} }

// raise takes a graver level and what it comes from.
func (s *VitalSign) raise(to Level, why Words, rule care.Rule) {
	if rank(levels, to) < rank(levels, s.Level) {
		s.Level, s.Why, s.Rule = to, why, rule
	}
}

// scoreLevels: a sub-score of 2 is watched, of 4 is urgent; that it asks for a
// consult is ours.
var scoreLevels = map[int]Level{0: LevelNormal, 1: LevelNote, 2: LevelWatch, 4: LevelAmber}

func scoreWhy(score int) Words {
	return Words{fmt.Sprintf("scores %d for the age: count again when calm", score), fmt.Sprintf("按年龄评%d分：安静后再测", score)}
}

// score gives the sub-score of a value: 0 between the inner bounds, 4 from the
// outer, 2 from the middle, else 1.
func (s scores) score(x float64) int {
	switch {
	case x >= s.four[1] || x <= s.four[0]:
		return 4
	case x >= s.two[1] || x <= s.two[0]:
		return 2
	case x > s.zero[0] && x < s.zero[1]:
		return 0
	}
	return 1
}

func (s scores) normal() *[2]int { return &[2]int{int(s.zero[0]) + 1, int(s.zero[1]) - 1} }

func scoreOf(vital string, months float64) (scores, bool) {
	i := slices.IndexFunc(scoreTable, func(s scores) bool { return s.vital == vital && months >= s.from && months < s.to })
	if i < 0 {
		return scores{}, false
	}
	return scoreTable[i], true
}

// vitals takes the vital signs from the findings. The second count, where
// there is one, is the one that counts.
func (c *child) vitals() Vitals {
	get := func(ids ...string) *float64 {
		for _, id := range ids {
			i := c.book.input[id]
			if v := c.vals[i]; v.known && c.inAge(c.book.Inputs[i].Days) == Yes {
				return &v.n
			}
		}
		return nil
	}
	out := Vitals{AgeMonths: get("age_months"), RespRate: get("resp_rate2", "resp_rate"), HeartRate: get("heart_rate2", "heart_rate"),
		SpO2: get("spo2_pct"), TempC: get("temp_c"), CRTSec: get("crt_sec")}
	if second := get("temp2_c"); out.TempC != nil && second != nil && *second > *out.TempC {
		out.TempC = second // any reading counts
	}
	if alt := get("altitude_m"); alt != nil {
		out.AltitudeM = *alt
	}
	return out
}
