package tool

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// longest is how many bytes a line, or a row of several lines, may have.
const longest = 1 << 20

// line is one line of the file, without its end.
type line struct {
	no   int
	text string
	bad  *badBytes // why it cannot be read, nil when it can
}

// lines cuts a file into lines of text.
type lines struct {
	in   *bufio.Reader
	set  charset
	no   int
	back []line // given back, to be read again
}

func newLines(in io.Reader) *lines {
	br, set := byMark(in, longest)
	return &lines{in: br, set: set}
}

// idle tells whether reading on may have to wait for more to come.
func (l *lines) idle() bool { return len(l.back) == 0 && l.in.Buffered() == 0 }

// unread gives lines back, to come again before the others.
func (l *lines) unread(some []line) { l.back = append(append([]line(nil), some...), l.back...) }

// next gives the next line; io.EOF after the last.
func (l *lines) next() (line, error) {
	if len(l.back) > 0 {
		first := l.back[0]
		l.back = l.back[1:]
		return first, nil
	}
	b, err := l.in.ReadSlice('\n')
	if len(b) == 0 && err != nil {
		return line{}, err
	}
	l.no++
	if errors.Is(err, bufio.ErrBufferFull) {
		return l.tooLong()
	}
	if err != nil && err != io.EOF {
		return line{}, err
	}
	b = bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
	if l.set == plain && !ascii(b) {
		b = bytes.Clone(b) // looking ahead moves what the reader holds
		more, _ := l.in.Peek(longest / 4)
		l.set = guess(b, more)
	}
	text, bad := l.set.decode(b)
	return line{l.no, text, bad}, nil
}

// tooLong passes over the rest of a line that nothing would hold.
func (l *lines) tooLong() (line, error) {
	out := line{no: l.no, bad: &badBytes{0, "the line is longer than 1 MiB"}}
	for {
		_, err := l.in.ReadSlice('\n')
		switch {
		case err == nil || err == io.EOF:
			return out, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return line{}, err
		}
	}
}
