package sfu

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// offerText writes an offer with the given lines, each "kind direction".
func offerText(lines ...string) string {
	var b strings.Builder
	b.WriteString("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:actpass\r\n")
	b.WriteString("a=fingerprint:sha-256 " + strings.TrimSuffix(strings.Repeat("AB:", 32), ":") + "\r\na=group:BUNDLE")
	for i := range lines {
		fmt.Fprintf(&b, " %d", i)
	}
	b.WriteString("\r\n")
	codec := map[string]string{"audio": "opus/48000/2", "video": "VP8/90000"}
	for i, l := range lines {
		kind, dir, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, "m=%s 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:%d\r\na=%s\r\na=rtcp-mux\r\na=candidate:1 1 udp 1 10.0.0.1 5000 typ host\r\na=rtpmap:96 %s\r\n", kind, i, dir, codec[kind])
	}
	return b.String()
}

var wholeOffer = []string{
	"audio sendonly", "video sendonly", "video inactive",
	"audio recvonly", "audio recvonly", "audio recvonly", "audio recvonly",
	"video recvonly", "video recvonly", "video recvonly", "video recvonly", "video recvonly",
}

func TestReadOffer(t *testing.T) {
	lines, text, err := readOffer(offerText(wholeOffer...))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		got = append(got, fmt.Sprintf("%s:%s%d", l.mid, l.kind, l.slot))
	}
	want := "0:audio-1 1:video-1 2:screen-1 3:audio0 4:audio1 5:audio2 6:audio3 7:video0 8:video1 9:video2 10:video3 11:screen0"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("lines = %s, want %s", s, want)
	}
	if !lines[2].still || strings.Contains(text, "inactive") || strings.Contains(text, "candidate") {
		t.Errorf("what Pion is given still holds candidates or inactive lines:\n%s", text)
	}
}

func TestReadOfferRefuses(t *testing.T) {
	rids := ""
	for i := range 4 {
		rids += fmt.Sprintf("a=rid:%d send\r\n", i)
	}
	for name, text := range map[string]string{
		"nothing":         "",
		"no lines":        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n",
		"17 lines":        offerText(strings.Split(strings.Repeat("audio recvonly,", 16)+"audio recvonly", ",")...),
		"two microphones": offerText("audio sendonly", "audio sendonly"),
		"three cameras":   offerText("video sendonly", "video sendonly", "video sendonly"),
		"five listeners":  offerText("audio recvonly", "audio recvonly", "audio recvonly", "audio recvonly", "audio recvonly"),
		"a data channel":  offerText("application sendrecv"),
		"no mid":          strings.ReplaceAll(offerText("audio sendonly"), "a=mid:0\r\n", ""),
		"one mid twice":   strings.ReplaceAll(offerText("audio sendonly", "video sendonly"), "a=mid:1", "a=mid:0"),
		"four layers":     offerText("video sendonly") + rids,
	} {
		if _, _, err := readOffer(text); !errors.Is(err, ErrOffer) {
			t.Errorf("readOffer(%s) = %v, want %v", name, err, ErrOffer)
		}
	}
}

// FuzzAnswer gives strangers' offers to the whole way up to the answer.
func FuzzAnswer(f *testing.F) {
	f.Add(offerText(wholeOffer...))
	f.Add(offerText("audio sendrecv"))
	f.Add("v=0\r\n")
	media, err := New(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { media.Close() })
	f.Fuzz(func(t *testing.T, text string) {
		room, err := media.NewRoom()
		if err != nil {
			t.Fatal(err)
		}
		defer room.Close()
		p, err := room.Join("p1", true, Events{Slots: func([]SlotState) {}, Restart: func(string) {}, Send: func(string) {}})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := p.Answer(t.Context(), text); err != nil && !errors.Is(err, ErrOffer) {
				t.Errorf("Answer() = %v, want an answer or %v", err, ErrOffer)
			}
		}
	})
}

// TestAnswerAFewLines answers offers that leave lines out: a listener, a phone
// without camera slots, one microphone alone.
func TestAnswerAFewLines(t *testing.T) {
	media, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer media.Close()
	room, err := media.NewRoom()
	if err != nil {
		t.Fatal(err)
	}
	for i, lines := range [][]string{wholeOffer, {"audio recvonly", "video recvonly"}, {"audio sendonly", "audio recvonly"}, {"audio sendrecv"}} {
		p, err := room.Join(fmt.Sprint(i), true, Events{Slots: func([]SlotState) {}, Restart: func(string) {}, Send: func(string) {}})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := p.Answer(t.Context(), offerText(lines...))
		if err != nil {
			t.Errorf("Answer(%v) = %v, want nil", lines, err)
			continue
		}
		if got := strings.Count(answer, "m="); got != len(lines) {
			t.Errorf("Answer(%v) has %d lines, want %d", lines, got, len(lines))
		}
		if _, err := p.Answer(t.Context(), offerText(append(lines[:len(lines):len(lines)], "video sendonly")...)); !errors.Is(err, ErrOffer) {
			t.Errorf("a later offer with another line: %v, want %v", err, ErrOffer)
		}
	}
}
