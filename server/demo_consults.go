package main

import (
	"context"
	"errors"
	"fmt"

	"tongjian/records"
)

// demoTalk is what a made-up consult was about, and how far it came.
type demoTalk struct {
	urgency  records.Urgency
	from, to int // ages in days that it fits
	reason   string
	note     *records.Note // nil: waits in the queue
	days     int           // until the follow-up
	open     bool          // the village doctor's half is still to be written
}

var demoTalks = []demoTalk{
	{urgency: records.SameDay, from: 200, to: 300, reason: "咳嗽3天，夜间加重，吃奶可", days: 3, note: &records.Note{
		Findings: "精神好，呼吸36次/分，无胸凹陷，双肺未闻及喘鸣", Assessment: "上呼吸道感染，无危险信号",
		Advice: "多喝水，少量多次喂奶，保持鼻腔通畅；不需要抗生素", WatchFor: "呼吸快、喝不进、发热超过3天、嗜睡", Referral: "none", Line: "good"}},
	{urgency: records.Urgent, from: 300, to: 900, reason: "腹泻一天，水样便6次，无呕吐", days: 2, note: &records.Note{
		Findings: "皮肤弹性可，眼窝无凹陷，饮水好，体温37.4℃", Assessment: "急性腹泻，无脱水",
		Advice: "每次稀便后喝口服补液盐，继续喂养，按医嘱补锌", WatchFor: "眼窝凹陷、喝不进、便血、高热", Referral: "none", Line: "usable"}},
	{urgency: records.Routine, from: 240, to: 700, reason: "体重增长慢，请看生长曲线", days: 14, note: &records.Note{
		Findings: "精神好，皮下脂肪薄，无浮肿", Assessment: "体重增长缓慢，考虑辅食量和次数不足",
		Advice: "每天增加一餐，加蛋黄和肉末，两周后复测体重", WatchFor: "进食差、嗜睡、反复腹泻", Referral: "none", Line: "good"}},
	{urgency: records.SameDay, from: 30, to: 120, reason: "皮肤黄染未退，吃奶好，大便黄", days: 2, note: &records.Note{
		Findings: "面部及躯干轻度黄染，反应好，吸吮有力", Assessment: "黄疸延迟消退，待查",
		Advice: "今日到县妇幼保健院测胆红素，继续母乳喂养", WatchFor: "黄到手脚心、不吃奶、大便变白", Referral: "county", ReferralWhy: "生后一月仍黄染，需测胆红素", Line: "poor", Unseen: "画面偏暗，巩膜颜色看不清"}, open: true},
	{urgency: records.Routine, from: 900, to: 2000, reason: "幼儿园体检说视力不合格", days: 30, note: &records.Note{
		Findings: "双眼外观正常，追视好", Assessment: "视力筛查未过，需复查", Advice: "一个月内到县妇幼保健院眼保健门诊复查；每天户外两小时",
		Referral: "county", ReferralWhy: "视力筛查复查", Line: "good"}},
	{urgency: records.Routine, from: 150, to: 800, reason: "湿疹反复，咨询护理"},
	{urgency: records.SameDay, from: 400, to: 1500, reason: "发热一天，38.6℃，精神可，进食少"},
}

// seedConsults makes some consults that are done and some that wait. The first
// is about the infant whose mother's phone is printed.
func (h *house) seedConsults(ctx context.Context, children []demoChild) error {
	doctor, err := h.callerOf(ctx, "p1")
	if err != nil {
		return err
	}
	ids := newIDs(demoSeed + 7)
	for i, talk := range demoTalks {
		c := children[0]
		if i > 0 {
			c = h.fitting(children[i*len(children)/len(demoTalks):], talk)
		}
		village, err := h.callerOf(ctx, villageDoctor(c.Area))
		if err != nil {
			return err
		}
		if err := h.seedTalk(ctx, c, talk, village, doctor, ids); err != nil {
			return fmt.Errorf("making a consult: %w", err)
		}
	}
	return nil
}

// fitting gives the first child of the age that a talk is about.
func (h *house) fitting(children []demoChild, talk demoTalk) demoChild {
	for _, c := range children {
		if age := int(h.book.Today() - c.Birth); age >= talk.from && age <= talk.to {
			return c
		}
	}
	return children[0]
}

func (h *house) seedTalk(ctx context.Context, c demoChild, talk demoTalk, village, doctor records.Caller, ids func() string) error {
	consult, note, half := ids(), ids(), ids()
	_, err := h.book.Ask(ctx, village, records.Request{ID: consult, Child: c.ID, Urgency: talk.urgency, Reason: talk.reason,
		BroughtBy: records.Brought{Relation: c.Guardians[0].Relation, Name: c.Guardians[0].Name}, Consent: records.Consent{Given: true, How: "spoken"}})
	if err != nil || talk.note == nil {
		return err // without a note it waits in the queue
	}
	signed := *talk.note
	signed.ID, signed.FollowUp, signed.FollowUpBy = note, h.book.Today().AddDays(talk.days), village.Name
	if _, err = h.book.Accept(ctx, doctor, consult); err == nil {
		_, err = h.book.End(ctx, doctor, consult)
	}
	if err == nil {
		_, err = h.book.Sign(ctx, doctor, consult, signed)
	}
	if err == nil && !talk.open {
		_, err = h.book.CloseConsult(ctx, village, consult, records.Aftercare{ID: half, Accepted: true, Done: "按医生建议处理", Told: "护理方法、危险信号和复诊时间", ToldBack: true, FollowedBy: village.Name})
	}
	if errors.Is(err, records.ErrConflict) {
		return nil // made before the filling was cut off
	}
	return err
}
