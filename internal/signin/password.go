package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"genomlys/internal/fault"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// The rules of passwords (NIST SP 800-63B-4 3.1.1.2; OWASP ASVS 5.0 V6.2):
// length and commonness, no rules of composition, no changing by date.
const (
	MinLength = 15
	MaxLength = 256
)

//go:embed common.txt
var commonText string

// common are frequently used passwords and the words that they are made of
// (the list of zxcvbn 4.4.2, MIT, and Swedish words).
var common = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.Lines(commonText) {
		m[strings.TrimSpace(w)] = true
	}
	return m
})

// Check tells what is wrong with a password somebody wants: nil, or a code with
// what is allowed. about are words that say who and where, such as the name,
// the address and the organisation.
func Check(password string, about ...string) *fault.Problem {
	password = norm.NFC.String(password)
	n := utf8.RuneCountInString(password)
	switch {
	case n < MinLength:
		return &fault.Problem{Field: "password", Code: "password-short", Allowed: []string{fmt.Sprint(MinLength)}}
	case n > MaxLength || !utf8.ValidString(password):
		return &fault.Problem{Field: "password", Code: "password-long", Allowed: []string{fmt.Sprint(MaxLength)}}
	case guessable(password, about):
		return &fault.Problem{Field: "password", Code: "password-common"}
	}
	return nil
}

// guessable tells whether a password is a common one, or made of so little that
// a guesser comes upon it: after taking away common words, words about the
// person, runs and repeats, fewer than eight characters are left of it.
func guessable(password string, about []string) bool {
	s := strings.ToLower(password)
	if common()[s] || few(s) {
		return true
	}
	known := map[string]bool{}
	for _, a := range about {
		for _, w := range strings.FieldsFunc(strings.ToLower(a), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(w) >= 4 {
				known[w] = true
			}
		}
	}
	runes := []rune(plain(s))
	left, words := 0, 0
	for i := 0; i < len(runes); {
		n := piece(runes[i:], known)
		if n == 0 {
			left++
			n = 1
		} else {
			words++
		}
		i += n
	}
	// Four or more words put together are a phrase and hard to guess.
	return words > 0 && words < 4 && left < 8
}

// piece gives the length of the longest well-known piece that the text begins with.
func piece(runes []rune, about map[string]bool) int {
	n := run(runes)
	for i := min(len(runes), 32); i > max(n, 3); i-- {
		w := string(runes[:i])
		if common()[w] || about[w] {
			return i
		}
	}
	return n
}

// run gives the length of a repeat (aaaa) or a sequence (1234, dcba) of four or
// more at the beginning.
func run(r []rune) int {
	for _, step := range []rune{0, 1, -1} {
		n := 1
		for n < len(r) && r[n]-r[n-1] == step {
			n++
		}
		if n >= 4 {
			return n
		}
	}
	return 0
}

// few tells whether a text has fewer than five different characters.
func few(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 5
}

// plain writes digits and signs that stand for letters as these, where they
// stand among letters: p4ssw0rd.
func plain(s string) string {
	letters := map[rune]rune{'0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', '$': 's', '!': 'i'}
	r := []rune(s)
	out := make([]rune, len(r))
	for i, c := range r {
		out[i] = c
		if l, ok := letters[c]; ok && i > 0 && i+1 < len(r) && unicode.IsLetter(r[i-1]) && unicode.IsLetter(r[i+1]) {
			out[i] = l
		}
	}
	return string(out)
}

// Argon2id with the lesser memory of OWASP's two settings: concurrent sign-ins
// cost this much each.
const (
	memory  = 19 * 1024 // KiB
	passes  = 2
	threads = 1
	keySize = 32
)

// Hasher works out hashes of passwords, so many at once and no more, since each
// takes memory.
type Hasher struct{ free chan struct{} }

// NewHasher makes a hasher of so many at once.
func NewHasher(most int) *Hasher { return &Hasher{free: make(chan struct{}, most)} }

// Hash gives a password as it is kept.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("draw a salt: %w", err)
	}
	key, err := h.key(ctx, password, salt, passes, memory, threads)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

func (h *Hasher) key(ctx context.Context, password string, salt []byte, t, m uint32, p uint8) ([]byte, error) {
	select {
	case h.free <- struct{}{}:
		defer func() { <-h.free }()
	case <-ctx.Done():
		return nil, fault.Wrap(fault.Busy, "many-sign-ins", ctx.Err())
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, t, m, p, keySize), nil
}

// nobody is verified when there is nobody to verify, so that the time does not
// tell.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Verify tells whether a password is the one kept. With nothing kept the answer
// is no, after as long.
func (h *Hasher) Verify(ctx context.Context, kept, password string) (bool, error) {
	if utf8.RuneCountInString(password) > MaxLength {
		password = "" // nobody has such a password; it shall not cost more than others
	}
	there := kept != ""
	if !there {
		kept = nobody
	}
	var v int
	var m, t uint32
	var p uint8
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errors.New("a kept password is of unknown form")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &v, &m, &t, &p); err != nil || v != argon2.Version {
		return false, errors.New("a kept password is of unknown form")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("read a salt: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("read a hash: %w", err)
	}
	got, err := h.key(ctx, password, salt, t, m, p)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && there, nil
}
