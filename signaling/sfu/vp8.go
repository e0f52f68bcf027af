package sfu

import "encoding/binary"

// vp8 is the payload descriptor of one VP8 packet (RFC 7741 section 4.2) as
// far as forwarding needs it. Positions are offsets into the payload, 0 where
// the field is missing.
type vp8 struct {
	key     bool // first packet of a key frame
	start   bool // first packet of a frame
	wide    bool // the picture id has 15 bits
	picture uint16
	base    uint8 // TL0PICIDX
	layer   uint8 // temporal layer
	sync    bool  // builds on the base layer alone
	picAt   int
	baseAt  int
	layerAt int
}

// readVP8 reads the descriptor; ok is false when the payload is cut short.
func readVP8(p []byte) (d vp8, ok bool) {
	if len(p) < 2 {
		return d, false
	}
	d.start = p[0]&0x10 != 0 && p[0]&0x07 == 0
	at := 1
	if p[0]&0x80 != 0 {
		if at, ok = d.readExtended(p); !ok {
			return d, false
		}
	}
	if at >= len(p) {
		return d, false
	}
	d.key = d.start && p[at]&0x01 == 0 // RFC 7741 section 4.3, the P bit
	return d, true
}

// readExtended reads the fields behind the X bit and gives the next position.
func (d *vp8) readExtended(p []byte) (at int, ok bool) {
	ext := p[1]
	at = 2
	if ext&0x80 != 0 {
		if at+1 >= len(p) {
			return 0, false
		}
		d.picAt = at
		if d.wide = p[at]&0x80 != 0; d.wide {
			d.picture = binary.BigEndian.Uint16(p[at:]) & 0x7fff
			at += 2
		} else {
			d.picture = uint16(p[at])
			at++
		}
	}
	if ext&0x40 != 0 {
		if at >= len(p) {
			return 0, false
		}
		d.baseAt, d.base = at, p[at]
		at++
	}
	if ext&0x30 != 0 {
		if at >= len(p) {
			return 0, false
		}
		d.layerAt, d.layer, d.sync = at, p[at]>>6, p[at]&0x20 != 0
		at++
	}
	return at, true
}

// pictures keeps the picture ids and TL0PICIDX of a slot continuous while its
// source changes: a receiver takes a step back for an old frame and drops it.
type pictures struct {
	started  bool
	shift    uint16 // taken from an incoming picture id
	baseFrom uint8
	last     uint16 // newest outgoing picture id
	lastBase uint8
}

// begin takes the packet as the first of a new source.
func (c *pictures) begin(d vp8) {
	if !c.started {
		c.started = true
		c.shift, c.baseFrom = 0, 0
		c.last, c.lastBase = d.picture-1, d.base-1
		return
	}
	c.shift = d.picture - (c.last + 1)
	c.baseFrom = d.base - (c.lastBase + 1)
}

// place writes the outgoing ids into the payload. It writes absolute values
// from d, so that one buffer can serve one slot after another.
func (c *pictures) place(p []byte, d vp8) {
	if d.picAt > 0 {
		c.placePicture(p, d)
	}
	if d.baseAt > 0 {
		base := d.base - c.baseFrom
		p[d.baseAt] = base
		if int8(base-c.lastBase) > 0 {
			c.lastBase = base
		}
	}
}

func (c *pictures) placePicture(p []byte, d vp8) {
	mask := uint16(0x7f)
	if d.wide {
		mask = 0x7fff
	}
	pic := (d.picture - c.shift) & mask
	if d.wide {
		binary.BigEndian.PutUint16(p[d.picAt:], pic|0x8000)
	} else {
		p[d.picAt] = byte(pic)
	}
	if ahead := (pic - c.last) & mask; ahead <= mask/2 {
		c.last = pic
	}
}
