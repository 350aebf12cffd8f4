package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// loader reads blobs of rows, as a store would.
func loader(rows []row) tlog.HashReader {
	return Reader(func(seqs []int64) (map[int64][]byte, error) {
		blobs := map[int64][]byte{}
		for _, s := range seqs {
			if s >= int64(len(rows)) {
				return nil, fmt.Errorf("entry %d is not written yet", s)
			}
			if _, twice := blobs[s]; twice {
				return nil, fmt.Errorf("entry %d asked for twice", s)
			}
			blobs[s] = rows[s].hashes
		}
		return blobs, nil
	})
}

// TestAppendAgainstTlog builds the same log three ways: the appender, the
// single Append, and tlog's own storage order.
func TestAppendAgainstTlog(t *testing.T) {
	rows := testRows(t, 150, testDecisions)
	var stored []Hash
	reference := tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		var out []Hash
		for _, i := range indexes {
			out = append(out, stored[i])
		}
		return out, nil
	})
	for i, r := range rows {
		n := int64(i)
		blob, err := Append(n, r.header, loader(rows[:i]))
		if err != nil {
			t.Fatal(err)
		}
		hashes, err := tlog.StoredHashes(n, Leaf(r.header), reference)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		var flat []byte
		for _, h := range hashes {
			flat = append(flat, h[:]...)
		}
		if !bytes.Equal(blob, flat) || !bytes.Equal(r.hashes, flat) {
			t.Fatalf("entry %d: blobs differ", n)
		}
		want, err := tlog.TreeHash(n+1, reference)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Root(n+1, loader(rows))
		if err != nil || got != want || rootOf(rows[:i+1]) != want {
			t.Fatalf("root of %d: %v, %v, want %v", n+1, got, err, want)
		}
		a, err := NewAppender(n+1, loader(rows))
		if err != nil || a.Root() != want || a.Size() != n+1 {
			t.Fatalf("appender at %d: %v, %v", n+1, a, err)
		}
		if i+1 < len(rows) {
			next, err := a.Append(rows[i+1].header)
			if err != nil || !bytes.Equal(next, rows[i+1].hashes) {
				t.Fatalf("appender at %d: %v", n+1, err)
			}
		}
	}
}

func TestRootOfNothing(t *testing.T) {
	const want = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" // SHA-256 of nothing
	got, err := Root(0, nil)
	if err != nil || got.String() != want {
		t.Errorf("got %v, %v", got, err)
	}
	a, err := NewAppender(0, nil)
	if err != nil || a.Root() != got {
		t.Errorf("appender: %v, %v", a.Root(), err)
	}
}

