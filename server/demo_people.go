package main

import (
	"fmt"

	"tongjian/records"
)

// villageDoctor gives the sign-in name of the doctor who serves a village:
// v1201 is the first village of the first township. She serves the second too,
// which has no doctor of its own.
func villageDoctor(area string) string {
	if area == villageCode(0, 1) {
		area = villageCode(0, 0)
	}
	return "v" + area[8:]
}

// townshipDoctor gives the sign-in name of a township's doctor.
func townshipDoctor(area string) string { return "t" + area[8:9] }

// demoStaff gives the staff, every role with its areas.
func demoStaff() []records.Person {
	county := []string{demoCounty}
	out := []records.Person{
		{Login: "p1", Name: "林静", Role: records.Paediatrician, Areas: county, Clinic: demoCounty, Phone: "13800000102"},
		{Login: "p2", Name: "何远", Role: records.Paediatrician, Areas: county, Clinic: demoCounty, Phone: "13800000103"},
		{Login: "m1", Name: "高敏", Role: records.Manager, Areas: county, Clinic: demoCounty},
		{Login: "admin", Name: "管理员", Role: records.Administrator, Areas: county, Clinic: demoCounty},
	}
	for t := range townships {
		out = append(out, records.Person{Login: townshipDoctor(townshipCode(t)), Name: []string{"彭卫东", "谢春丽", "曹志明"}[t], Role: records.Township,
			Areas: []string{townshipCode(t)}, Clinic: townshipCode(t), Phone: fmt.Sprintf("1380000020%d", t)})
		out = append(out, villageDoctors(t)...)
	}
	ids := newIDs(demoSeed + 2)
	for i := range out {
		out[i].ID = ids()
	}
	return out
}

func villageDoctors(t int) []records.Person {
	names := []string{"李桂芳", "", "杨秀英", "陈大山", "赵玉兰", "罗文斌", "阿依·木沙", "周小梅", "吴国强", "郑海燕", "孙有田", "马兰花"}
	var out []records.Person
	for v := range villagesEach {
		code := villageCode(t, v)
		if t == 0 && v == 1 { // served by the doctor of the village before it
			out[0].Areas = append(out[0].Areas, code)
			continue
		}
		out = append(out, records.Person{Login: villageDoctor(code), Name: names[t*villagesEach+v], Role: records.Village,
			Areas: []string{code}, Clinic: code, Phone: fmt.Sprintf("138000003%02d", t*villagesEach+v)})
	}
	return out
}

// demoShifts keeps a paediatrician on duty at every hour, and the townships
// through the working day. Person holds the sign-in name.
func demoShifts() []records.Shift {
	ids := newIDs(demoSeed + 1)
	daily := []int{1, 2, 3, 4, 5, 6, 7}
	out := []records.Shift{
		{ID: ids(), Person: "p1", Area: demoCounty, Weekdays: daily, From: "08:00", Until: "20:00"},
		{ID: ids(), Person: "p2", Area: demoCounty, Weekdays: daily, From: "20:00", Until: "08:00"},
	}
	for t := range townships {
		code := townshipCode(t)
		out = append(out, records.Shift{ID: ids(), Person: townshipDoctor(code), Area: code, Weekdays: []int{1, 2, 3, 4, 5}, From: "08:00", Until: "18:00"})
	}
	return out
}
