package signaling

import (
	"testing"
)

func TestTwoPeopleHearAndSeeEachOther(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo"))
	a.transmit("q", "h", "f")
	b.transmit("q", "h", "f")
	for _, x := range [][2]*page{{a, b}, {b, a}} {
		x[0].expectMedia(x[1], "audio", 50)
		x[0].expectMedia(x[1], "video", 50)
	}
}
