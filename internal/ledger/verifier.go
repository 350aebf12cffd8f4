package ledger

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"time"
)

// Verifier checks a log that is fed to it entry by entry, in order. It keeps
// the right edge of the tree, one number for each organisation, the
// checkpoints not yet reached, and the erased entries not yet covered by a
// decision (40 bytes each); nothing else grows with the log. After the first
// error every call gives the same error. The zero value is ready; not safe
// for concurrent use.
type Verifier struct {
	edge    frontier
	orgs    map[string]int64 // entries seen of each organisation
	waiting map[string]*awaiting
	expect  []expected // ascending by size
	shown   string     // organisation of which all must be shown
	extract bool
	last    [32]byte // digest of the last header, to tell a copy from a forgery
	at      time.Time
	out     *displaced
	result  Result
	err     error
	blob    []byte
}

// Result is what a whole log was found to hold.
type Result struct {
	Size        int64       // entries
	Root        Hash        // root over all of them
	Erased      int64       // contents erased under a decision
	Withheld    int64       // header shown, contents not
	Masked      int64       // only organisation and digest shown
	Orgs        int         // organisations with entries
	Checkpoints int         // checkpoints that held
	Covered     int64       // entries under the largest of them
	First, Last time.Time   // time of the first and the last entry shown
	Keys        []KeyChange // changes of the log's key, as far as shown
}

type expected struct {
	size int64
	root Hash
	own  bool
}

// Add checks the next entry. seq is the number it is stored under, header,
// hashes (the blob made by [Append]) and salt are as stored, payload is the
// canonical contents. erased says that salt and payload are gone; a log is
// only whole if a decision covers it. An error is a [*Break]. Since a missing
// entry can only be told from a moved one by what comes next, the error may
// come one call later.
func (v *Verifier) Add(seq int64, header, hashes, salt, payload []byte, erased bool) error {
	if erased || len(salt) == 0 && len(payload) == 0 {
		if len(salt) > 0 || len(payload) > 0 {
			return v.fail(&Break{Kind: ChangedPayload, Seq: seq})
		}
		return v.entry(seq, header, hashes, func(e Entry) *Break {
			if e.Action == ActionDispose {
				return &Break{Kind: BadDisposal, Seq: seq, Name: "its own contents are gone"}
			}
			v.await(e)
			return nil
		})
	}
	return v.entry(seq, header, hashes, func(e Entry) *Break {
		if Commitment(salt, payload) != e.Commit {
			return &Break{Kind: ChangedPayload, Seq: seq}
		}
		if e.Action == ActionDispose {
			return v.dispose(e, payload)
		}
		return nil
	})
}

// AddWithheld checks the next entry where the reader may not see the
// contents, though they are kept. A disposal decision cannot be withheld.
func (v *Verifier) AddWithheld(seq int64, header, hashes []byte) error {
	return v.entry(seq, header, hashes, func(e Entry) *Break {
		if e.Action == ActionDispose {
			return &Break{Kind: BadDisposal, Seq: seq, Name: "its contents are withheld"}
		}
		v.result.Withheld++
		return nil
	})
}

// AddMasked checks the next entry where only organisation and digest (see
// [Rest]) are shown.
func (v *Verifier) AddMasked(seq int64, org string, rest [32]byte, hashes []byte) error {
	if err := checkName(org); err != nil {
		return v.fail(&Break{Kind: BadHeader, Seq: seq, Name: "org " + err.Error()})
	}
	h := recordHash(org, rest)
	if !v.inPlace(seq, seq, rest, intact(h, hashes)) {
		return v.err
	}
	if v.extract && org == v.shown {
		return v.fail(&Break{Kind: Hidden, Seq: seq, Name: org})
	}
	if b := v.grow(seq, h, hashes); b != nil {
		return v.fail(b)
	}
	v.result.Masked++
	v.count(org)
	v.last = rest
	return nil
}

// Extract demands that every entry of org is shown with its header; call it
// before the first entry.
func (v *Verifier) Extract(org string) { v.extract, v.shown = true, org }

// Expect demands that the first cp.Size entries have the root cp.Root. own is
// true for a checkpoint kept together with the log, false for one trusted
// from elsewhere; it decides only how a missing tail is called. It must be
// given before entry number cp.Size.
func (v *Verifier) Expect(cp Checkpoint, own bool) error {
	if v.err != nil {
		return v.err
	}
	i, _ := slices.BinarySearchFunc(v.expect, cp.Size, func(e expected, size int64) int {
		return cmp.Compare(e.size, size)
	})
	if i < len(v.expect) && v.expect[i].size == cp.Size {
		if v.expect[i].root != cp.Root {
			return v.fail(&Break{Kind: Fork, Seq: cp.Size})
		}
		v.expect[i].own = v.expect[i].own || own
		return nil
	}
	if v.edge.size > cp.Size {
		return v.fail(&Break{Kind: LateCheckpoint, Seq: cp.Size, Other: v.edge.size})
	}
	v.expect = slices.Insert(v.expect, i, expected{cp.Size, cp.Root, own})
	return nil
}

