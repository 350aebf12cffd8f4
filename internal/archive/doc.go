// Package archive is what an authority does with its records as official
// documents: hands them out with what is secret masked (TF ch. 2, OSL), and
// disposes of them by decision (arkivlagen 10 §).
package archive

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Deps is what the room works with.
type Deps struct {
	DB       *store.DB
	Commands *command.Service
	// Seal signs a checkpoint of the ledger after records were disposed of, so
	// that the erasure is anchored (security.md 4.3).
	Seal func(context.Context) error
}

// Install adds the rules and consequences of disposals and disclosures.
func Install(s *command.Service, db *store.DB) error {
	b, err := load()
	if err != nil {
		return err
	}
	h := &house{db, b}
	s.AddRule(registers.DisposalDecisions.Name, h.mayPropose)
	s.AddRule(registers.DisposalDecisions.Name, h.mayDecide)
	s.AddRule(registers.DisposalDecisions.Name, h.mayDispose)
	s.AddThen(registers.DisposalDecisions.Name, h.list)
	s.AddRule(registers.Disclosures.Name, h.mayDisclose)
	return nil
}

// house is what rules and consequences know besides the change itself.
type house struct {
	db   *store.DB
	book book
}

// book is rules.json.
type book struct {
	Most     int      `json:"most"`      // records in one decision
	HoldTags []string `json:"hold_tags"` // on a record that may not be disposed of for now
	Pending  []string `json:"pending"`   // states of a disclosure that is not finished
	Keep     []kept   `json:"keep"`
	Ripe     []ripe   `json:"ripe"` // when what a rule of retention is about has been kept long enough
}

// kept are records that are not disposed of.
type kept struct {
	Register  string        `json:"register"`
	States    []string      `json:"states"` // none = all
	Source    string        `json:"source"`
	ValidFrom register.Date `json:"valid_from"`
}

//go:embed rules.json
var rules []byte

func load() (book, error) {
	var b book
	d := json.NewDecoder(bytes.NewReader(rules))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, fmt.Errorf("read the rules of disposal: %w", err)
	}
	return b, nil
}

// keeps tells why a record of a register in a state is kept, if it is.
func (b book) keeps(r *register.Register, state string, on register.Date) (kept, bool) {
	for _, k := range b.Keep {
		if k.Register == r.Name && k.ValidFrom <= on && (len(k.States) == 0 && state == "" || slices.Contains(k.States, state)) {
			return k, true
		}
	}
	return kept{}, false
}

func problem(field, code, value string, allowed ...string) fault.Problem {
	return fault.Problem{Field: field, Code: code, Value: value, Allowed: allowed}
}

// sifted reads a query over a register; what is wrong with it is a problem of a field.
func sifted(ctx context.Context, db *store.DB, r *register.Register, text, field string, now time.Time) (query.Checked, *fault.Problem, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil, nil
	}
	c, err := db.Filter(ctx, r, text, register.DateOf(now.In(db.Zone)), now)
	if err == nil {
		return c, nil, nil
	}
	qe, ok := err.(*query.Error)
	if !ok {
		return nil, nil, err
	}
	p := problem(field, "archive-query-wrong", qe.Error(), qe.Allowed...)
	return nil, &p, nil
}

// registerOf finds a register by name or collection.
func registerOf(c *register.Catalogue, name string) (*register.Register, bool) {
	for _, r := range c.All {
		if r.Name == name || r.Collection == name {
			return r, true
		}
	}
	return nil, false
}

// function is a function with who holds it.
func function(db *store.DB, f command.Following, id string) (*register.Record, error) {
	if id == "" {
		return nil, nil
	}
	recs, err := f.Find(registers.RoleAssignments, draft.Where("id", id))
	if err != nil || len(recs) == 0 {
		return nil, err
	}
	return recs[0], nil
}

// signs refuses a decision in a function's name by somebody who does not hold it
// (domain.md C9). may are the functions that can; none = any.
func (h *house) signs(f command.Following, field string, may []string) (*register.Record, []fault.Problem, error) {
	id := f.New.Text(field)
	if id == "" {
		return nil, nil, nil // the field is required in the state
	}
	fn, err := function(h.db, f, id)
	if err != nil || fn == nil {
		return fn, nil, err
	}
	today := string(f.Today())
	switch {
	case len(may) > 0 && !slices.Contains(may, fn.Text("function")):
		return fn, []fault.Problem{problem(field, "archive-other-function", fn.Text("function"), may...)}, nil
	case fn.Text("status") != "active" || fn.Text("valid_from") > today || fn.Text("valid_to") != "" && fn.Text("valid_to") < today:
		return fn, []fault.Problem{problem(field, "archive-function-ended", fn.Ref)}, nil
	case f.Caller.Person == "" || fn.Text("person") != string(f.Caller.Person):
		return fn, []fault.Problem{problem(field, "archive-own-function", fn.Text("title"))}, nil
	}
	return fn, nil, nil
}
