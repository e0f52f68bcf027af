package tool

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"tongjian/care"
	"tongjian/care/growth"
)

// measure is one input column of growth.
type measure struct {
	name  string
	young bool // only in files of the 0-5 form
	read  func(b *growth.Body, cell string) (reason string)
}

// measures are the input columns, named as in WHO's sample files.
var measures = []measure{
	{"sex", false, readSex},
	{"age_days", true, number(func(b *growth.Body) *float64 { return &b.AgeDays })},
	{"age_months", false, number(func(b *growth.Body) *float64 { return &b.AgeMonths })},
	{"weight_kg", false, number(func(b *growth.Body) *float64 { return &b.WeightKg })},
	{"lenhei_cm", false, number(func(b *growth.Body) *float64 { return &b.LengthCm })},
	{"measured", true, readPosition},
	{"headc_cm", true, number(func(b *growth.Body) *float64 { return &b.HeadCm })},
	{"muac_cm", true, number(func(b *growth.Body) *float64 { return &b.MUACCm })},
	{"triskin_mm", true, number(func(b *growth.Body) *float64 { return &b.TricepsMm })},
	{"subskin_mm", true, number(func(b *growth.Body) *float64 { return &b.SubscapularMm })},
	{"oedema", false, readOedema},
}

func measureNames() []string {
	var names []string
	for _, m := range measures {
		names = append(names, m.name)
	}
	return names
}

// missing tells whether a cell says that nothing is known; NA is how R writes it.
func missing(cell string) bool { return cell == "" || cell == "NA" }

// number reads a figure; an empty cell leaves it not known.
func number(of func(*growth.Body) *float64) func(*growth.Body, string) string {
	return func(b *growth.Body, cell string) string {
		cell = strings.TrimSpace(cell)
		if missing(cell) {
			return ""
		}
		// ParseFloat alone would take "inf", "nan" and hexadecimal figures too.
		f, err := strconv.ParseFloat(cell, 64)
		if strings.Trim(cell, "0123456789.eE+-") != "" || err != nil || math.IsInf(f, 0) {
			return fmt.Sprintf("%s is not a number like 12.34", shown(cell))
		}
		*of(b) = f
		return ""
	}
}

// shown gives a cell for a message, cut where it is long.
func shown(cell string) string {
	if runes := []rune(cell); len(runes) > 40 {
		cell = string(runes[:40]) + "…"
	}
	return strconv.Quote(cell)
}

func readSex(b *growth.Body, cell string) (reason string) {
	b.Sex, reason = sexOf(cell)
	return reason
}

// sexOf takes letters, words and the figures 1 and 2; 0 and 9 are not known
// and not stated (GB/T 2261.1).
func sexOf(cell string) (care.Sex, string) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "m", "1", "male", "男":
		return care.Male, ""
	case "f", "2", "female", "女":
		return care.Female, ""
	case "", "na", "0", "9", "u", "unknown", "未知":
		return "", ""
	}
	return "", fmt.Sprintf("%s is not a sex; write M or F, or nothing when it is not known", shown(cell))
}

func readPosition(b *growth.Body, cell string) string {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "l", "lying":
		b.Position = growth.Lying
	case "h", "standing":
		b.Position = growth.Standing
	case "", "na":
	default:
		return fmt.Sprintf("%s is not a position; write L (lying) or H (standing), or nothing", shown(cell))
	}
	return ""
}

// readOedema takes the words of WHO's programs (1 and 2 are yes and no there)
// and plain ones.
func readOedema(b *growth.Body, cell string) string {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "y", "yes", "1", "true":
		b.Oedema = true
	case "n", "no", "2", "0", "false", "", "na":
	default:
		return fmt.Sprintf("%s is neither y nor n", shown(cell))
	}
	return ""
}
