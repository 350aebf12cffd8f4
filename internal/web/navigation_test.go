package web

import "testing"

// TestMenuIsShort holds the side menu to what the design kit gives it: five
// groups, and 17 rows with the overview and all registers.
func TestMenuIsShort(t *testing.T) {
	rows := 2
	for _, g := range navigation {
		rows += len(g.rows)
	}
	if rows > 17 || len(navigation) > 5 {
		t.Errorf("%d rows in %d groups", rows, len(navigation))
	}
}
