package records

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// dots are the signs that people type for the dot in names like 阿依·木沙.
const dots = "·•・‧∙⋅．."

// fillers are signs that count as letters or symbols and show nothing.
const fillers = "\u115f\u1160\u3164\uffa0\u2800"

// hidden tells whether a sign shows nothing and changes how others read: the
// controls, also those of writing direction (U+202E and its kind). The two
// joiners stay: scripts of the north-west spell with them.
func hidden(r rune) bool {
	return unicode.IsControl(r) || strings.ContainsRune(fillers, r) ||
		unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d'
}

// showsNothing tells whether a name has no sign that anybody could read.
func showsNothing(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '·' && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !unicode.IsMark(r)
	}) < 0
}

// CleanName brings a name into the form that is kept: composed, without
// spaces around or between Chinese signs, the dot as U+00B7, without signs
// that show nothing. A name of such signs alone is "".
func CleanName(s string) string {
	s = norm.NFC.String(strings.TrimSpace(s))
	var b strings.Builder
	space := false
	var last rune
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case strings.ContainsRune(dots, r) && (r != '.' || last > unicode.MaxLatin1):
			r = '·'
		case hidden(r):
			continue
		}
		if space && last != 0 && !unicode.Is(unicode.Han, last) && !unicode.Is(unicode.Han, r) {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
		last = r
	}
	if showsNothing(b.String()) {
		return ""
	}
	return b.String()
}

// Pinyin spells a name in syllables without tones: 王小明 is wang, xiao, ming.
// Signs without a known reading stand as they are.
func Pinyin(name string) []string {
	args := pinyin.NewArgs()
	var out []string
	var latin strings.Builder
	flush := func() {
		if latin.Len() > 0 {
			out = append(out, latin.String())
			latin.Reset()
		}
	}
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			if p := pinyin.SinglePinyin(r, args); len(p) > 0 {
				out = append(out, strings.ReplaceAll(p[0], "ü", "v"))
			} else {
				out = append(out, string(r))
			}
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			latin.WriteRune(unicode.ToLower(r))
		default:
			flush()
		}
	}
	flush()
	return out
}

// nameTerms gives what a name is found by: every end of it in signs, in
// pinyin and in initials, so that 小明, xiaoming and xm all find 王小明.
func nameTerms(name string, spelled []string) []string {
	var terms []string
	runes := []rune(foldName(name))
	for i := range runes {
		if i == 6 {
			break
		}
		terms = append(terms, "n:"+string(runes[i:]))
	}
	initials := ""
	for _, syllable := range spelled {
		initials += string([]rune(syllable)[:1])
	}
	for i := range spelled {
		if i == 6 {
			break
		}
		terms = append(terms, "p:"+strings.Join(spelled[i:], ""), "i:"+string([]rune(initials)[i:]))
	}
	return terms
}

// foldName is a name as it is compared: no case, no width, no spaces, no dots.
func foldName(s string) string {
	s = strings.ToLower(width.Fold.String(norm.NFKC.String(s)))
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(dots, r) || hidden(r) {
			return -1
		}
		return r
	}, s)
}
