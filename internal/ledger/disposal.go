package ledger

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Erased is an entry whose salt and contents are gone.
type Erased struct {
	Seq    int64
	Commit [32]byte
}

// DisposalPayload gives the payload of an entry with action [ActionDispose]:
// canonical JSON that says which earlier entries of the same organisation are
// erased by which decision (arkivlagen 10 §). entries must be in ascending
// order, not empty. The payload holds nothing of what was erased and may
// never be erased itself.
func DisposalPayload(decision string, entries []Erased) ([]byte, error) {
	if decision == "" {
		return nil, errors.New("disposal: decision is empty")
	}
	if len(entries) == 0 {
		return nil, errors.New("disposal: no entries")
	}
	var ranges []byte
	var tree frontier
	for i := 0; i < len(entries); {
		first := i
		for i++; i < len(entries) && entries[i].Seq == entries[i-1].Seq+1; i++ {
		}
		if first > 0 {
			if entries[first].Seq <= entries[first-1].Seq {
				return nil, fmt.Errorf("disposal: entry %d comes after %d", entries[first].Seq, entries[first-1].Seq)
			}
			ranges = append(ranges, ',')
		}
		ranges = strconv.AppendInt(ranges, entries[first].Seq, 10)
		if i-1 > first {
			ranges = append(ranges, '-')
			ranges = strconv.AppendInt(ranges, entries[i-1].Seq, 10)
		}
	}
	for _, e := range entries {
		tree.push(nil, erasedHash(e))
	}
	b := append([]byte(`{"count":`), strconv.Itoa(len(entries))...)
	b = append(b, `,"decision":`...)
	b = appendString(b, decision)
	b = append(b, `,"ranges":"`...)
	b = append(b, ranges...)
	b = append(b, `","root":"`...)
	b = append(b, tree.root().String()...)
	return append(b, `"}`...), nil
}

// erasedHash is the leaf of the tree over erased entries; it binds the number
// too, so that a decision cannot be read as being about other entries.
func erasedHash(e Erased) Hash {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, 40), uint64(e.Seq))
	return tlog.RecordHash(append(b, e.Commit[:]...))
}

// disposal is what the verifier reads of a payload; other keys may stand
// beside these, so that the payload can be a record of the store.
type disposal struct {
	Count    int64  `json:"count"`
	Decision string `json:"decision"`
	Ranges   string `json:"ranges"`
	Root     Hash   `json:"root"`
	spans    []span
}

// maxSeq keeps sums of numbers from overflowing.
const maxSeq = 1 << 53

// span is a run of entries, both ends included.
type span struct{ first, last int64 }

func parseDisposal(payload []byte) (disposal, error) {
	var d disposal
	if err := json.Unmarshal(payload, &d); err != nil {
		return d, fmt.Errorf("not JSON with count, decision, ranges and root: %w", err)
	}
	if d.Decision == "" {
		return d, errors.New("no decision")
	}
	next := int64(0)
	var count int64
	for part := range strings.SplitSeq(d.Ranges, ",") {
		a, b, two := strings.Cut(part, "-")
		first, err := strconv.ParseInt(a, 10, 64)
		last := first
		if err == nil && two {
			last, err = strconv.ParseInt(b, 10, 64)
		}
		if err != nil || first < next || last < first || last > maxSeq {
			return d, fmt.Errorf("ranges %.60q: %.40q is out of order or no number", d.Ranges, part)
		}
		if count += last - first + 1; count > d.Count {
			return d, fmt.Errorf("ranges name more entries than count %d", d.Count)
		}
		next = last + 1
		d.spans = append(d.spans, span{first, last})
	}
	if count != d.Count {
		return d, fmt.Errorf("ranges name %d entries, count says %d", count, d.Count)
	}
	return d, nil
}

// awaiting keeps the erased entries of one organisation that no decision has
// covered yet, in ascending order.
type awaiting struct {
	entries []Erased
	covered int // entries with Seq < 0
}

func (w *awaiting) add(e Erased) { w.entries = append(w.entries, e) }

// first gives the first entry still without decision.
func (w *awaiting) first() (int64, bool) {
	for _, e := range w.entries {
		if e.Seq >= 0 {
			return e.Seq, true
		}
	}
	return 0, false
}

// cover takes away what the decision in entry seq names.
func (w *awaiting) cover(seq int64, d disposal) *Break {
	var tree frontier
	i := 0
	for _, s := range d.spans {
		for n := s.first; n <= s.last; n++ {
			for i < len(w.entries) && (w.entries[i].Seq < 0 || w.entries[i].Seq < n) {
				i++
			}
			if i == len(w.entries) || w.entries[i].Seq != n {
				return &Break{Kind: NotErased, Seq: seq, Other: n}
			}
			tree.push(nil, erasedHash(w.entries[i]))
			w.entries[i].Seq = -1
			w.covered++
		}
	}
	if root := tree.root(); root != d.Root {
		return &Break{Kind: BadDisposal, Seq: seq, Name: "its root is not that of the erased commitments"}
	}
	w.shrink()
	return nil
}

// shrink drops the covered entries once they are the most.
func (w *awaiting) shrink() {
	if w.covered == len(w.entries) {
		*w = awaiting{}
		return
	}
	if w.covered*2 <= len(w.entries) {
		return
	}
	kept := make([]Erased, 0, len(w.entries)-w.covered)
	for _, e := range w.entries {
		if e.Seq >= 0 {
			kept = append(kept, e)
		}
	}
	*w = awaiting{entries: kept}
}
