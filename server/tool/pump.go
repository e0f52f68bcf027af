package tool

import (
	"context"
	"fmt"
	"io"
	"runtime"
)

// rule is what a command does with the rows of a file.
type rule interface {
	// begin looks at the layout of the file and gives what stands above the
	// answers. It may note on the report what the reader must know.
	begin(s *shape, r *report) ([]byte, error)
	// answer adds what is written for a row, or says why it cannot be read.
	// With fault.answered it does both. It is called by many goroutines.
	answer(r *row, out []byte) ([]byte, *fault)
}

// batch is a run of rows that one worker answers. Its fields belong to the
// reader until it is queued, then to one worker until done is closed, then to
// the writer.
type batch struct {
	in     []line
	out    []byte
	rows   int
	faults []*fault
	bad    bool // some row could not be read
	done   chan struct{}
}

// most is how many rows make a batch, heavy how many bytes do.
const (
	most  = 256
	heavy = 256 << 10
)

// pump reads rows, has them answered by several workers, and writes the
// answers in the order of the rows. Only so many batches are under way that
// memory does not grow with the file.
func pump(ctx context.Context, o *options, do rule, in *input, out *output, r *report, b *bar) (int, error) {
	from, err := openRecords(in)
	if err != nil {
		return Stopped, fmt.Errorf("reading %s: %w", in.name, err)
	}
	head, err := do.begin(from.shape, r)
	if err != nil {
		return Stopped, fmt.Errorf("reading %s: %w", in.name, err)
	}
	out.Write(head)
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the workers, and the reader as soon as its read comes back
	p := &pipe{from: from, do: do, strict: o.strict, todo: make(chan *batch), order: make(chan *batch, 4*workers())}
	for range workers() {
		go p.work(ctx)
	}
	go p.read(ctx)
	rows, err := p.write(ctx, out, r, b)
	if err != nil {
		return Stopped, err
	}
	if p.set == gbSet || p.set == utf16 {
		r.note("%s was read as %v", in.name, p.set)
	}
	r.end(rows, o.strict)
	if r.bad > 0 {
		return BadRows, nil
	}
	return Done, nil
}

func workers() int { return max(2, runtime.GOMAXPROCS(0)) }

// pipe joins one reader, the workers and one writer.
type pipe struct {
	from   *records
	do     rule
	strict bool
	todo   chan *batch // to whichever worker is free
	order  chan *batch // to the writer; closed after the last
	failed error       // why reading ended early
	ended  charset     // what the file was written in; both are known when order is closed
	set    charset     // the same for the writer, plain when it stopped before
}

func (p *pipe) read(ctx context.Context) {
	defer func() { p.ended = p.from.set; close(p.order) }()
	for {
		b := &batch{done: make(chan struct{})}
		err := p.fill(b)
		if len(b.in) > 0 {
			select {
			case p.order <- b:
			case <-ctx.Done():
				return
			}
			select {
			case p.todo <- b:
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			if err != io.EOF {
				p.failed = err
			}
			return
		}
	}
}

// fill takes rows until the batch is full, or until more would have to be waited for.
func (p *pipe) fill(b *batch) error {
	for size := 0; len(b.in) < most && size < heavy; {
		l, err := p.from.next()
		if err != nil {
			return err
		}
		b.in = append(b.in, l)
		size += len(l.text)
		if p.from.idle() {
			break
		}
	}
	return nil
}

func (p *pipe) work(ctx context.Context) {
	for {
		select {
		case b := <-p.todo:
			p.answer(b)
			close(b.done)
		case <-ctx.Done():
			return
		}
	}
}

func (p *pipe) answer(b *batch) {
	for _, l := range b.in {
		out, f := p.one(l, b.out)
		if f != nil {
			b.faults = append(b.faults, f)
		}
		if f == nil || f.answered {
			b.out = out
			b.rows++
			continue
		}
		if b.bad = true; p.strict {
			break
		}
	}
	b.in = nil
}

func (p *pipe) one(l line, out []byte) ([]byte, *fault) {
	r, f := p.from.shape.read(l)
	if f != nil {
		return nil, f
	}
	return p.do.answer(r, out)
}

// write gives how many rows were answered.
func (p *pipe) write(ctx context.Context, out *output, r *report, shown *bar) (rows int, err error) {
	for {
		b, more, err := p.take(ctx, out)
		if err != nil || !more {
			return rows, err
		}
		if _, err := out.Write(b.out); err != nil {
			return rows, fmt.Errorf("writing the answers: %w", err)
		}
		rows += b.rows
		shown.rows(b.rows)
		for _, f := range b.faults {
			r.fault(f)
		}
		if p.strict && b.bad {
			return rows, out.Flush()
		}
	}
}

// take waits for the next batch in order. What was written is passed on before
// a wait for input that is not there yet.
func (p *pipe) take(ctx context.Context, out *output) (*batch, bool, error) {
	var b *batch
	var more bool
	select {
	case b, more = <-p.order:
	default:
		if err := out.Flush(); err != nil {
			return nil, false, fmt.Errorf("writing the answers: %w", err)
		}
		select {
		case b, more = <-p.order:
		case <-ctx.Done():
			return nil, false, fmt.Errorf("broken off: %w", context.Cause(ctx))
		}
	}
	if !more {
		p.set = p.ended
		if p.failed != nil {
			return nil, false, fmt.Errorf("reading the rows: %w", p.failed)
		}
		return nil, false, ctx.Err()
	}
	select {
	case <-b.done:
		return b, true, nil
	case <-ctx.Done():
		return nil, false, fmt.Errorf("broken off: %w", context.Cause(ctx))
	}
}
