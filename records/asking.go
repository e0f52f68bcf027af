package records

import (
	"context"
	"fmt"
	"strings"
)

// Ask requests a consult for a child whom the caller may see. An emergency
// needs nothing but the child; every other urgency needs who brought the child
// and consent, or the reason of an exception.
func (b *Book) Ask(ctx context.Context, who Caller, r Request) (Consult, error) {
	if who.Role != Village && who.Role != Township {
		return Consult{}, ErrForbidden
	}
	id, err := cleanID("id", r.ID)
	if err != nil {
		return Consult{}, err
	}
	if _, ok := targets[r.Urgency]; !ok {
		return Consult{}, invalid("urgency", "required", "how urgent is it?")
	}
	h, err := b.allowed(ctx, who, r.Child)
	if err != nil {
		return Consult{}, err
	}
	if err := checkRequest(r); err != nil {
		return Consult{}, err
	}
	body := requested{r, h.child.Area, h.child.Shown(), h.child.Sex, h.child.Birth}
	entry := Entry{ID: NewID(), Kind: stepRequested, Area: who.Clinic, Body: mustJSON(body)}
	return b.step(ctx, who, id, func(c *Consult) ([]Entry, error) {
		if c.Version > 0 {
			if c.AskedBy.ID != who.ID || c.Child != r.Child || c.Urgency != r.Urgency || c.Reason != r.Reason || c.BroughtBy != r.BroughtBy || c.Consent != r.Consent {
				return nil, &Conflict{Code: "consult.clash", Reason: "another consult was asked for with this id"}
			}
			return nil, nil // sent twice
		}
		return []Entry{entry}, nil
	})
}

func checkRequest(r Request) error {
	if r.Urgency == Emergency {
		return nil
	}
	if strings.TrimSpace(r.BroughtBy.Name) == "" && r.BroughtBy.Relation == "" {
		return invalid("broughtBy", "required", "who brought the child?")
	}
	if !r.Consent.Given && (r.Urgency != Urgent || strings.TrimSpace(r.Consent.Exception) == "") {
		return invalid("consent", "consent.needed", "the guardian agrees; only an urgent request may go without, with the reason")
	}
	return nil
}

// step adds to a consult: entries looks at how it stands and says what comes
// next; it is asked again when somebody else was quicker.
func (b *Book) step(ctx context.Context, who Caller, id string, entries func(*Consult) ([]Entry, error)) (Consult, error) {
	var added []Entry
	changes, err := b.commit(ctx, who, consultSubject(id), -1, func(past []Change) ([]Entry, error) {
		c, err := foldConsult(id, past)
		if err != nil {
			return nil, err
		}
		added, err = entries(c)
		return added, err
	})
	if err != nil {
		return Consult{}, err
	}
	c, err := foldConsult(id, changes)
	if err != nil {
		return Consult{}, err
	}
	if err := b.projectConsult(ctx, c); err != nil {
		return *c, err
	}
	return *c, b.auditSteps(ctx, who, c.Child, added)
}

// auditSteps writes what was done to a consult down with its child as well.
func (b *Book) auditSteps(ctx context.Context, who Caller, child string, steps []Entry) error {
	var lines []AuditLine
	for _, s := range steps {
		lines = append(lines, b.line(who, "consult", childSubject(child), "", string(s.Kind)))
	}
	return b.auditLines(ctx, lines)
}

// mine makes a step of staff who serve the consult's child; a consult they may not see is not found.
func (b *Book) mine(ctx context.Context, who Caller, id string, entries func(*Consult) ([]Entry, error)) (Consult, error) {
	return b.step(ctx, who, id, func(c *Consult) ([]Entry, error) {
		if err := b.mayConsult(ctx, who, c); err != nil {
			return nil, err
		}
		return entries(c)
	})
}

func (b *Book) mayConsult(ctx context.Context, who Caller, c *Consult) error {
	if c.Version == 0 || !who.Staff() {
		return ErrNotFound
	}
	if who.Role == System || who.Serves(c.Area) || c.AskedBy.ID == who.ID {
		return nil
	}
	ok, err := b.opened(ctx, who, c.Child)
	if err == nil && !ok {
		return ErrNotFound
	}
	return err
}

