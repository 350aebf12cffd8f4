package store

import (
	"database/sql"
	"errors"
	"time"
)

// Limit holds back tries under one name.
type Limit struct {
	Name   string
	Window time.Duration                 // after which earlier tries are forgotten
	Wait   func(tries int) time.Duration // before the next, after so many
}

// Try counts a try under each of some names, or tells how long to wait before
// one may be made: a try that comes too early is not counted. It gives the
// tries under the first name. Counting before the try is judged lets no number
// of tries at once pass.
func (t *Tx) Try(limits ...Limit) (wait time.Duration, tries int, err error) {
	counts := make([]int, len(limits))
	for i, l := range limits {
		var at, until int64
		err := t.row(`SELECT n, at, until FROM attempt WHERE name = $1`, l.Name).Scan(&counts[i], &at, &until)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, 0, err
		}
		wait = max(wait, time.UnixMicro(until).Sub(t.now))
		if t.now.Sub(time.UnixMicro(at)) > l.Window {
			counts[i] = 0
		}
	}
	if wait > 0 {
		return wait, counts[0], nil
	}
	for i, l := range limits {
		n := counts[i] + 1
		if _, err := t.exec(`INSERT INTO attempt (name, n, at, until) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET n = excluded.n, at = excluded.at, until = excluded.until`,
			l.Name, n, t.now.UnixMicro(), t.now.Add(l.Wait(n)).UnixMicro()); err != nil {
			return 0, 0, err
		}
	}
	return 0, counts[0] + 1, nil
}

// Succeeded forgets the tries under names that led to what was right.
func (t *Tx) Succeeded(names ...string) error {
	for _, n := range names {
		if _, err := t.exec(`DELETE FROM attempt WHERE name = $1`, n); err != nil {
			return err
		}
	}
	return nil
}
