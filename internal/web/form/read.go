package form

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/intake/value"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/web"
)

// Read gives what was typed in the controls of some fields as a command takes
// it. What cannot be read is told as problems, with the rest still read; a
// field left empty is nil, which clears it.
func Read(w *web.Web, r *door.Request, fields []*register.Field, typed url.Values) (map[string]any, []fault.Problem, error) {
	out := map[string]any{}
	var ps []fault.Problem
	names := newNames()
	for _, f := range fields {
		if f.Kind == register.Ref || f.Kind == register.Links {
			names.want(f, typed[f.Name])
		}
	}
	if err := names.look(w, r); err != nil {
		return nil, nil, err
	}
	today := r.Now.In(w.DB.Zone)
	for _, f := range fields {
		v, p := read(f, typed, names, today)
		if p != nil {
			p.Field = f.Name
			ps = append(ps, *p)
			continue
		}
		out[f.Name] = v
	}
	return out, ps, nil
}

func read(f *register.Field, typed url.Values, names *names, today time.Time) (any, *fault.Problem) {
	text := strings.TrimSpace(typed.Get(f.Name))
	switch f.Kind {
	case register.Set:
		return readSet(f, typed[f.Name]), nil
	case register.Links:
		return readLinks(f, typed, names)
	case register.List:
		return readRows(f, typed, today)
	case register.Ref:
		if text == "" {
			return nil, nil
		}
		return names.found(f, text)
	case register.Long:
		return typed.Get(f.Name), nil
	}
	if text == "" {
		return nil, nil
	}
	return scalar(f, text, today)
}

// scalar reads one value as people write it, the same way as imports do.
func scalar(f *register.Field, text string, today time.Time) (any, *fault.Problem) {
	var v any
	var note value.Note
	var err error
	switch f.Kind {
	case register.Number:
		v, note, err = value.Int(text, value.Unit(f.Unit), value.None)
	case register.Money:
		v, note, err = value.Money(text, value.None)
	case register.Level:
		v, note, err = value.Level(text, value.Scale)
	case register.Day:
		if d, ok := near(text, today); ok {
			return string(d), nil
		}
		var d register.Date
		d, note, err = value.Date(text)
		v = string(d)
	case register.Moment:
		v, note, err = value.Time(text)
	default:
		return text, nil
	}
	if note == value.DateWithoutDay || note == value.WithoutClock {
		// A form can ask again, so it does not choose a day or an hour.
		err = &value.Error{Code: map[bool]string{true: "not-a-date", false: "not-a-time"}[f.Kind == register.Day], Value: text}
	}
	if err != nil {
		p := fault.Problem{Code: "not-allowed", Value: text}
		var ve *value.Error
		if errors.As(err, &ve) {
			p = ve.Problem("")
		}
		return nil, &p
	}
	return v, nil
}

// Day reads a day as people write it.
func Day(text string, today time.Time) (register.Date, bool) {
	v, p := scalar(&register.Field{Kind: register.Day}, strings.TrimSpace(text), today)
	d, ok := v.(string)
	return register.Date(d), p == nil && ok
}

// near reads the short ways to write a day: today, and a day of a month, which
// is the one nearest to today.
func near(text string, today time.Time) (register.Date, bool) {
	switch strings.ToLower(text) {
	case "idag", "i dag", "today":
		return register.DateOf(today), true
	}
	d, m, ok := strings.Cut(text, "/")
	day, err1 := strconv.Atoi(strings.TrimSpace(d))
	month, err2 := strconv.Atoi(strings.TrimSpace(m))
	if !ok || err1 != nil || err2 != nil || month < 1 || month > 12 {
		return "", false
	}
	var best time.Time
	for y := today.Year() - 1; y <= today.Year()+1; y++ {
		t := time.Date(y, time.Month(month), day, 12, 0, 0, 0, today.Location())
		if t.Day() == day && (best.IsZero() || t.Sub(today).Abs() < best.Sub(today).Abs()) {
			best = t
		}
	}
	return register.DateOf(best), !best.IsZero()
}

