package records_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/records"
	"tongjian/records/sqlite"
)

// desk is a made-up county on the embedded store: two villages in two townships.
type desk struct {
	*records.Book
	store   records.Store
	keys    *records.Keys
	now     time.Time
	village records.Caller // 339999101201
	other   records.Caller // 339999102201
	doctor  records.Caller // county
	second  records.Caller // county
	manager records.Caller
	mother  records.Caller
}

func open(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	store, err := sqlite.Open(context.Background(), filepath.Join(dir, "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := records.LoadKeys(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{store: store, keys: keys, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	d.Book, err = records.Open(context.Background(), store, keys, records.Options{Now: func() time.Time { return d.now }, Node: "n1", Head: filepath.Join(dir, "head")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(); store.Close() })
	staff := func(id string, role records.Role, area string) records.Caller {
		return records.Caller{ID: id, Name: "Dr " + id, Role: role, Areas: []string{area}, Clinic: area}
	}
	d.village = staff("v1", records.Village, "339999101201")
	d.other = staff("v2", records.Village, "339999102201")
	d.doctor = staff("p1", records.Paediatrician, "339999")
	d.second = staff("p2", records.Paediatrician, "339999")
	d.manager = staff("m1", records.Manager, "339999")
	d.mother = records.Caller{ID: "+8613800000001", Role: records.Guardian, Phone: "+8613800000001"}
	return d
}

func newChild(name, birth string) records.NewChild {
	return records.NewChild{ID: records.NewID(),
		Identity:  records.Identity{Name: name, Sex: care.Female, Birth: care.MustDay(birth), Area: "339999101201"},
		Guardians: []records.NewGuardian{{Name: "李梅", Relation: "mother", Phone: "138 0000 0001"}}}
}

func (d *desk) register(t *testing.T, n records.NewChild) records.Child {
	t.Helper()
	c, err := d.Register(context.Background(), d.village, n)
	if err != nil {
		t.Fatalf("registering %s: %v", n.Name, err)
	}
	return c
}

func weight(id, day string, kg float64) records.NewEntry {
	return records.NewEntry{ID: id, Kind: records.KindMeasurement, Day: care.MustDay(day), Body: json.RawMessage(fmt.Sprintf(`{"weightKg":%g}`, kg))}
}

func codeOf(err error) string {
	var bad *records.Invalid
	var clash *records.Conflict
	switch {
	case errors.As(err, &bad):
		return bad.Code
	case errors.As(err, &clash):
		return clash.Code
	}
	return fmt.Sprint(err)
}

func TestRegistrationRefusesWhatCannotBe(t *testing.T) {
	d := open(t)
	for code, change := range map[string]func(*records.NewChild){
		"birth.future":     func(n *records.NewChild) { n.Birth = care.MustDay("2026-12-01") },
		"required":         func(n *records.NewChild) { n.Name = " " },
		"area.foreign":     func(n *records.NewChild) { n.Area = "339999102201" },
		"value.impossible": func(n *records.NewChild) { n.BirthWeightG = 90 },
		"phone.length":     func(n *records.NewChild) { n.Guardians[0].Phone = "1380000000" },
		"number.form":      func(n *records.NewChild) { n.Number = "339999202501150000" },
		"id.form":          func(n *records.NewChild) { n.ID = "1" },
	} {
		n := newChild("王小明", "2025-06-01")
		change(&n)
		if _, err := d.Register(context.Background(), d.village, n); codeOf(err) != code {
			t.Errorf("Register = %v, want the code %s", err, code)
		}
	}
}

func TestSentTwiceIsOnce(t *testing.T) {
	d, ctx := open(t), context.Background()
	n := newChild("王小明", "2025-06-01")
	first := d.register(t, n)
	if again := d.register(t, n); again.Version != first.Version {
		t.Errorf("the same registration made version %d, want %d", again.Version, first.Version)
	}
	n.Name = "王小红"
	if _, err := d.Register(ctx, d.village, n); codeOf(err) != "child.clash" {
		t.Errorf("another child with this id: %v, want child.clash", err)
	}
	e := weight(records.NewID(), "2026-03-01", 8.1)
	for range 3 {
		if err := d.Add(ctx, d.village, n.ID, []records.NewEntry{e}); err != nil {
			t.Fatal(err)
		}
	}
	other := e
	other.Body = json.RawMessage(`{"weightKg":8.2}`)
	for range 2 {
		if err := d.Add(ctx, d.village, n.ID, []records.NewEntry{other}); codeOf(err) != "entry.clash" {
			t.Errorf("the same id with other content: %v, want entry.clash", err)
		}
	}
	chart, err := d.Chart(ctx, d.village, n.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(chart.Measurements) != 1 || len(chart.Clashes) != 1 {
		t.Errorf("%d measurements stand and %d wait to be settled, want 1 and 1", len(chart.Measurements), len(chart.Clashes))
	}
}

func TestFactsThatCannotBe(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	for _, x := range []struct{ kind, day, body, code string }{
		{"measurement", "2026-03-01", `{"weightKg":0}`, "value.zero"},
		{"measurement", "2026-03-01", `{}`, "measurement.empty"},
		{"measurement", "2026-03-01", `{"lengthCm":70}`, "required"},
		{"measurement", "2026-03-03", `{"weightKg":8}`, "day.future"},
		{"measurement", "2025-05-31", `{"weightKg":3}`, "day.beforeBirth"},
		{"measurement", "2026-03-01", `{"weight":8}`, "body.form"},
		{"dose", "2025-05-31", `{"vaccine":"HepB","source":"book"}`, "day.beforeBirth"},
		{"dose", "2026-03-01", `{"vaccine":"HepB","source":"here"}`, "required"},
		{"dose", "2026-03-01", `{"vaccine":"Nonsense","source":"book"}`, "vaccine.unknown"},
		{"note", "2026-03-01", `{}`, "kind.unknown"},
	} {
		e := records.NewEntry{ID: records.NewID(), Kind: records.Kind(x.kind), Day: care.MustDay(x.day), Body: json.RawMessage(x.body)}
		good := weight(records.NewID(), "2026-02-01", 8)
		if err := d.Add(ctx, d.village, c.ID, []records.NewEntry{good, e}); codeOf(err) != x.code {
			t.Errorf("adding %s %s: %v, want %s", x.kind, x.body, err, x.code)
		}
	}
	birthDay := records.NewEntry{ID: records.NewID(), Kind: records.KindDose, Day: c.Birth, Body: json.RawMessage(`{"vaccine":"HepB","source":"book"}`)}
	if err := d.Add(ctx, d.village, c.ID, []records.NewEntry{birthDay}); err != nil {
		t.Errorf("the dose of the birth day: %v, want it kept", err)
	}
	chart, err := d.Chart(ctx, d.village, c.ID)
	if err != nil || len(chart.Measurements) != 0 {
		t.Errorf("a refused batch left %d measurements behind (%v), want none", len(chart.Measurements), err)
	}
}

// Whoever may not see a child gets the same answer everywhere, and leaves a line.
func TestOtherAreasFindNothing(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	stranger := records.Caller{ID: "+8613800000009", Role: records.Guardian, Phone: "+8613800000009"}
	for _, who := range []records.Caller{d.other, stranger, {}} {
		_, chart := d.Chart(ctx, who, c.ID)
		_, child := d.Child(ctx, who, c.ID, "")
		_, number := d.Number(ctx, who, c.ID, "to see")
		for what, err := range map[string]error{"chart": chart, "child": child, "number": number} {
			if !errors.Is(err, records.ErrNotFound) {
				t.Errorf("%s of a foreign child to %q: %v, want not found", what, who.ID, err)
			}
		}
	}
	if err := d.Add(ctx, d.other, c.ID, []records.NewEntry{weight(records.NewID(), "2026-03-01", 8)}); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("adding to a foreign child: %v, want not found", err)
	}
	if _, err := d.Ask(ctx, d.other, records.Request{ID: records.NewID(), Child: c.ID, Urgency: records.Emergency}); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("a consult for a foreign child: %v, want not found", err)
	}
	if found, err := d.Find(ctx, d.other, "王小明"); err != nil || len(found) != 0 {
		t.Errorf("the other village found %d children (%v), want none", len(found), err)
	}
	if page, err := d.List(ctx, d.other, records.ListQuery{}); err != nil || len(page.Items) != 0 {
		t.Errorf("the other village lists %d children (%v), want none", len(page.Items), err)
	}
	if _, err := d.List(ctx, d.other, records.ListQuery{Area: "339999101201"}); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("listing a foreign area: %v, want not found", err)
	}
	lines, err := d.Audit(ctx, d.manager, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, l := range lines {
		if l.Action == "refused" {
			refused++
		}
	}
	if refused < 8 {
		t.Errorf("%d refused looks are written down, want each", refused)
	}
	if mine, err := d.Mine(ctx, d.mother); err != nil || len(mine) != 1 {
		t.Errorf("the mother sees %d children (%v), want hers", len(mine), err)
	}
}

func TestFound(t *testing.T) {
	d, ctx := open(t), context.Background()
	n := newChild("王𠮷·木沙", "2025-01-15")
	n.Number = "33999920250115002X"
	for sign := range "0123456789X" { // find the sign that fits
		n.Number = "33999920250115002" + "0123456789X"[sign:sign+1]
		if _, err := d.Register(ctx, d.village, n); codeOf(err) != "number.form" {
			break
		}
	}
	for _, text := range []string{"王𠮷", " 王 𠮷 ", "𠮷", "王𠮷.木沙", "王𠮷•木沙", "木沙", "musha", "wang", "2025-01-15", "13800000001", "+86 138-0000-0001", "138000", n.Number, strings.ToLower(n.Number)} {
		found, err := d.Find(ctx, d.village, text)
		if err != nil || len(found) != 1 {
			t.Errorf("Find(%q) = %d children (%v), want 1", text, len(found), err)
		}
	}
	for _, text := range []string{"", "李", "1970-01-01", "13900000000", "%", "王_"} {
		if found, err := d.Find(ctx, d.village, text); err != nil || len(found) != 0 {
			t.Errorf("Find(%q) = %d children (%v), want none", text, len(found), err)
		}
	}
	row, err := d.store.Row(ctx, "child", n.ID)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := d.store.Changes(ctx, "child/"+n.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := json.Marshal(changes)
	if strings.Contains(string(row.Body)+string(kept)+strings.Join(row.Terms, " "), n.Number[:17]) {
		t.Error("the ID number stands in the store in the clear")
	}
	if number, err := d.Number(ctx, d.village, n.ID, "form for the county"); err != nil || number != n.Number {
		t.Errorf("Number = %q (%v), want %q", number, err, n.Number)
	}
}

func TestLookalikes(t *testing.T) {
	d, ctx := open(t), context.Background()
	d.register(t, newChild("陈 安", "2025-03-02"))
	for _, c := range []struct {
		name, birth, phone, why string
	}{
		{"陈安", "2025-03-02", "13800000001", "person"},
		{"陈安", "2025-03-20", "13800000001", "person"},
		{"陈安", "2025-03-02", "13800000002", "person"},
		{"陈平", "2025-03-02", "13800000001", "sibling"},
		{"陈安", "2021-02-02", "13800000002", ""},
		{"李二", "2025-03-02", "13800000002", ""},
	} {
		n := newChild(c.name, c.birth)
		n.Guardians[0].Phone = c.phone
		_, err := d.Register(ctx, d.village, n)
		var clash *records.Conflict
		errors.As(err, &clash)
		switch {
		case c.why == "" && err != nil:
			t.Errorf("registering %s %s: %v, want no question", c.name, c.birth, err)
		case c.why != "" && (clash == nil || clash.Detail.([]records.Lookalike)[0].Why != c.why):
			t.Errorf("registering %s %s: %v, want the question %s", c.name, c.birth, err, c.why)
		}
	}
	n := newChild("陈安", "2025-03-02")
	n.Area = "339999102201"
	_, err := d.Register(ctx, d.other, n)
	var clash *records.Conflict
	if !errors.As(err, &clash) {
		t.Fatalf("registering in the other village: %v, want a question", err)
	}
	if l := clash.Detail.([]records.Lookalike)[0]; l.ID != "" || l.Name != "陈*" {
		t.Errorf("the other village is shown %q %q, want it masked", l.ID, l.Name)
	}
	n.NotSame = "another family"
	if _, err := d.Register(ctx, d.other, n); err != nil {
		t.Errorf("with a reason: %v, want it registered", err)
	}
}

func TestOpenElsewhere(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	ask := records.Elsewhere{Name: "王小明", Birth: c.Birth, Phone: "13800000001", Reason: "ill while visiting"}
	near := ask
	near.Birth++
	if _, err := d.OpenElsewhere(ctx, d.other, near); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("a wrong birth day: %v, want not found", err)
	}
	if _, err := d.OpenElsewhere(ctx, d.other, ask); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Chart(ctx, d.other, c.ID); err != nil {
		t.Errorf("the opened record: %v, want it", err)
	}
	reported, err := d.Openings(ctx, d.manager)
	if err != nil || len(reported) != 1 || reported[0].Reason != ask.Reason {
		t.Errorf("the county is told %v (%v), want one opening", reported, err)
	}
	d.now = d.now.Add(24*time.Hour + time.Second)
	if _, err := d.Chart(ctx, d.other, c.ID); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("after 24 hours: %v, want not found", err)
	}
}

