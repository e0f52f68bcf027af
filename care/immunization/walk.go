package immunization

// walk judges every dose of the history against one series (CDSi 4.4: evaluate
// vaccination history): doses in order of days, target doses in order of the
// series, skipped ones passed over.
func (w *work) walk(t *track) {
	for i := range w.doses {
		if !w.concerns(t.series, &w.doses[i]) || t.series.alsoLater && t.valid == 0 && t.series.also.has(w.doses[i].vaccine) {
			continue
		}
		w.upto = i
		t.shots = append(t.shots, w.step(t, i))
	}
	w.upto = len(w.doses)
}

// step judges one dose against the target dose that comes next.
func (w *work) step(t *track, i int) shot {
	g := &w.doses[i]
	over := shot{dose: i, target: -1, with: -1, status: Extraneous, fault: seriesOver}
	if t.series.uncounted.has(g.vaccine) {
		over.fault = notCounted
		return over
	}
	for {
		d := t.next(w)
		if d == nil {
			return over
		}
		if !d.recurring && w.skips(t, d, onEvaluation, g.day) {
			t.satisfied[t.at] = skipped
			t.at++
			continue
		}
		s := w.judge(t, d, i)
		if s.status == Valid {
			t.satisfied[s.target] = int32(len(t.shots))
			t.valid++
			if !d.recurring {
				t.at++
			}
		}
		return s
	}
}

// next gives the target dose that comes next, nil when none is left. A series
// that extends repeats its last dose until its antigens are reached.
func (t *track) next(w *work) *seriesDose {
	if t.at < len(t.series.doses) {
		return &t.series.doses[t.at]
	}
	if !t.series.extend || w.needMet(t) {
		return nil
	}
	t.at = len(t.series.doses) - 1
	return &t.series.doses[t.at]
}

// needMet tells whether the valid doses hold each antigen often enough.
func (w *work) needMet(t *track) bool {
	for i := range t.series.need {
		if w.lacking(t, &t.series.need[i]) > 0 {
			return false
		}
	}
	return true
}

// lacking counts the doses with an antigen that are still missing.
func (w *work) lacking(t *track, n *need) int {
	left := n.count
	for _, s := range t.shots {
		if s.status == Valid && n.with.has(w.doses[s.dose].vaccine) {
			left--
		}
	}
	return max(left, 0)
}

// concerns tells whether a dose is judged against a series at all.
func (w *work) concerns(s *series, g *given) bool {
	if g.vaccine < 0 || !s.relevant.has(g.vaccine) {
		return false
	}
	return !s.also.has(g.vaccine) || w.within(g.day, s.alsoFrom, s.alsoUntil)
}
