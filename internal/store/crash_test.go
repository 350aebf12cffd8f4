package store_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// TestMain lets the test binary be the program that is killed.
func TestMain(m *testing.M) {
	if dsn := os.Getenv("GENOMLYS_CRASH_DSN"); dsn != "" {
		crashWriter(dsn)
		return
	}
	os.Exit(m.Run())
}

// crashWriter lets 16 clients write 1 000 changes, and says each that was
// acknowledged: what a person was told is saved.
func crashWriter(dsn string) {
	db, err := store.OpenDB(ctx, dsn, storetest.Catalogue(), store.Options{})
	if err != nil {
		fmt.Println("open", err)
		os.Exit(1)
	}
	fmt.Println("ready")
	var mu sync.Mutex // a line is told whole
	var wg sync.WaitGroup
	org := register.ID("00000000000000000000000org")
	for client := range 16 {
		wg.Go(func() {
			var last *register.Record
			for n := range 63 {
				rec := storetest.Objects.NewRecord(register.NewID(time.Now()), org)
				if last != nil && n%3 != 0 {
					rec = last.Clone()
				}
				rec.Set("title", fmt.Sprintf("%d-%d", client, n))
				rec.Set("near", []register.Link{{To: rec.ID, Kind: []string{"a", "b"}[n%2]}})
				pos, err := db.Write(ctx, time.Now(), act, func(tx *store.Tx) (err error) {
					if rec.Ref == "" {
						if rec.Ref, err = tx.Number(storetest.Objects, ""); err != nil {
							return err
						}
						last = nil
					}
					return tx.Put(rec, last, "change", time.Time{})
				})
				if err != nil {
					return // the server has gone: nothing was acknowledged
				}
				last = rec
				mu.Lock()
				fmt.Println("ok", pos, rec.ID, rec.Version, rec.Text("title"))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	fmt.Println("done")
}

type acknowledged struct {
	pos, version int64
	id           register.ID
	title        string
}

// killed runs the writer and ends it, or the server under it, at a moment
// drawn at random; it gives what was acknowledged.
func killed(t *testing.T, dsn string, rng *rand.Rand, kill func(*exec.Cmd)) (acks []acknowledged) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "GENOMLYS_CRASH_DSN="+dsn)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	after := rng.IntN(120) // acknowledgements, so that slow machines crash midway too
	struck := make(chan struct{})
	strike := sync.OnceFunc(func() {
		go func() {
			defer close(struck)
			kill(cmd) // the other clients are anywhere within a change
		}()
	})
	for n := -1; lines.Scan(); {
		if n++; n == after {
			strike()
		}
		f := strings.Fields(lines.Text())
		if len(f) != 5 || f[0] != "ok" {
			if f[0] != "ready" && f[0] != "done" {
				t.Errorf("the writer says %q", lines.Text())
			}
			continue
		}
		a := acknowledged{id: register.ID(f[2]), title: f[4]}
		a.pos, _ = strconv.ParseInt(f[1], 10, 64)
		a.version, _ = strconv.ParseInt(f[3], 10, 64)
		acks = append(acks, a)
	}
	io.Copy(io.Discard, out)
	strike()
	<-struck
	cmd.Wait()
	return acks
}

// survived holds what must be true after every crash: nothing acknowledged is
// lost, and no change stands without its entry nor an entry without its change.
func survived(t *testing.T, p storetest.Place, acks []acknowledged) int64 {
	t.Helper()
	db, err := store.OpenDB(ctx, p.DSN, storetest.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	res := verify(t, db)
	for _, a := range acks {
		found := false
		h, err := db.History(ctx, allSeen, storetest.Objects, a.id)
		for _, v := range h {
			found = found || v.Record.Version == a.version && v.Record.Text("title") == a.title
		}
		if !found || a.pos > res.Size {
			t.Errorf("lost: position %d, %s version %d (%v)", a.pos, a.id, a.version, err)
		}
	}
	var writable bool
	_, err = db.Write(ctx, time.Now(), act, func(tx *store.Tx) error {
		writable = true
		rec := storetest.Orgs.NewRecord(register.NewID(time.Now()), "x")
		rec.Org = rec.ID
		var err error
		if rec.Ref, err = tx.Number(storetest.Orgs, ""); err != nil {
			return err
		}
		return tx.Put(rec, nil, "create", time.Time{})
	})
	if err != nil || !writable {
		t.Errorf("cannot be written after the crash: %v", err)
	}
	return res.Size
}

func rounds(all int) int {
	if testing.Short() {
		return max(2, all/10)
	}
	return all
}

// kill −9 of the server on SQLite (security.md R1).
func TestKilledSQLite(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	p := storetest.SQLite(t)
	p.Open(storetest.Catalogue()).Close()
	told, kept := 0, int64(0)
	for range rounds(34) {
		acks := killed(t, p.DSN, rng, func(cmd *exec.Cmd) { cmd.Process.Kill() })
		told += len(acks)
		kept = survived(t, p, acks)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d acknowledged, %d in the ledger", told, kept)
}

// kill −9 of our server, and a crash of PostgreSQL under it (R1, R6).
func TestKilledPostgres(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	c := storetest.NewCluster(t)
	p := storetest.In(t, c)
	p.Open(storetest.Catalogue()).Close()
	told, kept := 0, int64(0)
	for round := range rounds(16) {
		crash := round%2 == 1
		acks := killed(t, p.DSN, rng, func(cmd *exec.Cmd) {
			if crash {
				c.Stop(t, "immediate")
			} else {
				cmd.Process.Kill()
			}
		})
		if crash {
			c.Start(t)
		}
		told += len(acks)
		kept = survived(t, p, acks)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d acknowledged, %d in the ledger", told, kept)
}
