package review

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// filled is a text with its places filled in, and what it rests on.
type filled struct {
	runs    []Run
	figures []string
	sources []Source
	missing []string
}

func (f *filled) text(s string) {
	if s != "" {
		f.add(Run{Text: s})
	}
}

func (f *filled) add(r Run) {
	if n := len(f.runs); n > 0 && r.Figure == "" && r.Record == "" && !r.Missing {
		if l := &f.runs[n-1]; l.Figure == "" && l.Record == "" && !l.Missing && l.Bold == r.Bold && l.Lang == r.Lang {
			l.Text += r.Text
			return
		}
	}
	f.runs = append(f.runs, r)
}

// plain gives the whole text.
func plain(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// fill reads a text of the outline. The places in it:
//
//	{year-1} {organisation}          the review's own values
//	{F03} {F03.of} {F03.percent}     a figure, by id or key
//	{doc:name.field|long}            a field of the first record a lookup finds
//	{count:name}                     how many it finds
//	{each:name.field}                all of them, in a row
//	{.field}                         a field of the record of this row
//	[[ … ]]                          left out when a value inside is missing
//
// after | a form: long (a day in words), lower, iso, or one;many.
// A place without a value prints [saknas: …] and is told in missing.
func (b *builder) fill(text string, row *register.Record) (filled, error) {
	return b.fillText(text, row, true)
}

// fillText leaves places that mean nothing as they are when the text is a
// person's own (strict false).
func (b *builder) fillText(text string, row *register.Record, strict bool) (filled, error) {
	var f filled
	for {
		// [[ … ]] is left out as a whole when a value in it is missing.
		if o := strings.Index(text, "[["); o >= 0 && strict && !strings.Contains(text[:o], "{") {
			if c := strings.Index(text[o:], "]]"); c >= 0 {
				part, err := b.fillText(text[o+2:o+c], row, true)
				if err != nil {
					return f, err
				}
				f.text(text[:o])
				if len(part.missing) == 0 {
					for _, r := range part.runs {
						f.add(r)
					}
					f.figures, f.sources = append(f.figures, part.figures...), append(f.sources, part.sources...)
				}
				text = text[o+c+2:]
				continue
			}
		}
		i := strings.IndexByte(text, '{')
		j := -1
		if i >= 0 {
			j = strings.IndexByte(text[i:], '}')
		}
		if i < 0 || j < 0 {
			f.text(text)
			return f, nil
		}
		f.text(text[:i])
		place := text[i+1 : i+j]
		before := f
		if err := b.place(&f, place, row); err != nil {
			if strict {
				return f, err
			}
			f = before
			f.text("{" + place + "}")
		}
		text = text[i+j+1:]
	}
}

func (b *builder) place(f *filled, place string, row *register.Record) error {
	name, form, _ := strings.Cut(place, "|")
	if v, ok := b.param(name); ok {
		f.text(b.form(v, form))
		return nil
	}
	switch kind, rest, _ := strings.Cut(name, ":"); {
	case strings.HasPrefix(name, "."):
		if row == nil {
			return fmt.Errorf("outline: {%s} stands where there is no record", place)
		}
		return b.field(f, row, name[1:], form, row.Register.Singular.In(b.req.Lang)+" "+row.Ref)
	case kind == "doc":
		look, path, _ := strings.Cut(rest, ".")
		a, err := b.lookup(look)
		if err != nil {
			return err
		}
		f.sources = append(f.sources, a.source)
		if len(a.records) == 0 {
			b.lacks(f, a.label)
			return nil
		}
		return b.field(f, a.records[0], path, form, a.label)
	case kind == "count":
		a, err := b.lookup(rest)
		if err != nil {
			return err
		}
		f.sources = append(f.sources, a.source)
		run := Run{Text: b.form(strconv.Itoa(len(a.records)), form)}
		if len(a.records) > 0 {
			run.Register, run.Record = a.source.Register, strings.Join(a.source.Records, ",")
		}
		f.add(run)
		return nil
	case kind == "each":
		look, path, _ := strings.Cut(rest, ".")
		return b.each(f, look, path, form)
	}
	return b.figurePlace(f, name, form)
}

func (b *builder) each(f *filled, look, path, form string) error {
	a, err := b.lookup(look)
	if err != nil {
		return err
	}
	f.sources = append(f.sources, a.source)
	if len(a.records) == 0 {
		b.lacks(f, a.label)
	}
	for i, rec := range a.records {
		switch {
		case i > 0 && i == len(a.records)-1:
			f.text(lang.Text{SV: " och ", EN: " and "}.In(b.req.Lang))
		case i > 0:
			f.text(", ")
		}
		if err := b.field(f, rec, path, form, a.label); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) lacks(f *filled, what string) {
	f.missing = append(f.missing, what)
	f.add(Run{Text: "[" + lang.Text{SV: "saknas", EN: "missing"}.In(b.req.Lang) + ": " + what + "]", Missing: true})
}

// field says a field of a record, along references: report.year.
func (b *builder) field(f *filled, rec *register.Record, path, form, what string) error {
	name, rest, deeper := strings.Cut(path, ".")
	if name == "ref" {
		f.add(Run{Text: rec.Ref, Register: rec.Register.Collection, Record: rec.Ref})
		return nil
	}
	fd, ok := rec.Register.Field(name)
	if !ok {
		return fmt.Errorf("outline: %s has no field %q", rec.Register.Name, name)
	}
	optional := form == "maybe"
	v := rec.Get(name)
	if v == nil {
		if !optional {
			b.lacks(f, fd.Title.In(b.req.Lang)+" ("+what+")")
		}
		return nil
	}
	run := Run{Register: rec.Register.Collection, Record: rec.Ref}
	switch x := v.(type) {
	case string:
		switch fd.Kind {
		case register.Ref:
			to, err := b.refer(fd, x)
			if err != nil {
				return err
			}
			if to == nil {
				b.lacks(f, fd.Title.In(b.req.Lang)+" ("+what+")")
				return nil
			}
			if !deeper {
				rest = "title"
			}
			return b.field(f, to, rest, form, what)
		case register.Choice, register.FactOf:
			run.Text = fd.Choices.Label(x).In(b.req.Lang)
		default:
			run.Text = x
			if fd.Kind == register.Text || fd.Kind == register.Long {
				run.Lang = b.foreign()
			}
		}
	case int64:
		run.Text = grouped(x)
		if name == "year" {
			run.Text = strconv.FormatInt(x, 10)
		}
	case time.Time:
		run.Text = x.In(b.d.DB.Zone).Format("2006-01-02")
	case []string:
		for i, c := range x {
			if i > 0 {
				run.Text += ", "
			}
			run.Text += b.form(fd.Choices.Label(c).In(b.req.Lang), form)
		}
		form = ""
	case []register.Link:
		return b.linked(f, fd, x, what)
	case json.RawMessage:
		if rest == "last" {
			rest = strconv.Itoa(b.req.Year - 1)
		}
		run.Text, run.Lang = yearText(x, rest), b.foreign()
		if run.Text == "" {
			if !optional {
				b.lacks(f, fd.Title.In(b.req.Lang)+" "+rest+" ("+what+")")
			}
			return nil
		}
	}
	run.Text = b.form(run.Text, form)
	f.add(run)
	return nil
}

func (b *builder) linked(f *filled, fd *register.Field, links []register.Link, what string) error {
	for i, l := range links {
		to, err := b.refer(fd, string(l.To))
		if err != nil {
			return err
		}
		if i > 0 {
			f.text(", ")
		}
		if to == nil {
			b.lacks(f, what)
			continue
		}
		f.add(Run{Text: to.Text("title"), Register: to.Register.Collection, Record: to.Ref, Lang: b.foreign()})
	}
	return nil
}

// yearText gives the text of a year out of a list of rows with year and text.
func yearText(list json.RawMessage, year string) string {
	var rows []struct {
		Year int    `json:"year"`
		Text string `json:"text"`
	}
	if json.Unmarshal(list, &rows) != nil {
		return ""
	}
	for _, r := range rows {
		if strconv.Itoa(r.Year) == year {
			return r.Text
		}
	}
	return ""
}

// foreign marks what an office wrote in Swedish when the review is in English.
func (b *builder) foreign() string {
	if b.req.Lang == lang.EN {
		return "sv"
	}
	return ""
}

// form gives a value the wanted form.
func (b *builder) form(v, form string) string {
	switch form {
	case "long":
		return longDate(v, b.req.Lang)
	case "lower":
		return lowerFirst(v)
	case "", "iso", "maybe":
		return v
	}
	if one, many, ok := strings.Cut(form, ";"); ok {
		if v == "1" {
			return v + "\u00a0" + one
		}
		return v + "\u00a0" + many
	}
	return v
}

// lowerFirst makes the first letter small, unless the word is written in capitals.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && strings.ToUpper(string(r[:2])) == string(r[:2]) {
		return s
	}
	if len(r) > 0 {
		return strings.ToLower(string(r[:1])) + string(r[1:])
	}
	return s
}

// grouped writes a number with a no-break space per thousand.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	if neg {
		s = "−" + s
	}
	return s
}
