package control

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/method/control"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// writing is a text of internal control being made.
type writing struct {
	*draft.Draft
	y *year
}

func (d Deps) write(ctx context.Context, c room.Call, org register.ID, n int, title lang.Text) (*writing, error) {
	y, err := d.look(ctx, c.Caller, c.Now, c.EndOf("as_of"), org, n)
	if err != nil {
		return nil, err
	}
	w := &writing{draft.New(ctx, draft.Deps{DB: d.DB, Now: c.Now, AsOf: c.EndOf("as_of")}, c.Caller, c.Lang, title), y}
	w.Doc.Draft = false
	w.Doc.Title += " " + strconv.Itoa(n)
	w.Doc.FooterLeft = w.Say(lang.Text{SV: "Uppgifter per %[1]v.", EN: "Facts as of %[1]v."}, y.day)
	if o := y.orgs[org]; o != nil {
		w.Doc.Organisation = o.Text("title")
	}
	return w, nil
}

// col makes columns out of titles and weights in turn.
func (w *writing) col(pairs ...any) (out []document.Column) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, document.Column{Title: pairs[i].(lang.Text).In(w.Lang), Weight: pairs[i+1].(float64)})
	}
	return out
}

// PeriodText is the report on internal control of a part of a year (domain.md 9.14).
func PeriodText(ctx context.Context, d Deps, c room.Call, org register.ID, n int, part string) (document.Doc, error) {
	w, err := d.write(ctx, c, org, n, lang.Text{SV: "Uppföljning av intern kontroll", EN: "Follow-up of internal control"})
	if err != nil {
		return document.Doc{}, err
	}
	p := w.y.follow(part)
	w.Doc.Title += ", " + lower(partNames.Label(part).In(w.Lang))
	s := p.Statement
	w.Styled(document.Lead, verdict(w.Lang, s))
	w.H(1, lang.Text{SV: "Vad det bygger på", EN: "What it rests on"})
	row := func(t lang.Text, n int) []document.Cell {
		return []document.Cell{document.C(t.In(w.Lang)), document.C(strconv.Itoa(n))}
	}
	w.Table(lang.Text{SV: "Kontroller i perioden", EN: "Controls in the period"}, w.col(lang.Text{SV: "Vad", EN: "What"}, 3.0, lang.Text{SV: "Antal", EN: "Number"}, 1.0), [][]document.Cell{
		row(lang.Text{SV: "Skulle genomföras", EN: "Were to be performed"}, s.Due), row(lang.Text{SV: "Genomförda med resultat", EN: "Performed with a result"}, s.Performed),
		row(lang.Text{SV: "Saknas", EN: "Missing"}, len(s.Lacking)), row(lang.Text{SV: "Inställda", EN: "Called off"}, len(s.Cancelled)),
		row(lang.Text{SV: "Mindre avvikelser", EN: "Minor deviations"}, s.Minor), row(lang.Text{SV: "Väsentliga avvikelser", EN: "Material deviations"}, len(s.Material)),
		row(lang.Text{SV: "Nivå inte bekräftad", EN: "Level not confirmed"}, len(s.Unconfirmed)),
	})
	for _, pl := range w.y.plans {
		w.Source(pl)
		if pl.Text("status") == "draft" {
			w.Styled(document.Note, w.Say(lang.Text{SV: "%[1]v är inte fastställd och räknas inte.", EN: "%[1]v is not adopted and does not count."}, pl.Ref+" "+pl.Text("title")))
		}
	}
	w.slots(lang.Text{SV: "Väsentliga avvikelser", EN: "Material deviations"}, p, s.Material)
	w.slots(lang.Text{SV: "Vad som saknas", EN: "What is missing"}, p, s.Lacking)
	w.slots(lang.Text{SV: "Inställda kontroller", EN: "Controls called off"}, p, s.Cancelled)
	w.H(1, lang.Text{SV: "Kontrollerna", EN: "The controls"})
	w.results(p)
	if len(s.Unconfirmed) > 0 {
		w.Styled(document.Note, lang.Text{SV: "Nivåer som inte är bekräftade ska bekräftas av samordnaren för intern kontroll.", EN: "Levels that are not confirmed are to be confirmed by the coordinator of internal control."})
	}
	return w.End()
}

