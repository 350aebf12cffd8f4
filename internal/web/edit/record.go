package edit

import (
	"net/url"
	"slices"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// onRecord adds to a record's page what the caller can do with it.
func (e *Edit) onRecord(r *door.Request, rec *register.Record, p *page.Record) error {
	may, err := e.writable(r, rec)
	if err != nil {
		return err
	}
	e.adding(r, rec, p)
	e.texts(r, rec, p)
	if rec.Register.Name == "object" {
		if err := e.checks(r, rec, may, p); err != nil {
			return err
		}
	}
	if rec.Register.Name == "processing" {
		if err := e.lacking(r, rec, may, p); err != nil {
			return err
		}
	}
	if err := e.remarked(r, rec, may, p); err != nil {
		return err
	}
	if !may || r.Caller.ReadOnly {
		return nil
	}
	own, err := e.OwnOn(r, rec)
	if err != nil {
		return err
	}
	for _, gs := range [][]page.Group{p.Groups, p.Side} {
		for i := range gs {
			if len(e.group(r, rec, own, gs[i].ID, nil)) > 0 {
				gs[i].Edit = page.Link{Text: lang.EditChange.In(r.Lang), Href: address(rec, gs[i].ID)}
			}
		}
	}
	if len(e.group(r, rec, own, "", nil)) > 0 {
		p.Actions = append(p.Actions, page.Link{Text: lang.EditChangeAll.In(r.Lang), Href: address(rec, "")})
	}
	acts := e.rooms.ActsOf(rec.Register.Name, rec)
	for _, s := range e.steps(r, rec) {
		name := lang.StepName(rec.Register.Name, s.Action).In(r.Lang)
		if !slices.ContainsFunc(acts, func(a room.Act) bool { return a.Takes == s.Action || a.Title.In(r.Lang) == name }) { // the act does the step and what goes with it
			p.Steps = append(p.Steps, page.Link{Text: name, Href: "/steg" + web.Address(rec) + "/" + s.Action})
		}
	}
	for _, a := range acts {
		p.Steps = append(p.Steps, page.Link{Text: a.Title.In(r.Lang), Href: "/gor" + web.Address(rec) + "/" + a.Name})
	}
	return nil
}

// adding offers to make records that refer to this one, filled in beforehand:
// in the lists of those there are, and else in a list of what there could be.
func (e *Edit) adding(r *door.Request, rec *register.Record, p *page.Record) {
	if r.Caller.ReadOnly {
		return
	}
	for _, rel := range rec.Register.Relations() {
		if !rel.Inverse || rel.Via.Derived || rel.To.Name == "comment" || rel.To.Name == "attachment" || !form.MayCreate(r.Caller, rel.To) {
			continue
		}
		href := "/ny/" + rel.To.Collection + "?" + url.Values{rel.Via.Name: {rec.Ref}}.Encode()
		listed := false
		for i := range p.Relations {
			if p.Relations[i].ID == "rel-"+rel.Name {
				p.Relations[i].Add, listed = page.Link{Text: lang.EditAdd.In(r.Lang), Href: href}, true
			}
		}
		if !listed && rel.Via.PartOf {
			p.Add = append(p.Add, page.Link{Text: rel.Title.In(r.Lang), Href: href})
		}
	}
}
