package immunization

import "strings"

// groupAliases are the names that CDC's test cases use for vaccine groups.
var groupAliases = map[string]string{
	"dtap": "DTaP/Tdap/Td", "pol": "Polio", "ipol": "Polio", "flu": "Influenza", "hib": "Hib", "pcv": "Pneumococcal",
	"rota": "Rotavirus", "var": "Varicella", "mcv": "Meningococcal", "menb": "Meningococcal B",
	"hepa": "HepA", "hepb": "HepB", "hpv": "HPV", "mmr": "MMR", "rsv": "RSV", "zoster": "Zoster", "covid-19": "COVID-19",
}

// VaccineGroup gives the name in CDC's data of a vaccine group as people and
// test cases write it: POL is Polio. A name that it does not know is given back.
func VaccineGroup(word string) string {
	word = strings.TrimSpace(word)
	if name, ok := groupAliases[strings.ToLower(word)]; ok {
		return name
	}
	return word
}

// In gives how a dose was judged for a series or vaccine group, or where it
// was not, how it was judged first: a dose of another group is judged in its
// own.
func (j *Judged) In(series string) Counted {
	for _, x := range j.For {
		if x.Series == series {
			return x
		}
	}
	if len(j.For) > 0 {
		return j.For[0]
	}
	return Counted{Status: j.Status}
}

// Words gives CDSi's words for an evaluation, "Not Valid".
func (e Evaluation) Words() string {
	switch e {
	case Valid:
		return "Valid"
	case NotValid:
		return "Not Valid"
	case Extraneous:
		return "Extraneous"
	case Substandard:
		return "Sub-standard"
	}
	return ""
}
