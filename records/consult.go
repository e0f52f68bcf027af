package records

import (
	"fmt"
	"slices"
	"time"

	"tongjian/care"
)

// The kinds of entry of a consult. Each moves its state or adds to it.
const (
	stepRequested Kind = "requested"
	stepAccepted  Kind = "accepted"
	stepReturned  Kind = "returned" // back to the queue
	stepBegan     Kind = "began"    // two people are in the room
	stepEnded     Kind = "ended"
	stepCancelled Kind = "cancelled"
	stepSaid      Kind = "said"
	stepJoined    Kind = "joined"
	stepLeft      Kind = "left"
	stepInvited   Kind = "invited"
	stepRevoked   Kind = "revoked"
	stepSigned    Kind = "signed"
	stepAftercare Kind = "aftercare"
	stepRecorded  Kind = "recorded" // note or aftercare stand in the child's record
)

// ConsultState is where a consult stands.
type ConsultState string

// The states, in the order in which they are usually gone through.
const (
	Requested ConsultState = "requested"
	Accepted  ConsultState = "accepted"
	InCall    ConsultState = "inCall"
	Ended     ConsultState = "ended"
	Signed    ConsultState = "signed" // the paediatrician's note is signed
	Closed    ConsultState = "closed" // and the village doctor's half is done
	Cancelled ConsultState = "cancelled"
)

// Urgency is what the asking doctor says of a request.
type Urgency string

// The urgencies and the priority and first-answer target of each
// (knowledge: service proposal, ours; the county may set others).
const (
	Emergency Urgency = "emergency" // P1, 5 minutes; transfer is not delayed
	Urgent    Urgency = "urgent"    // P2, 30 minutes
	SameDay   Urgency = "today"     // P3, 4 hours
	Routine   Urgency = "routine"   // P4, 48 hours
)

var targets = map[Urgency]struct {
	priority string
	within   time.Duration
}{Emergency: {"P1", 5 * time.Minute}, Urgent: {"P2", 30 * time.Minute}, SameDay: {"P3", 4 * time.Hour}, Routine: {"P4", 48 * time.Hour}}

// Request is what a village doctor fills in to ask for a consult.
type Request struct {
	ID        string  `json:"id" doc:"ULID made by the client; sending it twice is harmless"`
	Child     string  `json:"child"`
	Urgency   Urgency `json:"urgency" enum:"emergency,urgent,today,routine"`
	BroughtBy Brought `json:"broughtBy,omitzero"`
	Consent   Consent `json:"consent,omitzero"`
	Reason    string  `json:"reason,omitempty" maxLength:"2000" doc:"What it is about, in the doctor's words"`
}

// Brought is who came with the child.
type Brought struct {
	Name     string `json:"name,omitempty" maxLength:"60"`
	Relation string `json:"relation,omitempty" enum:"mother,father,grandparent,other"`
}

// Consent is the guardian's agreement to the consult, or why there was no time for it.
type Consent struct {
	Given     bool   `json:"given,omitempty"`
	How       string `json:"how,omitempty" enum:"written,spoken"`
	Exception string `json:"exception,omitempty" maxLength:"300" doc:"Emergency without consent: why"`
}

// Said is one line of the chat.
type Said struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at,omitzero"`
	By   Author    `json:"by,omitzero"`
	Text string    `json:"text"`
}

// Presence is somebody's time in the room.
type Presence struct {
	Who    Author    `json:"who"`
	Joined time.Time `json:"joined"`
	Left   time.Time `json:"left,omitzero"`
}

// Invitation lets a guardian's phone join one consult.
type Invitation struct {
	ID      string    `json:"id"`
	Phone   string    `json:"phone"`
	Name    string    `json:"name"`
	Expires time.Time `json:"expires"`
	Revoked bool      `json:"revoked,omitempty"`
}

// invited is the body of an invitation's step: the hash of the secret stays there.
type invited struct {
	Invitation
	Hash string `json:"hash"`
}

