package assess

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Report is the answer to a what-if: what was asked, of which day and ledger
// position, and counts that each open to the records counted.
type Report struct {
	Question string // W4, W7, W8
	AsOf     register.Date
	Position int64
	Counts   []Count
	Rises    []Rise // W4, W7: old and new class
	Once     int64  // öre, of the new controls with a stated cost
	Yearly   int64
	Unpriced int // new or stricter without a stated cost
	Asked    int // requirements that are new or stricter, over all objects
	asked    map[register.ID]store.Key
}

// Count is a number with the records behind it.
type Count struct {
	Code     string
	Label    lang.Text
	Register string
	Records  []store.Key
}

// N is the number.
func (c Count) N() int { return len(c.Records) }

// Rise is an object whose class would be another.
type Rise struct {
	Object store.Key
	Effect Effect
}

func (r *reader) report(ctx context.Context, question string) (Report, error) {
	if r.known > 0 {
		return Report{Question: question, AsOf: r.day(), Position: r.known}, nil
	}
	at, err := r.db.Position(ctx)
	return Report{Question: question, AsOf: r.day(), Position: at}, err
}

// rise adds an object's new class with what that asks for.
func (p *Report) rise(k store.Key, e Effect, c catalogue) {
	if p.asked == nil {
		p.asked = map[register.ID]store.Key{}
	}
	for _, n := range slices.Concat(e.New, e.Stricter) {
		p.Asked++
		if rec := c.record(n); rec != nil {
			p.asked[rec.ID] = keyOf(rec)
		}
	}
	p.Rises = append(p.Rises, Rise{k, e})
	p.Once += e.Once
	p.Yearly += e.Yearly
	p.Unpriced += e.Unpriced
}

// byAspect puts the records of the counts in order, counts the objects that
// rise by aspect, and the controls that are asked for anew.
func (p *Report) byAspect(names map[classify.Aspect]lang.Text) {
	controls := Count{Code: "controls", Label: lang.Text{SV: "Säkerhetsåtgärder i registret som krävs därtill eller på högre nivå", EN: "Controls in the register asked for besides, or at a higher level"}, Register: "control"}
	for _, k := range p.asked {
		controls.Records = append(controls.Records, k)
	}
	defer func() {
		if len(p.Rises) > 0 {
			p.Counts = append(p.Counts, controls)
		}
		for _, c := range p.Counts {
			slices.SortFunc(c.Records, func(a, b store.Key) int { return strings.Compare(a.Ref, b.Ref) })
		}
	}()
	for _, a := range classify.Aspects() {
		c := Count{Code: "rises_" + strings.ToLower(a.String()), Label: lang.Text{SV: "Höjs i " + names[a].SV, EN: "Rise in " + names[a].EN}, Register: "object"}
		for _, r := range p.Rises {
			if r.Effect.To[a] > r.Effect.From[a] {
				c.Records = append(c.Records, r.Object)
			}
		}
		if c.N() > 0 {
			p.Counts = append(p.Counts, c)
		}
	}
}

func (r *reader) aspectNames() (map[classify.Aspect]lang.Text, error) {
	rules, err := r.rules()
	out := map[classify.Aspect]lang.Text{}
	if err == nil {
		for _, a := range rules.Classification().Aspects {
			out[a.Aspect] = a.Name
		}
	}
	return out, err
}

// shared are the kinds of object that others run on (domain.md W4).
var shared = []string{"shared_it", "infrastructure"}

