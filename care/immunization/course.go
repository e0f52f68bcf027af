package immunization

import (
	"fmt"
	"strings"

	"tongjian/care"
)

// note holds the sentences of one row: why the next dose waits for it, and
// what is wrong with a dose that did not.
type note struct{ wait, broken Reason }

// course is a series of China's programme as people see it. Inside it may
// have variants, by cohort or by the age at the first dose, of which one holds
// for a child.
type course struct {
	id, group   string
	name        Text
	programme   bool
	private     bool
	season      bool
	first       int // number of the first dose
	from        gap
	max         gap
	who, unless string
	unlessAt    int
	family      string
	alternative string
	past        string
	prefer      int16 // product to take while an antigen is short; -1 for none
	short       need
	variants    []variant
	rows        []boosterRow
}

// variant is one form of a course.
type variant struct {
	bornFrom    care.Day
	startBefore gap
	series      *series
	remind      []gap
	mark        Reason // why this form holds; empty code for none
}

// boosterRow is a line of the diphtheria-tetanus table from 7 years.
type boosterRow struct {
	booster, total atLeast
	give           int
	gap            gap
	reason         Reason
}

// atLeast is a count of doses: "3" exactly three, "3+" three or more, "" any.
type atLeast struct {
	n    int
	more bool
}

func (a atLeast) fits(n int) bool { return n == a.n || a.more && n > a.n }

// compiler turns the embedded data into a schedule.
type compiler struct {
	s     *Schedule
	grace int
	mark  string
}

func newChina(o Options) *Schedule {
	f := readChina()
	if o.JE == "" {
		o.JE = "je_l"
	}
	if o.HepA == "" {
		o.HepA = "hepa_l"
	}
	s := &Schedule{
		name: "cn-nip 2026", months: o.Months, options: o, rules: f.rules,
		codes: map[string]int16{}, cvx: map[string]int16{}, notes: make([]note, 1),
	}
	c := &compiler{s: s, grace: o.GraceDays}
	for i := range f.products {
		c.product(&f.products[i])
	}
	for i := range f.series {
		s.courses = append(s.courses, c.course(&f.series[i]))
	}
	c.conflicts()
	c.kinds()
	for i := range f.products {
		var with vaccines
		for _, a := range strings.Fields(f.products[i].Antigens) {
			with.join(c.holding(a))
		}
		s.sharing = append(s.sharing, with)
	}
	return s
}

func (c *compiler) product(p *productData) {
	i := int16(len(c.s.products))
	c.s.products = append(c.s.products, Product{
		Code: p.Code, Name: Text{p.EN, p.ZH}, Route: p.Route, Amount: p.Amount,
		CVX: p.CVX, ATC: p.ATC, ICD11: p.ICD11, Programme: p.Programme, Live: p.Live,
		Passive: p.Passive, Past: p.Past, Against: Text{p.AgainstEN, p.AgainstZH}, Doubt: p.Doubt,
	})
	c.s.codes[p.Code] = i
	if p.CVX == "" {
		return
	}
	if _, twice := c.s.cvx[plainCVX(p.CVX)]; twice {
		i = -1
	}
	c.s.cvx[plainCVX(p.CVX)] = i
}

func (c *compiler) course(d *seriesData) course {
	c.mark = d.Mark
	v := course{
		id: d.ID, group: d.Group, name: Text{d.EN, d.ZH}, programme: d.Programme, private: d.Private,
		season: d.Season, first: 1, from: span(d.From), max: span(d.Max), who: d.Who, unless: d.Unless,
		family: d.Family, alternative: d.Alternative, past: d.Past, prefer: -1,
	}
	if d.First != nil {
		v.first = *d.First
	}
	if d.ID == "var" && c.s.options.VaricellaFree {
		v.programme = true
	}
	if d.Prefer != nil {
		v.prefer = c.s.codes[d.Prefer.Product]
		v.short = need{c.holding(d.Prefer.Antigen), d.Prefer.Count}
	}
	for _, r := range d.Rows {
		v.rows = append(v.rows, c.row(d, r))
	}
	forms := d.Variants
	if len(forms) == 0 {
		forms = []variantData{{}}
	}
	for i := range forms {
		v.variants = append(v.variants, c.variant(d, &forms[i], v.first))
	}
	return v
}

