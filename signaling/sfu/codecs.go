package sfu

import (
	"fmt"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

const mimeRED = "audio/red" // RFC 2198; Pion has no name for it

// askTimes is how often a lost packet is asked for, 100 ms apart: after a second
// nobody waits for it any more.
const askTimes = 10

// opusSays asks for in-band FEC (RFC 7587 section 6.1).
const opusSays = "minptime=10;useinbandfec=1"

// newCodecs holds the only codecs that are spoken: opus, red, VP8 and its rtx.
// The payload types are our own and give way to the client's.
func newCodecs() (*webrtc.MediaEngine, error) {
	cc := webrtc.RTCPFeedback{Type: "transport-cc"}
	video := []webrtc.RTCPFeedback{{Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}, cc}
	m := &webrtc.MediaEngine{}
	for _, c := range []struct {
		kind webrtc.RTPCodecType
		pt   webrtc.PayloadType
		does webrtc.RTPCodecCapability
	}{
		{webrtc.RTPCodecTypeAudio, 111, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: opusSays, RTCPFeedback: []webrtc.RTCPFeedback{cc}}},
		{webrtc.RTPCodecTypeAudio, 63, webrtc.RTPCodecCapability{MimeType: mimeRED, ClockRate: 48000, Channels: 2, SDPFmtpLine: "111/111"}},
		{webrtc.RTPCodecTypeVideo, 96, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000, RTCPFeedback: video}},
		{webrtc.RTPCodecTypeVideo, 97, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeRTX, ClockRate: 90000, SDPFmtpLine: "apt=96"}},
	} {
		if err := m.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: c.does, PayloadType: c.pt}, c.kind); err != nil {
			return nil, fmt.Errorf("registering %s: %w", c.does.MimeType, err)
		}
	}
	return m, nil
}

// addExtensions registers the header extensions that the server reads.
func addExtensions(m *webrtc.MediaEngine) error {
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		for _, uri := range []string{sdp.SDESMidURI, sdp.SDESRTPStreamIDURI, sdp.SDESRepairRTPStreamIDURI, sdp.TransportCCURI} {
			if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, kind); err != nil {
				return fmt.Errorf("registering extension %s: %w", uri, err)
			}
		}
	}
	return nil
}

// newInterceptors builds what each incoming packet passes: reports, requests
// for lost packets, transport feedback. Nothing outgoing passes any: slots
// number, keep and send again by themselves, so that a packet that is sent
// again has a transport number of its own.
func newInterceptors() (*interceptor.Registry, error) {
	reg := &interceptor.Registry{}
	rr, err := report.NewReceiverInterceptor()
	if err != nil {
		return nil, fmt.Errorf("making receiver reports: %w", err)
	}
	ask, err := nack.NewGeneratorInterceptor(nack.GeneratorMaxNacksPerPacket(askTimes))
	if err != nil {
		return nil, fmt.Errorf("making the asker for lost packets: %w", err)
	}
	feedback, err := twcc.NewSenderInterceptor()
	if err != nil {
		return nil, fmt.Errorf("making transport feedback: %w", err)
	}
	for _, i := range []interceptor.Factory{rr, ask, feedback} {
		reg.Add(i)
	}
	return reg, nil
}