// IfDemandsCount answers W4: which classes of shared IT rise when what business
// systems demand is counted, as of an instant (zero for now); planned takes
// systems in that are not yet introduced.
func IfDemandsCount(ctx context.Context, deps Deps, c access.Caller, asOf time.Time, planned bool) (Report, error) {
	r := deps.reader(ctx, c)
	r.asOf = asOf
	p, err := r.report(ctx, "W4")
	if err != nil {
		return p, err
	}
	land, err := r.landscape(planned)
	if err != nil {
		return p, err
	}
	answers, err := r.answers()
	if err != nil {
		return p, err
	}
	cat, err := r.catalogue()
	if err != nil {
		return p, err
	}
	rules, err := r.rules()
	if err != nil {
		return p, err
	}
	names, err := r.aspectNames()
	if err != nil {
		return p, err
	}
	looked := Count{Code: "looked_at", Label: lang.Text{SV: "Gemensam it och infrastruktur", EN: "Shared IT and infrastructure"}, Register: "object"}
	rise := Count{Code: "rise", Label: lang.Text{SV: "Skulle få högre klass", EN: "Would get a higher class"}, Register: "object"}
	open := Count{Code: "open", Label: lang.Text{SV: "Kravgap utan beslutat svar", EN: "Demand gaps without a decided answer"}, Register: "object"}
	unclassified := Count{Code: "unclassified", Label: lang.Text{SV: "Saknar egen klass", EN: "Have no class"}, Register: "object"}
	unknown := Count{Code: "unknown", Label: lang.Text{SV: "Har beroende objekt med okänt krav", EN: "Have dependants with unknown demand"}, Register: "object"}
	known := map[[2]classify.Vector]Effect{}
	for _, d := range land.graph.Demands() {
		if !slices.Contains(shared, land.kind[d.ID]) {
			continue
		}
		key := land.key[d.ID]
		looked.Records = append(looked.Records, key)
		if d.Unknown > 0 {
			unknown.Records = append(unknown.Records, key)
		}
		g, ok := land.gap(d, answers[d.ID], r.day())
		switch {
		case !ok:
		case g.State == NotClassified:
			unclassified.Records = append(unclassified.Records, key)
		default:
			rise.Records = append(rise.Records, key)
			if g.State == GapOpen {
				open.Records = append(open.Records, key)
			}
			to := classify.Join(d.Class, d.Level)
			pair := [2]classify.Vector{d.Class, to}
			e, had := known[pair]
			if !had {
				e = effect(rules, cat, d.Class, to)
				known[pair] = e
			}
			p.rise(key, e, cat)
		}
	}
	p.Counts = append(p.Counts, looked, rise, open, unclassified, unknown)
	p.byAspect(names)
	return p, nil
}

// IfInfoTypeRises answers W7: what a higher level of an information type would
// ask of the objects that hold it.
func IfInfoTypeRises(ctx context.Context, deps Deps, c access.Caller, infoType string, to classify.Vector, asOf time.Time) (Report, error) {
	r := deps.reader(ctx, c)
	r.asOf = asOf
	p, err := r.report(ctx, "W7")
	if err != nil {
		return p, err
	}
	reg := r.reg("info_type")
	t, err := deps.DB.Get(ctx, c.Read(reg), reg, infoType, asOf, deps.KnownAt)
	if err != nil {
		return p, err
	}
	if was := vector(t); !higher(to, was) {
		return p, fault.Problems([]fault.Problem{{Field: "k", Code: "not-higher", Value: to.String(), Allowed: []string{was.String()}}})
	}
	objects, err := r.find("object", "has(info_types, "+is("id", t.ID)+") AND status != retired")
	if err != nil {
		return p, err
	}
	classes, err := r.classes()
	if err != nil {
		return p, err
	}
	rules, err := r.rules()
	if err != nil {
		return p, err
	}
	cat, err := r.catalogue()
	if err != nil {
		return p, err
	}
	names, err := r.aspectNames()
	if err != nil {
		return p, err
	}
	m := rules.Classify()
	holds := Count{Code: "hold", Label: lang.Text{SV: "Objekt med informationstypen", EN: "Objects with the information type"}, Register: "object"}
	rise := Count{Code: "rise", Label: lang.Text{SV: "Skulle få högre klass", EN: "Would get a higher class"}, Register: "object"}
	unclassified := Count{Code: "unclassified", Label: lang.Text{SV: "Saknar egen klass", EN: "Have no class"}, Register: "object"}
	for _, o := range objects {
		key := keyOf(o)
		holds.Records = append(holds.Records, key)
		from, ok := classes[string(o.ID)]
		if !ok {
			unclassified.Records = append(unclassified.Records, key)
			continue
		}
		after := from
		for _, l := range o.LinksOf("info_types") {
			if l.To == t.ID {
				v, _ := classify.Object(m, []classify.Use{{InfoType: t.Ref, Handling: classify.Handling(l.Kind), Class: to}})
				after = classify.Join(after, v)
			}
		}
		if after != from {
			rise.Records = append(rise.Records, key)
			p.rise(key, effect(rules, cat, from, after), cat)
		}
	}
	p.Counts = append(p.Counts, holds, rise, unclassified)
	p.byAspect(names)
	return p, nil
}

// higher tells whether a class is above another in any aspect.
func higher(to, from classify.Vector) bool {
	return slices.ContainsFunc(classify.Aspects(), func(a classify.Aspect) bool { return to[a] > from[a] })
}

func keyOf(rec *register.Record) store.Key {
	return store.Key{ID: rec.ID, Ref: rec.Ref, Org: rec.Org, Version: rec.Version, Title: rec.Text("title")}
}

