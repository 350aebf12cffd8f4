package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"genomlys/internal/register"
)

// run is the unbroken run of a register's human numbers from the first, as the
// transaction knows it. Its length is the register's counter, which Verify counts anew.
type run struct {
	last int64
	free int64 // how many numbers after it are known to be free
}

// Number takes the register's next human number, or claims the wanted one when
// it is free. It is part of the transaction: a refused create uses no number up.
func (t *Tx) Number(r *register.Register, want string) (string, error) {
	n, err := t.counter(r)
	if err != nil {
		return "", err
	}
	if want != "" && !strings.HasPrefix(want, "-") {
		var one int
		err := t.row(`SELECT 1 FROM record WHERE register = $1 AND ref = $2`, r.Name, want).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			t.nums[r] = run{last: n.last} // which the claimed one may lengthen
			return want, nil
		}
		if err != nil {
			return "", err
		}
	}
	if n, err = t.follow(r, n); err != nil {
		return "", err
	}
	n.last, n.free = n.last+1, n.free-1
	t.nums[r] = n
	return humanNumber(r, n.last), nil
}

func humanNumber(r *register.Register, n int64) string { return fmt.Sprintf("%s-%04d", r.Prefix, n) }

// counter gives the register's run so far in the transaction.
func (t *Tx) counter(r *register.Register) (run, error) {
	n, ok := t.nums[r]
	if l := t.found(); !ok && l != nil {
		n, ok = l.nums[r]
	}
	if ok {
		return n, nil
	}
	err := t.row(`SELECT last FROM number WHERE register = $1`, r.Name).Scan(&n.last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return n, err
	}
	t.nums[r] = n
	return n, nil
}

// follow lengthens a run until a number after it is known to be free. It looks
// at two: the one to take and the one after, which is asked about at the end.
func (t *Tx) follow(r *register.Register, n run) (run, error) {
	for n.free < 1 {
		one, two := humanNumber(r, n.last+1), humanNumber(r, n.last+2)
		rows, err := t.query(t.ctx, `SELECT ref FROM record WHERE register = $1 AND ref IN ($2, $3)`, r.Name, one, two)
		if err != nil {
			return n, err
		}
		taken := map[string]bool{}
		for rows.Next() {
			var ref string
			if err := rows.Scan(&ref); err != nil {
				rows.Close()
				return n, err
			}
			taken[ref] = true
		}
		err = rows.Err()
		rows.Close()
		switch {
		case err != nil:
			return n, err
		case taken[one] && taken[two]:
			n.last += 2
		case taken[one]:
			n.last, n.free = n.last+1, 1
		case taken[two]:
			n.free = 1
		default:
			n.free = 2
		}
	}
	return n, nil
}

// keepNumbers writes the counters of the registers that got records.
func (t *Tx) keepNumbers() error {
	for r, n := range t.nums {
		n, err := t.follow(r, n)
		if err != nil {
			return err
		}
		t.nums[r] = n
		if _, err := t.exec(`INSERT INTO number (register, last) VALUES ($1, $2) ON CONFLICT (register) DO UPDATE SET last = excluded.last`, r.Name, n.last); err != nil {
			return err
		}
	}
	return nil
}
