package intake

import (
	"context"
	"regexp"
	"strings"

	"genomlys/internal/intake/match"
	"genomlys/internal/intake/value"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// index finds the records of a register that the caller sees, and those that
// the import is about to make, by what people write in cells.
type index struct {
	reg   *register.Register
	recs  map[register.ID]*register.Record // those that are in the database
	owner map[register.ID]register.ID
	names [5]map[string][]register.ID // by ref, ext_id, short, mail and title
	keys  map[string]map[string]*register.Record
}

// The kinds of name, in the order in which a cell is tried.
const (
	byRef = iota
	byExt
	byShort
	byMail
	byTitle
)

var nameFields = [5]string{byExt: "ext_id", byShort: "short", byMail: "email", byTitle: "title"}

// index reads a register once.
func (p *plan) index(ctx context.Context, r *register.Register) (*index, error) {
	if x := p.indexes[r.Name]; x != nil {
		return x, nil
	}
	x := &index{reg: r, recs: map[register.ID]*register.Record{}, owner: map[register.ID]register.ID{}, keys: map[string]map[string]*register.Record{}}
	for i := range x.names {
		x.names[i] = map[string][]register.ID{}
	}
	p.indexes[r.Name] = x
	err := p.deps.DB.Each(ctx, p.req.Caller.Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		x.recs[rec.ID] = rec
		x.name(rec.ID, rec.Org, byRef, rec.Ref)
		for how, field := range nameFields {
			x.name(rec.ID, rec.Org, how, rec.Text(field))
		}
		return nil
	})
	return x, err
}

func (x *index) name(id, org register.ID, how int, text string) {
	key := nameKey(how, text)
	if key == "" {
		return
	}
	x.owner[id] = org
	for _, is := range x.names[how][key] {
		if is == id {
			return
		}
	}
	x.names[how][key] = append(x.names[how][key], id)
}

func nameKey(how int, text string) string {
	switch how {
	case byRef, byExt:
		return strings.TrimSpace(text)
	case byMail:
		return strings.ToLower(strings.TrimSpace(text))
	}
	return match.Fold(text)
}

// find gives the record that a cell names. Of several alike, one of the given
// organisation goes first; several is true when that does not decide.
func (x *index) find(text string, org register.ID) (id register.ID, several bool) {
	if register.IsID(text) {
		if x.recs[register.ID(text)] != nil || x.owner[register.ID(text)] != "" {
			return register.ID(text), false
		}
		return "", false
	}
	mail := text
	if strings.ContainsRune(text, '@') {
		if _, m, err := value.Person(text); err == nil {
			mail = m
		}
	}
	for how := range x.names {
		t := text
		if how == byMail {
			t = mail
		}
		key := nameKey(how, t)
		if key == "" {
			continue
		}
		ids := x.names[how][key]
		if len(ids) > 1 {
			var own []register.ID
			for _, id := range ids {
				if x.owner[id] == org {
					own = append(own, id)
				}
			}
			if len(own) > 0 {
				ids = own
			}
		}
		if len(ids) > 0 {
			return ids[0], len(ids) > 1
		}
	}
	return "", false
}

// ownUnit is the organisation that the installation is run for: the only one,
// or the office among those marked as its own.
func (x *index) ownUnit() register.ID {
	var own, offices []register.ID
	for id, rec := range x.recs {
		if len(x.recs) == 1 {
			return id
		}
		if rec.Text("own_unit") == string(register.Yes) {
			own = append(own, id)
			if rec.Text("kind") == "office" {
				offices = append(offices, id)
			}
		}
	}
	for _, list := range [][]register.ID{offices, own} {
		if len(list) == 1 {
			return list[0]
		}
	}
	return ""
}

// keyed finds a record in the database by the fields that name it, within an
// organisation.
func (x *index) keyed(fields []string, org register.ID, key string) *register.Record {
	name := strings.Join(fields, ",")
	m := x.keys[name]
	if m == nil {
		m = map[string]*register.Record{}
		x.keys[name] = m
		for _, rec := range x.recs {
			values := make([]any, len(fields))
			for i, f := range fields {
				values[i] = rec.Get(f)
			}
			if k := keyText(x.reg, fields, values); k != "" {
				m[ownerKey(x.reg, rec.Org)+k] = rec
			}
		}
	}
	return m[ownerKey(x.reg, org)+key]
}

// ownerKey holds organisations apart; an organisation owns itself, so there
// the owner tells nothing.
func ownerKey(r *register.Register, org register.ID) string {
	if r.Name == "org" {
		return ""
	}
	return string(org) + "\x00"
}

// keyText joins the values of the fields that name a record, empty when none
// is there.
func keyText(r *register.Register, fields []string, values []any) string {
	var b strings.Builder
	found := false
	for i, name := range fields {
		f := r.Must(name)
		words := f.Words(values[i])
		found = found || len(words) > 0
		b.WriteString(strings.Join(words, "\x01"))
		b.WriteByte('\x02')
	}
	if !found {
		return ""
	}
	return b.String()
}

// claimable tells whether a source's own number can be a human number here:
// OBJ-0117, ÅTG-001, INC-2022-014.
var claimable = regexp.MustCompile(`^[A-ZÅÄÖ]{2,5}-[0-9A-Za-zÅÄÖåäö./-]{1,30}$`)
