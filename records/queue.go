package records

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Queue gives the consults of the caller's areas that are not done: those
// waiting by priority and time of asking, then those under way and to be closed.
func (b *Book) Queue(ctx context.Context, who Caller) ([]Consult, error) {
	if !who.Staff() {
		return nil, ErrForbidden
	}
	var out []Consult
	seen := map[string]bool{}
	queries := []Query{{Kind: "consult", State: "open", Term: "clinic:" + who.Clinic}}
	for _, area := range outermost(who.Areas) {
		queries = append(queries, Query{Kind: "consult", State: "open", Area: area})
	}
	for _, q := range queries {
		err := b.eachRow(ctx, q, func(r Row) error {
			var c Consult
			if err := json.Unmarshal(r.Body, &c); err != nil {
				return fmt.Errorf("reading consult %s: %w", r.ID, err)
			}
			if !seen[c.ID] {
				seen[c.ID] = true
				out = append(out, c)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b Consult) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		if a.Priority != b.Priority {
			return strings.Compare(a.Priority, b.Priority)
		}
		return a.Asked.Compare(b.Asked)
	})
	lines := make([]AuditLine, len(out))
	for i, c := range out {
		lines[i] = b.line(who, "list", childSubject(c.Child), "", "consults")
	}
	return out, b.auditLines(ctx, lines)
}

func rank(c Consult) int {
	return slices.Index([]ConsultState{Requested, InCall, Accepted, Ended, Signed}, c.State)
}

// consultsOf gives a child's consults, the newest first.
func (b *Book) consultsOf(ctx context.Context, child string) ([]Consult, error) {
	out := []Consult{}
	err := b.eachRow(ctx, Query{Kind: "consult", Term: "child:" + child}, func(r Row) error {
		var c Consult
		err := unmarshal(r.Body, &c)
		out = append(out, c)
		return err
	})
	slices.SortFunc(out, func(a, b Consult) int { return b.Asked.Compare(a.Asked) })
	return out, err
}
