// Package records is the one door to a child's record: it asks whether the
// caller may, does what was asked by the rules of care, keeps it, and writes
// down who did it.
//
// Facts are changes, added and never overwritten; inserting a change document
// is the commit. Everything else (the child as it stands, lists, queues) is a
// projection that can be made again from the changes. Judgements are worked
// out when they are read.
//
// It will not speak HTTP, check passwords or touch media, and it knows of a
// store only what the Store interface says.
package records
