package ledger

// displaced is an entry that stands where another should. What it means,
// deleted or swapped, is told by the next.
type displaced struct {
	place, seq int64
	intact     bool // its header gives its stored hash
}

// inPlace tells whether the entry is the next one: stored under row, carrying
// the number seq. If it is not, v.err says why, or v.out waits for the next.
func (v *Verifier) inPlace(row, seq int64, digest [32]byte, whole bool) bool {
	place := v.edge.size
	switch {
	case v.err != nil:
	case v.out != nil:
		v.resolve(seq)
	case row == place && seq == place:
		return true
	case seq < place:
		v.fail(v.again(row, seq, digest, whole))
	case row < place:
		v.fail(&Break{Kind: Duplicate, Seq: row})
	case seq == place:
		v.fail(&Break{Kind: Swapped, Seq: row, Other: seq})
	case row != place && row != seq:
		v.fail(&Break{Kind: Deleted, Seq: place, Other: row})
	default:
		v.out = &displaced{place, seq, whole}
	}
	return false
}

// again names an entry whose number has been seen already.
func (v *Verifier) again(row, seq int64, digest [32]byte, whole bool) *Break {
	place := v.edge.size
	switch {
	case seq == place-1 && digest == v.last:
		return &Break{Kind: Duplicate, Seq: seq}
	case row == place && !whole:
		return &Break{Kind: ChangedHeader, Seq: row}
	case seq == place-1:
		return &Break{Kind: Inserted, Seq: seq}
	case row == place:
		return &Break{Kind: Swapped, Seq: row, Other: seq}
	}
	return &Break{Kind: Duplicate, Seq: seq}
}

// resolve names what the entry in v.out means, now that the number of the
// next is known (-1 at the end). Entries 5 and 9 swapped read 9 6 7 8 5:
// after the displaced one comes the successor of the place; after a deletion
// comes the successor of the displaced one.
func (v *Verifier) resolve(next int64) {
	o := v.out
	switch {
	case next == o.place && (o.intact || o.seq == o.place+1):
		v.fail(&Break{Kind: Swapped, Seq: o.place, Other: o.seq})
	case !o.intact:
		v.fail(&Break{Kind: ChangedHeader, Seq: o.place})
	case next == o.place+1 && o.seq > o.place+1:
		v.fail(&Break{Kind: Swapped, Seq: o.place, Other: o.seq})
	default:
		v.fail(&Break{Kind: Deleted, Seq: o.place, Other: o.seq})
	}
}
