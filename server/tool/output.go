package tool

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output is where the answers go: standard output, or a file that appears
// under its name only when it is whole.
type output struct {
	*bufio.Writer
	file *os.File
	part string // name of the unfinished file, "" when nothing is to be renamed
	name string
}

func openOutput(name string, stdout io.Writer) (*output, error) {
	if name == "" || name == "-" {
		return &output{Writer: bufio.NewWriterSize(stdout, 64<<10)}, nil
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("--out %s is a folder; say the name of a file", name)
	case err == nil && !info.Mode().IsRegular(): // a pipe or device is written to, never replaced
		return create(name, "", name, os.O_WRONLY, 0)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("opening --out: %w", err)
	}
	mode := fs.FileMode(0o666)
	if err == nil {
		mode = info.Mode().Perm()
	}
	part := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+rand.Text()[:8]+".part")
	return create(part, part, name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

func create(path, part, name string, flag int, mode fs.FileMode) (*output, error) {
	f, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return nil, fmt.Errorf("opening --out: %w", err)
	}
	return &output{bufio.NewWriterSize(f, 64<<10), f, part, name}, nil
}

// keep finishes the output: after it the file stands under its own name.
func (o *output) keep() error {
	if err := o.Flush(); err != nil {
		return fmt.Errorf("writing the answers: %w", err)
	}
	if o.file == nil {
		return nil
	}
	f, part := o.file, o.part
	if part != "" {
		if err := f.Sync(); err != nil {
			return fmt.Errorf("writing %s: %w", o.name, err)
		}
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", o.name, err)
	}
	if part != "" {
		if err := os.Rename(part, o.name); err != nil {
			return fmt.Errorf("writing %s: %w", o.name, err)
		}
	}
	o.file, o.part = nil, ""
	return nil
}

// discard takes an unfinished file away; after keep it does nothing.
func (o *output) discard() {
	if o.file != nil {
		o.file.Close()
	}
	if o.part != "" {
		os.Remove(o.part)
	}
}
