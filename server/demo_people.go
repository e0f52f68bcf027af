package main

import (
	"fmt"

	"tongjian/records"
)

var townshipNames = []struct{ zh, en string }{{"青溪镇", "Qingxi"}, {"石门乡", "Shimen"}, {"竹坪镇", "Zhuping"}}

var villageNames = []struct{ zh, en string }{
	{"上村", "Shangcun"}, {"下湾村", "Xiawan"}, {"梨树沟村", "Lishugou"}, {"大坪村", "Daping"},
	{"石桥村", "Shiqiao"}, {"后山村", "Houshan"}, {"白岩村", "Baiyan"}, {"清泉村", "Qingquan"},
	{"竹林村", "Zhulin"}, {"双河村", "Shuanghe"}, {"茶园村", "Chayuan"}, {"云顶村", "Yunding"},
}

func townshipCode(i int) string    { return fmt.Sprintf("%s%03d", demoCounty, 101+i) }
func villageCode(t, v int) string  { return fmt.Sprintf("%s%03d", townshipCode(t), 201+v) }
func villageLogin(t, v int) string { return fmt.Sprintf("v%d%03d", t+1, 201+v) }

func demoCountyArea() records.Area {
	return records.Area{Code: demoCounty, Name: "云岭县（虚构）", NameEn: "Yunling county (made up)",
		Clinic: records.Clinic{Name: "云岭县妇幼保健院", NameEn: "Yunling maternal and child hospital", Phone: "+8613800000100", DutyPhone: "+8613800000101", Address: "云岭县城关路1号"}}
}

// demoTownships gives townships and villages. Villages have their check-ups at
// the township; half of them vaccinate themselves on two days a week.
func demoTownships() []records.Area {
	var out []records.Area
	for t, name := range townshipNames {
		out = append(out, records.Area{Code: townshipCode(t), Name: name.zh, NameEn: name.en, Clinic: records.Clinic{Name: name.zh + "卫生院", NameEn: name.en + " township health centre",
			Phone: fmt.Sprintf("+8613800000%d10", t+2), Address: name.zh + "街道", Weekdays: []int{1, 2, 3, 4, 5}}})
		for v := range 4 {
			n := villageNames[t*4+v]
			c := records.Clinic{Name: n.zh + "卫生室", NameEn: n.en + " village clinic", Phone: fmt.Sprintf("+8613800000%d1%d", t+2, v+1), Address: n.zh, VisitsAt: townshipCode(t)}
			if v%2 == 0 {
				c.Weekdays = []int{2, 5}
			} else {
				c.DosesAt = townshipCode(t)
			}
			out = append(out, records.Area{Code: villageCode(t, v), Name: n.zh, NameEn: n.en, Clinic: c})
		}
	}
	return out
}

// demoStaff gives the staff of every role. One village doctor serves two villages.
func demoStaff() []records.Person {
	names := []string{"李桂芳", "王建国", "杨秀英", "陈大山", "赵玉兰", "罗文斌", "阿依·木沙", "周小梅", "吴国强", "郑海燕", "孙有田", "马兰花"}
	out := []records.Person{
		{Login: "p1", Name: "林静", Role: records.Paediatrician, Areas: []string{demoCounty}, Clinic: demoCounty, Phone: "13800000102"},
		{Login: "p2", Name: "何远", Role: records.Paediatrician, Areas: []string{demoCounty}, Clinic: demoCounty, Phone: "13800000103"},
		{Login: "m1", Name: "高敏", Role: records.Manager, Areas: []string{demoCounty}, Clinic: demoCounty},
		{Login: "admin", Name: "管理员", Role: records.Administrator, Areas: []string{demoCounty}, Clinic: demoCounty},
	}
	for t := range townshipNames {
		out = append(out, records.Person{Login: fmt.Sprintf("t%d", t+1), Name: []string{"彭卫东", "谢春丽", "曹志明"}[t], Role: records.Township, Areas: []string{townshipCode(t)}, Clinic: townshipCode(t), Phone: fmt.Sprintf("1380000020%d", t)})
		for v := range 4 {
			areas := []string{villageCode(t, v)}
			if t == 0 && v == 0 {
				areas = append(areas, villageCode(0, 1))
			}
			out = append(out, records.Person{Login: villageLogin(t, v), Name: names[t*4+v], Role: records.Village, Areas: areas, Clinic: villageCode(t, v), Phone: fmt.Sprintf("138000003%02d", t*4+v)})
		}
	}
	return out
}

// demoShifts keeps somebody on duty at every hour. Person holds the login.
func demoShifts() []records.Shift {
	all := []int{1, 2, 3, 4, 5, 6, 7}
	ids := newIDs(demoSeed + 1)
	out := []records.Shift{
		{ID: ids(), Person: "p1", Area: demoCounty, Weekdays: all, From: "08:00", Until: "20:00"},
		{ID: ids(), Person: "p2", Area: demoCounty, Weekdays: all, From: "20:00", Until: "08:00"},
	}
	for t := range townshipNames {
		out = append(out, records.Shift{ID: ids(), Person: fmt.Sprintf("t%d", t+1), Area: townshipCode(t), Weekdays: []int{1, 2, 3, 4, 5}, From: "08:00", Until: "18:00"})
	}
	return out
}

// demoPhone gives made-up numbers: 138 0000 and four digits from 1000.
func demoPhone(n int) string { return fmt.Sprintf("1380000%04d", 1000+n) }

// demoTalk is what a made-up consult was about.
type demoTalk struct {
	urgency                                     records.Urgency
	reason, findings, assessment, advice, watch string
	followUp                                    int
}

var demoTalks = []demoTalk{
	{records.SameDay, "咳嗽3天，夜间加重", "精神好，呼吸36次/分，无胸凹陷", "普通感冒，无危险信号", "多喝水，少量多餐，保持鼻腔通畅；不需要抗生素", "呼吸快、喝不进、发热超过3天", 3},
	{records.Urgent, "腹泻一天，6次水样便", "皮肤弹性可，眼窝无凹陷，饮水好", "腹泻，无脱水", "每次稀便后喝口服补液盐，继续喂养", "眼窝凹陷、喝不进、便血", 2},
	{records.Routine, "体重增长慢，请看生长曲线", "精神好，皮下脂肪薄", "生长偏慢，喂养不足可能", "每天增加一餐，加蛋和肉末，两周后复测体重", "进食差、嗜睡", 14},
	{records.Routine, "湿疹反复，咨询护理", "", "", "", "", 0},
}
