package store

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// Finding is the first thing found wrong by Verify, besides what the ledger's
// own verifier says (*ledger.Break).
type Finding struct {
	Code string // row-without-entry, entry-without-row, versions-disagree, links-disagree, head-disagrees
	What string
}

func (f *Finding) Error() string { return f.Code + ": " + f.What }

// Verify replays the whole ledger and compares it with the rows it speaks of:
// every entry has its version row with the content committed to, every row its
// entry, versions follow each other without gap, and links are those of the
// rows. tell is called with the entries done and may be nil. The first break is
// the error.
func (db *DB) Verify(ctx context.Context, checkpoints []ledger.Checkpoint, tell func(done, all int64)) (ledger.Result, error) {
	var v ledger.Verifier
	for _, c := range checkpoints {
		if err := v.Expect(c, true); err != nil {
			return ledger.Result{}, err
		}
	}
	size, err := db.Position(ctx)
	if err != nil {
		return ledger.Result{}, err
	}
	entries := map[string]int64{}
	var chunk []Entry
	flush := func() error {
		if err := db.verifyChunk(ctx, &v, chunk, entries); err != nil {
			return err
		}
		if tell != nil && len(chunk) > 0 {
			tell(chunk[len(chunk)-1].Seq+1, size)
		}
		chunk = chunk[:0]
		return nil
	}
	err = db.Entries(ctx, 0, "", func(e Entry) error {
		if e.Seq >= size {
			return errDone // written while we verify: the next run's matter
		}
		chunk = append(chunk, e)
		if len(chunk) == 500 {
			return flush()
		}
		return nil
	})
	if err == nil || err == errDone {
		err = flush()
	}
	if err != nil {
		return ledger.Result{}, err
	}
	res, err := v.Close()
	if err != nil {
		return res, err
	}
	if res.Size != size {
		return res, &Finding{"head-disagrees", fmt.Sprintf("head says %d entries, the log has %d", size, res.Size)}
	}
	for _, r := range db.Catalogue.All {
		if err := db.verifyRows(ctx, r, entries[r.Name], size); err != nil {
			return res, err
		}
	}
	return res, nil
}

// Withdraw is the action of an entry that ends a record without a new version.
const Withdraw = "withdraw"

var errDone = fmt.Errorf("done")

func (db *DB) verifyChunk(ctx context.Context, v *ledger.Verifier, chunk []Entry, entries map[string]int64) error {
	if len(chunk) == 0 {
		return nil
	}
	ids := map[string]map[string]bool{}
	ended := map[int64]bool{}
	for _, e := range chunk {
		h, err := ledger.ParseHeader(e.Header)
		if err != nil {
			continue // the verifier names the break
		}
		ended[e.Seq] = h.Action == Withdraw
		if ids[h.Register] == nil {
			ids[h.Register] = map[string]bool{}
		}
		ids[h.Register][h.ID] = true
		if h.Register != "" && h.Action != Withdraw {
			entries[h.Register]++
		}
	}
	payload, err := db.payloads(ctx, chunk, ids, ended)
	if err != nil {
		return err
	}
	for _, e := range chunk {
		p, ok := payload[e.Seq]
		if err := v.Add(e.Seq, e.Header, e.Hashes, e.Salt, p, !ok && e.Salt == nil); err != nil {
			if !ok && e.Salt != nil {
				return &Finding{"entry-without-row", fmt.Sprintf("ledger entry %d", e.Seq)}
			}
			return err
		}
	}
	return nil
}

