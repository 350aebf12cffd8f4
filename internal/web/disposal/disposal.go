// Package disposal is the page on which an archivist proposes what is disposed
// of: a register and conditions in words, what they take and what stands in the
// way, before anything is proposed.
package disposal

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/archive"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// Disposal is this part of the web.
type Disposal struct {
	*web.Web
	room archive.Deps
}

// New makes it, and tells in words what a proposal takes on its own page.
func New(w *web.Web, room archive.Deps) *Disposal {
	d := &Disposal{w, room}
	w.Extra(d.onRecord)
	return d
}

// at is where a proposal is made: in the place of the form that every register has.
const at = "/ny/disposal-decisions"

// Routes are its rows in the route table.
func (d *Disposal) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: at, Need: door.SignedIn, Action: "create", Handle: d.choose},
		{Method: "POST", Pattern: at, Need: door.Writer, Action: "create", Handle: d.propose},
		{Method: "POST", Pattern: "/disposal-decisions/{ref}/besluta", Need: door.Writer, Action: "step", Handle: d.decide},
	}
}

// chosen is what the address says.
type chosen struct {
	org    register.ID
	reg    *register.Register
	states []string
	field  string // of the day
	before string
	tag    string
	refs   []string
	text   string // a query given whole, by a rule of retention
}

func (d *Disposal) read(r *door.Request, q url.Values) (chosen, []page.Option, error) {
	var c chosen
	if !form.MayCreate(r.Caller, registers.DisposalDecisions) {
		return c, nil, access.MayNotCreate(registers.DisposalDecisions.Name)
	}
	orgs, err := d.orgs(r)
	if err != nil {
		return c, nil, err
	}
	for _, o := range orgs {
		if c.org == "" || o.Value == q.Get("org") {
			c.org = register.ID(o.Value)
		}
	}
	all, err := d.room.Disposable(r.Now)
	if err != nil {
		return c, nil, err
	}
	for _, reg := range all {
		if reg.Name == q.Get("register") {
			c.reg = reg
		}
	}
	if c.reg == nil {
		return c, orgs, nil
	}
	if st := c.reg.Status(); st != nil {
		for _, s := range q["status"] {
			if st.Choices.Has(s) {
				c.states = append(c.states, s)
			}
		}
	}
	c.field, c.before, c.tag, c.text = q.Get("dag"), strings.TrimSpace(q.Get("fore")), strings.TrimSpace(q.Get("tagg")), q.Get("urval")
	c.refs = strings.FieldsFunc(q.Get("nummer"), func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' })
	return c, orgs, nil
}

// orgs are those that the caller may propose for.
func (d *Disposal) orgs(r *door.Request) ([]page.Option, error) {
	scope := r.Caller.Write(registers.DisposalDecisions)
	var out []page.Option
	err := d.DB.Each(r.Context(), r.Caller.Read(registers.Orgs), store.Query{Register: registers.Orgs}, func(rec *register.Record) error {
		if scope.All || slices.Contains(scope.Orgs, rec.ID) {
			out = append(out, page.Option{Value: string(rec.ID), Label: rec.Text("title")})
		}
		return nil
	})
	home, err2 := d.Own(r)
	if err == nil {
		err = err2
	}
	// The caller's own stands first, so that it is the one chosen already.
	slices.SortStableFunc(out, func(a, b page.Option) int {
		own := func(o page.Option) int {
			if home != nil && o.Value == string(home.ID) {
				return 0
			}
			return 1
		}
		return own(a) - own(b)
	})
	return out, err
}

// query is the conditions in the query language; wrong tells what cannot be read.
func (c chosen) query(r *door.Request, zone *time.Location) (string, []page.Wrong) {
	if c.text != "" {
		return c.text, nil
	}
	var parts []string
	var wrong []page.Wrong
	list := func(name string, vs []string) {
		quoted := make([]string, len(vs))
		for i, v := range vs {
			quoted[i] = query.Quote(v)
		}
		if len(vs) > 0 {
			parts = append(parts, name+" = ("+strings.Join(quoted, ", ")+")")
		}
	}
	list("status", c.states)
	list("ref", c.refs)
	if c.before != "" {
		day, ok := form.Day(c.before, r.Now.In(zone))
		if !ok {
			wrong = append(wrong, page.Wrong{Field: form.ID("fore"), Text: lang.Problem(r.Lang, fault.Problem{Code: "not-a-date", Value: c.before}, beforeLabel.In(r.Lang))})
		} else if c.dated() {
			parts = append(parts, c.field+" < "+string(day))
		}
	}
	if c.tag != "" {
		parts = append(parts, "tags: "+query.Quote(c.tag))
	}
	return strings.Join(parts, " AND "), wrong
}

// lastChanged is the day a record was last changed, which every record has.
const lastChanged = "since"

// dated tells whether the field is one that holds a day.
func (c chosen) dated() bool {
	f, ok := c.reg.Field(c.field)
	return c.field == lastChanged || ok && days(f)
}

func days(f *register.Field) bool { return f.Kind == register.Day || f.Kind == register.Moment }

func (d *Disposal) choose(rw http.ResponseWriter, r *door.Request) error {
	c, orgs, err := d.read(r, r.URL.Query())
	if err != nil {
		return err
	}
	return d.show(rw, r, c, orgs, url.Values{}, nil, http.StatusOK)
}

// propose makes the proposal through the command path, in the proposer's own
// function: somebody else decides it.
func (d *Disposal) propose(rw http.ResponseWriter, r *door.Request) error {
	if err := d.Form(r); err != nil {
		return err
	}
	c, orgs, err := d.read(r, r.PostForm)
	if err != nil {
		return err
	}
	if c.reg == nil {
		return fault.New(fault.Malformed, "not-a-form")
	}
	text, wrong := c.query(r, d.DB.Zone)
	status := http.StatusUnprocessableEntity
	if len(wrong) == 0 {
		fields := map[string]any{"register_name": c.reg.Name, "query": text}
		for _, name := range []string{"legal_ref", "diary_no", "reason"} {
			if v := strings.TrimSpace(r.PostForm.Get(name)); v != "" {
				fields[name] = v
			}
		}
		if by := r.Caller.Acting(c.org, "archivist"); by != "" {
			fields["second_by"] = by
		}
		rc, err := d.Do(r, command.Options{}, command.Change{Op: "create", Register: registers.DisposalDecisions, Org: c.org, Fields: fields})
		if err == nil {
			return d.See(rw, r, web.Address(rc.Items[0].New))
		}
		if wrong, status = form.Wrong(r.Lang, registers.DisposalDecisions, err); wrong == nil {
			return err
		}
	}
	return d.show(rw, r, c, orgs, r.PostForm, wrong, status)
}

// decide decides what was read, in the reader's own function and today. What
// stands in the way is told on the page of the step.
func (d *Disposal) decide(rw http.ResponseWriter, r *door.Request) error {
	rec, err := d.One(r, registers.DisposalDecisions, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if err := d.Form(r); err != nil {
		return err
	}
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Required, "version-needed")
	}
	fields := map[string]any{"decided_on": string(register.DateOf(r.Now.In(d.DB.Zone)))}
	if by := r.Caller.Acting(rec.Org, access.Decisions["disposal_decision.decide"]...); by != "" {
		fields["decided_by"] = by
	}
	_, err = d.Do(r, command.Options{}, command.Change{Op: "decide", Register: rec.Register, ID: string(rec.ID), Version: version, Fields: fields})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Denied) || fault.Is(err, fault.Stale) {
		return d.See(rw, r, "/steg"+web.Address(rec)+"/decide")
	}
	if err != nil {
		return err
	}
	return d.See(rw, r, web.Address(rec))
}

