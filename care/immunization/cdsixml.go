package immunization

import (
	"encoding/xml"
	"fmt"
	"io/fs"

	"strings"
)

// The XML of CDC's supporting data, as far as the engine reads it.
type (
	scheduleXML struct {
		Conflicts []conflictXML `xml:"liveVirusConflicts>liveVirusConflict"`
		Groups    []struct {
			Name string `xml:"name"`
			Full string `xml:"administerFullVaccineGroup"`
		} `xml:"vaccineGroups>vaccineGroup"`
		Antigens []struct {
			Name    string   `xml:"name"`
			Antigen []string `xml:"antigen"`
		} `xml:"vaccineGroupToAntigenMap>vaccineGroupMap"`
		CVX []cvxXML `xml:"cvxToAntigenMap>cvxMap"`
	}
	conflictXML struct {
		Previous string `xml:"previous>cvx"`
		Current  string `xml:"current>cvx"`
		Begin    string `xml:"conflictBeginInterval"`
		MinEnd   string `xml:"minConflictEndInterval"`
		End      string `xml:"conflictEndInterval"`
	}
	cvxXML struct {
		CVX          string `xml:"cvx"`
		Name         string `xml:"shortDescription"`
		Associations []struct {
			Antigen string `xml:"antigen"`
			Begin   string `xml:"associationBeginAge"`
			End     string `xml:"associationEndAge"`
		} `xml:"association"`
	}
	antigenXML struct {
		Histories []string `xml:"immunity>clinicalHistory>guidelineCode"`
		Births    []struct {
			Before     string   `xml:"immunityBirthDate"`
			Country    string   `xml:"birthCountry"`
			Exclusions []string `xml:"exclusion>exclusionCode"`
		} `xml:"immunity>dateOfBirth"`
		Against  []contraXML `xml:"contraindications>vaccineGroup>contraindication"`
		Vaccines []contraXML `xml:"contraindications>vaccine>contraindication"`
		Series   []seriesXML `xml:"series"`
	}
	contraXML struct {
		Code     string       `xml:"observationCode"`
		Begin    string       `xml:"beginAge"`
		End      string       `xml:"endAge"`
		Vaccines []vaccineXML `xml:"contraindicatedVaccine"`
	}
	vaccineXML struct {
		CVX      string `xml:"cvx"`
		Begin    string `xml:"beginAge"`
		End      string `xml:"endAge"`
		Trade    string `xml:"tradeName"`
		MVX      string `xml:"mvx"`
		Forecast string `xml:"forecastVaccineType"`
	}
	seriesXML struct {
		Name       string   `xml:"seriesName"`
		Disease    string   `xml:"targetDisease"`
		Group      string   `xml:"vaccineGroup"`
		Type       string   `xml:"seriesType"`
		Equivalent string   `xml:"equivalentSeriesGroups"`
		Genders    []string `xml:"requiredGender"`
		Select     struct {
			Default    string `xml:"defaultSeries"`
			Product    string `xml:"productPath"`
			Group      string `xml:"seriesGroup"`
			Priority   string `xml:"seriesPriority"`
			Preference string `xml:"seriesPreference"`
			Min        string `xml:"minAgeToStart"`
			Max        string `xml:"maxAgeToStart"`
		} `xml:"selectSeries"`
		Indications []struct {
			Code  string `xml:"observationCode>code"`
			Begin string `xml:"beginAge"`
			End   string `xml:"endAge"`
		} `xml:"indication"`
		Doses []doseXML `xml:"seriesDose"`
	}
	doseXML struct {
		Ages        []ageXML      `xml:"age"`
		Intervals   []intervalXML `xml:"interval"`
		Allowed     []intervalXML `xml:"allowableInterval"`
		Preferable  []vaccineXML  `xml:"preferableVaccine"`
		Allowable   []vaccineXML  `xml:"allowableVaccine"`
		Inadvertent []vaccineXML  `xml:"inadvertentVaccine"`
		Skips       []skipXML     `xml:"conditionalSkip"`
		Recurring   string        `xml:"recurringDose"`
		SeasonFrom  string        `xml:"seasonalRecommendation>startDate"`
		SeasonTo    string        `xml:"seasonalRecommendation>endDate"`
	}
	ageXML struct {
		AbsMin string `xml:"absMinAge"`
		Min    string `xml:"minAge"`
		Rec    string `xml:"earliestRecAge"`
		Late   string `xml:"latestRecAge"`
		Max    string `xml:"maxAge"`
		From   string `xml:"effectiveDate"`
		Until  string `xml:"cessationDate"`
	}
	intervalXML struct {
		Previous    string `xml:"fromPrevious"`
		Target      string `xml:"fromTargetDose"`
		Recent      string `xml:"fromMostRecent"`
		Observation string `xml:"fromRelevantObs>code"`
		AbsMin      string `xml:"absMinInt"`
		Min         string `xml:"minInt"`
		Rec         string `xml:"earliestRecInt"`
		Late        string `xml:"latestRecInt"`
		Priority    string `xml:"intervalPriority"`
		From        string `xml:"effectiveDate"`
		Until       string `xml:"cessationDate"`
	}
	skipXML struct {
		Context string `xml:"context"`
		Logic   string `xml:"setLogic"`
		Sets    []struct {
			From       string         `xml:"effectiveDate"`
			Until      string         `xml:"cessationDate"`
			Logic      string         `xml:"conditionLogic"`
			Conditions []conditionXML `xml:"condition"`
		} `xml:"set"`
	}
	conditionXML struct {
		Type     string `xml:"conditionType"`
		Start    string `xml:"startDate"`
		End      string `xml:"endDate"`
		Begin    string `xml:"beginAge"`
		EndAge   string `xml:"endAge"`
		Interval string `xml:"interval"`
		Count    string `xml:"doseCount"`
		DoseType string `xml:"doseType"`
		Logic    string `xml:"doseCountLogic"`
		Vaccines string `xml:"vaccineTypes"`
		Groups   string `xml:"seriesGroups"`
	}
)

// readXML reads the schedule's file and every antigen's file of a folder.
func readXML(files fs.FS) (schedule scheduleXML, antigens []antigenXML, err error) {
	names, err := fs.Glob(files, "*.xml")
	if err != nil {
		return schedule, nil, fmt.Errorf("listing supporting data: %w", err)
	}
	found := false
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return schedule, nil, fmt.Errorf("reading supporting data: %w", err)
		}
		base := name[strings.LastIndexByte(name, '/')+1:]
		if strings.HasPrefix(base, "ScheduleSupportingData") {
			found = true
			err = xml.Unmarshal(data, &schedule)
		} else if strings.HasPrefix(base, "AntigenSupportingData") {
			var a antigenXML
			err = xml.Unmarshal(data, &a)
			antigens = append(antigens, a)
		}
		if err != nil {
			return schedule, nil, fmt.Errorf("reading %s: %w", name, err)
		}
	}
	if !found || len(antigens) == 0 {
		return schedule, nil, fmt.Errorf("no supporting data (ScheduleSupportingData*.xml and AntigenSupportingData*.xml) there")
	}
	return schedule, antigens, nil
}
