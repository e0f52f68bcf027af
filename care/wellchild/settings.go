package wellchild

import "tongjian/care"

// Settings are what a county may decide about visits and follow-up. Make them
// from Defaults; a zero Settings has no intervals.
type Settings struct {
	HomeDays        int `json:"homeDays" doc:"Newborn home visit within so many days of discharge"`
	HomeDaysRisk    int `json:"homeDaysRisk" doc:"The same for a high-risk newborn"`
	FullMonthFrom   int `json:"fullMonthFrom" doc:"First day of life of the full-month visit"`
	FullMonthUntil  int `json:"fullMonthUntil" doc:"Last day of life of the full-month visit; some areas see children at 42 days"`
	JoinDays        int `json:"joinDays" doc:"A dose moves at most so many days forward to fall on the day of a visit"`
	SlipDays        int `json:"slipDays" doc:"A visit follows a day of doses that lies at most so many days after its window"`
	CorrectedMonths int `json:"correctedMonths" doc:"Corrected age is used until this corrected age in months"`
	CorrectedVery   int `json:"correctedVery" doc:"The same for births before 32 weeks"`

	ConfirmSigns care.Span `json:"confirmSigns" doc:"The township confirms a warning sign within"`
	CountySigns  care.Span `json:"countySigns" doc:"The county screens again within"`

	Undernutrition      care.Span `json:"undernutrition" doc:"Between visits of an undernourished child"`
	UndernutritionOlder care.Span `json:"undernutritionOlder" doc:"The same from 3 years"`
	UndernutritionClose int       `json:"undernutritionClose" doc:"Normal visits in a row before the case may close"`
	AnaemiaFrom         int       `json:"anaemiaFrom" doc:"Haemoglobin again from so many days after iron began"`
	AnaemiaUntil        int       `json:"anaemiaUntil" doc:"… and at the latest after so many"`
	RicketsActive       care.Span `json:"ricketsActive" doc:"Between visits in the early and active stage"`
	RicketsRecovery     care.Span `json:"ricketsRecovery" doc:"The same in recovery"`
	OverweightInfant    care.Span `json:"overweightInfant" doc:"Between visits of an overweight child below 1 year"`
	OverweightOlder     care.Span `json:"overweightOlder" doc:"The same from 1 year"`
	Development         care.Span `json:"development" doc:"Between visits of a child whose development is followed"`
	PretermUntil        int       `json:"pretermUntil" doc:"A preterm or small newborn is followed until this corrected age in months"`
}

// Defaults gives the intervals of the sources; where they are silent, ours
// (Case.Rule says which is which).
func Defaults() Settings {
	month := care.Span{Months: 1}
	quarter := care.Span{Months: 3}
	return Settings{
		HomeDays: 7, HomeDaysRisk: 3, FullMonthFrom: 28, FullMonthUntil: 30, JoinDays: 7, SlipDays: 3,
		CorrectedMonths: 24, CorrectedVery: 36,
		ConfirmSigns: care.Span{Days: 7}, CountySigns: care.Span{Days: 30},
		Undernutrition: month, UndernutritionOlder: month, UndernutritionClose: 1,
		AnaemiaFrom: 14, AnaemiaUntil: 28,
		RicketsActive: month, RicketsRecovery: care.Span{Months: 2},
		OverweightInfant: month, OverweightOlder: quarter, Development: quarter, PretermUntil: 36,
	}
}
