package immunization

import "tongjian/care"

// Evaluation is how a dose was judged.
type Evaluation string

// The evaluations. The words are those of CDSi.
const (
	Valid       Evaluation = "valid"
	NotValid    Evaluation = "notValid"
	Extraneous  Evaluation = "extraneous"  // outside the series: extra, too old, or not counted by rule
	Substandard Evaluation = "substandard" // expired or spoilt
	NotJudged   Evaluation = "notJudged"   // the product or the birth day is not known
)

// Text is a sentence in the two languages of the product.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// Reason is one sentence behind an answer, with the rule that says so.
type Reason struct {
	Code string `json:"code" doc:"Name of the reason, e.g. below_min_age"`
	Text
	Rule    care.Rule `json:"rule"`
	Private bool      `json:"private,omitempty" doc:"Never shown to a parent, on a list or in print"`
}

// Judged is one input dose with what it counted for.
type Judged struct {
	ID      string     `json:"id,omitempty"`
	Index   int        `json:"index" doc:"Place in the input, from 0"`
	Day     care.Day   `json:"day"`
	Vaccine string     `json:"vaccine"`
	Status  Evaluation `json:"status" doc:"valid where it counted for at least one series"`
	Flags   []string   `json:"flags,omitempty" doc:"Codes of what is wrong, e.g. below_min_age"`
	For     []Counted  `json:"for,omitempty" doc:"What it counted for, one a series"`
	Reasons []Reason   `json:"reasons,omitempty" doc:"What concerns the dose itself"`

	label int
}

// Counted is a dose judged against one series.
type Counted struct {
	Series  string     `json:"series"`
	Number  int        `json:"number" doc:"Number of the dose that it was judged as; 0 for none"`
	Status  Evaluation `json:"status"`
	Reasons []Reason   `json:"reasons,omitempty"`
}

// SeriesStatus is the state of a series.
type SeriesStatus string

// The states of a series, in the words of the worked examples. Open is
// whatever has a next dose and nothing in its way.
const (
	Open           SeriesStatus = "open"
	Complete       SeriesStatus = "complete"
	AgedOut        SeriesStatus = "aged_out"
	NotEligible    SeriesStatus = "not_eligible"
	NeedsTest      SeriesStatus = "needs_test"
	NeedsReview    SeriesStatus = "needs_review"
	Deferred       SeriesStatus = "defer"
	Prohibited     SeriesStatus = "prohibited"
	Evaluate       SeriesStatus = "evaluate"
	ReplacedBy     SeriesStatus = "replaced_by"
	Immune         SeriesStatus = "immune"
	NotRecommended SeriesStatus = "not_recommended"
)

// DueState says where today lies for the next dose.
type DueState string

// The due states; empty where no dose is open.
const (
	Later   DueState = "later"   // today is before the earliest day
	Due     DueState = "due"     // may and should be given
	Overdue DueState = "overdue" // the norm's age for completing it has passed
)

// SeriesForecast is what comes next in one series.
type SeriesForecast struct {
	Series            string       `json:"series" doc:"Name of the series, e.g. dtap"`
	Group             string       `json:"group" doc:"Vaccine group, e.g. DTaP"`
	Name              Text         `json:"name"`
	Programme         bool         `json:"programme" doc:"Free in the national programme; else self-paid"`
	Status            SeriesStatus `json:"status"`
	Due               DueState     `json:"due,omitempty"`
	NextDose          int          `json:"nextDose,omitempty" doc:"Number of the next dose, 0 for none"`
	Doses             int          `json:"doses" doc:"Doses in the series for this child; 0 where it goes on every year"`
	Given             int          `json:"given" doc:"Doses that counted"`
	Vaccine           string       `json:"vaccine,omitempty" doc:"Product to give next"`
	Earliest          care.Day     `json:"earliest,omitzero" doc:"Soonest day that the rules allow; may lie before today"`
	Recommended       care.Day     `json:"recommended,omitzero"`
	OverdueFrom       care.Day     `json:"overdueFrom,omitzero" doc:"First day that counts as overdue by the norm; empty where it names none"`
	ReminderFrom      care.Day     `json:"reminderFrom,omitzero" doc:"Our own reminder day where the norm is silent"`
	Latest            care.Day     `json:"latest,omitzero" doc:"Last day on which it may be given"`
	DelayedByInterval bool         `json:"delayedByInterval,omitempty" doc:"The interval to the last dose ends after the overdue day: nobody's neglect"`
	NeedsDoctor       bool         `json:"needsDoctor,omitempty" doc:"Two rules collide or a rule asks for a person; the reasons name them"`
	Private           bool         `json:"private,omitempty" doc:"The state gives away a private condition"`
	Requires          string       `json:"requires,omitempty" doc:"What must be shown first, e.g. a negative skin test"`
	By                string       `json:"by,omitempty" doc:"Series that replaces this one"`
	Alternative       bool         `json:"alternative,omitempty" doc:"Only instead of other series; never planned unless it was begun"`
	Flags             []string     `json:"flags,omitempty" doc:"Codes of what is wrong with doses of this series"`
	Reasons           []Reason     `json:"reasons,omitempty"`
}

