package signaling

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// The people of a benchmark live in another process, so that the CPU time of
// this one is the server's alone.
const crowdEnv = "SIGNALING_CROWD"

func TestMain(m *testing.M) {
	if at := os.Getenv(crowdEnv); at != "" {
		runCrowd(at)
		return
	}
	os.Exit(m.Run())
}

// load is one benchmark: people in rooms of a size, sending sound and picture.
type load struct {
	URL     string
	Tickets []string
	Kbps    int // of each person's one picture
}

// result is what the crowd measured over the time between start and stop.
type result struct {
	Bytes, Packets, Lost int64
	Joined               time.Duration // slowest join
}

// BenchmarkRoomOfTwo is one consult: percent of a core.
func BenchmarkRoomOfTwo(b *testing.B) { benchmarkRooms(b, 1, 2, 530) }

// Benchmark20Rooms is the load at which CPU-seconds for a forwarded Gbit are compared.
func Benchmark20Rooms(b *testing.B) { benchmarkRooms(b, 20, 2, 530) }

// BenchmarkRoomOfFive is the fullest room.
func BenchmarkRoomOfFive(b *testing.B) { benchmarkRooms(b, 1, 5, 530) }

func benchmarkRooms(b *testing.B, rooms, people, kbps int) {
	h := open(b, nil)
	l := load{URL: h.url, Kbps: kbps}
	for r := range rooms {
		for p := range people {
			l.Tickets = append(l.Tickets, h.ticket(b, grant(fmt.Sprint("room", r), fmt.Sprint("person", p))))
		}
	}
	crowd := startCrowd(b, l)
	crowd.say("start")
	before, start := cpuTime(), time.Now()
	time.Sleep(5 * time.Second)
	used, took := cpuTime()-before, time.Since(start)
	crowd.say("stop")
	var got result
	crowd.hear(&got)
	b.ReportMetric(100*used.Seconds()/took.Seconds(), "%core")
	b.ReportMetric(used.Seconds()/(float64(got.Bytes)*8/1e9), "cpu-s/Gbit")
	b.ReportMetric(float64(used.Nanoseconds())/float64(got.Packets), "ns/packet")
	b.ReportMetric(float64(got.Packets)/took.Seconds(), "packets/s")
	b.ReportMetric(100*float64(got.Lost)/float64(got.Packets+got.Lost), "%lost")
	b.ReportMetric(float64(got.Joined.Milliseconds()), "ms-join-max")
	b.ReportMetric(0, "ns/op")
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// process is the other process: lines in, lines out.
type process struct {
	b   *testing.B
	in  io.Writer
	out *bufio.Reader
}

func startCrowd(b *testing.B, l load) *process {
	b.Helper()
	raw, _ := json.Marshal(l)
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), crowdEnv+"="+string(raw))
	cmd.Stderr = os.Stderr
	in, _ := cmd.StdinPipe()
	out, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Close(); _ = cmd.Wait() })
	p := &process{b, in, bufio.NewReader(out)}
	var ready string
	p.hear(&ready)
	return p
}

func (p *process) say(word string) { fmt.Fprintln(p.in, word) }

func (p *process) hear(into any) {
	p.b.Helper()
	line, err := p.out.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, into)
	}
	if err != nil {
		p.b.Fatalf("hearing from the crowd: %v", err)
	}
}

// runCrowd is the other process: everybody joins and sends until stdin ends.
func runCrowd(spec string) {
	var l load
	_ = json.Unmarshal([]byte(spec), &l)
	t := &quietT{}
	h := &house{url: l.URL}
	var all []*page
	var slowest time.Duration
	for _, ticket := range l.Tickets {
		begin := time.Now()
		p := h.dial(t)
		p.greet(map[string]any{"type": "hello", "ticket": ticket})
		p.newPC(nil)
		p.offer(false)
		p.until("a connection", func() bool { return p.pc.ConnectionState().String() == "connected" })
		slowest = max(slowest, time.Since(begin))
		go p.steady(l.Kbps)
		all = append(all, p)
	}
	time.Sleep(2 * time.Second)
	say := func(v any) { raw, _ := json.Marshal(v); fmt.Println(string(raw)) }
	say("ready")
	in := bufio.NewScanner(os.Stdin)
	var from result
	for in.Scan() {
		now := count(all)
		if in.Text() == "start" {
			from = now
			continue
		}
		say(result{now.Bytes - from.Bytes, now.Packets - from.Packets, now.Lost - from.Lost, slowest})
	}
}

func count(all []*page) (r result) {
	for _, p := range all {
		p.mu.Lock()
		for _, s := range p.media {
			r.Bytes += int64(s.bytes)
			r.Packets += int64(s.packets)
			r.Lost += int64(s.holes - s.repeats)
		}
		p.mu.Unlock()
	}
	return r
}

// steady sends opus at 50 packets a second and a picture of one layer, paced.
func (p *page) steady(kbps int) {
	go p.sendAudio(context.Background(), p.welcome.Peer+string(make([]byte, 70)))
	const size = 1100
	var key atomic.Bool
	key.Store(true)
	sender := p.pc.GetTransceivers()[1].Sender()
	go listenForPLI(sender, "h", &key)
	mid, rid := extensionIDs(sender)
	fill := string(make([]byte, size))
	h := rtp.Header{Version: 2}
	gap := time.Duration(float64(size*8) / float64(kbps) * float64(time.Millisecond))
	for n := uint16(0); ; n++ {
		time.Sleep(gap)
		h.SequenceNumber++
		h.Timestamp += 1500
		h.Marker = true
		pkt := rtp.Packet{Header: h, Payload: vp8Packet(n, 0, key.Swap(false), fill)}
		_ = pkt.SetExtension(mid, []byte("1"))
		_ = pkt.SetExtension(rid, []byte("h"))
		_ = p.tracks["h"].WriteRTP(&pkt)
	}
}

// quietT stands in for a test in the other process.
type quietT struct{ testing.TB }

func (*quietT) Helper()        {}
func (*quietT) Cleanup(func()) {}
func (*quietT) Fatal(a ...any) { fmt.Fprintln(os.Stderr, a...); os.Exit(1) }
func (*quietT) Fatalf(f string, a ...any) {
	fmt.Fprintf(os.Stderr, f+"\n", a...)
	os.Exit(1)
}
