package sheet

import (
	"bufio"
	"errors"
	"io"
	"math"
	"strings"
)

// findSeparator reads the beginning of the file with each separator and
// keeps the one that gives the most even table.
func (f *csvFile) findSeparator() error {
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f.open(), head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	text := string(head[:n])
	first, _, _ := strings.Cut(text, "\n")
	first = strings.ToLower(strings.Trim(first, "\r\" "))
	if rest, ok := strings.CutPrefix(first, "sep="); ok && len([]rune(rest)) == 1 {
		f.separator, f.sepLine = []rune(rest)[0], true
		return nil
	}
	best := -1.0
	for _, c := range []rune{';', ',', '\t', '|'} {
		if s := evenness(text, c, n == len(head)); s > best {
			best, f.separator = s, c
		}
	}
	return nil
}

// evenness is how much a text looks like a table with a separator: the share
// of its rows that have the commonest number of fields, more for more
// fields. A separator mostly followed by a space is more likely punctuation.
func evenness(text string, separator rune, cut bool) float64 {
	p := &csvParser{in: bufio.NewReader(strings.NewReader(text)), separator: separator, limit: len(text), columns: maxColumn}
	widths := map[int]int{}
	rows, seps, spaced := 0, 0, 0
	last := 0
	for {
		fields, err := p.record()
		if err != nil {
			break
		}
		if fields == nil {
			continue
		}
		rows++
		last = len(fields)
		widths[last]++
		seps += last - 1
		for _, s := range fields[1:] {
			if strings.HasPrefix(s, " ") {
				spaced++
			}
		}
	}
	if cut && rows > 1 { // the last record was cut in the middle
		rows--
		widths[last]--
	}
	width, count := 1, 0
	for w, n := range widths {
		if w > 1 && (n > count || n == count && w > width) {
			width, count = w, n
		}
	}
	if count == 0 {
		return 0
	}
	share := float64(count) / float64(rows)
	score := share * share * (1 + math.Log2(float64(width)))
	if spaced*2 > seps {
		score *= 0.3
	}
	return score
}
