package assess

import (
	"context"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Doors are the texts, reports and acts of classifications, demands, risks and
// impact assessments.
func Doors(s *command.Service, deps Deps) room.Set {
	w := window{s, deps}
	text := func(make func(context.Context, Deps, access.Caller, string, lang.Lang) (document.Doc, error)) func(context.Context, room.Call) (document.Doc, error) {
		return func(ctx context.Context, c room.Call) (document.Doc, error) {
			return make(ctx, deps, c.Caller, c.ID(), c.Lang)
		}
	}
	object := room.Param{Name: "object", Title: registers.Objects.Singular, Kind: room.Ref, Register: "object", Needed: true}
	analysis := func(needed bool) room.Param {
		return room.Param{Name: "analysis", Title: registers.RiskAnalyses.Singular, Kind: room.Ref, Register: "risk_analysis", Needed: needed}
	}
	return room.Set{
		Texts: []room.Text{
			{Register: "classification", Name: "protocol", Title: lang.Text{SV: "Klassningsprotokoll", EN: "Classification protocol"}, Make: text(ClassificationText)},
			{Register: "action_plan", Name: "plan", Title: registers.ActionPlans.Singular, Make: text(ActionPlanText)},
			{Register: "dpia", Name: "report", Title: lang.Text{SV: "Konsekvensbedömning", EN: "Impact assessment"}, Make: text(DPIAText)},
			{Register: "risk_analysis", Name: "report", Title: lang.Text{SV: "Riskanalys", EN: "Risk analysis"}, Make: text(RiskAnalysisText)},
			{Register: "agreement", Name: "requirement-annex", Title: lang.Text{SV: "Kravbilaga", EN: "Annex of requirements"}, Make: text(RequirementAnnexText),
				When: func(a *register.Record) bool { return a.Text("kind") == "service_agreement" }},
			{Register: "org", Name: "statement-of-applicability", Title: lang.Text{SV: "Uttalande om tillämplighet", EN: "Statement of applicability"}, Make: text(ApplicabilityText)},
		},
		Reports: []room.Report{
			{Name: "demand-gaps", Title: lang.Text{SV: "Kravgap", EN: "Demand gaps"}, Params: []room.Param{room.AsOf()}, Answer: w.gaps},
			{Name: "class-effect", Title: lang.Text{SV: "Vad en annan klass kräver och kostar", EN: "What another class asks for and costs"},
				Params: append([]room.Param{object}, levels()...), Answer: w.effect},
			{Name: "class-standing", Title: lang.Text{SV: "Hur klassen står sig", EN: "How the class stands"}, Params: []room.Param{object, room.AsOf()}, Answer: w.standing},
			{Name: "screening", Title: lang.Text{SV: "Tröskelbedömning", EN: "Screening"},
				Params: []room.Param{{Name: "processing", Title: registers.Processings.Singular, Kind: room.Ref, Register: "processing", Needed: true}}, Answer: w.screening},
			{Name: "risk-comparison", Title: lang.Text{SV: "Nya, ändrade och borttagna risker", EN: "New, changed and gone risks"}, Params: []room.Param{analysis(true)}, Answer: w.compare},
			{Name: "risk-proposals", Title: lang.Text{SV: "Åtgärder efter nytta per krona", EN: "Treatments by benefit per cost"}, Params: []room.Param{analysis(false)}, Answer: w.proposals},
		},
		Acts: []room.Act{
			{Register: "risk_analysis", Name: "carry_over", Title: lang.Text{SV: "Ny analys ur den här", EN: "New analysis from this one"},
				Params: []room.Param{{Name: "held_on", Title: registers.RiskAnalyses.Must("held_on").Title, Kind: room.Day, Needed: true}},
				When:   func(a *register.Record) bool { return a.Text("status") == "decided" },
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return CarryOver(ctx, s, deps, c.Caller, c.Options(), c.ID(), register.Date(c.Params["held_on"]))
				}},
			{Register: "control", Name: "enter_catalogue", Title: lang.Text{SV: "Lägg in standardens åtgärder", EN: "Enter the standard's controls"}, Free: true, Params: []room.Param{room.Org(true)}, Do: w.catalogue},
		},
	}
}

