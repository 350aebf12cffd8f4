package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Installation is the name under which entries stand that are about the
// installation itself: its key, a restore. They have no contents.
const Installation = "installation"

// Actions of entries about the key. The entry's id is the new public key. A
// change is under a checkpoint that the former key signed too; where that key
// was lost nothing vouches for the new one, and that is what is said.
const (
	ActionKeyChange = "key-change"
	ActionKeyLost   = "key-lost"
)

// KeyChange is an entry from which on the log has another key.
type KeyChange struct {
	Seq  int64
	Key  string // the new public key
	Lost bool   // the former key did not sign: it was not to be had
}

// keyChange reads a change of key out of an entry.
func keyChange(e Entry) (KeyChange, bool) {
	if e.Register != Installation || e.Action != ActionKeyChange && e.Action != ActionKeyLost {
		return KeyChange{}, false
	}
	return KeyChange{Seq: e.Seq, Key: e.ID, Lost: e.Action == ActionKeyLost}, true
}

// KeyChanges picks the changes of key out of entries.
func KeyChanges(entries []Entry) []KeyChange {
	var out []KeyChange
	for _, e := range entries {
		if c, ok := keyChange(e); ok {
			out = append(out, c)
		}
	}
	return out
}

// Public gives the public key of a private one.
func Public(private string) (string, error) {
	private = strings.TrimSpace(private)
	s, err := note.NewSigner(private)
	if err != nil {
		return "", errors.New("ledger key: not a private key")
	}
	parts := strings.SplitN(private, "+", 5) // PRIVATE+KEY+name+hash+base64, which may hold a plus
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return "", errors.New("ledger key: not a private key")
	}
	public, ok := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return "", errors.New("ledger key: not a private key")
	}
	return note.NewEd25519VerifierKey(s.Name(), public)
}

// keyring is what checkpoints may be signed with, from the keys one began with
// on: a checkpoint that a trusted key has signed vouches for the keys that the
// entries it covers bring in.
type keyring struct {
	keys    []note.Verifier
	changes []KeyChange
	lost    bool // keys that nothing vouches for are taken too
}

// open opens a checkpoint with the keys that hold where it stands.
func (k *keyring) open(signed []byte) (Checkpoint, error) {
	if k.lost {
		if cp, err := ParseCheckpoint(signed); err == nil {
			k.bring(cp.Size, true)
		}
	}
	cp, err := openCheckpoint(k.keys, signed)
	if err == nil {
		k.bring(cp.Size, false)
	}
	return cp, err
}

func (k *keyring) bring(size int64, lost bool) {
	k.changes = slices.DeleteFunc(k.changes, func(c KeyChange) bool {
		if c.Seq >= size || c.Lost != lost {
			return false
		}
		v, err := note.NewVerifier(c.Key)
		if err == nil && !slices.ContainsFunc(k.keys, func(h note.Verifier) bool { return h.Name() == v.Name() && h.KeyHash() == v.KeyHash() }) {
			k.keys = append(k.keys, v)
		}
		return true
	})
}

// OpenCheckpoints opens the checkpoints that a log has kept, smallest first:
// the first by the key the log began with, later ones also by those that its
// own entries bring in. One that is missing among them, or was put in another's
// place, is told by the next.
func OpenCheckpoints(public string, changes []KeyChange, signed [][]byte) ([]Checkpoint, error) {
	keys, err := verifiers(public)
	if err != nil {
		return nil, err
	}
	ring := keyring{keys: keys, changes: slices.Clone(changes), lost: true}
	out := make([]Checkpoint, 0, len(signed))
	var links chain
	for _, s := range signed {
		cp, err := ring.open(s)
		if err == nil {
			err = links.next(cp, s, true)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, cp)
	}
	return out, nil
}
