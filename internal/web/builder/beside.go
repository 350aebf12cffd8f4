package builder

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/remark"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// previous is the organisation's decided review of the year before, if the
// caller sees one.
func (b *Builder) previous(r *door.Request, rec *register.Record) (*register.Record, error) {
	year, _ := rec.Number("year")
	found, err := b.Find(r, rec.Register, door.Ask{Filter: fmt.Sprintf("year = %d AND status = (decided, annexed, archived)", year-1), Limit: 100})
	if err != nil {
		return nil, err
	}
	for _, x := range found.Records {
		if x.Org == rec.Org && x.Text("hash") != "" {
			return x, nil
		}
	}
	return nil, nil
}

// lastYear gives the same section as it was decided the year before.
func (b *Builder) lastYear(r *door.Request, rec *register.Record, rv review.Review, key string, p *writing) error {
	was, err := b.previous(r, rec)
	if err != nil || was == nil {
		return err
	}
	old, err := review.Open(r.Context(), b.Reviews, r.Caller, string(was.ID), r.Lang)
	if err != nil {
		return err
	}
	parts, err := b.ReviewParts(r.Lang, old)
	if err != nil {
		return err
	}
	for _, s := range parts.Sections {
		if s.ID == web.SectionID(key) {
			p.LastYear, p.LastYearTitle = s.Blocks, lang.BuilderLastYear.With(r.Lang, strconv.Itoa(old.Year))
		}
	}
	return nil
}

// writingPoints are the decisions and priorities that a section holds, each to
// be changed on a page of its own.
func (b *Builder) writingPoints(r *door.Request, rec *register.Record, rv review.Review, may rights, key string, p *writing) {
	if !may.Write {
		return
	}
	at := web.Address(rec) + "/punkt/"
	switch key {
	case "decision":
		for _, d := range rv.Decisions {
			p.Points = append(p.Points, point{Link: page.Link{Text: d.Text, Href: at + "improvement-decisions/" + d.Ref}, Note: d.Due})
		}
		p.NewPoint = []page.Link{{Text: lang.BuilderNewDecision.In(r.Lang), Href: at + "improvement-decisions/ny"}}
	case "4":
		for _, x := range rv.Priorities {
			for _, ref := range x.Records {
				p.Points = append(p.Points, point{Link: page.Link{Text: strconv.Itoa(x.Year) + ": " + x.Text, Href: at + "priorities/" + ref}, Note: x.Due})
			}
		}
		for y := rv.Year; y <= rv.Year+2; y++ {
			p.NewPoint = append(p.NewPoint, page.Link{Text: lang.BuilderNewPriority.With(r.Lang, strconv.Itoa(y)), Href: at + "priorities/ny?year=" + strconv.Itoa(y)})
		}
	}
}

