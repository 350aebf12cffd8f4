package ledger

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxCheckpoint is how many bytes a checkpoint may have, signatures included.
const maxCheckpoint = 16 << 10

// Checkpoint says how the log looked at a size.
type Checkpoint struct {
	Origin string    // name of the log, also of its key
	Size   int64     // number of entries
	Root   Hash      // root of the tree over them
	At     time.Time // when it was signed, UTC; zero if not said
	After  Link      // the checkpoint signed before it; empty if not said
}

// Link names a checkpoint by its size and the digest of its note. Each
// checkpoint names the one signed before it, so that a missing one is seen.
type Link struct {
	Size   int64
	Digest string // SHA-256 of the signed note, base64
}

// LinkTo names a signed checkpoint.
func LinkTo(signed []byte) Link {
	var size int64
	if cp, err := ParseCheckpoint(signed); err == nil {
		size = cp.Size
	}
	sum := sha256.Sum256(signed)
	return Link{size, base64.StdEncoding.EncodeToString(sum[:])}
}

// String gives a link as a checkpoint's line writes it.
func (l Link) String() string { return strconv.FormatInt(l.Size, 10) + " " + l.Digest }

// ParseLink reads what String wrote.
func ParseLink(s string) (Link, error) {
	size, digest, _ := strings.Cut(s, " ")
	n, err := strconv.ParseInt(size, 10, 64)
	sum, bad := base64.StdEncoding.DecodeString(digest)
	if l := (Link{n, digest}); err == nil && bad == nil && n >= 0 && len(sum) == sha256.Size && l.String() == s {
		return l, nil
	}
	return Link{}, fmt.Errorf("%.80q names no checkpoint", s)
}

// chain follows checkpoints in the order they were signed.
type chain struct{ last Link }

// next takes the checkpoint that comes next. What a bundle begins with may
// follow one that stands in none of its lines; whole says that nothing may.
func (c *chain) next(cp Checkpoint, signed []byte, whole bool) error {
	was := c.last
	c.last = LinkTo(signed)
	// A ledger may begin with checkpoints from before they named each other.
	if cp.After == was || cp.After == (Link{}) || was == (Link{}) && !whole {
		return nil
	}
	return &Break{Kind: NoCheckpoint, Seq: cp.After.Size, Other: cp.Size}
}

// NewKey makes an Ed25519 key pair for the log named origin, in the encoding
// of signed notes: keep private secret (file mode 0600), print public in
// every report. origin must be without blanks and plus signs, such as
// "genomlys.example.se/ledger".
func NewKey(origin string) (private, public string, err error) {
	return newKey(rand.Reader, origin)
}

func newKey(random io.Reader, origin string) (private, public string, err error) {
	private, public, err = note.GenerateKey(random, origin)
	if err != nil {
		return "", "", fmt.Errorf("make ledger key: %w", err)
	}
	if _, err := note.NewVerifier(public); err != nil {
		return "", "", fmt.Errorf("make ledger key: origin %q must have letters and neither blanks nor plus signs", origin)
	}
	return private, public, nil
}

// Origin gives the name of the log that a key, private or public, belongs to.
func Origin(key string) (string, error) {
	if s, err := note.NewSigner(strings.TrimSpace(key)); err == nil {
		return s.Name(), nil
	}
	v, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return "", errors.New("ledger key: neither a private nor a public key")
	}
	return v.Name(), nil
}

// Fingerprint gives a public key in a form to read aloud or compare on paper:
// the first 16 bytes of the SHA-256 of its encoding, in groups of four digits.
func Fingerprint(public string) (string, error) {
	public = strings.TrimSpace(public)
	if _, err := note.NewVerifier(public); err != nil {
		return "", fmt.Errorf("ledger public key: %w", err)
	}
	sum := sha256.Sum256([]byte(public))
	digits := hex.EncodeToString(sum[:16])
	var groups []string
	for i := 0; i < len(digits); i += 4 {
		groups = append(groups, digits[i:i+4])
	}
	return strings.Join(groups, " "), nil
}

// SignCheckpoint signs size and root at the instant at. The result is a C2SP
// checkpoint: origin, size, root in base64, one extension line "time …", an
// empty line, the signatures: one for each key given, as when one takes over
// from another.
func SignCheckpoint(private string, size int64, root Hash, at time.Time, more ...string) ([]byte, error) {
	return SignAfter(Link{}, private, size, root, at, more...)
}

