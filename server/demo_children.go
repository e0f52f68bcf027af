package main

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
	"tongjian/records"
)

// demoChild is a made-up child with everything that was written down of it, in
// its village and at its township.
type demoChild struct {
	records.NewChild
	conditions        []immunization.Condition
	village, township []records.NewEntry
}

// maker makes the children of the made-up county, always the same for one day.
type maker struct {
	*rand.Rand
	today    care.Day
	ids      func() string
	schedule *immunization.Schedule
	lines    map[string][]growth.Lines
	families int
	order    int // of the ID numbers
}

// makeChildren gives about 600 children of 0 to 7 years, family by family: the
// same for the same day.
func makeChildren(today care.Day) []demoChild {
	m := &maker{Rand: rand.New(rand.NewPCG(demoSeed, 1)), today: today, ids: newIDs(demoSeed), schedule: immunization.China(immunization.Options{}), lines: map[string][]growth.Lines{}}
	out := m.example()
	for t := range townships {
		for v := range villagesEach {
			for most := len(out) + 45 + m.IntN(12); len(out) < most; {
				out = append(out, m.family(villageCode(t, v), m.age())...)
			}
		}
	}
	return out
}

// example is the family whose phone is printed: a mother with an infant who
// has things due and a child of four years.
func (m *maker) example() []demoChild {
	f := m.newFamily(villageCode(0, 0))
	f.household = household{surname: "石"}
	f.guardians = []records.NewGuardian{{Name: "周丽", Relation: "mother", Phone: demoPhone(0)}, {Name: "石永福", Relation: "grandparent"}}
	f.habit = habit{late: 20, skips: 0.1}
	infant, older := m.plain(f, 262, "石小禾", care.Female), m.plain(f, 1510, "石云飞", care.Male)
	return []demoChild{infant, older}
}

func (m *maker) plain(f family, age int, name string, sex care.Sex) demoChild {
	c := m.newborn(f, age, sex)
	c.Name, c.GestationDays, c.BirthWeightG, c.MotherHBsAg = name, 276, 3200, "negative"
	c.Allergies, c.Reactions, c.conditions = nil, nil, nil
	return m.written(f, c)
}

// age is in days: more young ones, because they come more often.
func (m *maker) age() int { return int(math.Pow(m.Float64(), 1.25) * 7 * 365) }

// family is one household and how it keeps appointments.
type family struct {
	household
	village   string
	guardians []records.NewGuardian
	habit     habit
}

// habit is how a family keeps appointments.
type habit struct {
	late    int     // days that it comes late, on the whole
	skips   float64 // share of the check-ups that it misses
	refuses bool    // no vaccines after the birth doses
	stays   int     // days until today in which nobody came
	movedAt int     // age in days at which the child came from elsewhere; 0: born here
	toldAll bool    // the vaccination book is lost: what was before is told
}

func (m *maker) newFamily(village string) family {
	phone := demoPhone(m.families)
	m.families++
	h := m.household()
	f := family{household: h, village: village, habit: m.habit()}
	mother := records.NewGuardian{Name: m.adultName(h, care.Female, false), Relation: "mother", Phone: phone}
	switch m.IntN(8) {
	case 0, 1: // left behind: the parents work on the coast, a grandmother brings the child
		mother.Phone = ""
		f.guardians = []records.NewGuardian{{Name: m.adultName(h, care.Female, m.IntN(2) == 0), Relation: "grandparent", Phone: phone}, mother}
		f.habit.late += 12
		f.habit.skips += 0.1
	case 2, 3:
		f.guardians = []records.NewGuardian{mother, {Name: m.adultName(h, care.Male, true), Relation: "father"}}
	case 4:
		f.guardians = []records.NewGuardian{{Name: m.adultName(h, care.Male, true), Relation: "father", Phone: phone}}
	default:
		f.guardians = []records.NewGuardian{mother}
	}
	return f
}

func (m *maker) habit() habit {
	h := habit{late: m.IntN(8), skips: 0.03 + 0.1*m.Float64()}
	switch n := m.IntN(100); {
	case n < 16:
		h.late, h.skips = 20+m.IntN(40), 0.2
	case n < 22:
		h.late, h.skips = 70+m.IntN(120), 0.5
	case n < 24:
		h.refuses = true
	case n < 31: // works on the coast for half a year or two years, with the child
		h.stays = 240 + m.IntN(500)
	}
	if m.IntN(14) == 0 {
		h.movedAt, h.toldAll = 60+m.IntN(700), m.IntN(3) == 0
	}
	return h
}

// family makes the children of one new family: one, twins, or with a brother
// or sister some years older.
func (m *maker) family(village string, age int) []demoChild {
	f := m.newFamily(village)
	out := []demoChild{m.child(f, age)}
	if m.IntN(60) == 0 {
		out = append(out, m.twin(f, &out[0]))
	}
	if older := age + 700 + m.IntN(900); m.IntN(4) == 0 && older < 7*365 {
		out = append(out, m.child(f, older))
	}
	return out
}

