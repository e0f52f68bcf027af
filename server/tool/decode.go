package tool

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charset is how the bytes of a file stand for signs. It is found once: by the
// byte-order mark, else at the first line that is not plain ASCII, by the text
// from there on: UTF-8 when all of it is, or most of the lines that tell are;
// GB18030, which holds GBK, when not.
type charset int

const (
	plain   charset = iota // nothing but ASCII so far
	utf8Set                // UTF-8
	gbSet                  // GB18030
	utf16                  // UTF-16, turned into UTF-8 before it is cut into lines
)

func (c charset) String() string {
	return [...]string{"ASCII", "UTF-8", "GB18030", "UTF-16"}[c]
}

// byMark reads the byte-order mark away and gives what it says.
func byMark(in io.Reader, size int) (*bufio.Reader, charset) {
	br := bufio.NewReaderSize(in, size)
	head, _ := br.Peek(3)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		br.Discard(3)
		return br, utf8Set
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		d := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(br, d), size), utf16
	}
	return br, plain
}

// guess chooses between UTF-8 and GB18030 by a line and what follows it: by
// how many lines can be read as the one, and how many only as the other.
func guess(line, more []byte) charset {
	good, gb := 0, 0
	count := func(b []byte) {
		if ascii(b) {
			return
		}
		if utf8.Valid(b) {
			good++
		} else if _, bad := decodeGB(b); bad == nil {
			gb++
		}
	}
	count(line)
	for {
		next, rest, whole := bytes.Cut(more, []byte("\n"))
		if !whole { // the last line may be cut in the middle of a sign
			break
		}
		count(bytes.TrimSuffix(next, []byte("\r")))
		more = rest
	}
	if gb > 0 && gb >= good {
		return gbSet
	}
	return utf8Set
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// badBytes says where a line cannot be read.
type badBytes struct {
	at     int // byte of the line, from 0
	reason string
}

// decode turns the bytes of a line into text. U+FFFD never stands for a byte
// that could not be read: such a line is bad.
func (c charset) decode(b []byte) (string, *badBytes) {
	switch {
	case c == gbSet:
		return decodeGB(b)
	case c == utf16:
		return decodeUTF16(b)
	case utf8.Valid(b):
		return string(b), nil
	}
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return string(b), &badBytes{at, fmt.Sprintf("byte 0x%02X is not UTF-8", b[at])}
}

// decodeUTF16 looks for what the decoder could not read: half a sign.
func decodeUTF16(b []byte) (string, *badBytes) {
	if at := bytes.Index(b, []byte("\uFFFD")); at >= 0 {
		return string(b), &badBytes{at, "half a sign of UTF-16"}
	}
	return string(b), nil
}

func decodeGB(b []byte) (string, *badBytes) {
	if ascii(b) {
		return string(b), nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	text := string(out)
	if err == nil && !strings.Contains(text, "\uFFFD") {
		return text, nil
	}
	at, n := badGB(b)
	return string(b), &badBytes{at, fmt.Sprintf("bytes % X are no sign of GB18030, and the file is not UTF-8", b[at:at+n])}
}

// badGB finds the first bytes that are no sign of GB18030.
func badGB(b []byte) (at, n int) {
	for at < len(b) {
		n = signGB(b[at:])
		out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b[at : at+n])
		if err != nil || strings.Contains(string(out), "\uFFFD") {
			return at, n
		}
		at += n
	}
	return 0, len(b)
}

// signGB gives how many bytes the next sign takes: 1, 2 or 4.
func signGB(b []byte) int {
	n := 1
	switch {
	case b[0] < 0x81 || len(b) == 1:
	case b[1] >= '0' && b[1] <= '9':
		n = 4
	case b[1] >= 0x40:
		n = 2
	}
	return min(n, len(b))
}
