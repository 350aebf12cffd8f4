package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"genomlys/internal/example"
)

// cli runs commands as a person would, against one database.
type cli struct {
	t  *testing.T
	db string
}

func (c cli) run(want int, args ...string) (out, errs string) {
	c.t.Helper()
	var o, e bytes.Buffer
	if got := run(context.Background(), append([]string{"--db", c.db}, args...), &o, &e); got != want {
		c.t.Fatalf("genomlys %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, want, o.String(), e.String())
	}
	return o.String(), e.String()
}

func (c cli) value(args ...string) map[string]any {
	c.t.Helper()
	out, _ := c.run(0, append([]string{"--json"}, args...)...)
	var v map[string]any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		c.t.Fatalf("%v: %.200s", err, out)
	}
	return v
}

// finding gives what doctor says of one thing; it may find others wanting.
func (c cli) finding(name string) map[string]any {
	c.t.Helper()
	var out, errs bytes.Buffer
	if got := run(context.Background(), []string{"--db", c.db, "--json", "doctor"}, &out, &errs); got > 1 {
		c.t.Fatalf("doctor: exit %d\n%s%s", got, out.String(), errs.String())
	}
	var v map[string]any
	if err := json.Unmarshal(out.Bytes(), &v); err != nil {
		c.t.Fatalf("%v: %.200s", err, out.String())
	}
	for _, x := range v["findings"].([]any) {
		if f := x.(map[string]any); f["name"] == name {
			return f
		}
	}
	c.t.Fatalf("doctor says nothing of %s", name)
	return nil
}

