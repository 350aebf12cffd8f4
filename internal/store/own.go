package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Own is a field that an organisation has declared itself, for its records in
// one register and those of the organisations below it.
type Own struct {
	*register.Field
	Ref   string // of the declaration
	Org   register.ID
	From  register.Date // in use from and to; empty = always
	To    register.Date
	Ended bool
	reach map[register.ID]bool
}

// On tells whether the field is one of an organisation's records.
func (o *Own) On(org register.ID) bool { return o.reach[org] }

// In tells whether the field is in use on a day.
func (o *Own) In(day register.Date) bool {
	return !o.Ended && (o.From == "" || o.From <= day) && (o.To == "" || day <= o.To)
}

// ownCache keeps the declarations as of a revision, by register.
type ownCache struct {
	mu  sync.Mutex
	rev int64
	of  map[string][]*Own
}

const ownRegister = "own_field"

// Own gives the own fields of a register that a scope's caller meets: declared
// by, above or below an organisation where a function is held.
func (db *DB) Own(ctx context.Context, scope Scope, r *register.Register) ([]*Own, error) {
	scope = scope.of(r)
	if !scope.All && len(scope.Homes) == 0 {
		return nil, nil
	}
	all, err := db.declaredOwn(ctx, db)
	if err != nil {
		return nil, db.wrap(err, "read own fields")
	}
	if scope.All {
		return all[r.Name], nil
	}
	var out []*Own
	for _, o := range all[r.Name] {
		if slices.ContainsFunc(scope.Homes, o.On) {
			out = append(out, o)
		}
	}
	return out, nil
}

// Own gives all own fields of a register, as the transaction sees them.
func (t *Tx) Own(r *register.Register) ([]*Own, error) {
	if t.revs[ownRegister] || t.revs["org"] {
		all, err := t.db.readOwn(t.ctx, t)
		return all[r.Name], err
	}
	all, err := t.db.declaredOwn(t.ctx, t)
	return all[r.Name], err
}

// declaredOwn gives all own fields by register. They are kept until a
// declaration or the tree of organisations changes, also in another process.
func (db *DB) declaredOwn(ctx context.Context, rd reader) (map[string][]*Own, error) {
	if db.tables[ownRegister] == nil {
		return nil, nil
	}
	rev, err := db.ownRevision(ctx, rd)
	if err != nil {
		return nil, err
	}
	c := &db.owns
	c.mu.Lock()
	kept, of := c.rev, c.of
	c.mu.Unlock()
	if of != nil && kept == rev {
		return of, nil
	}
	if of, err = db.readOwn(ctx, rd); err != nil {
		return nil, err
	}
	c.mu.Lock()
	c.rev, c.of = rev, of
	c.mu.Unlock()
	return of, nil
}

func (db *DB) ownRevision(ctx context.Context, rd reader) (int64, error) {
	t, ok := rd.(*Tx)
	if !ok {
		return db.Revision(ctx, ownRegister, "org")
	}
	var n int64
	err := t.row(`SELECT COALESCE(MAX(position), 0) FROM revision WHERE register IN ('` + ownRegister + `', 'org')`).Scan(&n)
	return n, err
}

func (db *DB) readOwn(ctx context.Context, rd reader) (map[string][]*Own, error) {
	own, orgs := db.tables[ownRegister], db.tables["org"]
	out := map[string][]*Own{}
	if own == nil || orgs == nil {
		return out, nil
	}
	declared, err := db.allOf(ctx, rd, own.reg)
	if err != nil || len(declared) == 0 {
		return out, err
	}
	tree, err := db.allOf(ctx, rd, orgs.reg)
	if err != nil {
		return nil, err
	}
	below := map[register.ID][]register.ID{}
	for _, o := range tree {
		up := register.ID(o.Text("parent"))
		below[up] = append(below[up], o.ID)
	}
	for _, rec := range declared {
		r, ok := db.Catalogue.Get(rec.Text("register_name"))
		if !ok || !register.ValidOwnKey(rec.Text("name")) {
			continue
		}
		o := &Own{Field: db.ownField(r, rec), Ref: rec.Ref, Org: rec.Org, From: register.Date(rec.Text("valid_from")), To: register.Date(rec.Text("valid_to")),
			Ended: rec.Text("status") == "ended", reach: map[register.ID]bool{rec.Org: true}}
		for left := []register.ID{rec.Org}; len(left) > 0; left = left[1:] {
			for _, id := range below[left[0]] {
				if !o.reach[id] {
					o.reach[id] = true
					left = append(left, id)
				}
			}
		}
		out[r.Name] = append(out[r.Name], o)
	}
	return out, nil
}