func (m *maker) child(f family, age int) demoChild {
	return m.written(f, m.newborn(f, age, m.sex()))
}

func (m *maker) sex() care.Sex {
	if m.IntN(100) < 52 {
		return care.Male
	}
	return care.Female
}

// newborn makes who the child is.
func (m *maker) newborn(f family, age int, sex care.Sex) demoChild {
	c := demoChild{NewChild: records.NewChild{ID: m.ids(), Identity: records.Identity{Sex: sex, Birth: m.today.AddDays(-age), Area: f.village, GestationDays: 266 + m.IntN(24), MotherHBsAg: "negative"}}}
	c.Name = m.childName(f.household, sex)
	c.Guardians = slices.Clone(f.guardians)
	for i := range c.Guardians {
		c.Guardians[i].ID = m.ids()
	}
	m.special(&c)
	c.BirthWeightG = m.birthWeight(c.Sex, c.GestationDays)
	m.papers(&c, age)
	return c
}

// special gives some children what asks for care.
func (m *maker) special(c *demoChild) {
	switch n := m.IntN(300); {
	case n < 15:
		c.GestationDays = 231 + m.IntN(27) // late preterm
	case n < 20:
		c.GestationDays = 196 + m.IntN(27) // before 32 weeks
	case n < 23:
		c.GestationDays = 0 // nobody knows
	}
	switch n := m.IntN(300); {
	case n < 14:
		c.MotherHBsAg = "positive"
	case n < 40:
		c.MotherHBsAg = "unknown"
	case n < 48:
		c.Allergies = []string{pick(m, []string{"青霉素", "头孢", "牛奶蛋白", "鸡蛋", "花生"})}
	case n < 51:
		c.Reactions = []string{"第一剂百白破后高热39.5℃，两天后退"}
	case n < 53:
		c.conditions = []immunization.Condition{{Code: "primary_immunodeficiency", Day: c.Birth.AddDays(120)}}
	case n < 54:
		c.conditions = []immunization.Condition{{Code: "hiv_exposed_unknown", Day: c.Birth}}
	}
}

// papers gives most children an ID number, the youngest a birth certificate or
// none; a newborn may have no name yet, and of a few the birth
// day is known to the month only.
func (m *maker) papers(c *demoChild, age int) {
	m.order++
	switch n := m.IntN(100); {
	case age < 25:
		if n < 60 {
			c.Name, c.MotherName = "", c.Guardians[0].Name
		}
	case age < 90 || n < 10:
		c.Number = birthCertificate(m.order)
	case n < 94:
		c.Number = idNumber(c.Birth, c.Sex, m.order)
	case n < 95:
		c.Birth = c.Birth - care.Day(dayOfMonth(c.Birth)-1)
		c.BirthPrecision, c.BirthEstimated = "month", true
	}
}

func dayOfMonth(d care.Day) int {
	_, _, day := d.Date()
	return day
}

func (m *maker) twin(f family, of *demoChild) demoChild {
	c := m.newborn(f, int(m.today-of.Birth), m.sex())
	if of.GestationDays == 0 || of.GestationDays > 262 {
		of.GestationDays = 250 + m.IntN(12)
		of.BirthWeightG = m.birthWeight(of.Sex, of.GestationDays)
		of.village, of.township = nil, nil
		*of = m.written(f, *of)
	}
	for c.Name == of.Name && c.Name != "" {
		c.Name = m.childName(f.household, c.Sex)
	}
	c.Birth, c.BirthPrecision, c.BirthEstimated, c.Number = of.Birth, of.BirthPrecision, of.BirthEstimated, ""
	if len(of.Number) == 18 {
		c.Number = idNumber(c.Birth, c.Sex, m.order)
	}
	c.GestationDays, c.MotherHBsAg, c.conditions = of.GestationDays, of.MotherHBsAg, of.conditions
	c.BirthWeightG = max(700, of.BirthWeightG-m.IntN(220))
	return m.written(f, c)
}

// written adds everything that was written down of a child.
func (m *maker) written(f family, c demoChild) demoChild {
	for _, k := range c.conditions {
		if k.Day <= m.today {
			c.township = append(c.township, m.entry(records.KindContraindication, k.Day, records.Contraindication{Condition: k.Code, Private: k.Code == "hiv_exposed_unknown"}))
		}
	}
	m.visits(&c, f.habit)
	m.doses(&c, f.habit)
	byDay := func(a, b records.NewEntry) int { return int(a.Day - b.Day) }
	slices.SortStableFunc(c.village, byDay)
	slices.SortStableFunc(c.township, byDay)
	return c
}

func (m *maker) entry(kind records.Kind, day care.Day, body any) records.NewEntry {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // numbers and words only
	}
	return records.NewEntry{ID: m.ids(), Kind: kind, Day: day, Body: text}
}
