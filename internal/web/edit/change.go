package edit

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

const (
	groupName   = "grupp"
	versionName = "_version"
	onlyName    = "_only" // the fields that one's own text is of, when two have changed the same
	takeName    = "_take."
	theirs      = "theirs"
	mine        = "mine"
)

// group is the fields that a form is about: those of one panel, or all, that may
// be changed in a record as it stands by whoever asks: what another function
// writes is read, not typed. What was typed before it was decided is among them,
// so that it is refused and not lost unseen.
func (e *Edit) group(r *door.Request, rec *register.Record, own []*register.Field, name string, typed url.Values) []*register.Field {
	given := func(f *register.Field) bool {
		for k := range typed {
			if k == f.Name || strings.HasPrefix(k, f.Name+".") {
				return true
			}
		}
		return false
	}
	var out []*register.Field
	for _, f := range slices.Concat(rec.Register.Fields, own) {
		if editable(f) && (e.Commands.Open(rec, f.Name) && r.Caller.Writes(rec.Register, f.Name, rec.Org) == nil || given(f)) && !slices.Contains(rec.Masked, f.Name) && !(f.IsOwn && slices.Contains(rec.Masked, register.OwnName)) && (name == "" || web.GroupOf(f) == name) {
			out = append(out, f)
		}
	}
	return out
}

// edit shows the form by which a group of a record's facts is changed.
func (e *Edit) edit(rw http.ResponseWriter, r *door.Request) error {
	rec, err := e.target(r)
	if err != nil {
		return err
	}
	own, err := e.OwnOn(r, rec)
	if err != nil {
		return err
	}
	g := r.URL.Query().Get(groupName)
	fields := e.group(r, rec, own, g, nil)
	if len(fields) == 0 {
		return fault.New(fault.Unknown, "no-such-page")
	}
	typed, err := form.Values(e.Web, r, rec, fields)
	if err != nil {
		return err
	}
	return e.showEdit(rw, r, rec, rec.Version, g, fields, typed, nil, http.StatusOK)
}

func address(rec *register.Record, g string) string {
	return web.AddressOf("/andra"+web.Address(rec), []page.Pair{{Name: groupName, Value: g}})
}

func (e *Edit) about(r *door.Request, rec *register.Record, title lang.Text) (editing, error) {
	sh := e.Shower(r, noTime)
	l, _ := sh.Named(rec)
	return editing{Title: title.With(r.Lang, l.Text), Back: web.Address(rec),
		Crumbs: []page.Crumb{{Text: rec.Register.Title.In(r.Lang), Href: "/" + rec.Register.Collection}, {Text: rec.Ref, Href: web.Address(rec)}, {Text: title.With(r.Lang, "")}}}, nil
}

func (e *Edit) showEdit(rw http.ResponseWriter, r *door.Request, rec *register.Record, version int64, g string, fields []*register.Field, typed url.Values, wrong []page.Wrong, status int) error {
	p, err := e.about(r, rec, lang.EditTitle)
	if err != nil {
		return err
	}
	if g != "" {
		p.Crumbs[2].Text = web.GroupTitle(g).In(r.Lang)
	} else {
		p.Crumbs[2].Text = lang.EditChangeAll.In(r.Lang)
	}
	p.Action, p.Wrong, p.Save = address(rec, g), wrong, lang.EditSave.In(r.Lang)
	p.Draft, p.Autosave = draft(r, p.Action), p.Action
	p.Kept = []page.Pair{{Name: versionName, Value: strconv.FormatInt(version, 10)}}
	if g == "" {
		p.Parts = parts(r, fields, typed, wrong)
	} else {
		p.First = form.Controls(r, fields, typed, wrong)
	}
	p.inOrder()
	f, err := e.Frame(r, form.Title(r.Lang, p.Title, wrong))
	if err != nil {
		return err
	}
	return e.Show(rw, r.Context(), status, newPage(f, p))
}

