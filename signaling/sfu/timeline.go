package sfu

// seenWindow is how far back a late packet is still passed on, in packets.
// A packet that was asked for again arrives within a round trip or two: 256
// packets are two seconds of the top layer.
const seenWindow = 256

// strayLimit is how many packets in a row may lie outside of the window before
// the source is believed to have begun a new numbering.
const strayLimit = 20

// timeline maps the packets of one source after another onto one outgoing
// stream: sequence numbers without a gap or a repeat at each change, and
// timestamps that go on with the clock. It reads no clock itself.
//
// For packets of one source the order and the holes stay as they came, so that
// the receiver sees the loss and asks for it; each outgoing number is given at
// most once.
type timeline struct {
	started bool
	base    uint16 // what is taken from an incoming number
	baseTS  uint32
	newest  uint16                  // newest incoming number of this source
	age     uint32                  // packets since the source began, up to seenWindow
	seen    [seenWindow / 64]uint64 // by incoming number, modulo the window
	dropped []uint16                // incoming numbers left out, oldest first
	last    uint16                  // newest outgoing number
	lastTS  uint32
	strays  int
}

// begin takes the packet as the first of a new source. ticks is the time since
// the last packet went out, in clock ticks; the new timestamp is that much
// later, and at least one tick.
func (t *timeline) begin(seq uint16, ts, ticks uint32) {
	if !t.started {
		t.started = true
		t.last, t.lastTS = seq-1, ts-1
		ticks = 1
	}
	t.base = seq - (t.last + 1)
	t.baseTS = ts - (t.lastTS + max(ticks, 1))
	t.newest, t.age, t.strays = seq-1, 0, 0
	t.seen = [seenWindow / 64]uint64{}
	t.dropped = t.dropped[:0]
}

// place gives a packet its outgoing number and timestamp. ok is false for one
// that was sent already, that is older than the source's beginning or than the
// window, and before begin. again says that the source has begun a new
// numbering: call begin with this packet.
func (t *timeline) place(seq uint16, ts uint32) (outSeq uint16, outTS uint32, ok, again bool) {
	if !t.enter(seq) {
		return 0, 0, false, t.started && t.strays >= strayLimit
	}
	outSeq = seq - t.base + uint16(t.droppedAfter(seq))
	outTS = ts - t.baseTS
	if int16(outSeq-t.last) > 0 {
		t.last = outSeq
	}
	if int32(outTS-t.lastTS) > 0 {
		t.lastTS = outTS
	}
	return outSeq, outTS, true, false
}

// drop leaves a packet out without a hole when it is the newest; a late one
// leaves the hole that the receiver has seen already.
func (t *timeline) drop(seq uint16) {
	if !t.started {
		return
	}
	newest := int16(seq-t.newest) > 0
	if !t.enter(seq) || !newest {
		return
	}
	t.base++
	t.dropped = append(t.dropped, seq)
	for len(t.dropped) > 0 && t.newest-t.dropped[0] >= seenWindow {
		t.dropped = append(t.dropped[:0], t.dropped[1:]...)
	}
}

// droppedAfter counts the packets left out that are newer than seq: base has
// moved by them, which a late packet must not feel.
func (t *timeline) droppedAfter(seq uint16) int {
	n := 0
	for i := len(t.dropped) - 1; i >= 0 && int16(t.dropped[i]-seq) > 0; i-- {
		n++
	}
	return n
}

// enter marks a packet as seen and says whether it is the first time.
func (t *timeline) enter(seq uint16) bool {
	if !t.started {
		return false
	}
	ahead := int16(seq - t.newest)
	if ahead > 0 {
		t.advance(seq, uint16(ahead))
		return true
	}
	back := uint32(-int32(ahead))
	if back >= seenWindow {
		t.strays++
		return false
	}
	if back >= t.age || t.has(seq) {
		return false
	}
	t.mark(seq)
	t.strays = 0
	return true
}

// advance moves the window on to seq, which is by packets ahead.
func (t *timeline) advance(seq, by uint16) {
	if by >= seenWindow {
		t.seen = [seenWindow / 64]uint64{}
	} else {
		for s := t.newest + 1; s != seq; s++ {
			t.seen[s%seenWindow/64] &^= 1 << (s % 64)
		}
	}
	t.newest, t.strays = seq, 0
	t.age = min(t.age+uint32(by), seenWindow)
	t.mark(seq)
}

func (t *timeline) has(seq uint16) bool { return t.seen[seq%seenWindow/64]>>(seq%64)&1 == 1 }
func (t *timeline) mark(seq uint16)     { t.seen[seq%seenWindow/64] |= 1 << (seq % 64) }
