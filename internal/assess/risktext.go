package assess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// RiskAnalysisText is one risk analysis as a document of its own.
func RiskAnalysisText(ctx context.Context, deps Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w, rec, err := write(ctx, deps, c, "risk_analysis", id, l)
	if err != nil {
		return document.Doc{}, err
	}
	w.head(lang.Text{SV: "Riskanalys", EN: "Risk analysis"}, rec.Text("title"), rec.Text("status") == "draft")
	for _, step := range []func(*register.Record) error{w.analysisFacts, w.analysisRisks, w.analysisChange, w.analysisProposals, w.analysisGap} {
		if err := step(rec); err != nil {
			return document.Doc{}, err
		}
	}
	return w.finish(), nil
}

func (w *writing) analysisFacts(rec *register.Record) error {
	object, err := w.name("object", rec.Text("object"))
	if err != nil {
		return err
	}
	processing, err := w.name("processing", rec.Text("processing"))
	if err != nil {
		return err
	}
	decider, err := w.name("role_assignment", rec.Text("decided_by"))
	if err != nil {
		return err
	}
	w.heading("Om analysen", "About the analysis")
	w.facts([]fact{
		{label: w.say("Omfattning", "Scope"), value: w.word(rec, "scope")},
		{label: w.say("Objekt", "Object"), value: object, optional: rec.Text("scope") != "object"},
		{label: w.say("Behandling", "Processing activity"), value: processing, optional: rec.Text("scope") != "processing"},
		{label: w.say("Slag", "Kind"), value: w.word(rec, "kind")},
		{label: w.say("Genomförd", "Held on"), value: rec.Text("held_on")},
		{label: w.say("Deltagare", "Participants"), value: strings.Join(strings.Split(strings.TrimSpace(rec.Text("participants")), "\n"), ", ")},
		{label: w.say("Metodversion", "Method version"), value: rec.Text("method_version")},
		{label: w.say("Status", "Status"), value: w.word(rec, "status")},
		{label: w.say("Beslutad", "Decided on"), value: rec.Text("decided_on")},
		{label: w.say("Beslutad av", "Decided by"), value: decider},
	})
	if s := rec.Text("summary"); s != "" {
		w.long(s, "")
	}
	return nil
}

// place says a stage of a risk as "3 × 4 = 12, kritisk".
func (w *writing) place(scale rulebook.RiskScale, rec *register.Record, at stage) string {
	x, ok := assess(scale.Scale(), rec, at)
	if !ok {
		return w.say("Ej bedömd", "Not assessed")
	}
	p, _ := rec.Number(at.p)
	c, _ := rec.Number(at.c)
	return fmt.Sprintf("%d × %d = %d, %s", p, c, x.Value, w.band(scale, x.Band.Code))
}

func (w *writing) band(scale rulebook.RiskScale, code string) string {
	for _, b := range scale.Bands {
		if b.Code == code {
			return b.Name.In(w.l)
		}
	}
	return code
}

// worst puts the highest standing risk first; the human number settles the rest.
func (w *writing) worst(risks []*register.Record) {
	value := func(r *register.Record) int {
		x, _ := standing(scaleOf(w.rules, r.Text("kind")).Scale(), r)
		return x.Value
	}
	slices.SortStableFunc(risks, func(a, b *register.Record) int {
		if d := value(b) - value(a); d != 0 {
			return d
		}
		return strings.Compare(a.Ref, b.Ref)
	})
}

func (w *writing) analysisRisks(rec *register.Record) error {
	risks, err := w.r.find("risk", is("analysis", rec.ID))
	if err != nil {
		return err
	}
	w.heading("Risker", "Risks")
	if len(risks) == 0 {
		w.add(document.Paragraph{Runs: w.lacks(w.say("risker", "risks"))})
		return nil
	}
	w.paragraph(w.say("Värdet är sannolikhet gånger konsekvens. För integritetsrisker bedöms konsekvensen för den enskilde.", "The value is likelihood times consequence. For privacy risks the consequence is the individual's."))
	w.worst(risks)
	w.riskTable(risks)
	for _, x := range risks {
		if err := w.riskDetail(x); err != nil {
			return err
		}
	}
	return nil
}

