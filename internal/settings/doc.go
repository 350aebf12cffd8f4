// Package settings is the office's own rules: proposed, checked by the rule
// book's own checks, adopted by whoever may, and put in the places of the shipped
// ones from their day (domain.md C10); and what an organisation sets for itself
// beside them in the same way: colours, language, density, passages in texts, headings of reviews.
package settings

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Deps are what the room needs of the house.
type Deps struct {
	DB       *store.DB
	Commands *command.Service
}

type house struct {
	db    *store.DB
	book  *rulebook.Book
	texts func(code string) bool // whether a text may have a passage of our own
}

// Install adds the rules of settings to the command path; texts tells which
// texts there are (TextCode), and changed is told when the rule book has new
// rules in it, with those that cannot stand.
func Install(s *command.Service, db *store.DB, texts func(code string) bool, changed func(map[string]error)) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	h := house{db, book, texts}
	s.AddRule(registers.Settings.Name, h.whole)
	s.AddRule(registers.Settings.Name, h.stays)
	s.AddRule(registers.Settings.Name, h.stands)
	s.AddRule(registers.Settings.Name, h.second)
	s.AddThen(registers.Settings.Name, h.noted)
	s.AddAfter(registers.Settings.Name, func(ctx context.Context) {
		wrong, err := Refresh(ctx, db)
		if err != nil {
			wrong = map[string]error{"": err}
		}
		changed(wrong)
	})
	return nil
}