func (w *writing) slots(head lang.Text, p Period, slots []control.Slot) {
	if len(slots) == 0 {
		return
	}
	w.H(1, head)
	items := []any{}
	for _, s := range slots {
		for _, a := range p.Activities {
			if a.Ref == s.Activity {
				items = append(items, fmt.Sprintf("%s %s, %s–%s: %s (%s)", a.Ref, a.Title, s.Span.From, s.Span.To, w.y.shown(w.Lang, s.State), dash(a.Responsible)))
			}
		}
	}
	w.List(false, items...)
}

func (w *writing) results(p Period) {
	var rows [][]document.Cell
	for _, a := range p.Activities {
		for _, r := range a.Results {
			if r.Span.From < p.Statement.Span.From || r.Span.To > p.Statement.Span.To {
				continue
			}
			found := w.y.shown(w.Lang, r.Level)
			if !r.Confirmed {
				found += w.Say(lang.Text{SV: ", inte bekräftad", EN: ", not confirmed"})
			}
			tested := "–"
			if r.Tested != nil {
				tested = strconv.FormatInt(*r.Tested, 10)
			}
			followed := ""
			for _, d := range r.Open {
				followed += d.Ref + " " + lower(registers.Deviations.Must("status").Choices.Label(d.Status).In(w.Lang)) + " "
			}
			if r.Actions > 0 {
				followed += w.Say(lang.Text{SV: "%[1]v åtgärder", EN: "%[1]v actions"}, r.Actions)
			}
			rows = append(rows, []document.Cell{document.C(a.Ref + " " + a.Title), document.C(methodName(w.Lang, a.Method)), document.C(dash(r.PerformedOn)), document.C(tested), document.C(found), document.C(dash(r.Text)), document.C(dash(followed))})
		}
	}
	if len(rows) == 0 {
		w.P(lang.Text{SV: "Ingen kontroll är genomförd i perioden.", EN: "No control has been performed in the period."})
		return
	}
	w.Table(lang.Text{SV: "Genomförda kontroller", EN: "Controls performed"}, w.col(lang.Text{SV: "Kontroll", EN: "Control"}, 2.6, lang.Text{SV: "Arbetssätt", EN: "Working method"}, 1.7, lang.Text{SV: "Genomförd", EN: "Performed"}, 1.2,
		lang.Text{SV: "Prövade", EN: "Tested"}, 1.0, lang.Text{SV: "Avvikelse", EN: "Deviation"}, 1.7, lang.Text{SV: "Resultat", EN: "Result"}, 2.2, lang.Text{SV: "Uppföljning", EN: "Follow-up"}, 1.3), rows)
}

// GridText is the control plan over the year: a row an activity, a column a month.
func GridText(ctx context.Context, d Deps, c room.Call, org register.ID, n int) (document.Doc, error) {
	w, err := d.write(ctx, c, org, n, lang.Text{SV: "Intern kontroll – årets kontroller", EN: "Internal control – the controls of the year"})
	if err != nil {
		return document.Doc{}, err
	}
	p := w.y.follow("year")
	columns := w.col(lang.Text{SV: "Kontroll", EN: "Control"}, 5.0)
	for m := 1; m <= 12; m++ {
		columns = append(columns, document.Column{Title: strconv.Itoa(m), Weight: 0.7})
	}
	var rows [][]document.Cell
	for _, a := range p.Activities {
		row := slices.Repeat([]document.Cell{document.C("")}, 13)
		row[0] = document.C(a.Ref + " " + a.Title)
		for _, s := range a.Slots {
			for m := 1; m <= 12; m++ {
				if month := fmt.Sprintf("%04d-%02d", n, m); month >= string(s.Span.From[:7]) && month <= string(s.Span.To[:7]) {
					row[m] = document.C(w.y.sign(s.State))
				}
			}
		}
		rows = append(rows, row)
	}
	w.Table(lang.Text{SV: "Kontroller månad för månad", EN: "Controls month by month"}, columns, rows)
	w.Styled(document.Small, lang.Text{SV: "Tecken: 0 genomförd utan avvikelse, M mindre avvikelse, V väsentlig avvikelse, S saknas, ? resultat saknas, · kommer, – inställd. En kontroll som gäller flera månader står i var och en.",
		EN: "Signs: 0 performed without deviation, M minor deviation, V material deviation, S missing, ? no result stated, · to come, – called off. A control of several months stands in each."})
	return w.Draft.Doc, w.Err()
}

