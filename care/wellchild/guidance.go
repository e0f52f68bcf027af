package wellchild

import "tongjian/care"

// Tip is one piece of advice for parents, in plain words.
type Tip struct {
	ID    string `json:"id"`
	Topic string `json:"topic" enum:"danger,care,feeding,play,safety,health"`
	Words
	Rule care.Rule `json:"rule"`
}

// tip is one row of the table of advice; sources are joined by a semicolon.
type tip struct {
	id, topic, sources, en, zh string
}

// band is the advice for ages from to until, both in days and inclusive.
type band struct {
	from, until int
	tips        []tip
}

// The first day of life, in days of age, from which the danger signs of the
// older child hold, and the last day of the seventh year.
const (
	olderFrom = 60
	lastDay   = 2556
)

// background is the source of advice that was read nowhere: clinical
// background knowledge, to be signed by a paediatrician before it is published.
const background = "CLIN"

// DangerSigns gives the signs on which parents seek care at once, for an age in
// days: those of young infants below 60 days, else those of children. An age
// that is not known (below 0) gets both. They need no network: the parents'
// app keeps them.
func DangerSigns(ageDays int) []Tip {
	switch {
	case ageDays < 0:
		return append(shown(infantDangers), shown(childDangers)...)
	case ageDays < olderFrom:
		return shown(infantDangers)
	}
	return shown(childDangers)
}

// Guidance gives the advice for an age in days: feeding, play, safety and
// health, then how to care for a mild illness at home (from 60 days). It is
// always shown with DangerSigns. None from 7 years.
func Guidance(ageDays int) []Tip {
	out := []Tip{}
	for _, b := range append(ageBands, homeCare) {
		if ageDays >= b.from && ageDays <= b.until {
			out = append(out, shown(b.tips)...)
		}
	}
	return out
}

func shown(tips []tip) []Tip {
	out := make([]Tip, len(tips))
	for i, t := range tips {
		status := care.Verified
		if t.sources == background {
			status = care.Unverified
		}
		out[i] = Tip{t.id, t.topic, Words{t.en, t.zh}, care.Rule{ID: t.id, Edition: "2026-11", Source: t.sources, Status: status}}
	}
	return out
}
