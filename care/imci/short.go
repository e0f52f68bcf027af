package imci

import (
	"fmt"
	"maps"
	"slices"
)

// Tap is one question of the short path, answered by one tap or one number.
type Tap struct {
	ID      string   `json:"id"`
	Ask     Words    `json:"ask"`
	Choices []Answer `json:"choices" doc:"Signs that stand in a list are ticked; 'none' answers all of them with no"`
	Number  *Input   `json:"number,omitempty" doc:"A number may be given instead of a choice"`
}

// Answer is one choice, and the findings that it stands for.
type Answer struct {
	ID   string   `json:"id"`
	Name Words    `json:"name"`
	Sets Findings `json:"sets"`
}

// mostTaps is how many questions the short path has at most.
const mostTaps = 12

// ShortPath gives the questions for a hurried doctor by the age in days:
// danger signs, emergency signs and vital signs in at most twelve taps.
// Classify gives the priority after each; at P1 the rest may wait. What is
// skipped stays unknown.
func ShortPath(ageDays int) []Tap {
	out := []Tap{whyTap}
	if ageDays < 60 {
		out = append(out,
			signsTap("breathing", Words{"breathing", "呼吸"}, ageDays, "airway_obstructed", "central_cyanosis", "severe_resp_distress", "yi_severe_indrawing", "grunting_flaring"),
			signsTap("body", Words{"circulation, rash, belly", "循环、皮疹、腹部"}, ageDays, "cold_hands", "weak_fast_pulse", "nonblanching_rash", "bulging_fontanelle", "green_or_bloody_vomit", "blood_in_stool"),
			injuryTap(ageDays), fitTap, awakeTap, choiceTap("yi_feeding"), choiceTap("yi_movement"),
			signsTap("skin", Words{"navel and skin", "脐部和皮肤"}, ageDays, "umbilicus_red_pus", "umbilicus_red_spreading", "skin_pustules", "yellow_skin", "yellow_palms_soles"),
			temperatureTap(), numberTap("resp_rate", "cannot"), numberTap("spo2_pct", "no_meter"))
		return out
	}
	return append(out,
		signsTap("breathing", Words{"breathing", "呼吸"}, ageDays, "airway_obstructed", "central_cyanosis", "severe_resp_distress", "stridor_calm", "chest_indrawing"),
		signsTap("circulation", Words{"circulation", "循环"}, ageDays, "cold_hands", "weak_fast_pulse"),
		injuryTap(ageDays),
		signsTap("body", Words{"rash, neck, belly, eyes", "皮疹、颈部、腹部、眼窝"}, ageDays, "nonblanching_rash", "bulging_fontanelle", "stiff_neck", "green_or_bloody_vomit", "blood_in_stool", "sunken_eyes"),
		fitTap, awakeTap, drinkTap,
		temperatureTap(), numberTap("resp_rate", "cannot"), numberTap("spo2_pct", "no_meter"), numberTap("crt_sec", "cannot"))
}

// Take puts the choice of a tap into the findings.
func (t Tap) Take(f Findings, choice string) error {
	i := slices.IndexFunc(t.Choices, func(a Answer) bool { return a.ID == choice })
	if i < 0 {
		return fmt.Errorf("answering %s: no choice %q", t.ID, choice)
	}
	maps.Copy(f, t.Choices[i].Sets)
	return nil
}

var whyTap = Tap{ID: "why", Ask: Words{"Why do you ask?", "为什么求助？"}, Choices: []Answer{
	{"ill", Words{"the child is ill or hurt", "孩子病了或受伤"}, Findings{"not_ill": false}},
	{"not_ill", Words{"a question, a follow-up or a check", "咨询、复查或体检"}, Findings{"not_ill": true}},
}}

var fitTap = Tap{ID: "fits", Ask: Words{"A fit?", "抽搐过吗？"}, Choices: []Answer{
	{"none", Words{"no", "没有"}, Findings{"convulsing_now": false, "convulsions": false}},
	{"now", Words{"now", "正在抽"}, Findings{"convulsing_now": true, "convulsions": true}},
	{"earlier", Words{"earlier in this illness", "这次病中抽过"}, Findings{"convulsing_now": false, "convulsions": true}},
}}

