package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// smallDisk is a folder on a file system of its own with little room.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=3m"); err != nil {
		t.Skipf("no right to mount a small disk: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func addObject(db *store.DB, org register.ID, title, about string) error {
	_, err := db.Write(ctx, time.Now(), act, func(tx *store.Tx) (err error) {
		rec := storetest.Objects.NewRecord(register.NewID(time.Now()), org)
		rec.Set("title", title)
		if about != "" {
			rec.Set("about", about)
		}
		if rec.Ref, err = tx.Number(storetest.Objects, ""); err != nil {
			return err
		}
		return tx.Put(rec, nil, "create", time.Time{})
	})
	return err
}

// A full disk says so, reading goes on, nothing is half done, and writing goes
// on by itself when there is room again (security.md R4).
func TestFullDisk(t *testing.T) {
	dir := smallDisk(t)
	db, err := store.OpenDB(ctx, filepath.Join(dir, "genomlys.db"), storetest.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 400<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	written := 0
	for ; written < 5000 && err == nil; written++ {
		err = addObject(db, "x", fmt.Sprint("Objekt ", written), strings.Repeat("innehåll ", 2000))
	}
	written--
	if !fault.Is(err, fault.Full) {
		t.Fatalf("after %d records: %v", written, err)
	}
	for range 3 { // each attempt is refused the same way
		if err := addObject(db, "x", "ett till", strings.Repeat("innehåll ", 2000)); !fault.Is(err, fault.Full) {
			t.Errorf("full, but: %v", err)
		}
	}
	_, n, err := db.Count(ctx, allSeen, store.Query{Register: storetest.Objects}, nil)
	if err != nil || n != written {
		t.Errorf("%d records are read, %d were acknowledged (%v)", n, written, err)
	}
	verify(t, db)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := addObject(db, "x", "efter", ""); err != nil {
		t.Errorf("with room again: %v", err)
	}
	verify(t, db)
}

// A disk that is full before the database is opened is told as such, whether
// there was one or not.
func TestOpenOnFullDisk(t *testing.T) {
	dir := smallDisk(t)
	path := filepath.Join(dir, "genomlys.db")
	db, err := store.OpenDB(ctx, path, storetest.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 4<<10); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	for _, path := range []string{path, filepath.Join(dir, "new.db")} {
		db, err := store.OpenDB(ctx, path, storetest.Catalogue(), store.Options{})
		if err == nil {
			db.Close()
		}
		if !fault.Is(err, fault.Full) {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}

// A disk without room for a copy leaves no half copy.
func TestBackupOnFullDisk(t *testing.T) {
	dir := smallDisk(t)
	w := newWorld(t, storetest.SQLite(t), 1)
	w.populate(0)
	for i := range 60 {
		if err := addObject(w.db, w.orgs[0], fmt.Sprint(i), strings.Repeat(fmt.Sprintf("innehåll %d ", i), 1700)); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "copy.db")
	if err := os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	err := w.db.Backup(ctx, path)
	if !fault.Is(err, fault.Full) {
		t.Errorf("backup on a full disk: %v", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("half a copy is left: %v", err)
	}
	if err := addObject(w.db, w.orgs[0], "efter", ""); err != nil {
		t.Error(err)
	}
}

// A medium that cannot be written is opened to be read; changes say why not (R5).
func TestReadOnlyMedium(t *testing.T) {
	dir := smallDisk(t)
	path := filepath.Join(dir, "genomlys.db")
	db, err := store.OpenDB(ctx, path, storetest.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := addObject(db, "x", "Larm", ""); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=3m"); err != nil {
		t.Skip(err)
	}
	db, err = store.OpenDB(ctx, path, storetest.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	page, err := db.Find(ctx, allSeen, store.Query{Register: storetest.Objects})
	if err != nil || len(page.Records) != 1 {
		t.Errorf("read %v (%v)", page.Records, err)
	}
	if err := addObject(db, "x", "ett till", ""); !fault.Is(err, fault.ReadOnly) {
		t.Errorf("a change on a read-only medium: %v", err)
	}
	verify(t, db)
	if _, err := store.OpenDB(ctx, filepath.Join(dir, "new.db"), storetest.Catalogue(), store.Options{}); !fault.Is(err, fault.ReadOnly) {
		t.Errorf("a new database on a read-only medium: %v", err)
	}
}

// What is no database of ours is left alone.
func TestNotOurDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("Bästa läsare. ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	if db, err := store.OpenDB(ctx, path, storetest.Catalogue(), store.Options{}); err == nil {
		db.Close()
		t.Error("a letter was opened")
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the letter was changed")
	}
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		p.SQL(`CREATE TABLE invoices (n INTEGER)`)
		if db, err := store.OpenDB(ctx, p.DSN, storetest.Catalogue(), store.Options{}); !fault.Is(err, fault.Invalid) {
			db.Close()
			t.Errorf("another's database: %v", err)
		}
	})
	if _, err := store.OpenDB(ctx, filepath.Join(t.TempDir(), "none.db"), storetest.Catalogue(), store.Options{MustBe: true}); !fault.Is(err, fault.Unknown) {
		t.Errorf("a database that must be there: %v", err)
	}
	if _, err := store.OpenDB(ctx, "postgres://genomlys@/none?host="+t.TempDir(), storetest.Catalogue(), store.Options{}); !fault.Is(err, fault.Unknown) {
		t.Errorf("no server: %v", err)
	}
}

// The files are nobody else's to read: they tell where a city is weak.
func TestFilesArePrivate(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), 1)
	w.populate(3)
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := w.db.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{w.place.DSN, w.place.DSN + "-wal", path} {
		info, err := os.Stat(f)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", f, info, err)
		}
	}
	if err := w.db.Backup(ctx, path); !fault.Is(err, fault.Invalid) {
		t.Errorf("a backup over a file: %v", err)
	}
}