// VorText is the year's materiality and risk assessment.
func VorText(ctx context.Context, d Deps, c room.Call, org register.ID, n int) (document.Doc, error) {
	w, err := d.write(ctx, c, org, n, lang.Text{SV: "Väsentlighets- och riskanalys", EN: "Materiality and risk assessment"})
	if err != nil {
		return document.Doc{}, err
	}
	v := w.y.vor()
	for _, p := range v.Processes {
		w.H(1, lang.Text{SV: p.Title, EN: p.Title})
		if p.Mandatory {
			w.P(w.Say(lang.Text{SV: "Obligatorisk process för %[1]v. %[2]v av %[3]v arbetssätt är bedömda.", EN: "Mandatory process of %[1]v. %[2]v of %[3]v working methods are assessed."}, p.Org, p.Assessed, v.Asked))
			var rows [][]document.Cell
			for _, m := range p.Methods {
				state := document.C(w.Say(lang.Text{SV: "%[1]v av %[2]v bedömda", EN: "%[1]v of %[2]v assessed"}, m.Assessed, m.Risks))
				if m.Assessed == 0 {
					state = w.Gap(lang.Text{SV: "bedömd risk", EN: "assessed risk"})
				}
				rows = append(rows, []document.Cell{document.C(methodName(w.Lang, m.Code)), state})
			}
			w.Table(lang.Text{SV: "Obligatoriska arbetssätt", EN: "Mandatory working methods"}, w.col(lang.Text{SV: "Arbetssätt", EN: "Working method"}, 3.0, lang.Text{SV: "Risker", EN: "Risks"}, 2.0), rows)
		}
		w.risks(p)
	}
	return w.Draft.Doc, w.Err()
}

func (w *writing) risks(p Process) {
	var rows [][]document.Cell
	for _, r := range p.Risks {
		band := "–"
		for _, b := range w.y.scale.Bands {
			if b.Code == r.Band {
				band = fmt.Sprintf("%d × %d = %d, %s", r.P, r.C, r.Value, b.Name.In(w.Lang))
			}
		}
		handling := document.C(dash(""))
		if r.Handling != "" {
			handling = document.C(registers.VorRisks.Must("handling").Choices.Label(r.Handling).In(w.Lang))
		}
		if !r.Enough {
			handling = append(document.C(""), w.Gap(lang.Text{SV: "åtgärd eller kontroll som räcker", EN: "handling that is enough"})...)
		}
		situation := "–"
		if r.Situation != "" {
			situation = registers.VorRisks.Must("situation").Choices.Label(r.Situation).In(w.Lang)
		}
		controls := "–"
		if len(r.Controls) > 0 {
			controls = strings.Join(r.Controls, ", ")
		}
		rows = append(rows, []document.Cell{document.C(r.Ref + " " + r.Title), document.C(methodName(w.Lang, r.Method)), document.C(band), document.C(situation), handling, document.C(controls)})
	}
	w.Table(lang.Text{SV: "Risker, högst först", EN: "Risks, highest first"}, w.col(lang.Text{SV: "Oönskad händelse", EN: "Undesired event"}, 2.6, lang.Text{SV: "Arbetssätt", EN: "Working method"}, 1.7, lang.Text{SV: "Riskvärde", EN: "Risk value"}, 1.6,
		lang.Text{SV: "Läge", EN: "State"}, 1.0, lang.Text{SV: "Omhändertas genom", EN: "Handled by"}, 1.4, lang.Text{SV: "Kontroller", EN: "Controls"}, 1.2), rows)
}

func lower(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
