package records

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tongjian/care"
)

// Listed is a child as lists show it: no number, no facts, the next things due.
type Listed struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Pinyin   string   `json:"pinyin,omitempty"`
	Sex      care.Sex `json:"sex"`
	Birth    care.Day `json:"birth"`
	Area     string   `json:"area"`
	State    string   `json:"state"`
	Guardian string   `json:"guardian,omitempty" doc:"The first guardian's name"`
	Phone    string   `json:"phone,omitempty"`
	Summary  Summary  `json:"summary"`
}

// listed is the row's body.
type listed = Listed

// Page is a part of a list and where the next part begins.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Give it as after to get the next page"`
}

// Find gives up to 50 children of the caller's areas by name or its end,
// pinyin, initials, a guardian's phone or an ID number, exact matches first.
func (b *Book) Find(ctx context.Context, who Caller, text string) ([]Listed, error) {
	if !who.Staff() {
		return nil, ErrForbidden
	}
	queries := b.terms(text)
	if len(queries) == 0 {
		return nil, nil
	}
	var out []Listed
	seen := map[string]bool{}
	for _, area := range outermost(who.Areas) {
		for _, q := range queries {
			q.Kind, q.Area, q.Limit = "child", area, 50
			rows, err := b.store.Rows(ctx, q)
			if err != nil {
				return nil, fmt.Errorf("finding children: %w", err)
			}
			for _, r := range rows {
				var c Listed
				if err := json.Unmarshal(r.Body, &c); err != nil {
					return nil, fmt.Errorf("reading child %s: %w", r.ID, err)
				}
				if !seen[c.ID] && c.State != "merged" {
					seen[c.ID] = true
					out = append(out, b.current(c))
				}
			}
		}
	}
	sortFound(out, foldName(text))
	out = out[:min(len(out), 50)]
	return out, b.auditList(ctx, who, "find", out)
}

func sortFound(list []Listed, text string) {
	rank := func(c Listed) int {
		switch name := foldName(c.Name); {
		case name == text:
			return 0
		case strings.HasPrefix(name, text):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(list, func(a, b Listed) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a.Pinyin+a.ID, b.Pinyin+b.ID)
	})
}

// terms gives the queries for what somebody typed.
func (b *Book) terms(text string) []Query {
	plain := foldName(text)
	if day, err := care.ParseDay(strings.TrimSpace(text)); err == nil {
		return []Query{{Term: "b:" + day.String()}}
	}
	if phone, err := Phone(text); err == nil {
		return []Query{{Term: "t:" + phone}}
	}
	switch {
	case plain == "":
		return nil
	case len(plain) >= 6 && digits(strings.TrimPrefix(plain, "+")) || len(plain) == 18 && digits(plain[:17]):
		return b.numberTerms(plain)
	case len(plain) == 10 && digits(plain[1:]):
		return []Query{{Term: "id:" + b.keys.found(strings.ToUpper(plain))}}
	}
	if strings.ContainsFunc(plain, func(r rune) bool { return r > unicode.MaxLatin1 }) {
		return []Query{{Term: "n:" + plain, Prefix: true}}
	}
	return []Query{{Term: "n:" + plain, Prefix: true}, {Term: "p:" + plain, Prefix: true}, {Term: "i:" + plain, Prefix: true}}
}

func (b *Book) numberTerms(plain string) []Query {
	if len(plain) >= 15 {
		return []Query{{Term: "id:" + b.keys.found(strings.ToUpper(plain))}}
	}
	return []Query{{Term: "t:+86" + plain, Prefix: true}}
}

// childTerms gives what a child's row is found by.
func childTerms(c Child) []string {
	terms := nameTerms(c.Name, Pinyin(c.Name))
	if c.Name == "" {
		terms = nameTerms(c.Shown(), Pinyin(c.Shown()))
	}
	terms = append(terms, "b:"+c.Birth.String())
	for _, phone := range c.phones() {
		terms = append(terms, "t:"+phone)
	}
	if c.lookup != "" {
		terms = append(terms, "id:"+c.lookup)
	}
	return terms
}

// ListQuery asks for a list of children.
type ListQuery struct {
	Area  string   // within the caller's areas; "" for all of them
	DueBy care.Day // only those with something due up to that day, the earliest first
	After string   // Next of the page before
	Limit int      // 1-200, 50 when 0
}

