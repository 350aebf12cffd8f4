package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// chosen are the records that a change of many is about.
type chosen struct {
	reg  *register.Register
	keys []store.Key
	all  bool // the whole selection of the list, not rows one by one
}

const (
	mostRows  = 10000 // changed at once, in one change set
	mostNamed = 50    // named on the page
)

// choose reads which records the form is about: rows by number, or all that the
// list chooses, within what the caller may write.
func (d *Desk) choose(r *door.Request, q url.Values) (chosen, error) {
	reg, err := d.Reg(r.PathValue("collection"))
	if err != nil {
		return chosen{}, err
	}
	c := chosen{reg: reg, all: q.Get("alla") == "1"}
	if c.all {
		sel, scope, err := d.Selection(r, reg, q)
		if err != nil {
			return c, err
		}
		c.keys, err = d.DB.Keys(r.Context(), scope, sel)
		if err == nil && len(c.keys) > mostRows {
			err = fault.New(fault.TooLarge, "too-many-rows", strconv.Itoa(mostRows))
		}
		return c, err
	}
	refs := slices.Clone(q["x"])
	slices.Sort(refs)
	refs = slices.Compact(refs)
	for len(refs) > 0 {
		n := min(len(refs), 100)
		var quoted []string
		for _, ref := range refs[:n] {
			quoted = append(quoted, "ref = "+quote(ref))
		}
		ask := door.Ask{Filter: strings.Join(quoted, " OR ")}
		sel, scope, err := ask.Query(r.Context(), d.DB, r.Caller, reg, r.Now)
		if err != nil {
			return c, err
		}
		keys, err := d.DB.Keys(r.Context(), scope, sel)
		if err != nil {
			return c, err
		}
		c.keys = append(c.keys, keys...)
		refs = refs[n:]
	}
	return c, nil
}

// many asks what to set on the chosen records, stating how many they are.
func (d *Desk) many(rw http.ResponseWriter, r *door.Request) error {
	q := r.URL.Query()
	c, err := d.choose(r, q)
	if err != nil {
		return err
	}
	position, err := d.DB.Position(r.Context())
	if err != nil {
		return err
	}
	q.Set("sett", strconv.FormatInt(position, 10))
	return d.askMany(rw, r, c, q, nil, http.StatusOK)
}

func (d *Desk) askMany(rw http.ResponseWriter, r *door.Request, c chosen, q url.Values, wrong []page.Wrong, status int) error {
	x := manyView{Base: "/" + c.reg.Collection, Action: "/andra-flera/" + c.reg.Collection, N: len(c.keys), Wrong: wrong}
	var err error
	if x.State, err = d.Kept(r, c.reg, q); err != nil {
		return err
	}
	x.Base = web.AddressOf(x.Base, x.State)
	x.Title = lang.DeskManyTitle.Of(r.Lang, x.N)
	x.Carry = append(slices.Clone(x.State), hiddenPairs(q, "sett")...)
	if c.all {
		x.Carry = append(x.Carry, page.Pair{Name: "alla", Value: "1"})
	}
	for i, k := range c.keys {
		if !c.all {
			x.Carry = append(x.Carry, page.Pair{Name: "x", Value: k.Ref})
		}
		if i < mostNamed {
			x.Names = append(x.Names, k.Ref)
		}
	}
	if n := len(c.keys) - mostNamed; n > 0 {
		x.More = lang.AndMore.With(r.Lang, lang.Whole(int64(n)))
	}
	own, err := d.SimpleOwn(r, c.reg)
	if err != nil {
		return err
	}
	if f := settable(c.reg, own, q.Get("falt")); f != nil {
		x.Field = f.Name
		x.Title = lang.DeskManySet.With(r.Lang, lang.Inside(f.Title.In(r.Lang)), lang.DeskOnRecords.Of(r.Lang, x.N))
		x.Controls = form.Controls(r, []*register.Field{f}, q, wrong)
		x.Do = lang.DeskManyDo.With(r.Lang, lang.DeskOnRecords.Of(r.Lang, x.N))
	} else {
		for _, f := range slices.Concat(c.reg.Fields, own) {
			if web.Simple(f) {
				x.Fields = append(x.Fields, page.Choice{Name: f.Name, Text: f.Title.In(r.Lang)})
			}
		}
	}
	f, err := d.Frame(r, form.Title(r.Lang, x.Title, wrong))
	if err != nil {
		return err
	}
	if x.N == 0 {
		x.None = lang.DeskNoneChosen.In(r.Lang)
		f.Status = x.None
	}
	return d.Show(rw, r.Context(), status, manyPage(f, x))
}

// settable finds a field that is set on many records at once, or nothing.
func settable(reg *register.Register, own []*register.Field, name string) *register.Field {
	for _, f := range slices.Concat(reg.Fields, own) {
		if f.Name == name && web.Simple(f) {
			return f
		}
	}
	return nil
}

// doMany sets the field on each chosen record that takes it, in one change set
// that can be undone, and tells row by row what became of it.
func (d *Desk) doMany(rw http.ResponseWriter, r *door.Request) error {
	if err := d.Form(r); err != nil {
		return err
	}
	q := r.PostForm
	c, err := d.choose(r, q)
	if err != nil {
		return err
	}
	own, err := d.SimpleOwn(r, c.reg)
	if err != nil {
		return err
	}
	f := settable(c.reg, own, q.Get("falt"))
	if f == nil || len(c.keys) == 0 {
		return d.askMany(rw, r, c, q, nil, http.StatusUnprocessableEntity)
	}
	fields := []*register.Field{f}
	values, ps, err := form.Read(d.Web, r, fields, q)
	if err != nil {
		return err
	}
	if len(ps) > 0 {
		return d.askMany(rw, r, c, q, form.Problems(r.Lang, c.reg, ps, f), http.StatusUnprocessableEntity)
	}
	seen, err := strconv.ParseInt(q.Get("sett"), 10, 64)
	if err != nil {
		seen = 0
	}
	rc, refused, err := d.set(r, c, seen, values)
	if err != nil {
		return err
	}
	if wrong := everywhere(r, c, f, refused); len(wrong) > 0 {
		return d.askMany(rw, r, c, q, wrong, http.StatusUnprocessableEntity)
	}
	return d.tellMany(rw, r, c, f, q, rc, refused)
}

