package records_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/care"
	"tongjian/records"
)

// certificate is a made-up birth-certificate number.
const certificate, otherCertificate = "A339999001", "A339999002"

// apart is a child who looks like no other: its own name, phone and birth day.
func apart(i int) records.NewChild {
	n := newChild("王"+string([]rune("一二三四五六七八九十")[i]), care.MustDay("2025-06-01").AddMonths(-2*i, care.Clamp).String())
	n.Guardians[0].Phone = "1380000100" + string(rune('0'+i))
	return n
}

func (d *desk) correct(c records.Child, number string) (records.Child, error) {
	return d.EditIdentity(context.Background(), d.village, c.ID, records.IdentityEdit{Version: c.Version, Identity: c.Identity, Number: &number})
}

func TestNumberIsWhoseRecordHasIt(t *testing.T) {
	d, ctx := open(t), context.Background()
	one, two := apart(0), apart(1)
	one.Number = certificate
	first, second := d.register(t, one), d.register(t, two)
	stale := second
	stale.Version--
	if _, err := d.correct(stale, otherCertificate); codeOf(err) != "version" {
		t.Fatalf("a correction of an old version: %v, want version", err)
	}
	if first, _ = d.correct(first, otherCertificate); first.LastTwo != "02" {
		t.Fatalf("after another's failed correction the number ends in %q, want 02: it is free", first.LastTwo)
	}
	if _, err := d.OpenElsewhere(ctx, d.other, records.Elsewhere{Number: certificate, Reason: "ill here"}); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("the number that was corrected opens %v, want not found", err)
	}
	if o, err := d.OpenElsewhere(ctx, d.other, records.Elsewhere{Number: otherCertificate, Reason: "ill here"}); err != nil || o.Child != first.ID {
		t.Errorf("the number that holds opens %q (%v), want %q", o.Child, err, first.ID)
	}
	if _, err := d.correct(second, otherCertificate); codeOf(err) != "number.taken" {
		t.Errorf("another's number: %v, want number.taken", err)
	}
	if second, err := d.correct(second, certificate); err != nil || second.LastTwo != "01" {
		t.Errorf("the number that was given back: %q (%v), want it kept", second.LastTwo, err)
	}
}

