package main

import (
	"fmt"

	"tongjian/records"
)

// The made-up county. Area codes that begin with 339999 do not exist.
const (
	demoCounty   = "339999"
	villagesEach = 4 // of a township
)

var townships = []struct{ zh, en string }{{"青溪镇", "Qingxi"}, {"石门乡", "Shimen"}, {"竹坪镇", "Zhuping"}}

// villages lists the villages of the townships one after the other. Those that
// do not vaccinate themselves send their children to the township.
var villages = []struct {
	zh, en   string
	sessions []int // weekdays on which the village clinic vaccinates
	altitude int
}{
	{"上村", "Shangcun", []int{2, 5}, 420}, {"下湾村", "Xiawan", nil, 380}, {"梨树沟村", "Lishugou", []int{3}, 760}, {"大坪村", "Daping", nil, 510},
	{"石桥村", "Shiqiao", []int{1, 4}, 350}, {"后山村", "Houshan", nil, 1180}, {"白岩村", "Baiyan", []int{2}, 1240}, {"清泉村", "Qingquan", nil, 690},
	{"竹林村", "Zhulin", []int{2, 5}, 540}, {"双河村", "Shuanghe", nil, 460}, {"茶园村", "Chayuan", []int{4}, 820}, {"云顶村", "Yunding", nil, 1530},
}

func townshipCode(t int) string   { return fmt.Sprintf("%s%03d", demoCounty, 101+t) }
func villageCode(t, v int) string { return fmt.Sprintf("%s%03d", townshipCode(t), 201+v) }

func demoCountyArea() records.Area {
	return records.Area{Code: demoCounty, Name: "云岭县（虚构）", NameEn: "Yunling county (made up)", Clinic: records.Clinic{
		Name: "云岭县妇幼保健院", NameEn: "Yunling maternal and child hospital", Phone: "13800000100", DutyPhone: "13800000101", Address: "云岭县城关路1号",
		Weekdays: []int{1, 2, 3, 4, 5, 6}}}
}

// demoAreas gives townships and villages. Check-ups are done at the township,
// which also vaccinates for half of its villages.
func demoAreas() []records.Area {
	var out []records.Area
	for t, name := range townships {
		out = append(out, records.Area{Code: townshipCode(t), Name: name.zh, NameEn: name.en + " township", Clinic: records.Clinic{
			Name: name.zh + "卫生院", NameEn: name.en + " township health centre", Phone: fmt.Sprintf("138000001%d0", t+1), Address: fmt.Sprintf("%s中街%d号", name.zh, 8+5*t),
			Weekdays: []int{1, 2, 3, 4, 5}}})
		for v := range villagesEach {
			out = append(out, villageArea(t, v))
		}
	}
	return out
}

func villageArea(t, v int) records.Area {
	n := villages[t*villagesEach+v]
	c := records.Clinic{Name: n.zh + "卫生室", NameEn: n.en + " village clinic", Phone: fmt.Sprintf("138000001%d%d", t+1, v+1), Address: n.zh + "村委会旁",
		VisitsAt: townshipCode(t), Weekdays: n.sessions, AltitudeM: n.altitude}
	if len(n.sessions) == 0 {
		c.DosesAt = townshipCode(t)
	}
	return records.Area{Code: villageCode(t, v), Name: n.zh, NameEn: n.en, Clinic: c}
}

// dosesAt gives the clinic that vaccinates for a village, and whether that is its own.
func dosesAt(village string) (c records.Clinic, own bool) {
	areas := demoAreas()
	clinic := func(code string) records.Clinic {
		for _, a := range areas {
			if a.Code == code {
				return a.Clinic
			}
		}
		return records.Clinic{}
	}
	if c = clinic(village); c.DosesAt == "" {
		return c, true
	}
	return clinic(c.DosesAt), false
}
