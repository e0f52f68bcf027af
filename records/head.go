package records

import (
	"fmt"
	"io"
	"os"
)

// headFile holds the ends of audit chains outside the store, so that cutting
// off a chain's last groups is found. Each process adds one line, "node number
// mac", with its first group and writes it over as its chain grows; the lines
// of earlier processes stay.
//
// A line of one length written in place costs microseconds. A new file put in
// the old one's place would wait for the disk, and every view of a record with
// it. A killed process loses nothing of it; after a power cut the file may name
// a group that was written some seconds before the chain's last.
type headFile struct {
	path string // "": none is kept
	file *os.File
	at   int64 // where this process's line begins
}

// headLine is the length of a line: node (a ULID), number, mac and what parts and ends them.
const headLine = 26 + 1 + 12 + 1 + 64 + 1

// keep writes down the chain's newest group.
func (h *headFile) keep(g AuditGroup) error {
	if h.path == "" {
		return nil
	}
	if h.file == nil {
		if err := h.open(); err != nil {
			return fmt.Errorf("opening the file of the audit's ends: %w", err)
		}
	}
	if _, err := h.file.WriteAt(fmt.Appendf(nil, "%-26s %012d %-64s\n", g.Node, g.Number, g.Mac), h.at); err != nil {
		return fmt.Errorf("keeping the audit's end: %w", err)
	}
	return nil
}

// open finds the place behind the lines that are there; a torn one is left as it is.
func (h *headFile) open() error {
	f, err := os.OpenFile(h.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		f.Close()
		return err
	}
	h.file, h.at = f, (size+headLine-1)/headLine*headLine
	return nil
}

// close has the disk take what was written. The chain itself is in the store by now.
func (h *headFile) close() {
	if h.file != nil {
		_ = h.file.Sync()
		_ = h.file.Close()
	}
}
