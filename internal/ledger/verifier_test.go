package ledger

import (
	"bytes"
	"runtime"
	"slices"
	"testing"
	"time"
)

// decisions of the test log: entry 20 erases three of board 0, 26 two of board 1.
var testDecisions = map[int64][]int64{20: {3, 6, 12}, 26: {1, 4}}

func TestVerifyWhole(t *testing.T) {
	for _, n := range []int64{0, 1, 2, 3, 31, 32, 33, 200} {
		decisions := testDecisions
		if n < 30 {
			decisions = nil
		}
		rows := testRows(t, n, decisions)
		cp := Checkpoint{Size: n, Root: rootOf(rows)}
		res, err := verifyRows(rows, cp, Checkpoint{Size: n / 2, Root: rootOf(rows[:n/2])})
		if err != nil {
			t.Fatalf("%d entries: %v", n, err)
		}
		checkpoints := 2
		if n == 0 {
			checkpoints = 1 // the same one twice
		}
		if res.Size != n || res.Root != cp.Root || res.Covered != n || res.Checkpoints != checkpoints {
			t.Errorf("%d entries: %+v", n, res)
		}
		if n >= 30 && res.Erased != 5 {
			t.Errorf("%d entries: %d erased, want 5", n, res.Erased)
		}
	}
}

