package ropa

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Profile is an object that uses AI or connected things, with what is known and
// missing (domain.md R19, R20, 11 W3).
type Profile struct {
	Object      *register.Record
	Traits      []string // ai, iot
	Ai, Iot     *register.Record
	Processings []*register.Record
	Dpias       []*register.Record // decided
	Gaps        []string           // codes of Messages
}

// Said is what is missing in words, of the profile that it concerns.
func (p Profile) Said(gap string) lang.Text {
	t := Messages[gap]
	problem := fault.Problem{Code: gap}
	if p.Ai != nil {
		problem.Value = p.Ai.Ref
	}
	return lang.Text{SV: lang.Fill(t, lang.SV, problem), EN: lang.Fill(t, lang.EN, problem)}
}

// Class is the risk class under the AI Act, in words; empty without a profile.
func (p Profile) Class() lang.Text { return p.chosen("risk_class") }

// Role is the organisation's role under the AI Act, in words.
func (p Profile) Role() lang.Text { return p.chosen("role") }

func (p Profile) chosen(field string) lang.Text {
	if p.Ai == nil || p.Ai.Text(field) == "" {
		return lang.Text{}
	}
	return p.Ai.Register.Must(field).Choices.Label(p.Ai.Text(field))
}

// Profiles lists every object with a trait, those with most missing first; both
// traits when none is named.
func Profiles(ctx context.Context, d draft.Deps, c access.Caller, traits ...string) ([]Profile, error) {
	if len(traits) == 0 {
		traits = []string{"ai", "iot"}
	}
	r, err := newReading(ctx, d, c)
	if err != nil {
		return nil, err
	}
	or := query.Or{}
	for _, t := range traits {
		or = append(or, draft.Where(t, "yes"))
	}
	objects, err := r.all(registers.Objects, query.And{or, query.Not{Of: draft.Where("status", "retired")}})
	if err != nil {
		return nil, err
	}
	ai, err := profilesOf(r, registers.AiProfiles)
	if err != nil {
		return nil, err
	}
	iot, err := profilesOf(r, registers.IotProfiles)
	if err != nil {
		return nil, err
	}
	processings, err := r.all(registers.Processings, query.Not{Of: draft.Where("status", "ended")})
	if err != nil {
		return nil, err
	}
	dpias, err := r.all(registers.Dpias, draft.Where("status", "decided", "in_review"))
	if err != nil {
		return nil, err
	}
	byObject := map[string][]*register.Record{}
	for _, p := range processings {
		for _, o := range register.IDs(p.LinksOf("objects")) {
			byObject[o] = append(byObject[o], p)
		}
	}
	var out []Profile
	for _, o := range objects {
		p := Profile{Object: o, Ai: ai[string(o.ID)], Iot: iot[string(o.ID)], Processings: byObject[string(o.ID)]}
		for _, t := range traits {
			if o.Text(t) == "yes" {
				p.Traits = append(p.Traits, t)
			}
		}
		for _, x := range dpias {
			named := slices.ContainsFunc(p.Processings, func(q *register.Record) bool {
				return slices.Contains(register.IDs(x.LinksOf("processings")), string(q.ID))
			})
			if named || slices.Contains(register.IDs(x.LinksOf("objects")), string(o.ID)) {
				p.Dpias = append(p.Dpias, x)
			}
		}
		p.Gaps = p.gaps(r.rules, seesAll(c.Read(registers.Processings), o) && seesAll(c.Read(registers.Dpias), o))
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b Profile) int { return len(b.Gaps) - len(a.Gaps) })
	return out, nil
}

func profilesOf(r *reading, reg *register.Register) (map[string]*register.Record, error) {
	all, err := r.all(reg, query.Not{Of: draft.Where("status", "ended")})
	out := map[string]*register.Record{}
	for _, p := range all {
		out[p.Text("object")] = p
	}
	return out, err
}