// onRecord says the query of a proposal in words, and while nothing is done yet
// what stands in the way and what comes next.
func (d *Disposal) onRecord(r *door.Request, rec *register.Record, p *page.Record) error {
	if rec.Register != registers.DisposalDecisions {
		return nil
	}
	says, err := d.room.Chosen(r.Context(), rec, r.Now)
	if err != nil {
		return err
	}
	said, listed := rec.Register.Must("query").Title.In(r.Lang), rec.Register.Must("records").Title.In(r.Lang)
	for _, g := range p.Groups {
		for i, x := range g.Facts {
			if x.Name == said {
				g.Facts[i].Value = page.Value{Texts: []string{says.In(r.Lang)}}
			}
		}
		for _, x := range g.Longs {
			if t := x.Value.Table; x.Name == listed && t != nil { // the identities are the ledger's matter
				t.Heads = t.Heads[1:]
				for i := range t.Rows {
					t.Rows[i] = t.Rows[i][1:]
				}
			}
		}
	}
	st := rec.Text("status")
	reg, ok := d.DB.Catalogue.Get(rec.Text("register_name"))
	if !ok || st != "proposed" && st != "decided" {
		return nil
	}
	b := told{Next: waitsDecision.In(r.Lang), Version: strconv.FormatInt(rec.Version, 10),
		Records: page.Link{Text: recordsOpen.In(r.Lang), Href: web.AddressOf("/"+reg.Collection, []page.Pair{{Name: "filter", Value: rec.Text("query")}})}}
	pv, err := d.room.Preview(r.Context(), r.Caller, rec.Org, reg.Name, rec.Text("query"), r.Now)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	b.Hinders, b.More = d.hinders(r, pv)
	may := r.Caller.Decide(rec.Register, "decide", rec.Org) == nil && !r.Caller.ReadOnly
	own := r.Caller.Acting(rec.Org, access.Decisions["disposal_decision.decide"]...)
	switch {
	case st == "decided":
		b.Next = waitsErasing.In(r.Lang)
		if may {
			b.Erase = page.Link{Text: eraseDo.In(r.Lang), Href: "/gor" + web.Address(rec) + "/erase"}
		}
	case may && own != "" && own != rec.Text("second_by"):
		b.Next, b.Decide = yoursToDecide.In(r.Lang), web.Address(rec)+"/besluta"
	}
	p.Panels = slices.Insert(p.Panels, 0, page.Panel{ID: "vad", Title: nextTitle.In(r.Lang), Body: tellPanel(r.Lang, b)})
	return nil
}

// hinders says what stands in the way, a line each, as far as a page holds them.
func (d *Disposal) hinders(r *door.Request, pv archive.Preview) (out []page.Link, more int) {
	reg, ok := d.DB.Catalogue.Get(pv.Register)
	if !ok {
		return nil, 0
	}
	for i, h := range pv.Hinders {
		if i == mostLines {
			return out, len(pv.Hinders) - i
		}
		l := page.Link{Note: lang.Problem(r.Lang, fault.Problem{Code: h.Code, Value: h.Ref, Allowed: []string{h.By}}, h.Ref)}
		if h.Ref != reg.Name { // it may stand in another register
			l.Text, l.Href = h.Ref, web.AddressOf("/sok", []page.Pair{{Name: "q", Value: h.Ref}})
		}
		out = append(out, l)
	}
	return out, 0
}

// mostLines of records and of hinders are shown; the number tells the rest.
const mostLines = 20
