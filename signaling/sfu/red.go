package sfu

import "encoding/binary"

// Redundant sound (RFC 2198): each packet carries the one or two before it
// again, so that a lost one is not missed. It costs a slow line too much, so a
// slot uses it only where packets are lost on a line that has room.
const (
	redBlocks  = 2    // earlier packets at most
	redBytes   = 1023 // of one block: its length has 10 bits
	redTicks   = 1<<14 - 1
	opusTicks  = 960 // of a packet of 20 ms
	redHeader  = 4
	redFollows = 0x80
)

// spoken is one packet of sound.
type spoken struct {
	ts      uint32
	payload []byte
}

// packRED appends a packet and the ones before it, oldest first, to buf. Those
// that are too old or too long are left out.
func packRED(buf []byte, opus uint8, before []spoken, now spoken) []byte {
	var use []spoken
	for _, b := range before {
		if now.ts-b.ts <= redTicks && now.ts != b.ts && len(b.payload) <= redBytes && len(b.payload) > 0 {
			use = append(use, b)
		}
	}
	for _, b := range use {
		buf = binary.BigEndian.AppendUint32(buf, uint32(redFollows|opus)<<24|(now.ts-b.ts)<<10|uint32(len(b.payload)))
	}
	buf = append(buf, opus&^redFollows)
	for _, b := range use {
		buf = append(buf, b.payload...)
	}
	return append(buf, now.payload...)
}

// unpackRED gives the packets in a payload, oldest first, the packet's own last.
// ok is false when the payload is not well formed.
func unpackRED(p []byte, ts uint32) (out []spoken, ok bool) {
	var sizes []int
	for {
		if len(p) == 0 || len(sizes) > 8 {
			return nil, false
		}
		if p[0]&redFollows == 0 {
			p = p[1:]
			break
		}
		if len(p) < redHeader {
			return nil, false
		}
		head := binary.BigEndian.Uint32(p)
		out = append(out, spoken{ts: ts - head>>10&redTicks})
		sizes = append(sizes, int(head&redBytes))
		p = p[redHeader:]
	}
	for i, n := range sizes {
		if len(p) < n {
			return nil, false
		}
		out[i].payload, p = p[:n], p[n:]
	}
	return append(out, spoken{ts: ts, payload: p}), true
}

// redundancy decides how many earlier packets to carry, by the share that is
// lost and by whether the line has room for them.
func redundancy(lost float64, had int, room bool) int {
	switch {
	case !room:
		return 0
	case lost > 0.10 || (had == 2 && lost > 0.06):
		return 2
	case lost > 0.03 || (had > 0 && lost > 0.01):
		return 1
	}
	return 0
}