func TestOneNumberIsOneChilds(t *testing.T) {
	d, ctx := open(t), context.Background()
	for range 5 {
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		number := "B" + records.NewID()[17:26]
		number = number[:1] + strings.Map(func(r rune) rune { return '0' + r%10 }, number[1:])
		for i := range 6 {
			wg.Go(func() {
				n := apart(i)
				n.Number, n.NotSame = number, "another round"
				_, err := d.Register(ctx, d.village, n)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if codeOf(err) != "number.taken" {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Errorf("%d children registered with one number, want 1", won)
		}
	}
}

// pausing is a store whose first commit to a subject waits until it is let go.
type pausing struct {
	records.Store
	once      sync.Once
	at, goOn  chan struct{}
	beforeFor string
}

func (p *pausing) Commit(ctx context.Context, c records.Change) error {
	if c.Subject == p.beforeFor {
		p.once.Do(func() { close(p.at); <-p.goOn })
	}
	return p.Store.Commit(ctx, c)
}

// A registration that takes longer than its claim holds loses the number to
// who came later: never have two children the same.
func TestSlowRegistrationLosesItsClaim(t *testing.T) {
	d, ctx := open(t), context.Background()
	slow, quick := apart(0), apart(1)
	slow.Number, quick.Number = certificate, certificate
	store := &pausing{Store: d.store, at: make(chan struct{}), goOn: make(chan struct{}), beforeFor: "child/" + slow.ID}
	node, err := records.Open(ctx, store, d.keys, records.Options{Now: func() time.Time { return d.now }, Node: "n2"})
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	late := make(chan error)
	go func() { _, err := node.Register(ctx, d.village, slow); late <- err }()
	<-store.at
	if _, err := d.Register(ctx, d.village, quick); codeOf(err) != "number.taken" {
		t.Errorf("while the first is under way: %v, want number.taken", err)
	}
	d.now = d.now.Add(2 * time.Minute)
	if _, err := d.Register(ctx, d.village, quick); err != nil {
		t.Errorf("after its claim ran out: %v, want the number", err)
	}
	close(store.goOn)
	if err := <-late; codeOf(err) != "number.taken" {
		t.Errorf("the slow one: %v, want number.taken", err)
	}
	if c, err := d.Child(ctx, d.village, slow.ID, ""); err != nil || c.HasNumber {
		t.Errorf("the slow one has a number: %v (%v), want none", c.HasNumber, err)
	}
}

// idNumber is a made-up ID number with a birth day.
func idNumber(birth string) string {
	n := "339999" + strings.ReplaceAll(birth, "-", "") + "002"
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(n[i]-'0') * weight
	}
	return n + "10X98765432"[sum%11:sum%11+1]
}

func TestBirthDayFitsWhatStands(t *testing.T) {
	d, ctx := open(t), context.Background()
	n := newChild("王小明", "2025-06-01")
	n.Number = idNumber("2025-06-01")
	c := d.register(t, n)
	for _, x := range []struct{ birth, precision, code string }{
		{"2025-06-02", "", "number.birth"},
		{"2025-06-01", "", "<nil>"},
		{"2025-06-01", "month", "<nil>"},
	} {
		c.Identity.Birth, c.Identity.BirthPrecision = care.MustDay(x.birth), x.precision
		got, err := d.EditIdentity(ctx, d.village, c.ID, records.IdentityEdit{Version: c.Version, Identity: c.Identity})
		if codeOf(err) != x.code {
			t.Errorf("birth corrected to %s %s: %v, want %s", x.birth, x.precision, err, x.code)
		}
		var bad *records.Invalid
		if errors.As(err, &bad) && bad.Field != "birth" {
			t.Errorf("the wrong field is %q, want birth", bad.Field)
		}
		if err == nil {
			c = got
		}
	}
	c = d.register(t, apart(2))
	if err := d.Add(ctx, d.village, c.ID, []records.NewEntry{weight(records.NewID(), "2026-01-10", 8)}); err != nil {
		t.Fatal(err)
	}
	c.Version++
	for _, x := range [][2]string{{"2026-01-11", "birth.late"}, {"2026-01-10", "<nil>"}} {
		c.Identity.Birth = care.MustDay(x[0])
		if _, err := d.EditIdentity(ctx, d.village, c.ID, records.IdentityEdit{Version: c.Version, Identity: c.Identity}); codeOf(err) != x[1] {
			t.Errorf("birth corrected to %s with a measurement of 2026-01-10: %v, want %s", x[0], err, x[1])
		}
	}
}

// As JSON, what is left out stays and what is empty is cleared.
func TestEditKeepsWhatIsLeftOut(t *testing.T) {
	d, ctx := open(t), context.Background()
	n := newChild("王小明", "2025-06-01")
	n.MotherHBsAg, n.GestationDays, n.Allergies, n.MotherName = "positive", 250, []string{"egg"}, "李梅"
	c := d.register(t, n)
	send := func(more string) records.Child {
		t.Helper()
		var edit records.IdentityEdit
		text := `{"version":` + strconv.Itoa(c.Version) + `,"name":"王小明","sex":"F","birth":"2025-06-01","area":"339999101201"` + more + `}`
		if err := json.Unmarshal([]byte(text), &edit); err != nil {
			t.Fatal(err)
		}
		got, err := d.EditIdentity(ctx, d.village, c.ID, edit)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	c = send(`,"birthWeightG":3100`)
	if c.MotherHBsAg != "positive" || c.GestationDays != 250 || len(c.Allergies) != 1 || c.MotherName != "李梅" || c.BirthWeightG != 3100 {
		t.Errorf("after an edit of the birth weight alone: %+v, want the rest as it was", c.Identity)
	}
	c = send(`,"gestationDays":0,"allergies":[],"motherHBsAg":"unknown","motherName":""`)
	if c.MotherHBsAg != "unknown" || c.GestationDays != 0 || len(c.Allergies) != 0 || c.MotherName != "" || c.BirthWeightG != 3100 {
		t.Errorf("after clearing: %+v, want the birth weight alone", c.Identity)
	}
}

func TestOpeningChangesNeitherAreaNorGuardians(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	if _, err := d.OpenElsewhere(ctx, d.other, records.Elsewhere{Name: "王小明", Birth: c.Birth, Phone: "13800000001", Reason: "ill while visiting"}); err != nil {
		t.Fatal(err)
	}
	edit := records.IdentityEdit{Version: c.Version, Identity: c.Identity}
	edit.Area = d.other.Clinic
	if _, err := d.EditIdentity(ctx, d.other, c.ID, edit); !errors.Is(err, records.ErrForbidden) {
		t.Errorf("taking the child over: %v, want not allowed", err)
	}
	g := c.Guardians[0]
	g.Phone = "13800000009"
	if _, err := d.SetGuardian(ctx, d.other, c.ID, g); !errors.Is(err, records.ErrForbidden) {
		t.Errorf("another phone for the mother: %v, want not allowed", err)
	}
	edit = records.IdentityEdit{Version: c.Version, Identity: c.Identity}
	edit.Reactions = []string{"penicillin"}
	if _, err := d.EditIdentity(ctx, d.other, c.ID, edit); err != nil {
		t.Errorf("a reaction that the visited doctor learnt of: %v, want it kept", err)
	}
	edit.Version, edit.Area = c.Version+1, "339999102201"
	if _, err := d.EditIdentity(ctx, d.village, c.ID, edit); codeOf(err) != "area.foreign" {
		t.Errorf("giving the child to a village that is not one's own: %v, want area.foreign", err)
	}
}

func TestEndingAccessIsWrittenDown(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	inUse := func(string) (bool, error) { return false, nil }
	end := func() error {
		_, err := d.MayEndAccess(ctx, d.village, c.ID, c.Guardians[0].ID, "lost phone", inUse)
		return err
	}
	if err := end(); !errors.Is(err, records.ErrForbidden) {
		t.Errorf("a number written down today: %v, want not allowed", err)
	}
	d.now = d.now.Add(24 * time.Hour)
	if err := end(); err != nil {
		t.Errorf("a number of yesterday: %v, want it ended", err)
	}
	lines, err := d.Audit(ctx, d.manager, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var whys []string
	for _, l := range lines {
		if l.Why == "lost phone" {
			whys = append(whys, l.Action+": "+l.Note)
		}
	}
	if want := []string{"refused to end access: ", "end guardian's access: number of this child"}; !slices.Equal(whys, want) {
		t.Errorf("the audit has %q, want %q", whys, want)
	}
}

func TestDoubleClickIsOneRegistration(t *testing.T) {
	d, ctx := open(t), context.Background()
	for i := range 10 {
		n := apart(i)
		n.Number = certificate[:8] + strconv.Itoa(10+i)
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				if c, err := d.Register(ctx, d.village, n); err != nil || c.Version != 1 {
					t.Errorf("one of six equal registrations: version %d, %v, want the child", c.Version, err)
				}
			})
		}
		wg.Wait()
	}
}

func TestResentWithOtherGuardiansIsAClash(t *testing.T) {
	d, ctx := open(t), context.Background()
	n := newChild("王小明", "2025-06-01")
	father := records.NewGuardian{ID: records.NewID(), Name: "王强", Relation: "father", Phone: "13800000003"}
	n.Guardians = append(n.Guardians, father)
	d.register(t, n)
	d.register(t, n)
	for what, change := range map[string]func(*records.NewChild){
		"another phone": func(n *records.NewChild) { n.Guardians[1].Phone = "13800000004" },
		"another id":    func(n *records.NewChild) { n.Guardians[1].ID = records.NewID() },
		"one less":      func(n *records.NewChild) { n.Guardians = n.Guardians[:1] },
	} {
		other := n
		other.Guardians = slices.Clone(n.Guardians)
		change(&other)
		if _, err := d.Register(ctx, d.village, other); codeOf(err) != "child.clash" {
			t.Errorf("sent again with %s: %v, want child.clash", what, err)
		}
	}
	for field, ids := range map[string][2]string{"guardians[0].id": {"1", ""}, "guardians[1].id": {father.ID, father.ID}} {
		other := apart(3)
		other.Guardians = []records.NewGuardian{{ID: ids[0], Name: "甲", Relation: "mother"}, {ID: ids[1], Name: "乙", Relation: "father"}}
		_, err := d.Register(ctx, d.village, other)
		var bad *records.Invalid
		if !errors.As(err, &bad) || bad.Field != field {
			t.Errorf("guardians with the ids %q: %v, want it refused at %s", ids, err, field)
		}
	}
	c := d.register(t, apart(4))
	if _, err := d.SetGuardian(ctx, d.village, c.ID, records.GuardianFact{ID: "x", Name: "甲", Relation: "father"}); codeOf(err) != "id.form" {
		t.Errorf("a new guardian called x: %v, want id.form", err)
	}
	if _, err := d.SetGuardian(ctx, d.village, c.ID, records.GuardianFact{ID: c.Guardians[0].ID, Name: "甲", Relation: "mother"}); err != nil {
		t.Errorf("the mother under another name: %v, want it", err)
	}
}

func TestWrongGuessesElsewhereAreLimited(t *testing.T) {
	d, ctx := open(t), context.Background()
	c := d.register(t, newChild("王小明", "2025-06-01"))
	right := records.Elsewhere{Name: "王小明", Birth: c.Birth, Phone: "13800000001", Reason: "ill while visiting"}
	wrong := right
	wrong.Birth++
	var wg sync.WaitGroup
	var mu sync.Mutex
	wrongs := map[string]int{}
	for range 4 {
		if _, err := d.OpenElsewhere(ctx, d.other, right); err != nil {
			t.Fatal(err)
		}
	}
	for range 14 {
		wg.Go(func() {
			_, err := d.OpenElsewhere(ctx, d.other, wrong)
			var many *records.TooMany
			mu.Lock()
			defer mu.Unlock()
			if errors.As(err, &many) {
				wrongs["too many"]++
			} else if errors.Is(err, records.ErrNotFound) {
				wrongs["not found"]++
			}
		})
	}
	wg.Wait()
	if wrongs["not found"] != 10 || wrongs["too many"] != 4 {
		t.Errorf("14 wrong guesses at once answer %v, want 10 not found and 4 too many", wrongs)
	}
	var many *records.TooMany
	if _, err := d.OpenElsewhere(ctx, d.other, right); !errors.As(err, &many) || many.After != time.Hour {
		t.Errorf("the right answer after them: %v, want too many for an hour", err)
	}
	if _, err := d.OpenElsewhere(ctx, d.second, records.Elsewhere{Number: "nonsense", Reason: "ill"}); codeOf(err) != "number.form" {
		t.Errorf("another doctor: %v, want number.form", err)
	}
	d.now = d.now.Add(time.Hour)
	if _, err := d.OpenElsewhere(ctx, d.other, right); err != nil {
		t.Errorf("an hour later: %v, want it opened", err)
	}
}

func TestNamesThatShowNothing(t *testing.T) {
	d, ctx := open(t), context.Background()
	for _, name := range []string{"\u202e", "\u200b\u200d", "\u3164", "\u2800", "·", "\ufeff \u2066\u2069", "\u0301"} {
		n := newChild(name, "2025-06-01")
		if _, err := d.Register(ctx, d.village, n); codeOf(err) != "required" {
			t.Errorf("a child called %q: %v, want required", name, err)
		}
		n = newChild("王小明", "2025-06-01")
		n.Guardians[0].Name = name
		if _, err := d.Register(ctx, d.village, n); codeOf(err) != "required" {
			t.Errorf("a guardian called %q: %v, want required", name, err)
		}
	}
	for in, want := range map[string]string{
		"王\u202e小\u200b明": "王小明", "\u2067Aynur\u2069": "Aynur", "阿依·木沙": "阿依·木沙",
		"葛\U000e0100": "葛\U000e0100", "\ue863某": "\ue863某", "ن\u200cا": "ن\u200cا",
	} {
		if got := records.CleanName(in); got != want {
			t.Errorf("CleanName(%+q) = %+q, want %+q", in, got, want)
		}
	}
	c := d.register(t, newChild("王\u2066小\u2069明", "2025-06-01"))
	if found, err := d.Find(ctx, d.village, "王\u202a小明\u202c"); err != nil || len(found) != 1 || c.Name != "王小明" {
		t.Errorf("found %d of the name %+q (%v), want 1 of 王小明", len(found), c.Name, err)
	}
}

func TestLookalikesShownAreWrittenDown(t *testing.T) {
	d, ctx := open(t), context.Background()
	n := newChild("陈安", "2025-03-02")
	n.Number = certificate
	c := d.register(t, n)
	again := newChild("陈安", "2025-03-02")
	again.Area = "339999102201"
	if _, err := d.Register(ctx, d.other, again); codeOf(err) != "child.lookalike" {
		t.Fatalf("the same child in another village: %v, want the question", err)
	}
	again.Number = certificate
	if _, err := d.Register(ctx, d.other, again); codeOf(err) != "number.taken" {
		t.Fatalf("the same number: %v, want it taken", err)
	}
	lines, err := d.Audit(ctx, d.manager, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var notes []string
	for _, l := range lines {
		if l.Action == "lookalike shown" && l.By.ID == d.other.ID {
			notes = append(notes, l.Note)
		}
	}
	if want := []string{"person", "number"}; !slices.Equal(notes, want) {
		t.Errorf("the audit tells of %q shown, want %q", notes, want)
	}
}
