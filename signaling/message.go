package signaling

import (
	"encoding/json"
	"time"

	"tongjian/signaling/sfu"
)

// The messages of docs/protocol.md section 2, one struct each, in its order.
// What the client sends is decoded by type first, so that an unknown message
// may hold anything.

type helloMsg struct{ Ticket, Room, Resume string }

type waitMsg struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
}

type welcomeMsg struct {
	Type       string      `json:"type"`
	Peer       string      `json:"peer"`
	Room       string      `json:"room"`
	Session    string      `json:"session"`
	ICEServers []ICEServer `json:"iceServers"`
	GraceMs    int64       `json:"graceMs"`
	PingMs     int64       `json:"pingMs"`
	Resumed    bool        `json:"resumed"`
	MaxPeers   int         `json:"maxPeers"`
	CanPublish bool        `json:"canPublish"`
	CanAdmit   bool        `json:"canAdmit"`
}

type personMsg struct {
	Peer   string `json:"peer"`
	Person string `json:"person"`
	Name   string `json:"name"`
	Role   string `json:"role"`
	Away   bool   `json:"away"`
	Audio  bool   `json:"audio"`
	Video  bool   `json:"video"`
	Screen bool   `json:"screen"`
}

type peersMsg struct {
	Type  string      `json:"type"`
	Peers []personMsg `json:"peers"`
}

type chatsMsg struct {
	Type     string    `json:"type"`
	Messages []Message `json:"messages"`
}

// Message is one chat line.
type Message struct {
	ID     string    `json:"id"` // made by the writer's page, unique in the room
	Peer   string    `json:"peer"`
	Person string    `json:"person"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"` // UTC, milliseconds
	Text   string    `json:"text"`
}

type chatMsg struct {
	Type string `json:"type"`
	Message
}

type sdpMsg struct {
	Type string `json:"type"`
	Rev  int    `json:"rev"`
	SDP  string `json:"sdp"`
}

type slotsMsg struct {
	Type  string          `json:"type"`
	Rev   int             `json:"rev"`
	Slots []sfu.SlotState `json:"slots"`
}

type wantMsg struct{ Mid, MaxLayer string }

type muteMsg struct {
	Kind  sfu.Kind
	Muted bool
}

type qualityMsg struct {
	Type string  `json:"type"`
	Peer string  `json:"peer"`
	Up   float64 `json:"up"`   // kbit/s
	Down float64 `json:"down"` // kbit/s
	Loss float64 `json:"loss"` // 0 to 1
	RTT  float64 `json:"rtt"`  // ms
	Line string  `json:"line"`
}

type sendMsg struct {
	Type  string `json:"type"`
	Audio string `json:"audio"`
}

type restartMsg struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
}

type sayMsg struct{ ID, Text string }

type knockMsg struct {
	Peer string `json:"peer"`
	Name string `json:"name"`
	Role string `json:"role"`
}

type knocksMsg struct {
	Type   string     `json:"type"`
	Knocks []knockMsg `json:"knocks"`
}

type admitMsg struct {
	Peer string
	OK   bool
}

type pingMsg struct{ N int64 }

type pongMsg struct {
	Type string    `json:"type"`
	N    int64     `json:"n"`
	At   time.Time `json:"at"`
}

type errorMsg struct {
	Type    string `json:"type"`
	Code    string `json:"code"`
	Fatal   bool   `json:"fatal"`
	Message string `json:"message"`
	Ref     string `json:"ref,omitempty"`
}

type byeMsg struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
}

// stamp is the time that messages carry.
func stamp() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// typeOf reads the type of a message; an empty one is no message.
func typeOf(raw []byte) (string, error) {
	var head struct{ Type string }
	if err := json.Unmarshal(raw, &head); err != nil || head.Type == "" {
		return "", errMessage
	}
	return head.Type, nil
}

// read decodes the fields of a message whose type is known.
func read[T any](raw []byte) (T, error) {
	var m T
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, errMessage
	}
	return m, nil
}
