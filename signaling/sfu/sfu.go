// Package sfu forwards sound and picture between the people of a consult: one
// UDP port and one TCP port for all, one PeerConnection for each person, the
// client offers and the server answers (docs/protocol.md).
//
// It never decodes, mixes or records anything, knows no tickets, names or
// chat, and trusts nothing that a client says about its own address: the
// candidates in an offer are not used, so the server never sends to an address
// that has not first proved its ICE password.
package sfu

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/webrtc/v4"
)

// Config says where media arrives. The zero value listens on a free loopback port.
type Config struct {
	// UDP and TCP are host:port. An empty UDP means 127.0.0.1:0; an empty TCP
	// means no ICE-TCP; "off" as UDP leaves TCP alone.
	UDP, TCP string
	// PublicIP, when set, is given to clients in place of the local addresses (NAT 1:1).
	PublicIP string
	// Unmetered takes every line for a good one: nothing is paced, probed or
	// paused. It is for loopback and for a clinic's own network.
	Unmetered bool
	// Log receives warnings; nil means slog.Default().
	Log *slog.Logger
}

// Media owns the sockets that every room shares.
type Media struct {
	cfg     Config
	log     *slog.Logger
	started time.Time
	certs   []webrtc.Certificate
	udp     ice.UDPMux
	tcp     ice.TCPMux
	sockets []interface{ Close() error }
	addrs   Addrs

	mu     sync.Mutex // guards rooms and closed
	rooms  map[*Room]struct{}
	closed bool
}

// Addrs are the addresses in use, for a start message and for tests.
type Addrs struct{ UDP, TCP net.Addr }

// ErrClosed is the answer of everything after Close.
var ErrClosed = errors.New("media is closed")

// New opens the sockets. It fails when an address is taken or not ours.
func New(cfg Config) (*Media, error) {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making the media key: %w", err)
	}
	cert, err := webrtc.GenerateCertificate(key)
	if err != nil {
		return nil, fmt.Errorf("making the media certificate: %w", err)
	}
	m := &Media{cfg: cfg, log: cfg.Log, started: time.Now(), certs: []webrtc.Certificate{*cert}, rooms: map[*Room]struct{}{}}
	if err := m.listen(); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

// Addrs gives the addresses that media is taken on.
func (m *Media) Addrs() Addrs { return m.addrs }

// Close ends every room and frees the ports. Once more does nothing.
func (m *Media) Close() error {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return nil
	}
	m.closed = true
	rooms := make([]*Room, 0, len(m.rooms))
	for r := range m.rooms {
		rooms = append(rooms, r)
	}
	m.mu.Unlock()
	for _, r := range rooms {
		r.Close()
	}
	var errs []error
	for _, s := range m.sockets {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// now is the time since the start, which never runs backwards.
func (m *Media) now() time.Duration { return time.Since(m.started) }
