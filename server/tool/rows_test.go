package tool

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

const header = "id,sex,age_days,weight_kg,name\n"

func TestEncodings(t *testing.T) {
	const in = header + "1,女,30,4.1,王𠮷\n2,M,31,4.2,阿依·木沙\n"
	_, want, _ := run(in, "growth", "-")
	gb := func(e interface{ String(string) (string, error) }) string {
		s, err := e.String(in)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, text := range map[string]string{
		"UTF-8 with a mark": "\ufeff" + in,
		"GB18030":           gb(simplifiedchinese.GB18030.NewEncoder()),
		"UTF-16 little end": gb(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16 big end":    gb(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()),
		"CR LF":             strings.ReplaceAll(in, "\n", "\r\n"),
		"no last line end":  strings.TrimSuffix(in, "\n"),
		"blank lines":       strings.ReplaceAll("\n"+in, "\n", "\n\n"),
	} {
		code, out, said := run(text, "growth", "-")
		if code != Done || out != want {
			t.Errorf("growth of %s = %d, %q, %s; want %q", name, code, out, said, want)
		}
	}
	for _, comma := range []string{"\t", ";"} {
		code, out, said := run(strings.ReplaceAll(in, ",", comma), "growth", "-")
		if code != Done || out != want {
			t.Errorf("growth of cells parted by %q = %d, %q, %s; want %q", comma, code, out, said, want)
		}
	}
}

// F08: a list saved by a Chinese sheet, whose heading is the first that is not ASCII.
func TestChineseHeading(t *testing.T) {
	code, out, said := run("\xd0\xd5\xc3\xfb,sex,age_days,weight_kg\n\xc1\xaa\xcd\xa8,F,30,4\n", "growth", "-")
	if code != Done || !strings.HasPrefix(out, "姓名,sex,") || !strings.Contains(out, "\n联通,F,") {
		t.Errorf("growth = %d, %q, %s; want the heading 姓名 and the name 联通", code, out, said)
	}
	if !strings.Contains(said, "GB18030") {
		t.Errorf("standard error = %q, want the encoding named", said)
	}
}

// Bytes that are no text are found and named; the file's other rows are read
// by its own encoding, and U+FFFD never stands for what could not be read.
func TestBadBytes(t *testing.T) {
	many := strings.Repeat("1,F,30,4.1,童健\n", 3)
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String(many)
	for _, c := range []struct{ name, rows, bad, place, reason string }{
		{"UTF-8", many, "2,F,30,4,童\xff健\n", "line 3, column 5 (name)", "byte 0xFF is not UTF-8"},
		{"GB18030 among UTF-8", many, "2,F,30,4,\xc1\xaa\n", "line 3, column 5 (name)", "byte 0xC1 is not UTF-8"},
		{"GB18030", gb, "2,F,30,\xff,x\n", "line 3, column 4 (weight_kg)", "bytes FF are no sign of GB18030"},
		{"GB18030 cut", gb, "2,F,30,4,\xc1\xaa\xc1\n", "line 3, column 5 (name)", "bytes C1 are no sign of GB18030"},
		{"ASCII", strings.Repeat("1,F,30,4.1,x\n", 3), "2,F,30,4,\"a\xff\"\n", "line 3, column 5 (name)", "byte 0xFF is not UTF-8"},
	} {
		first := strings.SplitAfterN(c.rows, "\n", 2)
		code, out, said := run(header+first[0]+c.bad+first[1], "growth", "-")
		if code != BadRows || strings.Count(out, "\n") != 4 || !strings.Contains(said, c.place) || !strings.Contains(said, c.reason) {
			t.Errorf("%s: growth = %d, %q, %q; want three rows and %s: %s", c.name, code, out, said, c.place, c.reason)
		}
		if strings.Contains(out, "\uFFFD") {
			t.Errorf("%s: U+FFFD in %q", c.name, out)
		}
	}
	half := "\xff\xfei\x00d\x00,\x00s\x00e\x00x\x00\n\x001\x00,\x00\x00\xd8\n\x002\x00,\x00M\x00\n\x00"
	if code, out, said := run(half, "growth", "-"); code != BadRows || strings.Count(out, "\n") != 2 || !strings.Contains(said, "line 2, column 2 (sex): half a sign of UTF-16") {
		t.Errorf("growth of half a sign of UTF-16 = %d, %q, %q", code, out, said)
	}
}

func TestRowsThatCannotBeRead(t *testing.T) {
	long := strings.Repeat("x", longest+10)
	for _, c := range []struct{ row, want string }{
		{"1,F,30\n", "line 3: it has 3 cells, the header has 5"},
		{"1,F,30,4,a,b\n", "line 3: it has 6 cells, the header has 5"},
		{"1,F,30,4,\"a\"b\n", "line 3, column 5 (name): text stands after the closing quote"},
		{"1,F,30,4,\"never\n", "line 3, column 5 (name): a quote opens here and is never closed"},
		{"1,F,30,4," + long + "\n", "line 3: the line is longer than 1 MiB"},
		{"1,F,30,\"4\n5\",a\n", `line 3, column 4 (weight_kg): "4\n5" is not a number`},
	} {
		good := "7,M,31,4.2,\"two\nlines\"\n"
		code, out, said := run(header+"0,M,31,4.2,x\n"+c.row+good+good, "growth", "-")
		rows := readCSV(t, strings.NewReader(out))
		if code != BadRows || len(rows) != 4 || !strings.Contains(said, c.want) || !strings.Contains(said, "1 of 4 rows") {
			t.Errorf("growth of %.40q = %d, %d rows, %.300q; want 3 rows and %s", c.row, code, len(rows), said, c.want)
		}
	}
}

// A quote that is never closed is the mistake of its own line, however long the file.
func TestOpenQuoteDoesNotSwallowTheFile(t *testing.T) {
	rows := strings.Repeat("1,F,30,4.1,x\n", 5000)
	code, out, said := run(header+"1,F,30,4,\"x\n"+rows, "growth", "-")
	if code != BadRows || strings.Count(out, "\n") != 5001 || !strings.Contains(said, "line 2, column 5 (name)") {
		t.Errorf("growth = %d, %d rows, %q; want 5000 rows and line 2", code, strings.Count(out, "\n")-1, said)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "it is empty"},
		{"\n \n", "it is empty"},
		{"[{\"id\":1}]", "one object a line"},
		{"a,b\n1,2\n", "none of the columns"},
		{"sex,sex,age_days\nM,F,3\n", "the column sex twice"},
		{"sex,\"age\n", "line 1, the header, column 2: a quote opens here"},
		{"sex,\xff\xfe\n", "line 1, the header"},
		{"sex,age_days\rM,3\r", "CR alone"},
	} {
		code, out, said := run(c.in, "growth", "-")
		if code != Stopped || out != "" || !strings.Contains(said, c.want) {
			t.Errorf("growth of %q = %d, %q, %q; want %d and %s", c.in, code, out, said, Stopped, c.want)
		}
	}
}

func TestWordsThatAreWrong(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "say one of growth, forecast, triage"},
		{[]string{"grow"}, "say one of"},
		{[]string{"growth"}, "say one FILE"},
		{[]string{"growth", "a", "b"}, "say one FILE"},
		{[]string{"growth", "-", "--digits", "18"}, "from 0 to 17"},
		{[]string{"growth", "-", "--digits", "two"}, "two"},
		{[]string{"growth", "-", "--standard", "1-2"}, "say 0-5 or 5-19"},
		{[]string{"growth", "-", "--schedule", "cn-nip"}, "schedule"},
		{[]string{"growth", "/nowhere/at all.csv"}, "no such file"},
		{[]string{"growth", os.TempDir()}, "is a folder"},
		{[]string{"growth", "-", "--out", "/nowhere/at all.csv"}, "opening --out"},
		{[]string{"growth", "-", "--out", os.TempDir()}, "is a folder"},
		{[]string{"forecast", "-", "--schedule", "mars"}, "say cn-nip"},
		{[]string{"forecast", "-", "--schedule", "cdsi:/nowhere"}, "/nowhere"},
	} {
		code, out, said := run("sex\nM\n", c.args...)
		if code != Stopped || out != "" || !strings.Contains(said, c.want) {
			t.Errorf("%v = %d, %q, %q; want %d and %s", c.args, code, out, said, Stopped, c.want)
		}
	}
	if code, out, _ := run("", "growth", "--help"); code != Done || out != Usage {
		t.Errorf("growth --help = %d, %q; want the usage", code, out)
	}
}

