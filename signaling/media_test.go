package signaling

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// newPC makes the browser's end: the codecs and lines of docs/protocol.md section 4.
func (p *page) newPC(change func(*webrtc.SettingEngine)) {
	p.t.Helper()
	var m webrtc.MediaEngine
	video := []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}, {Type: "transport-cc"}}
	for _, c := range []webrtc.RTPCodecParameters{
		{PayloadType: 109, RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1"}},
		{PayloadType: 101, RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: "audio/red", ClockRate: 48000, Channels: 2, SDPFmtpLine: "109/109"}},
		{PayloadType: 120, RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000, RTCPFeedback: video}},
		{PayloadType: 121, RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeRTX, ClockRate: 90000, SDPFmtpLine: "apt=120"}},
	} {
		kind := webrtc.RTPCodecTypeAudio
		if c.ClockRate == 90000 {
			kind = webrtc.RTPCodecTypeVideo
		}
		if err := m.RegisterCodec(c, kind); err != nil {
			p.t.Fatal(err)
		}
	}
	reg := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(&m, reg); err != nil {
		p.t.Fatal(err)
	}
	var s webrtc.SettingEngine
	s.SetIncludeLoopbackCandidate(true)
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetIPFilter(isLoopback)
	if change != nil {
		change(&s)
	}
	pc, err := webrtc.NewAPI(webrtc.WithMediaEngine(&m), webrtc.WithInterceptorRegistry(reg), webrtc.WithSettingEngine(s)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		p.t.Fatal(err)
	}
	p.pc = pc
	pc.OnTrack(p.receive)
	p.addLines()
}

func (p *page) addLines() {
	p.t.Helper()
	opus := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	vp8 := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}
	send := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}
	mic, _ := webrtc.NewTrackLocalStaticRTP(opus, "mic", "me")
	p.tracks["audio"] = mic
	p.must(p.pc.AddTransceiverFromTrack(mic, send))
	for _, rid := range []string{"q", "h", "f"} {
		p.tracks[rid], _ = webrtc.NewTrackLocalStaticRTP(vp8, "cam", "me", webrtc.WithRTPStreamID(rid))
	}
	cam := p.must(p.pc.AddTransceiverFromTrack(p.tracks["q"], send))
	for _, rid := range []string{"h", "f"} {
		if err := cam.Sender().AddEncoding(p.tracks[rid]); err != nil {
			p.t.Fatal(err)
		}
	}
	screen, _ := webrtc.NewTrackLocalStaticRTP(vp8, "screen", "me")
	p.tracks["screen"] = screen
	p.must(p.pc.AddTransceiverFromTrack(screen, send))
	receive := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}
	for range 4 {
		p.must(p.pc.AddTransceiverFromKind(webrtc.RTPCodecTypeAudio, receive))
	}
	for range 5 {
		p.must(p.pc.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo, receive))
	}
}

func (p *page) must(t *webrtc.RTPTransceiver, err error) *webrtc.RTPTransceiver {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	return t
}

// offer makes an offer, with an ICE restart or not, and takes the answer.
func (p *page) offer(restart bool) {
	p.t.Helper()
	o, err := p.pc.CreateOffer(&webrtc.OfferOptions{ICERestart: restart})
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.pc.SetLocalDescription(o); err != nil {
		p.t.Fatal(err)
	}
	p.rev++
	from := p.mark()
	p.say(map[string]any{"type": "offer", "rev": p.rev, "sdp": o.SDP})
	a := p.expect("answer", from)
	if got := int(a["rev"].(float64)); got != p.rev {
		p.t.Fatalf("answer rev = %d, want %d", got, p.rev)
	}
	err = p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: a["sdp"].(string)})
	if err != nil {
		p.t.Fatal(err)
	}
}

// join is the whole way in: hello, connection, first offer, connected.
func (h *house) join(t testingT, g Grant) *page {
	p := h.dial(t)
	p.hello(g)
	p.newPC(nil)
	p.offer(false)
	p.until("a connection", func() bool { return p.pc.ConnectionState() == webrtc.PeerConnectionStateConnected })
	return p
}

// transmit sends sound and picture until the page leaves: opus every 20 ms, and
// VP8 in each layer every 40 ms, two packets a frame. A key frame comes first
// and when it is asked for.
func (p *page) transmit(layers ...string) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	p.t.Cleanup(cancel)
	tag := p.welcome.Peer
	go p.sendAudio(ctx, tag)
	for i, rid := range layers {
		go p.sendVideo(ctx, rid, i, tag)
	}
	return cancel
}

func (p *page) sendAudio(ctx context.Context, tag string) {
	h := rtp.Header{Version: 2, SequenceNumber: 65500, Timestamp: 1<<32 - 48000}
	for ; ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		h.SequenceNumber++
		h.Timestamp += 960
		_ = p.tracks["audio"].WriteRTP(&rtp.Packet{Header: h, Payload: []byte("\x78 opus " + tag)})
	}
}

