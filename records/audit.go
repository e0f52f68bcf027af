package records

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

// AuditGroup is some audit lines written at once. Groups of one node form a
// chain: Mac covers the group before, the number and the digest of each line,
// so that a removed, altered or cut-off group is found, and a line can still
// be deleted by law when its digest stays.
type AuditGroup struct {
	Node    string      `json:"node"`
	Number  int         `json:"number"`
	Lines   []AuditLine `json:"lines"`
	Digests []string    `json:"digests"` // SHA-256 of each line as JSON
	Before  string      `json:"before"`  // Mac of the group before, "" for the first
	Mac     string      `json:"mac"`     // HMAC-SHA-256 over node, number, before, digests
}

// mac works out what Mac has to be.
func (g *AuditGroup) mac(key []byte) string {
	m := hmac.New(sha256.New, key)
	fmt.Fprintf(m, "%s\n%d\n%s\n", g.Node, g.Number, g.Before)
	for _, d := range g.Digests {
		fmt.Fprintln(m, d)
	}
	return hex.EncodeToString(m.Sum(nil))
}

// trail writes audit lines in groups: whoever comes while one group is being
// written waits for the next. One goroutine owns the chain; close ends it.
type trail struct {
	store   Store
	keys    *Keys
	node    string
	head    headFile // the goroutine's own
	queue   chan auditWait
	quit    chan struct{} // closed by close
	done    chan struct{}
	once    sync.Once
	mu      sync.Mutex // guards headErr
	headErr error
}

type auditWait struct {
	ctx   context.Context
	lines []AuditLine
	done  chan error
}

func startTrail(store Store, keys *Keys, node, head string) *trail {
	t := &trail{store: store, keys: keys, node: node, head: headFile{path: head}, queue: make(chan auditWait), quit: make(chan struct{}), done: make(chan struct{})}
	go t.run()
	return t
}

// close writes what waits, and ends the chain. Whoever comes later is told
// that the record is closed.
func (t *trail) close() {
	t.once.Do(func() { close(t.quit) })
	<-t.done
}

func (t *trail) run() {
	defer close(t.done)
	defer t.head.close()
	end := AuditGroup{Node: t.node}
	for {
		select {
		case first := <-t.queue:
			end = t.together(end, first)
		case <-t.quit:
			for {
				select {
				case first := <-t.queue:
					end = t.together(end, first)
				default:
					return
				}
			}
		}
	}
}

// together writes the lines that wait by now as the group after end, answers
// everybody, and gives the chain's new end. A head that cannot be kept outside
// the store is a fault that Ready tells; it does not undo what is written.
func (t *trail) together(end AuditGroup, first auditWait) AuditGroup {
	waits := []auditWait{first}
gather:
	for len(waits) < 32 {
		select {
		case next := <-t.queue:
			waits = append(waits, next)
		default:
			break gather
		}
	}
	g, err := t.write(end, waits)
	if err == nil {
		end = g
		t.trouble(t.head.keep(g))
	}
	for _, w := range waits {
		w.done <- err
	}
	return end
}

func (t *trail) trouble(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.headErr = err
}

// ready tells whether the chain's end can be kept outside the store.
func (t *trail) ready() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.headErr
}

// write puts the lines of some requests behind the chain's end. Where a group
// of that number stands already, it is this one (its answer was lost) or one
// that this process knows nothing of, and then the chain goes on behind it.
func (t *trail) write(end AuditGroup, waits []auditWait) (AuditGroup, error) {
	g, terms := t.group(waits)
	// The lines belong to several requests: one that was given up must not lose the others' lines.
	ctx := context.WithoutCancel(waits[0].ctx)
	for {
		g.Number, g.Before = end.Number+1, end.Mac
		g.Mac = g.mac(t.keys.audit)
		id := fmt.Sprintf("%s/%012d", t.node, g.Number)
		err := t.store.Save(ctx, Row{Kind: "audit", ID: id, Version: 1, Terms: terms, Body: mustJSON(g)})
		if err == nil {
			return g, nil
		}
		if !errors.Is(err, ErrConflict) {
			return g, fmt.Errorf("writing the audit: %w", err)
		}
		r, err := t.store.Row(ctx, "audit", id)
		if err == nil {
			err = unmarshal(r.Body, &end)
		}
		if err != nil {
			return g, fmt.Errorf("reading the audit's end: %w", err)
		}
		if end.Mac == g.Mac {
			return g, nil
		}
	}
}