// office puts the example exports as files, as an office would have them.
func office(t *testing.T, dir string) {
	t.Helper()
	for _, e := range example.Exports {
		if err := os.CopyFS(filepath.Join(dir, e.Year), e.Dir()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOfficeThroughTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	office(t, dir)
	c := cli{t, filepath.Join(dir, "office.db")}
	for _, e := range example.Exports[:2] {
		c.run(0, "import", "--dir", filepath.Join(dir, e.Year), "--profile", "office", "--effective", string(e.Dated))
	}
	size := c.value("verify")["entries"]
	again := c.value("import", "--dir", filepath.Join(dir, "2023"), "--profile", "office", "--effective", "2023-11-15")
	if c.value("verify")["entries"] != size {
		t.Errorf("the same folder twice changed something: %v", again["records"])
	}
	figs := c.value("figures", "--org", "SLK", "--as-of", "2023-11-15")["figures"].(map[string]any)
	for id, want := range map[string][2]float64{"F01": {240, 231}, "F02": {117, 115}, "F03": {200, 178}, "F04": {130, 118}} {
		f := figs[id].(map[string]any)
		if f["value"] != want[0] || f["compare"] != want[1] || len(f["records"].([]any)) != int(want[0]) {
			t.Errorf("%s: %v (%v), %d records; want %v", id, f["value"], f["compare"], len(f["records"].([]any)), want)
		}
	}

	t.Run("export comes in again unchanged", func(t *testing.T) {
		for _, format := range []string{"csv", "xlsx"} {
			file := filepath.Join(dir, "objects."+format)
			c.run(0, "export", "objects", "--columns", "*", "--format", format, "-o", file)
			rep := c.value("import", "objects", file, "--org", "SLK", "--dry-run")
			rows := rep["rows"].(map[string]any)
			if rows["read"] != 255.0 && rows["read"].(float64) < 240 || rows["changed"] != 0.0 || rows["new"] != 0.0 || rows["refused"] != 0.0 {
				t.Errorf("%s: %v %v", format, rows, rep["problems"])
			}
		}
	})
	t.Run("export as of a day", func(t *testing.T) {
		now, _ := c.run(0, "export", "objects", "--format", "jsonl", "--columns", "ref,title")
		then, _ := c.run(0, "export", "objects", "--format", "jsonl", "--columns", "ref,title", "--as-of", "2015-01-01")
		if strings.Count(then, "\n") >= strings.Count(now, "\n") {
			t.Errorf("%d then, %d now", strings.Count(then, "\n"), strings.Count(now, "\n"))
		}
	})
	t.Run("pdf", func(t *testing.T) {
		file := filepath.Join(dir, "objects.pdf")
		c.run(0, "export", "objects", "--format", "pdf", "-o", file)
		b, err := os.ReadFile(file)
		if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
			t.Error(err)
		}
	})
	t.Run("backup and restore", func(t *testing.T) {
		file := filepath.Join(dir, "copy.db")
		c.run(0, "backup", file)
		c.run(1, "backup", file) // never over an older copy
		// doctor tells when a restore was last shown to work, and only then.
		if f := c.finding("last-verified-restore"); f["ok"] != false || f["value"] != "" || f["why"] == "" {
			t.Errorf("before any restore: %v", f)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		broken := filepath.Join(dir, "broken.db")
		if err := os.WriteFile(broken, b[:len(b)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		c.run(3, "restore", broken, "--verify-only")
		if f := c.finding("last-verified-restore"); f["ok"] != false {
			t.Errorf("after a restore that failed: %v", f)
		}
		c.run(0, "restore", file, "--verify-only")
		f := c.finding("last-verified-restore")
		if at, err := time.Parse(time.RFC3339, f["value"].(string)); err != nil || f["ok"] != true || time.Since(at) > time.Hour {
			t.Errorf("after a restore that was verified: %v (%v)", f, err)
		}
		other := cli{t, filepath.Join(dir, "other.db")}
		other.run(0, "restore", file)
		if a, b := c.value("verify")["root"], other.value("verify")["root"]; a != b {
			t.Errorf("root %v after restore, %v before", b, a)
		}
		other.run(1, "restore", file) // not empty any more
	})
	t.Run("audit bundle", func(t *testing.T) {
		file := filepath.Join(dir, "audit.jsonl")
		c.run(0, "audit-bundle", "-o", file)
		c.run(0, "verify", "--bundle", file, "--key", file+".pub")
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, bytes.Replace(b, []byte("create"), []byte("creaTe"), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		c.run(1, "verify", "--bundle", file, "--key", file+".pub")
	})
	t.Run("people and tokens", func(t *testing.T) {
		c.run(0, "user", "create", "--name", "Anna Lindqvist", "--email", "anna@slk.example", "--function", "isam", "--org", "SLK")
		c.run(1, "user", "create", "--name", "Anna", "--email", "anna", "--function", "isam", "--org", "SLK")
		c.run(1, "user", "create", "--name", "Anna", "--email", "a@b.example", "--function", "king", "--org", "SLK")
		c.run(1, "user", "create", "--name", "Anna", "--email", "a@b.example", "--function", "isam", "--org", "NOPE")
		tok, _ := c.run(0, "token", "create", "--user", "anna@slk.example", "--scope", "read")
		if !strings.HasPrefix(tok, "gl_") {
			t.Error(tok)
		}
		c.run(1, "token", "create", "--user", "nobody@slk.example", "--scope", "read")
		c.run(2, "token", "create", "--user", "anna@slk.example", "--scope", "all")
		link, _ := c.run(0, "signin-link", "--user", "anna@slk.example")
		if !strings.Contains(link, "/in/") {
			t.Error(link)
		}
		c.run(0, "user", "disable", "anna@slk.example")
		c.run(1, "signin-link", "--user", "anna@slk.example")
	})
}

func TestWrongUse(t *testing.T) {
	dir := t.TempDir()
	c := cli{t, filepath.Join(dir, "none.db")}
	c.run(2)
	c.run(2, "launch")
	c.run(2, "import")
	c.run(3, "verify") // no database there
	if _, err := os.Stat(c.db); err == nil {
		t.Error("looking made a database")
	}
	c.run(1, "import", "rockets", os.Args[0])
	c.run(3, "import", "objects", filepath.Join(dir, "none.csv"))
	c.run(1, "serve", "--addr", "0.0.0.0:0")
	junk := filepath.Join(dir, "junk.db")
	if err := os.WriteFile(junk, []byte(strings.Repeat("not a database ", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	cli{t, junk}.run(3, "verify")
}

func TestDirtyFileIsRefusedWhole(t *testing.T) {
	dir := t.TempDir()
	office(t, dir)
	c := cli{t, filepath.Join(dir, "office.db")}
	c.run(0, "import", "--dir", filepath.Join(dir, "2022"), "--profile", "office", "--effective", "2022-11-15")
	before := c.value("verify")["entries"]
	file := filepath.Join(dir, "dirty.csv")
	text := "Benämning;Typ;Räckvidd;Återställningstid (timmar);Driftsatt\n" +
		"Riktigt;Verksamhetssystem;Lokalt;4;2023-10-31\n" +
		";Verksamhetssystem;Lokalt;4;2023-10-31\n" +
		"Fel dag;Verksamhetssystem;Lokalt;4;30 feb 2023\n" +
		"Fel tid;Verksamhetssystem;Lokalt;-5;\n" +
		"Fel slag;Rymdraket;Lokalt;4;\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := c.run(1, "--json", "import", "objects", file, "--org", "SLK")
	var rep struct {
		Rows     struct{ New, Refused int }
		Problems []struct {
			Row                    int
			Column, Code, Severity string
			Message                string
		}
		Receipt any
	}
	if err := json.Unmarshal([]byte(out), &rep); err != nil {
		t.Fatal(err)
	}
	rows := map[int]string{}
	for _, p := range rep.Problems {
		if p.Severity == "refused" {
			rows[p.Row] = p.Code
			if p.Message == "" || p.Message == p.Code {
				t.Errorf("row %d: no words for %s", p.Row, p.Code)
			}
		}
	}
	if len(rows) != 4 || rows[3] == "" || rows[4] == "" || rows[5] == "" || rows[6] == "" || rep.Receipt != nil {
		t.Errorf("refused %v, receipt %v", rows, rep.Receipt)
	}
	if c.value("verify")["entries"] != before {
		t.Error("a refused file left something behind")
	}
}
