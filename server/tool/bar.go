package tool

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// bar shows on a terminal how far the work is. Without one it only passes on
// what is said to stderr.
type bar struct {
	io.Writer // stderr, above the bar where there is one
	done      atomic.Int64
	progress  *mpb.Progress
	bar       *mpb.Bar
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}

// newBar counts what is read from in. Answers that go to the same terminal
// would run through the bar, so there is none then.
func newBar(stderr io.Writer, answersShown bool, in *input) *bar {
	b := &bar{Writer: stderr}
	if isTerminal(stderr) && !answersShown {
		b.show(mpb.New(mpb.WithOutput(stderr)), in.size)
	}
	in.Reader = &counted{in.Reader, b}
	return b
}

func (b *bar) show(p *mpb.Progress, size int64) {
	rows := decor.Any(func(decor.Statistics) string { return fmt.Sprintf(" %d rows", b.done.Load()) })
	after := []decor.Decorator{rows}
	if size > 0 {
		after = append([]decor.Decorator{decor.Percentage()}, after...)
		after = append(after, decor.AverageETA(decor.ET_STYLE_GO, decor.WCSyncSpace))
	}
	b.progress, b.Writer = p, p
	b.bar = p.New(size, style(size), mpb.AppendDecorators(after...), mpb.BarRemoveOnComplete())
}

func style(size int64) mpb.BarFillerBuilder {
	if size > 0 {
		return mpb.BarStyle()
	}
	return mpb.SpinnerStyle().PositionLeft()
}

// rows adds to the number of rows that were answered.
func (b *bar) rows(n int) { b.done.Add(int64(n)) }

// close takes the bar away and waits until all that was said is out.
func (b *bar) close() {
	if b.bar != nil {
		b.bar.Abort(true)
		b.progress.Wait()
	}
}

// counted moves the bar by what is read.
type counted struct {
	io.Reader
	bar *bar
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.bar.bar != nil {
		c.bar.bar.IncrBy(n)
	}
	return n, err
}