func TestStrictStopsAtTheFirst(t *testing.T) {
	in := header + strings.Repeat("1,F,30,4.1,x\n", 700) + "2,F,x,4,y\n3,F,y,4,y\n" + strings.Repeat("1,F,30,4.1,x\n", 700)
	code, out, said := run(in, "growth", "--strict", "-")
	expect(t, "exit code", code, BadRows)
	expect(t, "rows before it", strings.Count(out, "\n"), 701)
	if !strings.Contains(said, "line 702, column 3 (age_days)") || strings.Contains(said, "line 703") || !strings.Contains(said, "after 700 good rows") {
		t.Errorf("standard error = %q, want line 702 alone", said)
	}
}

// What --out names is whole or not there.
func TestOut(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "answers.csv")
	in := header + "1,F,30,4.1,x\n2,F,x,4,y\n"
	_, want, _ := run(in, "growth", "-")
	code, out, _ := run(in, "growth", "-", "--out", name)
	expect(t, "exit code", code, BadRows)
	expect(t, "standard output", out, "")
	got, err := os.ReadFile(name)
	if err != nil || string(got) != want {
		t.Fatalf("%s = %q (%v), want %q", name, got, err, want)
	}
	for what, args := range map[string][]string{"strict": {"growth", "-", "--strict", "--out", name}, "empty": {"forecast", "-", "--out", name}} {
		text := in
		if what == "empty" {
			text = ""
		}
		if code, _, _ := run(text, args...); code == Done {
			t.Errorf("%s: exit code 0", what)
		}
		if after, _ := os.ReadFile(name); !bytes.Equal(after, got) {
			t.Errorf("%s: the file of before became %q", what, after)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%d files are left in the folder, want 1", len(left))
	}
	link := filepath.Join(dir, "link.csv")
	if err := os.Symlink(name, link); err != nil {
		t.Fatal(err)
	}
	run(header, "growth", "-", "--out", link)
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%s is no link any more (%v)", link, err)
	}
}

