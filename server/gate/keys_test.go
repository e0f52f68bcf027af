package gate_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"tongjian/server/gate"
)

func openKeys(t *testing.T, dir string) *gate.Keys {
	t.Helper()
	k, err := gate.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	first := openKeys(t, dir)
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Fatalf("files %v (%v), want a signing key and a code key", files, err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v), want 600", f.Name(), info.Mode(), err)
		}
	}
	old, _ := first.Signer()
	if again, _ := openKeys(t, dir).Signer(); again != old {
		t.Errorf("opened again, the key is %s, want %s", again, old)
	}
	if err := first.Rotate(); err != nil {
		t.Fatal(err)
	}
	next, key := first.Signer()
	if next == old {
		t.Error("Rotate keeps the key")
	}
	both := openKeys(t, dir)
	if now, _ := both.Signer(); now != next {
		t.Errorf("opened after Rotate, %s signs, want the newest, %s", now, next)
	}
	for _, kid := range []string{old, next} {
		if _, ok := both.Public(kid); !ok {
			t.Errorf("key %s is not believed any more", kid)
		}
	}
	if _, ok := both.Public("another"); ok {
		t.Error("a key that is not ours is believed")
	}
	set := both.JWKS()
	if len(set.Keys) != 2 {
		t.Fatalf("JWKS has %d keys, want 2", len(set.Keys))
	}
	for _, k := range set.Keys {
		x, err := base64.RawURLEncoding.DecodeString(k.X)
		if err != nil || len(x) != ed25519.PublicKeySize || k.Type != "OKP" || k.Curve != "Ed25519" {
			t.Errorf("JWK %+v (%v), want an Ed25519 key", k, err)
		}
		if k.ID == next && !key.Public().(ed25519.PublicKey).Equal(ed25519.PublicKey(x)) {
			t.Error("JWKS gives another public half")
		}
	}
}

func TestBadKeys(t *testing.T) {
	for name, spoil := range map[string]func(dir, sign string) error{
		"everybody on this machine may read it": func(_, sign string) error { return os.Chmod(sign, 0o644) },
		"not a PEM file":                        func(_, sign string) error { return os.WriteFile(sign, []byte("key"), 0o600) },
		"not 64 hexadecimal":                    func(dir, _ string) error { return os.WriteFile(filepath.Join(dir, "code.key"), []byte("00"), 0o600) },
	} {
		dir := t.TempDir()
		openKeys(t, dir)
		sign, err := filepath.Glob(filepath.Join(dir, "sign-*.pem"))
		if err != nil || len(sign) != 1 {
			t.Fatal(sign, err)
		}
		if err := spoil(dir, sign[0]); err != nil {
			t.Fatal(err)
		}
		if _, err := gate.OpenKeys(dir); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("OpenKeys = %v, want %q", err, name)
		}
	}
}

func TestTokens(t *testing.T) {
	h := build(t, nil, nil)
	p := h.doctor("wang")
	good, _ := h.signedIn("wang")
	session := h.sessions(p.ID)[0]
	kid, key := h.keys.Signer()
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(method jwt.SigningMethod, key any, kid string, change func(jwt.MapClaims)) string {
		now := h.now()
		c := jwt.MapClaims{"iss": "tongjian", "aud": "staff", "sub": p.ID, "sid": session, "iat": now.Unix(), "exp": now.Add(10 * time.Minute).Unix()}
		change(c)
		token := jwt.NewWithClaims(method, c)
		token.Header["kid"] = kid
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	ours := func(change func(jwt.MapClaims)) string { return sign(jwt.SigningMethodEdDSA, key, kid, change) }
	same := func(jwt.MapClaims) {}
	set := func(k string, v any) func(jwt.MapClaims) { return func(c jwt.MapClaims) { c[k] = v } }
	without := func(k string) func(jwt.MapClaims) { return func(c jwt.MapClaims) { delete(c, k) } }
	public := key.Public().(ed25519.PublicKey)
	tests := []struct {
		name, token string
		ok          bool
	}{
		{"the one that was given", good, true},
		{"one like it", ours(same), true},
		{"alg none", sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, kid, same), false},
		{"HS256 by the public key", sign(jwt.SigningMethodHS256, []byte(public), kid, same), false},
		{"a stranger's key", sign(jwt.SigningMethodEdDSA, stranger, kid, same), false},
		{"a stranger's key and id", sign(jwt.SigningMethodEdDSA, stranger, "theirs", same), false},
		{"no key id", sign(jwt.SigningMethodEdDSA, key, "", same), false},
		{"another issuer", ours(set("iss", "other")), false},
		{"no issuer", ours(without("iss")), false},
		{"a ticket's audience", ours(set("aud", "signaling")), false},
		{"the parents' audience", ours(set("aud", "family")), false},
		{"both audiences", ours(set("aud", []string{"staff", "family"})), false},
		{"no audience", ours(without("aud")), false},
		{"expired", ours(set("exp", h.now().Add(-10*time.Second).Unix())), false},
		{"no expiry", ours(without("exp")), false},
		{"issued later", ours(set("iat", h.now().Add(time.Minute).Unix())), false},
		{"no issue", ours(without("iat")), false},
		{"another subject", ours(set("sub", "somebody")), false},
		{"no session", ours(without("sid")), false},
		{"another session", ours(set("sid", "none")), false},
		{"cut", good[:len(good)-3], false},
		{"not a token", "abc", false},
	}
	for _, tt := range tests {
		if r := h.me(tt.token); (r.status == 200) != tt.ok || r.status != 200 && r.status != 401 {
			t.Errorf("%s: me = %d %s, want ok %v", tt.name, r.status, r.body, tt.ok)
		}
	}
	if r := h.do(try{method: "GET", path: "/api/v1/me", with: map[string]string{"Authorization": "Basic " + good}}); r.status != 401 {
		t.Errorf("a token that is not a bearer's: me = %d, want 401", r.status)
	}
	h.pass(10*time.Minute + 6*time.Second)
	h.want("after ten minutes", h.me(good), 401, "token.bad")
}

// TestRotation holds that a new key does not sign anybody out.
func TestRotation(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	before, refresh := h.signedIn("wang")
	if err := h.keys.Rotate(); err != nil {
		t.Fatal(err)
	}
	after, _ := h.refresh(refresh).json["accessToken"].(string)
	for name, token := range map[string]string{"before": before, "after": after} {
		h.want("a token signed "+name, h.me(token), 200, "")
	}
}
