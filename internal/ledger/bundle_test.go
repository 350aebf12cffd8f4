package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestBundle(t *testing.T) {
	private, public := testKeys(t, testOrigin, 1)
	rows := testRows(t, 40, testDecisions)
	root := rootOf(rows)
	old := Checkpoint{Origin: testOrigin, Size: 17, Root: rootOf(rows[:17])}
	for name, c := range map[string]struct {
		meta Bundle
		want Result
	}{
		"whole":   {Bundle{Origin: testOrigin, Size: 40}, Result{Size: 40, Root: root, Erased: 5, Orgs: 3, Checkpoints: 3, Covered: 40}},
		"extract": {Bundle{testOrigin, 40, true, testOrgs[1]}, Result{Size: 40, Root: root, Erased: 2, Masked: 26, Orgs: 3, Checkpoints: 3, Covered: 40}},
	} {
		b := bundleOf(t, rows, c.meta, private, 10, 40)
		meta, res, err := VerifyBundle(bytes.NewReader(b), public, old)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if res.First.IsZero() || res.Last.Before(res.First) {
			t.Errorf("%s: from %v to %v", name, res.First, res.Last)
		}
		c.want.First, c.want.Last = res.First, res.Last
		if meta != c.meta || !reflect.DeepEqual(res, c.want) {
			t.Errorf("%s: %+v %+v", name, meta, res)
		}
		// Nothing but organisation and digests of the other boards.
		for _, secret := range []string{"p-7f3a", "Ärende", "KS 2023/9", "object"} {
			if masked := maskedLines(b); strings.Contains(masked, secret) || (masked == "") == c.meta.Extract {
				t.Errorf("%s shows %q of another board", name, secret)
			}
		}
	}
}

func maskedLines(bundle []byte) string {
	var out string
	for line := range strings.Lines(string(bundle)) {
		if strings.Contains(line, `"state":"masked"`) {
			out += line
		}
	}
	return out
}

