package signaling

import "time"

// tell queues a call to the hooks. The room's lock is held, which gives the order.
func (r *room) tell(f func(Hooks)) {
	r.tells = append(r.tells, func() { f(r.s.hooks) })
	r.wakeHooks()
}

func (r *room) wakeHooks() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// callHooks calls what is queued until the room has ended and all is told.
func (r *room) callHooks() {
	for range r.wake {
		for {
			r.mu.Lock()
			tells, closed := r.tells, r.closed
			r.tells = nil
			r.mu.Unlock()
			if len(tells) == 0 {
				if closed {
					return
				}
				break
			}
			for _, f := range tells {
				f()
			}
		}
	}
}

// call1 and call2 call a hook if there is one.
func call1[A any](f func(A), a A) {
	if f != nil {
		f(a)
	}
}

func call2[A any](f func(A, time.Time), a A, at time.Time) {
	if f != nil {
		f(a, at)
	}
}
