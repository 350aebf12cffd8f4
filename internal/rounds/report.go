package rounds

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// AccessStanding tells how reviews of access stand: in how many ways it is done,
// what is late, and what was decided and is not carried out. org and all below
// it; none is all that the caller sees.
func AccessStanding(ctx context.Context, d draft.Deps, c access.Caller, org string) (Standing, error) {
	orgs, err := below(ctx, d, org)
	if err != nil {
		return Standing{}, err
	}
	return reader{ctx, d.DB, c, d.AsOf, d.Now}.standing(orgs)
}

// FlawYears compares the findings of vulnerability reviews of a year with those
// of the year before.
func FlawYears(ctx context.Context, d draft.Deps, c access.Caller, org string) (Years, error) {
	orgs, err := below(ctx, d, org)
	if err != nil {
		return Years{}, err
	}
	return reader{ctx, d.DB, c, d.AsOf, d.Now}.years(orgs)
}

func below(ctx context.Context, d draft.Deps, org string) ([]register.ID, error) {
	if org == "" {
		return nil, nil
	}
	return access.New(d.DB).Subtree(ctx, register.ID(org))
}

func column(w *draft.Draft, t lang.Text, weight float64, align document.Align) document.Column {
	return document.Column{Title: w.Say(t), Weight: weight, Align: align}
}

func number(n int) document.Cell { return document.C(lang.Whole(int64(n))) }

func word[T ~string](s T) document.Cell {
	if s == "" {
		return document.C("–")
	}
	return document.C(string(s))
}

// AccessStandingText is the standing to read.
func AccessStandingText(ctx context.Context, d draft.Deps, c access.Caller, org string, l lang.Lang) (document.Doc, error) {
	s, err := AccessStanding(ctx, d, c, org)
	if err != nil {
		return document.Doc{}, err
	}
	w := draft.New(ctx, d, c, l, lang.Text{"Granskning av behörigheter", "Reviews of access"})
	w.Doc.Draft = false
	about(w, org)
	w.Styled(document.Lead, w.Say(lang.Text{"%d objekt har en beslutad behörighetsrutin. Av dem är %d granskade i tid och %d försenade. Det görs på %d sätt.",
		"%d objects have a decided access routine. Of them %d are reviewed in time and %d late. It is done in %d ways."}, s.Routines, s.InTime, len(s.Late), len(s.Ways)))
	w.H(1, lang.Text{"På vilka sätt det görs", "In which ways it is done"})
	var rows [][]document.Cell
	for _, x := range s.Ways {
		rows = append(rows, []document.Cell{document.C(x.Way), number(x.Routines), number(x.Uniform), number(x.Reviews)})
	}
	if len(rows) == 0 {
		w.P(lang.Text{"Inget arbetssätt är angivet.", "No way of working is stated."})
	} else {
		w.Table(lang.Text{"Arbetssätt", "Ways of working"}, []document.Column{column(w, lang.Text{"Arbetssätt", "Way of working"}, 3, document.Left), column(w, lang.Text{"Rutiner", "Routines"}, 1, document.Right),
			column(w, lang.Text{"Varav enhetliga", "Of which uniform"}, 1, document.Right), column(w, lang.Text{"Granskningar senaste året", "Reviews in the last year"}, 1.4, document.Right)}, rows)
	}
	w.H(1, lang.Text{"Försenade", "Late"})
	watches(w, lang.Text{"Objekt vars behörigheter skulle ha granskats", "Objects whose access should have been reviewed"}, s.Late)
	w.H(1, lang.Text{"Rutiner som granskar mer sällan än klassen kräver", "Routines that review more seldom than the class asks"})
	watches(w, lang.Text{"Rutin och klass", "Routine and class"}, s.Slow)
	w.H(1, lang.Text{"Granskningar som pågår", "Reviews that go on"})
	rounds(w, s.Open, true)
	w.H(1, lang.Text{"Beslut som inte är genomförda och kontrollerade", "Decisions not carried out and verified"})
	rounds(w, s.Undone, false)
	return w.End()
}

