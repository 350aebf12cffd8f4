package signin

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
)

// sealed is the version that every sealed text begins with.
const sealed = "1"

// SealKey draws a key for sealing.
func SealKey() []byte { return random(32) }

// Seal encrypts what must be read back, such as the seed of one-time codes;
// about binds it to whose it is, so that it opens nowhere else.
func Seal(key, plain []byte, about string) (string, error) {
	g, err := aead(key)
	if err != nil {
		return "", err
	}
	nonce := random(g.NonceSize())
	return sealed + base64.RawStdEncoding.EncodeToString(g.Seal(nonce, nonce, plain, []byte(about))), nil
}

// Unseal reads what Seal made.
func Unseal(key []byte, text, about string) ([]byte, error) {
	g, err := aead(key)
	if err != nil {
		return nil, err
	}
	if len(text) < 1 || text[:1] != sealed {
		return nil, errors.New("sealed in an unknown way")
	}
	b, err := base64.RawStdEncoding.DecodeString(text[1:])
	if err != nil || len(b) < g.NonceSize() {
		return nil, errors.New("a sealed text is damaged")
	}
	plain, err := g.Open(nil, b[:g.NonceSize()], b[g.NonceSize():], []byte(about))
	if err != nil {
		return nil, fmt.Errorf("open what is sealed: %w", err)
	}
	return plain, nil
}

func aead(key []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("use the sealing key: %w", err)
	}
	return cipher.NewGCM(b)
}
