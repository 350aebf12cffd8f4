package sheet

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// area is a merged area; rows from 1, columns from 0.
type area struct{ top, left, bottom, right int }

// readMerges finds the merged areas of a sheet, ordered by first row. It
// runs through the rows as bytes, which costs a tenth of decoding them.
func readMerges(w *watch, p *parts, name string, columns int) ([]area, error) {
	rc, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	in := bufio.NewReaderSize(rc, 64<<10)
	found, err := skipRows(w, in)
	if err != nil || !found {
		return nil, broken(err)
	}
	t := newTokens(in, w)
	var out []area
	for {
		tok, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		e, ok := tok.(xml.StartElement)
		if !ok || e.Name.Local != "mergeCell" {
			continue
		}
		if len(out) == maxMerges {
			return nil, &Refusal{Code: TooManyMerges, Limit: maxMerges, Found: maxMerges + 1}
		}
		if a, ok := areaOf(attribute(e, "ref")); ok && a.left < columns {
			a.right = min(a.right, columns-1)
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b area) int { return a.top - b.top })
	return out, nil
}

// skipRows reads past the end tag of sheetData, whatever its prefix.
func skipRows(w *watch, in *bufio.Reader) (bool, error) {
	tag := []byte("sheetData")
	var tail []byte // the end of what came before, when a tag is split
	for {
		if err := w.tick(); err != nil {
			return false, err
		}
		piece, err := in.ReadSlice('>')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			tail = append(tail[:0], piece[len(piece)-64:]...)
			continue
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, err
		}
		if len(tail) > 0 {
			piece = append(tail, piece...)
			tail = nil
		}
		open := bytes.LastIndexByte(piece, '<')
		if open < 0 {
			continue
		}
		name := bytes.TrimSpace(piece[open+1 : len(piece)-1])
		empty := bytes.HasSuffix(name, []byte("/"))
		name = bytes.TrimSpace(bytes.TrimSuffix(name, []byte("/")))
		end := bytes.HasPrefix(name, []byte("/"))
		name = bytes.TrimPrefix(name, []byte("/"))
		if i := bytes.IndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		if (empty || end) && bytes.Equal(name, tag) {
			return true, nil
		}
	}
}

func areaOf(ref string) (area, bool) {
	first, last, ok := strings.Cut(ref, ":")
	if !ok {
		return area{}, false
	}
	l, okL := columnOf(first)
	r, okR := columnOf(last)
	t, okT := rowOf(first)
	b, okB := rowOf(last)
	return area{t, l, b, r}, okL && okR && okT && okB && l <= r && t <= b
}

func rowOf(ref string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
	return n, err == nil && n > 0 && n <= maxRowNumber
}
