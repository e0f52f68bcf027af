package sfu

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// Kind is what a line of the offer carries.
type Kind string

// The kinds of media.
const (
	Audio  Kind = "audio"
	Video  Kind = "video"
	Screen Kind = "screen"
)

// What one person can send or receive (docs/protocol.md section 4).
const (
	maxLines   = 16
	seats      = 4 // others in a room: four slots of sound, four of picture
	simulcast  = 3 // layers of a camera
	dirSend    = "sendonly"
	dirReceive = "recvonly"
	dirNone    = "inactive"
)

// ErrOffer is the answer to an SDP that cannot be served.
var ErrOffer = errors.New("offer not understood")

// line is one m-line of an offer.
type line struct {
	mid   string
	kind  Kind
	slot  int  // index among the slots of its kind, -1 for a line the client sends on
	still bool // offered inactive
}

// readOffer checks an offer and says what each of its lines is for. The text
// that it returns is what Pion is given: without candidates (see the package
// comment), and with every sending line as sendonly: Pion would answer a
// sendrecv line with a slot, and stops a transceiver for good when it sees it
// inactive a second time.
func readOffer(text string) (lines []line, forPion string, err error) {
	var d sdp.SessionDescription
	if err := d.UnmarshalString(text); err != nil {
		return nil, "", fmt.Errorf("%w: %v", ErrOffer, err)
	}
	if n := len(d.MediaDescriptions); n == 0 || n > maxLines {
		return nil, "", fmt.Errorf("%w: %d media lines, 1 to %d are served", ErrOffer, n, maxLines)
	}
	var sorted sorter
	for _, m := range d.MediaDescriptions {
		l, err := sorted.take(m)
		if err != nil {
			return nil, "", err
		}
		lines = append(lines, l)
		m.Attributes = slices.DeleteFunc(m.Attributes, func(a sdp.Attribute) bool {
			return a.Key == "candidate" || a.Key == "end-of-candidates"
		})
		if l.slot < 0 {
			setDirection(m, dirSend)
		}
	}
	out, err := d.Marshal()
	if err != nil {
		return nil, "", fmt.Errorf("%w: %v", ErrOffer, err)
	}
	return lines, string(out), nil
}

// sorter gives lines their use by kind, direction and order.
type sorter struct {
	mids                          map[string]bool
	mic, cameras, hearing, seeing int
}

func (s *sorter) take(m *sdp.MediaDescription) (line, error) {
	l := line{slot: -1}
	l.mid, _ = m.Attribute(sdp.AttrKeyMID)
	if l.mid == "" || len(l.mid) > 16 || s.mids[l.mid] {
		return l, fmt.Errorf("%w: a media line without its own mid", ErrOffer)
	}
	if s.mids == nil {
		s.mids = map[string]bool{}
	}
	s.mids[l.mid] = true
	dir := direction(m)
	l.still = dir == dirNone
	switch kind := m.MediaName.Media; {
	case kind == "audio" && dir == dirReceive && s.hearing < seats:
		l.kind, l.slot = Audio, s.hearing
		s.hearing++
	case kind == "video" && dir == dirReceive && s.seeing < seats:
		l.kind, l.slot = Video, s.seeing
		s.seeing++
	case kind == "video" && dir == dirReceive && s.seeing == seats:
		l.kind, l.slot = Screen, 0
		s.seeing++
	case kind == "audio" && dir != dirReceive && s.mic == 0:
		l.kind = Audio
		s.mic++
	case kind == "video" && dir != dirReceive && s.cameras < 2:
		l.kind = [2]Kind{Video, Screen}[s.cameras]
		s.cameras++
	default:
		return l, fmt.Errorf("%w: no use for a %s line that is %s", ErrOffer, kind, dir)
	}
	return l, checkLayers(m)
}

// checkLayers refuses more simulcast layers than there are ranks for.
func checkLayers(m *sdp.MediaDescription) error {
	rids := map[string]bool{}
	for _, a := range m.Attributes {
		if id, _, ok := strings.Cut(a.Value, " "); ok && a.Key == "rid" {
			rids[id] = true
		}
	}
	if n := len(rids); n > simulcast {
		return fmt.Errorf("%w: %d layers, %d are served", ErrOffer, n, simulcast)
	}
	return nil
}

func direction(m *sdp.MediaDescription) string {
	for _, a := range m.Attributes {
		switch a.Key {
		case dirSend, dirReceive, dirNone, "sendrecv":
			return a.Key
		}
	}
	return "sendrecv" // RFC 8866 section 6.7
}

func setDirection(m *sdp.MediaDescription, to string) {
	for i, a := range m.Attributes {
		switch a.Key {
		case dirSend, dirReceive, dirNone, "sendrecv":
			m.Attributes[i].Key = to
		}
	}
}

// forClient turns Pion's answer into the client's: what was offered inactive is
// answered inactive.
func forClient(answer webrtc.SessionDescription, lines []line) (string, error) {
	var d sdp.SessionDescription
	if err := d.UnmarshalString(answer.SDP); err != nil {
		return "", fmt.Errorf("reading our own answer: %w", err)
	}
	for i, m := range d.MediaDescriptions {
		if i < len(lines) && lines[i].still {
			setDirection(m, dirNone)
		}
		m.Attributes = slices.DeleteFunc(m.Attributes, isIdle)
	}
	out, err := d.Marshal()
	if err != nil {
		return "", fmt.Errorf("writing our own answer: %w", err)
	}
	return string(out), nil
}

// isIdle finds what no browser reads but every joiner waits for on a slow line:
// the second component of a muxed candidate, and labels from before msid.
func isIdle(a sdp.Attribute) bool {
	switch a.Key {
	case "candidate":
		f := strings.Fields(a.Value)
		return len(f) > 1 && f[1] == "2"
	case "ssrc":
		return strings.Contains(a.Value, " mslabel:") || strings.Contains(a.Value, " label:")
	}
	return false
}
