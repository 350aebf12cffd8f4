package disposal

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/archive"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

func (t told) others(l lang.Lang) string { return others(l, t.More) }

func others(l lang.Lang, n int) string {
	if n == 0 {
		return ""
	}
	return andMore.With(l, lang.Whole(int64(n)))
}

func (d *Disposal) show(rw http.ResponseWriter, r *door.Request, c chosen, orgs []page.Option, typed url.Values, wrong []page.Wrong, status int) error {
	l := r.Lang
	p := proposing{Wrong: wrong, Crumbs: []page.Crumb{{Text: registers.DisposalDecisions.Title.In(l), Href: "/" + registers.DisposalDecisions.Collection}, {Text: title.In(l)}}}
	due, err := d.room.Due(r.Context(), r.Caller, c.org, r.Now)
	if err != nil {
		return err
	}
	for _, x := range due {
		row := dueRow{Rule: x.Text.In(l), Source: x.Source.In(l), Says: x.Title.In(l) + ". " + x.Says.In(l) + ".", Count: lang.Whole(int64(x.Count))}
		if x.Count > 0 {
			row.Choose = page.Link{Text: useThis.In(l), Href: web.AddressOf(at, []page.Pair{{Name: "org", Value: string(c.org)}, {Name: "register", Value: x.Register}, {Name: "urval", Value: x.Query}, {Name: "stod", Value: x.Text.In(l)}}) + "#tar"}
		}
		p.Due = append(p.Due, row)
	}
	if p.First, err = d.first(r, c, orgs); err != nil {
		return err
	}
	if c.reg != nil {
		p.Which = whichTitle.With(l, lang.Inside(c.reg.Title.In(l)))
		p.Kept = []page.Pair{{Name: "org", Value: string(c.org)}, {Name: "register", Value: c.reg.Name}, {Name: "visa", Value: "1"}}
		text, refused := c.query(r, d.DB.Zone)
		p.Wrong = append(p.Wrong, refused...)
		p.Second = c.second(l, p.Wrong)
		asked := c.text != "" || r.Method == http.MethodPost || r.URL.Query().Get("visa") != ""
		if asked && len(refused) == 0 {
			pv, err := d.room.Preview(r.Context(), r.Caller, c.org, c.reg.Name, text, r.Now)
			if fault.Is(err, fault.Invalid) {
				more, _ := form.Wrong(l, registers.DisposalDecisions, err)
				p.Wrong = append(p.Wrong, more...)
			} else if err != nil {
				return err
			} else {
				p.Preview = d.preview(r, c, text, pv)
				if pv.Count > 0 && pv.Count <= pv.Most {
					p.Proposal, p.Posted = proposal(r, c, typed, wrong), append(c.pairs(), p.Kept[:2]...)
				}
			}
		}
	}
	f, err := d.Frame(r, form.Title(l, title.In(l), p.Wrong))
	if err != nil {
		return err
	}
	return d.Show(rw, r.Context(), status, proposePage(f, p))
}

// first asks for the register, and for whom where the caller proposes for several.
func (d *Disposal) first(r *door.Request, c chosen, orgs []page.Option) ([]page.Control, error) {
	all, err := d.room.Disposable(r.Now)
	if err != nil {
		return nil, err
	}
	var out []page.Control
	if len(orgs) > 1 {
		out = append(out, page.Control{ID: form.ID("org"), Name: "org", Label: orgLabel.In(r.Lang), Kind: page.ChoiceControl, Options: orgs, Value: string(c.org)})
	}
	regs := page.Control{ID: form.ID("register"), Name: "register", Label: registerLabel.In(r.Lang), Kind: page.ChoiceControl}
	if c.reg != nil {
		regs.Value = c.reg.Name
	}
	for _, reg := range all {
		regs.Options = append(regs.Options, page.Option{Value: reg.Name, Label: reg.Title.In(r.Lang)})
	}
	slices.SortFunc(regs.Options, func(a, b page.Option) int {
		return cmp.Compare(string(store.SortKey(a.Label)), string(store.SortKey(b.Label)))
	})
	return append(out, regs), nil
}

