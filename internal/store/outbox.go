package store

import (
	"context"
	"database/sql"
	"time"
)

// Mail is a message in the outbox. It is put there in the transaction of the
// change that it tells of, and its text is forgotten when it has been sent.
type Mail struct {
	ID      string
	Kind    string // what it tells: invite, reset, notice, reminder …
	Person  string // whom it is for; the address is looked up when it is sent
	Address string // of somebody who is no person of the register; else empty
	Lang    string
	Subject string
	Body    string
	Link    string // what one-time link to make when it is sent; empty = none
	Made    time.Time
	Due     time.Time // when it is tried next
	Tries   int
	State   string // queued, sent, failed
	Sent    time.Time
	Error   string // code of why the last try failed
}

// The states of a message.
const (
	MailQueued = "queued"
	MailSent   = "sent"
	MailFailed = "failed"
)

const mailColumns = `id, kind, person, address, lang, subject, body, link, made, due, tries, state, sent, error`

// PutMail puts a message in the outbox; one that is there already, sent or not,
// stays as it is.
func (t *Tx) PutMail(m Mail) error {
	_, err := t.exec(`INSERT INTO outbox (`+mailColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '`+MailQueued+`', 0, '') ON CONFLICT (id) DO NOTHING`,
		m.ID, m.Kind, m.Person, m.Address, m.Lang, m.Subject, m.Body, m.Link, t.now.UnixMicro(), t.now.UnixMicro())
	return err
}

func scanMails(rows *sql.Rows) ([]Mail, error) {
	defer rows.Close()
	var out []Mail
	for rows.Next() {
		var m Mail
		var made, due, sent int64
		if err := rows.Scan(&m.ID, &m.Kind, &m.Person, &m.Address, &m.Lang, &m.Subject, &m.Body, &m.Link, &made, &due, &m.Tries, &m.State, &sent, &m.Error); err != nil {
			return nil, err
		}
		m.Made, m.Due = time.UnixMicro(made).UTC(), time.UnixMicro(due).UTC()
		if sent > 0 {
			m.Sent = time.UnixMicro(sent).UTC()
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// LeaseMail takes messages that are due and holds them for a time: nobody else
// takes them meanwhile, and if this process dies they are tried again after it.
func (db *DB) LeaseMail(ctx context.Context, now time.Time, lease time.Duration, most int) ([]Mail, error) {
	var out []Mail
	_, err := db.Write(ctx, now, Act{}, func(t *Tx) error {
		rows, err := t.query(ctx, `SELECT `+mailColumns+` FROM outbox WHERE state = '`+MailQueued+`' AND due <= $1 ORDER BY due, id LIMIT $2`, now.UnixMicro(), most)
		if err != nil {
			return err
		}
		if out, err = scanMails(rows); err != nil {
			return err
		}
		for i := range out {
			out[i].Tries++
			if _, err := t.exec(`UPDATE outbox SET due = $2, tries = tries + 1 WHERE id = $1`, out[i].ID, now.Add(lease).UnixMicro()); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// MailDone notes that a message was sent and forgets its text.
func (db *DB) MailDone(ctx context.Context, id string, now time.Time) error {
	_, err := db.write.ExecContext(ctx, `UPDATE outbox SET state = '`+MailSent+`', sent = $2, body = '', link = '', error = '' WHERE id = $1`, id, now.UnixMicro())
	return db.wrap(err, "note a message as sent")
}

// MailNot notes why a message was not sent, and when it is tried again; never,
// with no time given.
func (db *DB) MailNot(ctx context.Context, id, code string, again time.Time) error {
	state, due := MailQueued, again.UnixMicro()
	if again.IsZero() {
		state, due = MailFailed, 0
	}
	_, err := db.write.ExecContext(ctx, `UPDATE outbox SET state = $2, due = $3, error = $4 WHERE id = $1`, id, state, due, code)
	return db.wrap(err, "note a message as not sent")
}

// MailAgain queues a message that was given up, and tells whether there was one.
func (db *DB) MailAgain(ctx context.Context, id string, now time.Time) (bool, error) {
	ok, err := one(db.write.ExecContext(ctx, `UPDATE outbox SET state = '`+MailQueued+`', due = $2, tries = 0 WHERE id = $1 AND state = '`+MailFailed+`'`, id, now.UnixMicro()))
	return ok, db.wrap(err, "queue a message again")
}

// Mails lists messages, newest first, of one state when it is given.
func (db *DB) Mails(ctx context.Context, state string, most int) ([]Mail, error) {
	text, args := `SELECT `+mailColumns+` FROM outbox ORDER BY id DESC LIMIT $1`, []any{most}
	if state != "" {
		text, args = `SELECT `+mailColumns+` FROM outbox WHERE state = $2 ORDER BY id DESC LIMIT $1`, []any{most, state}
	}
	rows, err := db.query(ctx, text, args...)
	if err != nil {
		return nil, db.wrap(err, "list messages")
	}
	out, err := scanMails(rows)
	return out, db.wrap(err, "list messages")
}

// CountMails counts the messages of each state.
func (db *DB) CountMails(ctx context.Context) (map[string]int, error) {
	rows, err := db.query(ctx, `SELECT state, COUNT(*) FROM outbox GROUP BY state`)
	if err != nil {
		return nil, db.wrap(err, "count messages")
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var s string
		var n int
		if err := rows.Scan(&s, &n); err != nil {
			return nil, db.wrap(err, "count messages")
		}
		out[s] = n
	}
	return out, db.wrap(rows.Err(), "count messages")
}