// window is what the doors of this room are answered from.
type window struct {
	s    *command.Service
	deps Deps
}

func levels() (out []room.Param) {
	for _, a := range classify.Aspects() {
		out = append(out, room.Param{Name: strings.ToLower(a.String()), Title: lang.Text{SV: "Nivå " + a.String(), EN: "Level " + a.String()}, Kind: room.Level})
	}
	return out
}

// wired is a class as programs read it; what is not judged is left out.
func wired(v classify.Vector) map[string]int {
	out := map[string]int{}
	for _, a := range classify.Aspects() {
		if v[a] != classify.Unset {
			out[strings.ToLower(a.String())] = int(v[a])
		}
	}
	return out
}

func (w window) gaps(ctx context.Context, c room.Call) (any, error) {
	gs, err := Gaps(ctx, w.deps, c.Caller, c.EndOf("as_of"))
	if err != nil {
		return nil, err
	}
	type gap struct {
		Object     room.Key        `json:"object"`
		Kind       string          `json:"kind"`
		State      GapState        `json:"state"`
		Class      map[string]int  `json:"class"`
		Level      map[string]int  `json:"demanded"`
		Gap        map[string]int  `json:"gap"`
		Dependants int             `json:"dependants"`
		Unknown    int             `json:"unknown"`
		Analysis   *room.Key       `json:"analysis,omitempty"`
		Answer     classify.Answer `json:"answer,omitempty"`
		DecidedOn  register.Date   `json:"decided_on,omitempty"`
	}
	items := []gap{}
	for _, g := range gs {
		x := gap{room.Found("object", g.Object), g.Kind, g.State, wired(g.Demand.Class), wired(g.Demand.Level), wired(g.Demand.Gap), g.Demand.Dependants, g.Demand.Unknown, nil, g.Answer, g.DecidedOn}
		if g.Analysis.ID != "" {
			k := room.Found("risk_analysis", g.Analysis)
			x.Analysis = &k
		}
		items = append(items, x)
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

func (w window) effect(ctx context.Context, c room.Call) (any, error) {
	to := classify.None()
	for _, a := range classify.Aspects() {
		if n := strings.ToLower(a.String()); c.Params[n] != "" {
			to[a] = classify.Level(c.Number(n))
		}
	}
	if !to.Known() {
		return nil, fault.Problems([]fault.Problem{{Field: "k", Code: "required", Allowed: []string{"0", "1", "2", "3", "4"}}})
	}
	e, err := ClassEffect(ctx, w.deps, c.Caller, c.Params["object"], to)
	if err != nil {
		return nil, err
	}
	rules, err := w.deps.reader(ctx, c.Caller).rules()
	if err != nil {
		return nil, err
	}
	type need struct {
		Control string `json:"control"`
		Title   string `json:"title,omitempty"`
		Level   int    `json:"level"`
		Text    string `json:"text"`
	}
	list := func(ns []Need) []need {
		out := []need{}
		for _, n := range ns {
			title := ""
			if x, ok := rules.Control(n.Control); ok {
				title = x.Title.In(c.Lang)
			}
			out = append(out, need{n.Control, title, int(n.Level), n.Text(c.Lang)})
		}
		return out
	}
	return map[string]any{"from": wired(e.From), "to": wired(e.To), "new": list(e.New), "stricter": list(e.Stricter), "dropped": list(e.Dropped),
		"once": e.Once, "yearly": e.Yearly, "unpriced": e.Unpriced}, nil
}

func (w window) standing(ctx context.Context, c room.Call) (any, error) {
	st, err := ClassStanding(ctx, w.deps, c.Caller, c.Params["object"], c.EndOf("as_of"))
	if err != nil {
		return nil, err
	}
	type reason struct {
		Code   string `json:"code"`
		Aspect string `json:"aspect,omitempty"`
		Level  *int   `json:"level,omitempty"`
		From   *int   `json:"from,omitempty"`
		Ref    string `json:"ref,omitempty"`
		Text   string `json:"text,omitempty"`
	}
	reasons := []reason{}
	for _, r := range st.Reasons {
		x := reason{Code: r.Code, Ref: r.Ref, Text: r.Text}
		if r.Level != classify.Unset { // a reason that is about one aspect
			level, from := int(r.Level), int(r.From)
			x.Aspect, x.Level, x.From = strings.ToLower(r.Aspect.String()), &level, &from
		}
		reasons = append(reasons, x)
	}
	out := map[string]any{"official": wired(st.Official), "derived": wired(st.Derived), "suggested": wired(st.Suggested), "current": st.Current, "reasons": reasons}
	if st.Decision.ID != "" {
		out["decision"] = room.Found("classification", st.Decision)
	}
	return out, nil
}

func (w window) screening(ctx context.Context, c room.Call) (any, error) {
	sc, err := Screen(ctx, w.deps, c.Caller, c.Params["processing"])
	if err != nil {
		return nil, err
	}
	type line struct {
		Code      string `json:"code"`
		Name      string `json:"name"`
		Statutory bool   `json:"statutory"`
		Answer    string `json:"answer"`
		Preset    string `json:"preset,omitempty"`
		Note      string `json:"note,omitempty"`
	}
	lines := []line{}
	for _, l := range sc.Lines {
		lines = append(lines, line{l.Code, l.Name.In(c.Lang), l.Statutory, string(l.Answer), l.Preset, l.Note})
	}
	j := sc.Judgement
	return map[string]any{"processing": room.KeyOf(sc.Processing), "version": sc.Version, "lines": lines, "needed": j.Needed, "count": j.Count,
		"complete": j.Complete, "mandatory": j.Mandatory, "reason_missing": j.ReasonMissing}, nil
}

func (w window) compare(ctx context.Context, c room.Call) (any, error) {
	cs, err := Compare(ctx, w.deps, c.Caller, c.Params["analysis"])
	if err != nil {
		return nil, err
	}
	type compared struct {
		Risk   *room.Key `json:"risk"`
		Before *room.Key `json:"before,omitempty"`
		Fate   Fate      `json:"fate"`
	}
	items := []compared{}
	for _, x := range cs {
		items = append(items, compared{room.KeyOf(x.Risk), room.KeyOf(x.Before), x.Fate})
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

func (w window) proposals(ctx context.Context, c room.Call) (any, error) {
	ps, err := Proposals(ctx, w.deps, c.Caller, register.ID(c.Params["analysis"]))
	if err != nil {
		return nil, err
	}
	type proposal struct {
		Risk      room.Key `json:"risk"`
		Reduction int      `json:"reduction"`
		Objects   int      `json:"objects"`
		Benefit   int64    `json:"benefit"`
		Once      *int64   `json:"once"`
		Yearly    *int64   `json:"yearly"`
		Cost      *int64   `json:"cost"` // null: nobody has stated it
	}
	items := []proposal{}
	for _, p := range ps {
		x := proposal{room.Found("risk", p.Risk), p.Reduction, p.Objects, p.Benefit, p.Once, p.Yearly, nil}
		if p.Priced {
			x.Cost = &p.Cost
		}
		items = append(items, x)
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

func (w window) catalogue(ctx context.Context, c room.Call) (command.Receipt, error) {
	changes, err := CatalogueChanges(ctx, w.deps, c.Caller, register.ID(c.Params["org"]))
	if err != nil || len(changes) == 0 {
		return command.Receipt{}, err
	}
	return w.s.Do(ctx, c.Caller, c.Options(), changes...)
}
