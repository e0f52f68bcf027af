package records

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Keys are the secrets of the record: with them ID numbers are sealed and
// found, and the audit is chained. They live in a folder apart from the store
// and are never part of a backup.
type Keys struct {
	seal   cipher.AEAD
	lookup []byte
	audit  []byte
}

// LoadKeys reads the keys from a folder and makes those that are missing, with mode 0600.
func LoadKeys(dir string) (*Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the key folder: %w", err)
	}
	var all [3][]byte
	for i, name := range []string{"seal.key", "lookup.key", "audit.key"} {
		key, err := loadKey(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		all[i] = key
	}
	block, err := aes.NewCipher(all[0])
	if err != nil {
		return nil, fmt.Errorf("using seal.key: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("using seal.key: %w", err)
	}
	return &Keys{seal: seal, lookup: all[1], audit: all[2]}, nil
}

func loadKey(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err == nil {
		key, err := hex.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(key) != 32 {
			return nil, fmt.Errorf("reading %s: not 64 hexadecimal digits", path)
		}
		return key, nil
	}
	if !os.IsNotExist(err) {
		return nil, fmt.Errorf("reading a key: %w", err)
	}
	key := make([]byte, 32)
	rand.Read(key)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keeping a new key: %w", err)
	}
	defer f.Close()
	if _, err := f.WriteString(hex.EncodeToString(key) + "\n"); err != nil {
		return nil, fmt.Errorf("keeping a new key: %w", err)
	}
	return key, f.Sync()
}

// sealed encrypts a number so that only the keys' holder can read it. The
// child's id is bound to it, so that it cannot be moved to another record.
func (k *Keys) sealed(number, child string) string {
	nonce := make([]byte, k.seal.NonceSize())
	rand.Read(nonce)
	return base64.RawStdEncoding.EncodeToString(k.seal.Seal(nonce, nonce, []byte(number), []byte(child)))
}

func (k *Keys) opened(sealed, child string) (string, error) {
	b, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(b) < k.seal.NonceSize() {
		return "", fmt.Errorf("opening a sealed number: it is damaged")
	}
	n := k.seal.NonceSize()
	number, err := k.seal.Open(nil, b[:n], b[n:], []byte(child))
	if err != nil {
		return "", fmt.Errorf("opening a sealed number: another key or another child")
	}
	return string(number), nil
}

// found gives the keyed hash by which a number is looked up.
func (k *Keys) found(number string) string {
	mac := hmac.New(sha256.New, k.lookup)
	mac.Write([]byte(number))
	return hex.EncodeToString(mac.Sum(nil))
}
