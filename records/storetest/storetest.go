// Package storetest is the contract of records.Store: what every store is held
// to, on the real database, and how fast its lists are.
//
// It will not look inside a store. What only one store promises (a crash, a
// lock, a lost connection) is tested beside that store.
package storetest

import (
	"testing"

	"tongjian/records"
)

// Open gives a store that holds nothing. What it needs to clean up it leaves to t.Cleanup.
type Open func(t *testing.T) records.Store

// Limits name what a server cannot do, each with the reason; "" where it can.
// They are for servers that stand in for the real one in a check.
type Limits struct {
	// Races: updates of one row that race are lost. Save and Project are then
	// held with one writer at a time. Commit is held to all of it: a unique key
	// is enough for an insert.
	Races string
	// NestedLists: a list directly within a list cannot be kept.
	NestedLists string
}

// Run holds a store to the whole contract.
func Run(t *testing.T, open func(t *testing.T) records.Store) {
	RunLimited(t, open, Limits{})
}

// RunLimited holds a store to the contract but for the limits of its server.
// The log names everything that was therefore not held.
func RunLimited(t *testing.T, open func(t *testing.T) records.Store, limits Limits) {
	suite{open, limits}.run(t)
}

type suite struct {
	open   Open
	limits Limits
}

func (s suite) run(t *testing.T) {
	for _, part := range []struct {
		name string
		test func(*testing.T, suite)
	}{
		{"Change", testChange},
		{"ChangeTwice", testChangeTwice},
		{"ChangesInOrder", testChangesInOrder},
		{"Bodies", testBodies},
		{"Times", testTimes},
		{"Subjects", testSubjects},
		{"SubjectsWhileAdding", testSubjectsWhileAdding},
		{"Changed", testChanged},
		{"OneVersionManyWriters", testOneVersionManyWriters},
		{"ManyFactsManyWriters", testManyFactsManyWriters},
		{"Row", testRow},
		{"Save", testSave},
		{"SaveRace", testSaveRace},
		{"SaveFirstRace", testSaveFirstRace},
		{"Project", testProject},
		{"ProjectRace", testProjectRace},
		{"Remove", testRemove},
		{"Sweep", testSweep},
		{"Nothing", testNothing},
		{"Areas", testAreas},
		{"Terms", testTerms},
		{"TermsChange", testTermsChange},
		{"Queries", testQueries},
		{"BadQueries", testBadQueries},
		{"PagesByID", testPagesByID},
		{"PagesByDue", testPagesByDue},
		{"Cancelled", testCancelled},
		{"Closed", testClosed},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, s) })
	}
}

// writers is how many race: the whole crowd, or one where the server loses updates.
func (s suite) writers(t *testing.T, crowd int) int {
	if s.limits.Races == "" {
		return crowd
	}
	t.Logf("NOT HELD HERE: the race of %d writers, held with 1: %s", crowd, s.limits.Races)
	return 1
}
