package tool

import (
	"encoding/xml"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"tongjian/care"
	"tongjian/care/immunization"
)

// chinaGroups asks for a child of whom nothing is known: every series is
// listed, and names its group.
func chinaGroups(s *immunization.Schedule) (names []string) {
	birth := care.MustDay("2020-01-01")
	for _, f := range immunization.Forecast(s, immunization.Child{Birth: birth}, nil, birth).Series {
		if !slices.Contains(names, f.Group) {
			names = append(names, f.Group)
		}
	}
	return names
}

// groupNames reads the vaccine groups from CDC's supporting data: a forecast
// lists only those that have a series for the child.
func groupNames(files fs.FS) ([]string, error) {
	list, err := fs.Glob(files, "ScheduleSupportingData*.xml")
	if err != nil || len(list) == 0 {
		return nil, fmt.Errorf("there is no ScheduleSupportingData*.xml in it")
	}
	text, err := fs.ReadFile(files, list[0])
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", list[0], err)
	}
	var x struct {
		Names []string `xml:"vaccineGroups>vaccineGroup>name"`
	}
	if err := xml.Unmarshal(text, &x); err != nil {
		return nil, fmt.Errorf("reading %s: %w", list[0], err)
	}
	for i := range x.Names {
		x.Names[i] = strings.TrimSpace(x.Names[i])
	}
	return x.Names, nil
}

// aliases are other words for the vaccine groups of both schedules, in small letters.
var aliases = map[string][]string{
	"dtap": {"DTaP/Tdap/Td"}, "tdap": {"DTaP/Tdap/Td", "DTaP"}, "td": {"DTaP/Tdap/Td", "DTaP"}, "dtp": {"DTaP/Tdap/Td", "DTaP"}, "dtap/tdap/td": {"DTaP"},
	"pol": {"Polio"}, "ipol": {"Polio"}, "ipv": {"Polio"}, "opv": {"Polio"},
	"pcv": {"Pneumococcal"}, "rota": {"Rotavirus"}, "rv": {"Rotavirus"}, "var": {"Varicella"}, "flu": {"Influenza"},
	"mcv": {"Meningococcal", "Men"}, "men": {"Meningococcal"}, "meningococcal": {"Men"}, "menb": {"Meningococcal B"},
	"je": {"Japanese Encephalitis"}, "japanese encephalitis": {"JE"}, "zos": {"Zoster"}, "bcg": {"TB"}, "tuberculosis": {"TB"},
	"covid": {"COVID-19"}, "yf": {"Yellow Fever"}, "hep a": {"HepA"}, "hep b": {"HepB"}, "mpox": {"Orthopoxvirus"},
}

// group gives the schedule's own name for a vaccine group.
func (f *forecastRule) group(word string) (string, bool) {
	word = strings.TrimSpace(word)
	for _, name := range append([]string{word}, aliases[strings.ToLower(word)]...) {
		if i := slices.IndexFunc(f.groups, func(g string) bool { return strings.EqualFold(g, name) }); i >= 0 {
			return f.groups[i], true
		}
	}
	return "", false
}
