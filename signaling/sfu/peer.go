package sfu

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// How long an answer may take. Gathering asks nobody, so it is milliseconds.
const answerWithin = 5 * time.Second

// When ICE gives a line up. Failed must outlast the grace of signalling: an
// ICE restart can still revive the connection until then.
const (
	iceDisconnected = 4 * time.Second
	iceFailed       = 60 * time.Second
	iceKeepAlive    = 2 * time.Second
)

// Events are told to the owner of a peer. They are called one at a time, never
// under a lock of this package, and must not block.
type Events struct {
	// Slots is the whole map after a change.
	Slots func([]SlotState)
	// Restart asks the client for an ICE restart: "ice" or "no-media".
	Restart func(reason string)
	// Send tells the client which codec to send sound with: "opus" or "red".
	Send func(audio string)
}

// Peer is one person's media in a room.
type Peer struct {
	room   *Room
	id     string
	events Events
	listen bool // may not publish

	sources map[Kind]*source // the three kinds; the map itself never changes
	rtcp    chan []rtcp.Packet
	gone    chan struct{} // closed by Close
	wire    wire
	pacer   *pacer

	negotiate sync.Mutex // one answer at a time; guards pc's creation and sends
	sends     map[string]Kind
	lines     []line

	pc        atomic.Pointer[webrtc.PeerConnection]
	follow    sync.Mutex // keeps connected true to the newest state
	connected atomic.Bool
	closed    atomic.Bool

	// Under the room's lock.
	seats     [seats]*Peer
	slots     []*slot
	away      bool
	told      []SlotState
	restarted time.Duration
	reported  time.Duration
	retry     time.Duration // see mustShow
	hidAt     time.Duration
	sendsRED  bool
	cleanAt   time.Duration // since when its sound arrives whole
	since     time.Duration // when it was first connected
}

// ErrTaken is the answer to sharing a screen while another person does.
var ErrTaken = errors.New("another screen is shared")

// Answer answers an offer: the first one makes the connection, later ones
// change it or restart its ICE. The answer holds every candidate. An error that
// is ErrOffer is the client's fault; the peer is of no use after any error.
func (p *Peer) Answer(ctx context.Context, offer string) (string, error) {
	p.negotiate.Lock()
	defer p.negotiate.Unlock()
	if p.closed.Load() {
		return "", ErrClosed
	}
	lines, text, err := readOffer(offer)
	if err != nil {
		return "", err
	}
	pc := p.pc.Load()
	if pc == nil {
		if pc, err = p.connect(lines); err != nil {
			return "", err
		}
	} else if !sameLines(p.lines, lines) {
		return "", fmt.Errorf("%w: later offers keep the lines of the first", ErrOffer)
	}
	p.lines = lines
	answer, err := exchange(ctx, pc, text)
	if err != nil {
		return "", err
	}
	p.nameSlots(lines)
	return forClient(answer, lines)
}

func sameLines(a, b []line) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].mid != b[i].mid || a[i].kind != b[i].kind || a[i].slot != b[i].slot {
			return false
		}
	}
	return true
}