// riskTable prints each risk at its three stages.
func (w *writing) riskTable(risks []*register.Record) {
	var rows [][]string
	for _, x := range risks {
		scale := scaleOf(w.rules, x.Text("kind"))
		name := x.Ref + " " + x.Text("title")
		if c, ok := x.Number("c"); ok && scale.AlwaysList > 0 && int(c) >= scale.AlwaysList {
			name += w.say(" (visas alltid: högsta konsekvens)", " (always shown: highest consequence)")
		}
		rows = append(rows, []string{name, w.word(x, "kind"), w.place(scale, x, inherent), w.place(scale, x, present), w.place(scale, x, target)})
	}
	w.table([]document.Column{w.col("Risk", "Risk", 4), w.col("Slag", "Kind", 2), w.col("Utan åtgärder", "Without measures", 2), w.col("Med dagens åtgärder", "With present measures", 2), w.col("Mål", "Target", 2)}, rows, 2)
}

func (w *writing) riskDetail(x *register.Record) error {
	owner, err := w.name("role_assignment", x.Text("owner"))
	if err != nil {
		return err
	}
	by, err := w.name("role_assignment", x.Text("accepted_by"))
	if err != nil {
		return err
	}
	w.add(document.Heading{Level: 2, Text: x.Ref + " " + x.Text("title"), ID: strings.ToLower(x.Ref)})
	consequence := w.say("Konsekvens", "Consequence")
	if x.Text("kind") == "privacy" {
		consequence = w.say("Konsekvens för den enskilde", "Consequence for the individual")
	}
	treatment := w.word(x, "treatment")
	if s := x.Text("treatment_text"); s != "" {
		treatment = strings.TrimPrefix(treatment+". "+s, ". ")
	}
	accepted := ""
	if by != "" {
		accepted = by + ", " + x.Text("accepted_on") + w.say(", till och med ", ", until ") + x.Text("accepted_until") + ". " + x.Text("accepted_reason")
	}
	w.facts([]fact{
		{label: w.say("Oönskad händelse", "Threat"), value: x.Text("threat")},
		{label: w.say("Sårbarhet", "Vulnerability"), value: x.Text("vulnerability"), optional: true},
		{label: consequence, value: x.Text("consequence_text")},
		{label: w.say("Hantering", "Treatment"), value: treatment, optional: true},
		{label: w.say("Riskägare", "Risk owner"), value: owner},
		{label: w.say("Status", "Status"), value: w.word(x, "status")},
		{label: w.say("Accepterad", "Accepted"), value: accepted, optional: x.Text("status") != "accepted"},
	})
	return nil
}

func (w *writing) analysisChange(rec *register.Record) error {
	previous, err := w.r.get("risk_analysis", rec.Text("previous"))
	if err != nil || previous == nil {
		return err
	}
	cs, err := w.r.compared(rec)
	if err != nil {
		return err
	}
	w.heading("Sedan förra analysen", "Since the last analysis")
	w.paragraph(w.say("Jämfört med ", "Compared with ") + previous.Ref + ", " + w.say("genomförd ", "held on ") + previous.Text("held_on") + ".")
	words := map[Fate]string{FateNew: w.say("Ny", "New"), FateChanged: w.say("Ändrad", "Changed"), FateSame: w.say("Oförändrad", "Unchanged"), FateGone: w.say("Borta", "Gone")}
	var rows [][]string
	for _, c := range cs {
		scale := scaleOf(w.rules, c.Risk.Text("kind"))
		before, now := "–", "–"
		if c.Before != nil {
			before = w.now(scale, c.Before)
		}
		if c.Fate != FateGone {
			now = w.now(scale, c.Risk)
		}
		rows = append(rows, []string{c.Risk.Text("title"), words[c.Fate], before, now})
	}
	w.table([]document.Column{w.col("Risk", "Risk", 4), w.col("Ändring", "Change", 1.5), w.col("Då", "Then", 2), w.col("Nu", "Now", 2)}, rows)
	return nil
}

