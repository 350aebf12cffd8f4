package ropa

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// Gap is a processing that has not come past a stage, and why.
type Gap struct {
	Processing *register.Record
	Why        []string // codes of Messages
	Missing    []Missing
	Objects    []*register.Record // where the gap lies in objects
}

// Stage is one step of the chained work from record to impact assessment.
type Stage struct {
	Code  string // as process_stage in domain.md R05
	Label lang.Text
	Done  []*register.Record
	Gaps  []Gap
}

// Chain is how far each processing has come (domain.md R05, F08), with
// encryption required and in place beside it. Each stage is judged by itself, so
// that the gap lists say all that is left.
type Chain struct {
	Processings []*register.Record
	Stages      []Stage
}

// LookAt judges the chain of the processings of some organisations, all that the
// caller sees when none is named.
func LookAt(ctx context.Context, d draft.Deps, c access.Caller, orgs ...register.ID) (Chain, error) {
	r, err := newReading(ctx, d, c)
	if err != nil {
		return Chain{}, err
	}
	l, err := r.links()
	if err != nil {
		return Chain{}, err
	}
	var filter query.Checked = query.Not{Of: draft.Where("status", "ended")}
	if len(orgs) > 0 {
		in := make([]string, len(orgs))
		for i, o := range orgs {
			in[i] = string(o)
		}
		filter = query.And{filter, draft.Where("org", in...)}
	}
	out := Chain{}
	if out.Processings, err = r.all(registers.Processings, filter); err != nil {
		return out, err
	}
	stages := []struct {
		code  string
		label lang.Text
		judge func(*register.Record) Gap
	}{
		{"registered", lang.Text{"Registerförtecknad och komplett", "In the record and complete"}, l.inRecord},
		{"archive_linked", lang.Text{"Kopplad till hanteringsanvisning", "Tied to the records schedule"}, l.scheduled},
		{"classified", lang.Text{"Objekten klassade", "Objects classified"}, l.classified},
		{"risk_assessed", lang.Text{"Risken analyserad", "Risk assessed"}, l.riskAssessed},
		{"dpia_done", lang.Text{"Konsekvensbedömd", "Impact assessed"}, l.assessed},
		{"encrypted", lang.Text{"Kryptering där den krävs", "Encryption where required"}, l.encrypted},
	}
	for _, st := range stages {
		s := Stage{Code: st.code, Label: st.label}
		for _, p := range out.Processings {
			if g := st.judge(p); len(g.Why) > 0 {
				g.Processing = p
				s.Gaps = append(s.Gaps, g)
			} else {
				s.Done = append(s.Done, p)
			}
		}
		out.Stages = append(out.Stages, s)
	}
	return out, nil
}

// links is what the chain looks up, read once.
type links struct {
	r         *reading
	transfers map[string]int
	measures  map[string]int
	schedule  map[string]bool // information types with a records schedule line
	objects   map[string]*register.Record
	class     map[string]bool // objects with a current classification
	risk      map[string]bool // objects and processings
	dpia      map[string]bool // processings
}

func (r *reading) links() (*links, error) {
	l := &links{r: r, transfers: map[string]int{}, measures: map[string]int{}, schedule: map[string]bool{}, class: map[string]bool{}, risk: map[string]bool{}, dpia: map[string]bool{}}
	each := func(reg *register.Register, filter query.Checked, fn func(*register.Record)) error {
		all, err := r.all(reg, filter)
		for _, rec := range all {
			fn(rec)
		}
		return err
	}
	var err error
	if l.objects, err = r.byID(registers.Objects, nil); err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		func() error {
			return each(registers.Transfers, draft.Where("status", "active"), func(t *register.Record) { l.transfers[t.Text("processing")]++ })
		},
		func() error {
			return each(registers.Measures, draft.Where("status", "implemented", "verified"), func(m *register.Record) { l.measures[m.Text("object")]++ })
		},
		func() error {
			return each(registers.InfoTypes, nil, func(i *register.Record) { l.schedule[string(i.ID)] = i.Text("records_schedule_ref") != "" })
		},
		func() error {
			months := r.rules.Number(rulebook.ClassCurrentMonths)
			return each(registers.Classifications, draft.Where("status", "decided"), func(c *register.Record) {
				if r.within(c.Text("decided_on"), months) {
					l.class[c.Text("object")] = true
				}
			})
		},
		func() error {
			months := r.rules.Number(rulebook.RiskAnalysisMonths)
			return each(registers.RiskAnalyses, nil, func(a *register.Record) {
				if r.within(a.Text("decided_on"), months) {
					l.risk[a.Text("object")], l.risk[a.Text("processing")] = true, true
				}
			})
		},
		func() error {
			return each(registers.Dpias, draft.Where("status", "decided", "in_review"), func(x *register.Record) {
				for _, p := range register.IDs(x.LinksOf("processings")) {
					l.dpia[p] = true
				}
			})
		},
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *links) around(p *register.Record) Around {
	a := Around{Transfers: l.transfers[string(p.ID)]}
	for _, o := range register.IDs(p.LinksOf("objects")) {
		a.Measures += l.measures[o]
	}
	return a
}

func (l *links) inRecord(p *register.Record) Gap {
	var g Gap
	if p.Text("status") != "registered" {
		g.Why = append(g.Why, "not-registered")
	}
	if g.Missing = Complete(register.As[registers.Processing](p), l.around(p)); len(g.Missing) > 0 {
		g.Why = append(g.Why, "incomplete")
		if day := p.Text("complete_on"); day != "" && day <= string(l.r.day) {
			g.Why = append(g.Why, "stated-complete")
		}
	}
	return g
}

func (l *links) scheduled(p *register.Record) Gap {
	for _, rule := range register.As[registers.Processing](p).RetentionRules {
		if rule.Schedule != "" {
			return Gap{}
		}
	}
	for _, i := range register.IDs(p.LinksOf("info_types")) {
		if l.schedule[i] {
			return Gap{}
		}
	}
	return Gap{Why: []string{"no-schedule"}}
}

func (l *links) classified(p *register.Record) Gap {
	return l.objectsLack(p, "class-missing", func(o string) bool { return l.class[o] })
}

func (l *links) riskAssessed(p *register.Record) Gap {
	if l.risk[string(p.ID)] {
		return Gap{}
	}
	return l.objectsLack(p, "risk-missing", func(o string) bool { return l.risk[o] })
}

func (l *links) objectsLack(p *register.Record, code string, has func(string) bool) Gap {
	var g Gap
	objects := register.IDs(p.LinksOf("objects"))
	if len(objects) == 0 {
		g.Why = []string{"object-missing"}
	}
	for _, o := range objects {
		if !has(o) {
			g.Why = []string{code}
			if rec := l.objects[o]; rec != nil {
				g.Objects = append(g.Objects, rec)
			}
		}
	}
	return g
}

func (l *links) assessed(p *register.Record) Gap {
	switch {
	case l.dpia[string(p.ID)], p.Text("dpia_need") == "not_needed":
		return Gap{}
	case p.Text("dpia_need") == "needed":
		return Gap{Why: []string{"dpia-undecided"}}
	}
	return Gap{Why: []string{"screening-undone"}}
}

func (l *links) encrypted(p *register.Record) Gap {
	x := register.As[registers.Processing](p)
	switch {
	case !answered(x.EncryptionRequired):
		return Gap{Why: []string{"encryption-undecided"}}
	case EncryptionGap(x):
		return Gap{Why: []string{"encryption-missing"}}
	}
	return Gap{}
}
