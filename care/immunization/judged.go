package immunization

// code names a fault.
func (f fault) code() string { return faultCodes[f] }

var faultCodes = [...]string{
	sound: "", tooYoung: "below_min_age", tooOld: "above_max_age", tooSoon: "below_min_interval",
	liveClash: "live_gap", passiveClash: "immunoglobulin_gap", wrongProduct: "wrong_product",
	wrongAgeForProduct: "wrong_age_for_product", inadvertent: "inadvertent", seriesOver: "series_complete",
	notCounted: "not_counted", outbreakDose: "outbreak_dose", rejected: "doctor_rejected", spoilt: "spoilt",
}

var faultTexts = [...]Text{
	tooOld:             {"Given after the age limit", "超过规定年龄接种"},
	wrongProduct:       {"This product is not for this dose", "该疫苗不适用于此剂次"},
	wrongAgeForProduct: {"This product is not for this age", "该疫苗不适用于此年龄"},
	seriesOver:         {"The series was complete already", "该程序此前已完成"},
	notCounted:         {"This product does not count for a child of this age group", "该出生队列不计此疫苗"},
	rejected:           {"A doctor decided that it does not count", "经医生审核不计"},
}

// reasonFor gives the sentence behind a shot that did not count.
func (w *work) reasonFor(s *shot) (Reason, bool) {
	rules := w.schedule.rules
	switch s.fault {
	case sound:
		return Reason{}, false
	case tooYoung, tooSoon:
		if s.note > 0 {
			return w.schedule.notes[s.note].broken, true
		}
		return coded(rules["R-GRACE"], s.fault), true
	case liveClash:
		if w.code(s.with) == "BCG" || w.code(s.dose) == "BCG" {
			return coded(rules["R-LIVE28-BCG"], s.fault), true
		}
		return coded(rules["R-LIVE28"], s.fault), true
	case passiveClash:
		if w.code(s.with) == "IVIG" {
			return coded(rules["R-IVIG"], s.fault), true
		}
		return coded(rules["R-IG"], s.fault), true
	case outbreakDose:
		if w.doses[s.dose].purpose == Campaign {
			return coded(rules["R-CAMPAIGN"], s.fault), true
		}
		return coded(rules["R-MMR-OUTBREAK"], s.fault), true
	}
	r := Reason{Code: s.fault.code(), Text: faultTexts[s.fault], Rule: rules["R-AGE"].Rule}
	switch s.fault {
	case seriesOver, rejected:
		r.Rule = rules["R-CATCHUP"].Rule
	case notCounted:
		r.Rule = rules["R-MMR-COHORT"].Rule
	}
	return r, true
}

func coded(r Reason, f fault) Reason {
	r.Code = f.code()
	return r
}

// judged gives each input dose what it counted for.
func (a *answer) judged(doses []Dose) []Judged {
	w := a.w
	out := w.unjudged(doses)
	a.spread(out)
	for k := range w.doses {
		j := &out[w.doses[k].input]
		a.sum(k, j)
	}
	return out
}

// spread puts each series' judgements at their doses, in one block.
func (a *answer) spread(out []Judged) {
	w := a.w
	w.places = append(w.places[:0], make([]int32, len(w.doses)+1)...)
	for i := range a.list {
		for _, s := range a.shots(i) {
			w.places[s.dose+1]++
		}
	}
	for k := range w.doses {
		w.places[k+1] += w.places[k]
		out[w.doses[k].input].Reasons = nil
	}
	store := make([]Counted, w.places[len(w.doses)])
	for k := range w.doses {
		from, to := w.places[k], w.places[k+1]
		out[w.doses[k].input].For = store[from:from:to]
	}
	for i := range a.list {
		c := &w.schedule.courses[i]
		shots := a.shots(i)
		for s := range shots {
			shot := &shots[s]
			j := &out[w.doses[shot.dose].input]
			j.For = append(j.For, a.counted(i, c, shot, j))
		}
	}
}

// shots gives the judged doses of a course, none where the course is not the
// child's: an edition of the past, a form for other children.
func (a *answer) shots(i int) []shot {
	f, c := &a.list[i], &a.w.schedule.courses[i]
	switch {
	case c.past != "", f.Status == NotEligible && c.private, f.Status == ReplacedBy && f.Private:
		return nil
	}
	return a.w.tracks[i].shots
}

