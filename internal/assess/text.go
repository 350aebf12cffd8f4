package assess

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// writing is a text being made from records.
type writing struct {
	r       *reader
	live    *reader // as things stand now, of a text that tells an earlier time
	rules   rulebook.Rules
	l       lang.Lang
	doc     document.Doc
	number  int
	missing []string
}

// say picks a text's language.
func (w *writing) say(sv, en string) string { return lang.Text{SV: sv, EN: en}.In(w.l) }

// write starts a text about a record, with its own head.
func write(ctx context.Context, deps Deps, c access.Caller, in, id string, l lang.Lang) (*writing, *register.Record, error) {
	r := deps.reader(ctx, c)
	reg := r.reg(in)
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, id, time.Time{}, 0)
	if err != nil {
		return nil, nil, err
	}
	rules, err := r.rules()
	if err != nil {
		return nil, nil, err
	}
	w := &writing{r: r, rules: rules, l: l}
	org, err := w.name("org", string(rec.Org))
	if err != nil {
		return nil, nil, err
	}
	w.doc = document.Doc{Lang: string(l), Organisation: org, DiaryNo: rec.Text("diary_no"), Created: r.now.UTC()}
	w.dated(rec)
	return w, rec, nil
}

// dated says which day's facts the text tells.
func (w *writing) dated(rec *register.Record) {
	w.doc.Date = string(w.r.day())
	w.doc.FooterLeft = w.say("Uppgifter per ", "Facts as of ") + w.doc.Date + ". " + rec.Ref + "."
}

// head names the document.
func (w *writing) head(kind lang.Text, about string, draft bool) {
	w.doc.Name = kind.In(w.l)
	w.doc.Title = about
	if first, _, _ := strings.Cut(kind.SV, " "); !strings.HasPrefix(about, first) || w.l != lang.SV {
		w.doc.Title = kind.In(w.l) + ": " + about
	}
	w.doc.Draft = draft
}

func (w *writing) add(b ...document.Block) { w.doc.Blocks = append(w.doc.Blocks, b...) }

func (w *writing) heading(sv, en string) {
	w.number++
	w.add(document.Heading{Level: 1, Number: fmt.Sprint(w.number), Text: w.say(sv, en), ID: fmt.Sprintf("d%d", w.number)})
}

func (w *writing) paragraph(s string) { w.add(document.P(s)) }

// long prints what a person wrote, a paragraph for each of its own; nothing
// written is missing under the label.
func (w *writing) long(s string, label string) {
	if strings.TrimSpace(s) == "" {
		w.add(document.Paragraph{Runs: w.lacks(label)})
		return
	}
	for _, p := range strings.Split(s, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			w.paragraph(p)
		}
	}
}

// lacks is the mark of a missing fact, which stops sending and deciding.
func (w *writing) lacks(label string) []document.Run {
	if !slices.Contains(w.missing, label) {
		w.missing = append(w.missing, label)
	}
	return []document.Run{{Text: w.say("[saknas: ", "[missing: ") + label + "]", Italic: true}}
}

// fact is a row of a table of facts.
type fact struct {
	label, value string
	from         *register.Record // where it was carried from; nil when the document's own record
	optional     bool
}

// facts prints a table of facts with the source and date of those carried.
func (w *writing) facts(list []fact) {
	sourced := slices.ContainsFunc(list, func(f fact) bool { return f.from != nil })
	cols := []document.Column{{Title: w.say("Uppgift", "Fact"), Weight: 2}, {Title: w.say("Innehåll", "Content"), Weight: 4}}
	if sourced {
		cols = append(cols, document.Column{Title: w.say("Källa och datum", "Source and date"), Weight: 2})
	}
	var rows [][]document.Cell
	for _, f := range list {
		cell := document.C(f.value)
		if f.value == "" {
			if f.optional {
				continue
			}
			cell = w.lacks(f.label)
		}
		row := []document.Cell{document.C(f.label), cell}
		if sourced {
			row = append(row, document.C(w.source(f.from)))
		}
		rows = append(rows, row)
	}
	w.add(document.Table{Columns: cols, RowHeads: true, Rows: document.Rows(rows)})
}

// source tells where a value was carried from and which day it is from.
func (w *writing) source(rec *register.Record) string {
	if rec == nil {
		return ""
	}
	day := register.DateOf(rec.Since.In(w.r.db.Zone))
	if day <= register.Epoch {
		return rec.Ref + ", " + w.say("okänd dag", "day unknown")
	}
	return rec.Ref + ", " + string(day)
}

// table prints rows of texts; an empty cell of a needed column is missing.
func (w *writing) table(cols []document.Column, rows [][]string, needed ...int) {
	if len(rows) == 0 { // a head without rows looks like a page that was cut
		w.paragraph(w.say("Inget att visa.", "Nothing to show."))
		return
	}
	var out [][]document.Cell
	for _, r := range rows {
		var row []document.Cell
		for i, s := range r {
			if s == "" && slices.Contains(needed, i) {
				row = append(row, w.lacks(cols[i].Title+", "+r[0]))
				continue
			}
			row = append(row, document.C(s))
		}
		out = append(out, row)
	}
	w.add(document.Table{Columns: cols, RowHeads: true, Rows: document.Rows(out)})
}

