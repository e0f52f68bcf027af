package records

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tongjian/care"
)

// Area is a county, township or village by its statistical division code (6,
// 9 or 12 digits), with its clinic. Codes that begin with 339999 do not exist.
type Area struct {
	Code    string `json:"code"`
	Version int    `json:"version"`
	Name    string `json:"name"`
	NameEn  string `json:"nameEn,omitempty"`
	Clinic  Clinic `json:"clinic"`
}

// Clinic is where an area's children are seen.
type Clinic struct {
	Name      string `json:"name"`
	NameEn    string `json:"nameEn,omitempty"`
	Phone     string `json:"phone,omitempty"`
	DutyPhone string `json:"dutyPhone,omitempty" doc:"Rung in an emergency"`
	Address   string `json:"address,omitempty"`
	DosesAt   string `json:"dosesAt,omitempty" doc:"Area code of the clinic that vaccinates for this one; empty: itself"`
	VisitsAt  string `json:"visitsAt,omitempty" doc:"Area code of the clinic that does check-ups for this one; empty: itself"`
	Weekdays  []int  `json:"weekdays,omitempty" doc:"Session days, 1 = Monday … 7 = Sunday"`
	MonthDays []int  `json:"monthDays,omitempty" doc:"Session days of the month"`
	AltitudeM int    `json:"altitudeM,omitempty"`
	Ambulance string `json:"ambulance,omitempty" doc:"Emergency number, 120 if empty"`
}

// SessionOn gives the first session day on or after a day; the day itself
// where the clinic names no session days.
func (c Clinic) SessionOn(day care.Day) care.Day {
	if day == 0 || len(c.Weekdays) == 0 && len(c.MonthDays) == 0 {
		return day
	}
	for d := day; d < day+62; d++ {
		weekday := (int(d.Weekday())+6)%7 + 1
		_, _, date := d.Date()
		if slices.Contains(c.Weekdays, weekday) || slices.Contains(c.MonthDays, date) {
			return d
		}
	}
	return day
}

// AddArea writes an area or a new version of it. Only administrators may.
func (b *Book) AddArea(ctx context.Context, who Caller, a Area) (Area, error) {
	if who.Role != Administrator && who.Role != System {
		return Area{}, ErrForbidden
	}
	if n := len(a.Code); !digits(a.Code) || n != 6 && n != 9 && n != 12 {
		return Area{}, invalid("code", "area.code", "an area code has 6, 9 or 12 digits")
	}
	if who.Role == Administrator && !who.Serves(a.Code) {
		return Area{}, ErrNotFound
	}
	a.Name = strings.TrimSpace(a.Name)
	if a.Name == "" {
		return Area{}, invalid("name", "required", "an area has a name")
	}
	a.Version++
	row := Row{Kind: "area", ID: a.Code, Version: a.Version, Area: a.Code, Body: mustJSON(a)}
	if err := b.store.Save(ctx, row); err != nil {
		return Area{}, fmt.Errorf("saving area %s: %w", a.Code, err)
	}
	b.areas.forget()
	return a, b.audit(ctx, who, "change", "area/"+a.Code, "", "")
}

// Area gives an area by its code.
func (b *Book) Area(ctx context.Context, code string) (Area, error) {
	all, err := b.allAreas(ctx)
	if err != nil {
		return Area{}, err
	}
	i, ok := slices.BinarySearchFunc(all, code, func(a Area, code string) int { return strings.Compare(a.Code, code) })
	if !ok {
		return Area{}, ErrNotFound
	}
	return all[i], nil
}

// Areas gives the areas whose code begins with a prefix, in order of code.
func (b *Book) Areas(ctx context.Context, prefix string) ([]Area, error) {
	all, err := b.allAreas(ctx)
	if err != nil {
		return nil, err
	}
	var out []Area
	for _, a := range all {
		if strings.HasPrefix(a.Code, prefix) {
			out = append(out, a)
		}
	}
	return out, nil
}

// allAreas gives every area in order of code. The list is everybody's: look, do not touch.
func (b *Book) allAreas(ctx context.Context) ([]Area, error) {
	return b.areas.get(func() ([]Area, error) { return b.readAreas(ctx) })
}

func (b *Book) readAreas(ctx context.Context) ([]Area, error) {
	var out []Area
	err := b.eachRow(ctx, Query{Kind: "area"}, func(r Row) error {
		var a Area
		if err := json.Unmarshal(r.Body, &a); err != nil {
			return fmt.Errorf("reading area %s: %w", r.ID, err)
		}
		out = append(out, a)
		return nil
	})
	return out, err
}

// eachRow calls f with every row that a query asks for, page by page.
func (b *Book) eachRow(ctx context.Context, q Query, f func(Row) error) error {
	q.Limit = 500
	for {
		rows, err := b.store.Rows(ctx, q)
		if err != nil {
			return fmt.Errorf("listing %s: %w", q.Kind, err)
		}
		for _, r := range rows {
			if err := f(r); err != nil {
				return err
			}
		}
		if len(rows) < q.Limit {
			return nil
		}
		last := rows[len(rows)-1]
		q.After = Cursor{last.Due, last.ID}
	}
}
