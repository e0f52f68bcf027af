package tool

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vbauerster/mpb/v8"
)

// screen keeps what was shown, and tells when some words were.
type screen struct {
	mu    sync.Mutex
	text  strings.Builder // under mu, as the rest
	words string
	seen  chan struct{}
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Write(p)
	if s.words != "" && strings.Contains(s.text.String(), s.words) {
		close(s.seen)
		s.words = ""
	}
	return len(p), nil
}

// The bar tells how much is done; what is said stands above it, whole.
func TestBar(t *testing.T) {
	for _, known := range []bool{true, false} {
		s := &screen{words: "1500 rows", seen: make(chan struct{})}
		text := strings.Repeat("1,F,30,4.1,x\n", 3000)
		in := &input{Reader: strings.NewReader(text)}
		if known {
			in.size = int64(len(text))
		}
		b := newBar(s, false, in)
		b.show(mpb.New(mpb.WithOutput(s), mpb.WithAutoRefresh(), mpb.WithWidth(60), mpb.WithRefreshRate(time.Millisecond)), in.size)
		io.ReadFull(in, make([]byte, len(text)/2))
		b.rows(1500)
		fmt.Fprintln(b, "growth: a word")
		<-s.seen
		b.close()
		got := s.text.String()
		if !strings.Contains(got, "growth: a word\n") || strings.Contains(got, "50 %") != known {
			t.Errorf("the screen showed %q, want the word, and 50 %% where the size is known", got)
		}
	}
}

// Where standard error is no terminal there is no bar.
func TestNoBar(t *testing.T) {
	code, _, said := run(header+"1,F,30,4.1,x\n", "growth", "-")
	if code != Done || said != "" {
		t.Errorf("growth = %d, standard error %q, want nothing", code, said)
	}
}
