package sheet

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Header is where the headings of a table stand and what they are.
type Header struct {
	Row        int      // the file's number of the last heading row, 0 when none was found
	Lines      int      // 1, or 2 when groups stand above the headings
	Labels     []string // one for each column, empty where there is none
	Above      []string // the title rows, for a person to see
	Confidence float64  // 0–1: the share of headings that are known; at most 0.5 when none is
}

// Header reads the beginning of a sheet and finds its headings. known tells
// whether a text is the label of a field.
func (b *Book) Header(ctx context.Context, s Sheet, known func(label string) bool) (Header, error) {
	var head []Row
	size := 0
	for r, err := range b.Read(ctx, s) {
		if err != nil {
			return Header{}, err
		}
		for _, c := range r.Cells {
			size += len(c.Text)
		}
		if head = append(head, r); len(head) == searchRows || size > maxRowText {
			break
		}
	}
	return FindHeader(head, known), nil
}

// searchRows is how many rows with content are searched for headings.
const searchRows = 60

// FindHeader finds the heading row among the first rows of a sheet: the row,
// or two rows one above the other, with most known labels. Where no label is
// known it is the first row of different texts that is as wide as the table.
func FindHeader(rows []Row, known func(label string) bool) Header {
	rows = rows[:min(len(rows), searchRows)]
	best, hits := Header{}, 0
	for i, r := range rows {
		labels := labelsOf(r)
		n := countKnown(labels, known)
		// A second line is part of the heading only when it names columns
		// that the first leaves open; data rows do not.
		if i+1 < len(rows) && rows[i+1].Number == r.Number+1 && allText(rows[i+1]) {
			if two, m := twoLines(r, rows[i+1], known); m > n && m > hits {
				best, hits = Header{Row: rows[i+1].Number, Lines: 2, Labels: two}, m
				continue
			}
		}
		if n > hits {
			best, hits = Header{Row: r.Number, Lines: 1, Labels: labels}, n
		}
	}
	if hits > 0 {
		best.Confidence = float64(hits) / float64(countFilled(best.Labels))
	} else if i, ok := widest(rows); ok {
		best = Header{Row: rows[i].Number, Lines: 1, Labels: labelsOf(rows[i]), Confidence: 0.3}
	}
	for _, r := range rows {
		if r.Number > best.Row-best.Lines {
			break
		}
		best.Above = append(best.Above, strings.Join(slices.DeleteFunc(labelsOf(r), func(s string) bool { return s == "" }), " "))
	}
	return best
}

// labelsOf gives a row's own texts; what a merged area repeats sideways
// counts once.
func labelsOf(r Row) []string {
	out := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		if !c.Merged {
			out[i] = label(c.Text)
		}
	}
	return out
}

// label joins the lines of a heading; what is too long for one is none.
func label(s string) string {
	if len(s) > maxLabel {
		return ""
	}
	return strings.Join(strings.Fields(s), " ")
}

// maxLabel is the bytes of the longest text that may be a heading.
const maxLabel = 300

// twoLines joins a row of groups with the headings beneath: the lower text
// where it is known by itself, else both, else the upper.
func twoLines(upper, lower Row, known func(string) bool) ([]string, int) {
	n := max(len(upper.Cells), len(lower.Cells))
	out := make([]string, n)
	hits, fromLower := 0, 0
	for i := range out {
		up, low := label(upper.Cell(i).Text), label(lower.Cell(i).Text)
		switch {
		case lower.Cell(i).Merged || low == "":
			if !upper.Cell(i).Merged || lower.Cell(i).Merged {
				out[i] = up
			}
		case up == "" || upper.Cell(i).Merged && known(low):
			out[i] = low
			fromLower++
		case known(up + " " + low):
			out[i] = up + " " + low
			fromLower++
		case known(low) && !known(up):
			out[i] = low
			fromLower++
		default:
			out[i] = up
			if !known(up) {
				out[i] = up + " " + low
			}
		}
		if out[i] != "" && known(out[i]) {
			hits++
		}
	}
	if fromLower == 0 {
		return nil, 0
	}
	return out, hits
}

