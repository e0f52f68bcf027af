package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tongjian/care"
)

// Lookalike is a child who may be the one being registered, masked until it is chosen.
type Lookalike struct {
	ID    string   `json:"id,omitempty" doc:"Only when the caller may see this child"`
	Name  string   `json:"name" doc:"First sign and stars"`
	Sex   care.Sex `json:"sex"`
	Birth care.Day `json:"birth"`
	Area  string   `json:"area" doc:"Township"`
	Why   string   `json:"why" enum:"number,person,sibling" doc:"Same number, same person by name and birth day, or a sibling or twin"`
}

// lookFirst looks for the child among those already known, everywhere.
func (b *Book) lookFirst(ctx context.Context, who Caller, id string, n NewChild, identity kept, guardians []GuardianFact) error {
	if who.Role == System {
		return nil
	}
	if identity.Lookup != "" {
		holder, err := b.holderOf(ctx, identity.Lookup)
		if err == nil && holder != id {
			if l, ok, err := b.lookalike(ctx, who, holder, "number"); err != nil || ok {
				if err == nil {
					err = b.auditLines(ctx, []AuditLine{b.shownLine(who, holder, l)})
				}
				return orConflict(err, "number.taken", "another child holds this number", []Lookalike{l})
			}
		} else if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	if strings.TrimSpace(n.NotSame) != "" {
		return b.audit(ctx, who, "not the same", childSubject(id), n.NotSame, "")
	}
	found, err := b.lookalikes(ctx, who, id, identity.Identity, guardians)
	if err != nil || len(found) == 0 {
		return err
	}
	return &Conflict{Code: "child.lookalike", Reason: "this child may be known already", Detail: found}
}

func orConflict(err error, code, reason string, detail any) error {
	if err != nil {
		return err
	}
	return &Conflict{Code: code, Reason: reason, Detail: detail}
}

// lookalikes compares with children of the same sex who share the birth day
// and the name's sound, or a guardian's phone and a birth day within 31 days.
func (b *Book) lookalikes(ctx context.Context, who Caller, self string, i Identity, guardians []GuardianFact) ([]Lookalike, error) {
	near := map[string]string{}
	consider := func(term string, why func(listed) string) error {
		rows, err := b.store.Rows(ctx, Query{Kind: "child", Term: term, Limit: 50})
		if err != nil {
			return fmt.Errorf("looking for the same child: %w", err)
		}
		for _, r := range rows {
			var c listed
			if err := unmarshal(r.Body, &c); err != nil {
				return err
			}
			if w := why(c); w != "" && c.State == "active" && r.ID != self && near[r.ID] == "" {
				near[r.ID] = w
			}
		}
		return nil
	}
	sound := strings.Join(Pinyin(i.Name), "")
	err := consider("b:"+i.Birth.String(), func(c listed) string {
		if c.Sex == i.Sex && sound != "" && strings.Join(Pinyin(c.Name), "") == sound {
			return "person"
		}
		return ""
	})
	for _, g := range guardians {
		if err == nil && g.Phone != "" {
			err = consider("t:"+g.Phone, func(c listed) string { return relatedBy(c, i, sound) })
		}
	}
	if err != nil {
		return nil, err
	}
	var out []Lookalike
	var shown []AuditLine
	for id, why := range near {
		l, ok, err := b.lookalike(ctx, who, id, why)
		if err != nil {
			return nil, err
		}
		if ok && len(out) < 10 {
			out, shown = append(out, l), append(shown, b.shownLine(who, id, l))
		}
	}
	slices.SortFunc(out, func(a, b Lookalike) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return out, b.auditLines(ctx, shown)
}

// shownLine is what the audit keeps of a child who was shown as a lookalike, masked or not.
func (b *Book) shownLine(who Caller, id string, l Lookalike) AuditLine {
	return b.line(who, "lookalike shown", childSubject(id), "", l.Why)
}

// relatedBy tells how a child with the same guardian's phone may be the one
// being registered: other names on one birth day are siblings or twins.
func relatedBy(c listed, i Identity, sound string) string {
	apart := c.Birth - i.Birth
	switch {
	case apart < -31 || apart > 31:
		return ""
	case c.Sex == i.Sex && (c.Name == "" || i.Name == "" || strings.Join(Pinyin(c.Name), "") == sound):
		return "person"
	case apart == 0:
		return "sibling"
	}
	return ""
}

func (b *Book) lookalike(ctx context.Context, who Caller, id, why string) (Lookalike, bool, error) {
	r, err := b.store.Row(ctx, "child", id)
	if errors.Is(err, ErrNotFound) {
		return Lookalike{}, false, nil
	}
	if err != nil {
		return Lookalike{}, false, err
	}
	var c listed
	if err := unmarshal(r.Body, &c); err != nil {
		return Lookalike{}, false, err
	}
	l := Lookalike{Name: masked(c.Name), Sex: c.Sex, Birth: c.Birth, Area: c.Area[:9], Why: why}
	if who.Serves(c.Area) {
		l.ID, l.Name = id, c.Name
	}
	return l, true, nil
}

// masked keeps a name's first sign.
func masked(name string) string {
	r := []rune(name)
	if len(r) == 0 {
		return "*"
	}
	return string(r[0]) + strings.Repeat("*", max(1, len(r)-1))
}