// second asks for the conditions that the register's records can be chosen by.
func (c chosen) second(l lang.Lang, wrong []page.Wrong) []page.Control {
	var out []page.Control
	if st := c.reg.Status(); st != nil {
		x := page.Control{ID: form.ID("status"), Name: "status", Label: statesLabel.In(l), Hint: statesHint.In(l), Kind: page.ChecksControl, Values: c.states, Optional: true}
		for _, o := range st.Choices {
			x.Options = append(x.Options, page.Option{Value: o.Code, Label: lang.Text{SV: o.SV, EN: o.EN}.In(l)})
		}
		out = append(out, x)
	}
	from := page.Control{ID: form.ID("dag"), Name: "dag", Label: fieldLabel.In(l), Hint: fieldHint.In(l), Kind: page.ChoiceControl, Value: cmp.Or(c.field, lastChanged),
		Options: []page.Option{{Value: lastChanged, Label: changedLabel.In(l)}}}
	for _, f := range c.reg.Fields {
		if days(f) {
			from.Options = append(from.Options, page.Option{Value: f.Name, Label: f.Title.In(l)})
		}
	}
	return append(out, from,
		page.Control{ID: form.ID("fore"), Name: "fore", Label: beforeLabel.In(l), Hint: beforeHint.In(l), Kind: page.DayControl, Value: c.before, Optional: true, Wrong: form.Errors(form.ID("fore"), wrong)},
		page.Control{ID: form.ID("tagg"), Name: "tagg", Label: tagLabel.In(l), Kind: page.TextControl, Value: c.tag, Optional: true},
		page.Control{ID: form.ID("nummer"), Name: "nummer", Label: refsLabel.In(l), Hint: refsHint.In(l), Kind: page.TextControl, Value: strings.Join(c.refs, ", "), Optional: true})
}

// pairs are the conditions as hidden fields: what is proposed is what was shown.
func (c chosen) pairs() []page.Pair {
	if c.text != "" {
		return []page.Pair{{Name: "urval", Value: c.text}}
	}
	out := []page.Pair{{Name: "dag", Value: c.field}, {Name: "fore", Value: c.before}, {Name: "tagg", Value: c.tag}, {Name: "nummer", Value: strings.Join(c.refs, ", ")}}
	for _, s := range c.states {
		out = append(out, page.Pair{Name: "status", Value: s})
	}
	return out
}

func (d *Disposal) preview(r *door.Request, c chosen, text string, pv archive.Preview) *preview {
	l := r.Lang
	out := &preview{Says: pv.Says.In(l) + ".", None: pv.Count == 0, Count: takesCount.With(l, lang.Whole(int64(pv.Count)), lang.Whole(int64(pv.Changes))),
		Open: page.Link{Text: recordsOpen.In(l), Href: web.AddressOf("/"+c.reg.Collection, []page.Pair{{Name: "filter", Value: text}})}}
	for i, x := range pv.Records {
		if i == mostLines {
			out.More = others(l, len(pv.Records)-i)
			break
		}
		out.Records = append(out.Records, x.Ref)
	}
	if pv.Count > pv.Most {
		out.TooMany = tooMany.With(l, lang.Whole(int64(pv.Most)))
	}
	var more int
	out.Hinders, more = d.hinders(r, pv)
	out.Others = others(l, more)
	if len(pv.Reviews) > 0 {
		out.Reviews = inReviews.With(l, strings.Join(slices.Sorted(maps.Keys(pv.Reviews)), ", "))
	}
	return out
}

// proposal asks for what a decision rests on; a rule's words are suggested.
func proposal(r *door.Request, c chosen, typed url.Values, wrong []page.Wrong) []page.Control {
	if !typed.Has("legal_ref") {
		typed = url.Values{"legal_ref": {r.URL.Query().Get("stod")}}
	}
	return form.Controls(r, form.Fields(registers.DisposalDecisions, "legal_ref", "diary_no", "reason"), typed, wrong)
}
