package wellchild

import "tongjian/care"

// rickets follows the stages that a doctor found. The stages were read; the
// intervals, referral and closing are background.
func (s Settings) rickets(_ Child, seen []Finding) *Case {
	var k *Case
	var well care.Day // since when nothing was found
	for _, f := range seen {
		switch {
		case f.Rickets == "":
			continue
		case f.Rickets == StageNone:
			if k == nil || k.Closed != 0 {
				continue
			}
			if well == 0 {
				well = f.Day
			}
		case k == nil || k.Closed != 0:
			k = &Case{Kind: Rickets, Name: Words{"rickets", "佝偻病"}, Opened: f.Day, Rule: caseRule("RICKETS", care.Unverified)}
			well = 0
		default:
			well = 0
		}
		s.judgeRickets(k, f)
		if well != 0 && f.Day >= well.AddMonths(2, care.Clamp) {
			k.close(f.Day)
		}
	}
	return k
}

func (s Settings) judgeRickets(k *Case, f Finding) {
	every := s.RicketsActive
	if f.Rickets == StageRecovery || f.Rickets == StageNone || f.Rickets == StageSequelae {
		every = s.RicketsRecovery
	}
	k.follow(f.Day, every)
	k.Grade, k.Refer = string(f.Rickets), nil
	k.Do = []Words{{"Signs of the bones; vitamin D taken each day? Time outdoors.", "查骨骼体征，问维生素D是否每天服用和户外时间。"}}
	if f.Rickets == StageActive {
		k.Refer = append(k.Refer, Words{"active stage: blood tests or an X-ray", "活动期：需化验或X线检查"})
		if f.Day >= k.Opened.AddMonths(1, care.Clamp) {
			k.Refer = append(k.Refer, Words{"no better after a month of vitamin D", "补维生素D满1个月无好转"})
		}
	}
	if f.Deformity || f.Rickets == StageSequelae {
		k.Refer = append(k.Refer, Words{"bones are bent", "骨骼畸形"})
	}
}

// development is followed from the first warning sign until the signs of a
// later age were asked and none was present.
func (s Settings) development(_ Child, seen []Finding) *Case {
	var k *Case
	for _, f := range seen {
		out := s.JudgeSigns(f.Signs, f.Day)
		switch {
		case !out.Positive && (k == nil || k.Closed != 0 || !f.SignsDue):
			continue
		case !out.Positive:
			k.Last = f.Day
			k.close(f.Day)
			continue
		case k == nil || k.Closed != 0:
			k = &Case{Kind: Development, Name: Words{"development", "心理行为发育偏异"}, Opened: f.Day, Rule: out.Rule}
		}
		s.judgeDevelopment(k, f, out)
	}
	return k
}

func (s Settings) judgeDevelopment(k *Case, f Finding, out Outcome) {
	confirmed := f.Day > k.Opened
	k.Refer = nil
	if confirmed {
		k.follow(f.Day, s.Development)
	} else {
		k.Last, k.Next, k.Until = f.Day, f.Day, out.Confirm
	}
	k.Do = []Words{out.Action}
	switch {
	case out.Urgent:
		k.Next, k.Until = f.Day, f.Day
		k.Refer = []Words{{"a skill was lost: a paediatrician today", "能力倒退：当天请儿科医生"}}
	case confirmed:
		k.Refer = []Words{{"confirmed warning sign: the county screens", "预警征象已复核：转县级复筛"}}
	}
}
