package ledger

import (
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a node of the tree, or its root: 32 bytes of SHA-256.
type Hash = tlog.Hash

// SaltSize is how many random bytes the salt of an entry has. Without it a
// commitment to a short value ("high") could be guessed; with the salt erased
// it cannot.
const SaltSize = 16

// leafVersion begins the record data, so that a later form can never be
// taken for this one.
const leafVersion = 1

// Leaf gives the record data of the tree for a header, or nil if the header
// does not begin as one:
//
//	0x01 ‖ len(org), 2 bytes big-endian ‖ org ‖ SHA-256(header after org)
//
// One who sees only organisation and digest can build the same tree, so an
// extract of one board is provably whole without the contents of the others.
func Leaf(header []byte) []byte {
	org, rest, ok := splitHeader(header)
	if !ok {
		return nil
	}
	return MaskedLeaf(org, sha256.Sum256(rest))
}

// MaskedLeaf gives the record data of an entry of which only the organisation
// and the digest made by [Rest] are known; nil if org is too long.
func MaskedLeaf(org string, rest [32]byte) []byte {
	if len(org) > maxName {
		return nil
	}
	b := make([]byte, 0, 3+len(org)+len(rest))
	b = append(b, leafVersion)
	b = binary.BigEndian.AppendUint16(b, uint16(len(org)))
	b = append(b, org...)
	return append(b, rest[:]...)
}

// recordHash is the leaf hash of an entry, masked or not.
func recordHash(org string, rest [32]byte) Hash {
	return tlog.RecordHash(MaskedLeaf(org, rest))
}

// Rest gives the organisation of a header and the digest of what follows it;
// false if the header does not begin as one.
func Rest(header []byte) (org string, rest [32]byte, ok bool) {
	org, b, ok := splitHeader(header)
	if !ok {
		return "", rest, false
	}
	return org, sha256.Sum256(b), true
}

// splitHeader cuts a header after the value of org.
func splitHeader(header []byte) (org string, rest []byte, ok bool) {
	p := parser{rest: string(header)}
	p.want(headerStart)
	org = p.text()
	return org, header[len(header)-len(p.rest):], p.err == nil && len(org) <= maxName
}

// Commitment binds an entry to its contents without showing them:
// SHA-256(len(salt), 4 bytes big-endian ‖ salt ‖ payload).
func Commitment(salt, payload []byte) [32]byte {
	b := make([]byte, 0, 4+len(salt)+len(payload))
	b = binary.BigEndian.AppendUint32(b, uint32(len(salt)))
	b = append(b, salt...)
	b = append(b, payload...)
	return sha256.Sum256(b)
}
