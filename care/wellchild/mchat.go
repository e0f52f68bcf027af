package wellchild

import (
	"fmt"

	"tongjian/care"
)

// MCHAT is what an M-CHAT-R/F score means. The questionnaire itself is under
// copyright and not part of this program: only its score is kept.
type MCHAT struct {
	Risk   string    `json:"risk" enum:"low,medium,high"`
	Refer  bool      `json:"refer" doc:"To a developmental assessment"`
	Action Words     `json:"action"`
	Rule   care.Rule `json:"rule"`
}

// NoFollowUp stands for a follow-up interview that was not held.
const NoFollowUp = -1

// JudgeMCHAT reads the score of the 20 questions (0-20) of a child of 16-30
// completed months, and the score of the follow-up interview or NoFollowUp.
// Other ages and scores are an error.
func JudgeMCHAT(ageMonths, score, followUp int) (MCHAT, error) {
	if ageMonths < 16 || ageMonths > 30 {
		return MCHAT{}, fmt.Errorf("reading an M-CHAT score at %d months: it is for 16 to 30 months", ageMonths)
	}
	if score < 0 || score > 20 || followUp < NoFollowUp || followUp > 20 {
		return MCHAT{}, fmt.Errorf("reading an M-CHAT score of %d and %d: they run from 0 to 20", score, followUp)
	}
	out := judgeMCHAT(ageMonths, score, followUp)
	out.Rule = mchatRule
	return out, nil
}

var mchatRule = care.Rule{ID: "MCHAT-R/F", Edition: "2009", Source: "M-CHAT-R/F scoring", Status: care.Verified}

func judgeMCHAT(ageMonths, score, followUp int) MCHAT {
	switch {
	case score >= 8:
		return MCHAT{Risk: "high", Refer: true, Action: Words{"High risk: refer now; the interview may be left out.", "高风险：立即转诊评估，可不做追问。"}}
	case score >= 3 && followUp == NoFollowUp:
		return MCHAT{Risk: "medium", Action: Words{"Medium risk: hold the follow-up interview.", "中风险：进行追问访谈。"}}
	case score >= 3 && followUp >= 2:
		return MCHAT{Risk: "medium", Refer: true, Action: Words{"Still 2 or more after the interview: refer.", "追问后仍≥2分：转诊评估。"}}
	case score >= 3:
		return MCHAT{Risk: "medium", Action: Words{"Negative after the interview: screen again at a later visit.", "追问后阴性：以后体检再筛。"}}
	case ageMonths < 24:
		return MCHAT{Risk: "low", Action: Words{"Low risk: screen again after the second birthday.", "低风险：满2岁后再筛一次。"}}
	}
	return MCHAT{Risk: "low", Action: Words{"Low risk: go on watching at each visit.", "低风险：每次体检继续观察。"}}
}
