// Command genomlys serves, fills, asks and checks an installation (contract.md 2).
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"genomlys/internal/app"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/ledger"
	"genomlys/internal/store"
)

// Globals are the settings every command takes.
type Globals struct {
	DB    string `name:"db" help:"Database: a file, or postgres://…" env:"GENOMLYS_DB" default:"genomlys.db"`
	Lang  string `help:"Language of messages: sv or en." enum:"sv,en" default:"sv"`
	Quiet bool   `help:"Print results and errors only."`
	JSON  bool   `name:"json" help:"Print one JSON value as the result."`

	ctx context.Context
	out io.Writer
	err io.Writer

	ended  error          // how the command that ran ended
	flags  *pflag.FlagSet // of the command that ran
	places []string       // its arguments by place
}

// CLI is the whole command line.
type CLI struct {
	Globals
	Demo        DemoCmd        `cmd:"" help:"Make the example office, decide its management review and serve it."`
	Serve       ServeCmd       `cmd:"" help:"Serve web and API."`
	Import      ImportCmd      `cmd:"" help:"Read a CSV or XLSX file, or a folder of files, into registers."`
	Export      ExportCmd      `cmd:"" help:"Write what a list shows to a file."`
	Figures     FiguresCmd     `cmd:"" help:"Compute the named figures."`
	Review      ReviewCmd      `cmd:"" help:"Build, list, show and decide management reviews."`
	Text        TextCmd        `cmd:"" help:"Write a text out of a record: a protocol, a notification, a letter."`
	Report      ReportCmd      `cmd:"" help:"Answer a question over the registers."`
	Act         ActCmd         `cmd:"" help:"Do several changes in one step."`
	WhatIf      WhatIfCmd      `cmd:"" help:"What would follow if something happened."`
	Verify      VerifyCmd      `cmd:"" help:"Replay the ledger and compare it with the registers."`
	AuditBundle AuditBundleCmd `cmd:"" help:"Write what an auditor verifies without the server."`
	Backup      BackupCmd      `cmd:"" help:"Write a consistent copy while the server runs."`
	Restore     RestoreCmd     `cmd:"" help:"Restore a copy into an empty place, or only check it."`
	Copy        CopyCmd        `cmd:"" help:"Copy between SQLite and PostgreSQL."`
	Key         KeyCmd         `cmd:"" help:"The key that signs the ledger."`
	User        UserCmd        `cmd:"" help:"People and the functions they hold."`
	Token       TokenCmd       `cmd:"" help:"Tokens for the API."`
	SigninLink  SigninLinkCmd  `cmd:"" help:"Print a one-time sign-in address."`
	Registers   RegistersCmd   `cmd:"" help:"Registers, fields, types, labels and allowed values."`
	City        CityCmd        `cmd:"" help:"Fill a database with a generated city for load tests."`
	Doctor      DoctorCmd      `cmd:"" help:"Settings, and where they differ from safe defaults."`
	Version     VersionCmd     `cmd:"" help:"Print the version."`
}

// errFound ends with exit code 1 after the result has been printed.
var errFound = errors.New("found wanting")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run gives the exit code: 0 done, 1 refused or found wanting, 2 wrong use,
// 3 environment.
func run(ctx context.Context, args []string, out, errw io.Writer) int {
	var cli CLI
	cli.ctx, cli.out, cli.err = ctx, out, errw
	root := commands(&cli)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(errw, useIn(asked(args), err))
		return 2
	}
	return cli.report(cli.ended)
}

// report prints an error in the chosen language and gives the exit code.
func (g *Globals) report(err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, errFound) {
		return 1
	}
	l := lang.Parse(g.Lang)
	var use wrongUse
	if errors.As(err, &use) {
		fmt.Fprintln(g.err, use.in(l))
		return 2
	}
	var b *ledger.Break
	if errors.As(err, &b) {
		fmt.Fprintln(g.err, b.Say(string(l)))
		return 1
	}
	var fi *store.Finding
	if errors.As(err, &fi) {
		fmt.Fprintln(g.err, lang.Problem(l, fault.Problem{Code: fi.Code, Value: fi.What}, ""))
		return 1
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		var file *fs.PathError
		if errors.As(err, &file) {
			fmt.Fprintln(g.err, fileWords(l, file))
		} else {
			fmt.Fprintln(g.err, err)
		}
		return 3
	}
	indent := ""
	if len(f.Problems) != 1 { // one problem says it all itself
		text := lang.Problem(l, fault.Problem{Code: f.Code, Value: strings.Join(f.Args, " "), Allowed: f.Args}, "")
		if len(f.Args) == 1 {
			text = given(l, text, f.Args[0])
		}
		fmt.Fprintln(g.err, text)
		indent = "  "
	}
	for i, p := range f.Problems {
		if i == 50 {
			fmt.Fprintf(g.err, "… %d\n", len(f.Problems)-i)
			break
		}
		fmt.Fprintln(g.err, indent+g.problem(l, p))
	}
	if f.Err != nil && (f.Kind == fault.ReadOnly || f.Kind == fault.Full || f.Code == "migration-failed" || f.Code == "migration-failed-backup" || f.Code == "no-database" || f.Code == "database-unreachable") {
		why := f.Err.Error()
		var inner *fault.Error
		if errors.As(f.Err, &inner) && lang.Fault(l, inner) != "" {
			why = lang.Fault(l, inner)
		}
		fmt.Fprintln(g.err, "  "+why)
	}
	switch f.Kind {
	case fault.ReadOnly, fault.Full, fault.Busy, fault.Internal:
		return 3
	}
	if f.Code == "no-database" || f.Code == "database-unreachable" || f.Code == "schema-newer" || f.Code == "not-our-database" || strings.HasPrefix(f.Code, "migration-failed") {
		return 3
	}
	return 1
}

// say prints a sentence for people, unless only results are wanted.
func (g *Globals) say(sv, en string, args ...any) {
	if g.Quiet {
		return
	}
	t := lang.Text{SV: sv, EN: en}
	fmt.Fprintf(g.err, t.In(lang.Parse(g.Lang))+"\n", args...)
}

func (g *Globals) result(v any) error {
	e := json.NewEncoder(g.out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}

// open opens the installation; a new database is made unless it must be there.
func (g *Globals) open(must bool) (*app.House, error) {
	note := func(s lang.Text) {
		if !g.Quiet {
			fmt.Fprintln(g.err, s.In(lang.Parse(g.Lang)))
		}
	}
	open := app.Open
	if must {
		open = app.OpenExisting
	}
	h, err := open(g.ctx, g.DB, note)
	if err == nil {
		h.Warn = func(err error) {
			fmt.Fprint(g.err, lang.Text{SV: "Liggaren fick ingen ny kontrollpunkt. ", EN: "The ledger got no new checkpoint. "}.In(lang.Parse(g.Lang)))
			g.report(err)
		}
	}
	return h, err
}

// wrote is the result of a command that made a file.
func (g *Globals) wrote(path string, more map[string]any) error {
	out, err := fileFacts(path)
	if err != nil {
		return err
	}
	for k, v := range more {
		out[k] = v
	}
	return g.result(out)
}

// fileFacts tells what a file is, read back from where it stands.
func fileFacts(path string) (map[string]any, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	if err != nil {
		return nil, fmt.Errorf("read %s back: %w", path, err)
	}
	return map[string]any{"path": path, "bytes": n, "sha256": hex.EncodeToString(sum.Sum(nil))}, nil
}