func TestAppenderSavepoint(t *testing.T) {
	rows := testRows(t, 40, nil)
	a, err := NewAppender(17, loader(rows))
	if err != nil {
		t.Fatal(err)
	}
	saved := *a
	for _, r := range rows[17:] {
		if _, err := a.Append(r.header); err != nil {
			t.Fatal(err)
		}
	}
	*a = saved
	for _, r := range rows[17:] {
		if blob, err := a.Append(r.header); err != nil || !bytes.Equal(blob, r.hashes) {
			t.Fatalf("entry %d after going back: %v", r.seq, err)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	rows := testRows(t, 4, nil)
	a, err := NewAppender(3, loader(rows))
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range [][]byte{rows[2].header, []byte("{}"), nil} {
		if _, err := a.Append(header); err == nil {
			t.Errorf("appender took %q", header)
		}
		if _, err := Append(3, header, loader(rows)); err == nil {
			t.Errorf("Append took %q", header)
		}
	}
	if a.Size() != 3 {
		t.Errorf("refused entries moved the appender to %d", a.Size())
	}
}

func TestReaderErrors(t *testing.T) {
	rows := testRows(t, 8, nil)
	lost := errors.New("disk gone")
	for name, load := range map[string]func([]int64) (map[int64][]byte, error){
		"error":   func([]int64) (map[int64][]byte, error) { return nil, lost },
		"missing": func([]int64) (map[int64][]byte, error) { return nil, nil },
		"short": func([]int64) (map[int64][]byte, error) {
			return map[int64][]byte{6: nil, 5: nil, 3: rows[3].hashes}, nil
		},
		"long": func([]int64) (map[int64][]byte, error) {
			return map[int64][]byte{6: rows[7].hashes, 5: rows[5].hashes, 3: rows[3].hashes}, nil
		},
	} {
		if _, err := Root(7, Reader(load)); err == nil || name == "error" && !errors.Is(err, lost) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := NewAppender(7, Reader(load)); err == nil {
			t.Errorf("%s: appender opened", name)
		}
	}
}

func TestProofs(t *testing.T) {
	const n = 40
	rows := testRows(t, n, nil)
	r := loader(rows)
	for size := int64(1); size <= n; size++ {
		root := rootOf(rows[:size])
		for seq := range size {
			p, err := ProveEntry(size, seq, r)
			if err != nil {
				t.Fatal(err)
			}
			if err := CheckEntry(p, size, root, seq, rows[seq].header); err != nil {
				t.Fatalf("entry %d of %d: %v", seq, size, err)
			}
			if CheckEntry(p, size, Hash{}, seq, rows[seq].header) == nil {
				t.Fatalf("entry %d of %d is proved under another root", seq, size)
			}
			other := rows[(seq+1)%n].header
			if CheckEntry(p, size, root, seq, other) == nil {
				t.Fatalf("entry %d of %d is proved for another header", seq, size)
			}
			old := seq + 1
			tp, err := ProveTree(size, old, r)
			if err != nil {
				t.Fatal(err)
			}
			oldRoot := rootOf(rows[:old])
			if err := CheckTree(tp, size, root, old, oldRoot); err != nil {
				t.Fatalf("%d in %d: %v", old, size, err)
			}
			oldRoot[0] ^= 1
			if CheckTree(tp, size, root, old, oldRoot) == nil {
				t.Fatalf("%d in %d is proved for another root", old, size)
			}
		}
	}
	forged := rows[3]
	edit(t, &forged, func(e *Entry) { e.Actor = "x" })
	p, err := ProveEntry(n, 3, r)
	if err != nil {
		t.Fatal(err)
	}
	if CheckEntry(p, n, rootOf(rows), 3, forged.header) == nil {
		t.Error("a forged header is proved")
	}
	for _, c := range [][2]int64{{n, n}, {n, -1}, {0, 0}} {
		if _, err := ProveEntry(c[0], c[1], r); err == nil {
			t.Errorf("proof of entry %d of %d", c[1], c[0])
		}
	}
	for _, c := range [][2]int64{{n, n + 1}, {n, 0}, {n, -1}} {
		if _, err := ProveTree(c[0], c[1], r); err == nil {
			t.Errorf("proof of %d in %d", c[1], c[0])
		}
		if CheckTree(nil, c[0], Hash{}, c[1], Hash{}) == nil {
			t.Errorf("%d in %d holds", c[1], c[0])
		}
	}
}

// BenchmarkAppend is 10 000 appends in one transaction, header made and read
// back included: at most 10 µs each.
func BenchmarkAppend(b *testing.B) {
	e, _ := testEntry(0, testOrgs[1], 1, []byte("{}"))
	a, err := NewAppender(0, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		e.Seq = a.Size()
		if _, err := a.Append(e.Header()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseHeader(b *testing.B) {
	h := []byte(goldenHeader)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseHeader(h); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	rows := testRows(b, 10000, testDecisions)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := verifyRows(rows); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/entry")
}

func BenchmarkVerifyBundle(b *testing.B) {
	private, public := testKeys(b, testOrigin, 1)
	rows := testRows(b, 10000, testDecisions)
	bundle := bundleOf(b, rows, Bundle{Origin: testOrigin, Size: 10000}, private, 10000)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := VerifyBundle(bytes.NewReader(bundle), public); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/entry")
}
