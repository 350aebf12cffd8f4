package question

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// mostRows is how many rows of an answer a page shows; the file has them all.
const mostRows = 200

// generic shows an answer that has no document of its own: values as facts,
// lists as tables. Names are the fields' own words where a register has them.
func (x *Questions) generic(l lang.Lang, v any, a *asked) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("show an answer: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var got any
	if err := d.Decode(&got); err != nil {
		return fmt.Errorf("show an answer: %w", err)
	}
	top, ok := got.(map[string]any)
	if !ok {
		top = map[string]any{"": got}
	}
	for _, k := range names(top) {
		switch v := top[k].(type) {
		case []any:
			if len(v) > 0 {
				a.Tables = append(a.Tables, x.table(l, k, v, a))
			}
		default:
			if s := flat(v); s != "" {
				a.Facts = append(a.Facts, page.Fact{Name: x.word(l, k), Value: page.Value{Texts: []string{s}}})
			}
		}
	}
	a.Empty = len(a.Tables) == 0 && len(a.Facts) == 0
	return nil
}

func (x *Questions) table(l lang.Lang, name string, rows []any, a *asked) page.Table {
	t := page.Table{Caption: x.word(l, name)}
	if t.Caption == "" {
		t.Caption = a.Title
	}
	var cols []string
	for _, r := range rows {
		m, ok := r.(map[string]any)
		if !ok {
			m = map[string]any{"": r}
		}
		for _, k := range names(m) {
			if !slices.Contains(cols, k) && k != "id" {
				cols = append(cols, k)
			}
		}
	}
	for _, c := range cols {
		t.Heads = append(t.Heads, x.word(l, c))
	}
	if len(rows) > mostRows {
		a.More = lang.QuestionMore.With(l, lang.Whole(int64(len(rows)-mostRows)))
		rows = rows[:mostRows]
	}
	for _, r := range rows {
		m, ok := r.(map[string]any)
		if !ok {
			m = map[string]any{"": r}
		}
		var line []page.Value
		for _, c := range cols {
			v := page.Value{}
			if s := flat(m[c]); s != "" {
				v.Texts = []string{s}
			}
			_, v.Right = m[c].(json.Number)
			line = append(line, v)
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}

// names are the keys of an object, what names the thing first.
func names(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		rank := func(k string) int {
			i := slices.Index([]string{"ref", "title", "label", "name"}, k)
			if i < 0 {
				return 9
			}
			return i
		}
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return out
}

// flat says a value on one line.
func flat(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "✓"
		}
		return ""
	case []any:
		var out []string
		for _, e := range v {
			if s := flat(e); s != "" {
				out = append(out, s)
			}
		}
		return strings.Join(out, ", ")
	case map[string]any:
		ref, title := flat(v["ref"]), flat(v["title"])
		if s := strings.TrimSpace(ref + " " + title); s != "" {
			return s
		}
		var out []string
		for _, k := range names(v) {
			if s := flat(v[k]); s != "" && k != "id" {
				out = append(out, s)
			}
		}
		return strings.Join(out, " · ")
	}
	return fmt.Sprint(v)
}

// word is what a name of an answer is called: as the registers call it.
func (x *Questions) word(l lang.Lang, name string) string {
	if name == "ref" {
		return lang.Reference.In(l)
	}
	for _, reg := range x.DB.Catalogue.All {
		if reg.Name == name || strings.ReplaceAll(reg.Collection, "-", "_") == name {
			return reg.Title.In(l)
		}
		if f, ok := reg.Field(name); ok {
			return f.Title.In(l)
		}
	}
	return strings.ReplaceAll(name, "_", " ")
}

func asFault(err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return nil
}

func byText(a, b page.Link) int { return bytes.Compare(store.SortKey(a.Text), store.SortKey(b.Text)) }
