package storetest_test

import (
	"testing"

	"genomlys/internal/store/storetest"
)

func TestEachIsItsOwn(t *testing.T) {
	for range 2 {
		storetest.Each(t, func(t *testing.T, p storetest.Place) {
			p.SQL(`CREATE TABLE only_here (n INTEGER)`)
			p.SQL(`INSERT INTO only_here VALUES (7)`)
			var n int
			if p.One(&n, `SELECT n FROM only_here`); n != 7 {
				t.Fatal(n)
			}
		})
	}
}

func TestClusterComesBackAfterACrash(t *testing.T) {
	c := storetest.NewCluster(t)
	p := storetest.In(t, c)
	p.SQL(`CREATE TABLE kept (n INTEGER)`)
	p.SQL(`INSERT INTO kept VALUES (7)`)
	c.Stop(t, "immediate")
	c.Start(t)
	var n int
	if p.One(&n, `SELECT n FROM kept`); n != 7 {
		t.Fatal(n)
	}
}

// The query language folds letters on PostgreSQL by ICU's root rules.
func TestClusterHasICU(t *testing.T) {
	p := storetest.Postgres(t)
	var s string
	if p.One(&s, `SELECT LOWER('ÅÄÖ ΑΣ' COLLATE "und-x-icu")`); s[:6] != "åäö" {
		t.Fatal(s)
	}
}
