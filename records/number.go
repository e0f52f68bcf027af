package records

import (
	"strings"

	"golang.org/x/text/width"

	"tongjian/care"
)

// cleanNumber brings an ID or birth-certificate number into one form and
// checks what can be checked: the check digit and the birth day of the 18
// signs of an ID number; a letter and nine digits of a birth certificate.
func cleanNumber(field, s string, birth care.Day) (string, error) {
	n := strings.ToUpper(strings.Join(strings.Fields(width.Narrow.String(s)), ""))
	if n == "" {
		return "", nil
	}
	if len(n) == 10 && n[0] >= 'A' && n[0] <= 'Z' && digits(n[1:]) {
		return n, nil
	}
	if len(n) != 18 || !digits(n[:17]) || n[17] != checkSign(n[:17]) {
		return "", invalid(field, "number.form", "an ID number has 18 signs and a right check digit (a spreadsheet may have changed it), a birth certificate a letter and 9 digits")
	}
	if day, err := care.ParseDay(n[6:10] + "-" + n[10:12] + "-" + n[12:14]); err != nil || birth != 0 && day != birth {
		return "", invalid(field, "number.birth", "the birth day inside the ID number is another one")
	}
	return n, nil
}

// checkSign works out the last sign of an ID number (GB 11643-1999, ISO 7064 MOD 11-2).
func checkSign(first17 string) byte {
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(first17[i]-'0') * weight
	}
	return "10X98765432"[sum%11]
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