func (c *compiler) row(d *seriesData, r rowData) boosterRow {
	b := boosterRow{booster: count(r.Booster), total: count(r.Total), give: r.Give, gap: span(r.Gap)}
	b.reason = Reason{Code: "booster_table", Rule: marked("R-DT/"+r.Total, r.Mark)}
	b.reason.EN = fmt.Sprintf("With %s doses of diphtheria-tetanus vaccine: %d more", r.Total, r.Give)
	b.reason.ZH = fmt.Sprintf("已接种含白喉破伤风成分疫苗%s剂：还需%d剂", r.Total, r.Give)
	return b
}

func (c *compiler) variant(d *seriesData, f *variantData, first int) variant {
	doses := d.Doses
	if f.Doses != nil {
		doses = f.Doses
	}
	c.mark = d.Mark
	if f.Mark != "" && f.Doses != nil {
		c.mark = f.Mark
	}
	v := variant{bornFrom: day(f.BornFrom), startBefore: span(f.StartBefore)}
	s := &series{name: d.ID, antigen: d.ID, group: d.Group, uncounted: c.set(f.Uncounted),
		alsoFrom: span(d.AlsoFrom), alsoUntil: span(d.AlsoUntil), alsoLater: d.AlsoLater, extend: len(f.Need) > 0}
	for antigen, n := range f.Need {
		s.need = append(s.need, need{c.holding(antigen), n})
	}
	if f.Mark != "" && f.Doses == nil {
		v.mark = c.s.rules["R-MMR-COHORT"]
		v.mark.Rule = marked("R-MMR-COHORT", f.Mark)
	}
	var given vaccines
	for i := range doses {
		dose := &doses[i]
		s.doses = append(s.doses, c.dose(d, dose, i+first))
		given.join(c.set(dose.Give))
		s.also.join(c.set(dose.Also))
		v.remind = append(v.remind, span(dose.Age[len(dose.Age)-1].Remind))
	}
	for i := range s.also {
		s.also[i] &^= given[i]
	}
	s.relevant = given
	s.relevant.join(s.also)
	v.series = s
	return v
}

func (c *compiler) dose(d *seriesData, dose *doseData, number int) seriesDose {
	x := seriesDose{recurring: dose.Every != "", prefer: c.set(dose.Give)}
	x.fits = x.prefer
	x.fits.join(c.set(dose.Also))
	x.season.from = day(d.Starts)
	for _, code := range strings.Fields(dose.Give) {
		x.preferable = append(x.preferable, option{vaccine: c.s.codes[code]})
	}
	for _, code := range strings.Fields(dose.Also) {
		x.allowable = append(x.allowable, option{vaccine: c.s.codes[code]})
	}
	for i := range dose.Age {
		x.ages = append(x.ages, c.age(d, &dose.Age[i], number))
	}
	for i := range dose.Gap {
		x.intervals = append(x.intervals, c.gap(d, &dose.Gap[i], number))
	}
	if dose.SkipFrom != "" {
		x.skips = []skip{{context: onEvaluation | onForecast, all: true,
			sets: []clause{{all: true, conditions: []condition{{kind: byAge, begin: span(dose.SkipFrom)}}}}}}
	}
	return x
}

func (c *compiler) age(d *seriesData, a *ageData, number int) age {
	x := age{edition: edition{until: day(a.Until)}, min: span(a.Min), rec: span(a.Rec), late: span(a.Late),
		max: span(a.Max), only: c.set(a.Only), prior: c.set(a.Prior), when: c.when(a.When)}
	x.absMin = x.min.less(c.grace)
	if !x.rec.ok {
		x.rec = x.min
	}
	if !x.max.ok {
		x.max = span(d.Max)
	}
	x.note = c.ageNote(d, number, x.min, c.or(a.Mark))
	return x
}

