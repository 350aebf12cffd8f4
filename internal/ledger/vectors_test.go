package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write testdata anew; only when the format gets a new version")

// vectors is testdata/vectors.json: what another implementation of
// docs/ledger-format.md must arrive at. Bytes are in hex, hashes of the tree
// in base64.
type vectors struct {
	About       string
	PublicKey   string
	Fingerprint string
	EmptyRoot   Hash
	Entries     []entryVector
	Proofs      []proofVector
	Growth      []proofVector
}

type entryVector struct {
	Header     string
	Leaf       string // record data
	LeafHash   Hash
	Hashes     string // blob
	Salt       string // of entries whose contents are there
	Payload    string
	Commitment string
	Root       Hash // of the log up to and with this entry
}

// proofVector is an inclusion proof of entry A, or the consistency proof from
// size A, in the log of Size entries.
type proofVector struct {
	A, Size int64
	Proof   []Hash
}

// TestVectors keeps the published files and the code together: the format of
// a ledger that exists can never change.
func TestVectors(t *testing.T) {
	private, public := testKeys(t, testOrigin, 1)
	rows := testRows(t, 32, testDecisions)
	fingerprint, err := Fingerprint(public)
	if err != nil {
		t.Fatal(err)
	}
	v := vectors{
		About:     "Vectors for docs/ledger-format.md. Bytes in hex, tree hashes in base64.",
		PublicKey: public, Fingerprint: fingerprint, EmptyRoot: emptyRoot,
	}
	for i, r := range rows {
		org, rest, _ := Rest(r.header)
		v.Entries = append(v.Entries, entryVector{
			Header: string(r.header), Leaf: hex.EncodeToString(Leaf(r.header)), LeafHash: recordHash(org, rest),
			Hashes: hex.EncodeToString(r.hashes), Salt: hex.EncodeToString(r.salt), Payload: string(r.payload),
			Commitment: hex.EncodeToString(r.commit[:]), Root: rootOf(rows[:i+1]),
		})
	}
	reader := loader(rows)
	for _, c := range [][2]int64{{0, 1}, {0, 7}, {3, 7}, {6, 7}, {20, 32}, {30, 31}} {
		p, err := ProveEntry(c[1], c[0], reader)
		if err != nil {
			t.Fatal(err)
		}
		v.Proofs = append(v.Proofs, proofVector{c[0], c[1], p})
	}
	for _, c := range [][2]int64{{1, 7}, {4, 7}, {6, 7}, {7, 7}, {16, 32}, {21, 31}} {
		p, err := ProveTree(c[1], c[0], reader)
		if err != nil {
			t.Fatal(err)
		}
		v.Growth = append(v.Growth, proofVector{c[0], c[1], p})
	}
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	printed := testOrigin + "\n20\n" + rootOf(rows[:20]).String() + "\n"
	for name, want := range map[string][]byte{
		"vectors.json":   append(text, '\n'),
		"key.txt":        []byte(public + "\n"),
		"bundle.jsonl":   bundleOf(t, rows, Bundle{Origin: testOrigin, Size: 32}, private, 8, 32),
		"extract.jsonl":  bundleOf(t, rows, Bundle{testOrigin, 32, true, testOrgs[1]}, private, 8, 32),
		"checkpoint.txt": signed(t, private, 16, rootOf(rows[:16])),
		"printed.txt":    []byte(printed),
	} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the code makes: the format has changed", path)
		}
	}
	// Golden values by hand, so that -update alone cannot change the format.
	const root32 = "Pfa1xt58MT1r+EzicrjN3GuqhXsg0idkNRjJPI19Uxw="
	if got := base64.StdEncoding.EncodeToString(v.Entries[31].Root[:]); got != root32 {
		t.Errorf("root of 32 entries is %s, want %s", got, root32)
	}
}
