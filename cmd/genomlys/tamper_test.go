package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
)

// Whoever changes a decided review's files in the database, past the product, is
// found out: by the file's own digest, by the name it is found by, and by the
// list that the ledger commits to.
func TestDecidedFilesCannotBeChanged(t *testing.T) {
	build(t)
	whole, err := os.ReadFile(built.db)
	if err != nil {
		t.Fatal(err)
	}
	const forged = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" // of "x"
	for name, do := range map[string]string{
		"nothing":                `SELECT 1`,
		"a file changed":         `UPDATE blob SET data = CAST('x' AS BLOB) WHERE hash = (SELECT MIN(hash) FROM frozen)`,
		"a file gone":            `DELETE FROM blob WHERE hash = (SELECT MIN(hash) FROM frozen)`,
		"its name gone":          `DELETE FROM frozen WHERE hash = (SELECT MIN(hash) FROM frozen)`,
		"another under its name": `INSERT INTO blob (hash, size, data) VALUES ('` + forged + `', 1, CAST('x' AS BLOB)); UPDATE frozen SET hash = '` + forged + `' WHERE hash = (SELECT MIN(hash) FROM frozen)`,
	} {
		t.Run(name, func(t *testing.T) {
			c := cli{t, filepath.Join(t.TempDir(), "a.db")}
			if err := os.WriteFile(c.db, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite", c.db)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(do); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			want := 1
			if name == "nothing" {
				want = 0
			}
			c.run(want, "verify")
		})
	}
}
