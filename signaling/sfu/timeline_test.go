package sfu

import (
	"testing"

	"pgregory.net/rapid"
)

// sent is one packet of a made source: its place in the source, whether the
// forwarder drops it, and what came out.
type sent struct {
	at   int // place in the source
	drop bool
}

// drawArrivals makes the way in which n packets of a source arrive: some lost,
// some late, some twice, some to be left out on purpose.
func drawArrivals(t *rapid.T, n int) []sent {
	var out []sent
	var late []int
	for i := range n {
		switch rapid.IntRange(0, 19).Draw(t, "fate") {
		case 0: // lost
		case 1, 2:
			late = append(late, i)
		case 3:
			out = append(out, sent{at: i}, sent{at: i})
		case 4:
			out = append(out, sent{at: i, drop: true})
		default:
			out = append(out, sent{at: i})
		}
		if len(late) > 0 && rapid.Bool().Draw(t, "now") {
			out = append(out, sent{at: late[0]})
			late = late[1:]
		}
	}
	return out
}

// TestTimelineProperties sends sources with any beginning (so that numbers and
// timestamps wrap) through one timeline, one after another, and holds:
//   - no outgoing number is given twice;
//   - within a source the order of numbers is that of the source, with a hole
//     exactly where a packet has not come and was not left out in its turn;
//   - each source begins right after the newest number of the one before;
//   - timestamps keep the source's own distances, and move forward between sources.
func TestTimelineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line timeline
		used := map[int]bool{}
		var unwrapSeq, unwrapTS int64
		haveSeq := false
		newest, any := int64(0), false
		for range rapid.IntRange(1, 5).Draw(t, "sources") {
			seq0, ts0 := rapid.Uint16().Draw(t, "seq0"), rapid.Uint32().Draw(t, "ts0")
			arrivals := drawArrivals(t, rapid.IntRange(1, 200).Draw(t, "n"))
			if len(arrivals) == 0 {
				continue
			}
			first := arrivals[0].at
			line.begin(seq0+uint16(first), ts0+uint32(first)*960, rapid.Uint32Range(0, 1e6).Draw(t, "ticks"))
			base, baseTS, begun := int64(0), int64(0), false
			seen := map[int]bool{}
			top, skipped := first-1, map[int]bool{}
			for _, a := range arrivals {
				seq, ts := seq0+uint16(a.at), ts0+uint32(a.at)*960
				if a.drop {
					if a.at > top {
						skipped[a.at] = true
						top = a.at
					}
					seen[a.at] = true
					line.drop(seq)
					continue
				}
				out, outTS, ok, again := line.place(seq, ts)
				want := a.at >= first && !seen[a.at]
				if ok != want || again {
					t.Fatalf("place(%d of source) = %v, again %v, want %v", a.at, ok, again, want)
				}
				if !ok {
					continue
				}
				seen[a.at] = true
				top = max(top, a.at)
				if !haveSeq {
					unwrapSeq, unwrapTS, haveSeq = int64(out), int64(outTS), true
				}
				full := unwrapSeq + int64(int16(out-uint16(unwrapSeq)))
				fullTS := unwrapTS + int64(int32(outTS-uint32(unwrapTS)))
				unwrapSeq, unwrapTS = full, fullTS
				if used[int(full)] {
					t.Fatalf("number %d was given twice", full)
				}
				used[int(full)] = true
				place := int64(a.at)
				for s := range skipped {
					if s < a.at {
						place--
					}
				}
				if !begun {
					begun = true
					base, baseTS = full-place, fullTS-int64(a.at)*960
					if any && base+int64(first) != newest+1 {
						t.Fatalf("a new source began at %d, want %d", base+int64(first), newest+1)
					}
				}
				if full != base+place {
					t.Fatalf("packet %d came out as %d, want %d", a.at, full, base+place)
				}
				if fullTS != baseTS+int64(a.at)*960 {
					t.Fatalf("timestamp of packet %d moved by %d against its source", a.at, fullTS-baseTS-int64(a.at)*960)
				}
				if !any || full > newest {
					newest, any = full, true
				}
			}
		}
	})
}

func TestTimelineTimestampsGoOnWithTheClock(t *testing.T) {
	var line timeline
	line.begin(10, 1000, 0)
	line.place(10, 1000)
	line.begin(60000, 4_000_000_000, 9000) // a tenth of a second later
	seq, ts, ok, _ := line.place(60000, 4_000_000_000)
	if seq != 11 || ts != 1000+9000 || !ok {
		t.Errorf("place() after a change = %d, %d, %v, want 11, 10000, true", seq, ts, ok)
	}
}

func TestTimelineBelievesANewNumberingAtLast(t *testing.T) {
	var line timeline
	line.begin(1000, 0, 0)
	line.place(1000, 0)
	for i := range uint16(strayLimit - 1) {
		if _, _, ok, again := line.place(40000+i, 0); ok || again {
			t.Fatalf("stray %d: ok %v, again %v, want false, false", i, ok, again)
		}
	}
	if _, _, ok, again := line.place(41000, 0); ok || !again {
		t.Errorf("after %d strays: ok %v, again %v, want false, true", strayLimit, ok, again)
	}
}

func TestTimelineBeforeBegin(t *testing.T) {
	var line timeline
	line.drop(5)
	if _, _, ok, again := line.place(5, 5); ok || again {
		t.Errorf("place() before begin = %v, %v, want false, false", ok, again)
	}
}
