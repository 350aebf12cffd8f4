package store

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// frozenIn is the field in which a record lists the files it was frozen with;
// the ledger commits to the list, so it vouches for the files.
const frozenIn = "frozen"

// files compares every file kept with its digest, and the files with what the
// records say: a decided report that was changed in the database is found here.
func (v *verifier) files() error {
	have := map[string]int64{}
	rows, err := v.tx.QueryContext(v.ctx, `SELECT hash, size, data FROM blob`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var hash string
		var size int64
		var data sql.RawBytes
		if err := rows.Scan(&hash, &size, &data); err != nil {
			return err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != hash || size != int64(len(data)) {
			return &Finding{"file-changed", hash}
		}
		have[hash] = size
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, r := range v.db.Catalogue.All {
		t := v.db.table(r)
		for _, f := range r.Fields {
			switch {
			case f.Blob:
				err = v.named(`SELECT ref, `+quote(f.Name)+` FROM `+t.name+` WHERE `+quote(f.Name)+` IS NOT NULL`, have)
			case f.Name == frozenIn:
				err = v.frozen(t, have)
			}
			if err != nil {
				return err
			}
		}
	}
	return v.named(`SELECT review, hash FROM frozen`, have)
}

// named looks that every file which something names is there.
func (v *verifier) named(text string, have map[string]int64) error {
	rows, err := v.tx.QueryContext(v.ctx, text)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var by, hash string
		if err := rows.Scan(&by, &hash); err != nil {
			return err
		}
		if _, ok := have[hash]; !ok {
			return &Finding{"file-missing", by + " " + hash}
		}
	}
	return rows.Err()
}

// frozen compares the lists of files that versions commit to with the names the
// files are found by, both ways.
func (v *verifier) frozen(t *table, have map[string]int64) error {
	type file struct{ id, name, hash string }
	said, found := map[file]bool{}, map[file]bool{}
	rows, err := v.tx.QueryContext(v.ctx, `SELECT id, `+quote(frozenIn)+` FROM `+t.name+` WHERE `+quote(frozenIn)+` IS NOT NULL`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, text string
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		var list []struct {
			Name string `json:"name"`
			Hash string `json:"hash"`
			Size int64  `json:"size"`
		}
		if err := json.Unmarshal([]byte(text), &list); err != nil {
			return fmt.Errorf("read the files of %s: %w", id, err)
		}
		for _, f := range list {
			if size, ok := have[f.Hash]; !ok || size != f.Size {
				return &Finding{"file-missing", f.Name + " " + f.Hash}
			}
			said[file{id, f.Name, f.Hash}] = true
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	rows, err = v.tx.QueryContext(v.ctx, `SELECT f.review, f.name, f.hash FROM frozen f JOIN record i ON i.id = f.review AND i.register = $1`, t.reg.Name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var f file
		if err := rows.Scan(&f.id, &f.name, &f.hash); err != nil {
			return err
		}
		if !said[f] {
			return &Finding{"file-disagrees", f.name + " " + f.hash}
		}
		found[f] = true
	}
	for f := range said {
		if !found[f] {
			return &Finding{"file-missing", f.name + " " + f.hash}
		}
	}
	return rows.Err()
}

// sortKeys looks that lists are ordered by what their records say: a record
// under another key would be where nobody looks for it.
func (v *verifier) sortKeys(t *table) error {
	for _, f := range t.reg.Fields {
		if !f.Collated() {
			continue
		}
		rows, err := v.tx.QueryContext(v.ctx, `SELECT DISTINCT `+quote(f.Name)+`, `+quote(f.Name+"_k")+` FROM `+t.name+` WHERE `+quote(f.Name)+` IS NOT NULL`)
		if err != nil {
			return err
		}
		for rows.Next() {
			var text string
			var key []byte
			if err := rows.Scan(&text, &key); err != nil {
				rows.Close()
				return err
			}
			if !bytes.Equal(key, SortKey(text)) {
				rows.Close()
				return &Finding{"order-disagrees", t.reg.Name + "." + f.Name}
			}
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return err
		}
	}
	return nil
}
