package records

import (
	"strings"

	"golang.org/x/text/width"
)

// Phone brings a telephone number of China into one form, +86 and the digits
// without a leading 0: "138 0000 0000", "0086 138-0000-0000" and full-width
// digits all give +8613800000000. Numbers of other countries are kept when
// they are written with + or 00. Anything else is Invalid on the field "phone".
func Phone(s string) (string, error) {
	var b strings.Builder
	for i, r := range width.Narrow.String(strings.TrimSpace(s)) {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" -()./\u00a0\u3000", r):
		default:
			return "", invalid("phone", "phone.sign", "a phone number has digits only")
		}
	}
	n := b.String()
	if rest, ok := strings.CutPrefix(n, "00"); ok {
		n = "+" + rest
	}
	if strings.HasPrefix(n, "+") && !strings.HasPrefix(n, "+86") {
		if len(n) < 9 || len(n) > 16 {
			return "", invalid("phone", "phone.length", "a phone number abroad has 8 to 15 digits")
		}
		return n, nil
	}
	n, abroad := strings.CutPrefix(n, "+86")
	switch {
	case strings.HasPrefix(n, "1"):
		if len(n) != 11 {
			return "", invalid("phone", "phone.length", "a mobile number has 11 digits")
		}
	case strings.HasPrefix(n, "0"):
		if len(n) < 10 || len(n) > 12 {
			return "", invalid("phone", "phone.length", "a fixed-line number has 10 to 12 digits with its area code")
		}
		n = n[1:]
	case abroad && len(n) >= 9 && len(n) <= 11: // a fixed line in the form that this gives
	default:
		return "", invalid("phone", "phone.form", "a mobile number begins with 1, a fixed line with 0")
	}
	return "+86" + n, nil
}

// CanText tells whether a number in the form of Phone can get text messages.
func CanText(phone string) bool {
	if rest, ok := strings.CutPrefix(phone, "+86"); ok {
		return strings.HasPrefix(rest, "1") && len(rest) == 11
	}
	return phone != ""
}
