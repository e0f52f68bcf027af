package immunization

import (
	"cmp"
	"slices"

	"tongjian/care"
)

// prioritize chooses one series of a series group (CDSi 8.1 to 8.7); nil where
// the group has none for the child.
func (w *work) prioritize(all []*path, set string) *path {
	var group []*path
	for _, p := range all {
		if p.series.seriesGroup == set {
			group = append(group, p)
		}
	}
	group = candidates(w.startable(group))
	list := w.scorable(group)
	fallback := first(group, func(p *path) bool { return p.series.byDefault })
	if len(list) == 0 {
		return fallback
	}
	if len(list) == 1 {
		return list[0]
	}
	complete := filter(list, func(p *path) bool { return p.status == statusComplete })
	inProcess := filter(list, func(p *path) bool { return p.status == statusNotComplete && p.valid > 0 })
	switch {
	case len(complete) == 1:
		return complete[0]
	case len(complete) > 1:
		scoreMost(complete, 1)
		return top(complete)
	case len(inProcess) == 1:
		return inProcess[0]
	case len(inProcess) > 1:
		w.scoreInProcess(inProcess)
		return top(inProcess)
	}
	if p := first(list, func(p *path) bool { return p.series.byDefault }); p != nil {
		return p
	}
	w.scoreUnbegun(list)
	return top(list)
}

// startable leaves out series without a valid dose whose ages to start do not
// hold the child today, and risk series begun too late, unless none is left.
func (w *work) startable(group []*path) []*path {
	open := filter(group, func(p *path) bool {
		start := w.firstValid(p.track)
		if start == 0 {
			start = w.today
			if start < w.cal.age(p.series.minToStart) {
				return false
			}
		}
		return p.series.kind != risk || !p.series.maxToStart.ok || start < w.cal.age(p.series.maxToStart)
	})
	if len(open) > 0 {
		return open
	}
	return group
}

// candidates leaves contraindicated series out unless all are.
func candidates(group []*path) []*path {
	if open := filter(group, func(p *path) bool { return p.status != statusContraindicated }); len(open) > 0 {
		return open
	}
	return group
}

// scorable filters by kind: risk series of the highest priority, standard ones
// begun before their greatest age to start, evaluation-only ones complete.
func (w *work) scorable(group []*path) []*path {
	highest := ""
	begun, byDefault := false, false
	for _, p := range group {
		if p.series.kind == risk && (highest == "" || p.series.priority < highest) {
			highest = p.series.priority
		}
		begun = begun || p.valid > 0
		byDefault = byDefault || p.series.byDefault
	}
	return filter(group, func(p *path) bool {
		switch p.series.kind {
		case risk:
			return p.series.priority == highest
		case evaluationOnly:
			return p.status == statusComplete
		}
		if p.valid > 0 {
			limit := w.cal.age(p.series.maxToStart)
			return limit == 0 || w.firstValid(p.track) < limit
		}
		return !begun && !byDefault
	})
}

func (w *work) firstValid(t *track) care.Day {
	for _, s := range t.shots {
		if s.status == Valid {
			return w.doses[s.dose].day
		}
	}
	return 0
}

// scoreInProcess scores begun series (CDSi 8.5).
func (w *work) scoreInProcess(list []*path) {
	for _, p := range list {
		ok := p.series.productPath && !slices.ContainsFunc(p.shots, func(s shot) bool { return s.status != Valid })
		p.award(ok, 2)
		p.award(w.completable(p), 3)
	}
	scoreMost(list, 2)
	scoreBest(list, 2, func(p *path) int { return p.next - len(p.series.doses) })
	scoreBest(list, 1, func(p *path) int {
		if !w.completable(p) {
			return -1 << 30
		}
		return -int(w.finish(p))
	})
}

// scoreUnbegun scores series without a valid dose (CDSi 8.6).
func (w *work) scoreUnbegun(list []*path) {
	scoreBest(list, 1, func(p *path) int {
		if p.x.earliest == 0 {
			return -1 << 30
		}
		return -int(p.x.earliest)
	})
	for _, p := range list {
		p.award(w.completable(p), 1)
		p.award(!p.series.productPath, 1)
	}
}

// finish gives the soonest day on which a series can be finished: its next
// dose's earliest day and the longest interval of those after it (SELECTB-12).
func (w *work) finish(p *path) care.Day {
	day := p.x.earliest
	for k := p.next + 1; k < len(p.series.doses); k++ {
		d := &p.series.doses[k]
		for i := range d.intervals {
			if v := &d.intervals[i]; v.edition.holds(w.today) {
				day = max(day, w.cal.after(p.x.earliest, v.min))
			}
		}
	}
	return day
}

// completable tells whether a series can be finished before its last age limit.
func (w *work) completable(p *path) bool {
	if p.x.earliest == 0 {
		return false
	}
	last := &p.series.doses[len(p.series.doses)-1]
	if a := w.ageRow(p.track, last, -1, w.today); a != nil && a.max.ok {
		return w.finish(p) < w.cal.age(a.max)
	}
	return true
}

func (p *path) award(ok bool, points int) {
	if ok {
		p.score += points
	} else {
		p.score -= points
	}
}

// scoreBest gives points to the one with the greatest value, nothing where
// several share it, and takes them from the others.
func scoreBest(list []*path, points int, value func(*path) int) {
	best := value(slices.MaxFunc(list, func(a, b *path) int { return cmp.Compare(value(a), value(b)) }))
	shared := len(filter(list, func(p *path) bool { return value(p) == best })) > 1
	for _, p := range list {
		switch {
		case value(p) != best:
			p.score -= points
		case !shared:
			p.score += points
		}
	}
}

func scoreMost(list []*path, points int) {
	scoreBest(list, points, func(p *path) int { return p.valid })
}

// top gives the best score, and of equals the one that the data prefers.
func top(list []*path) *path {
	return slices.MinFunc(list, func(a, b *path) int {
		if c := cmp.Compare(b.score, a.score); c != 0 {
			return c
		}
		return cmp.Compare(a.series.preference, b.series.preference)
	})
}

// bestOf keeps the prioritized series that stand for the antigen (CDSi 8.8).
func bestOf(prioritized []*path) []*path {
	return filter(prioritized, func(p *path) bool {
		if p.status == statusComplete {
			return true
		}
		equivalent := filter(prioritized, func(o *path) bool { return o != p && slices.Contains(p.series.equivalent, o.series.seriesGroup) })
		if slices.ContainsFunc(equivalent, func(o *path) bool { return o.status == statusComplete }) || p.series.kind == evaluationOnly {
			return false
		}
		return p.series.kind == risk || !slices.ContainsFunc(equivalent, func(o *path) bool { return o.series.kind == risk })
	})
}

func filter(list []*path, keep func(*path) bool) (out []*path) {
	for _, p := range list {
		if keep(p) {
			out = append(out, p)
		}
	}
	return out
}

func first(list []*path, is func(*path) bool) *path {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return nil
}
