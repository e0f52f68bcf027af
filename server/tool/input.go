package tool

import (
	"context"
	"fmt"
	"io"
	"os"
)

// input is where the rows come from.
type input struct {
	io.Reader
	name  string
	size  int64 // bytes, 0 when not known
	close func() error
}

// Close ends the reading.
func (in *input) Close() error { return in.close() }

func openInput(ctx context.Context, name string, stdin io.Reader) (*input, error) {
	if name == "-" {
		return &input{patient(ctx, stdin), "standard input", 0, func() error { return nil }}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening the file of cases: %w", err)
	}
	in := &input{patient(ctx, f), name, 0, f.Close}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s is a folder, not a file of cases", name)
	} else if err == nil && info.Mode().IsRegular() {
		in.size = info.Size()
	}
	return in, nil
}

// reading makes a function a reader.
type reading func(p []byte) (int, error)

func (f reading) Read(p []byte) (int, error) { return f(p) }

// patient reads what may never come, such as standard input: an end from
// outside ends the wait. The one read that hangs then ends with the program,
// and keeps its buffer.
func patient(ctx context.Context, from io.Reader) reading {
	type got struct {
		n   int
		err error
	}
	var buffer []byte
	return func(p []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, fmt.Errorf("broken off: %w", context.Cause(ctx))
		}
		if len(buffer) < len(p) {
			buffer = make([]byte, len(p))
		}
		came, b := make(chan got, 1), buffer[:len(p)]
		go func() {
			n, err := from.Read(b)
			came <- got{n, err}
		}()
		select {
		case g := <-came:
			return copy(p, b[:g.n]), g.err
		case <-ctx.Done():
			return 0, fmt.Errorf("broken off: %w", context.Cause(ctx))
		}
	}
}