// parts are a whole record's controls by the panels of its page: first what it
// is called and is, last what the product keeps about it.
func parts(r *door.Request, fields []*register.Field, typed url.Values, wrong []page.Wrong) []part {
	in := map[string][]*register.Field{}
	for _, f := range fields {
		g := web.GroupOf(f)
		if f.Name == "title" {
			g = web.GroupFacts
		}
		in[g] = append(in[g], f)
	}
	var out []part
	for _, g := range []string{web.GroupFacts, web.GroupRoles, web.GroupDates, web.GroupTexts, web.GroupOwn, web.GroupAbout} {
		if len(in[g]) > 0 {
			out = append(out, part{"del-" + g, web.GroupTitle(g).In(r.Lang), form.Controls(r, in[g], typed, wrong)})
		}
	}
	return out
}

// save takes what was changed. What somebody else has changed meanwhile is
// never overwritten unseen.
func (e *Edit) save(rw http.ResponseWriter, r *door.Request) error {
	if err := e.Form(r); err != nil {
		return err
	}
	const tries = 3 // others may save between our reading and our writing
	var err error
	for range tries {
		if err = e.trySave(rw, r); !fault.Is(err, fault.Stale) {
			return err
		}
	}
	return err
}

func (e *Edit) trySave(rw http.ResponseWriter, r *door.Request) error {
	rec, err := e.target(r)
	if err != nil {
		return err
	}
	local, err := e.OwnOn(r, rec)
	if err != nil {
		return err
	}
	typed, g := r.PostForm, r.URL.Query().Get(groupName)
	asked := e.group(r, rec, local, g, typed)
	fields := slices.Clone(asked)
	if len(fields) == 0 {
		return fault.New(fault.Unknown, "no-such-page")
	}
	version, err := strconv.ParseInt(typed.Get(versionName), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Required, "version-needed")
	}
	switch turn, err := form.TurnOf(e.Web, rw, r, fields); {
	case err != nil || turn == form.Answered:
		return err
	case turn == form.Redrawn:
		return e.showEdit(rw, r, rec, version, g, asked, typed, nil, http.StatusOK)
	}
	if only := typed.Get(onlyName); only != "" {
		names := strings.Split(only, ",")
		fields = slices.DeleteFunc(fields, func(f *register.Field) bool {
			return !slices.Contains(names, f.Name) || typed.Get(takeName+f.Name) == theirs
		})
	}
	own, both, err := e.own(r, rec, version, fields, typed)
	if err != nil {
		return err
	}
	if len(both) > 0 {
		return e.showBoth(rw, r, rec, g, own, both, typed)
	}
	values, ps, err := form.Read(e.Web, r, own, typed)
	if err != nil {
		return err
	}
	wrong, status := form.Problems(r.Lang, rec.Register, ps, local...), http.StatusUnprocessableEntity
	ch := command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: values}
	receipt, err := e.Do(r, command.Options{Dry: len(wrong) > 0}, ch)
	if err != nil {
		refused, code := form.Wrong(r.Lang, rec.Register, err, local...)
		if refused == nil {
			return err
		}
		if len(wrong) == 0 {
			status = code
		}
		wrong = join(wrong, refused)
	}
	if len(wrong) > 0 {
		if byItself(r) {
			return answer(rw, status, autosaved{Wrong: wrong})
		}
		return e.showEdit(rw, r, rec, version, g, asked, typed, wrong, status)
	}
	if byItself(r) {
		return answer(rw, http.StatusOK, autosaved{Version: strconv.FormatInt(receipt.Items[0].New.Version, 10), At: clock(r.Lang, r.Now.In(e.DB.Zone))})
	}
	e.taken(rw, r, address(rec, g))
	return e.See(rw, r, web.Address(rec))
}

// own gives the fields that the form says something else of than the version
// it was made from, and those of them that have become a third thing since.
func (e *Edit) own(r *door.Request, rec *register.Record, version int64, fields []*register.Field, typed url.Values) (own, both []*register.Field, err error) {
	now, err := form.Values(e.Web, r, rec, fields)
	if err != nil {
		return nil, nil, err
	}
	if version == rec.Version {
		return form.Changed(fields, now, typed), nil, nil
	}
	base, err := e.DB.Get(r.Context(), r.Caller.Read(rec.Register), rec.Register, string(rec.ID), noTime, version)
	if err != nil {
		return nil, nil, err
	}
	before, err := form.Values(e.Web, r, base, fields)
	if err != nil {
		return nil, nil, err
	}
	own = form.Changed(fields, before, typed)
	also := form.Changed(own, before, now)
	return own, form.Changed(also, now, typed), nil
}

