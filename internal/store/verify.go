package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// Finding is the first thing found wrong by Verify, besides what the ledger's
// own verifier says (*ledger.Break).
type Finding struct {
	Code string // row-without-entry, entry-without-row, versions-disagree, rows-missing, links-disagree, identities-disagree, numbers-disagree, words-disagree, entry-disagrees, head-disagrees, order-disagrees, file-changed, file-missing, file-disagrees; of the house: checkpoint-missing, key-disagrees
	What string
}

func (f *Finding) Error() string { return f.Code + ": " + f.What }

// Withdraw is the action of an entry that ends a record without a new version.
// No register's own step may be called so.
const Withdraw = "undo-create"

// verifier checks one moment of the database: everything is read in one
// transaction, so that what others write meanwhile is not mistaken for damage.
type verifier struct {
	db      *DB
	ctx     context.Context
	tx      *sql.Tx
	log     ledger.Verifier
	size    int64
	entries map[string]int64 // version rows that the ledger speaks of, by register
	orgs    map[string]int64 // entries, by organisation
	words   words            // that the open versions are found by
	lastAt  int64
}

// Verify replays the whole ledger and compares it with the rows it speaks of:
// every entry has its version row with the content committed to, every row its
// entry, versions follow each other without gap, identities, numbers, links, search
// words, order and files are those of the rows. tell is called with the entries done and may be nil. The first
// break is the error.
func (db *DB) Verify(ctx context.Context, checkpoints []ledger.Checkpoint, tell func(done, all int64)) (ledger.Result, error) {
	tx, err := db.snapshot(ctx)
	if err != nil {
		return ledger.Result{}, err
	}
	defer tx.Rollback()
	v := &verifier{db: db, ctx: ctx, tx: tx, entries: map[string]int64{}, orgs: map[string]int64{}, words: newWords()}
	for _, c := range checkpoints {
		if err := v.log.Expect(c, true); err != nil {
			return ledger.Result{}, err
		}
	}
	var head int64
	err = tx.QueryRowContext(ctx, `SELECT size, last_at FROM ledger_head WHERE one = 1`).Scan(&v.size, &head)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Result{}, &Finding{"head-disagrees", "–"}
	}
	if err != nil {
		return ledger.Result{}, db.wrap(err, "read the head of the ledger")
	}
	if err := v.entriesOf(tell); err != nil {
		return ledger.Result{}, db.wrap(err, "verify the ledger")
	}
	res, err := v.log.Close()
	if err != nil {
		return res, err
	}
	if res.Size != v.size || head < v.lastAt {
		return res, &Finding{"head-disagrees", fmt.Sprintf("%d ≠ %d", v.size, res.Size)}
	}
	if err := v.numbers(); err != nil {
		return res, db.wrap(err, "verify the organisations' numbers")
	}
	for _, r := range db.Catalogue.All {
		if err := v.rows(r); err != nil {
			return res, db.wrap(err, "verify "+r.Name)
		}
	}
	if err := v.identities(); err != nil {
		return res, db.wrap(err, "verify identities")
	}
	if err := v.counters(); err != nil {
		return res, db.wrap(err, "verify the counters of numbers")
	}
	if err := v.index(); err != nil {
		return res, db.wrap(err, "verify search words")
	}
	return res, db.wrap(v.files(), "verify files")
}

// snapshot begins a transaction that reads one moment of the database.
func (db *DB) snapshot(ctx context.Context) (*sql.Tx, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: db.engine.name() == "postgres", Isolation: isolation(db.engine)})
	return tx, db.wrap(err, "begin to read")
}

// line is a ledger entry with the columns that repeat its header.
type line struct {
	Entry
	at, since              int64
	org, register, id, set string
}

func (v *verifier) entriesOf(tell func(done, all int64)) error {
	for from := int64(0); ; {
		chunk, err := v.chunk(from)
		if err != nil {
			return err
		}
		if len(chunk) == 0 {
			return nil
		}
		if err := v.check(chunk); err != nil {
			return err
		}
		from = chunk[len(chunk)-1].Seq + 1
		if tell != nil {
			tell(from, v.size)
		}
	}
}

