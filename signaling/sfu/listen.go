package sfu

import (
	"fmt"
	"net"

	"github.com/pion/ice/v4"
	"github.com/pion/webrtc/v4"
)

// Socket buffers: a key frame of a screen is some 100 packets at once, and 80
// rooms share the port.
const socketBuffer = 2 << 20

// tcpBuffer bounds what waits for one TCP client. More would only be old sound.
const tcpBuffer = 128 << 10

func (m *Media) listen() error {
	if m.cfg.UDP != "off" {
		if err := m.listenUDP(); err != nil {
			return err
		}
	}
	if m.cfg.TCP != "" {
		return m.listenTCP()
	}
	return nil
}

func (m *Media) listenUDP() error {
	at := m.cfg.UDP
	if at == "" {
		at = "127.0.0.1:0"
	}
	addr, err := net.ResolveUDPAddr("udp", at)
	if err != nil {
		return fmt.Errorf("reading the media address %q: %w", at, err)
	}
	if addr.IP == nil || addr.IP.IsUnspecified() {
		return m.listenEverywhere(addr.Port)
	}
	conn, err := net.ListenUDP("udp", addr)
	if err != nil {
		return fmt.Errorf("listening for media on %s: %w", at, err)
	}
	_ = conn.SetReadBuffer(socketBuffer)
	_ = conn.SetWriteBuffer(socketBuffer)
	mux := webrtc.NewICEUDPMux(logs{m.log}.NewLogger("udp"), conn)
	m.udp, m.addrs.UDP = mux, conn.LocalAddr()
	m.sockets = append(m.sockets, mux) // closes conn too
	return nil
}

// listenEverywhere opens the port on each interface by itself, since a socket
// on 0.0.0.0 does not say which of its addresses a packet came to.
func (m *Media) listenEverywhere(port int) error {
	mux, err := ice.NewMultiUDPMuxFromPort(port,
		ice.UDPMuxFromPortWithReadBufferSize(socketBuffer),
		ice.UDPMuxFromPortWithWriteBufferSize(socketBuffer),
		ice.UDPMuxFromPortWithLoopback(),
		ice.UDPMuxFromPortWithLogger(logs{m.log}.NewLogger("udp")))
	if err != nil {
		return fmt.Errorf("listening for media on port %d: %w", port, err)
	}
	m.udp = mux
	m.sockets = append(m.sockets, mux)
	if got := mux.GetListenAddresses(); len(got) > 0 {
		m.addrs.UDP = got[0]
	}
	return nil
}

func (m *Media) listenTCP() error {
	l, err := net.Listen("tcp", m.cfg.TCP)
	if err != nil {
		return fmt.Errorf("listening for media over TCP on %s: %w", m.cfg.TCP, err)
	}
	m.addrs.TCP = l.Addr()
	m.tcp = ice.NewTCPMuxDefault(ice.TCPMuxParams{
		Listener:        l,
		Logger:          logs{m.log}.NewLogger("tcp"),
		ReadBufferSize:  64, // packets
		WriteBufferSize: tcpBuffer,
	})
	m.sockets = append(m.sockets, m.tcp)
	return nil
}