// group gathers lines with their digests, and the terms by which they are found.
func (t *trail) group(waits []auditWait) (AuditGroup, []string) {
	g := AuditGroup{Node: t.node}
	seen := map[string]bool{}
	var terms []string
	for _, w := range waits {
		for _, line := range w.lines {
			sum := sha256.Sum256(mustJSON(line))
			g.Lines, g.Digests = append(g.Lines, line), append(g.Digests, hex.EncodeToString(sum[:]))
			if term := "of:" + line.Subject; !seen[term] {
				seen[term] = true
				terms = append(terms, term)
			}
		}
	}
	return g, terms
}

// audit writes one line and returns when it is kept.
func (b *Book) audit(ctx context.Context, who Caller, action, subject, why, note string) error {
	return b.auditLines(ctx, []AuditLine{b.line(who, action, subject, why, note)})
}

// auditLines writes lines into the chain and returns when they are kept.
func (b *Book) auditLines(ctx context.Context, lines []AuditLine) error {
	if len(lines) == 0 {
		return nil
	}
	return b.auditSoon(ctx, lines)()
}

// auditSoon hands lines to the trail and gives what waits until they are kept,
// so that an answer can be worked out in the meantime.
func (b *Book) auditSoon(ctx context.Context, lines []AuditLine) (kept func() error) {
	w := auditWait{ctx, lines, make(chan error, 1)}
	select {
	case b.trail.queue <- w:
		return func() error { return <-w.done }
	case <-b.trail.quit:
		return func() error { return fmt.Errorf("writing the audit: %w: the record is closed", ErrUnavailable) }
	}
}

// Note writes down what staff did around the record: a person added, an access ended.
func (b *Book) Note(ctx context.Context, who Caller, action, subject string) error {
	return b.audit(ctx, who, action, subject, "", "")
}

func (b *Book) line(who Caller, action, subject, why, note string) AuditLine {
	return AuditLine{At: b.instant(), By: who.Author(), Action: action, Subject: subject,
		Request: who.Request, Address: who.Address, Why: why, Note: note}
}

// Audit gives who read or changed a child, the newest last. Staff of the
// county's administration may, and guardians for their own child.
func (b *Book) Audit(ctx context.Context, who Caller, child string) ([]AuditLine, error) {
	if _, err := b.allowed(ctx, who, child); err != nil {
		return nil, err
	}
	if who.Role != Administrator && who.Role != Manager && who.Role != Guardian {
		return nil, ErrForbidden
	}
	var out []AuditLine
	err := b.eachRow(ctx, Query{Kind: "audit", Term: "of:" + childSubject(child)}, func(r Row) error {
		var g AuditGroup
		if err := json.Unmarshal(r.Body, &g); err != nil {
			return fmt.Errorf("reading the audit: %w", err)
		}
		for _, line := range g.Lines {
			if line.Subject == childSubject(child) {
				out = append(out, line)
			}
		}
		return nil
	})
	return out, err
}

// CheckAudit walks the chain of one node and gives the first group that does
// not fit, or nil with the chain's last number and mac when all do.
func (b *Book) CheckAudit(ctx context.Context, node string) (last AuditGroup, broken error, err error) {
	err = b.eachRow(ctx, Query{Kind: "audit"}, func(r Row) error {
		var g AuditGroup
		if err := json.Unmarshal(r.Body, &g); err != nil {
			return fmt.Errorf("reading the audit: %w", err)
		}
		if g.Node != node || broken != nil {
			return nil
		}
		if g.Number != last.Number+1 || g.Before != last.Mac || g.Mac != g.mac(b.keys.audit) || !g.whole() {
			broken = fmt.Errorf("audit of %s: group %d does not follow %d", node, g.Number, last.Number)
		}
		last = g
		return nil
	})
	return last, broken, err
}

// whole tells whether the lines that are still there have their digests.
func (g *AuditGroup) whole() bool {
	if len(g.Lines) != len(g.Digests) {
		return false
	}
	for i, line := range g.Lines {
		sum := sha256.Sum256(mustJSON(line))
		if hex.EncodeToString(sum[:]) != g.Digests[i] {
			return false
		}
	}
	return true
}