func (a *answer) counted(i int, c *course, s *shot, j *Judged) Counted {
	x := Counted{Series: c.id, Status: s.status}
	if s.target >= 0 {
		x.Number = s.target + c.first
	}
	if s.status == Valid && (c.rows != nil || a.w.tracks[i].series.extend || a.list[i].Doses == 0) {
		x.Number = a.w.rank(&a.w.tracks[i], s)
	}
	if r, ok := a.w.reasonFor(s); ok {
		x.Reasons = []Reason{r}
		if s.status == NotValid && !a.list[i].closedTo() {
			j.Flags = addFlag(j.Flags, s.fault.code())
		}
	}
	return x
}

// closedTo tells whether a series has nothing to say about this child's doses.
func (f *SeriesForecast) closedTo() bool {
	return f.Status == ReplacedBy && f.Series != "hepa_l" && f.Series != "je_l" && f.Series != "je_i" && f.Series != "hepa_i"
}

// rank counts the valid shots up to one.
func (w *work) rank(t *track, s *shot) (n int) {
	for i := range t.shots {
		if t.shots[i].status == Valid {
			n++
		}
		if &t.shots[i] == s {
			return n
		}
	}
	return n
}

// sum says of a dose as a whole whether it counted for anything.
func (a *answer) sum(k int, j *Judged) {
	w := a.w
	g := &w.doses[k]
	switch {
	case g.vaccine < 0:
		j.Status = NotJudged
		j.Reasons = []Reason{{Code: "unknown_product", Text: Text{"The schedule does not know this product", "程序中没有此疫苗"}, Rule: w.schedule.rules["R-EDITION"].Rule}}
		return
	case w.schedule.products[g.vaccine].Passive && len(j.For) == 0:
		j.Status = NotJudged
		return
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
	a.order(k, j)
	a.afterMeasles(k, j)
}

// order notes where the number written on the record and the order of days
// do not agree. The dose is kept and judged by its day.
func (a *answer) order(k int, j *Judged) {
	if j.label == 0 {
		return
	}
	for _, x := range j.For {
		if x.Status == Valid && x.Number != j.label {
			j.Flags = addFlag(j.Flags, "label_differs")
		}
	}
	for i := k + 1; i < len(a.w.doses); i++ {
		if o := &a.w.doses[i]; o.vaccine == a.w.doses[k].vaccine && o.label > 0 && o.label < j.label && o.day > a.w.doses[k].day {
			j.Flags = addFlag(j.Flags, "before_earlier_number")
		}
	}
}

// afterMeasles notes immunoglobulin within two weeks after a measles vaccine.
func (a *answer) afterMeasles(k int, j *Judged) {
	w := a.w
	kinds := &w.schedule.kinds
	if !kinds.measles.has(w.doses[k].vaccine) {
		return
	}
	for i := k; i < len(w.doses) && w.doses[i].day < w.doses[k].day+14; i++ {
		if v := w.doses[i].vaccine; v >= 0 && kinds.passive.has(v) {
			j.Flags = addFlag(j.Flags, "immunoglobulin_after")
			j.Reasons = append(j.Reasons, w.schedule.rules["R-IG-AFTER-MMR"])
			a.doctor(&a.list[w.schedule.kinds.mmr], "R-IG-AFTER-MMR")
			return
		}
	}
}

// unjudged gives the doses as they came, not judged.
func (w *work) unjudged(doses []Dose) []Judged {
	out := make([]Judged, len(doses))
	for i := range doses {
		d := &doses[i]
		j := &out[i]
		j.ID, j.Index, j.Day, j.Vaccine, j.Status, j.label = d.ID, i, d.Day, d.Vaccine, NotJudged, d.Number
		switch {
		case w.child.Birth == 0:
			j.Reasons = noBirth
		case d.Day == 0 || d.Day > w.today:
			j.Reasons = noDay
		}
	}
	return out
}

var (
	noBirth = []Reason{{Code: "no_birth_day", Text: Text{"Without a day of birth it cannot be judged", "缺出生日期，无法评估"}}}
	noDay   = []Reason{{Code: "no_day", Text: Text{"Without a day up to today it cannot be judged", "缺接种日期或日期晚于今天，无法评估"}}}
)
