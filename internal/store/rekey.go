package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"

	"crypto/sha256"
)

// collation names the rules that sort keys were made by: a newer library may
// make others, and keys of two kinds do not compare.
func collation() string {
	h := sha256.New()
	for _, s := range []string{"Ärende", "ångström", "Öppet", "vax", "wax", "é", "10", "9", "a-b", "a b", "ß", "Ωmega"} {
		fmt.Fprintf(h, "%x\n", SortKey(s))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// rekey makes the sort keys anew that other rules made, or that a field lacks
// because lists were not ordered by it before.
func (db *DB) rekey(ctx context.Context, tx *sql.Tx) error {
	var made string
	err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(value), '') FROM meta WHERE name = 'collation'`).Scan(&made)
	if err != nil {
		return err
	}
	for _, r := range db.Catalogue.All {
		for _, f := range r.Fields {
			if !f.Collated() {
				continue
			}
			where := ` WHERE ` + quote(f.Name) + ` IS NOT NULL`
			if made == collation() {
				where += ` AND ` + quote(f.Name+"_k") + ` = ` + db.engine.noBytes()
			}
			if err := rekeyField(ctx, tx, db.tables[r.Name].name, f.Name, where); err != nil {
				return fmt.Errorf("order %s by %s: %w", r.Name, f.Name, err)
			}
		}
	}
	return nil
}

func rekeyField(ctx context.Context, tx *sql.Tx, table, field, where string) error {
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT `+quote(field)+` FROM `+table+where)
	if err != nil {
		return err
	}
	var texts []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			rows.Close()
			return err
		}
		texts = append(texts, s)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	if len(texts) == 0 {
		return nil
	}
	// No index leads to a text, so one is made for the while: without it each
	// text would walk the table.
	if _, err := tx.ExecContext(ctx, `CREATE INDEX x_rekey ON `+table+` (`+quote(field)+`)`); err != nil {
		return err
	}
	put, err := tx.PrepareContext(ctx, `UPDATE `+table+` SET `+quote(field+"_k")+` = $1 WHERE `+quote(field)+` = $2`)
	if err != nil {
		return err
	}
	defer put.Close()
	for _, s := range texts {
		if _, err := put.ExecContext(ctx, SortKey(s), s); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `DROP INDEX x_rekey`)
	return err
}
