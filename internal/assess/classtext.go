package assess

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// ClassificationText is the protocol of a classification (domain.md 9.7).
func ClassificationText(ctx context.Context, deps Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w, rec, err := write(ctx, deps, c, "classification", id, l)
	if err != nil {
		return document.Doc{}, err
	}
	x := register.As[registers.Classification](rec)
	if err := w.asDecided(rec); err != nil {
		return document.Doc{}, err
	}
	object, err := w.r.get("object", string(x.Object))
	if err != nil {
		return document.Doc{}, err
	}
	about := rec.Text("title")
	if object != nil {
		about = object.Text("title")
	} else if x.InfoType != "" {
		if about, err = w.name("info_type", string(x.InfoType)); err != nil {
			return document.Doc{}, err
		}
	}
	w.head(lang.Text{SV: "Klassningsprotokoll", EN: "Classification protocol"}, about, x.Status != "decided" && x.Status != "superseded")
	steps := []classStep{w.classDecision, w.classCarried, w.classAssessment, w.classNorm, w.classDemand, w.classRequirements}
	for _, step := range steps {
		if err := step(rec, x, object); err != nil {
			return document.Doc{}, err
		}
	}
	return w.finish(), nil
}

// asDecided has the text of a protocol that was decided here read the registers as
// they stood with the decision: what is done since does not change what was
// decided on (domain.md 9).
func (w *writing) asDecided(rec *register.Record) error {
	vs, err := w.r.db.History(w.r.ctx, w.r.scope(rec.Register), rec.Register, rec.ID)
	if err != nil {
		return err
	}
	for i := len(vs) - 1; i > 0; i-- {
		if vs[i].Record.Text("status") != "decided" || vs[i-1].Record.Text("status") == "decided" {
			continue
		}
		// What followed from the decision was written with it.
		const most = 10_000
		set, _, err := w.r.db.SetEntries(w.r.ctx, vs[i].Entry.Set, "", most)
		if err != nil || len(set) == 0 {
			return err
		}
		last, live := set[len(set)-1], *w.r
		w.live = &live
		w.r.asOf, w.r.known = last.At, last.Seq+1
		if w.rules, err = w.r.rules(); err != nil {
			return err
		}
		w.dated(rec)
		return nil
	}
	return nil
}

var toldOfClass = []string{"Klass", "Genomförd", "Deltagare", "Beslutad", "Beslutad av", "Bekräftad av", "bedömning per informationstyp"}

type classStep = func(*register.Record, *registers.Classification, *register.Record) error

