package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const data = "../../internal/ledger/testdata/"

// verify runs the command and gives exit code, result line and messages.
func verify(t *testing.T, stdin string, args ...string) (int, string, string) {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

func TestWhole(t *testing.T) {
	const root = "Pfa1xt58MT1r+EzicrjN3GuqhXsg0idkNRjJPI19Uxw="
	bundle, err := os.ReadFile(data + "bundle.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	key := []string{"-key", data + "key.txt"}
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"Swedish": {"", []string{"-bundle", data + "bundle.jsonl"},
			"verifierad: 32 poster, rot " + root + ", 2 kontrollpunkter, 5 gallrade med beslut, liggare genomlys.example/ledger\n"},
		"English, with checkpoints": {"", []string{"-lang", "en", "-bundle", data + "bundle.jsonl", "-checkpoint", data + "checkpoint.txt", "-checkpoint", data + "printed.txt"},
			"verified: 32 entries, root " + root + ", 4 checkpoints, 5 erased by decision, log genomlys.example/ledger\n"},
		"from a pipe, typed root": {string(bundle), []string{"-bundle", "-", "-printed", "32:" + root},
			"verifierad: 32 poster, rot " + root + ", 2 kontrollpunkter, 5 gallrade med beslut, liggare genomlys.example/ledger\n"},
		"extract": {"", []string{"-bundle", data + "extract.jsonl", "-lang=en"},
			"verified: 32 entries, root " + root + ", 2 checkpoints, 2 erased by decision, extract for socialnämnden, 20 entries of others as hashes only, log genomlys.example/ledger\n"},
	} {
		code, out, errs := verify(t, c.stdin, append(c.args, key...)...)
		if code != exitWhole || out != c.want || errs != "" {
			t.Errorf("%s: exit %d\n got %q\nwant %q\nmessages %q", name, code, out, c.want, errs)
		}
	}
}

func TestBroken(t *testing.T) {
	bundle, err := os.ReadFile(data + "bundle.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	text := string(bundle)
	changed := strings.Replace(text, "Ärende 7", "Ärende 8", 1)
	args := []string{"-bundle", "-", "-key", data + "key.txt"}
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"Swedish": {changed, nil, "BRUTEN: post 7: innehållet har ändrats, det stämmer inte med postens åtagande\n"},
		"English": {changed, []string{"-lang", "en"}, "BROKEN: entry 7: the contents were changed, they do not match the entry's commitment\n"},
		"printed root": {text, []string{"-printed", "20:Pfa1xt58MT1r+EzicrjN3GuqhXsg0idkNRjJPI19Uxw="},
			"BRUTEN: roten avviker: de första 20 posterna ger inte kontrollpunktens rot Pfa1xt58MT1r+EzicrjN3GuqhXsg0idkNRjJPI19Uxw=, historien är omskriven\n"},
		"larger printed size": {text, []string{"-printed", "40:Pfa1xt58MT1r+EzicrjN3GuqhXsg0idkNRjJPI19Uxw="},
			"BRUTEN: kontrollpunkten omfattar 40 poster men liggaren bara 32: senare poster har försvunnit\n"},
		"no bundle": {"hej\n", nil, "BRUTEN: rad 1 i paketet går inte att läsa (no JSON of the expected kind: invalid character 'h' looking for beginning of value)\n"},
	} {
		code, out, errs := verify(t, c.stdin, append(c.args, args...)...)
		if code != exitBroken || out != c.want || errs != "" {
			t.Errorf("%s: exit %d\n got %q\nwant %q\nmessages %q", name, code, out, c.want, errs)
		}
	}
}

// TestForgedCheckpointFile: a file that claims a signature is not taken as typed.
func TestForgedCheckpointFile(t *testing.T) {
	cp, err := os.ReadFile(data + "checkpoint.txt")
	if err != nil {
		t.Fatal(err)
	}
	forged := filepath.Join(t.TempDir(), "cp")
	if err := os.WriteFile(forged, bytes.Replace(cp, []byte("\n16\n"), []byte("\n17\n"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, _ := verify(t, "", "-bundle", data+"bundle.jsonl", "-key", data+"key.txt", "-checkpoint", forged)
	if code != exitBroken || !strings.Contains(out, "signaturen stämmer inte") {
		t.Errorf("exit %d, %q", code, out)
	}
}

func TestUsage(t *testing.T) {
	good := []string{"-bundle", data + "bundle.jsonl", "-key", data + "key.txt"}
	for name, args := range map[string][]string{
		"nothing":             nil,
		"no key":              good[:2],
		"no bundle":           good[2:],
		"unknown flag":        append([]string{"-x"}, good...),
		"more words":          append(good[:4:4], "x"),
		"language":            append([]string{"-lang", "fi"}, good...),
		"bundle not there":    {"-bundle", data + "none", "-key", data + "key.txt"},
		"key not there":       {"-bundle", data + "bundle.jsonl", "-key", data + "none"},
		"key is no key":       {"-bundle", data + "bundle.jsonl", "-key", data + "printed.txt"},
		"checkpoint missing":  append([]string{"-checkpoint", data + "none"}, good...),
		"printed no number":   append([]string{"-printed", "x:y"}, good...),
		"printed short root":  append([]string{"-printed", "20:AAAA"}, good...),
		"bundle is directory": {"-bundle", data, "-key", data + "key.txt"},
	} {
		code, out, errs := verify(t, "", args...)
		if code != exitUsage || out != "" || errs == "" {
			t.Errorf("%s: exit %d, %q, %q", name, code, out, errs)
		}
	}
	code, _, errs := verify(t, "", "-lang", "en", "-h")
	if code != exitWhole || !strings.Contains(errs, "without server") {
		t.Errorf("help: exit %d, %q", code, errs)
	}
}

// TestImports keeps the tool small enough to be read by an auditor: of ours
// only the ledger, of others only x/mod, and neither network nor database.
func TestImports(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(list)) {
		switch {
		case strings.HasPrefix(p, "genomlys/") && p != "genomlys/internal/ledger" && p != "genomlys/cmd/genomlys-verify",
			p == "net" || strings.HasPrefix(p, "net/") || p == "database/sql",
			strings.Contains(strings.Split(p, "/")[0], ".") && !strings.HasPrefix(p, "golang.org/x/mod/"):
			t.Errorf("imports %s", p)
		}
	}
}
