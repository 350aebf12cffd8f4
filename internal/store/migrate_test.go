package store_test

import (
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var writeFixture = flag.Bool("fixture", false, "write the fixture of the present schema")

const fixture = "testdata/schema1.db.gz"

// kept opens a copy of the database that an earlier version of the product
// wrote, on either engine.
func kept(t *testing.T, p storetest.Place) {
	t.Helper()
	if *writeFixture {
		makeFixture(t)
	}
	f, err := os.Open(fixture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	path := p.DSN
	if p.Engine == "postgres" {
		path = filepath.Join(t.TempDir(), "kept.db")
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, z); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if p.Engine == "postgres" {
		from, err := store.OpenDB(ctx, path, storetest.Catalogue(), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer from.Close()
		if err := from.CopyTo(ctx, p.Open(storetest.Catalogue()), nil); err != nil {
			t.Fatal(err)
		}
	}
}

func makeFixture(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), 12)
	w.populate(60)
	path := filepath.Join(t.TempDir(), "fixture.db")
	if err := w.db.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(fixture)
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(out)
	z.Write(b)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out.Close()
}

// The registers as a later version of the product may declare them: a field
// more of each kind that needs care, another order, another register.
type laterObject struct {
	storetest.Object
	Added string
	More  register.Int
	Also  []register.Link
}

type thing struct {
	register.Common
	Object register.ID
}

func later() *register.Catalogue {
	abc := register.Choices{{Code: "a", SV: "A", EN: "A"}, {Code: "b", SV: "B", EN: "B"}, {Code: "c", SV: "C", EN: "C"}}
	objects := register.New("object", "Objekt", "Objects", func(x *laterObject, f *register.Fields) {
		f.Numbered("OBJ")
		f.Choice(&x.Status, register.Choices{{Code: "draft", SV: "D", EN: "D"}, {Code: "done", SV: "K", EN: "K"}}).Label("Status", "Status").Facet().Sort()
		f.Choice(&x.Kind, abc).Label("Slag", "Kind") // no longer counted nor sorted by
		f.Choices(&x.Traits, abc).Label("Drag", "Traits")
		f.Fact(&x.Open).Label("Öppen", "Open").Facet()
		f.Int(&x.Count).Label("Antal", "Count").Sort()
		f.Money(&x.Cost).Label("Kostnad", "Cost").Sort()
		f.Level(&x.Level).Label("Nivå", "Level").Sort().Facet()
		f.Date(&x.Bought).Label("Köpt", "Bought").Sort()
		f.Time(&x.Seen).Label("Sedd", "Seen").Sort()
		f.Self(&x.Above).Label("Över", "Above")
		f.SelfLinks(&x.Near).Label("Nära", "Near").Kinds(abc)
		f.List(&x.Rows, register.Col("what", register.Text, "Vad", "What"), register.Col("n", register.Number, "N", "N")).Label("Rader", "Rows")
		f.Text(&x.Hush).Label("Tyst", "Hush").Sort().MaySecret("OSL 18:8")
		f.Level(&x.HushLevel).Label("Tyst nivå", "Hush level").Sort().Facet().MaySecret("OSL 18:8")
		f.Long(&x.About).Label("Om", "About").Sort() // now sorted by: needs keys
		f.Text(&x.Added).Label("Ny", "New").Sort()
		f.Int(&x.More).Label("Mer", "More").Sort().Facet()
		f.SelfLinks(&x.Also).Label("Också", "Also")
	})
	parties := register.New("object_party", "Parter", "Parties", func(x *storetest.ObjectParty, f *register.Fields) {
		f.Numbered("PRT")
		f.Ref(&x.Object, objects).Label("Objekt", "Object").Required().Part()
		f.Ref(&x.Party, storetest.Orgs).Label("Part", "Party").Required()
	})
	risks := register.New("risk", "Risker", "Risks", func(x *storetest.Risk, f *register.Fields) {
		f.Numbered("RSK")
		f.Ref(&x.Object, objects).Label("Objekt", "Object").Part()
		f.Level(&x.Value).Label("Värde", "Value").Sort().Facet()
		f.Links(&x.Covers, objects).Label("Gäller", "Covers")
		f.Long(&x.Threat).Label("Hot", "Threat").MaySecret("OSL 18:8")
		f.Any(&x.Any).Label("Något", "Something")
	})
	things := register.New("thing", "Saker", "Things", func(x *thing, f *register.Fields) {
		f.Numbered("SAK")
		f.Ref(&x.Object, objects).Label("Objekt", "Object").Part()
	})
	return register.NewCatalogue(storetest.Orgs, objects, parties, risks, storetest.Disposals, things)
}

// lines gives all that a database answers about a register, then and now.
func lines(t *testing.T, db *store.DB, name string) string {
	t.Helper()
	r, _ := db.Catalogue.Get(name)
	var b strings.Builder
	for _, asOf := range []time.Time{{}, began.AddDate(0, 0, 5), began.AddDate(0, 0, 12)} {
		if err := db.Each(ctx, allSeen, store.Query{Register: r, AsOf: asOf}, func(rec *register.Record) error {
			fmt.Fprintf(&b, "%s %d %s\n", rec.Ref, rec.Version, rec.Canonical())
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// A database of an earlier version opens, keeps all it held, verifies, and
// takes what the new version declares (security.md R13).
func TestForwardMigration(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		kept(t, p)
		first := p.Open(storetest.Catalogue())
		before := map[string]string{}
		for _, r := range storetest.Catalogue().All {
			before[r.Name] = lines(t, first, r.Name)
		}
		size := verify(t, first).Size
		first.Close()
		db := p.Open(later())
		t.Cleanup(func() { register.NewCatalogue(storetest.Catalogue().All...) }) // relations lie in the shared registers
		for name, want := range before {
			if got := lines(t, db, name); got != want || want == "" && name != storetest.Disposals.Name {
				t.Errorf("%s: the answers changed with the schema", name)
			}
		}
		if got := verify(t, db).Size; got != size || size < 60 {
			t.Errorf("the ledger has %d entries, had %d", got, size)
		}
		objects, _ := db.Catalogue.Get("object")
		var abouts []string
		if err := db.Each(ctx, allSeen, store.Query{Register: objects, Order: order(t, objects, "about")}, func(rec *register.Record) error {
			abouts = append(abouts, string(store.SortKey(rec.Text("about"))))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(abouts); i++ {
			if abouts[i] < abouts[i-1] {
				t.Fatal("a field that lists are newly ordered by has no order")
			}
		}
		var id string
		p.One(&id, `SELECT MIN(id) FROM r_object WHERE "until" = $1`, store.Open)
		old, err := db.Get(ctx, allSeen, objects, id, time.Time{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		rec := old.Clone()
		rec.Set("added", "Ärende")
		rec.Set("more", int64(7))
		rec.Set("also", []register.Link{{To: rec.ID}})
		if _, err := db.Write(ctx, time.Now(), act, func(tx *store.Tx) error { return tx.Put(rec, old, "update", time.Time{}) }); err != nil {
			t.Fatal(err)
		}
		verify(t, db)
		db.Close()
		// The earlier version does not write where it would lose what is new.
		if db, err := store.OpenDB(ctx, p.DSN, storetest.Catalogue(), store.Options{}); !fault.Is(err, fault.Invalid) {
			db.Close()
			t.Errorf("an older program opened a newer database: %v", err)
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		p.Open(storetest.Catalogue()).Close()
		p.SQL(`UPDATE meta SET value = '9' WHERE name = 'schema'`)
		if _, err := store.OpenDB(ctx, p.DSN, storetest.Catalogue(), store.Options{}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "schema-newer") {
			t.Errorf("got %v", err)
		}
	})
}

// A change of schema that fails leaves the database as it was and the copy from
// before beside it, and says where.
func TestFailedMigration(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		kept(t, p)
		first := p.Open(storetest.Catalogue())
		before := lines(t, first, "object")
		first.Close()
		// In the way of the new register's table: something that is no table.
		p.SQL(`CREATE VIEW r_thing AS SELECT 1 AS one`)
		var told []string
		_, err := store.OpenDB(ctx, p.DSN, later(), store.Options{Note: func(s lang.Text) { told = append(told, s.SV) }})
		register.NewCatalogue(storetest.Catalogue().All...)
		if err == nil || !strings.Contains(err.Error(), "migration-failed") && !strings.Contains(err.Error(), "schema-newer") {
			t.Fatalf("got %v", err)
		}
		if p.Engine == "sqlite" {
			copies, _ := filepath.Glob(p.DSN + ".before-*")
			if len(copies) != 1 || !strings.Contains(err.Error(), copies[0]) || len(told) == 0 {
				t.Fatalf("copies %v, error %v, told %v", copies, err, told)
			}
			db, err := store.OpenDB(ctx, copies[0], storetest.Catalogue(), store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if lines(t, db, "object") != before {
				t.Error("the copy is not what was before")
			}
			db.Close()
		}
		p.SQL(`DROP VIEW r_thing`)
		db := p.Open(storetest.Catalogue())
		if lines(t, db, "object") != before {
			t.Error("the database is not as it was")
		}
		verify(t, db)
	})
}

// Servers that start together change the schema once.
func TestServersStartTogether(t *testing.T) {
	for _, from := range []string{"nothing", "an earlier version"} {
		t.Run(from, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, p storetest.Place) {
				if from != "nothing" {
					kept(t, p)
				}
				cat := later()
				t.Cleanup(func() { register.NewCatalogue(storetest.Catalogue().All...) })
				var wg sync.WaitGroup
				for range 4 {
					wg.Go(func() {
						db, err := store.OpenDB(ctx, p.DSN, cat, store.Options{})
						if err != nil {
							t.Error(err)
							return
						}
						defer db.Close()
						if _, err := db.Verify(ctx, nil, nil); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
			})
		})
	}
}