// A file may be answered into itself: it is read to the end before it is replaced.
func TestOutOntoTheInput(t *testing.T) {
	name := filepath.Join(t.TempDir(), "children.csv")
	os.WriteFile(name, []byte(header+"1,F,30,4.1,x\n"), 0o600)
	code, _, said := run("", "growth", name, "--out", name)
	got, err := os.ReadFile(name)
	if code != Done || err != nil || !strings.Contains(string(got), "zwei") {
		t.Errorf("growth of a file into itself = %d, %q, %s (%v)", code, got, said, err)
	}
	if info, _ := os.Stat(name); info.Mode().Perm() != 0o600 {
		t.Errorf("the file's rights became %v", info.Mode().Perm())
	}
}

// waiting gives some text, and then nothing more until it is let go.
type waiting struct {
	io.Reader
	let chan struct{}
}

func (w *waiting) Read(p []byte) (int, error) {
	if n, err := w.Reader.Read(p); err == nil {
		return n, nil
	}
	<-w.let
	return 0, io.EOF
}

// Rows are answered as they come, and an end from outside leaves no half file.
func TestBrokenOff(t *testing.T) {
	dir := t.TempDir()
	in := &waiting{strings.NewReader(header + "1,F,30,4.1,x\n"), make(chan struct{})}
	defer close(in.let)
	ctx, stop := context.WithCancel(context.Background())
	out, w := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- Run(ctx, []string{"growth", "-"}, in, w, io.Discard)
	}()
	got := make([]byte, 1024)
	text := ""
	for strings.Count(text, "\n") < 2 {
		n, err := out.Read(got)
		if err != nil {
			t.Fatal(err)
		}
		text += string(got[:n])
	}
	stop()
	expect(t, "exit code", <-ended, Stopped)

	ctx, stop = context.WithCancel(context.Background())
	stop()
	again := &waiting{strings.NewReader(header), in.let}
	expect(t, "exit code", Run(ctx, []string{"growth", "-", "--out", filepath.Join(dir, "a.csv")}, again, io.Discard, io.Discard), Stopped)
	expect(t, "exit code without a header", Run(ctx, []string{"growth", "-"}, &waiting{strings.NewReader(""), in.let}, io.Discard, io.Discard), Stopped)
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%v is left behind", left)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error)  { return 0, errors.New("the line was cut") }
func (broken) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestBrokenEnds(t *testing.T) {
	var said strings.Builder
	in := io.MultiReader(strings.NewReader(header+"1,F,30,4.1,x\n"), broken{})
	code := Run(context.Background(), []string{"growth", "-"}, in, io.Discard, &said)
	if code != Stopped || !strings.Contains(said.String(), "the line was cut") {
		t.Errorf("growth of a broken input = %d, %q", code, said.String())
	}
	said.Reset()
	code = Run(context.Background(), []string{"growth", "-"}, strings.NewReader(header+"1,F,30,4.1,x\n"), broken{}, &said)
	if code != Stopped || !strings.Contains(said.String(), "the disk is full") {
		t.Errorf("growth into a broken output = %d, %q", code, said.String())
	}
}

