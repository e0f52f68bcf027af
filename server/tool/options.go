package tool

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// commands are the names that Run knows.
var commands = []string{"growth", "forecast", "triage"}

// options are the words after the command.
type options struct {
	command  string
	file     string
	out      string
	strict   bool
	standard string // 0-5, 5-19 or "" for "by the columns"
	digits   int
	schedule string
}

func readOptions(args []string) (*options, error) {
	if len(args) == 0 || !slices.Contains(commands, args[0]) {
		return nil, fmt.Errorf("say one of %s", strings.Join(commands, ", "))
	}
	o := &options{command: args[0]}
	files, err := parse(o.flags(), args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%s: %w", o.command, err)
	case len(files) != 1:
		return nil, fmt.Errorf("%s: say one FILE, or - for standard input; %d were given", o.command, len(files))
	}
	o.file = files[0]
	if o.digits < 0 || o.digits > 17 {
		return nil, fmt.Errorf("%s: --digits %d: say a number from 0 to 17", o.command, o.digits)
	}
	if o.standard != "" && o.standard != "0-5" && o.standard != "5-19" {
		return nil, fmt.Errorf("%s: --standard %q: say 0-5 or 5-19", o.command, o.standard)
	}
	return o, nil
}

func (o *options) flags() *flag.FlagSet {
	f := flag.NewFlagSet(o.command, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.out, "out", "", "file to write")
	f.BoolVar(&o.strict, "strict", false, "stop at the first row that cannot be read")
	switch o.command {
	case "growth":
		f.StringVar(&o.standard, "standard", "", "0-5 or 5-19")
		f.IntVar(&o.digits, "digits", 2, "decimals of z-scores")
	case "forecast":
		f.StringVar(&o.schedule, "schedule", "cn-nip", "cn-nip or cdsi:DIR")
	}
	return f
}

// parse takes flags before and after the files.
func parse(f *flag.FlagSet, args []string) (files []string, err error) {
	for {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		rest := f.Args()
		if len(rest) == 0 {
			return files, nil
		}
		if used := len(args) - len(rest); used > 0 && args[used-1] == "--" {
			return append(files, rest...), nil
		}
		files, args = append(files, rest[0]), rest[1:]
	}
}

// rule gives what the command does with a row.
func (o *options) rule() (rule, error) {
	switch o.command {
	case "growth":
		return newGrowth(o), nil
	case "forecast":
		return newForecast(o)
	}
	return newTriage(), nil
}