func (p *page) sendVideo(ctx context.Context, rid string, rank int, tag string) {
	line, sender := 1, p.pc.GetTransceivers()[1].Sender()
	if rid == "screen" {
		line, sender = 2, p.pc.GetTransceivers()[2].Sender()
	}
	var key atomic.Bool
	key.Store(true)
	go listenForPLI(sender, rid, &key)
	mid, ridID := extensionIDs(sender)
	h := rtp.Header{Version: 2, SequenceNumber: uint16(65500 + rank*9000), Timestamp: uint32(rank) * 1e9}
	for frame := uint16(rank * 3000); ctx.Err() == nil; time.Sleep(40 * time.Millisecond) {
		frame++
		h.Timestamp += 3600
		isKey := key.Swap(false)
		for part := range 2 {
			h.SequenceNumber++
			h.Marker = part == 1
			pkt := rtp.Packet{Header: h, Payload: vp8Packet(frame, part, isKey, rid+" of "+tag)}
			_ = pkt.SetExtension(mid, []byte(fmt.Sprint(line)))
			if rid != "screen" {
				_ = pkt.SetExtension(ridID, []byte(rid))
			}
			_ = p.tracks[rid].WriteRTP(&pkt)
		}
	}
}

// vp8Packet is one packet of a well-formed frame: descriptor with picture id,
// TL0PICIDX and TID (RFC 7741), frame tag, and a mark that says whose it is.
func vp8Packet(frame uint16, part int, key bool, mark string) []byte {
	b := []byte{0x80, 0xe0, 0, 0, byte(frame), 0x20}
	binary.BigEndian.PutUint16(b[2:], frame&0x7fff|0x8000)
	if part == 0 {
		b[0] |= 0x10
		first := byte(0x01)
		if key {
			first = 0x00
		}
		b = append(b, first, 0, 0)
	}
	return append(b, mark...)
}

func listenForPLI(from *webrtc.RTPSender, rid string, key *atomic.Bool) {
	for {
		var pkts []rtcp.Packet
		var err error
		if rid == "screen" {
			pkts, _, err = from.ReadRTCP()
		} else {
			pkts, _, err = from.ReadSimulcastRTCP(rid)
		}
		if err != nil {
			return
		}
		for _, pkt := range pkts {
			if _, ok := pkt.(*rtcp.PictureLossIndication); ok {
				key.Store(true)
			}
		}
	}
}

func extensionIDs(s *webrtc.RTPSender) (mid, rid uint8) {
	for _, e := range s.GetParameters().HeaderExtensions {
		switch e.URI {
		case sdp.SDESMidURI:
			mid = uint8(e.ID)
		case sdp.SDESRTPStreamIDURI:
			rid = uint8(e.ID)
		}
	}
	return mid, rid
}

// receive counts one incoming line.
func (p *page) receive(track *webrtc.TrackRemote, from *webrtc.RTPReceiver) {
	mid := from.RTPTransceiver().Mid()
	for {
		pkt, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		p.mu.Lock()
		s := p.media[mid]
		if s == nil {
			s = &stream{ssrcs: map[uint32]bool{}, tags: map[string]int{}, first: pkt.SequenceNumber, last: pkt.SequenceNumber - 1}
			p.media[mid] = s
		}
		s.note(pkt, track.Kind() == webrtc.RTPCodecTypeVideo)
		p.mu.Unlock()
	}
}

func (s *stream) note(pkt *rtp.Packet, video bool) {
	switch step := int16(pkt.SequenceNumber - s.last); {
	case step > 1:
		s.holes += int(step) - 1
	case step < 1:
		s.repeats++
	}
	s.last = pkt.SequenceNumber
	s.packets++
	s.bytes += len(pkt.Payload)
	s.lastAt = time.Now()
	s.ssrcs[pkt.SSRC] = true
	mark := string(pkt.Payload[2:])
	if video {
		at := 6
		if pkt.Payload[0]&0x10 != 0 {
			s.frames++
			if pkt.Payload[6]&1 == 0 {
				s.keys++
			}
			at = 9
		}
		mark = string(pkt.Payload[at:])
	}
	s.tags[mark]++
}

// slotOf gives the mid of the slot that carries a kind of a person, or "".
func (p *page) slotOf(kind, peer string) string {
	m := p.lastOf("slots", 0)
	if m == nil {
		return ""
	}
	for _, x := range m["slots"].([]any) {
		if s := x.(map[string]any); s["kind"] == kind && s["peer"] == peer {
			return s["mid"].(string)
		}
	}
	return ""
}

// slot gives the state of one slot of the last `slots`; the lock is held.
func (p *page) slot(mid string) map[string]any {
	if m := p.lastOf("slots", 0); m != nil {
		for _, x := range m["slots"].([]any) {
			if s := x.(map[string]any); s["mid"] == mid {
				return s
			}
		}
	}
	return map[string]any{}
}

// expectMedia waits until n more packets of a kind of a person have come, each
// from the slot that `slots` names.
func (p *page) expectMedia(from *page, kind string, n int) {
	p.t.Helper()
	var start *int
	p.until(fmt.Sprintf("%s of %s", kind, from.welcome.Peer), func() bool {
		mid := p.slotOf(kind, from.welcome.Peer)
		s := p.media[mid]
		if mid == "" || s == nil {
			return false
		}
		if start == nil {
			was := s.packets
			start = &was
		}
		return s.packets >= *start+n
	})
}
