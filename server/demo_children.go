package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/records"
)

var (
	familyNames = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "罗", "高", "林", "石", "𡛟"}
	givenNames  = []string{"小明", "雨欣", "浩然", "子涵", "梓萱", "思远", "佳怡", "天佑", "若曦", "一诺", "宇轩", "欣妍", "俊杰", "诗涵", "文博", "静怡", "晨阳", "安", "乐", "小穗", "禾", "春生", "秋月", "大勇", "𠮷"}
	minority    = []string{"阿依·木沙", "古丽·阿米娜", "扎西·次仁", "卓玛·央金", "尔古·阿呷"}
)

// maker makes the children of one county, always the same for one day.
type maker struct {
	*rand.Rand
	today  care.Day
	ids    func() string
	lines  map[string][]growth.Lines
	phones int
}

// makeChildren gives about 600 children of 0 to 7 years with what was written
// down of them: the same for the same day.
func makeChildren(today care.Day) []demoChild {
	m := &maker{Rand: rand.New(rand.NewPCG(demoSeed, 1)), today: today, ids: newIDs(demoSeed), lines: map[string][]growth.Lines{}}
	var out []demoChild
	for t := range townshipNames {
		for v := range 4 {
			for n := 0; n < 50; n++ {
				c := m.child(villageCode(t, v))
				out = append(out, c)
				if m.IntN(45) == 0 { // twins
					out = append(out, m.twin(c))
					n++
				}
			}
		}
	}
	return out
}

func (m *maker) child(village string) demoChild {
	age := int(math.Pow(m.Float64(), 1.3) * 7 * 365) // more young ones: they come more often
	c := demoChild{NewChild: records.NewChild{ID: m.ids(), Identity: records.Identity{Sex: m.sex(), Birth: m.today.AddDays(-age - 1), Area: village, GestationDays: 266 + m.IntN(24), MotherHBsAg: "negative"}}}
	c.Name = familyNames[m.IntN(len(familyNames))] + givenNames[m.IntN(len(givenNames))]
	if m.IntN(25) == 0 {
		c.Name = minority[m.IntN(len(minority))]
	}
	switch m.IntN(30) {
	case 0, 1:
		c.GestationDays = 225 + m.IntN(33) // born early
	case 2:
		c.GestationDays = 196 + m.IntN(27) // very early
	case 3:
		c.MotherHBsAg = "positive"
	case 4, 5:
		c.MotherHBsAg = "unknown"
	case 6:
		c.Allergies = []string{"青霉素"}
	}
	c.BirthWeightG = m.birthWeight(c.GestationDays)
	c.Guardians = m.family(c.Name)
	c.facts = m.facts(c)
	return c
}

func (m *maker) twin(of demoChild) demoChild {
	c := of
	c.ID, c.Sex = m.ids(), m.sex()
	c.Name = string([]rune(of.Name)[:1]) + givenNames[m.IntN(len(givenNames))]
	c.BirthWeightG -= m.IntN(200)
	c.Guardians = append([]records.NewGuardian(nil), of.Guardians...)
	for i := range c.Guardians {
		c.Guardians[i].ID = m.ids()
	}
	c.facts = m.facts(c)
	return c
}

func (m *maker) sex() care.Sex {
	if m.IntN(100) < 52 {
		return care.Male
	}
	return care.Female
}

func (m *maker) birthWeight(gestation int) int {
	weight := 3250 - (280-gestation)*22 + int(m.NormFloat64()*330)
	return max(900, min(4600, weight/10*10))
}

// family gives the guardians: mostly the mother, grandparents for children
// whose parents work far away, sometimes a father besides.
func (m *maker) family(name string) []records.NewGuardian {
	phone := demoPhone(m.phones)
	m.phones++
	surname := string([]rune(name)[:1])
	switch m.IntN(6) {
	case 0:
		return []records.NewGuardian{{ID: m.ids(), Name: surname + "奶奶", Relation: "grandparent", Phone: phone}}
	case 1:
		return []records.NewGuardian{{ID: m.ids(), Name: familyNames[m.IntN(20)] + "梅", Relation: "mother", Phone: phone}, {ID: m.ids(), Name: surname + "强", Relation: "father"}}
	}
	return []records.NewGuardian{{ID: m.ids(), Name: familyNames[m.IntN(20)] + []string{"梅", "芳", "丽", "燕", "云"}[m.IntN(5)], Relation: "mother", Phone: phone}}
}

// facts gives measurements and visits near the ages of the norm, and doses
// near their ages, some late, some never.
func (m *maker) facts(c demoChild) []records.NewEntry {
	out := append(m.visits(c), m.doses(c)...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Day < out[j].Day })
	return out
}

// visitAges are the months of the norm's visits (knowledge: wellchild, third edition).
var visitAges = []struct {
	id     string
	months float64
}{{"nb_home", 0.1}, {"full_month", 0.93}, {"m3", 3.05}, {"m6", 6.05}, {"m8", 8.05}, {"m12", 12.05}, {"m18", 18.05}, {"m24", 24.05}, {"m30", 30.05}, {"y3", 36.5}, {"y4", 48.5}, {"y5", 60.5}, {"y6", 72.5}}