// Note is the consult's note, written and signed by the paediatrician.
type Note struct {
	ID          string   `json:"id" doc:"ULID made by the client"`
	Findings    string   `json:"findings" maxLength:"8000"`
	Assessment  string   `json:"assessment" minLength:"1" maxLength:"8000"`
	Advice      string   `json:"advice" minLength:"1" maxLength:"8000" doc:"For the village doctor and the family; parents read it"`
	WatchFor    string   `json:"watchFor,omitempty" maxLength:"4000" doc:"When to come back at once; parents read it"`
	FollowUp    care.Day `json:"followUp,omitzero"`
	FollowUpBy  string   `json:"followUpBy,omitempty" maxLength:"120"`
	Referral    string   `json:"referral" enum:"none,township,county,now" doc:"now: transfer at once"`
	ReferralWhy string   `json:"referralWhy,omitempty" maxLength:"2000"`
	Line        string   `json:"line,omitempty" enum:"good,usable,poor,none" doc:"How the line was"`
	Unseen      string   `json:"unseen,omitempty" maxLength:"2000" doc:"What could not be examined because of it"`
}

// Aftercare is the village doctor's half of a consult.
type Aftercare struct {
	ID         string `json:"id" doc:"ULID made by the client"`
	Accepted   bool   `json:"accepted" doc:"The advice was followed"`
	Why        string `json:"why,omitempty" maxLength:"2000" doc:"Why not"`
	Done       string `json:"done" minLength:"1" maxLength:"4000" doc:"What was done"`
	Told       string `json:"told" minLength:"1" maxLength:"4000" doc:"What the family was told"`
	ToldBack   bool   `json:"toldBack" doc:"The family said it back in their own words"`
	FollowedBy string `json:"followedBy" minLength:"1" maxLength:"120" doc:"Who follows up"`
}

// Consult is a consult as it stands after all its steps.
type Consult struct {
	ID           string            `json:"id"`
	Version      int               `json:"version"`
	Child        string            `json:"child"`
	Area         string            `json:"area"`
	State        ConsultState      `json:"state"`
	Urgency      Urgency           `json:"urgency"`
	Priority     string            `json:"priority" enum:"P1,P2,P3,P4"`
	Target       time.Time         `json:"target" doc:"Until when it should be answered"`
	Asked        time.Time         `json:"asked"`
	AskedBy      Author            `json:"askedBy"`
	Clinic       string            `json:"clinic" doc:"Area code of the asking clinic"`
	BroughtBy    Brought           `json:"broughtBy"`
	Consent      Consent           `json:"consent"`
	Reason       string            `json:"reason,omitempty"`
	TakenBy      *Author           `json:"takenBy,omitempty"`
	Taken        time.Time         `json:"taken,omitzero"`
	Began        time.Time         `json:"began,omitzero"`
	Ended        time.Time         `json:"ended,omitzero"`
	Present      []Presence        `json:"present"`
	Chat         []Said            `json:"chat"`
	Invitations  []Invitation      `json:"invitations"`
	Note         *Note             `json:"note,omitempty"`
	SignedBy     *Author           `json:"signedBy,omitempty"`
	SignedAt     time.Time         `json:"signedAt,omitzero"`
	Aftercare    *Aftercare        `json:"aftercare,omitempty"`
	AftercareBy  *Author           `json:"aftercareBy,omitempty"`
	AftercareAt  time.Time         `json:"aftercareAt,omitzero"`
	Cancelled    string            `json:"cancelled,omitempty"`
	ChildName    string            `json:"childName"`
	ChildSex     care.Sex          `json:"childSex"`
	ChildBirth   care.Day          `json:"childBirth"`
	hashes       map[string]string // of the invitations' secrets
	noteRecorded bool
	careRecorded bool
}

// requested is the body of a consult's first step.
type requested struct {
	Request
	Area  string   `json:"area"`
	Name  string   `json:"name"`
	Sex   care.Sex `json:"sex"`
	Birth care.Day `json:"birth"`
}

// foldConsult plays the steps of one consult.
func foldConsult(id string, changes []Change) (*Consult, error) {
	c := &Consult{ID: id, Present: []Presence{}, Chat: []Said{}, Invitations: []Invitation{}, hashes: map[string]string{}}
	for _, ch := range changes {
		c.Version = ch.Version
		for _, e := range ch.Entries {
			if err := c.play(e); err != nil {
				return nil, fmt.Errorf("reading step %s of consult %s: %w", e.ID, id, err)
			}
		}
	}
	return c, nil
}

