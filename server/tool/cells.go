package tool

import (
	"fmt"
	"strings"
)

// Cells are parted as RFC 4180 says; a quote inside a cell that does not begin
// with one stands for itself.

// quoting is where a reader stands between two bytes of a row.
type quoting int

const (
	atStart quoting = iota // at the beginning of a cell
	bare                   // in a cell without quotes
	quoted                 // between quotes
	closing                // after a quote that ends the cell, or is the first of two
)

// after gives where a reader stands behind some text.
func (q quoting) after(text string, comma byte) quoting {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case q == quoted && c == '"':
			q = closing
		case q == quoted:
		case q == closing && c == '"':
			q = quoted
		case c == comma:
			q = atStart
		case q == atStart && c == '"':
			q = quoted
		default:
			q = bare
		}
	}
	return q
}

// split cuts a row into cells. It gives those before the first mistake, and
// what that is.
func split(text string, comma byte, cells []string) ([]string, string) {
	for {
		if !strings.HasPrefix(text, `"`) {
			i := strings.IndexByte(text, comma)
			if i < 0 {
				return append(cells, text), ""
			}
			cells, text = append(cells, text[:i]), text[i+1:]
			continue
		}
		end := closingQuote(text)
		if end < 0 {
			return cells, "a quote opens here and is never closed"
		}
		cell := strings.ReplaceAll(text[1:end], `""`, `"`)
		text = text[end+1:]
		switch {
		case text == "":
			return append(cells, cell), ""
		case text[0] != comma:
			return cells, "text stands after the closing quote"
		}
		cells, text = append(cells, cell), text[1:]
	}
}

// closingQuote finds the quote that ends a cell which begins with one.
func closingQuote(text string) int {
	for i := 1; ; i += 2 {
		j := strings.IndexByte(text[i:], '"')
		if j < 0 {
			return -1
		}
		if i += j; i+1 == len(text) || text[i+1] != '"' {
			return i
		}
	}
}

func (s *shape) readCells(l line) (*row, *fault) {
	r := &row{line: l.no, names: s.names}
	if l.bad != nil {
		return nil, s.badLine(l)
	}
	cells, mistake := split(l.text, s.comma, make([]string, 0, len(s.names)))
	switch {
	case mistake != "":
		return nil, &fault{line: l.no, column: s.column(len(cells)), reason: mistake}
	case len(cells) != len(s.names):
		return nil, &fault{line: l.no, reason: fmt.Sprintf("it has %d cells, the header has %d", len(cells), len(s.names))}
	}
	r.cells = cells
	return r, nil
}

// badLine names the cell of a line whose bytes cannot be read.
func (s *shape) badLine(l line) *fault {
	if l.text == "" {
		return &fault{line: l.no, reason: l.bad.reason}
	}
	before, open := split(l.text[:l.bad.at], s.comma, nil)
	at := len(before) // in the cell whose quote is still open
	if open == "" {
		at--
	}
	return &fault{line: l.no, column: s.column(at), reason: l.bad.reason}
}

// column names a column, which may lie beyond the header.
func (s *shape) column(i int) string {
	if i < len(s.names) {
		return fmt.Sprintf("%d (%s)", i+1, s.names[i])
	}
	return fmt.Sprint(i + 1)
}

// appendCell writes one cell, in quotes where it needs them.
func appendCell(out []byte, cell string) []byte {
	if cell == "" || !strings.ContainsAny(cell, "\",\r\n") {
		return append(out, cell...)
	}
	out = append(out, '"')
	out = append(out, strings.ReplaceAll(cell, `"`, `""`)...)
	return append(out, '"')
}
