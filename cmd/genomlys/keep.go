package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"genomlys/internal/app"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// VerifyCmd replays ledger, hashes and current rows, or an auditor's bundle.
type VerifyCmd struct {
	Bundle string `help:"Verify an audit bundle instead of the database." type:"existingfile"`
	Key    string `help:"Public key the bundle is signed with." type:"existingfile"`
}

// Run prints one line: verified, or the first break.
func (c *VerifyCmd) Run(g *Globals) error {
	var res ledger.Result
	if c.Bundle != "" {
		if c.Key == "" {
			return door.Problem("key", "key-needed", "")
		}
		key, err := os.ReadFile(c.Key)
		if err != nil {
			return err
		}
		if _, err := ledger.Public(string(key)); err == nil {
			return door.Problem("key", "key-is-private", "")
		}
		f, err := os.Open(c.Bundle)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, res, err = ledger.VerifyBundle(f, string(key)); err != nil {
			return err
		}
	} else {
		h, err := g.open(true)
		if err != nil {
			return err
		}
		defer h.Close()
		b := g.bar("Kontrollerar", "Verifying")
		if res, err = h.Verify(g.ctx, b.at); err != nil {
			b.done()
			return err
		}
		b.done()
	}
	return g.verified(res, nil)
}

// AuditBundleCmd writes the ledger with its contents for an auditor.
type AuditBundleCmd struct {
	Org string `help:"Only this organisation's entries; the rest is shown as digests."`
	Out string `short:"o" required:"" help:"File to write."`
}

// Run writes the bundle and beside it the public key.
func (c *AuditBundleCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	var org register.ID
	if c.Org != "" {
		o, err := h.Org(g.ctx, c.Org)
		if err != nil {
			return err
		}
		org = o.ID
	}
	b := g.bar("Skriver", "Writing")
	defer b.done()
	public, err := h.AuditBundle(g.ctx, c.Out, org, b.at)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out+".pub", []byte(public+"\n"), 0o644); err != nil {
		return err
	}
	if g.JSON {
		return g.wrote(c.Out, map[string]any{"key": c.Out + ".pub"})
	}
	g.say("Skrev %s och nyckeln %s.pub", "Wrote %s and the key %s.pub", c.Out, c.Out)
	return nil
}

// BackupCmd writes a consistent copy, checked by reading it back.
type BackupCmd struct {
	File string `arg:"" help:"File to make."`
}

// Run backs up.
func (c *BackupCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	h.Seal(g.ctx) // the copy holds a signature over all that is in it
	if err := h.DB.Backup(g.ctx, c.File); err != nil {
		return err
	}
	res, err := verifyFile(g, c.File)
	if err != nil {
		return err
	}
	if g.JSON {
		return g.wrote(c.File, map[string]any{"file": c.File, "entries": res.Size, "root": res.Root.String()})
	}
	g.say("Säkerhetskopian %s är läst tillbaka och stämmer: %d poster i liggaren.", "The backup %s is read back and whole: %d ledger entries.", c.File, res.Size)
	return nil
}

func verifyFile(g *Globals, path string) (ledger.Result, error) {
	h, err := app.OpenExisting(g.ctx, path, nil)
	if err != nil {
		return ledger.Result{}, err
	}
	defer h.Close()
	b := g.bar("Kontrollerar", "Verifying")
	defer b.done()
	return h.Verify(g.ctx, b.at)
}

// RestoreCmd restores a copy, or only checks that it could be.
type RestoreCmd struct {
	File       string `arg:"" type:"existingfile" help:"Backup to restore."`
	VerifyOnly bool   `help:"Read the backup and verify it; write nothing."`
	Key        string `type:"existingfile" help:"The file of the ledger's key, to be laid beside the database."`
}

// Run restores into the database given by --db, which must be empty.
func (c *RestoreCmd) Run(g *Globals) error {
	// The backup itself is left as it is: it is verified on a copy, since
	// opening a database may write to its journal.
	tmp, err := os.MkdirTemp(filepath.Dir(c.File), ".restore-")
	if err != nil && !strings.Contains(g.DB, "://") { // the backup may lie where nothing can be written
		tmp, err = os.MkdirTemp(filepath.Dir(g.DB), ".restore-")
	}
	if err != nil {
		tmp, err = os.MkdirTemp("", "genomlys-restore-")
	}
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	work := filepath.Join(tmp, "backup.db")
	if err := copyFile(c.File, work); err != nil {
		return err
	}
	res, err := verifyFile(g, work)
	if err != nil {
		return err
	}
	if !c.VerifyOnly {
		if res, err = c.fill(g, work, res); err != nil {
			return err
		}
	}
	if err := c.note(g); err != nil {
		// What was found holds, also where it cannot be remembered.
		g.say("Kontrollen kunde inte antecknas i %s.", "The check could not be noted in %s.", g.DB)
	}
	return g.verified(res, map[string]any{"restored": !c.VerifyOnly})
}