// now says a risk as it stands, with present measures where these are judged.
func (w *writing) now(scale rulebook.RiskScale, rec *register.Record) string {
	if s := w.place(scale, rec, present); s != "" {
		return s
	}
	return w.place(scale, rec, inherent)
}

func (w *writing) analysisProposals(rec *register.Record) error {
	ps, err := w.r.proposals(rec.ID)
	if err != nil || len(ps) == 0 {
		return err
	}
	w.heading("Kostnad och nytta", "Cost and benefit")
	w.paragraph(w.say("Förslagen står i ordning efter minskat riskvärde gånger antal objekt som får nytta, per krona. Ordningen är ett hjälpmedel, inte en bedömning.",
		"Proposals are ordered by the fall in risk value times the objects served, per krona. The order is an aid, not a judgement."))
	var rows [][]string
	for _, p := range ps {
		x, err := w.r.get("risk", string(p.Risk.ID))
		if err != nil || x == nil {
			return err
		}
		cost := w.say("ej angiven", "not stated")
		if p.Priced {
			cost = lang.Kronor(w.l, p.Cost)
		}
		effect := x.Text("expected_effect")
		if effect == "" {
			effect = x.Text("treatment_text")
		}
		if effect == "" && rec.Text("status") != "draft" { // decided, nothing is lacked any more: it was not said
			effect = w.say("ej angiven", "not stated")
		}
		rows = append(rows, []string{p.Risk.Ref + " " + p.Risk.Title, effect, fmt.Sprint(p.Reduction), fmt.Sprint(p.Objects), cost})
	}
	w.table([]document.Column{w.col("Risk", "Risk", 3), w.col("Väntad verkan", "Expected effect", 3), w.col("Minskning", "Reduction", 1.2), w.col("Objekt", "Objects", 1), w.col("Kostnad första året", "Cost, first year", 1.8)}, rows, 1)
	return nil
}

func (w *writing) analysisGap(rec *register.Record) error {
	if rec.Text("gap_answer") == "" {
		return nil
	}
	money := func(field string) string {
		if n, ok := rec.Number(field); ok {
			return lang.Kronor(w.l, n)
		}
		return ""
	}
	w.heading("Svar på kravgap", "Answer to the demand gap")
	risk, err := w.name("risk", rec.Text("gap_risk"))
	if err != nil {
		return err
	}
	accept := rec.Text("gap_answer") == "accept"
	w.facts([]fact{
		{label: w.say("Svar", "Answer"), value: w.word(rec, "gap_answer")},
		{label: w.say("Kravgap", "Demand gap"), value: wanting(rec.Text("gap_covers")), optional: rec.Text("status") == "draft"},
		{label: w.say("Skäl", "Reason"), value: rec.Text("gap_reason")},
		{label: w.say("Vad det skulle kosta att höja", "What raising would cost"), value: money("gap_cost"), optional: !accept},
		{label: w.say("Per år", "Yearly"), value: money("gap_cost_yearly"), optional: true},
		{label: w.say("Nyttan av att höja", "Benefit of raising"), value: rec.Text("gap_benefit"), optional: !accept},
		{label: w.say("Accepterad risk", "Accepted risk"), value: risk, optional: !accept},
	})
	return nil
}

// wanting says a gap by the aspects in which there is one.
func wanting(s string) string {
	v, err := classify.ParseVector(s)
	if err != nil {
		return s
	}
	var out []string
	for _, a := range classify.Aspects() {
		if v[a] > 0 {
			out = append(out, fmt.Sprintf("%s\u00a0+%d", a, v[a]))
		}
	}
	return strings.Join(out, ", ")
}