func TestManyWritersLoseNothing(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if err := d.Add(ctx, d.village, c.ID, []records.NewEntry{weight(records.NewID(), "2026-03-01", 8+float64(i)/100)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	chart, err := d.Chart(ctx, d.village, c.ID)
	if err != nil || len(chart.Measurements) != 50 || chart.Child.Version != 51 {
		t.Errorf("%d measurements in version %d (%v), want 50 in 51", len(chart.Measurements), chart.Child.Version, err)
	}
}

func TestEditStatesTheVersionSeen(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	edit := records.IdentityEdit{Version: c.Version, Identity: c.Identity}
	edit.BirthWeightG = 3100
	var won, lost int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, err := d.EditIdentity(ctx, d.village, c.ID, edit)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if errors.Is(err, records.ErrConflict) {
				lost++
			} else {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 || lost != 19 {
		t.Errorf("%d editors won and %d lost, want 1 and 19", won, lost)
	}
}

func (d *desk) ask(t *testing.T, child string, u records.Urgency) records.Consult {
	t.Helper()
	c, err := d.Ask(context.Background(), d.village, records.Request{ID: records.NewID(), Child: child, Urgency: u,
		BroughtBy: records.Brought{Relation: "mother"}, Consent: records.Consent{Given: true, How: "spoken"}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestConsultIsTakenByOne(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	c := d.ask(t, child.ID, records.Urgent)
	var wg sync.WaitGroup
	results := make([]error, 2)
	for i, who := range []records.Caller{d.doctor, d.second} {
		wg.Go(func() { _, results[i] = d.Accept(ctx, who, c.ID) })
	}
	wg.Wait()
	slices.SortFunc(results, func(a, b error) int { return len(fmt.Sprint(a)) - len(fmt.Sprint(b)) })
	if results[0] != nil || codeOf(results[1]) != "consult.taken" {
		t.Errorf("two accepted: %v, want one and consult.taken", results)
	}
}

func TestQueueOrder(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	var ids []string
	for _, u := range []records.Urgency{records.Routine, records.Routine, records.Emergency} {
		ids = append(ids, d.ask(t, child.ID, u).ID)
		d.now = d.now.Add(time.Minute)
	}
	queue, err := d.Queue(ctx, d.doctor)
	if err != nil || len(queue) != 3 || queue[0].ID != ids[2] || queue[1].ID != ids[0] || queue[2].ID != ids[1] {
		t.Errorf("the queue is %v (%v), want the emergency, then by time of asking", queue, err)
	}
	if queue, err := d.Queue(ctx, d.other); err != nil || len(queue) != 0 {
		t.Errorf("the other village's queue has %d (%v), want none", len(queue), err)
	}
}

func TestRequestNeedsConsentExceptInAnEmergency(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	r := records.Request{ID: records.NewID(), Child: child.ID, Urgency: records.SameDay}
	if _, err := d.Ask(ctx, d.village, r); codeOf(err) != "required" {
		t.Errorf("without a word of who came: %v, want required", err)
	}
	r.Urgency = records.Emergency
	if _, err := d.Ask(ctx, d.village, r); err != nil {
		t.Errorf("an emergency: %v, want it at once", err)
	}
}

func TestSignedNoteStandsInTheRecord(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	c := d.ask(t, child.ID, records.Urgent)
	note := records.Note{ID: records.NewID(), Findings: "f", Assessment: "cough, no danger sign", Advice: "drink often", Referral: "none"}
	if _, err := d.Accept(ctx, d.doctor, c.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Sign(ctx, d.second, c.ID, note); !errors.Is(err, records.ErrForbidden) {
		t.Errorf("another doctor signs: %v, want not allowed", err)
	}
	for range 2 {
		if _, err := d.Sign(ctx, d.doctor, c.ID, note); err != nil {
			t.Fatal(err)
		}
	}
	changed := note
	changed.Advice = "other"
	if _, err := d.Sign(ctx, d.doctor, c.ID, changed); codeOf(err) != "note.signed" {
		t.Errorf("a changed note: %v, want note.signed", err)
	}
	if _, err := d.End(ctx, d.doctor, c.ID); err != nil {
		t.Fatal(err)
	}
	half := records.Aftercare{ID: records.NewID(), Accepted: true, Done: "gave ORS", Told: "come back if worse", ToldBack: true, FollowedBy: "village"}
	closed, err := d.CloseConsult(ctx, d.village, c.ID, half)
	if err != nil || closed.State != records.Closed {
		t.Errorf("closing gives %s (%v), want closed", closed.State, err)
	}
	chart, err := d.Chart(ctx, d.village, child.ID)
	if err != nil || len(chart.Notes) != 1 || chart.Notes[0].Advice != "drink often" || chart.Notes[0].By.ID != "p1" || len(chart.Aftercare) != 1 {
		t.Errorf("the record has %d notes (%v), want the signed one and the village's half", len(chart.Notes), err)
	}
	parents, err := d.Chart(ctx, d.mother, child.ID)
	if err != nil || len(parents.Notes) != 1 || parents.Notes[0].Findings != "" {
		t.Errorf("the mother reads %d notes (%v), want the advice without the findings", len(parents.Notes), err)
	}
}

func TestInvitationIsForOnePhoneAndOneConsult(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	c := d.ask(t, child.ID, records.Urgent)
	if _, err := d.Accept(ctx, d.doctor, c.ID); err != nil {
		t.Fatal(err)
	}
	inv, secret, err := d.Invite(ctx, d.village, c.ID, child.Guardians[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Seat(ctx, d.mother, c.ID, secret); err != nil {
		t.Errorf("the mother with her link: %v, want her in", err)
	}
	other := d.ask(t, child.ID, records.Urgent)
	stranger := records.Caller{ID: "s", Role: records.Guardian, Phone: "+8613800000009"}
	_, wrong := d.Seat(ctx, d.mother, c.ID, secret+"x")
	_, elsewhere := d.Seat(ctx, d.mother, other.ID, secret)
	_, foreign := d.Seat(ctx, stranger, c.ID, secret)
	if _, err := d.Revoke(ctx, d.village, c.ID, inv.ID); err != nil {
		t.Fatal(err)
	}
	_, revoked := d.Seat(ctx, d.mother, c.ID, secret)
	for what, err := range map[string]error{"a wrong secret": wrong, "another consult": elsewhere, "another phone": foreign, "a revoked link": revoked} {
		if !errors.Is(err, records.ErrNotFound) {
			t.Errorf("%s: %v, want not found", what, err)
		}
	}
}

func TestHealsWhatACrashLeft(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	if err := d.store.Remove(ctx, "child", child.ID); err != nil { // as if the process had died before the row was written
		t.Fatal(err)
	}
	again, err := records.Open(ctx, d.store, d.keys, records.Options{Now: func() time.Time { return d.now }, Node: "n2"})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if found, err := again.Find(ctx, d.village, "王小明"); err != nil || len(found) != 1 {
		t.Errorf("after opening again %d children are found (%v), want 1", len(found), err)
	}
}

func TestAuditChainShowsTampering(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	for range 3 {
		if _, err := d.Chart(ctx, d.village, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, broken, err := d.CheckAudit(ctx, "n1"); broken != nil || err != nil {
		t.Fatalf("an untouched chain: %v %v, want it whole", broken, err)
	}
	rows, err := d.store.Rows(ctx, records.Query{Kind: "audit", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	r := rows[1]
	r.Version++
	r.Body = []byte(strings.Replace(string(r.Body), "v1", "v9", 1))
	if err := d.store.Save(ctx, r); err != nil {
		t.Fatal(err)
	}
	if _, broken, _ := d.CheckAudit(ctx, "n1"); broken == nil {
		t.Error("an altered line was not found")
	}
}

func TestEventsReachWhoServesTheArea(t *testing.T) {
	d := open(t)
	near, stopNear := d.Listen(d.doctor)
	far, stopFar := d.Listen(d.other)
	defer stopNear()
	defer stopFar()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	c := d.ask(t, child.ID, records.Emergency)
	if e := <-near; e.Kind != "child" || e.ID != child.ID {
		t.Errorf("the county hears %v first, want the child", e)
	}
	if e := <-near; e.Kind != "consult" || e.ID != c.ID || !e.Ring {
		t.Errorf("the county hears %v, want the ringing consult", e)
	}
	select {
	case e := <-far:
		t.Errorf("the other village hears %v, want nothing", e)
	default:
	}
}

// A store whose answer was lost, and a head that cannot be written, hold nobody up.
func TestAuditGoesOnAfterALostAnswer(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	rows, err := d.store.Rows(ctx, records.Query{Kind: "audit", Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	last := rows[len(rows)-1]
	var g records.AuditGroup
	if err := json.Unmarshal(last.Body, &g); err != nil {
		t.Fatal(err)
	}
	foreign := last // a group that stands where the next one would
	foreign.ID = fmt.Sprintf("n1/%012d", g.Number+1)
	g.Number++
	foreign.Body, _ = json.Marshal(g)
	if err := d.store.Save(ctx, foreign); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := d.Chart(ctx, d.village, c.ID); err != nil {
			t.Fatalf("a chart after a group that nobody expected: %v", err)
		}
	}
}

func TestCorrectionsAreLikeByLike(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	c := d.ask(t, child.ID, records.Urgent)
	note := records.Note{ID: records.NewID(), Assessment: "a", Advice: "drink often", Referral: "none"}
	w := weight(note.ID, "2026-03-01", 8) // the id of the note, used before by somebody else
	if err := d.Add(ctx, d.village, child.ID, []records.NewEntry{w}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Accept(ctx, d.doctor, c.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Sign(ctx, d.doctor, c.ID, note); err != nil {
		t.Fatal(err)
	}
	chart, err := d.Chart(ctx, d.village, child.ID)
	if err != nil || len(chart.Notes) != 1 {
		t.Fatalf("the record has %d notes (%v), want the signed one though its id was used before", len(chart.Notes), err)
	}
	over := weight(records.NewID(), "2026-03-01", 9)
	over.Replaces = chart.Notes[0].Fact.ID
	if err := d.Add(ctx, d.village, child.ID, []records.NewEntry{over}); codeOf(err) != "entry.stays" {
		t.Errorf("a measurement in the place of a signed note: %v, want entry.stays", err)
	}
	twice := records.NewID()
	if err := d.Add(ctx, d.village, child.ID, []records.NewEntry{weight(twice, "2026-03-01", 8), weight(twice, "2026-03-01", 9)}); codeOf(err) != "id.twice" {
		t.Errorf("one id twice in a request: %v, want id.twice", err)
	}
}

// Whatever a condition asks for, a parent's plan and the lists hold as many doses as the staff's.
func TestPrivateConditionsLeaveNoGap(t *testing.T) {
	d, ctx := open(t), context.Background()
	for i, condition := range []string{"", "hiv_infected", "hiv_exposed_unknown", "primary_immunodeficiency"} {
		n := newChild("石小"+string(rune('一'+i)), "2026-01-10")
		n.Guardians[0].Phone = fmt.Sprintf("138000001%02d", i)
		c := d.register(t, n)
		if condition != "" {
			e := records.NewEntry{ID: records.NewID(), Kind: records.KindContraindication, Day: care.MustDay("2026-03-01"), Body: json.RawMessage(fmt.Sprintf(`{"condition":%q,"private":true}`, condition))}
			if err := d.Add(ctx, d.village, c.ID, []records.NewEntry{e}); err != nil {
				t.Fatal(err)
			}
		}
		staff, err := d.Chart(ctx, d.village, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		mother := records.Caller{ID: "m", Role: records.Guardian, Phone: c.Guardians[0].Phone}
		parent, err := d.Chart(ctx, mother, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := itemsOf(staff), itemsOf(parent); a != b || a == 0 {
			t.Errorf("%q: the staff's plan has %d items, the parent's %d", condition, a, b)
		}
		text, _ := json.Marshal(parent)
		for _, word := range []string{"hiv", "immun_def", "immunodef", "HIV", "免疫缺陷"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%q: the parent's chart holds the word %q", condition, word)
			}
		}
	}
	e := records.NewEntry{ID: records.NewID(), Kind: records.KindContraindication, Day: care.MustDay("2026-03-01"), Body: json.RawMessage(`{"condition":"immune-deficiency"}`)}
	c := d.register(t, newChild("石大", "2026-01-11"))
	if err := d.Add(ctx, d.village, c.ID, []records.NewEntry{e}); codeOf(err) != "condition.unknown" {
		t.Errorf("a condition that the rules do not know: %v, want condition.unknown", err)
	}
}

func itemsOf(c records.Chart) int {
	n := 0
	for _, a := range c.Appointments {
		n += len(a.Items)
	}
	return n
}

func TestUnsureBirthsAreNotJudgedPlainly(t *testing.T) {
	d, ctx := open(t), context.Background()
	small := newChild("王小", "2026-01-10")
	small.BirthWeightG = 1400
	c := d.register(t, small)
	if err := d.Add(ctx, d.village, c.ID, []records.NewEntry{weight(records.NewID(), "2026-03-01", 2.4)}); err != nil {
		t.Fatal(err)
	}
	chart, err := d.Chart(ctx, d.village, c.ID)
	if err != nil || len(chart.Measurements[0].Assessment.Results) != 0 || chart.Measurements[0].Assessment.Reason == "" || len(chart.Flags) != 0 {
		t.Errorf("1400 g with a pregnancy of unknown length is judged: %+v (%v), want a reason instead", chart.Measurements[0].Assessment, err)
	}
	year := newChild("李年", "2026-01-01")
	year.BirthPrecision, year.Guardians[0].Phone = "year", "13800000088"
	y := d.register(t, year)
	if chart, err = d.Chart(ctx, d.village, y.ID); err != nil || itemsOf(chart) != 0 {
		t.Errorf("a birth known to the year has %d planned items (%v), want none", itemsOf(chart), err)
	}
	month := newChild("张月", "2026-01-01")
	month.BirthPrecision, month.Guardians[0].Phone = "month", "13800000089"
	m := d.register(t, month)
	if chart, err = d.Chart(ctx, d.village, m.ID); err != nil {
		t.Fatal(err)
	}
	for _, s := range chart.Vaccination.Series {
		if s.Series == "mmr" && s.Earliest != care.MustDay("2026-09-30") {
			t.Errorf("born in January 2026: MMR from %s, want 2026-09-30, eight months after the last day it may be", s.Earliest)
		}
	}
}

func TestConsultHasNoHoles(t *testing.T) {
	d, ctx := open(t), context.Background()
	child := d.register(t, newChild("王小明", "2025-06-01"))
	c := d.ask(t, child.ID, records.Routine)
	raised := records.Request{ID: c.ID, Child: child.ID, Urgency: records.Emergency}
	if _, err := d.Ask(ctx, d.village, raised); codeOf(err) != "consult.clash" {
		t.Errorf("the same id with another urgency: %v, want consult.clash", err)
	}
	township := records.Caller{ID: "t1", Role: records.Township, Areas: []string{"339999101"}, Clinic: "339999101"}
	own, err := d.Ask(ctx, township, records.Request{ID: records.NewID(), Child: child.ID, Urgency: records.Emergency})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Accept(ctx, township, own.ID); !errors.Is(err, records.ErrForbidden) {
		t.Errorf("who asks answers: %v, want not allowed", err)
	}
	if _, err := d.Cancel(ctx, d.doctor, c.ID, "why"); !errors.Is(err, records.ErrForbidden) {
		t.Errorf("somebody else takes the request back: %v, want not allowed", err)
	}
	if _, err := d.Accept(ctx, d.doctor, c.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.End(ctx, d.second, c.ID); !errors.Is(err, records.ErrForbidden) {
		t.Errorf("another doctor ends the call: %v, want not allowed", err)
	}
	if _, err := d.Sign(ctx, d.doctor, c.ID, records.Note{ID: records.NewID(), Assessment: "a", Advice: "b", Referral: "none"}); err != nil {
		t.Fatal(err)
	}
	_, back := d.Return(ctx, d.doctor, c.ID, "later")
	_, cancelled := d.Cancel(ctx, d.village, c.ID, "why")
	if codeOf(back) != "consult.state" || codeOf(cancelled) != "consult.state" {
		t.Errorf("after signing: return %v, cancel %v, want consult.state", back, cancelled)
	}
	for range 2 {
		if _, err := d.End(ctx, d.village, c.ID); err != nil {
			t.Errorf("ending, and once more: %v, want both to hold", err)
		}
	}
	lines, err := d.Audit(ctx, d.manager, child.ID)
	if err != nil || !slices.ContainsFunc(lines, func(l records.AuditLine) bool { return l.Action == "consult" && l.Note == "signed" }) {
		t.Errorf("the child's audit has no line of the signing (%v)", err)
	}
}
