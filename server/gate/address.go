package gate

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tongjian/records"
)

// addresses limits how often one network address may try to sign in. It lives
// in memory: a restart or another node starts afresh, while the limits on a
// login and a phone are kept in the store.
type addresses struct {
	now  func() time.Time
	mu   sync.Mutex // guards seen and swept
	seen map[string]*rate.Limiter
	last time.Time
}

// Many families share one address of a mobile network, so the limits are wide;
// those on a login and on a phone are the narrow ones.
var addressLimits = map[string]struct {
	every time.Duration
	burst int
}{
	"signin":  {2 * time.Second, 30},
	"code":    {10 * time.Second, 20},
	"refresh": {time.Second, 60},
}

func newAddresses(now func() time.Time) *addresses {
	return &addresses{now: now, seen: map[string]*rate.Limiter{}, last: now()}
}

// allow counts one attempt of an address at something, or refuses it.
func (a *addresses) allow(what, address string) error {
	now := a.now()
	limiter := a.limiter(what+" "+network(address), what, now)
	r := limiter.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return &records.TooMany{Code: "address.many", After: wait}
	}
	return nil
}

func (a *addresses) limiter(key, what string, now time.Time) *rate.Limiter {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now.Sub(a.last) > 10*time.Minute {
		for k, l := range a.seen {
			if l.TokensAt(now) >= float64(l.Burst()) {
				delete(a.seen, k)
			}
		}
		a.last = now
	}
	l := a.seen[key]
	if l == nil {
		limit := addressLimits[what]
		l = rate.NewLimiter(rate.Every(limit.every), limit.burst)
		a.seen[key] = l
	}
	return l
}

// network is what one household or clinic has: an IPv4 address or an IPv6 /64.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	p, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
