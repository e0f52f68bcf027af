package immunization

import (
	"slices"

	"tongjian/care"
)

// group gathers the best series of a vaccine group's antigens into one
// forecast and judges the doses for it (CDSi 9).
func (w *work) group(r *Result, g *vaccineGroup, best map[string][]*path) {
	var all []*path
	for _, a := range g.antigens {
		all = append(all, best[a]...)
	}
	if len(all) == 0 {
		return
	}
	f := GroupForecast{Group: g.name}
	if len(g.antigens) == 1 {
		all = w.ordered(all)
		f.fill(all[0])
	} else {
		w.several(&f, all, g.full)
	}
	r.Groups = append(r.Groups, f)
	w.judgeGroup(r, g, all)
}

// ordered puts the series that speaks for an antigen first. Of several that
// stand side by side one for the child's risk goes first as long as it goes
// on, then one that is complete.
func (w *work) ordered(all []*path) []*path {
	rank := map[string]int{statusComplete: 1, statusNotComplete: 2, statusImmune: 3, statusContraindicated: 4}
	order := func(p *path) int {
		switch {
		case p.valid == 0 && w.today < w.cal.age(p.series.minToStart):
			return 6 // made for an older age
		case p.series.kind == risk && p.status == statusNotComplete:
			return 0
		}
		if n, ok := rank[p.status]; ok {
			return n
		}
		return 5
	}
	slices.SortStableFunc(all, func(a, b *path) int { return order(a) - order(b) })
	return all
}

func (f *GroupForecast) fill(p *path) {
	f.Status, f.NextDose = p.status, p.number
	f.Earliest, f.Recommended, f.PastDue = p.x.earliest, p.x.recommended, p.pastDue
	if p.status == statusNotComplete && p.x.end != 0 {
		f.Latest = p.x.end - 1
	}
	f.Reasons = p.reasons()
}

func (p *path) reasons() []string {
	if p.reason == "" {
		return nil
	}
	return []string{p.reason}
}

// several joins antigens (CDSi 9.3, MULTIANTVG-1 to -8).
func (w *work) several(f *GroupForecast, all []*path, full bool) {
	f.Status = groupStatus(all, full)
	if f.Status != statusNotComplete {
		f.Reasons = all[0].reasons()
		return
	}
	open := filter(all, func(p *path) bool { return p.status == statusNotComplete })
	least, most := open[0].x.earliest, open[0].x.earliest
	override := false
	for _, p := range open {
		least, most = min(least, p.x.earliest), max(most, p.x.earliest)
		f.Recommended = soonest(f.Recommended, p.x.recommended)
		f.PastDue = soonest(f.PastDue, p.pastDue)
		f.Latest = soonest(f.Latest, p.x.end)
		override = override || p.override
		if f.NextDose == 0 || full == (p.number < f.NextDose) {
			f.NextDose = p.number
		}
	}
	f.Earliest = most
	if override {
		f.Earliest = max(least, w.lastOf(all))
	}
	f.Recommended = max(f.Recommended, f.Earliest)
	if f.PastDue != 0 {
		f.PastDue = max(f.PastDue, f.Earliest)
	}
	if f.Latest != 0 {
		f.Latest--
	}
}

// soonest gives the earlier of two days, of which one may be missing.
func soonest(a, b care.Day) care.Day {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// lastOf gives the day of the last dose of the group.
func (w *work) lastOf(all []*path) (day care.Day) {
	for _, p := range all {
		for _, s := range p.shots {
			day = max(day, w.doses[s.dose].day)
		}
	}
	return day
}

// groupStatus gives the status of several antigens together (CDSi table 9-4).
// Where the vaccines come apart, an antigen that is contraindicated does not
// hold back the others.
func groupStatus(all []*path, full bool) string {
	if open := filter(all, func(p *path) bool { return p.status != statusContraindicated }); !full && len(open) > 0 {
		all = open
	}
	for _, status := range []string{statusContraindicated, statusAgedOut, statusNotRecommended, statusNotComplete} {
		if slices.ContainsFunc(all, func(p *path) bool { return p.status == status }) {
			return status
		}
	}
	if !slices.ContainsFunc(all, func(p *path) bool { return p.status != statusImmune }) {
		return statusImmune
	}
	return statusComplete
}

// judgeGroup says of each dose how it was judged for the group: as the first
// series says that looked at it, unless another counts it.
func (w *work) judgeGroup(r *Result, g *vaccineGroup, all []*path) {
	for k := range w.doses {
		var found *shot
		for _, p := range all {
			for i := range p.shots {
				if s := &p.shots[i]; s.dose == k && (found == nil || found.status != Valid && s.status == Valid) {
					found = s
				}
			}
		}
		if found == nil {
			continue
		}
		x := Counted{Series: g.name, Number: found.target + 1, Status: found.status}
		if found.fault != sound {
			x.Reasons = []Reason{{Code: found.fault.code(), Text: cdsiWords[found.fault], Rule: care.Rule{ID: "CDSi 6", Edition: "4.64", Source: "CDC CDSi", Status: care.Verified}}}
		}
		j := &r.Doses[w.doses[k].input]
		j.For = append(j.For, x)
	}
}

// cdsiWords are CDC's words for evaluation reasons.
var cdsiWords = [...]Text{
	tooYoung:           {"Age: Too Young", "年龄过小"},
	tooOld:             {"Age: Too Old", "年龄过大"},
	tooSoon:            {"Interval: Too Soon", "间隔过短"},
	liveClash:          {"Live Virus Conflict", "与活疫苗间隔冲突"},
	wrongProduct:       {"Not a preferable or allowable vaccine", "不是可用的疫苗"},
	wrongAgeForProduct: {"Not a preferable or allowable vaccine", "不是可用的疫苗"},
	inadvertent:        {"Inadvertent Vaccine", "误种疫苗"},
	seriesOver:         {"Series Already Complete", "该程序此前已完成"},
	rejected:           {"Rejected by a doctor", "经医生审核不计"},
	spoilt:             {"Sub-standard", "不合格"},
}

// sumCDSi says of each dose as a whole whether it counted for anything.
func (w *work) sumCDSi(r *Result) {
	for k := range w.doses {
		j := &r.Doses[w.doses[k].input]
		j.Reasons = nil
		if len(j.For) == 0 {
			continue
		}
		j.Status = Extraneous
		for _, x := range j.For {
			if x.Status == Valid {
				j.Status = Valid
				break
			}
			if x.Status == NotValid {
				j.Status = NotValid
			}
		}
	}
}
