package store

import (
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
	if _, err := t.exec(`DELETE FROM word WHERE id = $1`, string(rec.ID)); err != nil {
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
