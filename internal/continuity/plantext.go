package continuity

import (
	"context"
	"strconv"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// PlanText is a continuity plan as a document: what it covers, how the work
// goes on, whom to call, whether it is any good, and what is due.
func PlanText(ctx context.Context, d Deps, c room.Call) (document.Doc, error) {
	w, err := d.write(ctx, c, lang.Text{SV: "Kontinuitetsplan", EN: "Continuity plan"}, "")
	if err != nil {
		return document.Doc{}, err
	}
	return w.plan(c.Record)
}

// writing is texts being made from one picture.
type writing struct {
	*draft.Draft
	p    *picture
	deps func() *draft.Draft
	book *contacts
}

// write begins texts; every plan of a file is made from the same look.
func (d Deps) write(ctx context.Context, c room.Call, title lang.Text, org register.ID) (*writing, error) {
	asOf := c.EndOf("as_of")
	r, err := d.read(ctx, c.Caller, c.Now, asOf)
	if err != nil {
		return nil, err
	}
	w := &writing{deps: func() *draft.Draft {
		return draft.New(ctx, draft.Deps{DB: d.DB, Now: c.Now, AsOf: asOf}, c.Caller, c.Lang, title)
	}}
	w.Draft = w.deps()
	if w.p, err = r.look(org); err != nil {
		return nil, err
	}
	w.book, err = r.contacts()
	return w, err
}

// again begins the next text of the same look.
func (w *writing) again() *writing {
	out := *w
	out.Draft = w.deps()
	return &out
}

func (w *writing) plan(rec *register.Record) (document.Doc, error) {
	org := w.Get(registers.Orgs, string(rec.Org))
	w.Headed(org, rec)
	w.Source(rec)
	w.Doc.Draft = !inForce(rec)
	w.Doc.Title = rec.Text("title")
	if !strings.HasPrefix(w.Doc.Title, w.Doc.Name) {
		w.Doc.Title = w.Doc.Name + ": " + w.Doc.Title
	}
	w.Doc.FooterLeft = rec.Ref + ". " + w.Say(lang.Text{SV: "Uppgifter per %[1]v.", EN: "Facts as of %[1]v."}, string(w.p.r.day))
	x := w.p.standing(rec)

	w.H(1, lang.Text{SV: "Vad planen gäller", EN: "What the plan covers"})
	facts := []draft.Fact{w.Fact(rec, "status")}
	for _, f := range []string{"edition", "scope", "critical"} {
		if v := w.Optional(rec, f); v != nil {
			facts = append(facts, draft.Fact{Label: rec.Register.Must(f).Title, Runs: v, From: rec})
		}
	}
	if inForce(rec) {
		facts = append(facts, w.Fact(rec, "adopted_on"), w.Fact(rec, "adopted_by"))
	}
	facts = append(facts, w.hours(rec, "mtd_h"), w.hours(rec, "rto_h"), w.hours(rec, "rpo_h"))
	w.Facts(lang.Text{SV: "Planen", EN: "The plan"}, facts...)
	w.planObjects(rec)

	w.H(1, lang.Text{SV: "Så fortsätter arbetet", EN: "How the work goes on"})
	if v := w.Optional(rec, "fallback"); v != nil {
		w.P(document.B(rec.Register.Must("fallback").Title.In(w.Lang)+": "), v)
	}
	w.H(2, rec.Register.Must("manual_routine").Title)
	w.lines(rec, "manual_routine")
	w.H(1, lang.Text{SV: "Kontakter", EN: "Contacts"})
	w.lines(rec, "contacts_offline")
	w.contactTable(w.book.of(w.p, rec))

	w.quality(x)
	w.exercises(x)
	w.planFindings(rec)
	w.H(1, lang.Text{SV: "Vad som ska göras och när", EN: "What is due and when"})
	w.Table(lang.Text{SV: "Kommande dagar", EN: "Coming days"}, []document.Column{{Title: w.Say(lang.Text{SV: "Vad", EN: "What"}), Weight: 2}, {Title: w.Say(lang.Text{SV: "Senast", EN: "By"}), Weight: 2}},
		[][]document.Cell{
			{document.C(w.Say(lang.Text{SV: "Nästa översyn", EN: "Next review"})), document.C(late(w.Lang, string(x.NextReview), x.ReviewLate))},
			{document.C(w.Say(lang.Text{SV: "Nästa övning", EN: "Next exercise"})), document.C(late(w.Lang, string(x.NextExercise), x.ExerciseLate))},
		})
	w.openActions(rec)
	return w.End()
}

var hourly = lang.Plural{One: lang.Text{SV: "%s timme", EN: "%s hour"}, Other: lang.Text{SV: "%s timmar", EN: "%s hours"}}

func (w *writing) hours(rec *register.Record, field string) draft.Fact {
	f := w.Fact(rec, field)
	if n := hours(rec, field); n >= 0 {
		f.Runs = []document.Run{document.T(hourly.Of(w.Lang, n))}
	}
	return f
}

// lines gives a long text a paragraph for each of its lines.
func (w *writing) lines(rec *register.Record, field string) {
	s := w.Value(rec, field)
	if len(s) != 1 || s[0].Italic {
		w.P(s)
		return
	}
	for _, line := range splitLines(s[0].Text) {
		w.P(line)
	}
}

func (w *writing) planObjects(rec *register.Record) {
	var rows [][]document.Cell
	for _, l := range rec.LinksOf("objects") {
		o := w.p.byID[l.To]
		if o == nil {
			continue
		}
		w.Source(o)
		x := w.p.object(o)
		t := "–"
		if x.T != nil {
			t = strconv.Itoa(*x.T)
		}
		rows = append(rows, []document.Cell{document.C(o.Ref + " " + o.Text("title")), document.C(t), document.C(reason(w.Lang, x)), document.C(w.book.title(o.Text("owner"))), document.C(w.book.title(o.Text("supplier")))})
	}
	if len(rows) == 0 {
		return
	}
	w.Table(lang.Text{SV: "Objekt som planen gäller", EN: "Objects that the plan covers"}, []document.Column{{Title: w.Say(lang.Text{SV: "Objekt", EN: "Object"}), Weight: 2.4},
		{Title: "T", Weight: 0.5}, {Title: w.Say(lang.Text{SV: "Plan krävs av", EN: "Plan needed by"}), Weight: 1.6}, {Title: w.Say(lang.Text{SV: "Objektägare", EN: "Object owner"}), Weight: 1.8}, {Title: w.Say(lang.Text{SV: "Leverantör", EN: "Supplier"}), Weight: 1.6}}, rows)
}

func (w *writing) quality(x Plan) {
	w.H(1, lang.Text{SV: "Planens kvalitet", EN: "Quality of the plan"})
	var rows [][]document.Cell
	for _, q := range x.Quality {
		rows = append(rows, []document.Cell{document.C(checkNames[q.Check].In(w.Lang)), document.C(answers[q.Answer].In(w.Lang)), document.C(why(w.Lang, q))})
	}
	w.Table(lang.Text{SV: "Fyra kontroller", EN: "Four checks"}, []document.Column{{Title: w.Say(lang.Text{SV: "Kontroll", EN: "Check"}), Weight: 1}, {Title: w.Say(lang.Text{SV: "Svar", EN: "Answer"}), Weight: 0.7}, {Title: w.Say(lang.Text{SV: "Varför", EN: "Why"}), Weight: 4}}, rows)
}

func (w *writing) exercises(x Plan) {
	w.H(1, lang.Text{SV: "Övningar", EN: "Exercises"})
	if len(x.Exercises) == 0 {
		w.P(whys["never_exercised"])
		return
	}
	var rows [][]document.Cell
	for _, e := range x.Exercises {
		rows = append(rows, []document.Cell{document.C(e.Ref + " " + day(string(e.On))), document.C(label(w.Lang, registers.Exercises, "kind", e.Kind)), document.C(label(w.Lang, registers.Exercises, "result", e.Result)),
			document.C(recovery(w.Lang, e)), document.C(doneOf(w.Lang, e.Actions))})
	}
	w.Table(lang.Text{SV: "Övningar av planen", EN: "Exercises of the plan"}, []document.Column{{Title: w.Say(lang.Text{SV: "Övning", EN: "Exercise"}), Weight: 1.5}, {Title: w.Say(lang.Text{SV: "Form", EN: "Kind"}), Weight: 1.3}, {Title: w.Say(lang.Text{SV: "Resultat", EN: "Result"}), Weight: 1.3},
		{Title: w.Say(lang.Text{SV: "Återställningstid", EN: "Recovery time"}), Weight: 1.7}, {Title: w.Say(lang.Text{SV: "Åtgärder", EN: "Actions"}), Weight: 1.8}}, rows)
}

func (w *writing) planFindings(rec *register.Record) {
	var items []any
	for _, x := range w.p.findings {
		for _, l := range x.LinksOf("continuity_plans") {
			if l.To == rec.ID {
				w.Source(x)
				items = append(items, x.Ref+" "+w.named(x)+" – "+label(w.Lang, registers.RsaFindings, "status", x.Text("status")))
			}
		}
	}
	if len(items) > 0 {
		w.H(1, lang.Text{SV: "Behov från risk- och sårbarhetsanalysen", EN: "Needs from the risk and vulnerability analysis"})
		w.List(false, items...)
	}
}

// named is what a finding may be called to this reader.
func (w *writing) named(x *register.Record) string {
	if v := w.Optional(x, "measure"); v != nil {
		return v[0].Text
	}
	return x.Text("title")
}

// openActions lists what exercises led to and is not done.
func (w *writing) openActions(rec *register.Record) {
	var rows [][]document.Cell
	for _, e := range w.p.exercises[rec.ID] {
		for _, l := range e.LinksOf("actions") {
			a := w.p.actions[l.To]
			if a == nil || !openAction(a) {
				continue
			}
			w.Source(a)
			rows = append(rows, []document.Cell{document.C(a.Ref + " " + a.Text("title")), document.C(w.book.title(a.Text("owner"))),
				document.C(late(w.Lang, a.Text("due"), clock.Overdue(clock.Date(a.Text("due")), w.p.r.day))), document.C(e.Ref)})
		}
	}
	if len(rows) > 0 {
		w.Table(lang.Text{SV: "Öppna åtgärder efter övningar", EN: "Open actions after exercises"}, []document.Column{{Title: w.Say(lang.Text{SV: "Åtgärd", EN: "Action"}), Weight: 3}, {Title: w.Say(lang.Text{SV: "Ansvarig", EN: "Owner"}), Weight: 2},
			{Title: w.Say(lang.Text{SV: "Klar senast", EN: "Due"}), Weight: 1.4}, {Title: w.Say(lang.Text{SV: "Övning", EN: "Exercise"}), Weight: 1}}, rows)
	}
}