// showBoth shows two people's versions side by side.
func (e *Edit) showBoth(rw http.ResponseWriter, r *door.Request, rec *register.Record, g string, own, both []*register.Field, typed url.Values) error {
	if byItself(r) {
		return answer(rw, http.StatusConflict, autosaved{})
	}
	p, err := e.about(r, rec, lang.EditBothTitle)
	if err != nil {
		return err
	}
	p.Crumbs[2].Text = lang.EditBothCrumb.In(r.Lang)
	p.Action, p.Save = address(rec, g), lang.EditBothSave.In(r.Lang)
	p.Notices = []notice{{Tone: "warn", Icon: "people", Bold: lang.EditBoth.In(r.Lang), Rest: lang.EditBothMore.In(r.Lang)}}
	var names []string
	for _, f := range own {
		names = append(names, f.Name)
		for name, vs := range typed {
			if name == f.Name || !f.IsOwn && strings.HasPrefix(name, f.Name+".") {
				for _, v := range vs {
					p.Kept = append(p.Kept, page.Pair{Name: name, Value: v})
				}
			}
		}
	}
	p.Kept = append(p.Kept, page.Pair{Name: versionName, Value: strconv.FormatInt(rec.Version, 10)}, page.Pair{Name: onlyName, Value: strings.Join(names, ",")})
	sh := e.Shower(r, noTime)
	sh.NeedAll(rec, both)
	if err := sh.Look(); err != nil {
		return err
	}
	for _, f := range both {
		p.Sides = append(p.Sides, side{Name: f.Name, ID: form.ID(f.Name), Label: f.Title.In(r.Lang), Theirs: sh.Field(rec, f), Mine: typedValue(r.Lang, f, typed)})
	}
	frame, err := e.Frame(r, lang.WrongTitle.With(r.Lang, p.Title))
	if err != nil {
		return err
	}
	return e.Show(rw, r.Context(), http.StatusConflict, bothPage(frame, p))
}

// typedValue shows what was typed, as it was typed.
func typedValue(l lang.Lang, f *register.Field, typed url.Values) page.Value {
	var v page.Value
	for _, t := range typed[f.Name] {
		if f.Choices != nil {
			t = f.Choices.Label(t).In(l)
		}
		if t != "" {
			v.Texts = append(v.Texts, t)
		}
	}
	for _, c := range f.Columns {
		v.Texts = append(v.Texts, slices.DeleteFunc(slices.Clone(typed[f.Name+"."+c.Name]), func(s string) bool { return s == "" })...)
	}
	if f.Kind == register.Long {
		v = page.Value{Long: typed.Get(f.Name)}
	}
	return v
}

// draft is the name under which the browser keeps what one person has typed in
// a form and the server has not confirmed.
func draft(r *door.Request, action string) string { return string(r.Caller.Person) + ":" + action }

// taken tells the browser that what was typed in a form is safe with us, so
// that it need not keep its copy.
func (e *Edit) taken(rw http.ResponseWriter, r *door.Request, action string) {
	http.SetCookie(rw, &http.Cookie{Name: "taken", Value: url.QueryEscape(draft(r, action)), Path: "/", MaxAge: 24 * 60 * 60, Secure: e.Secure, SameSite: http.SameSiteStrictMode})
}

// autosaved is the answer to a form that saves itself.
type autosaved struct {
	Version string       `json:"version,omitempty"`
	At      string       `json:"at,omitempty"`
	Wrong   []page.Wrong `json:"wrong,omitempty"`
}

// byItself tells whether the form was sent by its island as one types.
func byItself(r *door.Request) bool { return r.Header.Get("X-Requested-By") == "autosave" }

func answer(rw http.ResponseWriter, status int, a autosaved) error {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	return json.NewEncoder(rw).Encode(a)
}

func clock(l lang.Lang, t time.Time) string {
	if l == lang.EN {
		return t.Format("15:04")
	}
	return t.Format("15.04")
}
