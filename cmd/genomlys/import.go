package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sort"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
	"genomlys/internal/intake/sheet"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// ImportCmd reads files into registers.
type ImportCmd struct {
	Register  string            `arg:"" optional:"" help:"Collection, as registers lists them: objects."`
	File      string            `arg:"" optional:"" help:"CSV or XLSX file."`
	Dir       string            `help:"A folder of files, by a profile." type:"existingdir"`
	Org       string            `help:"Short name of the organisation that owns the records."`
	Effective string            `help:"The day the file was true; otherwise now."`
	DryRun    bool              `help:"Tell what would be done; write nothing."`
	Sheet     string            `help:"Sheet by name or number."`
	Map       map[string]string `help:"Column and field: \"Kolumn=field\"." mapsep:"none"`
	Profile   string            `help:"Shipped profile by name, or a profile file."`
	Partial   bool              `help:"Take the rows that can be taken."`
	MaxRows   int               `help:"Largest number of rows." default:"20000"`
	As        string            `help:"E-mail of the person who imports; otherwise the installation itself."`
}

// Run imports and prints the report.
func (c *ImportCmd) Run(g *Globals) error {
	if (c.Dir == "") == (c.File == "") {
		return usage("Ange REGISTER och FIL, eller --dir.", "Give REGISTER and FILE, or --dir.", g)
	}
	// A large file's rows are garbage as soon as they are read: collecting them
	// sooner costs little and keeps the import within a small machine.
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(80 << 20)
	}
	h, err := g.open(false)
	if err != nil {
		return err
	}
	defer h.Close()
	limits := sheet.DefaultLimits()
	limits.Rows = c.MaxRows
	b := g.bar("Läser in", "Importing")
	defer b.done()
	req := intake.Request{Caller: access.System(), Org: c.Org, Effective: register.Date(c.Effective), Sheet: c.Sheet, Map: c.Map, DryRun: c.DryRun,
		Partial: c.Partial, Lang: lang.Parse(g.Lang), Now: h.Now(), Limits: limits,
		Progress: func(_ string, done, total int) { b.at(int64(done), int64(total)) }}
	if c.As != "" {
		if req.Caller, err = h.Access.ByEmail(g.ctx, c.As, h.Now()); err != nil {
			return err
		}
	}
	if c.Profile != "" {
		if req.Profile, err = profile(c.Profile, h); err != nil {
			return err
		}
	}
	deps := intake.Deps{DB: h.DB, Commands: h.Commands}
	if c.Dir != "" {
		if req.Profile == nil {
			if req.Profile, err = profile("office", h); err != nil {
				return err
			}
		}
		req.Dir = os.DirFS(c.Dir)
		rep, err := intake.ImportDir(g.ctx, deps, req)
		b.done()
		if err != nil && len(rep.Files) == 0 {
			return err
		}
		return c.dir(g, rep, err)
	}
	reg, err := reg(h, c.Register)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	req.Register = reg
	req.File = intake.File{Name: filepath.Base(c.File), Reader: f, Size: st.Size()}
	rep, err := intake.Import(g.ctx, deps, req)
	b.done()
	if err != nil && !refused(err) {
		return err
	}
	if g.JSON {
		if e := g.result(rep); e != nil {
			return e
		}
	} else {
		g.table(rep)
	}
	if err != nil {
		return errFound
	}
	return nil
}

func refused(err error) bool {
	f, ok := err.(*fault.Error)
	return ok && f.Code == "import-refused"
}

func profile(name string, h *app.House) (*intake.Profile, error) {
	for _, n := range intake.ShippedNames() {
		if n == name {
			return intake.Shipped(name, h.DB.Catalogue)
		}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "profile", Code: "no-such-profile", Value: name, Allowed: []string{name, strings.Join(intake.ShippedNames(), ", ")}}}}
	}
	return intake.ParseProfile(b, h.DB.Catalogue)
}

func (c *ImportCmd) dir(g *Globals, rep intake.DirReport, err error) error {
	if err != nil && !refused(err) {
		return err
	}
	if g.JSON {
		if e := g.result(rep); e != nil {
			return e
		}
	} else {
		for _, r := range rep.Files {
			g.table(r)
		}
		names := make([]string, 0, len(rep.Records))
		for n := range rep.Records {
			names = append(names, n)
		}
		sort.Strings(names)
		for _, n := range names {
			k := rep.Records[n]
			fmt.Fprintf(g.out, "%s\t+%d\t~%d\t=%d\n", n, k.New, k.Changed, k.Unchanged)
		}
	}
	if err != nil {
		return errFound
	}
	return nil
}

// told says what became of a row, where in the file, and why.
func told(l lang.Lang, p intake.Problem) string {
	what := map[intake.Severity]lang.Text{intake.Refused: {SV: "avvisad", EN: "refused"}, intake.Note: {SV: "att se över", EN: "to look at"}, intake.Skipped: {SV: "överhoppad", EN: "skipped"}}[p.Severity].In(l)
	var where []string
	if p.Row > 0 {
		where = append(where, fmt.Sprintf(lang.Text{SV: "rad %d", EN: "row %d"}.In(l), p.Row))
	}
	if c := strings.TrimSpace(p.Column); c != "" && p.Row > 0 {
		where = append(where, c)
	}
	if len(where) > 0 {
		what += ", " + strings.Join(where, ", ")
	}
	text := p.Message
	if p.Severity == intake.Refused {
		text = given(l, text, strings.TrimSpace(p.Value))
	}
	return what + ": " + text
}

// table prints a file's report for people.
func (g *Globals) table(r intake.Report) {
	l := lang.Parse(g.Lang)
	head := lang.Text{SV: "%s: %d rader lästa, %d nya, %d ändrade, %d oförändrade, %d avvisade, %d överhoppade\n", EN: "%s: %d rows read, %d new, %d changed, %d unchanged, %d refused, %d skipped\n"}
	fmt.Fprintf(g.out, head.In(l), r.File, r.Rows.Read, r.Rows.New, r.Rows.Changed, r.Rows.Unchanged, r.Rows.Refused, r.Rows.Skipped)
	for i, p := range r.Problems {
		if i == 40 {
			fmt.Fprintf(g.out, "  … %d\n", len(r.Problems)-i)
			break
		}
		fmt.Fprintln(g.out, "  "+told(l, p))
	}
	var ignored []string
	for _, c := range r.Columns {
		if c.How == "ignored" && strings.TrimSpace(c.From) != "" {
			ignored = append(ignored, c.From)
		}
	}
	if len(ignored) > 0 {
		fmt.Fprintf(g.out, lang.Text{SV: "  lästes inte: kolumnerna %s. Ange fältet med --map \"Kolumn=field\" om de ska läsas.\n", EN: "  not read: the columns %s. Name the field by --map \"Column=field\" if they are to be read.\n"}.In(l), strings.Join(ignored, ", "))
	}
	if r.DryRun {
		for i, ch := range r.Changes {
			if i == 40 {
				fmt.Fprintf(g.out, "  … %d\n", len(r.Changes)-i)
				break
			}
			for _, f := range ch.Fields {
				fmt.Fprintf(g.out, "  %s %s: %s → %s\n", ch.Ref, f.Field, f.Old, f.New)
			}
		}
	}
}