// payloads gives the canonical contents that the entries of a chunk commit to.
func (db *DB) payloads(ctx context.Context, chunk []Entry, ids map[string]map[string]bool, ended map[int64]bool) (map[int64][]byte, error) {
	payload := map[int64][]byte{}
	for reg, set := range ids {
		r, ok := db.Catalogue.Get(reg)
		if !ok {
			continue
		}
		t := db.table(r)
		list := sorted(set)
		marks := make([]string, len(list))
		args := []any{chunk[0].Seq, chunk[len(chunk)-1].Seq + 1}
		for i, id := range list {
			args = append(args, id)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		rows, err := db.read.QueryContext(ctx, `SELECT `+t.columns("v")+`, v.closed FROM `+t.name+` v WHERE (v.opened > $1 AND v.opened <= $2 OR v.closed > $1 AND v.closed <= $2)
			AND v.id IN (`+strings.Join(marks, ", ")+`)`, args...)
		if err != nil {
			return nil, db.wrap(err, "verify "+reg)
		}
		var closed int64
		s := newScanner(t, &closed)
		for rows.Next() {
			rec, err := s.record(rows)
			if err != nil {
				rows.Close()
				return nil, db.wrap(err, "verify "+reg)
			}
			payload[rec.Version-1] = rec.Canonical()
			if ended[closed-1] {
				payload[closed-1] = rec.Canonical()
			}
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return nil, db.wrap(err, "verify "+reg)
		}
	}
	return payload, nil
}

// EntriesWithPayload gives the first size entries in order, each with the
// contents it commits to (nil when they are gone), for an auditor's bundle.
func (db *DB) EntriesWithPayload(ctx context.Context, size int64, fn func(Entry, []byte) error) error {
	var chunk []Entry
	flush := func() error {
		if len(chunk) == 0 {
			return nil
		}
		ids, ended := map[string]map[string]bool{}, map[int64]bool{}
		for _, e := range chunk {
			h, err := ledger.ParseHeader(e.Header)
			if err != nil {
				return err
			}
			if ids[h.Register] == nil {
				ids[h.Register] = map[string]bool{}
			}
			ids[h.Register][h.ID] = true
			ended[e.Seq] = h.Action == Withdraw
		}
		payload, err := db.payloads(ctx, chunk, ids, ended)
		if err != nil {
			return err
		}
		for _, e := range chunk {
			if err := fn(e, payload[e.Seq]); err != nil {
				return err
			}
		}
		chunk = chunk[:0]
		return nil
	}
	err := db.Entries(ctx, 0, "", func(e Entry) error {
		if e.Seq >= size {
			return errDone
		}
		if chunk = append(chunk, e); len(chunk) == 500 {
			return flush()
		}
		return nil
	})
	if err != nil && err != errDone {
		return err
	}
	return flush()
}

// verifyRows compares a register's rows with each other and with the ledger.
func (db *DB) verifyRows(ctx context.Context, r *register.Register, entries, size int64) error {
	t := db.table(r)
	var n int64
	if err := db.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM `+t.name+` WHERE opened <= $1`, size).Scan(&n); err != nil {
		return db.wrap(err, "verify "+r.Name)
	}
	if n != entries {
		code := "row-without-entry"
		if n < entries {
			code = "entry-without-row"
		}
		return &Finding{code, fmt.Sprintf("%s: %d version rows, %d ledger entries", r.Name, n, entries)}
	}
	var id string
	rows, err := db.read.QueryContext(ctx, `SELECT v.id FROM `+t.name+` v WHERE v.closed < `+fmt.Sprint(Open)+` AND NOT EXISTS
		(SELECT 1 FROM `+t.name+` n WHERE n.id = v.id AND n.opened = v.closed AND n.since = v."until")
		AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.seq = v.closed - 1 AND l.id = v.id AND l.at = v."until") LIMIT 1`)
	if err != nil {
		return db.wrap(err, "verify "+r.Name)
	}
	if rows.Next() {
		err = rows.Scan(&id)
	}
	rows.Close()
	if err != nil {
		return db.wrap(err, "verify "+r.Name)
	}
	if id != "" {
		return &Finding{"versions-disagree", r.Name + " " + id}
	}
	return db.verifyLinks(ctx, t)
}

func (db *DB) verifyLinks(ctx context.Context, t *table) error {
	for _, f := range t.reg.Fields {
		if f.Kind != register.Links {
			continue
		}
		want, err := db.lines(ctx, `SELECT id, `+quote(f.Name)+` FROM `+t.name+` WHERE "until" = `+fmt.Sprint(Open)+` AND `+quote(f.Name)+` IS NOT NULL`, func(id, s string) []string {
			var out []string
			for _, l := range fromText(f, s).([]register.Link) {
				out = append(out, id+" "+string(l.To)+" "+l.Kind)
			}
			return out
		})
		if err != nil {
			return err
		}
		have, err := db.lines(ctx, `SELECT from_id, to_id || ' ' || attr FROM link WHERE "until" = `+fmt.Sprint(Open)+` AND kind = '`+t.reg.Name+`.`+f.Name+`'`, func(id, s string) []string {
			return []string{id + " " + s}
		})
		if err != nil {
			return err
		}
		if strings.Join(want, "\n") != strings.Join(have, "\n") {
			return &Finding{"links-disagree", t.reg.Name + "." + f.Name}
		}
	}
	return nil
}

func (db *DB) lines(ctx context.Context, text string, of func(a, b string) []string) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, text)
	if err != nil {
		return nil, db.wrap(err, "verify links")
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return nil, db.wrap(err, "verify links")
		}
		out = append(out, of(a, b)...)
	}
	sort.Strings(out)
	return out, db.wrap(rows.Err(), "verify links")
}
