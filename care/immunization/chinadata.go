package immunization

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"tongjian/care"
)

//go:embed data/products.json
var productsJSON []byte

//go:embed data/series.json
var seriesJSON []byte

//go:embed data/rules.json
var rulesJSON []byte

// productData is one line of data/products.json.
type productData struct {
	Code, ZH, EN, Antigens, Route, Amount, Live string
	CVX, ATC, ICD11, Doubt                      string
	AgainstZH, AgainstEN                        string
	Programme, Passive, Past                    bool
}

// seriesData is one series of data/series.json. Spans are written 28d, 8w,
// 6m, 13y6m; marks are 26 and 21 (edition), P (label), U (unverified), O (ours).
type seriesData struct {
	ID, Group, ZH, EN string
	Programme         bool
	Mark              string
	Max, From         string
	Who, Unless       string
	Starts            string
	Family            string
	Alternative       string
	Past              string
	Prefer            *preferData
	First             *int
	Private, Season   bool
	AlsoFrom          string
	AlsoUntil         string
	AlsoLater         bool
	Variants          []variantData
	Rows              []rowData
	Doses             []doseData
}

// preferData names the product to take while an antigen is short.
type preferData struct {
	Product, Antigen string
	Count            int
}

type variantData struct {
	BornFrom    string
	StartBefore string
	Uncounted   string
	Need        map[string]int
	Mark        string
	Doses       []doseData
}

type rowData struct {
	Booster, Total, Gap, Mark string
	Give                      int
}

type doseData struct {
	Give, Also, Every, SkipFrom string
	Age                         []ageData
	Gap                         []gapData
}

type ageData struct {
	Only, Prior, Until          string
	Min, Rec, Late, Max, Remind string
	When                        *whenData
	Mark                        string
}

type gapData struct {
	From                              int
	Recent, RecentBefore, Only, Under string
	Min, Late                         string
	When                              *whenData
	Mark                              string
}

type whenData struct {
	Fewer, More          int
	Of, Before, AgedFrom string
}

type ruleData struct{ ID, Mark, EN, ZH string }

// chinaFile is the embedded data, read once.
type chinaFile struct {
	products []productData
	series   []seriesData
	rules    map[string]Reason
	order    []string // the rules' names in the order of the data
}

var readChina = sync.OnceValue(func() *chinaFile {
	f := &chinaFile{rules: map[string]Reason{}}
	var rules []ruleData
	for _, part := range []struct {
		data []byte
		into any
	}{{productsJSON, &f.products}, {seriesJSON, &f.series}, {rulesJSON, &rules}} {
		if err := json.Unmarshal(part.data, part.into); err != nil {
			panic(fmt.Sprintf("reading the embedded schedule: %v", err)) // a fault of the build, not of input
		}
	}
	for _, r := range rules {
		code := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(r.ID, "R-"), "-", "_"))
		f.order = append(f.order, r.ID)
		f.rules[r.ID] = Reason{Code: code, Text: Text{r.EN, r.ZH}, Rule: marked(r.ID, r.Mark)}
	}
	return f
})

// marked gives the rule that a mark stands for.
func marked(id, mark string) care.Rule {
	r := care.Rule{ID: id}
	switch mark {
	case "", "26":
		r.Edition, r.Source, r.Status = "2026", "国家免疫规划疫苗儿童免疫程序及说明（2026年版）", care.Verified
	case "21":
		r.Edition, r.Source, r.Status = "2021", "国家免疫规划疫苗儿童免疫程序及说明（2021年版）", care.Verified
	case "P":
		r.Edition, r.Source, r.Status = "label", "疫苗说明书摘要", care.Verified
	case "U":
		r.Edition, r.Source, r.Status = "2026", "未查到原文", care.Unverified
	case "O":
		r.Edition, r.Source, r.Status = "2026", "本程序的约定", care.Ours
	}
	return r
}