func allText(r Row) bool {
	for _, c := range r.Cells {
		if c.Kind != Text || looksNumeric(c.Text) {
			return false
		}
	}
	return true
}

func countKnown(labels []string, known func(string) bool) int {
	n := 0
	for _, l := range labels {
		if l != "" && known(l) {
			n++
		}
	}
	return n
}

func countFilled(labels []string) int {
	n := 0
	for _, l := range labels {
		if l != "" {
			n++
		}
	}
	return n
}

// widest finds the first row of different texts that fills at least six of
// ten columns of the widest row.
func widest(rows []Row) (int, bool) {
	width := 0
	for _, r := range rows {
		width = max(width, countFilled(labelsOf(r)))
	}
	for i, r := range rows {
		labels := labelsOf(r)
		n := countFilled(labels)
		if n*10 < width*6 || !allText(r) {
			continue
		}
		seen := map[string]bool{}
		for _, l := range labels {
			if l != "" {
				seen[fold(l)] = true
			}
		}
		if len(seen) == n {
			return i, true
		}
	}
	return 0, false
}

// Reason is why a row below the headings is no record.
type Reason string

// Why a row is skipped.
const (
	AboveTable      Reason = "above-table" // title rows and the headings themselves
	RepeatedHeading Reason = "repeated-heading"
	Total           Reason = "total"
)

// Skip tells why a row is not a record, empty when it is one.
func (h Header) Skip(r Row) Reason {
	switch {
	case r.Number <= h.Row:
		return AboveTable
	case h.repeats(r):
		return RepeatedHeading
	case isTotal(r):
		return Total
	}
	return ""
}

// repeats tells whether nearly all texts of a row are the headings of their
// columns, as where pages were put together.
func (h Header) repeats(r Row) bool {
	filled, same := 0, 0
	for i, c := range r.Cells {
		if c.Merged || strings.TrimSpace(c.Text) == "" {
			continue
		}
		filled++
		if i < len(h.Labels) && h.Labels[i] != "" {
			heading, text := fold(h.Labels[i]), fold(c.Text)
			if heading == text || h.Lines == 2 && strings.HasSuffix(heading, text) {
				same++
			}
		}
	}
	return same > 0 && same*10 >= filled*8 && (same > 1 || countFilled(h.Labels) == 1)
}

var totalWords = map[string]bool{
	"summa": true, "delsumma": true, "totalsumma": true, "totalt": true, "total": true, "antal": true, "genomsnitt": true, "medelvärde": true,
	"sum": true, "subtotal": true, "totals": true, "count": true, "average": true,
}

// isTotal tells whether a row sums up others: its first text begins with a
// word such as Summa and all else in it is numbers. A record that happens to
// begin so ("Totalt försvar") has other texts.
func isTotal(r Row) bool {
	first := true
	for _, c := range r.Cells {
		text := strings.TrimSpace(c.Text)
		if c.Merged || text == "" {
			continue
		}
		if first {
			first = false
			word := strings.FieldsFunc(fold(text), func(c rune) bool { return !unicode.IsLetter(c) })
			if c.Kind != Text || len(word) == 0 || !totalWords[word[0]] {
				return false
			}
			continue
		}
		if c.Kind == Date || c.Kind != Number && !looksNumeric(text) {
			return false
		}
	}
	return !first
}

// looksNumeric tells whether a text has digits and nothing but what belongs
// to amounts; a unit of at most four letters may follow.
func looksNumeric(s string) bool {
	digits, letters := 0, 0
	for _, c := range s {
		switch {
		case unicode.IsDigit(c):
			if letters > 0 {
				return false
			}
			digits++
		case unicode.IsLetter(c):
			letters++
		case !strings.ContainsRune(" \u00A0\u202F.,-−+%:", c):
			return false
		}
	}
	return digits > 0 && letters <= 4
}

func fold(s string) string { return strings.ToLower(norm.NFC.String(label(s))) }