// beside is what stands beside the text: days, people, completeness, proposed
// decisions and what has been said.
func (b *Builder) beside(r *door.Request, rec *register.Record, rv review.Review, may rights, key string, p *writing) error {
	at := web.Address(rec)
	day := func(name, value string) page.Control {
		f := rec.Register.Must(name)
		return page.Control{ID: form.ID(name), Name: name, Label: f.Title.In(r.Lang), Kind: page.DayControl, Value: value}
	}
	p.Days = days{Action: at + "/dagar", AsOf: day("as_of", string(rv.AsOf)), Against: day("compare_as_of", string(rv.CompareAsOf)), Kept: []page.Pair{version(rec), pair(partName, key)}, Locked: !may.Write}
	sh := b.Shower(r, time.Time{})
	for _, name := range []string{"reporter", "obtained_by"} {
		sh.Need(rec.Register.Must(name), rec.Get(name))
	}
	officer, err := review.Officer(r.Context(), b.Reviews, r.Caller, rec)
	if err != nil {
		return err
	}
	if err := sh.Look(); err != nil {
		return err
	}
	for _, name := range []string{"reporter", "obtained_by"} {
		f := rec.Register.Must(name)
		p.People = append(p.People, page.Fact{Name: f.Title.In(r.Lang), Value: sh.Field(rec, f)})
	}
	if officer != nil {
		l, _ := sh.Named(officer)
		p.People = append(p.People, page.Fact{Name: lang.BuilderOfficer.In(r.Lang), Value: page.Value{Links: []page.Link{l}}})
	}
	for _, x := range p.People {
		for i := range x.Value.Links { // functions have long names, and the column is narrow
			x.Value.Links[i].Text = lang.Soft(x.Value.Links[i].Text)
		}
	}
	for _, d := range rv.Decisions {
		l := page.Link{Text: d.Text}
		if may.Write {
			l.Href = at + "/punkt/improvement-decisions/" + d.Ref
		}
		p.Decisions = append(p.Decisions, l)
	}
	if may.Write {
		p.NewDecision = page.Link{Text: lang.BuilderNewDecision.In(r.Lang), Href: at + "/punkt/improvement-decisions/ny"}
		p.InputsAt = page.Link{Text: lang.BuilderInputs.In(r.Lang), Href: at + "/underlag"}
	}
	p.PlanAt = page.Link{Text: lang.BuilderPlan.In(r.Lang), Href: "/plan?genomgang=" + rec.Ref}
	if p.Comments, p.General, err = b.comments(r, rec, key); err != nil {
		return err
	}
	if !r.Caller.ReadOnly {
		p.SayAt, p.SayKept = at+"/synpunkt", key
		p.Say = page.Control{ID: "f-synpunkt", Name: "text", Label: lang.BuilderComment.In(r.Lang), Hint: lang.BuilderCommentHint.In(r.Lang), Kind: page.LongControl, Lines: 3}
	}
	return nil
}

// comments are what has been said of a section, and of the whole review.
func (b *Builder) comments(r *door.Request, rec *register.Record, key string) (here, general []said, err error) {
	list, err := remark.On(r.Context(), b.DB, b.Register("comment"), rec.ID)
	if err != nil {
		return nil, nil, err
	}
	sh, person := b.Shower(r, time.Time{}), b.Register("person")
	for _, c := range list {
		sh.NeedID(person, register.ID(c.Text("author")))
	}
	if err := sh.Look(); err != nil {
		return nil, nil, err
	}
	for _, c := range list {
		who := sh.Refer(register.ID(c.Text("author")))
		x := said{Who: who.Text, When: lang.Clock(r.Lang, c.Since.In(b.DB.Zone)), Text: c.Text("text")}
		switch c.Text("place") {
		case key:
			here = append(here, x)
		case "":
			general = append(general, x)
		}
	}
	return here, general, nil
}

// say adds a comment on a section: whoever may read the review may.
func (b *Builder) say(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	key := r.PostForm.Get(partName)
	text := strings.TrimSpace(r.PostForm.Get("text"))
	if _, err := b.Do(r, command.Options{}, remark.CommentOn(r.Caller, rec, key, text)); err != nil {
		wrong, status, err := b.refused(r, b.Register("comment"), err)
		if err != nil {
			return err
		}
		return b.showWriting(rw, r, rec, key, nil, wrong, status)
	}
	return b.See(rw, r, web.AddressOf(web.Address(rec)+"/bygg", []page.Pair{pair(partName, key)})+"#synpunkter")
}

// days changes the days that the figures show; all that is made of them is
// made anew.
func (b *Builder) days(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	v, err := seen(r)
	if err != nil {
		return err
	}
	fields := form.Fields(rec.Register, "as_of", "compare_as_of")
	key := r.PostForm.Get(partName)
	values, ps, err := form.Read(b.Web, r, fields, r.PostForm)
	if err != nil {
		return err
	}
	wrong := form.Problems(r.Lang, rec.Register, ps)
	status := http.StatusUnprocessableEntity
	if len(wrong) == 0 {
		_, err = b.Do(r, command.Options{}, command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: v, Fields: values})
		if err != nil {
			if wrong, status, err = b.refused(r, rec.Register, err, form.ID("as_of"), form.ID("compare_as_of")); err != nil {
				return err
			}
		}
	}
	if len(wrong) > 0 {
		return b.showWriting(rw, r, rec, key, nil, wrong, status)
	}
	return b.See(rw, r, web.AddressOf(web.Address(rec)+"/bygg", []page.Pair{pair(partName, key)}))
}
