package mobileapi

import (
	"context"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/records"
)

// Growth is how a child grows, in words first.
type Growth struct {
	Words  growth.Words       `json:"words" doc:"One sentence for everybody"`
	Level  string             `json:"level" enum:"none,ok,yellow,red"`
	Detail []growth.Words     `json:"detail"`
	Points []records.Measured `json:"points" doc:"Newest first"`
	Flags  []growth.Flag      `json:"flags"`
}

func growthOf(c records.Chart) Growth {
	g := Growth{Points: c.Measurements, Flags: c.Flags, Detail: []growth.Words{}}
	switch {
	case len(c.Measurements) == 0:
		g.Level, g.Words = "none", growth.Words{Zh: "还没有测量记录。下次体检时会量体重和身长。", En: "Nothing has been measured yet. Weight and length are taken at the next check-up."}
	case hasLevel(c.Flags, "red"):
		g.Level, g.Words = "red", growth.Words{Zh: "请尽快带孩子去看医生，和医生谈谈生长情况。", En: "Please take your child to the doctor soon to talk about growth."}
	case len(c.Flags) > 0:
		g.Level, g.Words = "yellow", growth.Words{Zh: "下次就诊时请和医生谈谈孩子的生长。", En: "Please talk with the doctor about growth at the next visit."}
	case judged(c.Measurements[0]):
		g.Level, g.Words = "ok", growth.Words{Zh: "生长情况符合预期。", En: "Growing as expected."}
	default:
		g.Level, g.Words = "none", growth.Words{Zh: "这次测量没有评价，请问医生。", En: "The last measurement was not judged; please ask the doctor."}
	}
	for _, f := range c.Flags {
		g.Detail = append(g.Detail, f.Label)
	}
	if len(c.Measurements) > 0 {
		g.Detail = append(g.Detail, places(c.Measurements[0])...)
	}
	return g
}

func hasLevel(flags []growth.Flag, level string) bool {
	for _, f := range flags {
		if f.Level == level {
			return true
		}
	}
	return false
}

func judged(m records.Measured) bool {
	if m.Assessment == nil {
		return false
	}
	for _, r := range m.Assessment.Results {
		if r.Z != nil && !r.Implausible {
			return true
		}
	}
	return false
}

var named = map[growth.Indicator]growth.Words{
	growth.WeightForAge: {Zh: "体重", En: "Weight"}, growth.LengthForAge: {Zh: "身长（身高）", En: "Length or height"}, growth.HeadForAge: {Zh: "头围", En: "Head"},
}

// places says where the newest values lie among the lines of the chart.
func places(m records.Measured) []growth.Words {
	var out []growth.Words
	if m.Assessment == nil {
		return out
	}
	for _, r := range m.Assessment.Results {
		name, ok := named[r.Indicator]
		if !ok || r.Z == nil || r.Implausible {
			continue
		}
		where := growth.Words{Zh: "在中间两条线之间", En: "between the middle lines"}
		switch z := *r.Z; {
		case z < -2:
			where = growth.Words{Zh: "低于下面的线", En: "below the lower line"}
		case z > 2:
			where = growth.Words{Zh: "高于上面的线", En: "above the upper line"}
		case z < -1:
			where = growth.Words{Zh: "在中线以下、正常范围内", En: "below the middle, inside the normal lines"}
		case z > 1:
			where = growth.Words{Zh: "在中线以上、正常范围内", En: "above the middle, inside the normal lines"}
		}
		out = append(out, growth.Words{Zh: name.Zh + where.Zh, En: name.En + " " + where.En})
	}
	return out
}

type curvesInput struct {
	Indicator growth.Indicator `path:"indicator" enum:"lhfa,wfa,wfl,wfh,bfa,hcfa"`
	Sex       care.Sex         `path:"sex" enum:"M,F"`
	From      float64          `query:"from" minimum:"0" maximum:"7000"`
	Until     float64          `query:"until" minimum:"0" maximum:"7000"`
	Points    int              `query:"points" minimum:"0" maximum:"400"`
}

// curves gives the reference lines of a growth chart.
func (a *App) curves(_ context.Context, in *curvesInput) (*out[list[growth.Lines]], error) {
	if in.Points == 0 {
		in.Points = 60
	}
	return answer(list[growth.Lines]{growth.Curve(in.Indicator, in.Sex, in.From, in.Until, in.Points)}, nil)
}
