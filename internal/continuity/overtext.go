package continuity

import (
	"context"
	"strconv"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/method/continuity"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// OverviewText tells how an organisation stands with continuity.
func OverviewText(ctx context.Context, d Deps, c room.Call) (document.Doc, error) {
	org := register.ID(c.Params["org"])
	w, err := d.write(ctx, c, lang.Text{SV: "Kontinuitet – läget", EN: "Continuity – the state"}, org)
	if err != nil {
		return document.Doc{}, err
	}
	if org != "" {
		w.Headed(w.Get(registers.Orgs, string(org)), nil)
	}
	w.Doc.Draft = false
	o := w.p.overview()
	w.Styled(document.Lead, w.Say(lang.Text{SV: "%[1]v objekt behöver en kontinuitetsplan. %[2]v har en som gäller, %[3]v saknar. %[4]v objekt utan klassning kan inte bedömas.",
		EN: "%[1]v objects need a continuity plan. %[2]v have one in force, %[3]v lack one. %[4]v objects without a class cannot be judged."}, o.Needed, o.Have, o.Missing, o.Unknown))
	w.P(w.Say(lang.Text{SV: "En plan behövs från tillgänglighet %[1]v eller när risk- och sårbarhetsanalysen kräver det.", EN: "A plan is needed from availability %[1]v or when the risk and vulnerability analysis asks for one."}, o.Level))
	w.P(w.Say(lang.Text{SV: "%[1]v planer gäller: %[2]v är fastställda och sedda över i tid, %[3]v är övade i tid och %[4]v har en utvärderad övning.",
		EN: "%[1]v plans are in force: %[2]v adopted and reviewed in time, %[3]v exercised in time, and %[4]v with an evaluated exercise."}, o.Adopted, o.Recent, o.Exercised, o.Evaluated))
	w.H(1, lang.Text{SV: "Objekt som behöver en plan", EN: "Objects that need a plan"})
	var rows [][]document.Cell
	for _, x := range o.Objects {
		plans := document.C(strings.Join(x.Plans, ", "))
		if !x.InForce {
			plans = w.Gap(lang.Text{SV: "plan som gäller", EN: "plan in force"})
			if len(x.Plans) > 0 {
				plans = append(document.C(strings.Join(x.Plans, ", ")+" "), plans...)
			}
		}
		rows = append(rows, []document.Cell{document.C(x.Ref + " " + x.Title), document.C(reason(w.Lang, x)), plans})
	}
	w.Table(lang.Text{SV: "Objekt, de utan plan först", EN: "Objects, those without a plan first"}, []document.Column{{Title: w.Say(lang.Text{SV: "Objekt", EN: "Object"}), Weight: 3}, {Title: w.Say(lang.Text{SV: "Plan krävs av", EN: "Plan needed by"}), Weight: 2}, {Title: w.Say(lang.Text{SV: "Plan", EN: "Plan"}), Weight: 2}}, rows)
	w.H(1, lang.Text{SV: "Planernas kvalitet och dagar", EN: "Quality and days of the plans"})
	rows = nil
	for _, x := range o.Plans {
		row := []document.Cell{document.C(x.Ref + " " + x.Title)}
		for _, q := range x.Quality {
			row = append(row, document.C(answers[q.Answer].In(w.Lang)))
		}
		rows = append(rows, append(row, document.C(late(w.Lang, string(x.NextReview), x.ReviewLate)), document.C(late(w.Lang, string(x.NextExercise), x.ExerciseLate))))
	}
	columns := []document.Column{{Title: w.Say(lang.Text{SV: "Plan", EN: "Plan"}), Weight: 2.6}}
	for _, code := range []string{continuity.Current, continuity.Complete, continuity.Familiar, continuity.Tested} {
		columns = append(columns, document.Column{Title: checkNames[code].In(w.Lang), Weight: 0.9})
	}
	w.Table(lang.Text{SV: "Planer", EN: "Plans"}, append(columns, document.Column{Title: w.Say(lang.Text{SV: "Översyn", EN: "Review"}), Weight: 1.3}, document.Column{Title: w.Say(lang.Text{SV: "Övning", EN: "Exercise"}), Weight: 1.3}), rows)
	w.Styled(document.Small, w.Say(lang.Text{SV: "Bedömt per %[1]v. En plan räknas som aktuell i %[2]v månader och en övning i %[3]v månader.", EN: "Judged as of %[1]v. A plan counts as current for %[2]v months and an exercise for %[3]v months."}, o.AsOf, strconv.Itoa(w.p.r.limits.AdoptedMonths), strconv.Itoa(w.p.r.limits.CountsMonths)))
	w.Doc.FooterLeft = w.Say(lang.Text{SV: "Uppgifter per %[1]v.", EN: "Facts as of %[1]v."}, o.AsOf)
	return w.Draft.Doc, w.Err()
}
