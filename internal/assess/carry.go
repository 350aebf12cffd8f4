package assess

import (
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/risk"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// CarryOver starts a new analysis from an earlier one: its open risks come along
// as they were judged, to be judged anew; acceptances do not.
func CarryOver(ctx context.Context, s *command.Service, deps Deps, c access.Caller, opt command.Options, previous string, heldOn register.Date) (command.Receipt, error) {
	r := deps.reader(ctx, c)
	reg := r.reg("risk_analysis")
	was, err := deps.DB.Get(ctx, c.Read(reg), reg, previous, time.Time{}, 0)
	if err != nil {
		return command.Receipt{}, err
	}
	if was.Text("status") != "decided" {
		return command.Receipt{}, fault.Problems([]fault.Problem{{Field: "previous", Code: "carry-from-decided", Value: was.Ref}})
	}
	id := register.NewID(opt.Now)
	fields := map[string]any{"previous": string(was.ID), "held_on": string(heldOn)}
	copyFields(was, fields, "title", "scope", "object", "processing", "about", "kind", "participants", "method_version")
	changes := []command.Change{{Op: "create", Register: reg, Org: was.Org, NewID: id, Fields: fields}}
	risks, err := r.find("risk", is("analysis", was.ID)+" AND status != closed")
	if err != nil {
		return command.Receipt{}, err
	}
	for _, x := range risks {
		f := map[string]any{"analysis": string(id), "carried_from": string(x.ID), "registered_on": string(heldOn)}
		copyFields(x, f, "title", "object", "processing", "threat", "vulnerability", "consequence_text", "aspect", "kind", "p", "c", "p2", "c2", "p3", "c3", "method",
			"treatment", "treatment_text", "cost_benefit", "cost", "cost_yearly", "expected_effect", "owner", "secrecy", "secrecy_note")
		changes = append(changes, command.Change{Op: "create", Register: x.Register, Org: x.Org, Fields: f})
	}
	return s.Do(ctx, c, opt, changes...)
}

func copyFields(from *register.Record, to map[string]any, names ...string) {
	for _, n := range names {
		if v := from.Get(n); v != nil {
			to[n] = v
		}
	}
}

// Fate is what became of a risk since the analysis before.
type Fate string

// The fates of a risk.
const (
	FateNew     Fate = "new"
	FateChanged Fate = "changed"
	FateSame    Fate = "unchanged"
	FateGone    Fate = "gone"
)

// Compared is a risk of an analysis, or one of the analysis before that is gone.
type Compared struct {
	Risk   *register.Record
	Before *register.Record // nil when new
	Fate   Fate
}

// compared sets an analysis' risks beside those of the analysis it carries on.
func (r *reader) compared(analysis *register.Record) ([]Compared, error) {
	now, err := r.find("risk", is("analysis", analysis.ID))
	if err != nil {
		return nil, err
	}
	var was []*register.Record
	if p := analysis.Text("previous"); p != "" {
		if was, err = r.find("risk", is("analysis", register.ID(p))); err != nil {
			return nil, err
		}
	}
	var out []Compared
	carried := map[register.ID]bool{}
	for _, n := range now {
		c := Compared{Risk: n, Fate: FateNew}
		for _, w := range was {
			if n.Text("carried_from") == string(w.ID) {
				carried[w.ID] = true
				c.Before, c.Fate = w, FateSame
				if judgedApart(n, w) {
					c.Fate = FateChanged
				}
			}
		}
		out = append(out, c)
	}
	for _, w := range was {
		if !carried[w.ID] {
			out = append(out, Compared{Risk: w, Before: w, Fate: FateGone})
		}
	}
	return out, nil
}

// judgedApart tells whether two versions of a risk differ in what matters.
func judgedApart(a, b *register.Record) bool {
	return slices.ContainsFunc([]string{"threat", "consequence_text", "p", "c", "p2", "c2", "p3", "c3", "treatment"}, func(n string) bool { return !register.Same(a.Get(n), b.Get(n)) })
}

// Compare tells what is new, changed, unchanged and gone since the analysis
// before; all is new when there was none.
func Compare(ctx context.Context, deps Deps, c access.Caller, analysis string) ([]Compared, error) {
	r := deps.reader(ctx, c)
	reg := r.reg("risk_analysis")
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, analysis, time.Time{}, 0)
	if err != nil {
		return nil, err
	}
	return r.compared(rec)
}

// ExpireAcceptances takes acceptances whose last day has passed back to assessed
// (domain.md R12). It is the installation's own daily work.
func ExpireAcceptances(ctx context.Context, s *command.Service, deps Deps, opt command.Options) (command.Receipt, error) {
	r := deps.reader(ctx, access.System())
	r.now = opt.Now
	over, err := r.find("risk", "status = accepted AND accepted_until < asof")
	if err != nil || len(over) == 0 {
		return command.Receipt{}, err
	}
	var changes []command.Change
	for _, x := range over {
		changes = append(changes, update(x, "reassess", map[string]any{}))
	}
	return s.Do(ctx, access.System(), opt, changes...)
}

// Proposal is a treatment of a risk with what it gives and costs, ranked.
type Proposal struct {
	risk.Ranked
	Risk store.Key
}

// Proposals ranks the treatments of open risks by reduction × objects served per
// cost (domain.md 4.3): a sorting aid, not a judgement. With an analysis given,
// only its risks.
func Proposals(ctx context.Context, deps Deps, c access.Caller, analysis register.ID) ([]Proposal, error) {
	r := deps.reader(ctx, c)
	return r.proposals(analysis)
}

func (r *reader) proposals(analysis register.ID) ([]Proposal, error) {
	filter := "status != closed AND p3 != null"
	if analysis != "" {
		filter += " AND " + is("analysis", analysis)
	}
	found, err := r.find("risk", filter)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	rules, err := r.rules()
	if err != nil {
		return nil, err
	}
	l, err := r.landscape(false)
	if err != nil {
		return nil, err
	}
	dependants := map[string]int{}
	for _, d := range l.graph.Demands() {
		dependants[d.ID] = d.Dependants
	}
	var ps []risk.Proposal
	by := map[string]*register.Record{}
	for _, x := range found {
		scale := scaleOf(rules, x.Text("kind")).Scale()
		now, a := standing(scale, x)
		then, b := assess(scale, x, target)
		if !a || !b {
			continue
		}
		p := risk.Proposal{ID: x.Ref, Reduction: now.Value - then.Value, Objects: 1 + dependants[x.Text("object")]}
		if n, ok := x.Number("cost"); ok {
			p.Once = &n
		}
		if n, ok := x.Number("cost_yearly"); ok {
			p.Yearly = &n
		}
		by[x.Ref], ps = x, append(ps, p)
	}
	var out []Proposal
	for _, q := range risk.Rank(ps) {
		x := by[q.ID]
		out = append(out, Proposal{Ranked: q, Risk: store.Key{ID: x.ID, Ref: x.Ref, Org: x.Org, Version: x.Version, Title: x.Text("title")}})
	}
	return out, nil
}
