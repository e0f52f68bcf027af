// Package tool is the rules of care on the command line: growth, forecast and
// triage read a file of cases row by row and write the answers beside them, so
// that anyone can hold the rules against cases of his own.
//
// It reads CSV or one JSON object a line, in UTF-8, UTF-16 or GB18030, from a
// file or standard input, in constant memory, and keeps the order of the rows.
// A row that cannot be read is named by line, column and reason; the others go
// on. It knows no record, no store and no clock, and will not guess at a cell:
// what is missing stays missing, what cannot be read is said.
package tool

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// The exit codes of Run.
const (
	Done    = 0 // every row was answered
	Stopped = 1 // the work could not be done, or was broken off
	BadRows = 2 // some rows could not be read; with --strict the first of them ended the work
)

// Usage tells in the lines of `server --help` what the commands are.
const Usage = `  server growth FILE     z-scores and flags of measurements (CSV or one JSON object a line; - is standard input)
                         --standard 0-5|5-19 (default: by the columns)  --digits N (default 2; 15: not rounded)
  server forecast FILE   doses judged and what comes next (one JSON object a line, or CSV)
                         --schedule cn-nip|cdsi:DIR (default cn-nip)
  server triage FILE     classifications of a sick child's findings (CSV or one JSON object a line)
    all three            --out FILE (whole or not at all)  --strict (stop at the first row that cannot be read)
                         exit code 2 when rows could not be read; they are named on standard error
`

// Run does one command, args[0], and gives its exit code. What went wrong is
// said on stderr. A cancelled context ends it with Stopped.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := readOptions(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, Usage)
		return Done
	case err != nil:
		fmt.Fprintln(stderr, err)
		return Stopped
	}
	code, err := o.run(ctx, stdin, stdout, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", o.command, err)
		return Stopped
	}
	return code
}

func (o *options) run(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	rule, err := o.rule()
	if err != nil {
		return Stopped, err
	}
	in, err := openInput(ctx, o.file, stdin)
	if err != nil {
		return Stopped, err
	}
	defer in.Close()
	out, err := openOutput(o.out, stdout)
	if err != nil {
		return Stopped, err
	}
	defer out.discard()
	bar := newBar(stderr, o.out == "" && isTerminal(stdout), in)
	defer bar.close()
	r := &report{to: bar, command: o.command, file: in.name}
	code, err := pump(ctx, o, rule, in, out, r, bar)
	if err != nil || code == BadRows && o.strict {
		return code, err
	}
	return code, out.keep()
}