func exchange(ctx context.Context, pc *webrtc.PeerConnection, offer string) (webrtc.SessionDescription, error) {
	var none webrtc.SessionDescription
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return none, fmt.Errorf("%w: %v", ErrOffer, err)
	}
	answer, err := pc.CreateAnswer(nil)
	if err != nil {
		return none, fmt.Errorf("%w: %v", ErrOffer, err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(answer); err != nil {
		return none, fmt.Errorf("%w: %v", ErrOffer, err)
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	select {
	case <-gathered:
	case <-ctx.Done():
		return none, fmt.Errorf("gathering our addresses: %w", ctx.Err())
	}
	return *pc.LocalDescription(), nil
}

// connect makes the PeerConnection with a sending transceiver for each slot of
// the offer, in its order.
func (p *Peer) connect(lines []line) (*webrtc.PeerConnection, error) {
	api, err := p.room.media.api()
	if err != nil {
		return nil, err
	}
	pc, err := api.NewPeerConnection(webrtc.Configuration{
		Certificates: p.room.media.certs,
		BundlePolicy: webrtc.BundlePolicyMaxBundle,
	})
	if err != nil {
		return nil, fmt.Errorf("making a connection: %w", err)
	}
	p.sends = map[string]Kind{}
	pc.OnTrack(p.hear)
	pc.OnConnectionStateChange(p.changed)
	for _, l := range lines {
		if err := p.addLine(pc, l); err != nil {
			return nil, errors.Join(err, pc.Close())
		}
	}
	p.pc.Store(pc)
	if p.closed.Load() { // Close came between and saw no connection
		return nil, errors.Join(ErrClosed, pc.Close())
	}
	return pc, nil
}

func (p *Peer) addLine(pc *webrtc.PeerConnection, l line) error {
	if l.slot < 0 {
		p.sends[l.mid] = l.kind
		return nil
	}
	s := p.slot(l.kind, l.slot)
	t, err := pc.AddTransceiverFromTrack(s, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		return fmt.Errorf("adding slot %s: %w", s.ID(), err)
	}
	go s.readRTCP(t.Sender())
	return nil
}

func (p *Peer) slot(kind Kind, index int) *slot {
	for _, s := range p.slots {
		if s.kind == kind && s.index == index {
			return s
		}
	}
	return nil // no offer has more slots than newPeer makes
}

// hear is told of each incoming stream at its first packet.
func (p *Peer) hear(track *webrtc.TrackRemote, from *webrtc.RTPReceiver) {
	kind, ok := p.sends[from.RTPTransceiver().Mid()]
	if !ok || p.listen {
		return
	}
	l, known := newLayer(p.sources[kind], track)
	if !known {
		return
	}
	for _, c := range from.GetParameters().Codecs {
		if c.MimeType == mimeRED {
			l.red = uint8(c.PayloadType)
		}
	}
	p.sources[kind].add(l)
	l.last.Store(int64(p.room.media.now()))
	p.room.refresh() // before the first packet goes on: it begins a key frame
	l.read()
	p.room.refreshSoon()
}

// changed follows the connection. Pion calls it from one goroutine for each
// change, in any order, so that what it says is looked up and not believed.
func (p *Peer) changed(webrtc.PeerConnectionState) {
	pc := p.pc.Load()
	if pc == nil {
		return
	}
	p.follow.Lock()
	state := pc.ConnectionState()
	p.connected.Store(state == webrtc.PeerConnectionStateConnected)
	p.follow.Unlock()
	switch state {
	case webrtc.PeerConnectionStateConnected:
		p.room.refreshSoon() // only now do slots begin, each with a key frame
	case webrtc.PeerConnectionStateFailed:
		p.room.askRestart(p, "ice")
	}
}

// sendRTCP hands packets to the writer and drops them when it is behind: each
// of them is asked for again.
func (p *Peer) sendRTCP(pkts ...rtcp.Packet) {
	select {
	case p.rtcp <- pkts:
	default:
	}
}

// writeRTCP runs until the peer is closed.
func (p *Peer) writeRTCP() {
	for {
		select {
		case <-p.gone:
			return
		case pkts := <-p.rtcp:
			if pc := p.pc.Load(); pc != nil {
				_ = pc.WriteRTCP(pkts)
			}
		}
	}
}

// Connected says whether media can flow now.
func (p *Peer) Connected() bool { return p.connected.Load() }

// api gives a Pion API for one connection: interceptors and codecs are its own.
func (m *Media) api() (*webrtc.API, error) {
	codecs, err := newCodecs()
	if err != nil {
		return nil, err
	}
	if err := addExtensions(codecs); err != nil {
		return nil, err
	}
	chain, err := newInterceptors()
	if err != nil {
		return nil, err
	}
	settings, err := m.settings()
	if err != nil {
		return nil, err
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(codecs), webrtc.WithInterceptorRegistry(chain), webrtc.WithSettingEngine(settings)), nil
}

func (m *Media) settings() (webrtc.SettingEngine, error) {
	var s webrtc.SettingEngine
	s.LoggerFactory = logs{m.log}
	var nets []webrtc.NetworkType
	if m.udp != nil {
		s.SetICEUDPMux(m.udp)
		nets = append(nets, webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6)
	}
	if m.tcp != nil {
		s.SetICETCPMux(m.tcp)
		nets = append(nets, webrtc.NetworkTypeTCP4, webrtc.NetworkTypeTCP6)
	}
	s.SetNetworkTypes(nets)
	s.SetIncludeLoopbackCandidate(true)
	s.DisableActiveTCP(true)
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetICETimeouts(iceDisconnected, iceFailed, iceKeepAlive)
	s.SetDTLSInsecureSkipHelloVerify(true) // ICE has proved the address: a round trip less
	if err := s.SetAnsweringDTLSRole(webrtc.DTLSRoleServer); err != nil {
		return s, fmt.Errorf("choosing the DTLS role: %w", err)
	}
	if m.cfg.PublicIP != "" {
		err := s.SetICEAddressRewriteRules(webrtc.ICEAddressRewriteRule{
			External: []string{m.cfg.PublicIP}, AsCandidateType: webrtc.ICECandidateTypeHost,
		})
		if err != nil {
			return s, fmt.Errorf("using the public address %q: %w", m.cfg.PublicIP, err)
		}
	}
	return s, nil
}
