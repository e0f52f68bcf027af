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

// Run holds a store to the whole contract.
func Run(t *testing.T, open func(t *testing.T) records.Store) {
	suite{open: open}.run(t)
}

// RunWithoutAtomicUpdates is Run for a server that loses updates when writers
// of one row race, and says why. Save and Project are then held to the contract
// with one writer at a time, and the log names each race that was not held.
// Commit is held to all of it: a unique key is enough for an insert.
func RunWithoutAtomicUpdates(t *testing.T, open func(t *testing.T) records.Store, why string) {
	suite{open: open, racy: why}.run(t)
}

type suite struct {
	open Open
	racy string // why updates of one row may not race; "" where they may
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
	if s.racy == "" {
		return crowd
	}
	t.Logf("NOT HELD HERE: the race of %d writers, held with 1: %s", crowd, s.racy)
	return 1
}
