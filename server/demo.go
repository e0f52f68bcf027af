package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"tongjian/records"
)

// The made-up county. Area codes that begin with 339999 do not exist.
const (
	demoCounty   = "339999"
	demoPassword = "made-up-county-1"
	demoSeed     = 339999
)

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

func (h *house) seed(ctx context.Context, out io.Writer) error {
	begun := time.Now()
	if err := h.seedStaff(ctx); err != nil {
		return err
	}
	if err := h.seedAreas(ctx, demoTownships()); err != nil {
		return err
	}
	children := makeChildren(h.book.Today())
	if err := h.seedChildren(ctx, children, out); err != nil {
		return err
	}
	if err := h.seedConsults(ctx, children); err != nil {
		return err
	}
	if err := h.seedAreas(ctx, []records.Area{demoCountyArea()}); err != nil { // last: the mark that all is there
		return err
	}
	fmt.Fprintf(out, "\rA made-up county stands: 3 townships, 12 villages, %d children (%.1f s)\n", len(children), time.Since(begun).Seconds())
	return nil
}

var system = records.Caller{Role: records.System, Name: "demo"}

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
			return err
		}
		s.Person, s.Name, s.Role, s.Phone = person.ID, person.Name, person.Role, person.Phone
		if _, err := h.book.SetShift(ctx, system, s); err != nil {
			return err
		}
	}
	return nil
}

// demoChild is a made-up child with everything that was written down of it.
type demoChild struct {
	records.NewChild
	facts []records.NewEntry
}

// seedChildren writes the children, several at once: the store joins their commits.
func (h *house) seedChildren(ctx context.Context, children []demoChild, out io.Writer) error {
	work := make(chan demoChild)
	failed := make(chan error, 16)
	var done atomic.Int32
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for c := range work {
				if err := h.seedChild(ctx, c); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
				if n := done.Add(1); n%50 == 0 {
					fmt.Fprintf(out, "\rMaking a made-up county: %d of %d children", n, len(children))
				}
			}
		})
	}
	for _, c := range children {
		work <- c
	}
	close(work)
	wg.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return ctx.Err()
	}
}

func (h *house) seedChild(ctx context.Context, c demoChild) error {
	if _, err := h.book.Register(ctx, system, c.NewChild); err != nil {
		return fmt.Errorf("registering %s: %w", c.ID, err)
	}
	who, err := h.callerOf(ctx, "v"+c.Area[8:9]+c.Area[9:])
	if err != nil {
		return err
	}
	if err := h.book.Add(ctx, who, c.ID, c.facts); err != nil {
		return fmt.Errorf("writing facts of %s: %w", c.ID, err)
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

// seedConsults makes some consults that are done, and one that waits.
func (h *house) seedConsults(ctx context.Context, children []demoChild) error {
	doctor, err := h.callerOf(ctx, "p1")
	if err != nil {
		return err
	}
	ids := newIDs(demoSeed + 7)
	for i, talk := range demoTalks {
		c := children[i*97+11]
		village, err := h.callerOf(ctx, "v"+c.Area[8:9]+c.Area[9:])
		if err != nil {
			return err
		}
		request := records.Request{ID: ids(), Child: c.ID, Urgency: talk.urgency, Reason: talk.reason,
			BroughtBy: records.Brought{Relation: c.Guardians[0].Relation, Name: c.Guardians[0].Name}, Consent: records.Consent{Given: true, How: "spoken"}}
		if _, err := h.book.Ask(ctx, village, request); err != nil {
			return err
		}
		if err := h.seedTalk(ctx, request.ID, talk, village, doctor, ids); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) seedTalk(ctx context.Context, consult string, talk demoTalk, village, doctor records.Caller, ids func() string) error {
	if talk.advice == "" {
		return nil // waits in the queue
	}
	note := records.Note{ID: ids(), Findings: talk.findings, Assessment: talk.assessment, Advice: talk.advice, WatchFor: talk.watch,
		FollowUp: h.book.Today().AddDays(talk.followUp), FollowUpBy: village.Name, Referral: "none", Line: "good"}
	half := records.Aftercare{ID: ids(), Accepted: true, Done: "按建议处理", Told: "危险信号和复诊时间", ToldBack: true, FollowedBy: village.Name}
	_, err := h.book.Accept(ctx, doctor, consult)
	if err == nil {
		_, err = h.book.End(ctx, doctor, consult)
	}
	if err == nil {
		_, err = h.book.Sign(ctx, doctor, consult, note)
	}
	if err == nil {
		_, err = h.book.CloseConsult(ctx, village, consult, half)
	}
	if errors.Is(err, records.ErrConflict) {
		return nil // made before
	}
	return err
}

// printDemo says who can sign in, a line each: role, login, password, area.
func (h *house) printDemo(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "\nSign-ins of the made-up county (role, login, password, area):\n")
	for _, p := range demoStaff() {
		if p.Login == "v1201" || p.Login == "v2201" || p.Role != records.Village {
			fmt.Fprintf(out, "  %-14s %-8s %s  %s\n", p.Role, p.Login, demoPassword, p.Areas[0])
		}
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

// newIDs gives ids that are the same in every run.
func newIDs(seed uint64) func() string {
	r := rand.New(rand.NewPCG(seed, seed))
	n := uint64(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
	return func() string {
		var id ulid.ULID
		n++
		if err := id.SetTime(n); err != nil {
			panic(err) // the time above fits
		}
		var entropy [10]byte
		for i := range entropy {
			entropy[i] = byte(r.Uint32())
		}
		if err := id.SetEntropy(entropy[:]); err != nil {
			panic(err) // ten bytes
		}
		return id.String()
	}
}