// TestTamperBundle changes the file an auditor was given.
func TestTamperBundle(t *testing.T) {
	const n = 32
	private, public := testKeys(t, testOrigin, 1)
	_, stranger := testKeys(t, testOrigin, 2)
	_, elsewhere := testKeys(t, "annan.example/ledger", 1)
	rows := testRows(t, n, testDecisions)
	whole := Bundle{Origin: testOrigin, Size: n}
	good := bundleOf(t, rows, whole, private, 8, n)
	extract := bundleOf(t, rows, Bundle{testOrigin, n, true, testOrgs[1]}, private, 8, n)
	anchor := Checkpoint{Origin: testOrigin, Size: 20, Root: rootOf(rows[:20])}

	rewritten := func() []byte { // by one who holds the key
		r := testRows(t, n, testDecisions)
		edit(t, &r[7], func(e *Entry) { e.Actor = "p-0000" })
		return bundleOf(t, rebuild(r), whole, private, n)
	}
	// lines of good: 0 meta, 1-8 entries 0-7, 9 checkpoint, 10-33 entries 8-31, 34 checkpoint
	lines := func(fn func([][]byte) [][]byte) func() []byte {
		return func() []byte { return bytes.Join(fn(bytes.SplitAfter(good, []byte("\n"))), nil) }
	}
	swap := func(from []byte, old, new string) func() []byte {
		return func() []byte {
			if !bytes.Contains(from, []byte(old)) {
				t.Fatalf("%q does not occur", old)
			}
			return bytes.Replace(from, []byte(old), []byte(new), 1)
		}
	}
	for _, c := range []struct {
		name    string
		bundle  func() []byte
		key     string
		trusted []Checkpoint
		want    Break
	}{
		{"payload changed", swap(good, "Ärende 7", "Ärende 8"), public, nil, Break{Kind: ChangedPayload, Seq: 7}},
		{"header changed", swap(good, `\"id\":\"o2\"`, `\"id\":\"o3\"`), public, nil, Break{Kind: ChangedHeader, Seq: 2}},
		{"line deleted", lines(func(l [][]byte) [][]byte { return slices.Delete(l, 6, 7) }), public, nil, Break{Kind: Deleted, Seq: 5, Other: 6}},
		{"lines swapped", lines(func(l [][]byte) [][]byte { l[5], l[6] = l[6], l[5]; return l }), public, nil, Break{Kind: Swapped, Seq: 4, Other: 5}},
		{"lines swapped over a checkpoint", lines(func(l [][]byte) [][]byte { l[5], l[15] = l[15], l[5]; return l }), public, nil, Break{Kind: Swapped, Seq: 4, Other: 13}},
		{"line twice", lines(func(l [][]byte) [][]byte { return slices.Insert(l, 7, l[6]) }), public, nil, Break{Kind: Duplicate, Seq: 5}},
		{"tail cut", lines(func(l [][]byte) [][]byte { return l[:30] }), public, nil, Break{Kind: CutTail, Seq: 28, Other: n}},
		{"tail cut within a line", func() []byte { return good[:len(good)-700] }, public, nil, Break{Kind: BadBundle, Seq: 34}},
		{"tail cut and first line fitted", func() []byte { return bundleOf(t, rows[:n-5], Bundle{Origin: testOrigin, Size: n - 5}, private, 8) }, public, nil, Break{Kind: Unsigned, Seq: 8, Other: n - 5}},
		{"tail cut and signed again", func() []byte { return bundleOf(t, rows[:15], Bundle{Origin: testOrigin, Size: 15}, private, 15) }, public, []Checkpoint{anchor}, Break{Kind: Ahead, Seq: 20, Other: 15}},
		{"entry added", func() []byte { return bundleOf(t, rows, whole, private, n-1) }, public, nil, Break{Kind: Unsigned, Seq: n - 1, Other: n}},
		{"more than the first line says", swap(good, `"size":32`, `"size":31`), public, nil, Break{Kind: BadBundle, Seq: 36}},
		{"no checkpoint at all", func() []byte { return bundleOf(t, rows, whole, private) }, public, nil, Break{Kind: Unsigned, Seq: 0, Other: n}},
		{"empty log without checkpoint", func() []byte { return bundleOf(t, nil, Bundle{Origin: testOrigin}, private) }, public, nil, Break{Kind: Unsigned}},
		{"history rewritten with the right key", rewritten, public, []Checkpoint{anchor}, Break{Kind: RootDiffers, Seq: 20, Name: anchor.Root.String()}},
		{"two forks", rewritten, public, []Checkpoint{{Origin: testOrigin, Size: n, Root: rootOf(rows)}}, Break{Kind: Fork, Seq: n}},
		{"wrong key", func() []byte { return good }, stranger, nil, Break{Kind: WrongKey}},
		{"key of another log", func() []byte { return good }, elsewhere, nil, Break{Kind: WrongKey, Name: testOrigin}},
		{"checkpoint of another log", func() []byte { return good }, public, []Checkpoint{{Origin: "annan.example/ledger"}}, Break{Kind: BadCheckpoint}},
		{"checkpoint changed", swap(good, `ledger\n32\n`, `ledger\n31\n`), public, nil, Break{Kind: BadSignature}},
		{"checkpoint too late", lines(func(l [][]byte) [][]byte { l[9], l[10] = l[10], l[9]; return l }), public, nil, Break{Kind: LateCheckpoint, Seq: 8, Other: 9}},
		{"erased without decision", func() []byte {
			r := slices.Clone(rows)
			r[7].salt, r[7].payload, r[7].erased = nil, nil, true
			return bundleOf(t, r, whole, private, n)
		}, public, nil, Break{Kind: Undecided, Seq: 7}},
		{"own entry hidden in extract", func() []byte {
			org, rest, _ := Rest(rows[7].header)
			var out bytes.Buffer
			w, err := NewBundleWriter(&out, Bundle{testOrigin, n, true, testOrgs[1]})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Write(Item{Masked: true, Org: org, Rest: rest, Hashes: rows[0].hashes}); err != nil {
				t.Fatal(err)
			}
			if err := w.w.Flush(); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}, public, nil, Break{Kind: Hidden, Seq: 0, Name: testOrgs[1]}},
		{"masked entry given to another", swap(extract, testOrgs[2], testOrgs[0]), public, nil, Break{Kind: ChangedHeader, Seq: 2}},
		{"masked in a whole bundle", swap(extract, fmt.Sprintf(`,"org":%q}`, testOrgs[1]), `}`), public, nil, Break{Kind: BadBundle, Seq: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := VerifyBundle(bytes.NewReader(c.bundle()), c.key, c.trusted...)
			wantBreak(t, err, c.want)
		})
	}
}

