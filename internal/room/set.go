package room

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Set is what rooms offer.
type Set struct {
	Texts   []Text
	Reports []Report
	Acts    []Act

	db *store.DB
}

var (
	kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	snake = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
)

// Join makes one set of what all rooms offer. Names that collide, with each
// other or with a step of the register, and names that no address can hold, are
// faults of the declarations.
func Join(db *store.DB, sets ...Set) (*Set, error) {
	all := &Set{db: db}
	seen := map[string]bool{}
	declare := func(kind, registerName, name string, form *regexp.Regexp, title lang.Text, params []Param) error {
		key := kind + " " + registerName + " " + name
		if seen[key] {
			return fmt.Errorf("rooms: %s is declared twice", key)
		}
		seen[key] = true
		if !form.MatchString(name) || title.SV == "" || title.EN == "" {
			return fmt.Errorf("rooms: %s has no proper name or title", key)
		}
		if registerName != "" {
			if _, ok := db.Catalogue.Get(registerName); !ok {
				return fmt.Errorf("rooms: %s stands in no register", key)
			}
		}
		for _, p := range params {
			if !snake.MatchString(p.Name) || p.Title.SV == "" || p.Title.EN == "" || p.Kind == Choice && len(p.Choices) == 0 {
				return fmt.Errorf("rooms: %s: parameter %q is not whole", key, p.Name)
			}
			if _, ok := db.Catalogue.Get(p.Register); p.Kind == Ref && !ok {
				return fmt.Errorf("rooms: %s: parameter %s refers to no register", key, p.Name)
			}
		}
		return nil
	}
	for _, s := range sets {
		for _, t := range s.Texts {
			if err := declare("text", t.Register, t.Name, kebab, t.Title, t.Params); err != nil {
				return nil, err
			}
		}
		for _, r := range s.Reports {
			if err := declare("report", "", r.Name, kebab, r.Title, r.Params); err != nil {
				return nil, err
			}
		}
		for _, a := range s.Acts {
			if err := declare("act", a.Register, a.Name, snake, a.Title, a.Params); err != nil {
				return nil, err
			}
			if reg, ok := db.Catalogue.Get(a.Register); !ok || slices.Contains(reg.Actions(), a.Name) || a.Name == "batch" {
				return nil, fmt.Errorf("rooms: act %s %s collides with a step, or stands in no register", a.Register, a.Name)
			}
		}
		all.Texts = append(all.Texts, s.Texts...)
		all.Reports = append(all.Reports, s.Reports...)
		all.Acts = append(all.Acts, s.Acts...)
	}
	return all, nil
}

// TextsOf are the texts out of a record, or out of any of a register's when it
// is nil.
func (s *Set) TextsOf(registerName string, rec *register.Record) (out []Text) {
	for _, t := range s.Texts {
		if t.Register == registerName && (rec == nil || t.When == nil || t.When(rec)) {
			out = append(out, t)
		}
	}
	return out
}

// ActsOf are the acts on a record, or all of a register's when it is nil.
func (s *Set) ActsOf(registerName string, rec *register.Record) (out []Act) {
	for _, a := range s.Acts {
		if a.Register == registerName && (rec == nil || !a.Free && (a.When == nil || a.When(rec))) {
			out = append(out, a)
		}
	}
	return out
}

// Report finds a report.
func (s *Set) Report(name string) (Report, error) {
	names := make([]string, len(s.Reports))
	for i, r := range s.Reports {
		if r.Name == name {
			return r, nil
		}
		names[i] = r.Name
	}
	return Report{}, none("report", name, names)
}

