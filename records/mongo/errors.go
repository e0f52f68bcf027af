package mongo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"tongjian/records"
)

// meaning wraps an error with what was being done and gives it the meaning
// that records knows: the context's own error, or ErrUnavailable where the
// server does not answer or does not take writes for now.
func (s *Store) meaning(ctx context.Context, what string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", what, ctx.Err())
	case away(err):
		return fmt.Errorf("%s: %w: %w", what, records.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// awayCodes are answers of a server that is about to be another one's
// secondary, to start or to stop, or that could not confirm in time: the same
// call is good a little later (the "not writable primary" and "node is
// recovering" codes of MongoDB's server discovery specification, and the
// network and time codes of its retryable reads).
var awayCodes = []int{6, 7, 50, 64, 89, 91, 134, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436}

// away tells whether the call failed for want of a server, not because of what was asked.
func away(err error) bool {
	if driver.IsNetworkError(err) || driver.IsTimeout(err) || errors.Is(err, driver.ErrClientDisconnected) {
		return true
	}
	if errors.As(err, new(topology.ServerSelectionError)) || errors.As(err, new(topology.ConnectionError)) {
		return true
	}
	if e := driver.LabeledError(nil); errors.As(err, &e) && (e.HasErrorLabel("RetryableWriteError") || e.HasErrorLabel("TransientTransactionError")) {
		return true
	}
	return slices.ContainsFunc(driver.ErrorCodes(err), func(code int) bool { return slices.Contains(awayCodes, code) })
}