func TestBundleReaderRefuses(t *testing.T) {
	first := `{"bundle":"genomlys-ledger/1","origin":"o","size":1}` + "\n"
	for name, b := range map[string]string{
		"empty":             "",
		"other form":        `{"bundle":"genomlys-ledger/2","origin":"o","size":1}` + "\n",
		"negative":          `{"bundle":"genomlys-ledger/1","origin":"o","size":-1}` + "\n",
		"blank":             `{"bundle": "genomlys-ledger/1","origin":"o","size":1}` + "\n",
		"no end":            strings.TrimSuffix(first, "\n"),
		"unknown key":       first + `{"seq":0,"name":"x"}` + "\n",
		"key in capitals":   first + `{"Seq":0,"header":"x","state":"erased"}` + "\n",
		"key twice":         first + `{"seq":0,"seq":0,"header":"x","state":"erased"}` + "\n",
		"no seq":            first + `{"header":"x","state":"erased"}` + "\n",
		"negative seq":      first + `{"seq":-1,"header":"x","state":"erased"}` + "\n",
		"nothing":           first + `{}` + "\n",
		"null":              first + `null` + "\n",
		"empty line":        first + "\n",
		"no contents":       first + `{"seq":0,"header":"x"}` + "\n",
		"no salt":           first + `{"seq":0,"header":"x","payload":"x"}` + "\n",
		"erased but shown":  first + `{"seq":0,"header":"x","payload":"x","state":"erased"}` + "\n",
		"unknown state":     first + `{"seq":0,"header":"x","state":"lost"}` + "\n",
		"masked header":     first + `{"seq":0,"header":"x","state":"masked"}` + "\n",
		"masked short":      first + `{"seq":0,"org":"x","rest":"AAAA","state":"masked"}` + "\n",
		"org with header":   first + `{"seq":0,"header":"x","org":"x","state":"erased"}` + "\n",
		"entry+checkpoint":  first + `{"seq":0,"header":"x","state":"erased","checkpoint":"x"}` + "\n",
		"not UTF-8":         first + `{"seq":0,"header":"` + "\xff" + `","state":"erased"}` + "\n",
		"longer than a cap": first + `{"checkpoint":"` + strings.Repeat("x", MaxLine) + `"}` + "\n",
	} {
		err := readAll(strings.NewReader(b))
		var broken *Break
		if !errors.As(err, &broken) || broken.Kind != BadBundle {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := readAll(strings.NewReader(first + `{"seq":0,"header":"x","state":"erased"}` + "\n")); err != nil {
		t.Errorf("smallest good bundle: %v", err)
	}
	lost := errors.New("disk gone")
	if err := readAll(io.MultiReader(strings.NewReader(first), failing{lost})); !errors.Is(err, lost) {
		t.Errorf("reading error became %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func readAll(r io.Reader) error {
	b, err := NewBundleReader(r)
	for err == nil {
		_, err = b.Next()
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func TestBundleWriterRefuses(t *testing.T) {
	rows := testRows(t, 3, nil)
	item := func(i int) Item {
		return Item{Seq: int64(i), Header: rows[i].header, Hashes: rows[i].hashes, Salt: rows[i].salt, Payload: rows[i].payload}
	}
	for name, c := range map[string]struct {
		meta Bundle
		it   Item
	}{
		"gap":        {Bundle{Size: 3}, item(1)},
		"too many":   {Bundle{Size: 0}, item(0)},
		"not own":    {Bundle{Size: 3, Extract: true, Org: "x"}, item(0)},
		"no salt":    {Bundle{Size: 3}, Item{Header: rows[0].header, Payload: []byte("{}")}},
		"not UTF-8":  {Bundle{Size: 3}, Item{Header: rows[0].header, Salt: rows[0].salt, Payload: []byte("\xff")}},
		"checkpoint": {Bundle{Size: 3}, Item{Checkpoint: []byte("\xff")}},
		"too long":   {Bundle{Size: 3}, Item{Header: rows[0].header, Salt: rows[0].salt, Payload: bytes.Repeat([]byte("x"), MaxLine)}},
	} {
		w, err := NewBundleWriter(io.Discard, c.meta)
		if err != nil {
			t.Fatal(err)
		}
		if w.Write(c.it) == nil {
			t.Errorf("%s: written", name)
		}
	}
	w, err := NewBundleWriter(io.Discard, Bundle{Size: 3})
	if err != nil {
		t.Fatal(err)
	}
	if w.Flush() == nil {
		t.Error("flushed with 0 of 3 entries")
	}
}

func FuzzBundle(f *testing.F) {
	private, public := testKeys(f, testOrigin, 1)
	rows := testRows(f, 32, testDecisions)
	f.Add(bundleOf(f, rows[:4], Bundle{Origin: testOrigin, Size: 4}, private, 2, 4))
	f.Add(bundleOf(f, rows, Bundle{testOrigin, 32, true, testOrgs[1]}, private, 32))
	f.Add([]byte(`{"bundle":"genomlys-ledger/1","origin":"o","size":1}` + "\n" + `{"seq":0,"header":"x","state":"withheld"}` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		// What is read can be written again, byte by byte.
		var out bytes.Buffer
		r, err := NewBundleReader(bytes.NewReader(b))
		if err != nil {
			return
		}
		if err := lineEncoder(&out).Encode(r.Bundle().line()); err != nil {
			t.Fatal(err)
		}
		for {
			it, err := r.Next()
			if err == io.EOF {
				if !bytes.Equal(out.Bytes(), b) {
					t.Errorf("%q is written back as %q", b, out.Bytes())
				}
				break
			}
			if err != nil {
				break
			}
			l, err := it.line()
			if err != nil {
				t.Fatalf("read but not written: %v", err)
			}
			if err := lineEncoder(&out).Encode(l); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err = VerifyBundle(bytes.NewReader(b), public)
		var broken *Break
		if err != nil && !errors.As(err, &broken) {
			t.Errorf("not a break: %v", err)
		}
	})
}