func readSet(f *register.Field, given []string) any {
	var out []string
	for _, g := range given {
		if f.Choices != nil {
			out = append(out, g)
			continue
		}
		out = append(out, strings.FieldsFunc(g, func(r rune) bool { return r == '\n' || r == '\r' || r == ';' })...)
	}
	out = slices.DeleteFunc(out, func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(out) == 0 {
		return nil
	}
	return out
}

func readLinks(f *register.Field, typed url.Values, names *names) (any, *fault.Problem) {
	var out []register.Link
	for i, text := range typed[f.Name] {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		v, p := names.found(f, text)
		if p != nil {
			return nil, p
		}
		out = append(out, register.Link{To: register.ID(v.(string)), Kind: at(typed[f.Name+kindSuffix], i)})
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// readRows reads a small table. A row in which nothing is filled in is gone.
func readRows(f *register.Field, typed url.Values, today time.Time) (any, *fault.Problem) {
	n := len(typed[f.Name+restSuffix])
	for _, c := range f.Columns {
		n = max(n, len(typed[f.Name+"."+c.Name]))
	}
	rows := []map[string]any{}
	for i := range min(n, 1000) {
		row := map[string]any{}
		if rest := at(typed[f.Name+restSuffix], i); rest != "" {
			if err := json.Unmarshal([]byte(rest), &row); err != nil {
				return nil, &fault.Problem{Code: "not-a-list"}
			}
		}
		filled := false
		for _, c := range f.Columns {
			delete(row, c.Name)
			text := strings.TrimSpace(at(typed[f.Name+"."+c.Name], i))
			if text == "" {
				continue
			}
			v, p := scalar(c, text, today)
			if p != nil {
				return nil, p
			}
			row[c.Name], filled = v, true
		}
		if filled {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows, nil
}

// names finds the records that people name: by number, by name and number as a
// form itself writes them, or by name alone when only one is called that.
type names struct {
	wanted map[*register.Register]map[string]bool
	refs   map[*register.Register]map[string]string   // number → identity
	named  map[*register.Register]map[string][]string // name → numbers
}

func newNames() *names {
	return &names{wanted: map[*register.Register]map[string]bool{}, refs: map[*register.Register]map[string]string{}, named: map[*register.Register]map[string][]string{}}
}

func (n *names) want(f *register.Field, texts []string) {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t == "" || f.Target == nil {
			continue
		}
		if n.wanted[f.Target] == nil {
			n.wanted[f.Target] = map[string]bool{}
		}
		n.wanted[f.Target][t] = true
	}
}

// Number is the human number of a record as forms write it.
func Number(text string) string { return number(strings.TrimSpace(text)) }

// number is the human number at the end of a name as forms write it.
func number(text string) string {
	if i := strings.LastIndex(text, ", "); i >= 0 {
		return strings.TrimSpace(text[i+2:])
	}
	return text
}

const maxNames = 500

// look finds all wanted records: a question for the numbers of each register,
// and one more for what is no number.
func (n *names) look(w *web.Web, r *door.Request) error {
	for reg, texts := range n.wanted {
		n.refs[reg], n.named[reg] = map[string]string{}, map[string][]string{}
		var refs, titles []string
		for t := range texts {
			if !register.IsID(t) {
				refs = append(refs, number(t), t)
			}
		}
		if err := n.ask(w, r, reg, "ref", refs); err != nil {
			return err
		}
		for t := range texts {
			if n.refs[reg][number(t)] == "" && n.refs[reg][t] == "" && !register.IsID(t) {
				titles = append(titles, t)
			}
		}
		if err := n.ask(w, r, reg, "title", titles); err != nil {
			return err
		}
	}
	return nil
}

func (n *names) ask(w *web.Web, r *door.Request, reg *register.Register, field string, texts []string) error {
	slices.Sort(texts)
	texts = slices.Compact(texts)
	if len(texts) == 0 {
		return nil
	}
	quoted := make([]string, 0, len(texts))
	for _, t := range texts[:min(len(texts), maxNames)] {
		quoted = append(quoted, query.Quote(t))
	}
	filter := field + " = " + quoted[0]
	if len(quoted) > 1 {
		filter = field + " = (" + strings.Join(quoted, ", ") + ")"
	}
	found, err := w.Find(r, reg, door.Ask{Filter: filter, Limit: 2 * maxNames})
	if err != nil {
		return err
	}
	for _, rec := range found.Records {
		if field == "ref" {
			n.refs[reg][rec.Ref] = string(rec.ID)
			continue
		}
		t := rec.Text("title")
		n.refs[reg][rec.Ref] = string(rec.ID)
		n.named[reg][t] = append(n.named[reg][t], rec.Ref)
	}
	return nil
}

func (n *names) found(f *register.Field, text string) (any, *fault.Problem) {
	if register.IsID(text) {
		return text, nil
	}
	if f.Target == nil {
		return number(text), nil // the command finds the number, in whichever register
	}
	for _, t := range []string{text, number(text)} {
		if id := n.refs[f.Target][t]; id != "" {
			return id, nil
		}
	}
	switch refs := n.named[f.Target][text]; len(refs) {
	case 0:
		return nil, &fault.Problem{Code: "no-such-record", Value: text}
	case 1:
		return n.refs[f.Target][refs[0]], nil
	default:
		return nil, &fault.Problem{Code: "several-records", Value: text, Allowed: refs}
	}
}

// number is the number of a record that was found.
func (n *names) number(f *register.Field, text string) string {
	for _, t := range []string{text, number(text)} {
		if n.refs[f.Target][t] != "" {
			return t
		}
	}
	if refs := n.named[f.Target][text]; len(refs) == 1 {
		return refs[0]
	}
	return text
}

// Values is what a record says, as its controls write it.
func Values(w *web.Web, r *door.Request, rec *register.Record, fields []*register.Field) (url.Values, error) {
	sh := w.Shower(r, time.Time{})
	for _, f := range fields {
		sh.NeedEach(f, rec.Value(f))
	}
	if err := sh.Look(); err != nil {
		return nil, err
	}
	out := url.Values{}
	for _, f := range fields {
		write(out, sh, f, rec.Value(f), w.DB.Zone, r.Lang)
	}
	return out, nil
}

// named writes a reference as name and number. What the caller may not see is
// written as its identity, so that it is kept when the form is sent.
func named(sh *web.Shower, id register.ID) string {
	l := sh.Refer(id)
	if l.Href == "" {
		return string(id)
	}
	if l.Text == l.Note {
		return l.Note
	}
	return l.Text + ", " + l.Note
}

func write(out url.Values, sh *web.Shower, f *register.Field, v any, zone *time.Location, l lang.Lang) {
	switch x := v.(type) {
	case string:
		if f.Kind == register.Ref {
			x = named(sh, register.ID(x))
		}
		out.Set(f.Name, x)
	case int64:
		out.Set(f.Name, strconv.FormatInt(x, 10))
		if f.Kind == register.Money {
			s := strconv.FormatInt(x/100, 10)
			if x%100 != 0 {
				s += "," + strconv.FormatInt(100+max(x%100, -(x%100)), 10)[1:]
			}
			out.Set(f.Name, s)
		}
	case time.Time:
		out.Set(f.Name, x.In(zone).Format("2006-01-02 15:04"))
	case []string:
		if f.Choices == nil {
			out.Set(f.Name, strings.Join(x, "\n"))
			return
		}
		out[f.Name] = x
	case []register.Link:
		for _, y := range x {
			out.Add(f.Name, named(sh, y.To))
			if f.LinkKinds != nil {
				out.Add(f.Name+kindSuffix, y.Kind)
			}
		}
	case json.RawMessage:
		writeRows(out, f, x)
	}
}

func writeRows(out url.Values, f *register.Field, raw json.RawMessage) {
	var rows []map[string]any
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&rows); err != nil {
		return // rows were decoded when they were validated
	}
	for _, row := range rows {
		for _, c := range f.Columns {
			s := ""
			switch x := row[c.Name].(type) {
			case string:
				s = x
			case json.Number:
				s = x.String()
			}
			out.Add(f.Name+"."+c.Name, s)
			delete(row, c.Name)
		}
		rest, _ := json.Marshal(row) // what came out of JSON goes into it
		out.Add(f.Name+restSuffix, string(rest))
	}
}

// Changed gives the fields whose controls say something else than before.
func Changed(fields []*register.Field, before, typed url.Values) []*register.Field {
	var out []*register.Field
	for _, f := range fields {
		if !slices.Equal(said(f, before), said(f, typed)) {
			out = append(out, f)
		}
	}
	return out
}

// said is all that the controls of a field say, without what is left empty.
func said(f *register.Field, v url.Values) []string {
	var out []string
	names := []string{f.Name}
	if f.Kind == register.List {
		names = nil
		for _, c := range f.Columns {
			names = append(names, f.Name+"."+c.Name)
		}
	}
	for _, n := range names {
		for i, s := range v[n] {
			if s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")); s == "" {
				continue
			}
			if f.LinkKinds != nil {
				s += "\x00" + at(v[f.Name+kindSuffix], i)
			}
			if f.Kind == register.List {
				s = strconv.Itoa(i) + "\x00" + s
			}
			out = append(out, n+"\x00"+s)
		}
	}
	if f.Kind == register.Set {
		slices.Sort(out)
	}
	return out
}