// List gives the active children of the caller's areas: by due day when DueBy
// is set, otherwise in the order of registration. Pages never skip or repeat
// a child while others are added.
func (b *Book) List(ctx context.Context, who Caller, q ListQuery) (Page[Listed], error) {
	var page Page[Listed]
	if !who.Staff() {
		return page, ErrForbidden
	}
	areas := outermost(who.Areas)
	if q.Area != "" {
		if n := len(q.Area); !digits(q.Area) || n != 6 && n != 9 && n != 12 {
			return page, invalid("area", "area.code", "an area code has 6, 9 or 12 digits")
		}
		if !who.Serves(q.Area) {
			return page, ErrNotFound
		}
		areas = []string{q.Area}
	}
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = 50
	}
	after, err := parseCursor(q.After)
	if err != nil {
		return page, err
	}
	rows, err := b.merged(ctx, areas, Query{Kind: "child", State: "active", ByDue: q.DueBy != 0, DueBy: q.DueBy, After: after, Limit: q.Limit})
	if err != nil {
		return page, err
	}
	for _, r := range rows {
		var c Listed
		if err := json.Unmarshal(r.Body, &c); err != nil {
			return page, fmt.Errorf("reading child %s: %w", r.ID, err)
		}
		page.Items = append(page.Items, b.current(c))
	}
	if len(rows) == q.Limit {
		last := rows[len(rows)-1]
		page.Next = last.Due.String() + "/" + last.ID
	}
	return page, b.auditList(ctx, who, "list", page.Items)
}

// merged asks one query in several areas and gives the first rows of all, in order.
func (b *Book) merged(ctx context.Context, areas []string, q Query) ([]Row, error) {
	var all []Row
	for _, area := range areas {
		q.Area = area
		rows, err := b.store.Rows(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", q.Kind, err)
		}
		all = append(all, rows...)
	}
	slices.SortFunc(all, func(x, y Row) int {
		if q.ByDue && x.Due != y.Due {
			return int(x.Due - y.Due)
		}
		return strings.Compare(x.ID, y.ID)
	})
	return all[:min(len(all), q.Limit)], nil
}

func parseCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	due, id, ok := strings.Cut(s, "/")
	var c Cursor
	if !ok || c.Due.UnmarshalText([]byte(due)) != nil {
		return Cursor{}, invalid("after", "after.form", "after is what the page before gave as next")
	}
	c.ID = id
	return c, nil
}

// outermost gives the areas without those inside another of them.
func outermost(areas []string) []string {
	var out []string
	for _, a := range areas {
		inside := false
		for _, o := range areas {
			inside = inside || o != a && strings.HasPrefix(a, o)
		}
		if a != "" && !inside && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// auditList writes down a list of children that was shown, one line for each child.
func (b *Book) auditList(ctx context.Context, who Caller, action string, list []Listed) error {
	lines := make([]AuditLine, len(list))
	for i, c := range list {
		lines[i] = AuditLine{At: b.instant(), By: who.Author(), Action: action, Subject: childSubject(c.ID), Request: who.Request, Address: who.Address}
	}
	return b.auditLines(ctx, lines)
}

// Mine gives a guardian's own children.
func (b *Book) Mine(ctx context.Context, who Caller) ([]Listed, error) {
	if who.Role != Guardian || who.Phone == "" {
		return nil, ErrForbidden
	}
	rows, err := b.store.Rows(ctx, Query{Kind: "child", Term: "t:" + who.Phone, Limit: 50})
	if err != nil {
		return nil, fmt.Errorf("listing a guardian's children: %w", err)
	}
	var out []Listed
	for _, r := range rows {
		var c Listed
		if err := json.Unmarshal(r.Body, &c); err != nil {
			return nil, fmt.Errorf("reading child %s: %w", r.ID, err)
		}
		if c.State == "active" || c.State == "moved" {
			out = append(out, b.current(c))
		}
	}
	return out, b.auditList(ctx, who, "list", out)
}

// unmarshal decodes what the record itself keeps.
func unmarshal(raw []byte, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return errors.Join(errors.New("reading a kept document"), err)
	}
	return nil
}
