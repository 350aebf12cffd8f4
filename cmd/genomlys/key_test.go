package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What an operator does who restores on a new machine: with the key, and
// without it. Whatever is done, the ledger verifies, and a key that the former
// does not vouch for is told as such.
func TestRestoreOnANewMachine(t *testing.T) {
	dir := t.TempDir()
	office(t, dir)
	c := cli{t, filepath.Join(dir, "office.db")}
	c.run(0, "import", "--dir", filepath.Join(dir, "2022"), "--profile", "office", "--effective", "2022-11-15")
	backup := filepath.Join(dir, "backup.db")
	if v := c.value("backup", backup); v["sha256"] == "" || v["path"] != backup {
		t.Errorf("backup as JSON: %v", v)
	}
	before := c.value("verify")
	if before["checkpoints"] != 1.0 {
		t.Errorf("the backup has no checkpoint over it: %v", before)
	}

	with := cli{t, filepath.Join(dir, "with", "office.db")}
	if err := os.Mkdir(filepath.Dir(with.db), 0o700); err != nil {
		t.Fatal(err)
	}
	if v := with.value("restore", backup, "--key", c.db+".key"); v["root"] != before["root"] || with.value("verify")["root"] != before["root"] {
		t.Errorf("restored to another root: %v", v)
	}
	with.run(0, "audit-bundle", "-o", filepath.Join(dir, "with.jsonl"))
	if v := with.value("verify"); len(v["keys"].([]any)) != 0 || v["entries"].(float64) != before["entries"].(float64)+1 {
		t.Errorf("with the key there is nothing but the entry of the restore: %v", v)
	}

	without := cli{t, filepath.Join(dir, "without.db")}
	_, said := without.run(0, "restore", backup)
	if !strings.Contains(said, without.db+".key") || !strings.Contains(said, "key renew --lost") {
		t.Errorf("the restore does not say where the key goes: %s", said)
	}
	out, said := without.run(3, "audit-bundle", "-o", filepath.Join(dir, "none.jsonl"))
	if out != "" || !strings.Contains(said, "key renew --lost") {
		t.Errorf("no key, and no word of what to do: %s", said)
	}
	without.run(1, "key", "show")
	without.run(3, "key", "renew")
	without.run(0, "verify")
	without.run(0, "backup", filepath.Join(dir, "again.db")) // a copy is better than none
	without.run(0, "key", "renew", "--lost")
	out, _ = without.run(0, "verify", "--lang", "en")
	if !strings.Contains(out, "NOTE From entry") {
		t.Errorf("verify says nothing of the key that nothing vouches for: %s", out)
	}
	if keys := without.value("verify")["keys"].([]any); len(keys) != 1 || keys[0].(map[string]any)["vouched"] != false {
		t.Errorf("keys: %v", keys)
	}
	without.run(1, "key", "renew", "--lost") // it is here now
	without.run(0, "key", "renew")
	bundle := filepath.Join(dir, "without.jsonl")
	without.run(0, "audit-bundle", "-o", bundle)
	without.run(0, "verify", "--bundle", bundle, "--key", bundle+".pub")
	all, err := os.ReadFile(bundle + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(all)), "\n")
	for i, want := range map[int]int{0: 1, 1: 0, 2: 0} { // the first vouches for none of the others
		one := filepath.Join(dir, "one.pub")
		if err := os.WriteFile(one, []byte(lines[i]+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		without.run(want, "verify", "--bundle", bundle, "--key", one)
	}

	// Another ledger's key in its place is told, not overwritten.
	if err := os.Rename(c.db+".key", without.db+".key"); err != nil {
		t.Fatal(err)
	}
	c.run(3, "audit-bundle", "-o", filepath.Join(dir, "no.jsonl"))
	without.run(3, "audit-bundle", "-o", filepath.Join(dir, "no.jsonl"))
}