func about(w *draft.Draft, org string) {
	if o := w.Get(registers.Orgs, org); o != nil {
		w.Doc.Organisation = o.Text("title")
	}
}

func watches(w *draft.Draft, caption lang.Text, list []Watch) {
	if len(list) == 0 {
		w.P(lang.Text{"Inga.", "None."})
		return
	}
	var rows [][]document.Cell
	for _, x := range list {
		asked := "–"
		if x.Asked > 0 {
			asked = strconv.Itoa(x.Asked)
		}
		rows = append(rows, []document.Cell{document.C(x.Ref + " " + x.Title), word(x.Routine), number(x.Months), document.C(asked), word(x.Last), word(x.Due)})
	}
	w.Table(caption, []document.Column{column(w, lang.Text{"Objekt", "Object"}, 3, document.Left), column(w, lang.Text{"Rutin", "Routine"}, 1.2, document.Left),
		column(w, lang.Text{"Månader emellan", "Months between"}, 1, document.Right), column(w, lang.Text{"Klassen kräver", "Class asks"}, 1, document.Right),
		column(w, lang.Text{"Senast", "Last"}, 1.3, document.Left), column(w, lang.Text{"Skulle göras", "Was due"}, 1.3, document.Left)}, rows)
}

func rounds(w *draft.Draft, list []Round, open bool) {
	if len(list) == 0 {
		w.P(lang.Text{"Inga.", "None."})
		return
	}
	var rows [][]document.Cell
	for _, x := range list {
		on, n := x.Performed, x.Counts.Unverified
		if open {
			on, n = x.Due, x.Counts.Undecided
			if x.Late {
				on += w.Say(lang.Text{" (försenad)", " (late)"})
			}
		}
		rows = append(rows, []document.Cell{document.C(x.Ref), document.C(x.Object), word(on), number(x.Counts.Total), number(n)})
	}
	when, left := lang.Text{"Genomförd", "Performed"}, lang.Text{"Inte kontrollerade", "Not verified"}
	if open {
		when, left = lang.Text{"Ska vara klar", "To be done by"}, lang.Text{"Inte beslutade", "Not decided"}
	}
	w.Table(lang.Text{"Granskningar", "Reviews"}, []document.Column{column(w, lang.Text{"Nummer", "Number"}, 1, document.Left), column(w, lang.Text{"Objekt", "Object"}, 3, document.Left),
		column(w, when, 1.5, document.Left), column(w, lang.Text{"Konton", "Accounts"}, 1, document.Right), column(w, left, 1, document.Right)}, rows)
}

