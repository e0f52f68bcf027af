package tool

import (
	"fmt"
	"io"
)

// fault is why a row cannot be read, or what is doubtful in one that was answered.
type fault struct {
	line     int    // line of the file, from 1
	column   string // name and number of the column, "" when the whole row is meant
	reason   string
	answered bool // the row was answered all the same
}

func (f *fault) Error() string {
	if f.column == "" {
		return fmt.Sprintf("line %d: %s", f.line, f.reason)
	}
	return fmt.Sprintf("line %d, column %s: %s", f.line, f.column, f.reason)
}

// report says what the reader of the output must know, and counts.
type report struct {
	to      io.Writer
	command string
	file    string
	bad     int
}

func (r *report) fault(f *fault) {
	if !f.answered {
		r.bad++
	}
	fmt.Fprintf(r.to, "%s: %s, %s\n", r.command, r.file, f.Error())
}

func (r *report) note(format string, args ...any) {
	fmt.Fprintf(r.to, "%s: %s\n", r.command, fmt.Sprintf(format, args...))
}

// end tells how many rows were left out.
func (r *report) end(rows int, strict bool) {
	switch {
	case r.bad == 0:
	case strict:
		r.note("stopped at the first row that cannot be read, after %d good rows (--strict)", rows)
	default:
		r.note("%d of %d rows could not be read and are left out", r.bad, r.bad+rows)
	}
}
