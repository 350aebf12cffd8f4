package ledger

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"strings"
	"testing"
	"time"
)

// row is what a store keeps of an entry.
type row struct {
	seq            int64
	header, hashes []byte
	salt, payload  []byte
	erased         bool
	org            string
	commit         [32]byte
}

const testOrigin = "genomlys.example/ledger"

var testStart = time.Date(2023, 10, 31, 23, 59, 58, 123456000, time.UTC)

// testSeed is an endless deterministic source, so that keys and vectors are
// the same in every run.
type testSeed struct{ n byte }

func (s *testSeed) Read(p []byte) (int, error) {
	for i := range p {
		s.n++
		p[i] = s.n * 7
	}
	return len(p), nil
}

func testKeys(t testing.TB, origin string, seed byte) (private, public string) {
	t.Helper()
	private, public, err := newKey(&testSeed{seed}, origin)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

func testEntry(seq int64, org string, n int64, payload []byte) (Entry, []byte) {
	salt := sha256.Sum256(fmt.Appendf(nil, "salt %d", seq))
	e := Entry{
		Seq: seq, At: testStart.Add(time.Duration(seq) * time.Second), Org: org, OrgSeq: n,
		Actor: "p-7f3a", Action: "update", Register: "object", ID: fmt.Sprintf("o%d", seq%5),
		Fields: []string{"kind", "name"}, Set: fmt.Sprintf("s%d", seq/2), Via: "web",
		Commit: Commitment(salt[:SaltSize], payload),
	}
	if seq%3 == 1 {
		e.Reason, e.Via, e.Effective = "dnr 2023/117", "import", testStart.AddDate(-1, 0, 0)
	}
	return e, salt[:SaltSize]
}

var testOrgs = []string{"kommunstyrelsen", "socialnämnden", "skolnämnden"}

// testRows makes a log of n entries in three organisations. The entries whose
// numbers are in erase are erased by a decision in the entry given.
func testRows(t testing.TB, n int64, decisions map[int64][]int64) []row {
	t.Helper()
	a, err := NewAppender(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]row, 0, n)
	numbers := map[string]int64{}
	for seq := range n {
		org := testOrgs[seq%3]
		payload := fmt.Appendf(nil, `{"kind":"system","name":"Ärende %d"}`, seq)
		action := "update"
		if list, ok := decisions[seq]; ok {
			var gone []Erased
			for _, s := range list {
				org = rows[s].org
				gone = append(gone, Erased{s, rows[s].commit})
				rows[s].salt, rows[s].payload, rows[s].erased = nil, nil, true
			}
			if payload, err = DisposalPayload("KS 2023/9 §4", gone); err != nil {
				t.Fatal(err)
			}
			action = ActionDispose
		}
		numbers[org]++
		e, salt := testEntry(seq, org, numbers[org], payload)
		e.Action = action
		header := e.Header()
		blob, err := a.Append(header)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row{seq: seq, header: header, hashes: blob, salt: salt, payload: payload, org: org, commit: e.Commit})
	}
	return rows
}

// rebuild makes hashes anew, as one who rewrites history with full access would.
func rebuild(rows []row) []row {
	var f frontier
	for i := range rows {
		org, rest, _ := Rest(rows[i].header)
		h := recordHash(org, rest)
		rows[i].hashes = f.push(nil, h)
	}
	return rows
}

func rootOf(rows []row) Hash {
	var f frontier
	for _, r := range rows {
		org, rest, _ := Rest(r.header)
		f.push(nil, recordHash(org, rest))
	}
	return f.root()
}

// edit changes one entry by fn and keeps its form canonical.
func edit(t testing.TB, r *row, fn func(*Entry)) {
	t.Helper()
	e, err := ParseHeader(r.header)
	if err != nil {
		t.Fatal(err)
	}
	fn(&e)
	r.header, r.seq = e.Header(), e.Seq
}

func verifyRows(rows []row, expect ...Checkpoint) (Result, error) {
	var v Verifier
	for _, cp := range expect {
		if err := v.Expect(cp, true); err != nil {
			return Result{}, err
		}
	}
	for _, r := range rows {
		if err := v.Add(r.seq, r.header, r.hashes, r.salt, r.payload, r.erased); err != nil {
			return Result{}, err
		}
	}
	return v.Close()
}

func wantBreak(t *testing.T, err error, want Break) {
	t.Helper()
	var b *Break
	if !errors.As(err, &b) {
		t.Fatalf("got %v, want break %s", err, want.Kind)
	}
	if want.Name == "" { // not every table line cares
		want.Name = b.Name
	}
	if *b != want {
		t.Errorf("got %+v (%v), want %+v", *b, b, want)
	}
	for _, lang := range []string{"sv", "en"} {
		if s := b.Say(lang); s == string(b.Kind) || strings.Contains(s, "{") {
			t.Errorf("%s text of %s: %q", lang, b.Kind, s)
		}
	}
}

// bundleOf writes rows as a bundle with a checkpoint after each size given.
func bundleOf(t testing.TB, rows []row, meta Bundle, private string, sizes ...int64) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := NewBundleWriter(&out, meta)
	if err != nil {
		t.Fatal(err)
	}
	var f frontier
	for i, r := range rows {
		it := Item{Seq: r.seq, Header: r.header, Hashes: r.hashes, Salt: r.salt, Payload: r.payload, Erased: r.erased}
		org, rest, _ := Rest(r.header)
		if meta.Extract && org != meta.Org {
			it = Item{Seq: r.seq, Masked: true, Org: org, Rest: rest, Hashes: r.hashes}
		}
		if err := w.Write(it); err != nil {
			t.Fatal(err)
		}
		f.push(nil, recordHash(org, rest))
		for _, s := range sizes {
			if s == int64(i+1) {
				if err := w.Write(Item{Checkpoint: signed(t, private, f.size, f.root())}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func signed(t testing.TB, private string, size int64, root Hash) []byte {
	t.Helper()
	cp, err := SignCheckpoint(private, size, root, testStart.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return cp
}
