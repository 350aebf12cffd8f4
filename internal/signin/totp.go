package signin

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	period = 30 // seconds of a time step (RFC 6238 4.1)
	digits = 6
	drift  = 1 // steps that clocks may differ by (RFC 6238 5.2)
)

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewSeed draws a seed of 160 bits, as RFC 4226 4 recommends.
func NewSeed() []byte { return random(20) }

func random(n int) []byte {
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		panic(err) // without randomness nothing can be kept secret
	}
	return b
}

// code gives the one-time code of a step (RFC 4226 5.3).
func code(seed []byte, step int64, length int) string {
	mac := hmac.New(sha1.New, seed)
	var msg [8]byte
	binary.BigEndian.PutUint64(msg[:], uint64(step))
	mac.Write(msg[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	mod := uint32(1)
	for range length {
		mod *= 10
	}
	return fmt.Sprintf("%0*d", length, n%mod)
}

// Match gives the time step that a code belongs to, later than the last one
// used; false when it is no code of now.
func Match(seed []byte, given string, now time.Time, last int64) (int64, bool) {
	given = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, given)
	at := now.Unix() / period
	found, ok := int64(0), false
	for step := at - drift; step <= at+drift; step++ {
		if subtle.ConstantTimeCompare([]byte(code(seed, step, digits)), []byte(given)) == 1 && step > last {
			found, ok = step, true
		}
	}
	return found, ok
}

// SeedText is a seed as people type it: groups of four.
func SeedText(seed []byte) string {
	s := letters.EncodeToString(seed)
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// SeedAddress is a seed as programs read it, also from a picture.
func SeedAddress(seed []byte, issuer, account string) string {
	label := url.PathEscape(issuer) + ":" + url.PathEscape(account)
	q := url.Values{"secret": {letters.EncodeToString(seed)}, "issuer": {issuer}}
	return "otpauth://totp/" + label + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// recoveryCodes is how many there are in a set.
const recoveryCodes = 10

// RecoveryCodes draws a set of codes of 128 bits, to be used once each.
func RecoveryCodes() []string {
	out := make([]string, recoveryCodes)
	for i := range out {
		s := strings.ToLower(letters.EncodeToString(random(16)))
		out[i] = s[:6] + "-" + s[6:13] + "-" + s[13:20] + "-" + s[20:]
	}
	return out
}

// Recovery gives a recovery code as it is compared, and whether a text can be one.
func Recovery(given string) (string, bool) {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '2' && r <= '7':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, given)
	return s, len(s) == 26
}

// Secret draws a secret of 256 bits for a session or a link.
func Secret() string { return strings.ToLower(letters.EncodeToString(random(32))) }
