package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/records"
)

var benchChildren = flag.Int("children", 20_000, "children in the benchmark's store")

// The service of a benchmark is another process, so that its memory and CPU
// time are its own.
const serveEnv = "SERVER_BENCH_SERVE"

func TestMain(m *testing.M) {
	if os.Getenv(serveEnv) != "" {
		main()
		return
	}
	flag.Parse()
	os.Exit(m.Run())
}

const (
	benchClients = 8
	benchPace    = 100 // requests a second of all clients together
	benchTime    = 8 * time.Second
)

// BenchmarkChart reads charts by the API in a county of 20,000 children: with
// 8 clients that ask again as soon as they are answered, and with the same 8
// at a pace. Clients and service share the machine's cores, so the first says
// what the machine can do and the second how long a clinic waits.
func BenchmarkChart(b *testing.B) {
	p, ids := county(b)
	token := p.signIn(b, "p1")
	for _, load := range []struct {
		name string
		gap  time.Duration // between two requests of a client; 0: none
	}{{"asking=at-once", 0}, {fmt.Sprintf("asking=%d-a-second", benchPace), time.Second * benchClients / benchPace}} {
		b.Run(load.name, func(b *testing.B) {
			p.load(b, token, ids, load.gap, time.Second) // warm
			before := p.cpu(b)
			took := p.load(b, token, ids, load.gap, benchTime)
			used := p.cpu(b) - before
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(quantile(took, 0.5), "p50-ms")
			b.ReportMetric(quantile(took, 0.99), "p99-ms")
			b.ReportMetric(float64(len(took))/benchTime.Seconds(), "req/s")
			b.ReportMetric(used.Seconds()*1000/float64(len(took)), "cpu-ms/req")
			b.ReportMetric(p.memory(b, "VmRSS"), "rss-MB")
			b.ReportMetric(p.memory(b, "VmHWM"), "rss-max-MB")
		})
	}
}

func quantile(took []time.Duration, q float64) float64 {
	slices.Sort(took)
	return float64(took[int(float64(len(took)-1)*q)].Microseconds()) / 1000
}

// served is the service in its own process.
type served struct {
	url string
	pid int
}

// county fills a store and gives the service over it with the ids of its children.
func county(b *testing.B) (served, []string) {
	b.Helper()
	dir := b.TempDir()
	ids := fillCounty(b, dir, *benchChildren)
	address := freeAddress(b)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serveEnv+"=1", "DATA_DIR="+dir, "ADDR="+address, "MEDIA_UDP=127.0.0.1:0", "MEDIA_TCP=127.0.0.1:0")
	log, err := os.Create(dir + "/log")
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	p := served{"http://" + address, cmd.Process.Pid}
	for range 300 {
		if answer, err := http.Get(p.url + "/readyz"); err == nil {
			answer.Body.Close()
			return p, ids
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Fatal("the service did not start")
	return p, nil
}

func freeAddress(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// fillCounty makes the made-up county and copies its children until there are n.
func fillCounty(b *testing.B, dir string, n int) []string {
	b.Helper()
	ctx := context.Background()
	c, err := readConfig(func(name string) string {
		return map[string]string{"DATA_DIR": dir, "MEDIA_UDP": "127.0.0.1:0", "MEDIA_TCP": "127.0.0.1:0"}[name]
	})
	if err != nil {
		b.Fatal(err)
	}
	h, err := openHouse(ctx, c)
	if err != nil {
		b.Fatal(err)
	}
	defer h.close()
	if err := h.demo(ctx, io.Discard); err != nil {
		b.Fatal(err)
	}
	rows, err := h.store.Rows(ctx, records.Query{Kind: "child", Limit: 1000})
	if err != nil {
		b.Fatal(err)
	}
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	var writers sync.WaitGroup
	copies := make([]string, max(0, n-len(ids)))
	for w := range 64 {
		writers.Go(func() {
			for i := w; i < len(copies); i += 64 {
				copies[i] = records.NewID()
				if err := copyChild(ctx, h.store, rows[i%len(rows)], copies[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	writers.Wait()
	if b.Failed() {
		b.FailNow()
	}
	return append(ids, copies...)
}

// copyChild writes a child's changes and its row once more under another id.
func copyChild(ctx context.Context, store records.Store, r records.Row, id string) error {
	changes, err := store.Changes(ctx, "child/"+r.ID, 0)
	if err != nil {
		return err
	}
	for _, c := range changes {
		c.Subject = "child/" + id
		if err := store.Commit(ctx, c); err != nil {
			return err
		}
	}
	r.Body, r.ID = bytes.ReplaceAll(r.Body, []byte(r.ID), []byte(id)), id
	return store.Project(ctx, r)
}

func (p served) signIn(b *testing.B, login string) string {
	b.Helper()
	body, _ := json.Marshal(map[string]string{"login": login, "password": demoPassword})
	answer, err := http.Post(p.url+"/api/v1/session", "application/json", bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct{ AccessToken string }
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil || got.AccessToken == "" {
		b.Fatalf("signing in: %s, %v", answer.Status, err)
	}
	return got.AccessToken
}

// load has all clients ask for charts for some time and gives how long each
// took. At a pace that is counted from when the request was to be sent, so
// that one slow answer does not hide the wait of the next.
func (p served) load(b *testing.B, token string, ids []string, gap, length time.Duration) []time.Duration {
	b.Helper()
	var mu sync.Mutex
	var all []time.Duration
	var clients sync.WaitGroup
	begin := time.Now()
	for n := range benchClients {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			var mine []time.Duration
			for i := 0; time.Since(begin) < length; i++ {
				due := time.Now()
				if gap > 0 {
					due = begin.Add(time.Duration(i)*gap + gap*time.Duration(n)/benchClients)
					time.Sleep(time.Until(due))
				}
				if err := p.chart(client, token, ids[(i*benchClients+n)*7919%len(ids)]); err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, time.Since(due))
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	clients.Wait()
	if len(all) == 0 {
		b.Fatal("no answer came")
	}
	return all
}

func (p served) chart(client *http.Client, token, id string) error {
	r, err := http.NewRequest("GET", p.url+"/api/v1/children/"+id, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("chart of %s: %s", id, answer.Status)
	}
	return nil
}

// memory reads a line of /proc/PID/status, in MB.
func (p served) memory(b *testing.B, line string) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid))
	if err != nil {
		b.Fatal(err)
	}
	for l := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(l, line+":"); ok {
			kB, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kB * 1024 / 1e6
		}
	}
	b.Fatalf("/proc has no %s", line)
	return 0
}

// cpu is the time that the service was on a core, from /proc/PID/stat (a
// hundredth of a second each).
func (p served) cpu(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		b.Fatal(err)
	}
	f := strings.Fields(string(text[bytes.LastIndexByte(text, ')'):])) // f[0] is ")"
	user, _ := strconv.Atoi(f[12])
	system, _ := strconv.Atoi(f[13])
	return time.Duration(user+system) * 10 * time.Millisecond
}
