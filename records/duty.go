package records

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Shift is one person's weekly hours on duty for an area.
type Shift struct {
	ID       string `json:"id"`
	Person   string `json:"person"`
	Name     string `json:"name"`
	Role     Role   `json:"role"`
	Phone    string `json:"phone,omitempty"`
	Area     string `json:"area" doc:"Prefix of the areas that the shift is for"`
	Weekdays []int  `json:"weekdays" doc:"1 = Monday … 7 = Sunday"`
	From     string `json:"from" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"Time of day in the area's zone"`
	Until    string `json:"until" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"Not after from: on the next day"`
}

// covers tells whether an instant lies in the shift.
func (s Shift) covers(t time.Time) bool {
	at, day := t.Format("15:04"), (int(t.Weekday())+6)%7+1
	before := (day+5)%7 + 1
	if s.From < s.Until {
		return slices.Contains(s.Weekdays, day) && s.From <= at && at < s.Until
	}
	return slices.Contains(s.Weekdays, day) && s.From <= at || slices.Contains(s.Weekdays, before) && at < s.Until
}

// Duty is who can answer now, and whom to ring.
type Duty struct {
	County    []Shift `json:"county" doc:"Paediatricians on duty now"`
	Township  []Shift `json:"township" doc:"Township doctors on duty now"`
	Phone     string  `json:"phone,omitempty" doc:"The county's duty phone"`
	Ambulance string  `json:"ambulance" doc:"Emergency number"`
}

// SetShift writes a shift; administrators and managers of the area may.
func (b *Book) SetShift(ctx context.Context, who Caller, s Shift) (Shift, error) {
	if who.Role != Administrator && who.Role != Manager && who.Role != System {
		return Shift{}, ErrForbidden
	}
	if who.Role != System && !who.Serves(s.Area) {
		return Shift{}, ErrNotFound
	}
	if s.ID == "" {
		s.ID = NewID()
	}
	if err := s.check(); err != nil {
		return Shift{}, err
	}
	if old, err := b.store.Row(ctx, "shift", s.ID); err == nil && who.Role != System && !who.Serves(old.Area) {
		return Shift{}, ErrNotFound
	}
	if err := b.audit(ctx, who, "change", "shift/"+s.ID, "", ""); err != nil {
		return Shift{}, err
	}
	return s, b.saveNext(ctx, Row{Kind: "shift", ID: s.ID, Area: s.Area, Body: mustJSON(s)})
}

func (s Shift) check() error {
	if len(s.Weekdays) == 0 {
		return invalid("weekdays", "required", "on which days?")
	}
	for _, d := range s.Weekdays {
		if d < 1 || d > 7 {
			return invalid("weekdays", "range", "weekdays are 1 (Monday) to 7")
		}
	}
	for field, at := range map[string]string{"from": s.From, "until": s.Until} {
		if _, err := time.Parse("15:04", at); err != nil {
			return invalid(field, "form", "a time of day is like 08:00")
		}
	}
	return nil
}

// OnDuty gives who is on duty for an area now. The answer names staff only.
func (b *Book) OnDuty(ctx context.Context, who Caller, area string) (Duty, error) {
	if !who.Staff() {
		return Duty{}, ErrForbidden
	}
	if !slices.ContainsFunc(who.Areas, func(a string) bool { return county(a) == county(area) }) {
		return Duty{}, ErrNotFound
	}
	d := Duty{County: []Shift{}, Township: []Shift{}, Ambulance: "120"}
	now := b.now().In(b.zone)
	err := b.eachRow(ctx, Query{Kind: "shift", Area: county(area)}, func(r Row) error {
		var s Shift
		if err := unmarshal(r.Body, &s); err != nil {
			return err
		}
		if !strings.HasPrefix(area, s.Area) || !s.covers(now) {
			return nil
		}
		if s.Role == Paediatrician {
			d.County = append(d.County, s)
		} else {
			d.Township = append(d.Township, s)
		}
		return nil
	})
	if err != nil {
		return d, fmt.Errorf("looking for who is on duty: %w", err)
	}
	if a, err := b.Area(ctx, county(area)); err == nil {
		d.Phone = a.Clinic.DutyPhone
		if a.Clinic.Ambulance != "" {
			d.Ambulance = a.Clinic.Ambulance
		}
	}
	return d, nil
}

// county gives the county of an area.
func county(area string) string {
	if len(area) < 6 {
		return area
	}
	return area[:6]
}
