package records_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"tongjian/records"
)

// taken is a consult that the doctor took.
func (d *desk) taken(t *testing.T) (records.Consult, records.Child) {
	t.Helper()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	c := d.ask(t, child.ID, records.Urgent)
	if _, err := d.Accept(context.Background(), d.doctor, c.ID); err != nil {
		t.Fatal(err)
	}
	return c, child
}

func TestWhoSits(t *testing.T) {
	d, ctx := open(t), context.Background()
	c, child := d.taken(t)
	township := func(id, area string) records.Caller {
		return records.Caller{ID: id, Role: records.Township, Areas: []string{area}, Clinic: area}
	}
	colleague := d.village
	colleague.ID = "v9"
	for _, x := range []struct {
		name string
		who  records.Caller
		want error
	}{
		{"who asked", d.village, nil}, {"a colleague of theirs", colleague, nil}, {"who took it", d.doctor, nil},
		{"another paediatrician", d.second, records.ErrForbidden}, {"the manager", d.manager, records.ErrForbidden},
		{"the child's township", township("t1", "339999101"), nil}, {"another township", township("t2", "339999102"), records.ErrNotFound},
		{"another village", d.other, records.ErrNotFound},
	} {
		if _, err := d.Seat(ctx, x.who, c.ID, ""); !errors.Is(err, x.want) {
			t.Errorf("a seat for %s: %v, want %v", x.name, err, x.want)
		}
		if _, err := d.SeatStill(ctx, x.who, c.ID, x.who.ID); !errors.Is(err, x.want) {
			t.Errorf("a seat still for %s: %v, want %v", x.name, err, x.want)
		}
	}
	inv, secret, err := d.Invite(ctx, d.village, c.ID, child.Guardians[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	seat, err := d.Seat(ctx, d.mother, c.ID, secret)
	if err != nil || seat.Person != inv.ID {
		t.Fatalf("the mother's seat is %q (%v), want the invitation's", seat.Person, err)
	}
	if _, err := d.SeatStill(ctx, d.mother, c.ID, seat.Person); err != nil {
		t.Errorf("the mother's seat a moment later: %v, want it still hers", err)
	}
	if _, err := d.SeatStill(ctx, d.mother, c.ID, "v1"); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("another's seat for the mother: %v, want not found", err)
	}
}

func TestOneLiveInvitationAGuardian(t *testing.T) {
	d, ctx := open(t), context.Background()
	c, child := d.taken(t)
	var secrets []string
	for range 5 {
		_, secret, err := d.Invite(ctx, d.village, c.ID, child.Guardians[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, secret)
		d.now = d.now.Add(time.Minute)
	}
	for i, secret := range secrets {
		_, err := d.Seat(ctx, d.mother, c.ID, secret)
		if newest := i == len(secrets)-1; newest != (err == nil) {
			t.Errorf("link %d of %d: %v, want the newest alone to be good", i+1, len(secrets), err)
		}
	}
	_, _, err := d.Invite(ctx, d.village, c.ID, child.Guardians[0].ID)
	var many *records.TooMany
	if !errors.As(err, &many) || many.After != 55*time.Minute {
		t.Errorf("the sixth link within the hour: %v, want too many for 55 minutes", err)
	}
	d.now = d.now.Add(55 * time.Minute)
	if _, _, err := d.Invite(ctx, d.village, c.ID, child.Guardians[0].ID); err != nil {
		t.Errorf("an hour after the first: %v, want it sent", err)
	}
}

func TestChatLinesOfOneIDAreKept(t *testing.T) {
	d, ctx := open(t), context.Background()
	c, _ := d.taken(t)
	for range 2 {
		for _, x := range []struct {
			who  records.Caller
			text string
		}{{d.village, "he coughs"}, {d.doctor, "since when?"}, {d.village, "since Monday"}} {
			if err := d.Say(ctx, x.who, c.ID, "line-1", x.text); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := d.Consult(ctx, d.doctor, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, s := range got.Chat {
		texts = append(texts, s.Text)
	}
	if want := []string{"he coughs", "since when?", "since Monday"}; !slices.Equal(texts, want) || got.Chat[0].ID == got.Chat[1].ID {
		t.Errorf("the chat is %+v, want %q, each under its own id", got.Chat, want)
	}
}
