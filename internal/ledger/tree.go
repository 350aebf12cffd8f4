package ledger

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Append gives the hashes to store with entry seq: the hash of its leaf and
// of every subtree it completes, 1 + (trailing one bits of seq) in number, 32
// bytes each, by level. The hash of (level, n) is thus in the blob of entry
// ((n+1)<<level)-1 at offset level*32. The header must be one that
// [ParseHeader] reads and carry the number seq. For many entries in a row use
// an [Appender].
func Append(seq int64, header []byte, r tlog.HashReader) ([]byte, error) {
	leaf, err := leafOf(seq, header)
	if err != nil {
		return nil, err
	}
	hashes, err := tlog.StoredHashes(seq, leaf, r)
	if err != nil {
		return nil, fmt.Errorf("append ledger entry %d: %w", seq, err)
	}
	blob := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		blob = append(blob, h[:]...)
	}
	return blob, nil
}

// leafOf reads the header before it becomes eternal.
func leafOf(seq int64, header []byte) ([]byte, error) {
	e, err := ParseHeader(header)
	if err != nil {
		return nil, fmt.Errorf("append ledger entry %d: %w", seq, err)
	}
	if e.Seq != seq {
		return nil, fmt.Errorf("append ledger entry %d: header carries number %d", seq, e.Seq)
	}
	return Leaf(header), nil
}

// Appender appends entries one after another without reading: it keeps the
// right edge of the tree. A copy of the value is a savepoint. Not safe for
// concurrent use.
type Appender struct{ edge frontier }

// NewAppender reads the right edge of a log of size entries: one call to r,
// at most 63 hashes; none when size is 0.
func NewAppender(size int64, r tlog.HashReader) (*Appender, error) {
	if size < 0 {
		return nil, fmt.Errorf("open ledger of %d entries: size is negative", size)
	}
	a := &Appender{frontier{size: size}}
	var levels []int
	var indexes []int64
	for l := 62; l >= 0; l-- {
		if size>>l&1 == 1 {
			levels = append(levels, l)
			indexes = append(indexes, tlog.StoredHashIndex(l, size>>l-1))
		}
	}
	if len(indexes) == 0 {
		return a, nil
	}
	hashes, err := r.ReadHashes(indexes)
	if err != nil {
		return nil, fmt.Errorf("open ledger of %d entries: %w", size, err)
	}
	if len(hashes) != len(indexes) {
		return nil, fmt.Errorf("open ledger of %d entries: asked for %d hashes, got %d", size, len(indexes), len(hashes))
	}
	for i, l := range levels {
		a.edge.at[l] = hashes[i]
	}
	return a, nil
}

// Append gives the blob to store with the next entry, as the function
// [Append] does, and steps forward. The header must carry the number Size().
func (a *Appender) Append(header []byte) ([]byte, error) {
	leaf, err := leafOf(a.edge.size, header)
	if err != nil {
		return nil, err
	}
	n := bits.TrailingZeros64(^uint64(a.edge.size)) + 1
	return a.edge.push(make([]byte, 0, n*tlog.HashSize), tlog.RecordHash(leaf)), nil
}

// Size is the number of entries so far, and the number of the next.
func (a *Appender) Size() int64 { return a.edge.size }

// Root is the root of the tree over the entries so far.
func (a *Appender) Root() Hash { return a.edge.root() }

// emptyRoot is the root over no entries (RFC 6962 section 2.1).
var emptyRoot = Hash(sha256.Sum256(nil))

// frontier is the right edge of a tree: the roots of its complete subtrees,
// one for each one bit of size.
type frontier struct {
	size int64
	at   [63]Hash
}

// push adds a leaf and appends to blob the hashes it gives rise to.
func (f *frontier) push(blob []byte, h Hash) []byte {
	blob = append(blob, h[:]...)
	level := 0
	for n := f.size; n&1 == 1; n >>= 1 {
		h = tlog.NodeHash(f.at[level], h)
		blob = append(blob, h[:]...)
		level++
	}
	f.at[level] = h
	f.size++
	return blob
}

func (f *frontier) root() Hash {
	if f.size == 0 {
		return emptyRoot
	}
	low := bits.TrailingZeros64(uint64(f.size))
	h := f.at[low]
	for l := low + 1; f.size>>l != 0; l++ {
		if f.size>>l&1 == 1 {
			h = tlog.NodeHash(f.at[l], h)
		}
	}
	return h
}

// Reader turns a function that loads blobs by entry number into a
// [tlog.HashReader]. load is called once for each request with every number
// once; a number it does not answer is an error.
func Reader(load func(seqs []int64) (map[int64][]byte, error)) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		type place struct {
			seq   int64
			level int
		}
		places := make([]place, len(indexes))
		seen := make(map[int64]bool, len(indexes))
		seqs := make([]int64, 0, len(indexes))
		for i, x := range indexes {
			level, n := tlog.SplitStoredHashIndex(x)
			seq := (n+1)<<level - 1
			places[i] = place{seq, level}
			if !seen[seq] {
				seen[seq] = true
				seqs = append(seqs, seq)
			}
		}
		blobs, err := load(seqs)
		if err != nil {
			return nil, err
		}
		hashes := make([]Hash, len(indexes))
		for i, p := range places {
			blob, ok := blobs[p.seq]
			if !ok {
				return nil, fmt.Errorf("ledger hashes of entry %d are missing", p.seq)
			}
			if len(blob) != blobSize(p.seq) {
				return nil, fmt.Errorf("ledger hashes of entry %d: %d bytes, expected %d", p.seq, len(blob), blobSize(p.seq))
			}
			copy(hashes[i][:], blob[p.level*tlog.HashSize:])
		}
		return hashes, nil
	})
}

// blobSize is how many bytes of hashes entry seq has.
func blobSize(seq int64) int {
	return (bits.TrailingZeros64(^uint64(seq)) + 1) * tlog.HashSize
}

// Root gives the root of the tree over the first size entries. The root over
// none is SHA-256 of nothing (RFC 6962 section 2.1).
func Root(size int64, r tlog.HashReader) (Hash, error) {
	if size < 0 {
		return Hash{}, errors.New("ledger root: size is negative")
	}
	if size == 0 {
		return emptyRoot, nil
	}
	h, err := tlog.TreeHash(size, r)
	if err != nil {
		return Hash{}, fmt.Errorf("ledger root of %d entries: %w", size, err)
	}
	return h, nil
}
