package growth

import (
	"fmt"
	"strconv"

	"tongjian/care"
)

// kind is what is fixed about a flag.
type kind struct {
	level  string
	label  Words
	refer  *Words
	source string
	status care.Status
}

const (
	nutritionNorm = "2012 norm for children's nutritional diseases, annex 4"
	background    = "clinical background"
	reading       = "clinical review, to be signed by a county"
)

var toCounty = &Words{"county child health", "县级儿童保健"}

// kinds are the flags. Bounds of overweight, the time bases of faltering and
// the birth weight rules are a clinical review's, which wins over the first list.
var kinds = map[string]kind{
	"GF-UW-MOD": {"yellow", Words{"moderate underweight", "中度低体重"}, nil, nutritionNorm, care.Verified},
	"GF-UW-SEV": {"red", Words{"severe underweight", "重度低体重"}, toCounty, nutritionNorm, care.Verified},
	"GF-ST-MOD": {"yellow", Words{"moderate stunting", "中度生长迟缓"}, nil, nutritionNorm, care.Verified},
	"GF-ST-SEV": {"red", Words{"severe stunting", "重度生长迟缓"}, toCounty, nutritionNorm, care.Verified},
	"GF-WA-MOD": {"yellow", Words{"moderate wasting", "中度消瘦"}, nil, nutritionNorm, care.Verified},
	"GF-WA-SEV": {"red", Words{"severe wasting", "重度消瘦"},
		&Words{"county child health or hospital", "县级儿童保健或医院"}, nutritionNorm + "; WHO child health decision logic", care.Verified},
	"GF-OW": {"yellow", Words{"overweight", "超重"}, nil, "WHO classes, above +2 SD under 5 years, above +1 SD from 5", care.Ours},
	"GF-OB": {"yellow", Words{"obesity", "肥胖"},
		&Words{"if there is a complication, a rapid gain or no change in 3-6 months", "有并发症、增长过快或3-6个月无改善时转诊"},
		"WHO classes, above +3 SD under 5 years, above +2 SD from 5", care.Ours},
	"GF-HC": {"yellow", Words{"head size", "头围异常"},
		&Words{"the township confirms within 7 days, then the county", "乡镇7天内复核确认后转县级"}, background, care.Unverified},
	"GF-FALTER": {"yellow", Words{"growth faltering", "生长偏离"}, nil, background + "; time base from a clinical review", care.Ours},
	"GF-BIRTH-LOSS": {"yellow", Words{"lost more than 10 % of birth weight", "体重下降超过出生体重的10%"},
		&Words{"township doctor, the same day", "当日联系乡镇医生"}, reading, care.Ours},
	"GF-BIRTH-REGAIN": {"yellow", Words{"birth weight not regained by day 14", "14天未恢复出生体重"},
		&Words{"township doctor", "乡镇医生"}, reading, care.Ours},
	"GF-ANAEMIA": {"yellow", Words{"anaemia", "贫血"}, nil, nutritionNorm + " (below 110 g/L); grades not verified", care.Verified},
	"GF-RICKETS": {"yellow", Words{"suspected rickets", "可疑佝偻病"},
		&Words{"county, for blood and X-ray", "县级查血与X线"}, nutritionNorm, care.Verified},
	"GF-MEASURE": {"yellow", Words{"measure again", "请复测"}, nil, reading, care.Ours},
}

// flagFor makes a flag of a kind from a visit.
func flagFor(id string, p *seen, why Words) Flag {
	k := kinds[id]
	f := Flag{ID: id, Level: k.level, Label: k.label, Why: why, Day: p.m.Day, Rule: flagRule(id)}
	if k.refer != nil {
		refer := *k.refer
		f.Refer = &refer
	}
	return f
}

func flagRule(id string) care.Rule {
	return care.Rule{ID: id, Edition: "2026", Source: kinds[id].source, Status: kinds[id].status}
}

// flagOf makes a flag from a result, whose figures are the reason.
func flagOf(id string, p *seen, r Result) Flag {
	name := r.Indicator.Words()
	figure := number(r.Value) + " " + r.Unit
	if r.Z != nil {
		figure = fmt.Sprintf("%.2f SD", *r.Z)
	}
	f := flagFor(id, p, Words{
		fmt.Sprintf("%s %s (%s)", name.En, figure, r.Standard),
		fmt.Sprintf("%s %s（%s）", name.Zh, figure, r.Standard)})
	f.Indicator, f.Standard = r.Indicator, r.Standard
	return f
}

// number writes a figure without needless zeroes.
func number(v float64) string { return strconv.FormatFloat(round2(v), 'f', -1, 64) }
