package imci

// Tri is a truth value of Kleene's logic. Their order is that of the numbers,
// so that "and" is the least and "or" the greatest.
type Tri int8

// The three values.
const (
	No Tri = iota
	Unknown
	Yes
)

// Not turns yes into no and no into yes; unknown stays unknown.
func (t Tri) Not() Tri { return Yes - t }

// And is yes only if both are, no if either is.
func (t Tri) And(u Tri) Tri { return min(t, u) }

// Or is yes if either is, no only if both are.
func (t Tri) Or(u Tri) Tri { return max(t, u) }

func triOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// atLeast tells whether n of some values are yes, from how many are and how
// many are unknown.
func atLeast(n, yes, unknown int) Tri {
	switch {
	case yes >= n:
		return Yes
	case yes+unknown >= n:
		return Unknown
	}
	return No
}

// String gives "yes", "no" or "unknown".
func (t Tri) String() string { return [...]string{"no", "unknown", "yes"}[t] }
