package sfu

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// describe makes a payload descriptor (RFC 7741 section 4.2) and the place of
// its fields.
func describe(start bool, pic int, wide bool, base, tid int, key bool) []byte {
	b := []byte{0x00}
	if start {
		b[0] |= 0x10
	}
	ext := byte(0)
	var tail []byte
	if pic >= 0 {
		ext |= 0x80
		if wide {
			tail = append(tail, byte(pic>>8)|0x80, byte(pic))
		} else {
			tail = append(tail, byte(pic)&0x7f)
		}
	}
	if base >= 0 {
		ext |= 0x40
		tail = append(tail, byte(base))
	}
	if tid >= 0 {
		ext |= 0x20
		tail = append(tail, byte(tid)<<6)
	}
	if ext != 0 {
		b[0] |= 0x80
		b = append(append(b, ext), tail...)
	}
	frame := byte(1)
	if key {
		frame = 0
	}
	return append(b, frame, 0xaa, 0xbb)
}

func TestReadVP8(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []byte
		want vp8
	}{
		{"plain inter frame", describe(true, -1, false, -1, -1, false), vp8{start: true}},
		{"plain key frame", describe(true, -1, false, -1, -1, true), vp8{start: true, key: true}},
		{"later packet of a key frame", describe(false, -1, false, -1, -1, true), vp8{}},
		{"7-bit picture", describe(true, 0x55, false, -1, -1, true), vp8{start: true, key: true, picture: 0x55, picAt: 2}},
		{"15-bit picture", describe(true, 0x1234, true, -1, -1, true), vp8{start: true, key: true, wide: true, picture: 0x1234, picAt: 2}},
		{"everything", describe(true, 0x7fff, true, 200, 2, false), vp8{start: true, wide: true, picture: 0x7fff, picAt: 2, base: 200, baseAt: 4, layer: 2, layerAt: 5}},
		{"second partition", []byte{0x11, 0x00, 0x00}, vp8{}},
	} {
		if got, ok := readVP8(c.in); !ok || got != c.want {
			t.Errorf("readVP8(%s) = %+v, %v, want %+v", c.name, got, ok, c.want)
		}
	}
	whole := describe(true, 0x1234, true, 1, 1, true)
	for n := range 6 {
		if _, ok := readVP8(whole[:n]); ok {
			t.Errorf("readVP8(%d bytes of a descriptor) = ok, want not", n)
		}
	}
}

// TestPicturesContinue changes the source at random and holds that picture ids
// and TL0PICIDX go on by one at each change and by the source's own steps
// between, whatever they began with.
func TestPicturesContinue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wide := rapid.Bool().Draw(t, "wide")
		mask := 0x7f
		if wide {
			mask = 0x7fff
		}
		var c pictures
		last, lastBase, begun := 0, 0, false
		for range rapid.IntRange(1, 6).Draw(t, "sources") {
			pic, base := rapid.IntRange(0, mask).Draw(t, "pic"), rapid.IntRange(0, 255).Draw(t, "base")
			for i := range rapid.IntRange(1, 300).Draw(t, "frames") {
				p := describe(true, (pic+i)&mask, wide, (base+i/2)&0xff, i%2, i == 0)
				d, ok := readVP8(p)
				if !ok {
					t.Fatal("a made descriptor was not read")
				}
				if i == 0 {
					c.begin(d)
				}
				rest := bytes.Clone(p[6:])
				c.place(p, d)
				c.place(p, d) // a second slot of the same buffer
				out, _ := readVP8(p)
				step := 1
				if i > 0 && i%2 == 1 {
					step = 0
				}
				if begun && (int(out.picture) != (last+1)&mask || int(out.base) != (lastBase+step)&0xff) {
					t.Fatalf("frame %d: picture %d, base %d, want %d, %d", i, out.picture, out.base, (last+1)&mask, (lastBase+step)&0xff)
				}
				if out.wide != wide || out.layer != d.layer || out.key != d.key || !bytes.Equal(p[6:], rest) {
					t.Fatalf("frame %d: something else changed: %+v", i, out)
				}
				begun, last, lastBase = true, int(out.picture), int(out.base)
			}
		}
	})
}

func FuzzReadVP8(f *testing.F) {
	f.Add(describe(true, 0x1234, true, 3, 1, true))
	f.Add([]byte{0x90, 0xf0, 0x80})
	f.Fuzz(func(t *testing.T, p []byte) {
		d, ok := readVP8(p)
		if !ok {
			return
		}
		var c pictures
		c.begin(d)
		c.place(p, d)
		if again, ok := readVP8(p); !ok || again.key != d.key || again.layer != d.layer {
			t.Fatalf("placing changed %+v to %+v", d, again)
		}
	})
}
