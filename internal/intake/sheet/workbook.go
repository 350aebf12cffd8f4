package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook is an opened XLSX file: where its sheets lie and what their cells
// refer to.
type workbook struct {
	parts   *parts
	shared  texts
	formats []format // by cell format number
	base    dateBase
	merges  map[string][]area // by part, found at the first reading
}

func (b *Book) openXLSX(w *watch, r io.ReaderAt, size int64) error {
	p, err := openParts(r, size, b.limits)
	if err != nil {
		return err
	}
	if !p.has("[Content_Types].xml") {
		return &Refusal{Code: NotAWorkbook}
	}
	root, err := readRelations(w, p, "_rels/.rels")
	if err != nil {
		return err
	}
	main := root.kind("officeDocument")
	if main == "" || !p.has(main) {
		return &Refusal{Code: NotAWorkbook}
	}
	rels, err := readRelations(w, p, path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"))
	if err != nil {
		return err
	}
	b.Format, b.Encoding = "xlsx", "utf-8"
	b.work = &workbook{parts: p, merges: map[string][]area{}}
	if err := b.readWorkbook(w, p, main, rels); err != nil {
		return err
	}
	if len(b.sheets) == 0 {
		return &Refusal{Code: EmptyFile, Detail: strings.Join(b.Hidden, ", ")}
	}
	if name := rels.kind("styles"); p.has(name) {
		if b.work.formats, err = readStyles(w, p, name); err != nil {
			return err
		}
	}
	if name := rels.kind("sharedStrings"); p.has(name) {
		if b.work.shared, err = readShared(w, p, name, b.limits); err != nil {
			return err
		}
	}
	return nil
}

// readWorkbook reads the names of the sheets and the date system.
func (b *Book) readWorkbook(w *watch, p *parts, name string, rels relations) error {
	return eachStart(w, p, name, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			if v := attribute(e, "date1904"); v == "1" || strings.EqualFold(v, "true") {
				b.work.base = base1904
			}
		case "sheet":
			part, kind := rels.target(relation(e))
			if !strings.HasSuffix(kind, "/worksheet") || !p.has(part) {
				return nil // a chart or macro sheet
			}
			if len(b.sheets)+len(b.hidden) >= maxSheets {
				return &Refusal{Code: TooManySheets, Limit: maxSheets, Found: maxSheets + 1}
			}
			s := Sheet{Name: attribute(e, "name"), Number: len(b.sheets) + 1, part: part}
			if state := attribute(e, "state"); state == "hidden" || state == "veryHidden" {
				b.Hidden = append(b.Hidden, s.Name)
				s.Number = 0
				b.hidden = append(b.hidden, s)
				return nil
			}
			b.sheets = append(b.sheets, s)
		}
		return nil
	})
}

type relations []struct{ id, kind, target string }

// kind gives the target of the first relation of a kind; the kinds of the
// transitional and the strict standard differ only in what comes before.
func (r relations) kind(kind string) string {
	for _, x := range r {
		if strings.HasSuffix(x.kind, "/"+kind) {
			return x.target
		}
	}
	return ""
}

func (r relations) target(id string) (target, kind string) {
	for _, x := range r {
		if x.id == id {
			return x.target, x.kind
		}
	}
	return "", ""
}

func readRelations(w *watch, p *parts, name string) (relations, error) {
	dir := path.Dir(path.Dir(name))
	var out relations
	err := eachStart(w, p, name, func(e xml.StartElement) error {
		if e.Name.Local != "Relationship" || strings.EqualFold(attribute(e, "TargetMode"), "External") {
			return nil
		}
		if len(out) > maxSheets*2 {
			return &Refusal{Code: TooManySheets, Limit: maxSheets, Found: int64(len(out))}
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		out = append(out, struct{ id, kind, target string }{attribute(e, "Id"), attribute(e, "Type"), partName(target)})
		return nil
	})
	return out, err
}

// readStyles keeps, for each cell format, only how its number is a date.
func readStyles(w *watch, p *parts, name string) ([]format, error) {
	codes := map[int]string{}
	var out []format
	inside := ""
	err := eachStart(w, p, name, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "cellXfs", "cellStyleXfs", "dxfs":
			inside = e.Name.Local
		case "numFmt":
			if inside != "" {
				return nil
			}
			if len(codes) >= maxStyles {
				return &Refusal{Code: TooManyStyles, Limit: maxStyles, Found: maxStyles + 1}
			}
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && len(codes) < 4096 {
				codes[id] = attribute(e, "formatCode")
			}
		case "xf":
			if inside != "cellXfs" {
				return nil
			}
			if len(out) >= maxStyles {
				return &Refusal{Code: TooManyStyles, Limit: maxStyles, Found: maxStyles + 1}
			}
			id, _ := strconv.Atoi(attribute(e, "numFmtId"))
			out = append(out, formatOf(id, codes[id]))
		}
		return nil
	})
	return out, err
}

// eachStart walks the start tags of a part.
func eachStart(w *watch, p *parts, name string, do func(xml.StartElement) error) error {
	rc, err := p.open(name)
	if err != nil {
		return err
	}
	defer rc.Close()
	t := newTokens(rc, w)
	for {
		tok, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok {
			if err := do(e); err != nil {
				return err
			}
		}
	}
}

// readShared reads the texts that cells point at, without the phonetic
// readings that may stand beside them.
func readShared(w *watch, p *parts, name string, limits Limits) (texts, error) {
	rc, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	t := newTokens(rc, w)
	var out texts
	var text textOf
	var cost int64
	for {
		tok, err := t.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if err := text.take(tok, limits.Cell); err != nil {
			return nil, err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if e.Name.Local == "si" {
				text.reset()
			}
		case xml.EndElement:
			if e.Name.Local != "si" {
				continue
			}
			s := text.String()
			if cost += int64(len(s)) + 16; cost > limits.Strings {
				return nil, &Refusal{Code: TooManyStrings, Limit: limits.Strings, Found: cost}
			}
			out.add(s)
		}
	}
}

// texts is a list in pieces, so that growing it copies nothing: a million
// empty strings would else cost twice their room.
type texts [][]string

const textsPiece = 4096

func (t *texts) add(s string) {
	if n := len(*t); n == 0 || len((*t)[n-1]) == textsPiece {
		*t = append(*t, make([]string, 0, textsPiece))
	}
	last := &(*t)[len(*t)-1]
	*last = append(*last, s)
}

func (t texts) at(i int) (string, bool) {
	if i < 0 || i/textsPiece >= len(t) || i%textsPiece >= len(t[i/textsPiece]) {
		return "", false
	}
	return t[i/textsPiece][i%textsPiece], true
}