// TestTamperRows changes what a store keeps, each way security.md 4.4 names.
func TestTamperRows(t *testing.T) {
	const n = 32
	whole := rootOf(testRows(t, n, testDecisions))
	last := Checkpoint{Size: n, Root: whole}
	for _, c := range []struct {
		name   string
		tamper func([]row) []row
		want   Break
	}{
		{"payload changed", func(r []row) []row { r[7].payload = []byte(`{"kind":"none"}`); return r },
			Break{Kind: ChangedPayload, Seq: 7}},
		{"salt changed", func(r []row) []row { r[7].salt[0] ^= 1; return r },
			Break{Kind: ChangedPayload, Seq: 7}},
		{"erased but still there", func(r []row) []row { r[7].erased = true; return r },
			Break{Kind: ChangedPayload, Seq: 7}},
		{"header changed", func(r []row) []row { edit(t, &r[7], func(e *Entry) { e.Actor = "p-0000" }); return r },
			Break{Kind: ChangedHeader, Seq: 7}},
		{"organisation changed", func(r []row) []row { edit(t, &r[7], func(e *Entry) { e.Org = "annan" }); return r },
			Break{Kind: ChangedHeader, Seq: 7}},
		{"header no longer canonical", func(r []row) []row {
			r[7].header = bytes.Replace(r[7].header, []byte(`,"n":`), []byte(`, "n":`), 1)
			return r
		}, Break{Kind: ChangedHeader, Seq: 7}},
		{"header unreadable with its own hash", func(r []row) []row {
			r[7].header = bytes.Replace(r[7].header, []byte(`,"n":`), []byte(`, "n":`), 1)
			return rebuild(r)
		}, Break{Kind: BadHeader, Seq: 7}},
		{"number in header changed", func(r []row) []row {
			edit(t, &r[7], func(e *Entry) { e.Seq = 9 })
			r[7].seq = 7
			return r
		}, Break{Kind: ChangedHeader, Seq: 7}},
		{"leaf hash changed", func(r []row) []row { r[7].hashes[0] ^= 1; return r },
			Break{Kind: ChangedHeader, Seq: 7}},
		{"inner hash changed", func(r []row) []row { r[7].hashes[40] ^= 1; return r },
			Break{Kind: ChangedHashes, Seq: 7}},
		{"hashes gone", func(r []row) []row { r[7].hashes = nil; return r },
			Break{Kind: ChangedHashes, Seq: 7}},
		{"one deleted", func(r []row) []row { return slices.Delete(r, 7, 8) },
			Break{Kind: Deleted, Seq: 7, Other: 8}},
		{"three deleted", func(r []row) []row { return slices.Delete(r, 7, 10) },
			Break{Kind: Deleted, Seq: 7, Other: 10}},
		{"first deleted", func(r []row) []row { return r[1:] },
			Break{Kind: Deleted, Seq: 0, Other: 1}},
		{"deleted before the last", func(r []row) []row { return slices.Delete(r, n-2, n-1) },
			Break{Kind: Deleted, Seq: n - 2, Other: n - 1}},
		{"deleted, places renumbered", func(r []row) []row {
			r = slices.Delete(r, 7, 8)
			for i := range r {
				r[i].seq = int64(i)
			}
			return r
		}, Break{Kind: Deleted, Seq: 7, Other: 8}},
		{"deleted, all renumbered and hashed anew", func(r []row) []row {
			r = slices.Delete(r, 28, 29)
			for i := range r {
				edit(t, &r[i], func(e *Entry) { e.Seq = int64(i) })
			}
			return rebuild(r)
		}, Break{Kind: WrongOrgNumber, Seq: 30, Other: 11, Name: testOrgs[1]}},
		{"neighbours swapped in order", func(r []row) []row { r[7], r[8] = r[8], r[7]; return r },
			Break{Kind: Swapped, Seq: 7, Other: 8}},
		{"neighbours' contents swapped", func(r []row) []row { r[7], r[8] = r[8], r[7]; r[7].seq, r[8].seq = 7, 8; return r },
			Break{Kind: Swapped, Seq: 7, Other: 8}},
		{"distant ones swapped in order", func(r []row) []row { r[7], r[15] = r[15], r[7]; return r },
			Break{Kind: Swapped, Seq: 7, Other: 15}},
		{"distant ones' contents swapped", func(r []row) []row { r[7], r[15] = r[15], r[7]; r[7].seq, r[15].seq = 7, 15; return r },
			Break{Kind: Swapped, Seq: 7, Other: 15}},
		{"neighbours' headers swapped, hashes kept", func(r []row) []row { r[7].header, r[8].header = r[8].header, r[7].header; return r },
			Break{Kind: Swapped, Seq: 7, Other: 8}},
		{"tail cut", func(r []row) []row { return r[:n-5] },
			Break{Kind: CutTail, Seq: n - 5, Other: n}},
		{"everything gone", func(r []row) []row { return nil },
			Break{Kind: CutTail, Seq: 0, Other: n}},
		{"forged one inserted", func(r []row) []row {
			forged := r[7]
			edit(t, &forged, func(e *Entry) { e.ID = "forged" })
			r = slices.Insert(r, 7, forged)
			copy(r, rebuild(slices.Clone(r[:8])))
			return r
		}, Break{Kind: Inserted, Seq: 7}},
		{"same one twice", func(r []row) []row { return slices.Insert(r, 8, r[7]) },
			Break{Kind: Duplicate, Seq: 7}},
		{"old one again later", func(r []row) []row { return slices.Insert(r, 20, r[7]) },
			Break{Kind: Duplicate, Seq: 7}},
		{"one inserted, all hashed anew", func(r []row) []row {
			forged := r[31]
			edit(t, &forged, func(e *Entry) { e.ID = "forged" })
			edit(t, &r[31], func(e *Entry) { e.Seq++; e.OrgSeq++ })
			return rebuild(slices.Insert(r, 31, forged))
		}, Break{Kind: RootDiffers, Seq: n, Name: whole.String()}},
		{"header changed, all hashed anew", func(r []row) []row {
			edit(t, &r[7], func(e *Entry) { e.Actor = "p-0000" })
			return rebuild(r)
		}, Break{Kind: RootDiffers, Seq: n, Name: whole.String()}},
		{"running number changed", func(r []row) []row {
			edit(t, &r[7], func(e *Entry) { e.OrgSeq++ })
			return rebuild(r)
		}, Break{Kind: WrongOrgNumber, Seq: 7, Other: 3, Name: testOrgs[1]}},
		{"time set back", func(r []row) []row {
			edit(t, &r[7], func(e *Entry) { e.At = e.At.Add(-time.Hour) })
			return rebuild(r)
		}, Break{Kind: TimeBackwards, Seq: 7}},
		{"erased without decision", func(r []row) []row { r[7].salt, r[7].payload, r[7].erased = nil, nil, true; return r },
			Break{Kind: Undecided, Seq: 7}},
		{"contents lost, not marked erased", func(r []row) []row { r[7].salt, r[7].payload = nil, nil; return r },
			Break{Kind: Undecided, Seq: 7}},
		{"erased after the decision", func(r []row) []row { r[24].salt, r[24].payload, r[24].erased = nil, nil, true; return r },
			Break{Kind: Undecided, Seq: 24}},
		{"decision itself erased", func(r []row) []row { r[20].salt, r[20].payload, r[20].erased = nil, nil, true; return r },
			Break{Kind: BadDisposal, Seq: 20}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := c.tamper(testRows(t, n, testDecisions))
			_, err := verifyRows(rows, last)
			wantBreak(t, err, c.want)
		})
	}
}

