package intake

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/intake/match"
	"genomlys/internal/intake/sheet"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Deps are the rooms that intake works through.
type Deps struct {
	DB       *store.DB
	Commands *command.Service
}

// Request says what to import, for whom and how.
type Request struct {
	Caller    access.Caller
	Register  *register.Register // of one file; nil for a folder
	File      File               // one file
	Dir       fs.FS              // or a folder
	Profile   *Profile           // nil = columns are matched by label; a folder needs one
	Org       string             // owner: short name, number or name; empty = the profile's, else the installation's own office
	Effective register.Date      // when the file was true; empty = now
	Sheet     string             // name or number among the visible; empty = the first
	Map       map[string]string  // heading → field name, empty for a column to leave out
	DryRun    bool               // do all but write
	Partial   bool               // take the rows that can be taken
	Lang      lang.Lang
	Via       string // empty = import
	Reason    string
	Now       time.Time
	Limits    sheet.Limits // zero = sheet.DefaultLimits
	Progress  func(stage string, done, total int)
}

func (r *Request) effective(zone *time.Location) time.Time {
	if r.Effective == "" {
		return time.Time{}
	}
	return r.Effective.Time(zone)
}

// Import takes one file into one register. An Invalid error with code
// import-refused means that nothing was written and the report tells why;
// other errors are about the file, the caller's rights or the database.
func Import(ctx context.Context, d Deps, req Request) (Report, error) {
	p, err := newPlan(d, req)
	if err != nil {
		return Report{}, err
	}
	rule := p.ruleFor(req.File.Name)
	t, err := p.load(ctx, req.File, rule)
	if err != nil {
		return Report{File: req.File.Name, DryRun: req.DryRun, Problems: []Problem{}, Columns: []Column{}}, err
	}
	p.tables = []*table{t}
	out, err := p.run(ctx)
	if len(out.Files) == 0 {
		return Report{}, err
	}
	r := out.Files[0]
	r.Receipt = out.Receipt
	return r, err
}

// ImportDir takes a folder of files by a profile, in the profile's order and
// in one transaction. Errors are as for Import.
func ImportDir(ctx context.Context, d Deps, req Request) (DirReport, error) {
	if req.Profile == nil || req.Dir == nil {
		return DirReport{}, fault.New(fault.Malformed, "profile-needed")
	}
	p, err := newPlan(d, req)
	if err != nil {
		return DirReport{}, err
	}
	list, err := fs.ReadDir(req.Dir, ".")
	if err != nil {
		return DirReport{}, fault.Wrap(fault.Malformed, "cannot-read-folder", err)
	}
	for i := range p.profile.Files {
		rule := &p.profile.Files[i]
		for _, e := range list {
			if e.IsDir() || !sameFile(e.Name(), rule.File) {
				continue
			}
			b, err := fs.ReadFile(req.Dir, e.Name())
			if err != nil {
				return DirReport{}, fault.Wrap(fault.Malformed, "cannot-read-file", err)
			}
			t, err := p.load(ctx, File{e.Name(), bytes.NewReader(b), int64(len(b))}, rule)
			if err != nil {
				return DirReport{}, inFile(err, e.Name())
			}
			p.tables = append(p.tables, t)
			break
		}
	}
	if len(p.tables) == 0 {
		return DirReport{}, fault.New(fault.Malformed, "no-file-of-profile", p.profile.Name)
	}
	return p.run(ctx)
}

func inFile(err error, name string) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return &fault.Error{Kind: f.Kind, Code: f.Code, Args: append([]string{name}, f.Args...), Err: err}
	}
	return err
}

// sameFile compares names without their ending, so that a profile reads the
// same table from CSV and XLSX.
func sameFile(a, b string) bool {
	base := func(s string) string { return strings.TrimSuffix(path.Base(s), path.Ext(s)) }
	return strings.EqualFold(base(a), base(b))
}

func newPlan(d Deps, req Request) (*plan, error) {
	if req.Limits == (sheet.Limits{}) {
		req.Limits = sheet.DefaultLimits()
	}
	if req.Via == "" {
		req.Via = "import"
	}
	if req.Lang == "" {
		req.Lang = lang.SV
	}
	if req.Effective != "" && !register.ValidDate(string(req.Effective)) {
		return nil, fault.New(fault.Malformed, "not-a-date", string(req.Effective))
	}
	p := &plan{deps: d, req: req, profile: req.Profile, indexes: map[string]*index{}, seen: map[string]*made{}, history: map[string][]past{}, own: map[string]owns{}, named: map[register.ID]string{}}
	if p.profile == nil {
		p.profile = &Profile{generic: true}
	}
	return p, nil
}

// ruleFor finds the profile's rule for one file: by its name, else the first
// that makes the register.
func (p *plan) ruleFor(name string) *FileRule {
	for i := range p.profile.Files {
		if f := &p.profile.Files[i]; sameFile(f.File, name) && f.Changes == nil {
			return f
		}
	}
	for i := range p.profile.Files {
		if f := &p.profile.Files[i]; len(f.Parts) > 0 && p.req.Register != nil && f.Parts[0].Register == p.req.Register.Name {
			return f
		}
	}
	return nil
}

// load reads a file by its rule, or by labels when there is none.
func (p *plan) load(ctx context.Context, f File, rule *FileRule) (*table, error) {
	if rule == nil {
		return p.loadByLabel(ctx, f)
	}
	h := headings{mapped: p.req.Map}
	target := map[string][]string{}
	for _, c := range rule.Columns() {
		h.candidates = append(h.candidates, match.Candidate{Name: c, Labels: []string{c}})
	}
	for i := range rule.Parts {
		part := &rule.Parts[i]
		if err := p.ownNamed(ctx, f, part); err != nil {
			return nil, err
		}
		for _, fd := range sortedFields(p.deps.DB.Catalogue, part) {
			s := part.Fields[fd]
			for _, c := range s.columns() {
				target[c] = append(target[c], part.Register+"."+fd)
			}
		}
		if part.Each != "" {
			target[part.Each] = append(target[part.Each], part.Register)
		}
	}
	h.target = func(name string) string { return strings.Join(unique(target[name]), ", ") }
	t, err := p.read(ctx, f, p.req.Sheet, p.req.Limits, h)
	if err != nil {
		return nil, err
	}
	t.rule = rule
	return t, nil
}

func sortedFields(c *register.Catalogue, part *Part) []string {
	r, _ := c.Get(part.Register)
	var out []string
	for _, f := range r.Fields {
		if _, ok := part.Fields[f.Name]; ok {
			out = append(out, f.Name)
		}
	}
	return append(out, part.owns()...)
}

func unique(list []string) []string { return union(list, nil) }

func itoa(n int) string { return strconv.Itoa(n) }

func mapFault(err error) error {
	var m *match.MapError
	if errors.As(err, &m) {
		return &fault.Error{Kind: fault.Malformed, Code: m.Code, Args: append([]string{m.Value}, m.Nearest...), Err: err}
	}
	return err
}
