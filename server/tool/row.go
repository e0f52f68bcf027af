package tool

import "fmt"

// row is one case: the cells of a line of CSV under the names of the header,
// or the members of a JSON object.
type row struct {
	line  int
	names []string
	cells []string // text; of JSON strings what they say, of null nothing, of all else the JSON
	raw   []string // JSON as it was written; nil for CSV
}

// bad says why a cell cannot be read.
func (r *row) bad(cell int, reason string) *fault {
	return &fault{line: r.line, column: r.place(cell), reason: reason}
}

func (r *row) place(cell int) string {
	if r.raw != nil {
		return r.names[cell]
	}
	return fmt.Sprintf("%d (%s)", cell+1, r.names[cell])
}

// shape tells how a file is laid out.
type shape struct {
	json  bool
	comma byte
	names []string // header of CSV; of JSON the names in the first object that can be read
}

// read cuts a line into a row.
func (s *shape) read(l line) (*row, *fault) {
	if s.json {
		return readObject(l)
	}
	return s.readCells(l)
}
