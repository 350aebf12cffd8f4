package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"genomlys/internal/register"
)

// rows compares a register's version rows with each other and with the ledger.
func (v *verifier) rows(r *register.Register) error {
	t := v.db.table(r)
	var n int64
	if err := v.tx.QueryRowContext(v.ctx, `SELECT COUNT(*) FROM `+t.name).Scan(&n); err != nil {
		return err
	}
	if n != v.entries[r.Name] {
		code := "row-without-entry"
		if n < v.entries[r.Name] {
			code = "rows-missing"
		}
		return &Finding{code, fmt.Sprintf("%s: %d ≠ %d", r.Name, n, v.entries[r.Name])}
	}
	open := fmt.Sprint(Open)
	// A version ends where the next one begins, or at the withdrawal that ended
	// it; one that has not ended is open on both axes.
	id, err := v.first(`SELECT v.id FROM ` + t.name + ` v WHERE v."until" <= v.since OR v.closed <= v.opened
		OR (v.closed = ` + open + `) <> (v."until" = ` + open + `)
		OR v.closed < ` + open + ` AND NOT EXISTS (SELECT 1 FROM ` + t.name + ` n WHERE n.id = v.id AND n.opened = v.closed AND n.since = v."until")
			AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.seq = v.closed - 1 AND l.id = v.id AND l.register = '` + r.Name + `' AND l.since = v.since AND v."until" = v.since + 1) LIMIT 1`)
	if err == nil && id == "" {
		id, err = v.first(`SELECT id FROM ` + t.name + ` WHERE "until" = ` + open + ` GROUP BY id HAVING COUNT(*) > 1 LIMIT 1`)
	}
	if err != nil {
		return err
	}
	if id != "" {
		return &Finding{"versions-disagree", r.Name + " " + id}
	}
	if err := v.sortKeys(t); err != nil {
		return err
	}
	return v.links(t)
}

func (v *verifier) first(text string) (string, error) {
	var id string
	err := v.tx.QueryRowContext(v.ctx, text).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// identities compares the table of identities with the rows: a human number
// that led to another record would show the wrong one.
func (v *verifier) identities() error {
	for _, r := range v.db.Catalogue.All {
		t := v.db.table(r)
		id, err := v.first(`SELECT v.id FROM ` + t.name + ` v LEFT JOIN record i ON i.id = v.id
			WHERE i.id IS NULL OR i.register <> '` + r.Name + `' OR i.org <> v.org OR i.ref <> v.ref LIMIT 1`)
		if err != nil {
			return err
		}
		if id != "" {
			return &Finding{"identities-disagree", r.Name + " " + id}
		}
	}
	// Also an identity whose rows were disposed of has had an entry.
	id, err := v.first(`SELECT id FROM (SELECT id, register, org FROM record EXCEPT SELECT id, register, org FROM ledger) x LIMIT 1`)
	if err == nil && id != "" {
		err = &Finding{"identities-disagree", id}
	}
	return err
}

// sum is a digest of lines in any order: it does not grow with their number.
type sum struct {
	n     int64
	parts [4]uint64
}

func (s *sum) add(parts ...any) {
	h := sha256.Sum256(fmt.Appendf(nil, "%#v", parts))
	s.n++
	for i := range s.parts {
		s.parts[i] += binary.BigEndian.Uint64(h[8*i:])
	}
}

// links compares the links of a register, past and present, with what its
// versions say: a link holds from the version that first has it until the first
// that has it no more.
func (v *verifier) links(t *table) error {
	for i, f := range t.reg.Fields {
		if f.Kind != register.Links {
			continue
		}
		want, err := v.wanted(t, i, f)
		if err != nil {
			return err
		}
		var have sum
		rows, err := v.tx.QueryContext(v.ctx, `SELECT from_id, to_id, attr, org, since, opened, "until", closed FROM link WHERE kind = $1`, t.reg.Name+"."+f.Name)
		if err != nil {
			return err
		}
		for rows.Next() {
			var from, to, attr, org string
			var since, opened, until, closed int64
			if err := rows.Scan(&from, &to, &attr, &org, &since, &opened, &until, &closed); err != nil {
				rows.Close()
				return err
			}
			have.add(from, to, attr, org, since, opened, until, closed)
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return err
		}
		if have != want {
			return &Finding{"links-disagree", t.reg.Name + "." + f.Name}
		}
	}
	var kinds []string
	for _, r := range v.db.Catalogue.All {
		for _, f := range r.Fields {
			if f.Kind == register.Links {
				kinds = append(kinds, "'"+r.Name+"."+f.Name+"'")
			}
		}
	}
	if len(kinds) == 0 {
		kinds = []string{"''"}
	}
	id, err := v.first(`SELECT from_id FROM link WHERE kind NOT IN (` + strings.Join(kinds, ", ") + `) LIMIT 1`)
	if err == nil && id != "" {
		return &Finding{"links-disagree", id}
	}
	return err
}

// wanted sums the links that the versions of each record say there are.
func (v *verifier) wanted(t *table, index int, f *register.Field) (sum, error) {
	var want sum
	rows, err := v.tx.QueryContext(v.ctx, `SELECT id, org, `+quote(f.Name)+`, since, opened, "until", closed FROM `+t.name+` ORDER BY id, opened`)
	if err != nil {
		return want, err
	}
	defer rows.Close()
	type held struct{ since, opened int64 }
	var id, org string
	var until, closed int64 // of the version before
	have := map[register.Link]held{}
	end := func(l register.Link, since, opened int64) {
		h := have[l]
		want.add(id, string(l.To), l.Kind, org, h.since, h.opened, since, opened)
		delete(have, l)
	}
	all := func() {
		for l := range have {
			end(l, until, closed)
		}
	}
	for rows.Next() {
		var i, o string
		var text sql.NullString
		var since, opened, u, c int64
		if err := rows.Scan(&i, &o, &text, &since, &opened, &u, &c); err != nil {
			return want, err
		}
		if i != id {
			all()
		}
		id, org = i, o
		is := map[register.Link]bool{}
		if text.Valid {
			for _, l := range fromText(f, text.String).([]register.Link) {
				is[l] = true
			}
		}
		for l := range have {
			if !is[l] {
				end(l, since, opened)
			}
		}
		for l := range is {
			if _, ok := have[l]; !ok {
				have[l] = held{since, opened}
			}
		}
		until, closed = u, c
	}
	all()
	return want, rows.Err()
}
