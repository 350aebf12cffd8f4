package ledger

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func TestCheckpoint(t *testing.T) {
	private, public, err := NewKey(testOrigin)
	if err != nil {
		t.Fatal(err)
	}
	root := rootOf(testRows(t, 9, nil))
	cp := signed(t, private+"\n", 9, root)
	got, err := OpenCheckpoint(public, cp)
	if err != nil {
		t.Fatal(err)
	}
	want := Checkpoint{Origin: testOrigin, Size: 9, Root: root, At: testStart.AddDate(1, 0, 0)}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if lines := strings.Split(string(cp), "\n"); lines[0] != testOrigin || lines[1] != "9" || lines[2] != root.String() {
		t.Errorf("not a C2SP checkpoint: %q", cp)
	}
	_, older := testKeys(t, testOrigin, 9)
	if _, err := OpenCheckpoint("# 2022\n"+older+"\n\n# 2023\r\n"+public+"\n"+public+"\n", cp); err != nil {
		t.Errorf("among several keys: %v", err)
	}
	for _, key := range []string{private, public} {
		if o, err := Origin(key); err != nil || o != testOrigin {
			t.Errorf("origin %q, %v", o, err)
		}
	}
}

func TestCheckpointRefuses(t *testing.T) {
	private, public := testKeys(t, testOrigin, 1)
	_, stranger := testKeys(t, testOrigin, 2)
	root := rootOf(testRows(t, 9, nil))
	cp := signed(t, private, 9, root)
	s, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(text string) []byte {
		b, err := note.Sign(&note.Note{Text: text}, s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	r := root.String()
	for _, c := range []struct {
		name, key string
		note      []byte
		want      Kind
	}{
		{"other key", stranger, cp, WrongKey},
		{"size changed", public, bytes.Replace(cp, []byte("\n9\n"), []byte("\n8\n"), 1), BadSignature},
		{"time changed", public, bytes.Replace(cp, []byte("time 2024"), []byte("time 2023"), 1), BadSignature},
		{"unsigned", public, []byte(testOrigin + "\n9\n" + r + "\n"), BadCheckpoint},
		{"no note", public, []byte("hej"), BadCheckpoint},
		{"huge", public, bytes.Repeat([]byte("x"), maxCheckpoint+1), BadCheckpoint},
		{"other origin, right key", public, sign("annan.example/ledger\n9\n" + r + "\n"), WrongKey},
		{"two lines", public, sign(testOrigin + "\n9\n"), BadCheckpoint},
		{"negative", public, sign(testOrigin + "\n-1\n" + r + "\n"), BadCheckpoint},
		{"leading zero", public, sign(testOrigin + "\n09\n" + r + "\n"), BadCheckpoint},
		{"short root", public, sign(testOrigin + "\n9\nAAAA\n"), BadCheckpoint},
		{"bad time", public, sign(testOrigin + "\n9\n" + r + "\ntime now\n"), BadCheckpoint},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := OpenCheckpoint(c.key, c.note)
			wantBreak(t, err, Break{Kind: c.want})
		})
	}
	for _, key := range []string{"", "# only a comment", "x+00000000+AAAA", private} {
		if _, err := OpenCheckpoint(key, cp); err == nil {
			t.Errorf("opened with key %q", key)
		}
	}
	for _, origin := range []string{"", "a b", "a+b"} {
		if _, _, err := NewKey(origin); err == nil {
			t.Errorf("key made for origin %q", origin)
		}
	}
	if _, err := SignCheckpoint(private, -1, root, testStart); err == nil {
		t.Error("signed a negative size")
	}
	if _, err := SignCheckpoint(public, 1, root, testStart); err == nil {
		t.Error("signed with a public key")
	}
	if _, err := Origin("x"); err == nil {
		t.Error("x is a key")
	}
}

func TestParseCheckpoint(t *testing.T) {
	root := rootOf(testRows(t, 9, nil))
	private, _ := testKeys(t, testOrigin, 1)
	for _, text := range []string{
		testOrigin + "\n9\n" + root.String(),
		testOrigin + "\r\n9\r\n" + root.String() + "\r\n",
		string(signed(t, private, 9, root)),
	} {
		cp, err := ParseCheckpoint([]byte(text))
		if err != nil || cp.Size != 9 || cp.Root != root || cp.Origin != testOrigin {
			t.Errorf("%q: %+v, %v", text, cp, err)
		}
	}
	for _, text := range []string{"", "\n9\n" + root.String(), testOrigin + "\n9", testOrigin + "\nnio\n" + root.String(), strings.Repeat("x", maxCheckpoint+1)} {
		if _, err := ParseCheckpoint([]byte(text)); err == nil {
			t.Errorf("%.40q is a checkpoint", text)
		}
	}
}

func TestFingerprint(t *testing.T) {
	_, public := testKeys(t, testOrigin, 1)
	_, other := testKeys(t, testOrigin, 2)
	a, err := Fingerprint(public + "\n")
	if err != nil || len(strings.Fields(a)) != 8 || len(a) != 39 {
		t.Errorf("%q, %v", a, err)
	}
	if b, _ := Fingerprint(other); a == b {
		t.Error("two keys have one fingerprint")
	}
	if _, err := Fingerprint("x"); err == nil {
		t.Error("x has a fingerprint")
	}
}
