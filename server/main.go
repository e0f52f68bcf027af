// Command server is the whole service in one program: the staff's and the
// parents' API and pages, the record, signalling and media. `server --help`
// says what it can do.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"tongjian/server/tool"
)

const usage = `Tongjian 童健: children's health records and video consults for village, township and county.

  server                 start the service
  server user add        add a person of the staff (asks for the password)
  server openapi DIR     write the two OpenAPI documents into a folder
  server sources FILE    write the rules of care into docs/clinical-sources.md
  server reindex         make lists and queues again from the record (service stopped)
  server --help          this text

The rules of care alone, on a file of cases:

` + tool.Usage + `
`

// exitCode ends the program with a code of its own; what went wrong has been said.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	if code := exitCode(0); errors.As(err, &code) {
		os.Exit(int(code))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

// run does what the arguments say. It is what main and the tests share.
func run(ctx context.Context, args []string, get func(string) string, in io.Reader, out, log io.Writer) error {
	command := ""
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	switch command {
	case "growth", "forecast", "triage":
		if code := tool.Run(ctx, append([]string{command}, args...), in, out, log); code != tool.Done {
			return exitCode(code)
		}
		return nil
	case "", "serve":
		return serve(ctx, get, out, log)
	case "user":
		return userCommand(ctx, args, get, in, out)
	case "openapi":
		return openapiCommand(args)
	case "sources":
		return sourcesCommand(args)
	case "reindex":
		return reindexCommand(ctx, get, out)
	case "--help", "-h", "help":
		_, err := io.WriteString(out, usage+configHelp)
		return err
	}
	return fmt.Errorf("there is no command %q; see server --help", command)
}
