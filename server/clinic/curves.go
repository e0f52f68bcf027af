package clinic

import (
	"context"

	"tongjian/care"
	"tongjian/care/growth"
)

type curvesInput struct {
	Indicator growth.Indicator `path:"indicator" enum:"lhfa,wfa,wfl,wfh,bfa,hcfa,acfa"`
	Sex       care.Sex         `path:"sex" enum:"M,F"`
	From      float64          `query:"from" minimum:"0" maximum:"7000" doc:"Age in days; cm for wfl and wfh"`
	Until     float64          `query:"until" minimum:"0" maximum:"7000"`
	Points    int              `query:"points" minimum:"0" maximum:"400" doc:"About so many on each line, 100 when 0"`
}

// curves gives the reference lines of a growth chart. They are the same for everybody.
func (d *Desk) curves(_ context.Context, in *curvesInput) (*out[list[growth.Lines]], error) {
	if in.Points == 0 {
		in.Points = 100
	}
	return answerList(growth.Curve(in.Indicator, in.Sex, in.From, in.Until, in.Points), nil)
}
