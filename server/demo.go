package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"tongjian/records"
)

const (
	demoPassword = "made-up-county-1"
	demoSeed     = 339999
	demoWriters  = 16 // children written at once: the store joins their commits
)

var system = records.Caller{Role: records.System, Name: "demo"}

// demo fills an empty store with a made-up county and prints who can sign in.
// A store that holds the county already is left as it is; one that was cut off
// while being filled is filled to the end, because every id is the same again.
func (h *house) demo(ctx context.Context, out io.Writer) error {
	_, err := h.book.Area(ctx, demoCounty)
	if errors.Is(err, records.ErrNotFound) {
		err = h.seed(ctx, out)
	}
	if err != nil {
		return fmt.Errorf("making the made-up county: %w", err)
	}
	return h.printDemo(ctx, out)
}

// seed writes the county. The county's own area comes last: it is the mark
// that everything is there.
func (h *house) seed(ctx context.Context, out io.Writer) error {
	begun := time.Now()
	if err := h.seedStaff(ctx); err != nil {
		return err
	}
	if err := h.seedAreas(ctx, demoAreas()); err != nil {
		return err
	}
	children := makeChildren(h.book.Today())
	if err := h.seedChildren(ctx, children, out); err != nil {
		return err
	}
	if err := h.seedConsults(ctx, children); err != nil {
		return err
	}
	if err := h.seedAreas(ctx, []records.Area{demoCountyArea()}); err != nil {
		return err
	}
	fmt.Fprintf(out, "A made-up county stands: %d townships, %d villages, %d children (%.1f s)\n",
		len(townships), len(townships)*villagesEach, len(children), time.Since(begun).Seconds())
	return nil
}

func (h *house) seedAreas(ctx context.Context, areas []records.Area) error {
	for _, a := range areas {
		if _, err := h.book.AddArea(ctx, system, a); err != nil && !errors.Is(err, records.ErrConflict) {
			return err
		}
	}
	return nil
}

func (h *house) seedStaff(ctx context.Context) error {
	for _, p := range demoStaff() {
		if _, err := h.gate.AddPerson(ctx, p, demoPassword); err != nil && !errors.Is(err, records.ErrConflict) {
			return fmt.Errorf("adding %s: %w", p.Login, err)
		}
	}
	for _, s := range demoShifts() {
		person, err := h.gate.PersonByLogin(ctx, s.Person)
		if err != nil {
			return fmt.Errorf("looking for %s: %w", s.Person, err)
		}
		s.Person, s.Name, s.Role, s.Phone = person.ID, person.Name, person.Role, person.Phone
		if _, err := h.book.SetShift(ctx, system, s); err != nil {
			return err
		}
	}
	return nil
}

// seedChildren writes the children, several at once. The first error ends it.
func (h *house) seedChildren(ctx context.Context, children []demoChild, out io.Writer) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	show := progress(out, len(children))
	work := make(chan demoChild)
	var writers sync.WaitGroup
	for range demoWriters {
		writers.Go(func() {
			for c := range work {
				if ctx.Err() == nil {
					if err := h.seedChild(ctx, c); err != nil {
						stop(err)
					}
					show()
				}
			}
		})
	}
	for _, c := range children {
		work <- c
	}
	close(work)
	writers.Wait()
	return context.Cause(ctx)
}

// seedChild writes one child: what the village wrote down, then the township.
func (h *house) seedChild(ctx context.Context, c demoChild) error {
	if _, err := h.book.Register(ctx, system, c.NewChild); errors.Is(err, records.ErrConflict) {
		return nil // made on another day, before the filling was cut off
	} else if err != nil {
		return fmt.Errorf("registering %s: %w", c.ID, err)
	}
	if err := h.seedFacts(ctx, villageDoctor(c.Area), c.ID, c.village); err != nil {
		return err
	}
	return h.seedFacts(ctx, townshipDoctor(c.Area), c.ID, c.township)
}

func (h *house) seedFacts(ctx context.Context, login, child string, facts []records.NewEntry) error {
	if len(facts) == 0 {
		return nil
	}
	who, err := h.callerOf(ctx, login)
	if err != nil {
		return err
	}
	if err := h.book.Add(ctx, who, child, facts); err != nil {
		return fmt.Errorf("writing facts of %s: %w", child, err)
	}
	return nil
}

// callerOf is a person of the staff as the gate would name them.
func (h *house) callerOf(ctx context.Context, login string) (records.Caller, error) {
	p, err := h.gate.PersonByLogin(ctx, login)
	if err != nil {
		return records.Caller{}, fmt.Errorf("looking for %s: %w", login, err)
	}
	return records.Caller{ID: p.ID, Name: p.Name, Role: p.Role, Areas: p.Areas, Clinic: p.Clinic}, nil
}

// progress gives what is called after each child: on a terminal it draws a line
// that counts, elsewhere it says nothing.
func progress(out io.Writer, all int) func() {
	if f, ok := out.(*os.File); !ok || !terminal(f) {
		return func() {}
	}
	var mu sync.Mutex // guards done
	done := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		if done++; done%10 == 0 || done == all {
			fmt.Fprintf(out, "\rMaking a made-up county: %d of %d children", done, all)
		}
		if done == all {
			fmt.Fprintln(out)
		}
	}
}

func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// printDemo says who can sign in, a line each: role, login, password, area.
func (h *house) printDemo(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "\nSign-ins of the made-up county (role, login, password, area):\n")
	names := map[string]string{}
	for _, a := range append(demoAreas(), demoCountyArea()) {
		names[a.Code] = a.NameEn + " " + a.Name
	}
	for _, p := range demoStaff() {
		if p.Role == records.Village && p.Areas[0][9:] != "201" {
			continue // one village doctor of each township is enough to try
		}
		fmt.Fprintf(out, "  %-14s %-6s %s  %s %s\n", p.Role, p.Login, demoPassword, p.Areas[0], names[p.Areas[0]])
	}
	phone, err := records.Phone(demoPhone(0))
	if err != nil {
		return err
	}
	slip, err := h.gate.IssueSlip(ctx, phone)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "A parent's phone: %s; the slip's code at the first sign-in: %s\n", demoPhone(0), slip)
	fmt.Fprintf(out, "Messages to phones are written to %s/outbox.ndjson\n\n", h.config.DataDir)
	return nil
}
