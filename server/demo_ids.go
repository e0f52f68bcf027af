package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/oklog/ulid/v2"

	"tongjian/care"
)

// newIDs gives ids that are the same in every run.
func newIDs(seed uint64) func() string {
	r := rand.New(rand.NewPCG(seed, seed))
	n := uint64(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
	return func() string {
		var id ulid.ULID
		n++
		if err := id.SetTime(n); err != nil {
			panic(err) // the time above fits
		}
		var entropy [10]byte
		for i := range entropy {
			entropy[i] = byte(r.Uint32())
		}
		if err := id.SetEntropy(entropy[:]); err != nil {
			panic(err) // ten bytes
		}
		return id.String()
	}
}

// idNumber makes an ID number of the made-up county with a right check sign
// (GB 11643-1999): county, birth day, order (odd for boys), check.
func idNumber(birth care.Day, sex care.Sex, order int) string {
	y, m, d := birth.Date()
	order = order%499*2 + 2
	if sex == care.Male {
		order--
	}
	first := fmt.Sprintf("%s%04d%02d%02d%03d", demoCounty, y, m, d, order)
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(first[i]-'0') * weight
	}
	return first + string("10X98765432"[sum%11])
}

// birthCertificate makes the number of a birth certificate: a letter and nine digits.
func birthCertificate(order int) string { return fmt.Sprintf("Z%s%03d", demoCounty, order%1000) }

// demoPhone gives numbers that nobody has: 1380000 and four digits from 1000.
func demoPhone(n int) string { return fmt.Sprintf("1380000%04d", 1000+n) }
