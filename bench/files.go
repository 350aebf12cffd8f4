package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// within adds a row for a command that is to end within a time, and a memory
// where there is a limit.
func (b *bench) within(what string, goal, aim, limitMB float64, args ...string) (cost, bool) {
	c, err := b.command(args...)
	r := row{what: what, goal: goal, aim: aim, unit: " s"}
	if err != nil {
		r.why = strings.Join(strings.Fields(err.Error()), " ")
		r.why = r.why[:min(len(r.why), 160)]
		b.rows = append(b.rows, r)
		return c, false
	}
	r.value, r.product = c.wall.Seconds(), fmt.Sprintf("%.2f s, %.0f MB", c.wall.Seconds(), c.peak)
	b.rows = append(b.rows, r)
	if limitMB > 0 {
		b.rows = append(b.rows, row{what: "  its memory", product: fmt.Sprintf("%.0f MB", c.peak), value: c.peak, goal: limitMB, aim: limitMB, unit: " MB"})
	}
	return c, true
}

// files measures what goes in and comes out as files.
func (b *bench) files() error {
	if err := b.imports(); err != nil {
		return err
	}
	demo := filepath.Join(b.dir, "demo.db")
	os.Remove(demo)
	out := filepath.Join(b.dir, "demo-out")
	if _, ok := b.within("example office, two years, decided review", 60, 60, 0, "--db", demo, "--quiet", "demo", "--out", out, "--no-serve"); ok {
		for _, format := range []string{"pdf", "docx"} {
			b.within("review of 240 objects as "+strings.ToUpper(format), 1, 0.3, 0, "--db", demo, "--quiet", "review", "build", "--org", "SLK", "--year", "2024", "--as-of", "2023-11-15", "--format", format, "-o", filepath.Join(out, "bench."+format))
		}
	}
	b.within("appendix of 10 000 rows as PDF", 10, 3, 300, "--db", b.city, "--quiet", "export", "objects", "--format", "pdf", "-o", filepath.Join(b.dir, "appendix.pdf"))
	return nil
}

// imports reads 10 000 rows from a file into an empty installation.
func (b *bench) imports() error {
	db := filepath.Join(b.dir, "import.db")
	for _, tail := range []string{"", "-wal", "-shm", ".key"} {
		os.Remove(db + tail)
	}
	orgs, objects := filepath.Join(b.dir, "orgs.csv"), filepath.Join(b.dir, "objects.csv")
	if err := os.WriteFile(orgs, []byte("Namn;Typ;Förkortning\nProvstad;Stad;PS\n"), 0o644); err != nil {
		return err
	}
	var s strings.Builder
	s.WriteString("Objektnamn;System-id;Objekttyp;Räckvidd;Status;Område;Beskrivning;Lagrar verksamhetsdata;AI;IoT;Molntjänst;Personuppgifter;Driftform;RTO;Längsta tolererade avbrott (timmar);Antal användare;Registrerad;I drift från\n")
	for i := range 10000 {
		day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%3000).Format("2006-01-02")
		fmt.Fprintf(&s, "Provsystem för %s %d;P-%05d;Verksamhetssystem;%s;I drift;Område %d;Används i verksamheten, rad %d.;Ja;Nej;Vet ej;%s;Ja;Egen drift;%d;%d;%d;%s;%s\n",
			[]string{"ansökan", "beslut", "schema", "tillsyn"}[i%4], i, i, []string{"Lokalt", "Flera organisationer"}[i%2], i%30, i, []string{"Ja", "Nej"}[i%3%2], i%24, 24+i%48, 5+i%900, day, day)
	}
	if err := os.WriteFile(objects, []byte(s.String()), 0o644); err != nil {
		return err
	}
	if _, err := b.command("--db", db, "--quiet", "import", "orgs", orgs); err != nil {
		b.rows = append(b.rows, row{what: "import of 10 000 rows", goal: 10, aim: 3, unit: " s", why: strings.Join(strings.Fields(err.Error()), " ")})
		return nil
	}
	c, ok := b.within("import of 10 000 rows", 10, 3, 150, "--db", db, "--quiet", "--json", "import", "objects", objects, "--org", "PS")
	if !ok {
		return nil
	}
	var rep struct {
		Rows struct {
			New int `json:"new"`
		} `json:"rows"`
	}
	if err := json.Unmarshal(c.out, &rep); err != nil || rep.Rows.New != 10000 {
		return fmt.Errorf("the import made %d of 10 000 rows: %v: %.300s", rep.Rows.New, err, c.out)
	}
	return nil
}