// seesAll tells whether a scope shows all that hangs on an object: who sees it for
// having a part in it cannot tell what its organisation has done about it.
func seesAll(s store.Scope, o *register.Record) bool {
	return s.Sees(o.Org) || slices.Contains(s.Objects, o.ID)
}

// gaps says what is missing; of the record and assessments only to who sees them.
// What is in the record of processing has personal data, whatever the object says.
func (p Profile) gaps(rules rulebook.Rules, whole bool) []string {
	var out []string
	say := func(bad bool, code string) {
		if bad {
			out = append(out, code)
		}
	}
	personal := p.Object.Text("personal_data")
	if len(p.Processings) > 0 {
		personal = "yes"
	}
	say(whole && (personal == "" || personal == "unknown"), "personal-data-not-assessed")
	say(whole && personal == "yes" && len(p.Processings) == 0, "processing-missing")
	if whole && personal == "yes" && len(p.Dpias) == 0 {
		assessed := len(p.Processings) > 0
		for _, q := range p.Processings {
			assessed = assessed && q.Text("dpia_need") == "not_needed"
		}
		say(!assessed, "dpia-missing")
	}
	if slices.Contains(p.Traits, "iot") {
		say(p.Iot == nil, "iot-profile-missing")
	}
	if !slices.Contains(p.Traits, "ai") {
		return out
	}
	say(p.Ai == nil, "ai-profile-missing")
	if p.Ai == nil {
		return out
	}
	class := p.Ai.Text("risk_class")
	say(class == "unknown" || class == "", "ai-class-missing")
	say(p.Ai.Text("role") == "", "ai-role-missing")
	return append(out, aiDuties(register.As[registers.AiProfile](p.Ai), rules)...)
}

// aiDuties lists what the AI Act asks for of a profile's class, once the duty
// has begun; the duties and their days stand in the rule book.
func aiDuties(a *registers.AiProfile, rules rulebook.Rules) []string {
	if !slices.ContainsFunc(rules.Duties(), func(d rulebook.Duty) bool { return d.Code == "ai_"+strings.ToLower(a.RiskClass) }) {
		return nil
	}
	if a.RiskClass == "prohibited" {
		return []string{"ai-prohibited"}
	}
	if a.Exemption_6_3 == register.Yes {
		if a.Registered_49_2 != register.Yes {
			return []string{"ai-exemption-not-registered"}
		}
		return nil
	}
	var out []string
	if a.Fria != "done" {
		out = append(out, "fria-needed")
	}
	if a.EuDatabaseRegistered != register.Yes {
		out = append(out, "eu-database-needed")
	}
	return out
}

// Experience is what a board has learnt of AI or IoT, shared with the city.
type Experience struct {
	Org, Kind, What, Text string
	From                  lang.Text // whose it is: the organisation's own, the city's, others'
}

// Experiences gathers the city's experiences. That text is declared as shared
// with all boards; nothing else of the profile is shown, and what is marked
// secret is left out.
func Experiences(ctx context.Context, d draft.Deps, c access.Caller) ([]Experience, error) {
	if c.Read(registers.AiProfiles).Empty() {
		return nil, nil
	}
	r, err := newReading(ctx, d, access.System())
	if err != nil {
		return nil, err
	}
	orgs, err := r.byID(registers.Orgs, nil)
	if err != nil {
		return nil, err
	}
	var out []Experience
	for _, x := range []struct {
		reg  *register.Register
		what string
	}{{registers.AiProfiles, "model"}, {registers.IotProfiles, "device_type"}} {
		all, err := r.all(x.reg, nil)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			if mark := p.Text("secrecy"); p.Text("experience") == "" || mark != "" && mark != "none" || p.Text("status") == "ended" {
				continue
			}
			e := Experience{Kind: x.reg.Name, What: p.Text(x.what), Text: p.Text("experience")}
			if from := p.Text("experience_scope"); from != "" {
				e.From = x.reg.Must("experience_scope").Choices.Label(from)
			}
			if o := orgs[string(p.Org)]; o != nil {
				e.Org = o.Text("title")
			}
			out = append(out, e)
		}
	}
	return out, nil
}
