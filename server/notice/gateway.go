package notice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/oklog/ulid/v2"
)

const (
	gatewayTries   = 4
	gatewayTimeout = 10 * time.Second // of one try
)

// Gateway posts each text as JSON {id, to, text} to an SMS gateway. All tries
// of one text carry the same id, also as Idempotency-Key, so that a gateway
// which heard the first does not send twice.
type Gateway struct {
	url    string
	key    string
	pause  time.Duration // before the second try; doubled for each further one
	client *http.Client
}

// NewGateway gives the gateway at an address; a key is sent as bearer token.
func NewGateway(address, key string) (*Gateway, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("the address of the SMS gateway is not http://… or https://…")
	}
	client := &http.Client{Timeout: gatewayTimeout, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // numbers go nowhere else
	}}
	return &Gateway{url: address, key: key, pause: 500 * time.Millisecond, client: client}, nil
}

// errRefused is a gateway's no, which trying again does not change.
var errRefused = errors.New("the gateway refused it")

// Send posts a text, and again with growing pauses while the gateway does not
// answer, is busy or has a fault of its own.
func (g *Gateway) Send(ctx context.Context, to, text string) error {
	id := ulid.Make().String()
	body, err := json.Marshal(map[string]string{"id": id, "to": to, "text": text})
	if err != nil {
		return fmt.Errorf("sending a text: %w", err)
	}
	for try := 1; ; try++ {
		err = g.post(ctx, id, body)
		if err == nil {
			return nil
		}
		if errors.Is(err, errRefused) || try == gatewayTries {
			return fmt.Errorf("sending a text, try %d: %w", try, err)
		}
		wait := g.pause<<(try-1) + rand.N(g.pause/4+1)
		select {
		case <-ctx.Done():
			return fmt.Errorf("sending a text, try %d: %w", try, errors.Join(ctx.Err(), err))
		case <-time.After(wait):
		}
	}
}

func (g *Gateway) post(ctx context.Context, id string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.url, bytes.NewReader(body))
	if err != nil {
		return errRefused
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", id)
	if g.key != "" {
		req.Header.Set("Authorization", "Bearer "+g.key)
	}
	res, err := g.client.Do(req)
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err // without the address, which may hold a key
		}
		return err
	}
	defer res.Body.Close()
	io.CopyN(io.Discard, res.Body, 64<<10) // so that the connection can be used again
	switch {
	case res.StatusCode/100 == 2:
		return nil
	case res.StatusCode/100 == 5, res.StatusCode == http.StatusTooManyRequests, res.StatusCode == http.StatusRequestTimeout:
		return fmt.Errorf("the gateway answered %d", res.StatusCode)
	}
	return fmt.Errorf("%w with %d", errRefused, res.StatusCode)
}
