package records

import (
	"strings"
	"time"
)

// Role decides a person's home page and what they may do.
type Role string

// The roles, from the village to the county.
const (
	Village       Role = "village"       // village doctor
	Township      Role = "township"      // township doctor
	Paediatrician Role = "paediatrician" // county paediatrician
	Manager       Role = "manager"       // centre manager
	Administrator Role = "administrator" // staff, areas, settings, audit
	Guardian      Role = "guardian"      // parent or guardian; sees only their own children
	System        Role = "system"        // timed work
)

// Person is somebody of the staff.
type Person struct {
	ID       string    `json:"id"`
	Version  int       `json:"version"`
	Login    string    `json:"login"` // lower case, unique
	Name     string    `json:"name"`
	Role     Role      `json:"role"`
	Areas    []string  `json:"areas"`  // prefixes of area codes that the person serves
	Clinic   string    `json:"clinic"` // area code of the place of work
	Phone    string    `json:"phone,omitempty"`
	Password string    `json:"password"` // argon2id hash; never leaves the server
	Failures int       `json:"failures,omitempty"`
	Locked   time.Time `json:"locked,omitzero"`
	Ended    bool      `json:"ended,omitempty"` // may not sign in any more
}

// Caller is who asks, as the gate has found out.
type Caller struct {
	ID      string
	Name    string
	Role    Role
	Areas   []string // staff: prefixes of area codes
	Clinic  string   // staff: area code of the place of work
	Phone   string   // guardians: the number signed in with, +86…
	Request string   // request id, for the audit
	Address string   // network address, for the audit
}

// Staff tells whether the caller is of the staff.
func (c Caller) Staff() bool { return c.Role != Guardian && c.Role != "" }

// Author is the caller as the writer of an entry.
func (c Caller) Author() Author { return Author{c.ID, c.Name, c.Role} }

// Serves tells whether one of the caller's areas holds the area.
func (c Caller) Serves(area string) bool {
	for _, prefix := range c.Areas {
		if prefix != "" && strings.HasPrefix(area, prefix) {
			return true
		}
	}
	return false
}
