package example

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

//go:embed extra.json
var extraJSON []byte

// Addresses of the people who carry the example's review.
const (
	Coordinator = "informationssakerhetssamordnare.slk@slk.example"
	Officer     = "dataskyddsombud.gemensamt@slk.example"
	Head        = "stadsdirektor@slk.example"
	Office      = "SLK"
)

// extra is what the office's files lack but its review tells of: last year's
// review, what happens outside, objectives, audits, texts of analysis.
type extra struct {
	Review    map[string]any `json:"review"`
	DiaryNo   string         `json:"diary_no"`
	MeetingOn register.Date  `json:"meeting_on"`
	DecidedOn register.Date  `json:"decided_on"`
	Phases    []phase        `json:"phases"`
}

type phase struct {
	Phase     string        `json:"phase"`
	Effective register.Date `json:"effective"`
	Items     []item        `json:"items"`
}

// item makes a record, or changes one that ID or Find tells. A text that
// starts with @ is a record of this file, with @fn: a function by its title and
// with @person: a person by address.
type item struct {
	Key      string         `json:"key"`
	Register string         `json:"register"`
	Org      string         `json:"org"`
	ID       string         `json:"id"`
	Find     string         `json:"find"`
	Many     bool           `json:"many"`
	Fields   map[string]any `json:"fields"`
}

// Load fills an empty installation with the office: the exports of 2022 and
// 2023 as they stood, what the files lack, the review of 2024 as a draft, and
// views of lists that everybody shares.
// It gives the review's identity. tell may be nil.
func Load(ctx context.Context, d review.Deps, tell func(what string)) (register.ID, error) {
	if tell == nil {
		tell = func(string) {}
	}
	var x extra
	if err := json.Unmarshal(extraJSON, &x); err != nil {
		return "", fmt.Errorf("read the example's own records: %w", err)
	}
	profile, err := intake.Shipped("office", d.DB.Catalogue)
	if err != nil {
		return "", err
	}
	l := &loader{ctx: ctx, d: d, ids: map[string]register.ID{}}
	for _, e := range Exports[:2] {
		tell(e.Year)
		r, err := intake.ImportDir(ctx, intake.Deps{DB: d.DB, Commands: d.Commands}, intake.Request{Caller: access.System(), Dir: e.Dir(), Profile: profile, Effective: e.Dated, Now: d.Now()})
		if err != nil {
			return "", fmt.Errorf("import the example of %s: %w", e.Year, errors.Join(err, firstProblem(r)))
		}
		if err := l.phase(x, e.Year); err != nil {
			return "", err
		}
	}
	return l.draft(x)
}

func firstProblem(r intake.DirReport) error {
	for _, f := range r.Files {
		for _, p := range f.Problems {
			if p.Severity == intake.Refused {
				return fmt.Errorf("%s, row %d, %s: %s", f.File, p.Row, p.Column, p.Message)
			}
		}
	}
	return nil
}

// draft makes the review of 2024 with its texts, plan points and proposals.
func (l *loader) draft(x extra) (register.ID, error) {
	isam, err := l.d.Access.ByEmail(l.ctx, Coordinator, l.d.Now())
	if err != nil {
		return "", fmt.Errorf("find the coordinator: %w", err)
	}
	org, err := l.org(Office)
	if err != nil {
		return "", err
	}
	year, _ := x.Review["year"].(float64)
	asOf, _ := x.Review["as_of"].(string)
	fields := map[string]any{}
	for k, v := range x.Review {
		fields[k] = v
	}
	day := register.Date(asOf)
	rec, err := review.Create(l.ctx, l.d, isam, review.Draft{Org: org, Year: int(year), AsOf: day, Fields: fields, Effective: l.noon(day), Via: "import"})
	if err != nil {
		return "", fmt.Errorf("make the example's review: %w", err)
	}
	l.ids["review2024"] = rec.ID
	if err := l.phase(x, "review2024"); err != nil {
		return "", err
	}
	if _, err = review.Step(l.ctx, l.d, isam, string(rec.ID), "draft", nil, l.noon(day), "cli"); err != nil {
		return "", err
	}
	return rec.ID, l.phase(x, "views")
}

// Decide takes the example's review through its meeting to the head's decision.
func Decide(ctx context.Context, d review.Deps, id register.ID) (*register.Record, error) {
	var x extra
	if err := json.Unmarshal(extraJSON, &x); err != nil {
		return nil, fmt.Errorf("read the example's own records: %w", err)
	}
	isam, err := d.Access.ByEmail(ctx, Coordinator, d.Now())
	if err != nil {
		return nil, fmt.Errorf("find the coordinator: %w", err)
	}
	head, err := d.Access.ByEmail(ctx, Head, d.Now())
	if err != nil {
		return nil, fmt.Errorf("find the head: %w", err)
	}
	sent := d.DB.EndOfDay(x.MeetingOn).Add(-12 * time.Hour)
	if _, err := review.Step(ctx, d, isam, string(id), "send", nil, sent, "cli"); err != nil {
		return nil, fmt.Errorf("send the example's review to the head: %w", err)
	}
	if _, err := review.Step(ctx, d, head, string(id), "hold", map[string]any{"meeting_on": string(x.MeetingOn)}, sent.Add(time.Hour), "cli"); err != nil {
		return nil, fmt.Errorf("hold the example's meeting: %w", err)
	}
	rec, err := review.Decide(ctx, d, head, string(id), review.DecideRequest{Date: x.DecidedOn, DiaryNo: x.DiaryNo, Via: "cli"})
	if err != nil {
		return nil, fmt.Errorf("decide the example's review: %w", err)
	}
	return rec, nil
}

