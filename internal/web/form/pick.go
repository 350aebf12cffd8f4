package form

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Turn is what a posted form asks for.
type Turn int

// The turns a form takes.
const (
	Sent     Turn = iota // it is sent: do what it says
	Redrawn              // show it again with what is typed: more rows, a record chosen
	Answered             // a page of candidates has been shown
)

// TurnOf tells what a posted form asks for, and shows the page of candidates
// where that is asked for, so that everything can be chosen without script. A
// chosen record is put into what was typed.
func TurnOf(w *web.Web, rw http.ResponseWriter, r *door.Request, fields []*register.Field) (Turn, error) {
	typed := r.PostForm
	if name := typed.Get(pickName); name != "" {
		for _, f := range fields {
			if f.Name == name && f.Target != nil {
				return Answered, pick(w, rw, r, f, typed)
			}
		}
	}
	if name, ref, ok := strings.Cut(typed.Get(tookName), "="); ok {
		for _, f := range fields {
			if f.Name == name && f.Target != nil {
				rec, err := w.One(r, f.Target, ref)
				if err != nil {
					return Redrawn, err
				}
				typed.Set(f.Name, Name(rec))
			}
		}
		return Redrawn, nil
	}
	if name := typed.Get(moreName); name != "" {
		for _, f := range fields {
			if f.Name == name && f.Kind == register.Links {
				typed[name] = append(typed[name], "", "", "")
			}
		}
		return Redrawn, nil
	}
	if typed.Has(backName) {
		return Redrawn, nil
	}
	return Sent, nil
}

const backName = "_back"

// Name is how a form writes a record: what it is called and its number.
func Name(rec *register.Record) string {
	if t := rec.Text("title"); t != "" {
		return t + ", " + rec.Ref
	}
	return rec.Ref
}

// Hit is a candidate of a reference.
type Hit struct {
	Ref   string
	Name  string // as a form writes it
	Title string
	Note  string // what tells it from its namesakes
}

const maxHits = 12

// Hits are the records of a register that a text may mean, with what tells
// namesakes apart.
func Hits(w *web.Web, r *door.Request, reg *register.Register, text string) ([]Hit, error) {
	a := door.Ask{Limit: maxHits}
	if text = strings.TrimSpace(text); text != "" {
		q := query.Quote(text)
		a.Filter = "title : " + q + " or ref : " + query.Quote(number(text))
	}
	found, err := w.Find(r, reg, a)
	if err != nil {
		return nil, err
	}
	cols := telling(reg)
	sh := w.Shower(r, time.Time{})
	org := w.Register("org")
	for _, rec := range found.Records {
		sh.NeedAll(rec, cols)
		sh.NeedID(org, rec.Org)
	}
	if err := sh.Look(); err != nil {
		return nil, err
	}
	var out []Hit
	for _, rec := range found.Records {
		l, _ := sh.Named(rec)
		h := Hit{Ref: rec.Ref, Name: Name(rec), Title: l.Text}
		notes := []string{rec.Ref}
		for _, f := range cols {
			v := sh.Field(rec, f)
			for _, x := range v.Links {
				notes = append(notes, x.Text)
			}
			notes = append(notes, v.Texts...)
		}
		if o := sh.Refer(rec.Org); o.Href != "" && reg != org {
			notes = append(notes, o.Text)
		}
		notes = slices.DeleteFunc(notes, func(n string) bool { return n == h.Title }) // says nothing more
		h.Note = strings.Join(notes, ", ")
		out = append(out, h)
	}
	return out, nil
}

// telling are the columns that tell records of the same name apart.
func telling(reg *register.Register) []*register.Field {
	var out []*register.Field
	for _, f := range reg.ListColumns() {
		if f.Name != "title" && f.Name != "status" && f.Kind != register.Long && f.Kind != register.List && f.Kind != register.Links && len(out) < 2 {
			out = append(out, f)
		}
	}
	return out
}

// pick shows the candidates of a reference; all else that was typed travels
// along and comes back.
func pick(w *web.Web, rw http.ResponseWriter, r *door.Request, f *register.Field, typed url.Values) error {
	hits, err := Hits(w, r, f.Target, typed.Get(f.Name))
	if err != nil {
		return err
	}
	title := lang.FormPickTitle.With(r.Lang, f.Title.In(r.Lang))
	frame, err := w.Frame(r, title)
	if err != nil {
		return err
	}
	frame.Status = lang.FoundHits.Of(r.Lang, len(hits))
	p := picking{Title: title, Action: r.URL.RequestURI(), Field: f.Name, Label: f.Title.In(r.Lang), Text: typed.Get(f.Name), Hits: hits, Kept: Kept(typed, f.Name)}
	if MayCreate(r.Caller, f.Target) {
		p.New = page.Link{Text: lang.EditCreate.With(r.Lang, lang.Inside(f.Target.Singular.In(r.Lang))), Href: "/ny/" + f.Target.Collection}
	}
	return w.Show(rw, r.Context(), http.StatusOK, pickPage(frame, p))
}

// MayCreate tells whether there is any place where the caller may make a
// record of a register.
func MayCreate(c access.Caller, reg *register.Register) bool {
	s := c.Write(reg)
	return s.All || len(s.Orgs) > 0 || len(s.Objects) > 0
}

// Kept are the values of a form as hidden fields, except the buttons' own and
// those named.
func Kept(typed url.Values, except ...string) []page.Pair {
	var out []page.Pair
	skip := map[string]bool{pickName: true, tookName: true, moreName: true, backName: true}
	for _, e := range except {
		skip[e] = true
	}
	for name, vs := range typed {
		if skip[name] {
			continue
		}
		for _, v := range vs {
			out = append(out, page.Pair{Name: name, Value: v})
		}
	}
	return out
}

// picking is the page of candidates.
type picking struct {
	Title, Action, Field, Label, Text string
	Hits                              []Hit
	Kept                              []page.Pair
	New                               page.Link
}