// Text finds a text.
func (s *Set) Text(registerName, name string) (Text, error) {
	var names []string
	for _, t := range s.TextsOf(registerName, nil) {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return Text{}, none("text", name, names)
}

// Act finds an act.
func (s *Set) Act(registerName, name string) (Act, error) {
	var names []string
	for _, a := range s.ActsOf(registerName, nil) {
		if a.Name == name {
			return a, nil
		}
		names = append(names, a.Name)
	}
	return Act{}, none("act", name, names)
}

// none refuses a name that nothing has, and says which there are.
func none(field, name string, names []string) error {
	if len(names) == 0 {
		return fault.New(fault.Unknown, "no-such-"+field, name)
	}
	return &fault.Error{Kind: fault.Unknown, Code: "no-such-" + field, Args: []string{name}, Problems: []fault.Problem{{Field: field, Code: "not-allowed", Value: name, Allowed: names}}}
}

// about gives the call with the record it is about, as the caller sees it.
func (s *Set) about(ctx context.Context, c Call, registerName, id string) (Call, error) {
	reg, ok := s.db.Catalogue.Get(registerName)
	if !ok {
		return c, fault.New(fault.Unknown, "no-such-register", registerName)
	}
	rec, err := s.db.Get(ctx, c.Caller.Read(reg), reg, id, time.Time{}, 0)
	if fault.Is(err, fault.Unknown) && reg.Name == "org" {
		var named register.ID
		if named, err = s.byName(ctx, c, reg, id); err == nil {
			rec, err = s.db.Get(ctx, c.Caller.Read(reg), reg, string(named), time.Time{}, 0)
		}
	}
	if err != nil {
		return c, err
	}
	if c.Version != 0 && c.Version != rec.Version {
		return c, fault.New(fault.Stale, "changed-meanwhile")
	}
	c.Record = rec
	return c, nil
}

// offered refuses what is not to be had of the record as it stands.
func offered(when func(*register.Record) bool, rec *register.Record, name string, others []string) error {
	if when == nil || when(rec) {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "name", Code: "not-in-this-state", Value: name, Allowed: others}}}
}

// MakeText makes a text out of a record.
func (s *Set) MakeText(ctx context.Context, c Call, t Text, id string) (document.Doc, error) {
	c, err := s.forText(ctx, c, t, id)
	if err != nil {
		return document.Doc{}, err
	}
	return t.Make(ctx, c)
}

func (s *Set) forText(ctx context.Context, c Call, t Text, id string) (Call, error) {
	c, err := s.about(ctx, c, t.Register, id)
	if err != nil {
		return c, err
	}
	var names []string
	for _, o := range s.TextsOf(t.Register, c.Record) {
		names = append(names, o.Name)
	}
	if err := offered(t.When, c.Record, t.Name, names); err != nil {
		return c, err
	}
	return s.check(ctx, c, t.Params)
}

// Ask answers a report.
func (s *Set) Ask(ctx context.Context, c Call, r Report) (any, error) {
	c, err := s.check(ctx, c, r.Params)
	if err != nil {
		return nil, err
	}
	return r.Answer(ctx, c)
}

// ReadReport gives a report as a document.
func (s *Set) ReadReport(ctx context.Context, c Call, r Report) (document.Doc, error) {
	c, err := s.check(ctx, c, r.Params)
	if err != nil {
		return document.Doc{}, err
	}
	return r.Text(ctx, c)
}

// Do does an act, on the record given by id or, when it is free, on none.
func (s *Set) Do(ctx context.Context, c Call, a Act, id string) (command.Receipt, error) {
	var err error
	if !a.Free {
		if c, err = s.about(ctx, c, a.Register, id); err != nil {
			return command.Receipt{}, err
		}
		var names []string
		for _, o := range s.ActsOf(a.Register, c.Record) {
			names = append(names, o.Name)
		}
		if err := offered(a.When, c.Record, a.Name, names); err != nil {
			return command.Receipt{}, err
		}
	}
	if c, err = s.check(ctx, c, a.Params); err != nil {
		return command.Receipt{}, err
	}
	return a.Do(ctx, c)
}

// byName finds an organisation by its short name; other registers have numbers.
func (s *Set) byName(ctx context.Context, c Call, reg *register.Register, value string) (register.ID, error) {
	var found register.ID
	if reg.Name == "org" {
		err := s.db.Each(ctx, c.Caller.Read(reg), store.Query{Register: reg}, func(rec *register.Record) error {
			if rec.Text("short") == value {
				found = rec.ID
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	if found == "" {
		return "", fault.New(fault.Unknown, "no-such-record", value)
	}
	return found, nil
}