// Refresh puts the adopted rules of the installation into the rule book, and
// gives those that cannot stand.
func Refresh(ctx context.Context, db *store.DB) (map[string]error, error) {
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	var locals []rulebook.Local
	reg := registers.Settings
	err = db.Each(ctx, access.System().Read(reg), store.Query{Register: reg, Filter: adopted()}, func(rec *register.Record) error {
		if !own(rec.Text("code")) {
			locals = append(locals, local(rec))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read own rules: %w", err)
	}
	return book.Overlay(locals), nil
}

func adopted() query.Checked {
	return query.Compare{Field: query.Field{Name: "status", Type: query.Choice}, Op: query.Eq, Value: "adopted"}
}

// local is a setting as the rule book takes it. Its source is the decision.
func local(rec *register.Record) rulebook.Local {
	source := rec.Ref
	if d := rec.Text("diary_no"); d != "" {
		source = d
	}
	return rulebook.Local{Code: rec.Text("code"), From: clock.Date(rec.Text("valid_from")), Change: json.RawMessage(rec.Text("value")), Source: orNew(source)}
}

// orNew names the decision of a rule that has no number yet.
func orNew(source string) string {
	if source == "" {
		return "proposed"
	}
	return source
}

func problem(field, code, value string, allowed ...string) []fault.Problem {
	return []fault.Problem{{Field: field, Code: code, Value: value, Allowed: allowed}}
}

// whole holds that a rule is made for all that the installation serves: one
// office does not set another's thresholds. Colours and the like are each
// organisation's own.
func (h house) whole(f command.Following) ([]fault.Problem, error) {
	if f.Caller.IsSystem() || own(f.New.Text("code")) {
		return nil, nil
	}
	orgs, err := f.Find(registers.Orgs, nil)
	if err != nil {
		return nil, err
	}
	parent := map[register.ID]register.ID{}
	served := false
	for _, o := range orgs {
		parent[o.ID] = register.ID(o.Text("parent"))
	}
	under := func(id register.ID) bool {
		for n := 0; id != "" && n < 50; n++ {
			if id == f.New.Org {
				return true
			}
			id = parent[id]
		}
		return false
	}
	for _, o := range orgs {
		if k := o.Text("kind"); o.Text("own_unit") != "yes" || k != "office" && k != "company" {
			continue
		}
		served = true
		if !under(o.ID) {
			return problem("org", "setting-for-whole", o.Text("title")), nil
		}
	}
	if !served && parent[f.New.Org] != "" {
		return problem("org", "setting-for-whole", ""), nil
	}
	return nil, nil
}

// noted says who proposed and who adopted a rule, which four eyes rest on: the
// product fills it in, so that nobody names another (access.Authors).
func (h house) noted(f command.Following) ([]command.Change, error) {
	fields := map[string]any{}
	switch {
	case f.Caller.IsSystem():
	case f.Old == nil:
		fields["proposed_by"] = string(f.Caller.Person)
	case f.Became("adopted"):
		fields["adopted_by"], fields["adopted_on"] = string(f.Caller.Person), string(f.Today())
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return []command.Change{{Op: "update", Register: registers.Settings, ID: string(f.New.ID), Fields: fields}}, nil
}

// stays holds that an adopted rule is not rewritten: what was decided by it
// stands, so another rule follows it from another day.
func (h house) stays(f command.Following) ([]fault.Problem, error) {
	if f.Old != nil && f.Old.Text("status") == "adopted" {
		for _, name := range []string{"code", "value", "valid_from"} {
			if f.Old.Text(name) != f.New.Text(name) {
				return problem(name, "adopted-setting-stays", f.Old.Ref), nil
			}
		}
	}
	return nil, nil
}

// stands holds the rule against the book's own checks, with the other rules
// that have been adopted, and against the past.
func (h house) stands(f command.Following) ([]fault.Problem, error) {
	if s := f.New.Text("status"); s == "withdrawn" || f.Old != nil && f.Old.Text("status") == "adopted" {
		return nil, nil
	}
	today := f.Today()
	if f.New.Text("valid_from") < string(today) {
		// Figures of days that have been, and decided reviews, must not move.
		return problem("valid_from", "setting-not-backwards", f.New.Text("valid_from"), string(today)), nil
	}
	others, err := f.Find(registers.Settings, adopted())
	if err != nil {
		return nil, err
	}
	ours := own(f.New.Text("code"))
	locals := []rulebook.Local{local(f.New)}
	for _, o := range others {
		if o.ID == f.New.ID || ours && o.Org != f.New.Org {
			continue
		}
		if o.Text("code") == f.New.Text("code") && o.Text("valid_from") == f.New.Text("valid_from") {
			return problem("valid_from", "setting-same-day", o.Ref), nil
		}
		if !own(o.Text("code")) {
			locals = append(locals, local(o))
		}
	}
	if ours {
		return ownValue(f.New.Text("code"), f.New.Text("value"), h.texts), nil
	}
	return h.told(f.New, h.book.Try(locals)), nil
}

// told says why the book does not take a rule.
func (h house) told(rec *register.Record, err error) []fault.Problem {
	if err == nil {
		return nil
	}
	code, kind := rec.Text("code"), ""
	kind, _, _ = strings.Cut(code, ".")
	switch {
	case is(err, rulebook.ErrNotOurs):
		return problem("code", "rule-given-by-law", code)
	case is(err, rulebook.ErrNoRule):
		return problem("code", "no-such-rule", code)
	case is(err, rulebook.ErrNoValue):
		return problem("value", "rule-value-not-changeable", code, rulebook.Changeable(kind)...)
	}
	return problem("value", "rule-not-whole", code, err.Error())
}

// twoPersons are the kinds of rule that two persons adopt (domain.md 2): scales
// and clocks decide what other decisions come to.
var twoPersons = map[string]bool{"classification": true, "risk": true, "dpia": true, "clock": true}

// second holds who adopts a rule, and that it is another than the proposer
// where that is asked for.
func (h house) second(f command.Following) ([]fault.Problem, error) {
	if f.Old == nil || f.Old.Text("status") == f.New.Text("status") || f.New.Text("status") != "adopted" {
		return nil, nil
	}
	kind, _, _ := strings.Cut(f.New.Text("code"), ".")
	if twoPersons[kind] && f.New.Text("proposed_by") == string(f.Caller.Person) {
		return problem("status", "setting-four-eyes", f.New.Text("code"), deciders()...), nil
	}
	return nil, nil
}

// deciders are the functions whose holders adopt rules.
func deciders() []string {
	var out []string
	for _, fn := range access.Decisions["setting.adopt"] {
		out = append(out, registers.RoleAssignments.Must("function").Choices.Label(fn).SV)
	}
	return out
}
