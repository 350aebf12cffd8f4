package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// End takes a record back, as when a creation is undone: its open version ends
// the instant after it began, so that no question about any time shows it, while
// a question about what was known before still does. The entry commits to the
// version that ended.
func (t *Tx) End(rec *register.Record, action string) error {
	tab := t.db.table(rec.Register)
	until := rec.Since.Add(time.Microsecond).UnixMicro()
	res, err := t.exec(`UPDATE `+tab.name+` SET "until" = $1, closed = $2 WHERE "until" = `+strconv.FormatInt(Open, 10)+` AND id = $3 AND opened = $4`,
		until, t.size+1, string(rec.ID), rec.Version)
	if err != nil {
		return fmt.Errorf("end %s: %w", rec.Ref, err)
	}
	if n, _ := res.RowsAffected(); n != 1 {
		return fault.New(fault.Conflict, "changed-meanwhile", rec.Ref)
	}
	if _, err := t.exec(`UPDATE link SET "until" = $1, closed = $2 WHERE "until" = `+strconv.FormatInt(Open, 10)+` AND from_id = $3`,
		until, t.size+1, string(rec.ID)); err != nil {
		return fmt.Errorf("end links of %s: %w", rec.Ref, err)
	}
	if err := t.forget(rec, wordsOf(rec)); err != nil {
		return fmt.Errorf("forget words of %s: %w", rec.Ref, err)
	}
	t.revs[rec.Register.Name] = true
	return t.append(rec, nil, action, zeroTime)
}

// Visible tells which of some identities of a register the scope reaches. It
// reads only identities, so that a large import can check its references.
func (t *Tx) Visible(scope Scope, r *register.Register, id register.ID) (bool, error) {
	if scope.Empty() {
		return false, nil
	}
	tab := t.db.table(r)
	b := t.db.builder(scope, zeroTime, 0)
	b.one = true
	text := `SELECT 1 FROM ` + tab.name + ` v WHERE v.id = ` + b.bind(string(id))
	for _, c := range b.table(tab, "v") {
		text += " AND " + c
	}
	rows, err := t.query(t.ctx, text, b.args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	found := rows.Next()
	return found, rows.Err()
}

// Resolve gives the identity that a human number names and the register it is
// in; whether the caller may see it is another question.
func (t *Tx) Resolve(ref string, in *register.Register) (register.ID, *register.Register, error) {
	text, args := `SELECT id, register FROM record WHERE ref = $1`, []any{ref}
	if register.IsID(ref) {
		text = `SELECT id, register FROM record WHERE id = $1`
	} else if in != nil {
		text, args = `SELECT id, register FROM record WHERE ref = $1 AND register = $2`, append(args, in.Name)
	}
	rows, err := t.query(t.ctx, text, args...)
	if err != nil {
		return "", nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return "", nil, rows.Err()
	}
	var id, name string
	if err := rows.Scan(&id, &name); err != nil {
		return "", nil, err
	}
	r, _ := t.db.Catalogue.Get(name)
	if r == nil || in != nil && r != in {
		return "", nil, nil
	}
	return register.ID(id), r, nil
}

// Full gives a record with the fields that the caller's scope hides, for a
// change that must keep what it does not show. It never leaves the command.
func (t *Tx) Full(rec *register.Record) (*register.Record, error) {
	return t.version(rec.Register, string(rec.ID), rec.Version, "opened")
}

// Under tells whether a record is the other or stands above it along a field
// that refers to one of its own kind.
func (t *Tx) Under(r *register.Register, field string, id, other register.ID) (bool, error) {
	tab := t.db.table(r)
	for range 1000 { // a tree this deep is a loop that was there before
		if id == other {
			return true, nil
		}
		var up sql.NullString
		err := t.row(`SELECT `+quote(r.Must(field).Name)+` FROM `+tab.name+` WHERE "until" = `+strconv.FormatInt(Open, 10)+` AND id = $1`, string(id)).Scan(&up)
		if errors.Is(err, sql.ErrNoRows) || err == nil && up.String == "" {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("walk up %s: %w", r.Name, err)
		}
		id = register.ID(up.String)
	}
	return true, nil
}

// Referring gives the human number of an open record that refers to one of
// those withdrawn or is owned by one, empty when there is none.
func (t *Tx) Referring(gone []*register.Record) (string, error) {
	kinds := map[*register.Register][]string{}
	for _, rec := range gone {
		kinds[rec.Register] = append(kinds[rec.Register], string(rec.ID))
	}
	for _, r := range t.db.Catalogue.All {
		tab := t.db.table(r)
		for reg, ids := range kinds {
			var cols []string
			if reg.Name == "org" {
				cols = append(cols, "org")
			}
			for _, f := range r.Fields {
				if f.Kind == register.Ref && (f.Target == nil || f.Target == reg) {
					cols = append(cols, quote(f.Name))
				}
			}
			for _, col := range cols {
				if ref, err := t.refers(`SELECT v.ref FROM `+tab.name+` v WHERE v."until" = `+strconv.FormatInt(Open, 10)+` AND v.`+col+` IN (`, ids); err != nil || ref != "" {
					return ref, err
				}
			}
		}
	}
	if ref, err := t.filledIn(gone); err != nil || ref != "" {
		return ref, err
	}
	if ref, err := t.ownRefers(kinds); err != nil || ref != "" {
		return ref, err
	}
	for _, ids := range kinds {
		if ref, err := t.refers(`SELECT i.ref FROM link v JOIN record i ON i.id = v.from_id WHERE v."until" = `+strconv.FormatInt(Open, 10)+` AND v.to_id IN (`, ids); err != nil || ref != "" {
			return ref, err
		}
	}
	return "", nil
}

func (t *Tx) refers(text string, ids []string) (string, error) {
	for len(ids) > 0 {
		n := min(len(ids), 400)
		b := &builder{db: t.db}
		rows, err := t.query(t.ctx, text+bindAll(b, ids[:n])+`) LIMIT 1`, b.args...)
		if err != nil {
			return "", err
		}
		var ref string
		if rows.Next() {
			err = rows.Scan(&ref)
		}
		rows.Close()
		if err != nil || ref != "" {
			return ref, err
		}
		ids = ids[n:]
	}
	return "", nil
}
