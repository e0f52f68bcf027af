package sfu

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

func TestREDThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts := rapid.Uint32().Draw(t, "ts")
		n := rapid.IntRange(0, redBlocks).Draw(t, "before")
		var want []spoken
		for i := range n {
			want = append(want, spoken{ts - uint32(n-i)*opusTicks, rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "old")})
		}
		now := spoken{ts, rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "new")}
		got, ok := unpackRED(packRED(nil, 111, want, now), ts)
		want = append(want, now)
		if !ok || len(got) != len(want) {
			t.Fatalf("unpackRED() = %d packets, %v, want %d", len(got), ok, len(want))
		}
		for i := range want {
			if got[i].ts != want[i].ts || !bytes.Equal(got[i].payload, want[i].payload) {
				t.Fatalf("packet %d = %+v, want %+v", i, got[i], want[i])
			}
		}
	})
}

func TestREDLeavesOutWhatDoesNotFit(t *testing.T) {
	now := spoken{100_000, []byte("now")}
	old := []spoken{{100_000 - redTicks - 1, []byte("too old")}, {99_040, make([]byte, redBytes+1)}, {98_080, []byte("good")}}
	got, ok := unpackRED(packRED(nil, 111, old, now), now.ts)
	if !ok || len(got) != 2 || string(got[0].payload) != "good" || got[0].ts != 98_080 {
		t.Errorf("unpackRED() = %+v, %v, want good and now", got, ok)
	}
}

func TestRedundancyFollowsLossAndRoom(t *testing.T) {
	for _, c := range []struct {
		lost float64
		had  int
		room bool
		want int
	}{
		{0, 0, true, 0}, {0.02, 0, true, 0}, {0.04, 0, true, 1}, {0.02, 1, true, 1}, {0.005, 1, true, 0},
		{0.15, 0, true, 2}, {0.08, 2, true, 2}, {0.08, 0, true, 1}, {0.3, 2, false, 0},
	} {
		if got := redundancy(c.lost, c.had, c.room); got != c.want {
			t.Errorf("redundancy(%v, %d, %v) = %d, want %d", c.lost, c.had, c.room, got, c.want)
		}
	}
}

func FuzzUnpackRED(f *testing.F) {
	f.Add(packRED(nil, 111, []spoken{{1, []byte("a")}}, spoken{961, []byte("b")}), uint32(961))
	f.Fuzz(func(t *testing.T, p []byte, ts uint32) {
		out, ok := unpackRED(p, ts)
		if ok && (len(out) == 0 || out[len(out)-1].ts != ts) {
			t.Fatalf("unpackRED() = %+v, want the packet itself last", out)
		}
	})
}
