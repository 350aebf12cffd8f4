package page

import "genomlys/internal/lang"

// Stretch is a page of a list that is held whole: which rows it shows, and what
// leads back and on.
type Stretch struct {
	Where      string // "1–50 av 186"; empty when all rows are shown
	Prev, Next string // addresses
}

// Part gives the rows of a list from the one with a key on, at most so many. A
// page begins with a row and not with a number, so that it stays when rows
// before it go; a row that has gone itself gives the first page.
func Part[T any](l lang.Lang, rows []T, from string, most int, key func(T) string, address func(from string) string) ([]T, Stretch) {
	at := 0
	for i := range rows {
		if from != "" && key(rows[i]) == from {
			at = i
		}
	}
	var s Stretch
	if len(rows) <= most && at == 0 {
		return rows, s
	}
	end := min(at+most, len(rows))
	s.Where = lang.ShownOf.With(l, lang.Whole(int64(at+1)), lang.Whole(int64(end)), lang.Whole(int64(len(rows))))
	switch {
	case at > most:
		s.Prev = address(key(rows[at-most]))
	case at > 0:
		s.Prev = address("")
	}
	if end < len(rows) {
		s.Next = address(key(rows[end]))
	}
	return rows[at:end], s
}
