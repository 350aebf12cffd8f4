package assess

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Standing is how an object's class stands: what is decided, what today's links
// would give, what facts speak for, and whether the decision may be relied on.
type Standing struct {
	Decision  store.Key // the classification that counts, empty when there is none
	Official  classify.Vector
	Derived   classify.Vector // of the information it holds today; shown, never decided by itself
	Suggested classify.Vector // the lowest levels that facts speak for; shown, not forced
	Current   bool
	Reasons   []classify.Reason // of currency, difference and suggestion, in that order
}

// ClassStanding tells how the class of an object stands as of an instant (zero
// for now; domain.md 4.1.6–4.1.8).
func ClassStanding(ctx context.Context, deps Deps, c access.Caller, object string, asOf time.Time) (Standing, error) {
	r := deps.reader(ctx, c)
	r.asOf = asOf
	out := Standing{Official: classify.None()}
	reg := r.reg("object")
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, object, asOf, 0)
	if err != nil {
		return out, err
	}
	rules, err := r.rules()
	if err != nil {
		return out, err
	}
	m := rules.Classify()
	found, err := r.find("classification", is("object", rec.ID)+" AND status = (decided, superseded) AND decided_on <= asof")
	if err != nil {
		return out, err
	}
	var ds []classify.Decision
	by := map[string]*register.Record{}
	marks := func(x *register.Record) []string { causes, _ := x.Get("review_causes").([]string); return causes }
	for _, x := range found {
		by[x.Ref] = x
		ds = append(ds, classify.Decision{ID: x.Ref, DecidedOn: clock.Date(x.Text("decided_on")), Class: vector(x), Causes: marks(x), Marked: clock.Date(x.Text("review_marked_on"))})
	}
	if d, ok := classify.Latest(ds, clock.Date(r.day())); ok {
		out.Decision, out.Official = keyOf(by[d.ID]), d.Class
	}
	// A processing tells itself since when it is; the rest is marked on the decision.
	var changes []classify.Change
	found, err = r.find("processing", "has(objects, "+is("id", rec.ID)+") AND registered_on <= asof AND (ended_on = null OR ended_on > asof)")
	if err != nil {
		return out, err
	}
	for _, p := range found {
		changes = append(changes, classify.Change{Kind: "new_processing", On: clock.Date(p.Text("registered_on")), Ref: p.Ref})
	}
	out.Current, out.Reasons = classify.Current(m, ds, changes, clock.Date(r.day()))
	if out.Derived, err = r.derived(m, rec); err != nil {
		return out, err
	}
	out.Reasons = append(out.Reasons, classify.Compare(out.Official, out.Derived)...)
	facts, err := r.facts(rec)
	if err != nil {
		return out, err
	}
	suggested, why := classify.Suggest(m, facts)
	out.Suggested = suggested
	out.Reasons = append(out.Reasons, why...)
	return out, nil
}

// derived is the class that today's information types give (domain.md 4.1.2).
func (r *reader) derived(m classify.Method, object *register.Record) (classify.Vector, error) {
	var uses []classify.Use
	for _, l := range object.LinksOf("info_types") {
		t, err := r.get("info_type", string(l.To))
		if err != nil {
			return classify.None(), err
		}
		if t != nil {
			uses = append(uses, classify.Use{InfoType: t.Ref, Handling: classify.Handling(l.Kind), Class: vector(t)})
		}
	}
	v, _ := classify.Object(m, uses)
	return v, nil
}

// facts are what the registers know that speaks for a lowest level (domain.md 4.1.6).
func (r *reader) facts(object *register.Record) (classify.Facts, error) {
	f := classify.Facts{Yes: map[string]bool{}, Numbers: map[string]int{}}
	if n, ok := object.Number("mtd_h"); ok {
		f.Numbers["mtd_h"] = int(n)
	}
	f.Yes["secrecy"] = object.Text("secrecy_data") == "yes"
	kinds := map[string]string{"special_art9": "art9", "criminal_art10": "art10", "protected_identity": "protected_identity"}
	for _, l := range object.LinksOf("info_types") {
		t, err := r.get("info_type", string(l.To))
		if err != nil {
			return f, err
		}
		if t == nil {
			continue
		}
		data, _ := t.Get("personal_data").([]string)
		for _, d := range data {
			if kinds[d] != "" {
				f.Yes[kinds[d]] = true
			}
		}
		rules, _ := t.Get("legal_basis_secrecy").([]string)
		f.Yes["secrecy"] = f.Yes["secrecy"] || len(rules) > 0
		// Chapter 26 of the secrecy act: social services.
		f.Yes["osl26"] = f.Yes["osl26"] || slices.ContainsFunc(rules, func(s string) bool {
			return strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(s, "OSL")), "26")
		})
	}
	found, err := r.find("processing", "has(objects, "+is("id", object.ID)+") AND automated_decision = yes AND status != ended")
	f.Yes["legal_effect"] = len(found) > 0
	for k, yes := range f.Yes {
		if !yes {
			delete(f.Yes, k)
		}
	}
	return f, err
}