// col makes a column.
func (w *writing) col(sv, en string, weight float64) document.Column {
	return document.Column{Title: w.say(sv, en), Weight: weight}
}

// finish puts what is missing first, so that nobody sends a text with holes unseen.
func (w *writing) finish() document.Doc {
	if len(w.missing) == 0 {
		return w.doc
	}
	note := document.Paragraph{Style: document.Note, Runs: []document.Run{document.B(w.say("Saknas innan texten kan skickas eller beslutas: ", "Missing before the text can be sent or decided: ")), document.T(strings.Join(w.missing, "; ") + ".")}}
	w.doc.Draft = true
	w.doc.Blocks = append([]document.Block{note}, w.doc.Blocks...)
	return w.doc
}

// whole refuses a decision when the text of the record, as it will be, lacks
// facts (domain.md 9). Fields that the decision itself fills count as there; told
// are facts that rules of their own ask for, in words of their own.
func (h *house) whole(f command.Following, fills map[string]any, told []string, steps func(w *writing, rec *register.Record) error) ([]fault.Problem, error) {
	rec := f.New.Clone()
	for name, v := range fills {
		if rec.Get(name) == nil {
			rec.Set(name, v)
		}
	}
	w := &writing{r: h.reader(f), rules: h.rules(f.Today()), l: lang.SV}
	if err := steps(w, rec); err != nil {
		return nil, err
	}
	lacks := slices.DeleteFunc(draft.Gaps(w.doc), func(s string) bool { return slices.Contains(told, s) })
	if len(lacks) == 0 {
		return nil, nil
	}
	return []fault.Problem{{Field: "status", Code: "protocol-lacks-facts", Value: f.New.Ref, Allowed: lacks}}, nil
}

// name gives the title of a record that another names; empty when it is not seen.
func (w *writing) name(in, id string) (string, error) {
	rec, err := w.r.get(in, id)
	if err != nil || rec == nil {
		return "", err
	}
	return rec.Text("title"), nil
}

// some names the first of many: the count is what matters of the rest.
func (w *writing) some(names []string) string {
	const most = 25
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(w.say(" och %d till", " and %d more"), len(names)-most)
}

// names gives the titles of the records that links lead to.
func (w *writing) names(in string, links []register.Link) (string, error) {
	var out []string
	unseen := 0
	for _, l := range links {
		n, err := w.name(in, string(l.To))
		if err != nil {
			return "", err
		}
		if n != "" {
			out = append(out, n)
		} else {
			unseen++
		}
	}
	if unseen > 0 { // left out unsaid, it would read as if there were none
		out = append(out, fmt.Sprintf(w.say("%d som inte visas för dig", "%d not shown to you"), unseen))
	}
	return strings.Join(out, ", "), nil
}

// word says the value of a choice, or the members of a set.
func (w *writing) word(rec *register.Record, field string) string {
	f := rec.Register.Must(field)
	switch v := rec.Get(field).(type) {
	case string:
		return f.Choices.Label(v).In(w.l)
	case []string:
		var out []string
		for _, c := range v {
			out = append(out, f.Choices.Label(c).In(w.l))
		}
		return strings.Join(out, ", ")
	}
	return ""
}

// choice says a code of a list's column.
func (w *writing) choice(rec *register.Record, field, column, code string) string {
	for _, c := range rec.Register.Must(field).Columns {
		if c.Name == column {
			return c.Choices.Label(code).In(w.l)
		}
	}
	return code
}

// levels says a class in words, as K 2 (betydande).
func (w *writing) levels(v classify.Vector) string {
	var out []string
	scale := w.rules.Classification()
	for _, a := range classify.Aspects() {
		if v[a] < 0 || int(v[a]) >= len(scale.Grades) {
			continue
		}
		name := ""
		for _, x := range scale.Aspects {
			if x.Aspect == a {
				name = x.Name.In(w.l)
			}
		}
		out = append(out, fmt.Sprintf("%s %d (%s)", name, v[a], scale.Grades[v[a]].Name.In(w.l)))
	}
	return strings.Join(out, ", ")
}

// digit says one level; a dash when it is not judged.
func digit(l classify.Level) string {
	if l < 0 {
		return "–"
	}
	return fmt.Sprint(int(l))
}

// gather joins neighbours that say the same of several controls into one row: a
// reader sees what is asked, and once.
func gather(rows [][]string) (out [][]string) {
	for _, r := range rows {
		i := slices.IndexFunc(out, func(o []string) bool { return slices.Equal(o[1:], r[1:]) })
		if i < 0 {
			out = append(out, slices.Clone(r))
			continue
		}
		out[i][0] += ", " + r[0]
	}
	return out
}