func one(kind Kind, body any) []Entry {
	return []Entry{{ID: NewID(), Kind: kind, Body: mustJSON(body)}}
}

// Accept claims a request. Exactly one caller gets it; the others are told who did.
func (b *Book) Accept(ctx context.Context, who Caller, id string) (Consult, error) {
	if who.Role != Paediatrician && who.Role != Township {
		return Consult{}, ErrForbidden
	}
	return b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		switch {
		case c.AskedBy.ID == who.ID:
			return nil, ErrForbidden // who asks does not answer
		case c.State == Requested:
			return one(stepAccepted, nil), nil
		case c.TakenBy != nil && c.TakenBy.ID == who.ID && c.open():
			return nil, nil
		case c.TakenBy != nil:
			return nil, &Conflict{Code: "consult.taken", Reason: "somebody else has taken it", Detail: c.TakenBy}
		}
		return nil, stateConflict(c)
	})
}

func stateConflict(c *Consult) error {
	return &Conflict{Code: "consult.state", Reason: "the consult is no longer open for this", Detail: c.State}
}

// Return gives an accepted request back to the queue, at its old place.
func (b *Book) Return(ctx context.Context, who Caller, id, why string) (Consult, error) {
	return b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		if c.TakenBy == nil || c.TakenBy.ID != who.ID || c.Note != nil || c.State != Accepted && c.State != InCall {
			return nil, stateConflict(c)
		}
		return one(stepReturned, why), nil
	})
}

// fromClinicOf tells whether the caller asked for the consult, or works where it was asked for.
func (c *Consult) fromClinicOf(who Caller) bool {
	return c.AskedBy.ID == who.ID || who.Clinic != "" && c.Clinic == who.Clinic
}

// Cancel ends a request that is not needed any more; who asked may, with a reason.
func (b *Book) Cancel(ctx context.Context, who Caller, id, why string) (Consult, error) {
	if strings.TrimSpace(why) == "" {
		return Consult{}, invalid("why", "required", "say why it is not needed any more")
	}
	return b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		switch {
		case !c.fromClinicOf(who):
			return nil, ErrForbidden
		case c.State == Cancelled && c.Cancelled == why:
			return nil, nil // sent twice
		case !c.open() || c.Note != nil:
			return nil, stateConflict(c)
		}
		return one(stepCancelled, why), nil
	})
}

// End ends the call; the room is closed by who listens to the event.
func (b *Book) End(ctx context.Context, who Caller, id string) (Consult, error) {
	return b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		switch {
		case !c.fromClinicOf(who) && (c.TakenBy == nil || c.TakenBy.ID != who.ID):
			return nil, ErrForbidden
		case !c.Ended.IsZero():
			return nil, nil // sent twice, or by both sides
		case c.State != Accepted && c.State != InCall:
			return nil, stateConflict(c)
		}
		return one(stepEnded, nil), nil
	})
}

// Consult gives one consult as it stands.
func (b *Book) Consult(ctx context.Context, who Caller, id string) (Consult, error) {
	changes, err := b.store.Changes(ctx, consultSubject(id), 0)
	if err != nil {
		return Consult{}, fmt.Errorf("reading consult %s: %w", id, err)
	}
	c, err := foldConsult(id, changes)
	if err != nil {
		return Consult{}, err
	}
	if err := b.mayConsult(ctx, who, c); err != nil {
		return Consult{}, err
	}
	return *c, b.audit(ctx, who, "view", childSubject(c.Child), "", "consult")
}

// projectConsult writes the consult's row and tells who listens.
func (b *Book) projectConsult(ctx context.Context, c *Consult) error {
	state := "open"
	if c.State == Closed || c.State == Cancelled {
		state = "done"
	}
	terms := []string{"child:" + c.Child, "clinic:" + c.Clinic}
	if c.pending() {
		terms = append(terms, "pending")
	}
	err := b.store.Project(ctx, Row{Kind: "consult", ID: c.ID, Version: c.Version, Area: c.Area, State: state, Terms: terms, Body: mustJSON(c)})
	if err != nil {
		return fmt.Errorf("listing consult %s: %w", c.ID, err)
	}
	b.hub.tell(Event{Kind: "consult", ID: c.ID, Area: c.Area, Clinic: c.Clinic, Ring: c.State == Requested && c.Version == 1})
	return nil
}
