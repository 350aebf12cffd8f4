// Package reference is the API's description for people: every register's calls
// and fields, drawn from the same declarations as the machine's description.
package reference

import (
	"net/http"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Reference answers with the pages under /api/docs.
type Reference struct {
	web   *web.Web
	rooms *room.Set
}

// New makes the pages.
func New(w *web.Web, rooms *room.Set) *Reference { return &Reference{w, rooms} }

// Routes is the reference's part of the table. What can be asked of the API is
// no secret; what it answers is the caller's own.
func (x *Reference) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/api/docs", Need: door.Anyone, Action: "describe", Handle: x.whole},
		{Method: "GET", Pattern: "/api/docs/{collection}", Need: door.Anyone, Action: "describe", Handle: x.one},
	}
}

func (x *Reference) frame(r *door.Request, title string) (page.Frame, error) {
	f, err := x.web.Frame(r, title)
	f.Wide = true
	return f, err
}

func (x *Reference) whole(rw http.ResponseWriter, r *door.Request) error {
	f, err := x.frame(r, lang.RefTitle.In(r.Lang))
	if err != nil {
		return err
	}
	v := overview{}
	for _, reg := range x.web.DB.Catalogue.All {
		v.registers = append(v.registers, page.Link{Text: reg.Title.In(r.Lang), Href: "/api/docs/" + reg.Collection, Note: reg.Collection})
	}
	for _, rep := range x.rooms.Reports {
		v.reports = append(v.reports, call{Method: "GET", Path: "/api/v1/reports/" + rep.Name, What: rep.Title.In(r.Lang), Params: params(r.Lang, rep.Params)})
	}
	v.more = []call{
		{Method: "GET", Path: "/api/v1/figures?org=&as_of=&compare_as_of=", What: lang.RefFigures.In(r.Lang)},
		{Method: "GET", Path: "/api/v1/figures/{id}/records", What: lang.RefFigureRecords.In(r.Lang)},
		{Method: "GET", Path: "/api/v1/management-reviews/{id}/document?format=pdf|docx|html|json", What: lang.RefDocument.In(r.Lang)},
		{Method: "GET", Path: "/api/v1/what-if/{kind}", What: lang.RefWhatIf.In(r.Lang)},
		{Method: "GET", Path: "/api/v1/ledger/checkpoint", What: lang.RefCheckpoint.In(r.Lang)},
		{Method: "GET", Path: "/api/v1/ledger/entries", What: lang.RefEntries.In(r.Lang)},
		{Method: "GET", Path: "/api/v1/ledger/proof", What: lang.RefProof.In(r.Lang)},
	}
	return x.web.Show(rw, r.Context(), http.StatusOK, overviewPage(f, v))
}

func (x *Reference) one(rw http.ResponseWriter, r *door.Request) error {
	reg, err := x.web.Reg(r.PathValue("collection"))
	if err != nil {
		return err
	}
	f, err := x.frame(r, reg.Title.In(r.Lang))
	if err != nil {
		return err
	}
	base := "/api/v1/" + reg.Collection
	v := described{title: reg.Title.In(r.Lang), calls: []call{
		{Method: "GET", Path: base + "?filter=&order_by=&page_size=&page_token=&as_of=&known_at=&fields=&total=", What: lang.RefList.In(r.Lang)},
		{Method: "GET", Path: base + ":count?group_by=", What: lang.RefCount.In(r.Lang)},
		{Method: "GET", Path: base + "/{id}", What: lang.RefGet.In(r.Lang)},
		{Method: "GET", Path: base + "/{id}/history", What: lang.RefHistory.In(r.Lang)},
		{Method: "POST", Path: base, What: lang.RefCreate.In(r.Lang)},
		{Method: "PATCH", Path: base + "/{id}", What: lang.RefPatch.In(r.Lang)},
		{Method: "POST", Path: base + ":batch", What: lang.RefBatch.In(r.Lang)},
	}}
	for _, a := range reg.Actions() {
		v.calls = append(v.calls, call{Method: "POST", Path: base + "/{id}:" + a, What: lang.RefStep.With(r.Lang, lang.StepName(reg.Name, a).In(r.Lang))})
	}
	for _, a := range x.rooms.ActsOf(reg.Name, nil) {
		path := base + "/{id}:" + a.Name
		if a.Free {
			path = base + ":" + a.Name
		}
		v.calls = append(v.calls, call{Method: "POST", Path: path, What: a.Title.In(r.Lang), Params: params(r.Lang, a.Params)})
	}
	for _, t := range x.rooms.TextsOf(reg.Name, nil) {
		v.calls = append(v.calls, call{Method: "GET", Path: base + "/{id}/texts/" + t.Name + "?format=" + strings.Join(t.Formats(), "|"), What: t.Title.In(r.Lang), Params: params(r.Lang, t.Params)})
	}
	for _, fd := range reg.Fields {
		v.fields = append(v.fields, describe(r.Lang, fd))
	}
	return x.web.Show(rw, r.Context(), http.StatusOK, registerPage(f, v))
}

// kinds are the words of the contract for what a field holds.
var kinds = map[register.Kind]string{register.Text: "text", register.Long: "long", register.Choice: "enum", register.Set: "set", register.FactOf: "bool4", register.Number: "int",
	register.Money: "money", register.Level: "lvl", register.Day: "date", register.Moment: "time", register.Ref: "ref", register.Links: "refs", register.List: "rows"}

func describe(l lang.Lang, f *register.Field) field {
	out := field{Name: f.Name, Label: f.Title.In(l), Kind: kinds[f.Kind], Help: f.Hint.In(l), Needed: f.Needed, Derived: f.Derived, In: strings.Join(f.NeededIn, ", ")}
	if f.Target != nil {
		out.Kind += " → " + f.Target.Collection
	}
	if f.Kind == register.FactOf {
		out.Allowed = register.Facts.Codes()
	} else if f.Choices != nil {
		out.Allowed = f.Choices.Codes()
	}
	return out
}

func params(l lang.Lang, ps []room.Param) []field {
	var out []field
	for _, p := range ps {
		x := field{Name: p.Name, Label: p.Title.In(l), Kind: string(p.Kind), Needed: p.Needed}
		if p.Choices != nil {
			x.Allowed = p.Choices.Codes()
		}
		out = append(out, x)
	}
	return out
}