var awakeTap = Tap{ID: "awake", Ask: Words{"How awake?", "清醒吗？"}, Choices: []Answer{
	{"A", Words{"awake and alert", "清醒"}, Findings{"avpu": "A", "lethargic": false}},
	{"V", Words{"drowsy, answers to voice", "嗜睡，叫了有反应"}, Findings{"avpu": "V", "lethargic": true}},
	{"P", Words{"answers to pain only", "疼了才有反应"}, Findings{"avpu": "P", "lethargic": true}},
	{"U", Words{"answers to nothing", "没有反应"}, Findings{"avpu": "U", "lethargic": true}},
}}

var drinkTap = Tap{ID: "drink", Ask: Words{"Offer a drink: how does the child drink?", "喂水试试，喝得怎样？"}, Choices: []Answer{
	{"normal", Words{"drinks normally", "正常喝"}, Findings{"drinking": "normal", "cannot_drink": false, "vomits_all": false}},
	{"eager", Words{"eagerly, thirsty", "抢着喝、很渴"}, Findings{"drinking": "eager", "cannot_drink": false, "vomits_all": false}},
	{"poorly", Words{"poorly", "喝得差"}, Findings{"drinking": "poorly", "cannot_drink": false, "vomits_all": false}},
	{"unable", Words{"cannot drink", "喝不了"}, Findings{"drinking": "unable", "cannot_drink": true, "vomits_all": false}},
	{"vomits", Words{"brings up everything", "吃喝全吐"}, Findings{"drinking": "vomits_at_once", "cannot_drink": false, "vomits_all": true}},
	{"told_no", Words{"not tried; drinks, they say", "没有试；家长说能喝"}, Findings{"drinking": "not_tested", "cannot_drink": false, "vomits_all": false}},
}}

func injuryTap(ageDays int) Tap {
	return signsTap("injury", Words{"injury, poison, pain", "外伤、中毒、疼痛"}, ageDays, "major_burn", "poisoning", "major_trauma", "severe_pain", "caregiver_much_worse")
}

// signsTap lists signs of which any may be ticked; "none" answers all with no.
func signsTap(id string, ask Words, ageDays int, signs ...string) Tap {
	none := Answer{"none", Words{"none of these", "都没有"}, Findings{}}
	out := Tap{ID: id, Ask: ask}
	for _, s := range signs {
		in := &book.Inputs[book.input[s]]
		if ageDays < in.Days[0] || ageDays > in.Days[1] {
			continue
		}
		none.Sets[s] = false
		out.Choices = append(out.Choices, Answer{s, in.Words, Findings{s: true}})
	}
	out.Choices = append(out.Choices, none)
	return out
}

func choiceTap(id string) Tap {
	in := &book.Inputs[book.input[id]]
	out := Tap{ID: id, Ask: in.Words}
	for _, c := range in.Values {
		out.Choices = append(out.Choices, Answer{c.ID, c.Words, Findings{id: c.ID}})
	}
	return out
}

// numberTap takes a number, or says that it cannot be measured: then it stays unknown.
func numberTap(id, without string) Tap {
	in := book.Inputs[book.input[id]].shown()
	return Tap{ID: id, Ask: in.Name, Number: &in, Choices: []Answer{{without, Words{"cannot be measured", "测不了"}, Findings{id: nil}}}}
}

func temperatureTap() Tap {
	t := numberTap("temp_c", "")
	t.Choices = []Answer{
		{"hot", Words{"no thermometer; feels hot", "没有体温计，摸着发烫"}, Findings{"temp_c": nil, "thermometer_available": false, "hot_to_touch": true}},
		{"not_hot", Words{"no thermometer; does not feel hot", "没有体温计，摸着不烫"}, Findings{"temp_c": nil, "thermometer_available": false, "hot_to_touch": false}},
	}
	return t
}