type loader struct {
	ctx context.Context
	d   review.Deps
	ids map[string]register.ID
}

// noon leaves room on the day both before, for the import, and after.
func (l *loader) noon(d register.Date) time.Time { return d.Time(l.d.DB.Zone).Add(12 * time.Hour) }

// phase makes the records of one phase, one change set after another in order,
// since a record may refer to one before it.
func (l *loader) phase(x extra, name string) error {
	for _, p := range x.Phases {
		if p.Phase != name {
			continue
		}
		var changes []command.Change
		for i, it := range p.Items {
			made, err := l.item(p, it)
			if err != nil {
				return fmt.Errorf("example, phase %s, item %d (%s): %w", name, i+1, it.Register, err)
			}
			changes = append(changes, made...)
		}
		if _, err := l.d.Commands.Do(l.ctx, access.System(), command.Options{Via: "import", Now: l.d.Now()}, changes...); err != nil {
			return fmt.Errorf("example, phase %s: %w", name, err)
		}
	}
	return nil
}

func (l *loader) item(p phase, it item) ([]command.Change, error) {
	r, ok := l.d.DB.Catalogue.Get(it.Register)
	if !ok {
		return nil, fmt.Errorf("there is no register %s", it.Register)
	}
	v, err := l.resolve(it.Fields)
	if err != nil {
		return nil, err
	}
	fields := v.(map[string]any)
	at := l.noon(p.Effective)
	if it.ID == "" && it.Find == "" {
		org, err := l.org(it.Org)
		if err != nil {
			return nil, err
		}
		c := command.Change{Op: "create", Register: r, Org: org, NewID: register.NewID(l.d.Now()), Fields: fields, Effective: at}
		if it.Key != "" {
			l.ids[it.Key] = c.NewID
		}
		return []command.Change{c}, nil
	}
	ids := []string{it.ID}
	if name, ok := strings.CutPrefix(it.ID, "@"); ok {
		if ids[0], err = l.named(name); err != nil {
			return nil, err
		}
	}
	if it.Find != "" {
		if ids, err = l.find(r, it.Find); err != nil {
			return nil, err
		}
		if len(ids) == 0 || len(ids) > 1 && !it.Many {
			return nil, fmt.Errorf("%q finds %d records", it.Find, len(ids))
		}
	}
	var out []command.Change
	for _, id := range ids {
		out = append(out, command.Change{Op: "update", Register: r, ID: id, Fields: fields, Effective: at})
	}
	return out, nil
}

func (l *loader) resolve(v any) (any, error) {
	switch x := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(x))
		for k, e := range x {
			r, err := l.resolve(e)
			if err != nil {
				return nil, err
			}
			out[k] = r
		}
		return out, nil
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			r, err := l.resolve(e)
			if err != nil {
				return nil, err
			}
			out[i] = r
		}
		return out, nil
	case string:
		name, ok := strings.CutPrefix(x, "@")
		if !ok {
			return x, nil
		}
		return l.named(name)
	}
	return v, nil
}

func (l *loader) named(name string) (string, error) {
	if title, ok := strings.CutPrefix(name, "fn:"); ok {
		return l.one("role_assignment", "title = "+query.Quote(title))
	}
	if address, ok := strings.CutPrefix(name, "person:"); ok {
		return l.one("person", "email = "+query.Quote(address))
	}
	id, ok := l.ids[name]
	if !ok {
		return "", fmt.Errorf("nothing before this is called %s", name)
	}
	return string(id), nil
}

func (l *loader) one(reg, filter string) (string, error) {
	if id, ok := l.ids[filter]; ok {
		return string(id), nil
	}
	r, _ := l.d.DB.Catalogue.Get(reg)
	ids, err := l.find(r, filter)
	if err != nil {
		return "", err
	}
	if len(ids) == 0 {
		return "", fmt.Errorf("no %s where %s", reg, filter)
	}
	l.ids[filter] = register.ID(ids[0])
	return ids[0], nil
}

func (l *loader) org(short string) (register.ID, error) {
	id, err := l.one("org", "short = "+query.Quote(short))
	return register.ID(id), err
}

func (l *loader) find(r *register.Register, filter string) ([]string, error) {
	now := l.d.Now()
	c, err := l.d.DB.Filter(l.ctx, r, filter, register.DateOf(now.In(l.d.DB.Zone)), now)
	if err != nil {
		return nil, err
	}
	keys, err := l.d.DB.Keys(l.ctx, access.System().Read(r), store.Query{Register: r, Filter: c})
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = string(k.ID)
	}
	return out, err
}

// Find gives the example's review in an installation that holds it, decided or not.
func Find(ctx context.Context, d review.Deps) (*register.Record, error) {
	head, err := d.Access.ByEmail(ctx, Coordinator, d.Now())
	if err != nil {
		return nil, err
	}
	r, ok := d.DB.Catalogue.Get("management_review")
	if !ok {
		return nil, fault.New(fault.Unknown, "no-such-register", "management_review")
	}
	var found *register.Record
	err = d.DB.Each(ctx, head.Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if y, _ := rec.Number("year"); y == 2024 && (found == nil || rec.Text("hash") != "") {
			found = rec
		}
		return nil
	})
	if err == nil && found == nil {
		err = fault.New(fault.Unknown, "no-such-record", "management_review", "2024")
	}
	return found, err
}
