package gate

import (
	"context"
	"slices"
	"strings"

	"tongjian/records"
)

// Who says who may call a route. The zero value lets nobody in.
type Who struct {
	anyone bool
	roles  []records.Role
}

var staffRoles = []records.Role{records.Village, records.Township, records.Paediatrician, records.Manager, records.Administrator}

// Anyone lets everybody in, signed in or not. Tokens are not looked at.
func Anyone() Who { return Who{anyone: true} }

// Staff lets in the staff of the roles; without roles, all staff.
func Staff(roles ...records.Role) Who {
	if len(roles) == 0 {
		roles = staffRoles
	}
	return Who{roles: slices.Clone(roles)}
}

// Guardian lets in parents and guardians.
func Guardian() Who { return Who{roles: []records.Role{records.Guardian}} }

// String names who it lets in, for lists of routes.
func (w Who) String() string {
	if w.anyone {
		return "anyone"
	}
	names := make([]string, len(w.roles))
	for i, r := range w.roles {
		names[i] = string(r)
	}
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, " ")
}

func (w Who) lets(r records.Role) bool { return w.anyone || slices.Contains(w.roles, r) }

type callerKey struct{}

// visitor is a caller with what the gate alone needs to know.
type visitor struct {
	records.Caller
	session string // "" when not signed in
	subject string // names the caller in logs and tokens: a person's id, or a guardian's that is not the phone
}

func withVisitor(ctx context.Context, v visitor) context.Context {
	return context.WithValue(ctx, callerKey{}, v)
}

func visitorOf(ctx context.Context) visitor {
	v, _ := ctx.Value(callerKey{}).(visitor)
	return v
}

// CallerOf gives who calls, as the gate found out. On a route for Anyone it
// holds the request id and the network address alone.
func CallerOf(ctx context.Context) records.Caller { return visitorOf(ctx).Caller }

// SessionOf gives the id of the session that the caller signed in with, or "".
func SessionOf(ctx context.Context) string { return visitorOf(ctx).session }