func TestVerifierRemembersTheFirstBreak(t *testing.T) {
	rows := testRows(t, 8, nil)
	rows[3].payload = []byte("{}")
	var v Verifier
	var first error
	for _, r := range rows {
		err := v.Add(r.seq, r.header, r.hashes, r.salt, r.payload, r.erased)
		if first == nil {
			first = err
		} else if err != first {
			t.Fatalf("entry %d: got %v, want %v", r.seq, err, first)
		}
	}
	if err := v.Expect(Checkpoint{Size: 99}, true); err != first {
		t.Errorf("Expect gave %v", err)
	}
	if _, err := v.Close(); err != first {
		t.Errorf("Close gave %v", err)
	}
	wantBreak(t, first, Break{Kind: ChangedPayload, Seq: 3})
}

func TestExpect(t *testing.T) {
	rows := testRows(t, 8, nil)
	var v Verifier
	for _, r := range rows[:5] {
		if err := v.Add(r.seq, r.header, r.hashes, r.salt, r.payload, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Expect(Checkpoint{Size: 5, Root: rootOf(rows[:5])}, true); err != nil {
		t.Error(err)
	}
	late := v
	wantBreak(t, late.Expect(Checkpoint{Size: 4}, true), Break{Kind: LateCheckpoint, Seq: 4, Other: 5})
	fork := v
	wantBreak(t, fork.Expect(Checkpoint{Size: 5}, false), Break{Kind: Fork, Seq: 5})
	ahead := v
	if err := ahead.Expect(Checkpoint{Size: 9}, false); err != nil {
		t.Fatal(err)
	}
	_, err := ahead.Close()
	wantBreak(t, err, Break{Kind: Ahead, Seq: 9, Other: 5})
	if res, err := v.Close(); err != nil || res.Covered != 5 || res.Checkpoints != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestAddWithheld(t *testing.T) {
	rows := testRows(t, 32, testDecisions)
	feed := func(withhold int64) (Result, error) {
		var v Verifier
		for _, r := range rows {
			err := error(nil)
			if r.seq == withhold {
				err = v.AddWithheld(r.seq, r.header, r.hashes)
			} else {
				err = v.Add(r.seq, r.header, r.hashes, r.salt, r.payload, r.erased)
			}
			if err != nil {
				return Result{}, err
			}
		}
		return v.Close()
	}
	if res, err := feed(9); err != nil || res.Withheld != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	_, err := feed(20)
	wantBreak(t, err, Break{Kind: BadDisposal, Seq: 20})
}

func TestEveryBreakHasItsOwnText(t *testing.T) {
	seen := map[string]Kind{}
	for kind, p := range breaks {
		for _, text := range []string{p.sv, p.en} {
			if text == "" || seen[text] != "" {
				t.Errorf("%s: text %q is empty or also that of %s", kind, text, seen[text])
			}
			seen[text] = kind
		}
	}
	if s := (&Break{Kind: "new"}).Error(); s != "new" {
		t.Errorf("unknown kind says %q", s)
	}
}

// TestVerifierKeepsOnlyTheEdge feeds a log made on the way and watches the heap.
func TestVerifierKeepsOnlyTheEdge(t *testing.T) {
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	a, err := NewAppender(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var v Verifier
	before := heap()
	const n = 20000
	for seq := range int64(n) {
		payload := []byte("{}")
		e, salt := testEntry(seq, testOrgs[seq%3], seq/3+1, payload)
		header := e.Header()
		hashes, err := a.Append(header)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Add(seq, header, hashes, salt, payload, false); err != nil {
			t.Fatal(err)
		}
	}
	if grown := int64(heap()) - int64(before); grown > 64<<10 {
		t.Errorf("%d bytes more after %d entries", grown, n)
	}
	if res, err := v.Close(); err != nil || res.Size != n || res.Root != a.Root() {
		t.Errorf("%+v, %v", res, err)
	}
}