// Close checks what can only be known at the end and gives the result. The
// error is a [*Break].
func (v *Verifier) Close() (Result, error) {
	if v.err == nil && v.out != nil {
		v.resolve(-1)
	}
	if v.err != nil {
		return Result{}, v.err
	}
	if err := v.reach(); err != nil {
		return Result{}, err
	}
	for _, own := range []bool{true, false} { // what the log says of itself comes first
		for _, e := range slices.Backward(v.expect) {
			switch {
			case e.own != own:
			case own:
				return Result{}, v.fail(&Break{Kind: CutTail, Seq: v.edge.size, Other: e.size})
			default:
				return Result{}, v.fail(&Break{Kind: Ahead, Seq: e.size, Other: v.edge.size})
			}
		}
	}
	if seq, ok := v.undecided(); ok {
		return Result{}, v.fail(&Break{Kind: Undecided, Seq: seq})
	}
	v.result.Size, v.result.Root, v.result.Orgs = v.edge.size, v.edge.root(), len(v.orgs)
	return v.result, nil
}

// entry checks an entry whose header is shown; contents checks the rest.
func (v *Verifier) entry(seq int64, header, hashes []byte, contents func(Entry) *Break) error {
	if v.err != nil {
		return v.err
	}
	org, rest, ok := Rest(header)
	h := recordHash(org, rest)
	whole := ok && intact(h, hashes)
	e, err := ParseHeader(header)
	switch {
	case err == nil:
	case whole || len(hashes) == 0:
		return v.fail(&Break{Kind: BadHeader, Seq: seq, Name: err.Error()})
	default: // no one wrote it like that
		return v.fail(&Break{Kind: ChangedHeader, Seq: seq})
	}
	digest := sha256.Sum256(header)
	if !v.inPlace(seq, e.Seq, digest, whole) {
		return v.err
	}
	if b := v.grow(seq, h, hashes); b != nil {
		return v.fail(b)
	}
	v.count(e.Org)
	switch {
	case e.OrgSeq != v.orgs[e.Org]:
		return v.fail(&Break{Kind: WrongOrgNumber, Seq: seq, Other: v.orgs[e.Org], Name: e.Org})
	case e.At.Before(v.at):
		return v.fail(&Break{Kind: TimeBackwards, Seq: seq})
	}
	if v.result.First.IsZero() {
		v.result.First = e.At
	}
	v.at, v.result.Last = e.At, e.At
	if c, ok := keyChange(e); ok {
		v.result.Keys = append(v.result.Keys, c)
	}
	if b := contents(e); b != nil {
		return v.fail(b)
	}
	v.last = digest
	return nil
}

// intact tells whether the leaf hash is the one stored.
func intact(leaf Hash, hashes []byte) bool {
	return len(hashes) >= len(leaf) && bytes.Equal(leaf[:], hashes[:len(leaf)])
}

// grow adds the leaf to the tree and compares with what is stored.
func (v *Verifier) grow(seq int64, leaf Hash, hashes []byte) *Break {
	if len(hashes) > 0 && !intact(leaf, hashes) {
		return &Break{Kind: ChangedHeader, Seq: seq}
	}
	if err := v.reach(); err != nil {
		return v.err.(*Break)
	}
	v.blob = v.edge.push(v.blob[:0], leaf)
	if !bytes.Equal(v.blob, hashes) {
		return &Break{Kind: ChangedHashes, Seq: seq}
	}
	return nil
}

// reach compares the tree as it stands with the checkpoints of its size.
func (v *Verifier) reach() error {
	for len(v.expect) > 0 && v.expect[0].size == v.edge.size {
		if v.expect[0].root != v.edge.root() {
			return v.fail(&Break{Kind: RootDiffers, Seq: v.edge.size, Name: v.expect[0].root.String()})
		}
		v.result.Covered = v.edge.size
		v.result.Checkpoints++
		v.expect = v.expect[1:]
	}
	return nil
}

func (v *Verifier) count(org string) {
	if v.orgs == nil {
		v.orgs = map[string]int64{}
	}
	v.orgs[org]++
}

func (v *Verifier) await(e Entry) {
	if v.waiting == nil {
		v.waiting = map[string]*awaiting{}
	}
	w := v.waiting[e.Org]
	if w == nil {
		w = &awaiting{}
		v.waiting[e.Org] = w
	}
	w.add(Erased{e.Seq, e.Commit})
	v.result.Erased++
}

// dispose takes away what the decision e covers.
func (v *Verifier) dispose(e Entry, payload []byte) *Break {
	d, err := parseDisposal(payload)
	if err != nil {
		return &Break{Kind: BadDisposal, Seq: e.Seq, Name: err.Error()}
	}
	w := v.waiting[e.Org]
	if w == nil {
		return &Break{Kind: NotErased, Seq: e.Seq, Other: d.spans[0].first}
	}
	return w.cover(e.Seq, d)
}

// undecided gives the first erased entry that no decision covers.
func (v *Verifier) undecided() (int64, bool) {
	first, found := int64(0), false
	for _, w := range v.waiting {
		if seq, ok := w.first(); ok && (!found || seq < first) {
			first, found = seq, true
		}
	}
	return first, found
}

func (v *Verifier) fail(b *Break) error {
	if v.err == nil {
		v.err = b
	}
	return v.err
}
