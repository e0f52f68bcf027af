package tool

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// asTool makes the test program the command itself, so that its memory can be
// measured apart from that of the tests. Its last word on standard error is
// the most that it ever held, in kB.
const asTool = "TONGJIAN_TOOL_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asTool) == "" {
		os.Exit(m.Run())
	}
	code := Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	fmt.Fprintf(os.Stderr, "\n%d", peakKB())
	os.Exit(code)
}

// peakKB is the most memory that was resident at once, as the kernel counted
// it, or where it does not say all that was ever taken from the system.
func peakKB() int {
	status, _ := os.ReadFile("/proc/self/status")
	for l := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(l, "VmHWM:"); ok {
			n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kb), "kB")))
			return n
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.Sys / 1024)
}

// peak runs the command on so many copies of some rows and gives its exit code
// and the memory that it held, in kB.
func peak(t testing.TB, head string, rows []string, n int, args ...string) (code, kb int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asTool+"=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(in, 1<<16)
	w.WriteString(head)
	for i := range n {
		w.WriteString(rows[i%len(rows)])
	}
	w.Flush()
	in.Close()
	cmd.Wait()
	text := said.String()
	kb, err = strconv.Atoi(text[strings.LastIndexByte(text, '\n')+1:])
	if err != nil {
		t.Fatalf("%v said %q", args, text)
	}
	return cmd.ProcessState.ExitCode(), kb
}

// A million rows are answered in under 100 MB of memory.
func TestAMillionRowsInLittleMemory(t *testing.T) {
	rows := strings.SplitAfter(strings.TrimSpace(csvOf(inputsOf(openCSV(t, "data/growth/vectors_0_5.csv"), 13)))+"\n", "\n")
	code, kb := peak(t, rows[0], rows[1:len(rows)-1], 1_000_000, "growth", "-")
	expect(t, "exit code", code, Done)
	t.Logf("1,000,000 rows: %d kB", kb)
	if kb > 100_000 {
		t.Errorf("1,000,000 rows held %d kB, want at most 100,000", kb)
	}
}

// Rows that are large, many of which cannot be read, and answers that are long
// do not pile up either.
func TestLargeAnswersInLittleMemory(t *testing.T) {
	_, lines := chinaExamples(t)
	rows := append(strings.SplitAfter(strings.TrimSuffix(lines, "\n"), "\n"), "\n", "{\"id\": "+strings.Repeat("9", 100_000)+"}\n")
	code, kb := peak(t, "", rows, 4_000, "forecast", "-")
	expect(t, "exit code", code, BadRows)
	t.Logf("4,000 children: %d kB", kb)
	if kb > 100_000 {
		t.Errorf("4,000 children held %d kB, want at most 100,000", kb)
	}
}

// BenchmarkGrowth is a million rows with all eight indicators.
func BenchmarkGrowth(b *testing.B) {
	rows := strings.SplitAfterN(csvOf(inputsOf(openCSV(b, "data/growth/vectors_0_5.csv"), 13)), "\n", 2)
	lines := strings.Count(rows[1], "\n")
	text := strings.Repeat(rows[1], 1_000_000/lines)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		in := io.MultiReader(strings.NewReader(rows[0]), strings.NewReader(text))
		if code := Run(context.Background(), []string{"growth", "-"}, in, io.Discard, io.Discard); code != Done {
			b.Fatal(code)
		}
	}
	b.ReportMetric(float64(b.N*1_000_000/lines*lines)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkForecast is ten thousand children by China's programme.
func BenchmarkForecast(b *testing.B) {
	_, lines := chinaExamples(b)
	text := strings.Repeat(lines, 250)
	for b.Loop() {
		if code := Run(context.Background(), []string{"forecast", "-"}, strings.NewReader(text), io.Discard, io.Discard); code != Done {
			b.Fatal(code)
		}
	}
	b.ReportMetric(float64(b.N*10_000)/b.Elapsed().Seconds(), "children/s")
}