// classWhole refuses to decide a classification whose protocol lacks facts
// (domain.md 9.7): the decision, what was carried over and what was assessed. What
// others demand and what the class asks for follow from the registers.
func (h *house) classWhole(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	// The day of the next review and the version of the method are filled in by the house.
	return h.whole(f, map[string]any{"review_due": string(f.Today()), "method_version": h.rules(f.Today()).Classify().Version}, toldOfClass, func(w *writing, rec *register.Record) error {
		x := register.As[registers.Classification](rec)
		object, err := w.r.get("object", string(x.Object))
		if err != nil {
			return err
		}
		for _, step := range []classStep{w.classDecision, w.classCarried, w.classAssessment} {
			if err := step(rec, x, object); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *writing) classDecision(rec *register.Record, x *registers.Classification, _ *register.Record) error {
	decider, err := w.name("role_assignment", string(x.DecidedBy))
	if err != nil {
		return err
	}
	second, err := w.name("role_assignment", string(x.SecondBy))
	if err != nil {
		return err
	}
	w.heading("Beslut", "Decision")
	v := vector(rec)
	if v.Known() {
		w.add(document.Paragraph{Style: document.Lead, Runs: []document.Run{document.T(w.say("Resultat: ", "Result: ") + w.levels(v) + ".")}})
	}
	w.facts([]fact{
		{label: w.say("Slag", "Kind"), value: w.word(rec, "kind")},
		{label: w.say("Status", "Status"), value: w.word(rec, "status")},
		{label: w.say("Klass", "Class"), value: known(v)},
		{label: w.say("Genomförd", "Held on"), value: string(x.HeldOn)},
		{label: w.say("Deltagare", "Participants"), value: strings.Join(strings.Split(strings.TrimSpace(x.Participants), "\n"), ", ")},
		{label: w.say("Metodversion", "Method version"), value: x.MethodVersion},
		{label: w.say("Beslutad", "Decided on"), value: string(x.DecidedOn)},
		{label: w.say("Beslutad av", "Decided by"), value: decider},
		{label: w.say("Bekräftad av", "Confirmed by"), value: second, optional: !classify.SecondPerson(w.rules.Classify(), v)},
		{label: w.say("Nästa översyn", "Next review"), value: string(x.ReviewDue)},
		{label: w.say("Särskilda uppgifter", "Flags"), value: w.word(rec, "flags"), optional: true},
		{label: w.say("Bör ses över", "Should be reviewed"), value: w.word(rec, "review_causes"), optional: true},
	})
	return nil
}

func known(v classify.Vector) string {
	if !v.Known() {
		return ""
	}
	return v.String()
}

// classCarried prints what the register already knew of the object (domain.md C8).
func (w *writing) classCarried(rec *register.Record, x *registers.Classification, object *register.Record) error {
	if object == nil {
		return nil
	}
	w.heading("Uppgifter ur registren", "Facts from the registers")
	owner, err := w.name("role_assignment", object.Text("owner"))
	if err != nil {
		return err
	}
	supplier, err := w.name("recipient", object.Text("supplier"))
	if err != nil {
		return err
	}
	depends, err := w.names("object", object.LinksOf("depends_on"))
	if err != nil {
		return err
	}
	dependants, err := w.r.find("object", "has(depends_on, "+is("id", object.ID)+")")
	if err != nil {
		return err
	}
	var leaning []string
	for _, d := range dependants {
		leaning = append(leaning, d.Text("title"))
	}
	users := w.say("ej angivet", "not stated") // the register lets it be so (domain.md R03)
	if n, ok := object.Number("users_approx"); ok {
		users = lang.Whole(n)
	}
	list := []fact{
		{label: w.say("Objekt", "Object"), value: object.Ref + " " + object.Text("title"), from: object},
		{label: w.say("Objektägare", "Object owner"), value: owner, from: object},
		{label: w.say("Leverantör", "Supplier"), value: supplier, from: object, optional: true},
		{label: w.say("Användare, ungefär", "Users, about"), value: users, from: object},
		{label: w.say("Beroende av", "Depends on"), value: depends, from: object, optional: true},
		{label: w.say("Andra beror på objektet", "Others depend on it"), value: w.some(leaning), from: object, optional: true},
	}
	processings, err := w.r.find("processing", "has(objects, "+is("id", object.ID)+") AND status != ended")
	if err != nil {
		return err
	}
	for _, p := range processings {
		law := w.word(p, "legal_basis")
		if n := p.Text("national_rule"); n != "" {
			law += ", " + n
		}
		if law == "" {
			law = w.say("rättslig grund ej angiven", "legal basis not stated")
		}
		list = append(list, fact{label: w.say("Behandling", "Processing activity"), value: p.Text("title") + " (" + law + ")", from: p})
	}
	w.facts(list)
	return nil
}

func (w *writing) classAssessment(rec *register.Record, x *registers.Classification, _ *register.Record) error {
	if len(x.PerInfoType) == 0 && x.Kind == "applied" {
		return nil
	}
	w.heading("Bedömning per informationstyp", "Assessment per information type")
	if len(x.PerInfoType) == 0 {
		w.add(document.Paragraph{Runs: w.lacks(w.say("bedömning per informationstyp", "assessment per information type"))})
		return nil
	}
	var rows [][]string
	for _, a := range x.PerInfoType {
		name := a.InfoType
		t, err := w.r.infoType(a.InfoType)
		if err != nil {
			return err
		}
		if t != nil {
			name = t.Ref + " " + t.Text("title")
		}
		harm, why := a.Consequence, a.Reason
		if slices.Contains(typesIn(x.Consequences), a.InfoType) {
			harm, why = w.harms(x.Consequences, a.InfoType)
		}
		rows = append(rows, []string{name, fmt.Sprint(a.K), fmt.Sprint(a.R), fmt.Sprint(a.T), harm, cmp.Or(why, a.Reason, "–")})
	}
	w.table([]document.Column{w.col("Informationstyp", "Information type", 3.2), w.col("K", "C", 0.5), w.col("R", "I", 0.5), w.col("T", "A", 0.5), w.col("Konsekvens", "Consequence", 3.6), w.col("Skäl", "Reason", 2.8)}, rows)
	var moved [][]string
	for _, a := range x.AggregateRaise {
		moved = append(moved, []string{w.choice(rec, "aggregate_raise", "aspect", a.Aspect), fmt.Sprintf("+%d", a.By), a.Reason, "–"})
	}
	for _, a := range x.Lowering {
		moved = append(moved, []string{w.choice(rec, "lowering", "aspect", a.Aspect), fmt.Sprintf("\u2212%d", a.By), a.Reason, a.ApprovedBy})
	}
	if len(moved) > 0 {
		w.table([]document.Column{w.col("Höjning eller sänkning", "Raise or lowering", 2), w.col("Steg", "Steps", 0.8), w.col("Skäl", "Reason", 3.4), w.col("Godkänd av", "Approved by", 3)}, moved, 2, 3)
	} else {
		w.paragraph(w.say("Klassen är inte höjd för samlad mängd och inte sänkt.", "The class is neither raised for aggregation nor lowered."))
	}
	return nil
}

// harms says of each aspect of a type in which area the worst was answered, and
// apart from it the session's own reasons.
func (w *writing) harms(all []registers.Harm, infoType string) (harm, why string) {
	var said, reasons []string
	words := w.rules.Classification()
	for _, h := range all {
		if h.InfoType != infoType {
			continue
		}
		aspect := strings.ToUpper(h.Aspect) + ": "
		top, line := int64(-1), ""
		for _, area := range words.Areas {
			if n := h.In()[area.Code]; n != nil && *n > top && int(*n) < len(area.Harms) {
				top, line = *n, aspect+area.Harms[*n].In(w.l)+" ("+lang.Inside(area.Name.In(w.l))+")"
			}
		}
		if line != "" {
			said = append(said, line)
		}
		if h.Text != "" {
			reasons = append(reasons, aspect+h.Text)
		}
	}
	return strings.Join(said, "\n"), strings.Join(reasons, "\n")
}

func (w *writing) classNorm(rec *register.Record, x *registers.Classification, _ *register.Record) error {
	norm, err := w.r.get("classification", string(x.Norm))
	if err != nil || norm == nil {
		return err
	}
	w.heading("Avvikelser från normen", "Deviations from the norm")
	w.paragraph(w.say("Tillämpad norm: ", "Norm applied: ") + norm.Ref + " " + norm.Text("title") + ", " + vector(norm).String() + ", " + w.say("beslutad ", "decided on ") + norm.Text("decided_on") + ".")
	ds := classify.Deviations(vector(norm), vector(rec))
	if len(ds) == 0 {
		w.paragraph(w.say("Klassen är densamma som normens.", "The class is the norm's."))
	}
	for _, d := range ds {
		w.paragraph(fmt.Sprintf("%s: %s %s, %s %s.", d.Aspect, w.say("normen", "norm"), digit(d.Norm), w.say("här", "here"), digit(d.Local)))
	}
	if x.Deviations != "" {
		w.long(x.Deviations, "")
	}
	return nil
}

func (w *writing) classDemand(rec *register.Record, x *registers.Classification, object *register.Record) error {
	if object == nil {
		return nil
	}
	land, _, err := w.r.demanding()
	if err != nil {
		return err
	}
	// A gap opens with the decision, and is answered after it.
	now := cmp.Or(w.live, w.r)
	answers, err := now.answers()
	if err != nil {
		return err
	}
	w.heading("Vad andra objekt kräver", "What other objects demand")
	for _, d := range land.graph.Demands() {
		if d.ID != string(object.ID) {
			continue
		}
		if d.Dependants == 0 {
			w.paragraph(w.say("Inget annat objekt bygger på det här.", "No other object depends on this one."))
			return nil
		}
		w.facts([]fact{
			{label: w.say("Krävd nivå", "Level demanded"), value: d.Level.String()},
			{label: w.say("Gäller nu", "In force now"), value: d.Class.String()},
			{label: w.say("Beroende objekt", "Dependent objects"), value: lang.Whole(int64(d.Dependants))},
			{label: w.say("Av dem utan klass (okänt krav)", "Of these without class (unknown demand)"), value: lang.Whole(int64(d.Unknown))},
		})
		g, ok := land.gap(d, answers[d.ID], now.day())
		switch {
		case !ok || g.State == NotClassified:
			w.paragraph(w.say("Inget kravgap.", "No demand gap."))
		case g.State == GapHandled:
			a, err := now.get("risk_analysis", string(g.Analysis.ID))
			if err != nil || a == nil {
				return err
			}
			w.paragraph(w.say("Kravgapet är hanterat: ", "The demand gap is handled: ") + w.word(a, "gap_answer") + " (" + a.Ref + ", " + a.Text("decided_on") + "). " + a.Text("gap_reason"))
		default:
			w.paragraph(w.say("Kravgapet är öppet. Ägaren svarar i en riskanalys.", "The demand gap is open. The owner answers in a risk analysis."))
		}
	}
	return nil
}

func (w *writing) classRequirements(rec *register.Record, x *registers.Classification, object *register.Record) error {
	w.heading("Krav som följer av klassen", "Requirements that follow from the class")
	c, err := w.r.catalogue()
	if err != nil {
		return err
	}
	state := map[string]string{}
	if object != nil {
		found, err := w.r.find("measure", is("object", object.ID))
		if err != nil {
			return err
		}
		for _, m := range found {
			state[m.Text("control")] = w.word(m, "status")
		}
	}
	var rows [][]string
	for _, n := range needs(w.rules, c.own, vector(rec)) {
		s := w.say("Ej bedömd", "Not assessed")
		if r := c.record(n); r != nil && state[string(r.ID)] != "" {
			s = state[string(r.ID)]
		}
		rows = append(rows, []string{n.Control + " " + w.controlName(c, n), digit(n.Level), n.Text(w.l), s})
	}
	if len(rows) == 0 {
		w.paragraph(w.say("Klassen ger inga krav utöver grundläggande ordning.", "The class asks for nothing beyond basic order."))
		return nil
	}
	w.table([]document.Column{w.col("Säkerhetsåtgärd", "Control", 4.2), w.col("Nivå", "Level", 0.8), w.col("Innebär", "Means", 4.2), w.col("Läge", "State", 1.4)}, gather(rows))
	return nil
}

// controlName is the control's name in the text's language.
func (w *writing) controlName(c catalogue, n Need) string {
	if x, ok := w.rules.Control(n.Control); ok && n.Own == "" {
		return x.Title.In(w.l)
	}
	if r := c.record(n); r != nil {
		return r.Text("title")
	}
	return ""
}
