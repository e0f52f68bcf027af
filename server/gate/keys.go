package gate

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/oklog/ulid/v2"
)

// Keys are the secrets of sign-in, in a folder that is never part of a
// backup: Ed25519 keys that sign tokens (sign-*.pem, PKCS #8) and one that
// hashes codes (code.key). The newest signing key signs; all are believed, so
// a key is changed by Rotate and taken away by deleting the older file.
type Keys struct {
	dir  string
	code []byte

	mu     sync.RWMutex // guards what follows
	active string
	all    map[string]ed25519.PrivateKey // by kid
}

// OpenKeys reads the keys of a folder, and makes those that are missing with
// mode 0600. A key that others on the machine may read is refused.
func OpenKeys(dir string) (*Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the key folder: %w", err)
	}
	k := &Keys{dir: dir, all: map[string]ed25519.PrivateKey{}}
	names, err := filepath.Glob(filepath.Join(dir, "sign-*.pem"))
	if err != nil {
		return nil, fmt.Errorf("looking for signing keys: %w", err)
	}
	slices.Sort(names) // by the ULID in the name, so by age
	for _, name := range names {
		if err := k.read(name); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		if err := k.Rotate(); err != nil {
			return nil, err
		}
	}
	k.code, err = codeKey(filepath.Join(dir, "code.key"))
	return k, err
}

// Rotate makes a new signing key, which signs from now on.
func (k *Keys) Rotate() error {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("making a signing key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("making a signing key: %w", err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err := writeNew(filepath.Join(k.dir, "sign-"+ulid.Make().String()+".pem"), text); err != nil {
		return err
	}
	k.add(key)
	return nil
}

func (k *Keys) read(name string) error {
	text, err := readSecret(name)
	if err != nil {
		return err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return fmt.Errorf("reading %s: not a PEM file", name)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return fmt.Errorf("reading %s: not an Ed25519 key", name)
	}
	k.add(key)
	return nil
}

func (k *Keys) add(key ed25519.PrivateKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.active = thumbprint(key.Public().(ed25519.PublicKey))
	k.all[k.active] = key
}

// Signer gives the key that signs now, and its id. Tickets of other kinds may
// be signed with it under an audience of their own.
func (k *Keys) Signer() (kid string, key ed25519.PrivateKey) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.active, k.all[k.active]
}

// Public gives the public half of one of our own keys.
func (k *Keys) Public(kid string) (ed25519.PublicKey, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, ok := k.all[kid]
	if !ok {
		return nil, false
	}
	return key.Public().(ed25519.PublicKey), true
}

// JWK is a public signing key as RFC 8037 writes it.
type JWK struct {
	Type  string `json:"kty"`
	Curve string `json:"crv"`
	X     string `json:"x"`
	ID    string `json:"kid"`
	Use   string `json:"use"`
	Alg   string `json:"alg"`
}

// JWKSet is the document of all public signing keys.
type JWKSet struct {
	Keys []JWK `json:"keys"`
}

// JWKS gives all public signing keys, in order of id.
func (k *Keys) JWKS() JWKSet {
	k.mu.RLock()
	defer k.mu.RUnlock()
	set := JWKSet{Keys: []JWK{}}
	for kid, key := range k.all {
		x := base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
		set.Keys = append(set.Keys, JWK{Type: "OKP", Curve: "Ed25519", X: x, ID: kid, Use: "sig", Alg: "EdDSA"})
	}
	slices.SortFunc(set.Keys, func(a, b JWK) int { return strings.Compare(a.ID, b.ID) })
	return set
}

// thumbprint is the key's id by RFC 7638.
func thumbprint(key ed25519.PublicKey) string {
	x := base64.RawURLEncoding.EncodeToString(key)
	sum := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + x + `"}`))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// hash is a keyed hash of short secrets and of names that need not be stored
// as they are. Without the key a six-digit code cannot be found by trying.
func (k *Keys) hash(parts ...string) string {
	mac := hmac.New(sha256.New, k.code)
	for _, p := range parts {
		fmt.Fprintf(mac, "%d:%s,", len(p), p)
	}
	return hex.EncodeToString(mac.Sum(nil))
}

func codeKey(name string) ([]byte, error) {
	text, err := readSecret(name)
	if errors.Is(err, fs.ErrNotExist) {
		fresh := make([]byte, 32)
		rand.Read(fresh)
		if err := writeNew(name, []byte(hex.EncodeToString(fresh)+"\n")); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		text, err = readSecret(name) // another process may have been first
	}
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("reading %s: not 64 hexadecimal digits", name)
	}
	return key, nil
}

func readSecret(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("reading a key: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode()&0o007 != 0 {
		return nil, fmt.Errorf("reading %s: everybody on this machine may read it; make it private (chmod 600)", name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading a key: %w", err)
	}
	return text, nil
}

func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keeping a new key: %w", err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keeping a new key: %w", err)
	}
	return nil
}
