package ledger

import (
	"bytes"
	"errors"
	"testing"
)

// keyEntry makes entry seq of the installation one that brings a key in.
func keyEntry(t *testing.T, r *row, action, public string) {
	t.Helper()
	edit(t, r, func(e *Entry) { e.Register, e.ID, e.Action, e.Fields = Installation, public, action, nil })
}

func TestPublic(t *testing.T) {
	private, public := testKeys(t, testOrigin, 1)
	if got, err := Public(private + "\n"); err != nil || got != public {
		t.Errorf("%s (%v), want %s", got, err, public)
	}
	for _, bad := range []string{"", public, "PRIVATE+KEY+x+00000000+AAAA"} {
		if got, err := Public(bad); err == nil {
			t.Errorf("%q is taken as the private key of %s", bad, got)
		}
	}
}

// A key may follow another: who has the first reads on by it where it vouches
// for the next, and not where it was lost.
func TestKeyFollowsKey(t *testing.T) {
	first, firstPub := testKeys(t, testOrigin, 1)
	second, secondPub := testKeys(t, testOrigin, 2)
	third, thirdPub := testKeys(t, testOrigin, 3)
	rows := testRows(t, 20, nil)
	keyEntry(t, &rows[9], ActionKeyChange, secondPub)
	keyEntry(t, &rows[14], ActionKeyLost, thirdPub)
	rows = rebuild(rows)
	sign := func(size int64, key string, more ...string) []byte {
		t.Helper()
		b, err := SignCheckpoint(key, size, rootOf(rows[:size]), testStart, more...)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	changes := []KeyChange{{9, secondPub, false}, {14, thirdPub, true}}
	kept := [][]byte{sign(5, first), sign(10, first, second), sign(12, second), sign(20, third)}
	if cps, err := OpenCheckpoints(firstPub, changes, kept); err != nil || len(cps) != 4 {
		t.Errorf("a log whose key changed: %v, %v", cps, err)
	}
	for name, c := range map[string]struct {
		changes []KeyChange
		kept    [][]byte
	}{
		"the former never vouched":              {changes, [][]byte{sign(5, first), sign(10, second)}},
		"a key that no entry brings in":         {changes[:1], kept},
		"a lost key's heir before its entry":    {changes, [][]byte{sign(5, third)}},
		"a successor before it was vouched for": {changes, [][]byte{sign(5, second), sign(10, first, second)}},
	} {
		var b *Break
		if _, err := OpenCheckpoints(firstPub, c.changes, c.kept); !errors.As(err, &b) || b.Kind != WrongKey {
			t.Errorf("%s: %v", name, err)
		}
	}

	bundle := func(size int64, notes map[int64][]byte) []byte {
		t.Helper()
		var out bytes.Buffer
		w, err := NewBundleWriter(&out, Bundle{Origin: testOrigin, Size: size})
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows[:size] {
			err := w.Write(Item{Seq: int64(i), Header: r.header, Hashes: r.hashes, Salt: r.salt, Payload: r.payload, Erased: r.erased})
			if n := notes[int64(i)+1]; err == nil && n != nil {
				err = w.Write(Item{Checkpoint: n})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	vouched := bundle(12, map[int64][]byte{10: kept[1], 12: kept[2]})
	for _, key := range []string{firstPub, secondPub} {
		if _, res, err := VerifyBundle(bytes.NewReader(vouched), key); err != nil || len(res.Keys) != 1 || res.Keys[0] != changes[0] {
			t.Errorf("by %.40s: %v, %v", key, res.Keys, err)
		}
	}
	whole := bundle(20, map[int64][]byte{10: kept[1], 20: kept[3]})
	var b *Break
	if _, _, err := VerifyBundle(bytes.NewReader(whole), firstPub); !errors.As(err, &b) || b.Kind != WrongKey {
		t.Errorf("a key that nothing vouches for is taken: %v", err)
	}
	if _, res, err := VerifyBundle(bytes.NewReader(whole), firstPub+"\n"+thirdPub); err != nil || len(res.Keys) != 2 || !res.Keys[1].Lost {
		t.Errorf("with both keys: %v, %v", res.Keys, err)
	}
}