// Whatever stands in cells, a sheet written by another program is cut as it
// meant it, by both readers of quotes alike, and comes out the same, in order.
func TestCellsComeBack(t *testing.T) {
	cell := rapid.StringMatching(`[ab",;\n é童]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 900).Draw(t, "rows")
		text := new(strings.Builder)
		w := csv.NewWriter(text)
		w.UseCRLF = false
		w.Write([]string{"sex", "a", "b", "c"})
		for _, r := range rows {
			w.Write(append([]string{"M"}, r...))
		}
		w.Flush()
		_, out, said := run(text.String(), "growth", "-")
		got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil || said != "" || len(got) != len(rows)+1 {
			t.Fatalf("%q came out as %d rows, %q (%v), want %d", text, len(got), said, err, len(rows)+1)
		}
		for i, r := range rows {
			if !slices.Equal(got[i+1][1:4], r) {
				t.Fatalf("row %d = %q, want %q", i, got[i+1][1:4], r)
			}
		}
	})
}

func ExampleRun() {
	in := strings.NewReader("id,sex,age_days,weight_kg\na,M,19,3.62\nb,F,x,4\n")
	var said strings.Builder
	code := Run(context.Background(), []string{"growth", "-", "--digits", "3"}, in, os.Stdout, &said)
	fmt.Print(said.String())
	fmt.Println(code)
	// Output:
	// id,sex,age_days,weight_kg,clenhei,cmeasure,c9mo_flag,cbmi,zlen,flen,zwei,fwei,zwfl,fwfl,zbmi,fbmi,zhc,fhc,zac,fac,zts,fts,zss,fss
	// a,M,19,3.62,,,0,,,,-0.659,0,,,,,,,,,,,,
	// growth: standard input, line 3, column 3 (age_days): "x" is not a number like 12.34
	// growth: 1 of 2 rows could not be read and are left out
	// 2
}