// set makes the change on all records that take it. Those that refuse are left
// out and told, with why; the rest are one change set.
func (d *Desk) set(r *door.Request, c chosen, seen int64, values map[string]any) (command.Receipt, map[int]fault.Problem, error) {
	refused := map[int]fault.Problem{}
	for i, k := range c.keys {
		if seen > 0 && k.Version > seen {
			refused[i] = fault.Problem{Code: "changed-meanwhile", Allowed: []string{k.Ref}}
		}
	}
	for {
		var changes []command.Change
		var place []int
		for i, k := range c.keys {
			if _, no := refused[i]; no {
				continue
			}
			fields := make(map[string]any, len(values))
			for n, v := range values {
				fields[n] = v
			}
			place = append(place, i)
			changes = append(changes, command.Change{Op: "update", Register: c.reg, ID: string(k.ID), Version: k.Version, Fields: fields})
		}
		if len(changes) == 0 {
			return command.Receipt{}, refused, nil
		}
		rc, err := d.Do(r, command.Options{}, changes...)
		if err == nil {
			return rc, refused, nil
		}
		f := asFault(err)
		if f == nil || f.Kind == fault.Busy || f.Kind == fault.Full || f.Kind == fault.ReadOnly || f.Kind == fault.Internal {
			return rc, nil, err
		}
		// Each round leaves out at least one record, so this ends.
		if len(f.Problems) == 0 {
			if len(changes) > 1 {
				return rc, nil, err // it is about the call, not about a record
			}
			refused[place[0]] = fault.Problem{Code: f.Code, Allowed: f.Args}
		}
		for _, p := range f.Problems {
			if _, told := refused[place[p.Index]]; !told {
				refused[place[p.Index]] = p
			}
		}
	}
}

func asFault(err error) *fault.Error {
	var f *fault.Error
	errors.As(err, &f)
	return f
}

// everywhere tells what is wrong with the value itself: every record refused it
// for the same reason, at the field that is set.
func everywhere(r *door.Request, c chosen, f *register.Field, refused map[int]fault.Problem) []page.Wrong {
	if len(refused) < len(c.keys) {
		return nil
	}
	first := refused[0]
	for _, p := range refused {
		if p.Field != f.Name || p.Code != first.Code {
			return nil
		}
	}
	return form.Problems(r.Lang, c.reg, []fault.Problem{first}, f)
}

// tellMany says what became of each record.
func (d *Desk) tellMany(rw http.ResponseWriter, r *door.Request, c chosen, f *register.Field, q url.Values, rc command.Receipt, refused map[int]fault.Problem) error {
	state, err := d.Kept(r, c.reg, q)
	if err != nil {
		return err
	}
	x := manyDone{Back: web.AddressOf("/"+c.reg.Collection, state)}
	same, done := 0, 0
	for _, it := range rc.Items {
		switch {
		case it.New == nil || it.New.Register != c.reg:
		case len(it.Changed) == 0:
			same++
		default:
			done++
			if len(x.Done) < mostNamed {
				x.Done = append(x.Done, page.Link{Text: name(it.New), Href: web.Address(it.New), Note: it.New.Ref})
			}
		}
	}
	x.Said = lang.DeskManyDone.With(r.Lang, f.Title.In(r.Lang), lang.DeskOnRecords.Of(r.Lang, done))
	if done > 0 {
		x.Set = rc.Set
	}
	if same > 0 {
		x.Same = lang.DeskManySame.Of(r.Lang, same)
	}
	if n := done - len(x.Done); n > 0 {
		x.More = lang.AndMore.With(r.Lang, lang.Whole(int64(n)))
	}
	if len(refused) > 0 {
		x.RefusedSaid = lang.DeskManyRefused.Of(r.Lang, len(refused))
	}
	for _, i := range sortedKeys(refused) {
		if len(x.Refused) == mostNamed {
			break
		}
		k := c.keys[i]
		why := lang.Problem(r.Lang, refused[i], f.Title.In(r.Lang))
		if refused[i].Field != "" {
			if ws := form.Problems(r.Lang, c.reg, []fault.Problem{refused[i]}, f); len(ws) > 0 {
				why = ws[0].Text
			}
		}
		x.Refused = append(x.Refused, refusedRow{Link: page.Link{Text: k.Ref, Href: "/" + c.reg.Collection + "/" + k.Ref}, Why: why})
	}
	fr, err := d.Frame(r, x.Said)
	if err != nil {
		return err
	}
	fr.Status = strings.TrimSpace(x.Said + " " + x.RefusedSaid)
	return d.Show(rw, r.Context(), http.StatusOK, manyDonePage(fr, x))
}

func sortedKeys(m map[int]fault.Problem) []int {
	out := make([]int, 0, len(m))
	for i := range m {
		out = append(out, i)
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}

// name is what a record is called, or its number where its name is not shown.
func name(rec *register.Record) string {
	if slices.Contains(rec.Masked, "title") || rec.Text("title") == "" {
		return rec.Ref
	}
	return rec.Text("title")
}