// CellState is one box of the certificate.
type CellState string

// The states of a box: one state each, never two dues in one series.
const (
	CellValid    CellState = "valid"
	CellNotValid CellState = "notValid" // given but does not count; the next dose repeats it
	CellReview   CellState = "review"   // given, a doctor decides whether it counts
	CellDue      CellState = "due"
	CellOverdue  CellState = "overdue"
	CellLater    CellState = "later"          // its day has not come
	CellWaits    CellState = "waits"          // waits for the dose before it
	CellClosed   CellState = "noLongerNeeded" // its age is over, or the rules no longer ask for it
	CellAsk      CellState = "askDoctor"
)

// Cell is one dose of one series on the certificate.
type Cell struct {
	Number  int       `json:"number"`
	State   CellState `json:"state"`
	Day     care.Day  `json:"day,omitzero" doc:"Day given, or the day on which it comes"`
	Dose    int       `json:"dose" doc:"Place of the dose in the input, -1 for none"`
	Vaccine string    `json:"vaccine,omitempty"`
}

// Row is one series on the certificate.
type Row struct {
	Series    string `json:"series"`
	Group     string `json:"group"`
	Name      Text   `json:"name"`
	Programme bool   `json:"programme"`
	Private   bool   `json:"private,omitempty"`
	Cells     []Cell `json:"cells"`
}

// DueDose is one dose that can be given today, together with the others listed.
type DueDose struct {
	Series    string `json:"series"`
	Number    int    `json:"number"`
	Vaccine   string `json:"vaccine"`
	Name      Text   `json:"name" doc:"Name of the product"`
	Route     string `json:"route"`
	Programme bool   `json:"programme"`
	Overdue   bool   `json:"overdue"`
}

// GroupForecast is the forecast of a vaccine group in CDSi's sense: where a
// group holds several antigens, one answer for all of them.
type GroupForecast struct {
	Group       string   `json:"group"`
	Status      string   `json:"status" doc:"CDSi's words, e.g. Not Complete"`
	NextDose    int      `json:"nextDose,omitempty"`
	Earliest    care.Day `json:"earliest,omitzero"`
	Recommended care.Day `json:"recommended,omitzero"`
	PastDue     care.Day `json:"pastDue,omitzero" doc:"Last day before the dose is past due"`
	Latest      care.Day `json:"latest,omitzero"`
	Reasons     []string `json:"reasons,omitempty"`
}

// Result is a child's doses judged and its series forecast on one day.
type Result struct {
	Schedule string           `json:"schedule" doc:"Schedule and edition that the answer comes from"`
	Today    care.Day         `json:"today"`
	Doses    []Judged         `json:"doses"`
	Series   []SeriesForecast `json:"series,omitempty" doc:"Every series, open or closed"`
	Groups   []GroupForecast  `json:"groups,omitempty" doc:"Vaccine groups, with CDC's schedule"`
	Table    []Row            `json:"table,omitempty" doc:"The certificate: series by dose"`
	DueToday []DueDose        `json:"dueToday,omitempty" doc:"What can be given today, all together"`
	Unknown  []string         `json:"unknown,omitempty" doc:"Conditions and products that the schedule does not know"`
	// ChangesOn is the next day on which this answer may change by itself: a
	// dose falls due or overdue, an age opens or closes a series.
	ChangesOn care.Day `json:"changesOn,omitzero" doc:"Next day on which the answer may change by itself"`
}

// PlannedDose is one dose of the calendar that holds if every dose is given on its day.
type PlannedDose struct {
	Series      string   `json:"series"`
	Group       string   `json:"group"`
	Number      int      `json:"number"`
	Vaccine     string   `json:"vaccine"`
	Name        Text     `json:"name" doc:"Name of the product"`
	Programme   bool     `json:"programme"`
	Day         care.Day `json:"day" doc:"Day on which it can be given; never before today"`
	Recommended care.Day `json:"recommended,omitzero"`
	OverdueFrom care.Day `json:"overdueFrom,omitzero"`
	Overdue     bool     `json:"overdue" doc:"Overdue on today by the norm"`
	NeedsDoctor bool     `json:"needsDoctor,omitempty"`
	Private     bool     `json:"private,omitempty"`
	With        []string `json:"with,omitempty" doc:"Products given on the same day"`
}