func (c *compiler) gap(d *seriesData, g *gapData, number int) interval {
	x := interval{target: g.From, previous: g.From == 0 && g.Recent == "", recent: c.set(g.Recent),
		recentUntil: span(g.RecentBefore), min: span(g.Min), late: span(g.Late), only: c.set(g.Only), when: c.when(g.When)}
	x.absMin = x.min.less(c.grace)
	if g.Under != "" {
		x.when = &clause{all: true, conditions: []condition{{kind: byAge, end: span(g.Under)}}}
	}
	x.note = c.gapNote(d, number, x.min, c.or(g.Mark))
	return x
}

func (c *compiler) or(mark string) string {
	if mark != "" {
		return mark
	}
	return c.mark
}

func (c *compiler) when(d *whenData) *clause {
	if d == nil {
		return nil
	}
	n := condition{kind: byCount, end: span(d.Before), vaccines: c.set(d.Of), compare: -1, count: d.Fewer}
	if d.More > 0 {
		n.compare, n.count = 1, d.More
	}
	x := &clause{all: true, conditions: []condition{n}}
	if d.AgedFrom != "" {
		x.conditions = append(x.conditions, condition{kind: byAge, begin: span(d.AgedFrom)})
	}
	return x
}

// set reads product codes parted by blanks.
func (c *compiler) set(codes string) (v vaccines) {
	for _, code := range strings.Fields(codes) {
		v.add(c.s.codes[code])
	}
	return v
}

// holding gives the products with an antigen.
func (c *compiler) holding(antigen string) (v vaccines) {
	for i, p := range readChina().products {
		for _, a := range strings.Fields(p.Antigens) {
			if a == antigen {
				v.add(int16(i))
			}
		}
	}
	return v
}

// conflicts sets R-LIVE28 and R-IG.
func (c *compiler) conflicts() {
	var live, liveNoBCG vaccines
	for i, p := range c.s.products {
		if p.Live == "injected" {
			live.add(int16(i))
			if p.Code != "BCG" {
				liveNoBCG.add(int16(i))
			}
		}
	}
	c.s.kinds.live = live
	month := span("28d")
	wait := span("3m")
	long := span("11m")
	c.s.conflicts = []conflict{
		{begin: span("1d"), minEnd: month, end: month, previous: live, current: live, fault: liveClash},
		{begin: span("0d"), minEnd: wait, end: wait, previous: c.set("IG HBIG IVIG Blood"), current: liveNoBCG, fault: passiveClash},
		{begin: span("0d"), minEnd: long, end: long, previous: c.set("IVIG"), current: c.set("MMR MR MeV VarV"), fault: passiveClash},
	}
}

// kinds are products and courses that a rule names.
type kinds struct {
	live, nasal, passive, highDose vaccines
	measles, slowed                vaccines // held back by immunoglobulin: measles, and varicella too
	dtap, mmr, penta               int
}

func (c *compiler) kinds() {
	k := &c.s.kinds
	k.nasal, k.passive, k.highDose = c.set("LAIV"), c.set("IG HBIG IVIG Blood"), c.set("IVIG")
	k.measles, k.slowed = c.set("MMR MR MeV"), c.set("MMR VarV")
	k.dtap, k.mmr, k.penta = c.s.course("dtap"), c.s.course("mmr"), c.s.course("penta")
	for i := range c.s.courses {
		if u := c.s.courses[i].unless; u != "" {
			c.s.courses[i].unlessAt = c.s.course(u)
		}
	}
}

func span(s string) gap {
	g, err := parseGap(s)
	if err != nil {
		panic(err) // embedded data only
	}
	return g
}

func day(s string) care.Day {
	if s == "" {
		return 0
	}
	return care.MustDay(s)
}

func count(s string) (a atLeast) {
	if s == "" {
		return atLeast{more: true}
	}
	n, more := strings.CutSuffix(s, "+")
	fmt.Sscan(n, &a.n)
	a.more = more
	return a
}