// FlawYearsText is the comparison of two years to read.
func FlawYearsText(ctx context.Context, d draft.Deps, c access.Caller, org string, l lang.Lang) (document.Doc, error) {
	y, err := FlawYears(ctx, d, c, org)
	if err != nil {
		return document.Doc{}, err
	}
	w := draft.New(ctx, d, c, l, lang.Text{"Sårbarhetsgranskningar, i år mot förra året", "Vulnerability reviews, this year against last"})
	w.Doc.Draft = false
	about(w, org)
	w.Styled(document.Lead, w.Say(lang.Text{"Granskningar %d: %d, av %d objekt. Granskningar %d: %d, av %d objekt. Öppna kritiska och höga brister: %d. Brister som inte har åtgärdats i tid: %d.",
		"Reviews in %d: %d, of objects: %d. Reviews in %d: %d, of objects: %d. Critical and high findings open: %d. Findings not fixed in time: %d."},
		y.This.Year, y.This.Reviews, y.This.Objects, y.Last.Year, y.Last.Reviews, y.Last.Objects, y.Open, y.Overdue))
	if y.Numbers > 0 {
		w.P(w.Say(lang.Text{"Av de öppna är %d kända bara som antal. Om de är åtgärdade i tid går inte att säga.", "Of the open ones %d are known only as numbers. Whether they were fixed in time cannot be said."}, y.Numbers))
	}
	severity := registers.VulnReviews.Must("findings").Columns[1].Choices
	var rows [][]document.Cell
	for _, s := range y.severities {
		rows = append(rows, []document.Cell{document.C(severity.Label(s).In(l)), number(y.Last.Found[s]), number(y.This.Found[s])})
	}
	w.Table(lang.Text{"Funna brister efter allvarlighet", "Findings by severity"}, []document.Column{column(w, lang.Text{"Allvarlighet", "Severity"}, 2, document.Left),
		{Title: strconv.Itoa(y.Last.Year), Align: document.Right}, {Title: strconv.Itoa(y.This.Year), Align: document.Right}}, rows)
	fates := map[Fate]lang.Text{Same: {"Kvar", "Left"}, New: {"Ny", "New"}, Gone: {"Borta", "Gone"}}
	states := registers.VulnReviews.Must("findings").Columns[3].Choices
	// Those whose findings are known only by numbers have no more to tell than when.
	var counted [][]document.Cell
	for _, o := range y.Objects {
		if len(o.Flaws) == 0 {
			counted = append(counted, []document.Cell{document.C(o.Ref + " " + o.Title), document.C(refList(w, o.This)), document.C(refList(w, o.Last))})
			continue
		}
		w.H(1, lang.Text{o.Ref + " " + o.Title, o.Ref + " " + o.Title})
		parts := []string{w.Say(lang.Text{"Granskningar i år: %s. Förra året: %s.", "Reviews this year: %s. Last year: %s."}, refList(w, o.This), refList(w, o.Last))}
		if o.Unnamed {
			parts = append(parts, w.Say(lang.Text{"Något av åren finns bara som antal, så alla brister kan inte jämföras vid namn.", "One of the years is known only by numbers, so not all findings can be compared by name."}))
		}
		w.P(strings.Join(parts, " "))
		var rows [][]document.Cell
		for _, f := range o.Flaws {
			due := f.Due
			if f.Overdue {
				due += w.Say(lang.Text{" (försenad)", " (late)"})
			}
			rows = append(rows, []document.Cell{document.C(f.Title), document.C(fates[f.Fate].In(l)), document.C(severity.Label(f.Severity).In(l)), document.C(states.Label(f.State).In(l)), word(due)})
		}
		w.Table(lang.Text{"Brister", "Findings"}, []document.Column{column(w, lang.Text{"Brist", "Finding"}, 3, document.Left), column(w, lang.Text{"Sedan förra året", "Since last year"}, 1.2, document.Left),
			column(w, lang.Text{"Allvarlighet", "Severity"}, 1.2, document.Left), column(w, lang.Text{"Läge", "State"}, 1.2, document.Left), column(w, lang.Text{"Åtgärdas senast", "Due"}, 1.5, document.Left)}, rows)
	}
	if len(counted) > 0 {
		w.H(1, lang.Text{"Granskade objekt utan brister vid namn", "Objects reviewed without findings by name"})
		w.P(lang.Text{"Bristerna här är inga, eller finns bara som antal i tabellen ovan och kan inte jämföras en och en.", "Findings here are none, or are only counted in the table above and cannot be compared one by one."})
		w.Table(lang.Text{"Objekt och granskningar", "Objects and reviews"}, []document.Column{column(w, lang.Text{"Objekt", "Object"}, 3, document.Left), column(w, lang.Text{"I år", "This year"}, 1.5, document.Left), column(w, lang.Text{"Förra året", "Last year"}, 1.5, document.Left)}, counted)
	}
	return w.End()
}

func refList(w *draft.Draft, refs []string) string {
	if len(refs) == 0 {
		return w.Say(lang.Text{"inga", "none"})
	}
	return strings.Join(slices.Sorted(slices.Values(refs)), ", ")
}
