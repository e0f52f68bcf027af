package tool

import (
	"fmt"
	"io"
	"strings"
)

// records cuts lines into the texts of rows: with CSV a cell in quotes may go
// over several lines.
type records struct {
	*lines
	shape *shape
}

// mostLines is over how many lines one row may go. A quote that is not closed
// by then is taken for a mistake of its own line, so that it cannot swallow
// the rest of the file.
const mostLines = 1000

// openRecords finds out how a file is laid out: JSON when its first sign is an
// opening brace, else CSV, whose header is read away.
func openRecords(in io.Reader) (*records, error) {
	r := &records{newLines(in), &shape{comma: ','}}
	first, err := r.first()
	switch {
	case err == io.EOF:
		return nil, fmt.Errorf("it is empty")
	case err != nil:
		return nil, err
	case strings.HasPrefix(strings.TrimSpace(first.text), "["):
		return nil, fmt.Errorf("it is one JSON list; write one object a line, without the brackets and commas around them")
	case strings.HasPrefix(strings.TrimSpace(first.text), "{"):
		r.shape.json = true
		r.unread([]line{first})
		return r, r.firstNames()
	case first.bad != nil:
		return nil, fmt.Errorf("line %d, the header: %s", first.no, first.bad.reason)
	case strings.Contains(first.text, "\r"):
		return nil, fmt.Errorf("its lines end in CR alone; save it with LF or CR LF at the ends of lines")
	}
	r.unread([]line{first})
	return r, r.header(first.text)
}

// first gives the first line that is not blank.
func (r *records) first() (line, error) {
	for {
		l, err := r.lines.next()
		if err != nil || l.bad != nil || strings.TrimSpace(l.text) != "" {
			return l, err
		}
	}
}

// header reads the names of the columns. Cells parted by tabs or semicolons,
// as sheets save them too, are known by a header without a comma.
func (r *records) header(first string) error {
	for _, c := range []byte("\t;") {
		if !strings.Contains(first, ",") && strings.IndexByte(first, c) >= 0 {
			r.shape.comma = c
		}
	}
	l, err := r.next()
	if err != nil {
		return err
	}
	names, mistake := split(l.text, r.shape.comma, nil)
	if l.bad != nil {
		mistake = l.bad.reason
	}
	if mistake != "" {
		return fmt.Errorf("line %d, the header, column %d: %s", l.no, len(names)+1, mistake)
	}
	r.shape.names = names
	return nil
}

// firstNames looks ahead for the first object that can be read.
func (r *records) firstNames() error {
	var held []line
	defer func() { r.unread(held) }()
	for len(held) < mostLines {
		l, err := r.lines.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		held = append(held, l)
		if row, f := readObject(l); f == nil {
			r.shape.names = row.names
			return nil
		}
	}
	return nil
}

// next gives the text of the next row, numbered by its first line; io.EOF
// after the last. Blank lines are passed over.
func (r *records) next() (line, error) {
	for {
		l, err := r.lines.next()
		switch {
		case err != nil:
			return l, err
		case l.bad != nil:
			return l, nil
		case l.text == "" || r.shape.json && strings.TrimSpace(l.text) == "":
			continue
		case r.shape.json || strings.IndexByte(l.text, '"') < 0:
			return l, nil
		}
		if q := atStart.after(l.text, r.shape.comma); q == quoted {
			return r.join(l, q)
		}
		return l, nil
	}
}

// join reads on until the open quote of a line is closed. Where it never is, or
// by a quote that opens a cell of another row, only the first line is given, as
// it stands, and the others come again.
func (r *records) join(l line, q quoting) (line, error) {
	text, more := []byte(l.text), []line(nil)
	for q == quoted && len(more) < mostLines && len(text) < longest {
		next, err := r.lines.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return l, err
		}
		more = append(more, next)
		if next.bad != nil {
			break
		}
		text = append(append(text, '\n'), next.text...)
		q = q.after(next.text, r.shape.comma)
	}
	whole := string(text)
	if _, mistake := split(whole, r.shape.comma, nil); mistake != "" {
		r.unread(more)
		return l, nil
	}
	l.text = whole
	return l, nil
}