func (m *maker) visits(c demoChild) []records.NewEntry {
	z, drift := m.NormFloat64()*0.9, 0.0
	switch m.IntN(25) {
	case 0:
		drift = -0.16 // falling away from its line
	case 1:
		drift = 0.14
	case 2:
		z -= 1.8
	}
	short := m.NormFloat64() * 0.7
	var out []records.NewEntry
	for i, v := range visitAges {
		day := c.Birth.AddDays(int(v.months*30.4375) + m.IntN(18))
		if day > m.today || m.IntN(9) == 0 {
			continue
		}
		used := int(day - c.Birth)
		if c.GestationDays < 259 {
			used -= care.Term - c.GestationDays
		}
		if used < 0 {
			continue
		}
		now := z + drift*float64(i)
		body := map[string]any{"weightKg": round(m.at("wfa", c.Sex, used, now+m.NormFloat64()*0.15), 2), "lengthCm": round(m.at("lhfa", c.Sex, used, now*0.5+short+m.NormFloat64()*0.1), 1), "position": "lying"}
		if used >= 731 {
			body["position"] = "standing"
		} else {
			body["headCm"] = round(m.at("hcfa", c.Sex, used, now*0.3+m.NormFloat64()*0.2), 1)
		}
		out = append(out, m.entry(records.KindMeasurement, day, body), m.entry(records.KindVisit, day, map[string]any{"visit": v.id}))
	}
	return out
}

// at gives the value of an indicator at an age and z, between the printed lines.
func (m *maker) at(ind growth.Indicator, sex care.Sex, days int, z float64) float64 {
	key := string(ind) + string(sex)
	if m.lines[key] == nil {
		m.lines[key] = growth.Curve(ind, sex, 0, 2600, 700)
	}
	z = max(-3.4, min(3.4, z))
	for _, l := range m.lines[key] {
		i := sort.SearchFloat64s(l.X, float64(days))
		if i >= len(l.X) {
			continue
		}
		low := max(0, min(5, int(math.Floor(z))+3))
		return l.SD[low][i] + (z-float64(low-3))*(l.SD[low+1][i]-l.SD[low][i])
	}
	return 0
}

// routine is what a clinic follows: product and age in months. Children born
// before the change of 2025 had DTaP at 3, 4, 5 and 18 months.
func routine(birth care.Day) []plannedDose {
	list := []plannedDose{{"HepB", 0}, {"BCG", 0}, {"HepB", 1}, {"IPV", 2}, {"IPV", 3}, {"bOPV", 4}, {"HepB", 6}, {"MPSV-A", 6}, {"MMR", 8}, {"JE-L", 8}, {"MPSV-A", 9}, {"MMR", 18}, {"HepA-L", 18}, {"DTaP", 18}, {"JE-L", 24}, {"MPSV-AC", 36}, {"bOPV", 48}, {"MPSV-AC", 72}}
	if birth < care.MustDay("2024-10-01") {
		list = append(list, plannedDose{"DTaP", 3}, plannedDose{"DTaP", 4}, plannedDose{"DTaP", 5}, plannedDose{"DT", 72})
	} else {
		list = append(list, plannedDose{"DTaP", 2}, plannedDose{"DTaP", 4}, plannedDose{"DTaP", 6}, plannedDose{"DTaP", 72})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].months < list[j].months })
	return list
}

type plannedDose struct {
	vaccine string
	months  int
}

func (m *maker) doses(c demoChild) []records.NewEntry {
	behind := 0 // days that this family comes late
	if m.IntN(8) == 0 {
		behind = 30 + m.IntN(150)
	}
	gives := m.IntN(40) != 0 // a family that refuses
	last := map[string]care.Day{}
	var out []records.NewEntry
	for _, p := range routine(c.Birth) {
		if p.months > 0 && (!gives || m.IntN(30) == 0) {
			continue
		}
		day := c.Birth.AddMonths(p.months, care.Clamp)
		if p.months > 0 {
			day = day.AddDays(m.IntN(20) + behind)
		}
		if before, ok := last[p.vaccine]; ok && day < before+30 {
			day = before + 30 + care.Day(m.IntN(10))
		}
		if day > m.today {
			continue
		}
		last[p.vaccine] = day
		body := map[string]any{"vaccine": p.vaccine, "source": "here", "lot": fmt.Sprintf("D%04d", m.IntN(10000)), "maker": "虚构生物"}
		if m.IntN(12) == 0 {
			body = map[string]any{"vaccine": p.vaccine, "source": []string{"book", "told"}[m.IntN(2)]}
		}
		out = append(out, m.entry(records.KindDose, day, body))
	}
	return out
}

func (m *maker) entry(kind records.Kind, day care.Day, body map[string]any) records.NewEntry {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // numbers and words only
	}
	return records.NewEntry{ID: m.ids(), Kind: kind, Day: day, Body: text}
}

func round(v float64, digits int) float64 {
	f := math.Pow(10, float64(digits))
	return math.Round(v*f) / f
}
