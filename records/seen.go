package records

import (
	"context"
	"slices"

	"tongjian/care"
)

// Look is one day on which somebody of a place and role saw or changed a
// child's record, as its guardians may know it: without names or numbers.
type Look struct {
	Day    care.Day `json:"day"`
	Role   Role     `json:"role"`
	Mine   bool     `json:"mine,omitempty" doc:"The reader's own looks"`
	Change bool     `json:"change,omitempty" doc:"Something was written down"`
	Times  int      `json:"times"`
}

// Seen gives who looked at a child, a line for each day and role, newest first.
func (b *Book) Seen(ctx context.Context, who Caller, child string) ([]Look, error) {
	if who.Role != Guardian {
		return nil, ErrForbidden
	}
	lines, err := b.Audit(ctx, who, child)
	if err != nil {
		return nil, err
	}
	var out []Look
	for _, l := range slices.Backward(lines) {
		if l.By.Role == System || l.Action == "refused" || l.Action == "list" || l.Action == "find" {
			continue
		}
		look := Look{Day: care.DayAt(l.At, b.zone), Role: l.By.Role, Mine: l.By.ID == who.ID, Change: l.Action == "change"}
		i := slices.IndexFunc(out, func(o Look) bool { o.Times = 0; return o == look })
		if i < 0 {
			out, i = append(out, look), len(out)
		}
		out[i].Times++
	}
	return out, nil
}