// SignAfter signs a checkpoint that names the one signed before it, in a second
// extension line "after …"; an empty link is left out.
func SignAfter(after Link, private string, size int64, root Hash, at time.Time, more ...string) ([]byte, error) {
	if size < 0 {
		return nil, errors.New("sign checkpoint: size is negative")
	}
	var signers []note.Signer
	for _, p := range append([]string{private}, more...) {
		s, err := note.NewSigner(strings.TrimSpace(p))
		if err != nil {
			return nil, fmt.Errorf("sign checkpoint: %w", err)
		}
		signers = append(signers, s)
	}
	text := fmt.Sprintf("%s\n%d\n%s\ntime %s\n", signers[0].Name(), size, root, at.UTC().Format(timeLayout))
	if after != (Link{}) {
		text += "after " + after.String() + "\n"
	}
	signed, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		return nil, fmt.Errorf("sign checkpoint: %w", err)
	}
	return signed, nil
}

// OpenCheckpoint checks the signature of a checkpoint and reads it. public
// holds one or more public keys, one a line; empty lines and lines beginning
// with # are skipped, so that keys of earlier years can stay in the file.
// Errors about the checkpoint are a [*Break]; errors about the keys are not.
func OpenCheckpoint(public string, signed []byte) (Checkpoint, error) {
	keys, err := verifiers(public)
	if err != nil {
		return Checkpoint{}, err
	}
	return openCheckpoint(keys, signed)
}

func verifiers(public string) ([]note.Verifier, error) {
	var keys []note.Verifier
	seen := map[string]bool{}
	for line := range strings.Lines(public) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || seen[line] {
			continue
		}
		seen[line] = true
		v, err := note.NewVerifier(line)
		if err != nil {
			return nil, fmt.Errorf("ledger public key %.40q: %w", line, err)
		}
		keys = append(keys, v)
	}
	if len(keys) == 0 {
		return nil, errors.New("ledger public key: none given")
	}
	return keys, nil
}

func openCheckpoint(keys []note.Verifier, signed []byte) (Checkpoint, error) {
	if len(signed) > maxCheckpoint {
		return Checkpoint{}, &Break{Kind: BadCheckpoint, Name: fmt.Sprintf("more than %d bytes", maxCheckpoint)}
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		return Checkpoint{}, &Break{Kind: WrongKey, Name: firstLines(signed)}
	case errors.As(err, &invalid):
		return Checkpoint{}, &Break{Kind: BadSignature, Name: firstLines(signed)}
	case err != nil:
		return Checkpoint{}, &Break{Kind: BadCheckpoint, Name: err.Error()}
	}
	cp, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	// C2SP: the origin is the key's name. Otherwise a key for one log could
	// vouch for another.
	for _, s := range n.Sigs {
		if s.Name == cp.Origin {
			return cp, nil
		}
	}
	return Checkpoint{}, &Break{Kind: WrongKey, Name: firstLines(signed)}
}

// firstLines gives origin and size of a checkpoint for a message.
func firstLines(b []byte) string {
	lines := bytes.SplitN(b, []byte("\n"), 3)
	if len(lines) < 2 {
		return "?"
	}
	return fmt.Sprintf("%.80s/%.20s", lines[0], lines[1])
}

// ParseCheckpoint reads the text of a checkpoint without asking who signed
// it: for one that is trusted because of where it was found, such as origin,
// size and root typed from a printed report. Only for that.
func ParseCheckpoint(text []byte) (Checkpoint, error) {
	if len(text) > maxCheckpoint {
		return Checkpoint{}, &Break{Kind: BadCheckpoint, Name: fmt.Sprintf("more than %d bytes", maxCheckpoint)}
	}
	body, _, _ := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n\n")
	return parseCheckpoint(strings.TrimRight(body, "\n") + "\n")
}

func parseCheckpoint(text string) (Checkpoint, error) {
	bad := func(why string) (Checkpoint, error) {
		return Checkpoint{}, &Break{Kind: BadCheckpoint, Name: why}
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return bad("expected the lines origin, size, root")
	}
	cp := Checkpoint{Origin: lines[0]}
	if cp.Origin == "" {
		return bad("origin is empty")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return bad(fmt.Sprintf("size %.40q is no number of entries", lines[1]))
	}
	cp.Size = size
	if cp.Root, err = tlog.ParseHash(lines[2]); err != nil || base64.StdEncoding.EncodeToString(cp.Root[:]) != lines[2] {
		return bad(fmt.Sprintf("root %.60q is not 32 bytes in base64", lines[2]))
	}
	for _, line := range lines[3:] {
		if s, ok := strings.CutPrefix(line, "time "); ok {
			if cp.At, err = time.Parse(timeLayout, s); err != nil {
				return bad(fmt.Sprintf("time %.40q is no instant", s))
			}
		}
		if s, ok := strings.CutPrefix(line, "after "); ok {
			if cp.After, err = ParseLink(s); err != nil {
				return bad("after " + err.Error())
			}
		}
	}
	return cp, nil
}