// allOf gives every record of a small register, in the order they were made.
func (db *DB) allOf(ctx context.Context, rd reader, r *register.Register) ([]*register.Record, error) {
	q := Query{Register: r, Order: []query.Order{{Field: query.Field{Name: "ref", Type: query.Text}}}, Limit: 500}
	var out []*register.Record
	for {
		p, err := db.find(ctx, rd, Scope{All: true, Secret: map[register.ID]bool{"*": true}}, q)
		if err != nil {
			return nil, err
		}
		if out = append(out, p.Records...); p.Next == "" {
			return out, nil
		}
		q.Page = p.Next
	}
}

var ownKinds = map[string]register.Kind{"text": register.Text, "long": register.Long, "number": register.Number, "date": register.Day,
	"choice": register.Choice, "fact": register.FactOf, "person": register.Ref}

func (db *DB) ownField(r *register.Register, rec *register.Record) *register.Field {
	or := func(s, other string) string {
		if s == "" {
			return other
		}
		return s
	}
	sv := rec.Text("title")
	f := r.Own(rec.Text("name"), ownKinds[rec.Text("kind")], lang.Text{SV: sv, EN: or(rec.Text("title_en"), sv)})
	f.Hint = lang.Text{SV: rec.Text("help"), EN: or(rec.Text("help_en"), rec.Text("help"))}
	switch f.Kind {
	case register.Ref:
		f.Target, _ = db.Catalogue.Get("role_assignment")
	case register.Choice:
		var rows []struct{ Code, SV, EN string }
		raw, _ := rec.Get("options").(json.RawMessage)
		_ = json.Unmarshal(raw, &rows) // rows were decoded when they were validated
		for _, o := range rows {
			f.Choices = append(f.Choices, register.Option{Code: o.Code, SV: or(o.SV, o.Code), EN: or(o.EN, or(o.SV, o.Code))})
		}
	}
	return f
}

// Civil is the civil date of an instant.
func (db *DB) Civil(at time.Time) register.Date { return register.Date(db.civil(at)) }

// ownRefers gives the number of an open record that names one of some records
// in an own field.
func (t *Tx) ownRefers(kinds map[*register.Register][]string) (string, error) {
	var ids []string
	for r, of := range kinds {
		if r.Name == "role_assignment" {
			ids = of
		}
	}
	if len(ids) == 0 {
		return "", nil
	}
	for _, r := range t.db.Catalogue.All {
		own, err := t.Own(r)
		if err != nil {
			return "", err
		}
		for _, o := range own {
			if o.Kind != register.Ref {
				continue
			}
			key, _ := register.OwnKey(o.Name)
			col := t.db.engine.member(`v.`+quote(register.OwnName), key, false)
			ref, err := t.refers(`SELECT v.ref FROM `+t.db.table(r).name+` v WHERE v."until" = `+strconv.FormatInt(Open, 10)+` AND v.`+quote(register.OwnName)+` IS NOT NULL AND `+strings.TrimSpace(col)+` IN (`, ids)
			if err != nil {
				return "", fmt.Errorf("look in own fields: %w", err)
			}
			if ref != "" {
				return ref, nil
			}
		}
	}
	return "", nil
}

// filledIn gives the number of an open record in which an own field is filled
// in whose declaration is withdrawn.
func (t *Tx) filledIn(gone []*register.Record) (string, error) {
	for _, d := range gone {
		r, ok := t.db.Catalogue.Get(d.Text("register_name"))
		if d.Register.Name != ownRegister || !ok || !register.ValidOwnKey(d.Text("name")) {
			continue
		}
		rows, err := t.query(t.ctx, `SELECT v.org, MIN(v.ref) FROM `+t.db.table(r).name+` v WHERE v."until" = `+strconv.FormatInt(Open, 10)+
			` AND v.`+quote(register.OwnName)+` IS NOT NULL AND `+t.db.engine.member(`v.`+quote(register.OwnName), d.Text("name"), false)+` IS NOT NULL GROUP BY v.org`)
		if err != nil {
			return "", err
		}
		refs := map[register.ID]string{}
		for rows.Next() {
			var org register.ID
			var ref string
			if err := rows.Scan(&org, &ref); err != nil {
				rows.Close()
				return "", err
			}
			refs[org] = ref
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return "", err
		}
		for org, ref := range refs {
			under, err := t.Under(t.db.tables["org"].reg, "parent", org, d.Org)
			if err != nil || under {
				return ref, err
			}
		}
	}
	return "", nil
}