// IfRevised answers W8: who must look again when a norm classification or a
// reference assessment is revised, and which of them rest on it decided. Asked of
// a version that has just come, it tells of those who rest on the one before.
func IfRevised(ctx context.Context, deps Deps, c access.Caller, registerName, id string, asOf time.Time) (Report, error) {
	r := deps.reader(ctx, c)
	r.asOf = asOf
	p, err := r.report(ctx, "W8")
	if err != nil {
		return p, err
	}
	reg := r.reg(registerName)
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, id, asOf, deps.KnownAt)
	if err != nil {
		return p, err
	}
	add := func(code, sv, en, in, filter string) ([]*register.Record, error) {
		found, err := r.find(in, filter)
		n := Count{Code: code, Label: lang.Text{SV: sv, EN: en}, Register: in}
		for _, x := range found {
			n.Records = append(n.Records, keyOf(x))
		}
		p.Counts = append(p.Counts, n)
		return found, err
	}
	former, err := r.former(rec)
	if err != nil {
		return p, err
	}
	if registerName == "classification" {
		return p, r.normRevised(&p, rec, former, add)
	}
	standing, err := add("adopters", "Har antagit och ska se över", "Have adopted and must look again", "dpia_participant", is("dpia", rec.ID)+" AND status = (adopted, deviates)")
	if err != nil {
		return p, err
	}
	waiting, err := add("waiting", "Har inte tagit ställning", "Have not taken a position", "dpia_participant", is("dpia", rec.ID)+" AND status = (invited, commented)")
	if err != nil {
		return p, err
	}
	if _, err = add("own", "Egna bedömningar som bygger på den", "Own assessments that rest on it", "dpia", is("reference", rec.ID)+" AND status != superseded"); err != nil || len(former) == 0 {
		return p, err
	}
	// Who stands by an earlier version, and is not among those of this one.
	here := map[string]bool{}
	for _, x := range slices.Concat(standing, waiting) {
		here[x.Text("party")] = true
	}
	n := Count{Code: "former", Label: lang.Text{SV: "Står kvar vid en tidigare version", EN: "Stand by an earlier version"}, Register: "dpia_participant"}
	found, err := r.find("dpia_participant", anyOf("dpia", former)+" AND status = (adopted, deviates)")
	for _, x := range found {
		if !here[x.Text("party")] {
			n.Records = append(n.Records, keyOf(x))
		}
	}
	p.Counts = append(p.Counts, n)
	return p, err
}

// normRevised counts who applies a norm, or still one that it has taken the place
// of: both must look again.
func (r *reader) normRevised(p *Report, norm *register.Record, former []register.ID, add func(code, sv, en, in, filter string) ([]*register.Record, error)) error {
	found, err := add("applications", "Tillämpningar att se över", "Applications to look at again", "classification", is("norm", norm.ID)+" AND status = decided")
	if err != nil {
		return err
	}
	if len(former) > 0 {
		more, err := add("former", "Tillämpningar av en tidigare version av normen", "Applications of an earlier version of the norm", "classification", anyOf("norm", former)+" AND status = decided")
		if err != nil {
			return err
		}
		found = slices.Concat(found, more)
	}
	objects := Count{Code: "objects", Label: lang.Text{SV: "Berörda objekt", EN: "Objects concerned"}, Register: "object"}
	for _, x := range found {
		o, err := r.get("object", x.Text("object"))
		if err != nil {
			return err
		}
		if o != nil && !slices.ContainsFunc(objects.Records, func(k store.Key) bool { return k.ID == o.ID }) {
			objects.Records = append(objects.Records, keyOf(o))
		}
	}
	p.Counts = append(p.Counts, objects)
	_, err = add("drafts", "Tillämpningar under arbete", "Applications being worked on", "classification", anyOf("norm", append(former, norm.ID))+" AND status = (draft, proposed)")
	return err
}

// former are the versions that a norm or a reference has taken the place of, one
// after another.
func (r *reader) former(rec *register.Record) (out []register.ID, err error) {
	for rec != nil && rec.Text("replaces") != "" && !slices.Contains(out, register.ID(rec.Text("replaces"))) {
		out = append(out, register.ID(rec.Text("replaces")))
		if rec, err = r.get(rec.Register.Name, rec.Text("replaces")); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func anyOf(field string, ids []register.ID) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = quote(string(id))
	}
	return field + " = (" + strings.Join(quoted, ", ") + ")"
}