// fill writes the backup into the database and reads back what stands there:
// that the backup was whole says nothing of the disk it is restored to.
func (c *RestoreCmd) fill(g *Globals, work string, want ledger.Result) (ledger.Result, error) {
	from, err := app.OpenExisting(g.ctx, work, nil)
	if err != nil {
		return want, err
	}
	defer from.Close()
	to, err := g.open(false)
	if err != nil {
		return want, err
	}
	defer to.Close()
	b := g.bar("Återställer", "Restoring")
	err = from.DB.CopyTo(g.ctx, to.DB, func(n int) { b.at(int64(n), 0) })
	b.done()
	if err != nil {
		return want, err
	}
	// Whoever was signed in when the copy was made signs in anew.
	if err := to.DB.EndSessions(g.ctx, ""); err != nil {
		return want, err
	}
	b = g.bar("Kontrollerar", "Verifying")
	got, err := to.Verify(g.ctx, b.at)
	b.done()
	if err != nil {
		return want, err
	}
	if got.Size != want.Size || got.Root != want.Root {
		return want, &store.Finding{Code: "copy-differs", What: want.Root.String() + " ≠ " + got.Root.String()}
	}
	if c.Key != "" {
		if err := to.TakeKey(g.ctx, c.Key); err != nil {
			return got, err
		}
	}
	if err := to.Restored(g.ctx, got.Size); err != nil {
		return got, err
	}
	return got, g.keyless(to)
}

// keyless tells where the ledger's key goes in an installation that came from
// elsewhere: it follows with no copy.
func (g *Globals) keyless(to *app.House) error {
	k, err := to.Keys(g.ctx)
	if err == nil && k.Public != "" && !k.Here {
		g.say("Liggarens nyckel följer inte med. Lägg den i %s, så signeras kontrollpunkterna som förut. Finns den inte kvar: genomlys key renew --lost.",
			"The ledger's key does not follow. Put it at %s, and checkpoints are signed as before. If it is gone: genomlys key renew --lost.", k.Path)
	}
	return err
}

// note remembers in the installation that a restore has been shown to work, for
// doctor. Where there is no installation to tell, the check stands by itself.
func (c *RestoreCmd) note(g *Globals) error {
	h, err := app.OpenExisting(g.ctx, g.DB, nil)
	var f *fault.Error
	if errors.As(err, &f) && f.Code == "no-database" {
		return nil
	}
	if err != nil {
		return err
	}
	defer h.Close()
	return h.DB.SetMeta(g.ctx, "last_verified_restore", h.Now().UTC().Format(time.RFC3339))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// CopyCmd copies an installation between engines.
type CopyCmd struct {
	From string `required:"" help:"Database to read."`
	To   string `required:"" help:"Empty database to fill."`
}

// Run copies and compares.
func (c *CopyCmd) Run(g *Globals) error {
	from, err := app.OpenExisting(g.ctx, c.From, nil)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := app.Open(g.ctx, c.To, nil)
	if err != nil {
		return err
	}
	defer to.Close()
	b := g.bar("Kopierar", "Copying")
	err = from.DB.CopyTo(g.ctx, to.DB, func(n int) { b.at(int64(n), 0) })
	b.done()
	if err != nil {
		return err
	}
	a, err := from.DB.Verify(g.ctx, nil, nil)
	if err != nil {
		return err
	}
	z, err := to.DB.Verify(g.ctx, nil, nil)
	if err != nil {
		return err
	}
	if a.Root != z.Root {
		return &store.Finding{Code: "copy-differs", What: a.Root.String() + " " + z.Root.String()}
	}
	if err := g.keyless(to); err != nil {
		return err
	}
	if g.JSON {
		return g.result(map[string]any{"copied": true, "entries": z.Size, "root": z.Root.String(), "from": from.DB.Engine(), "to": to.DB.Engine()})
	}
	_, err = fmt.Fprintf(g.out, "copied: %d entries, root %s\n", z.Size, z.Root)
	return err
}
