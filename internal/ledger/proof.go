package ledger

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ProveEntry gives the proof that entry seq is in the log of size entries
// (RFC 6962 section 2.1.1): at most one hash for each level.
func ProveEntry(size, seq int64, r tlog.HashReader) (tlog.RecordProof, error) {
	if seq < 0 || seq >= size {
		return nil, fmt.Errorf("prove ledger entry %d: the log has %d entries", seq, size)
	}
	p, err := tlog.ProveRecord(size, seq, r)
	if err != nil {
		return nil, fmt.Errorf("prove ledger entry %d: %w", seq, err)
	}
	return p, nil
}

// CheckEntry tells whether header is entry seq of the log with this size and
// root.
func CheckEntry(p tlog.RecordProof, size int64, root Hash, seq int64, header []byte) error {
	e, err := ParseHeader(header)
	if err != nil {
		return err
	}
	if e.Seq != seq {
		return &Break{Kind: Swapped, Seq: seq, Other: e.Seq}
	}
	if seq < 0 || seq >= size {
		return fmt.Errorf("check ledger entry %d: the log has %d entries", seq, size)
	}
	if err := tlog.CheckRecord(p, size, root, seq, tlog.RecordHash(Leaf(header))); err != nil {
		return fmt.Errorf("check ledger entry %d: %w", seq, err)
	}
	return nil
}

// ProveTree gives the proof that the log of oldSize entries is the beginning
// of the log of size entries (RFC 6962 section 2.1.2); oldSize is at least 1.
func ProveTree(size, oldSize int64, r tlog.HashReader) (tlog.TreeProof, error) {
	if oldSize < 1 || oldSize > size {
		return nil, fmt.Errorf("prove ledger: old size %d is not between 1 and %d", oldSize, size)
	}
	p, err := tlog.ProveTree(size, oldSize, r)
	if err != nil {
		return nil, fmt.Errorf("prove ledger from %d to %d: %w", oldSize, size, err)
	}
	return p, nil
}

// CheckTree tells whether the log with oldSize and oldRoot is the beginning
// of the log with size and root.
func CheckTree(p tlog.TreeProof, size int64, root Hash, oldSize int64, oldRoot Hash) error {
	if oldSize < 1 {
		return errors.New("check ledger: old size must be at least 1")
	}
	if oldSize > size {
		return &Break{Kind: Ahead, Seq: oldSize, Other: size}
	}
	if err := tlog.CheckTree(p, size, root, oldSize, oldRoot); err != nil {
		return fmt.Errorf("check ledger from %d to %d: %w", oldSize, size, err)
	}
	return nil
}