func (v *verifier) chunk(from int64) ([]line, error) {
	rows, err := v.tx.QueryContext(v.ctx, `SELECT seq, header, salt, hashes, at, since, org, register, id, change_set FROM ledger WHERE seq >= $1 ORDER BY seq LIMIT 500`, from)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []line
	for rows.Next() {
		var l line
		if err := rows.Scan(&l.Seq, &l.Header, &l.Salt, &l.Hashes, &l.at, &l.since, &l.org, &l.register, &l.id, &l.set); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// check compares a chunk of entries with the rows they opened.
func (v *verifier) check(chunk []line) error {
	entries := make([]Entry, len(chunk))
	headers := make([]ledger.Entry, len(chunk))
	for i, l := range chunk {
		entries[i] = l.Entry
		h, err := ledger.ParseHeader(l.Header)
		if err != nil {
			continue // the ledger's verifier names the break
		}
		headers[i] = h
	}
	payload, err := v.db.payloads(v.ctx, v.tx, entries, v.words.open)
	if err != nil {
		return err
	}
	for i, l := range chunk {
		p, ok := payload[l.Seq]
		if err := v.log.Add(l.Seq, l.Header, l.Hashes, l.Salt, p, !ok && l.Salt == nil); err != nil {
			var b *ledger.Break
			if !ok && l.Salt != nil && errors.As(err, &b) && b.Kind == ledger.ChangedPayload {
				return &Finding{"entry-without-row", strconv.FormatInt(l.Seq, 10)}
			}
			return err
		}
		h := headers[i]
		if l.at != h.At.UnixMicro() || l.org != h.Org || l.register != h.Register || l.id != h.ID || l.set != h.Set {
			return &Finding{"entry-disagrees", strconv.FormatInt(l.Seq, 10)}
		}
		v.orgs[h.Org]++
		v.lastAt = l.at
		if ok && h.Action != Withdraw {
			v.entries[h.Register]++
		}
	}
	return nil
}

// payloads gives the canonical contents that entries in order commit to; the
// entry of a withdrawal commits to the version that ended. see is told of each
// version read and may be nil.
func (db *DB) payloads(ctx context.Context, q querier, chunk []Entry, see func(rec *register.Record, closed int64)) (map[int64][]byte, error) {
	payload := map[int64][]byte{}
	if len(chunk) == 0 {
		return payload, nil
	}
	ids := map[string]map[string]bool{}
	ended := map[int64]bool{}
	for _, e := range chunk {
		h, err := ledger.ParseHeader(e.Header)
		if err != nil {
			continue
		}
		if rowless(h.Register) {
			payload[e.Seq] = []byte{} // all there is to know stands in the header
			continue
		}
		ended[e.Seq] = h.Action == Withdraw
		if ids[h.Register] == nil {
			ids[h.Register] = map[string]bool{}
		}
		ids[h.Register][h.ID] = true
	}
	first, last := chunk[0].Seq, chunk[len(chunk)-1].Seq
	for reg, set := range ids {
		r, ok := db.Catalogue.Get(reg)
		if !ok || r.Name != reg {
			continue
		}
		t := db.table(r)
		args := []any{first, last + 1}
		marks := make([]string, 0, len(set))
		for _, id := range sorted(set) {
			args = append(args, id)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		rows, err := q.QueryContext(ctx, `SELECT `+t.columns("v")+`, v.closed FROM `+t.name+` v WHERE (v.opened > $1 AND v.opened <= $2 OR v.closed > $1 AND v.closed <= $2)
			AND v.id IN (`+strings.Join(marks, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		var closed int64
		s := newScanner(t, &closed)
		for rows.Next() {
			rec, err := s.record(rows)
			if err != nil {
				rows.Close()
				return nil, err
			}
			content := rec.Canonical()
			payload[rec.Version-1] = content
			if see != nil {
				see(rec, closed)
			}
			if ended[closed-1] {
				payload[closed-1] = content
			}
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return nil, err
		}
	}
	return payload, nil
}

// numbers compares each organisation's last number with its entries.
func (v *verifier) numbers() error {
	rows, err := v.tx.QueryContext(v.ctx, `SELECT org, last FROM ledger_org`)
	if err != nil {
		return err
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var org string
		var last int64
		if err := rows.Scan(&org, &last); err != nil {
			return err
		}
		if v.orgs[org] != last {
			return &Finding{"head-disagrees", fmt.Sprintf("%s: %d ≠ %d", org, last, v.orgs[org])}
		}
		seen++
	}
	if seen != len(v.orgs) {
		return &Finding{"head-disagrees", fmt.Sprintf("%d ≠ %d", seen, len(v.orgs))}
	}
	return rows.Err()
}

// EntriesWithPayload gives the first size entries in order, each with the
// contents it commits to (nil when they are gone), for an auditor's bundle.
func (db *DB) EntriesWithPayload(ctx context.Context, size int64, fn func(Entry, []byte) error) error {
	var chunk []Entry
	flush := func() error {
		payload, err := db.payloads(ctx, db.read, chunk, nil)
		if err != nil {
			return db.wrap(err, "read the ledger's contents")
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

var errDone = errors.New("done")