func (c *Consult) play(e Entry) error {
	switch e.Kind {
	case stepRequested:
		return c.playRequest(e)
	case stepAccepted:
		by := e.By
		c.State, c.TakenBy, c.Taken = Accepted, &by, e.At
	case stepReturned:
		c.State, c.TakenBy, c.Taken = Requested, nil, time.Time{}
	case stepBegan:
		if c.State == Accepted {
			c.State = InCall
		}
		if c.Began.IsZero() {
			c.Began = e.At
		}
	case stepEnded:
		c.Ended = e.At
		c.settle()
	case stepCancelled:
		c.State = Cancelled
		return unmarshal(e.Body, &c.Cancelled)
	case stepSaid:
		said := Said{At: e.At, By: e.By}
		err := unmarshal(e.Body, &said)
		c.Chat = append(c.Chat, said)
		return err
	case stepJoined:
		c.Present = append(c.Present, Presence{Who: e.By, Joined: e.At})
	case stepLeft:
		c.left(e)
	case stepInvited:
		var i invited
		err := unmarshal(e.Body, &i)
		c.Invitations = append(c.Invitations, i.Invitation)
		c.hashes[i.ID] = i.Hash
		return err
	case stepRevoked:
		return c.playRevoked(e)
	case stepSigned, stepAftercare, stepRecorded:
		return c.playSigning(e)
	}
	return nil
}

func (c *Consult) playRequest(e Entry) error {
	var r requested
	if err := unmarshal(e.Body, &r); err != nil {
		return err
	}
	t := targets[r.Urgency]
	c.Child, c.Area, c.State, c.Urgency, c.Priority = r.Child, r.Area, Requested, r.Urgency, t.priority
	c.Asked, c.AskedBy, c.Clinic, c.Target = e.At, e.By, e.Area, e.At.Add(t.within)
	c.BroughtBy, c.Consent, c.Reason = r.BroughtBy, r.Consent, r.Reason
	c.ChildName, c.ChildSex, c.ChildBirth = r.Name, r.Sex, r.Birth
	return nil
}

func (c *Consult) playRevoked(e Entry) error {
	var id string
	err := unmarshal(e.Body, &id)
	for i := range c.Invitations {
		if c.Invitations[i].ID == id {
			c.Invitations[i].Revoked = true
		}
	}
	return err
}

func (c *Consult) playSigning(e Entry) error {
	by := e.By
	switch e.Kind {
	case stepSigned:
		c.Note, c.SignedBy, c.SignedAt = new(Note), &by, e.At
		c.settle()
		return unmarshal(e.Body, c.Note)
	case stepAftercare:
		c.Aftercare, c.AftercareBy, c.AftercareAt = new(Aftercare), &by, e.At
		c.settle()
		return unmarshal(e.Body, c.Aftercare)
	}
	var what string
	err := unmarshal(e.Body, &what)
	c.noteRecorded = c.noteRecorded || what == "note"
	c.careRecorded = c.careRecorded || what == "aftercare"
	return err
}

// settle moves a consult whose call is over to where its two halves are.
func (c *Consult) settle() {
	switch {
	case c.Ended.IsZero():
	case c.Note == nil:
		c.State = Ended
	case c.Aftercare == nil:
		c.State = Signed
	default:
		c.State = Closed
	}
}

func (c *Consult) left(e Entry) {
	for i := range slices.Backward(c.Present) {
		if c.Present[i].Who.ID == e.By.ID && c.Present[i].Left.IsZero() {
			c.Present[i].Left = e.At
			return
		}
	}
}

// pending tells whether something signed does not stand in the child's record yet.
func (c *Consult) pending() bool {
	return c.Note != nil && !c.noteRecorded || c.Aftercare != nil && !c.careRecorded
}

// open tells whether people may be in the room.
func (c *Consult) open() bool {
	return c.State == Requested || c.State == Accepted || c.State == InCall
}

func consultSubject(id string) string { return "consult/" + id }
