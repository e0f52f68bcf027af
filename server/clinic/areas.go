package clinic

import (
	"context"
	"slices"

	"tongjian/records"
)

// areas gives the caller's areas, and the townships and county around them.
func (d *Desk) areas(ctx context.Context, _ *struct{}) (*out[list[records.Area]], error) {
	all, err := d.Book.Areas(ctx, "")
	return answerList(slices.DeleteFunc(all, func(a records.Area) bool {
		return !who(ctx).Serves(a.Code) && !around(who(ctx).Areas, a.Code)
	}), err)
}

func around(areas []string, code string) bool {
	return slices.ContainsFunc(areas, func(a string) bool { return len(a) >= len(code) && a[:len(code)] == code })
}

type areaInput struct {
	Code string `path:"code" pattern:"^[0-9]{6,12}$"`
	Body struct {
		Version int            `json:"version"`
		Name    string         `json:"name" minLength:"1" maxLength:"60"`
		NameEn  string         `json:"nameEn,omitempty" maxLength:"60"`
		Clinic  records.Clinic `json:"clinic"`
	}
}

func (d *Desk) setArea(ctx context.Context, in *areaInput) (*out[records.Area], error) {
	return answer(d.Book.AddArea(ctx, who(ctx), records.Area{Code: in.Code, Version: in.Body.Version, Name: in.Body.Name, NameEn: in.Body.NameEn, Clinic: in.Body.Clinic}))
}
