package assess

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// answersOf reads what a session answered of one information type.
func answersOf(harms []registers.Harm, infoType string) (out []classify.Consequence) {
	for _, h := range harms {
		var a classify.Aspect
		if h.InfoType != infoType || a.UnmarshalText([]byte(h.Aspect)) != nil {
			continue
		}
		for area, n := range h.In() {
			if n != nil {
				out = append(out, classify.Consequence{Area: area, Aspect: a, Level: classify.Level(*n)})
			}
		}
	}
	return out
}

// typesIn are the information types that consequences were answered for, in order.
func typesIn(harms []registers.Harm) (out []string) {
	for _, h := range harms {
		if !slices.Contains(out, h.InfoType) {
			out = append(out, h.InfoType)
		}
	}
	return out
}

// judged gives the rows of a session: the levels that the consequences answered
// give, for each type of which every aspect is answered, and the other rows as
// they are (domain.md 4.1.1). What happens is said first; the level follows.
func judged(m classify.Method, words rulebook.Classification, x *registers.Classification) (out []registers.Assessed) {
	types := typesIn(x.Consequences)
	for _, row := range x.PerInfoType {
		if !slices.Contains(types, row.InfoType) {
			out = append(out, row)
		}
	}
	for _, name := range types {
		v, _, problems := classify.InfoType(m, answersOf(x.Consequences, name))
		if len(problems) > 0 {
			continue
		}
		row := registers.Assessed{InfoType: name, K: int64(v[classify.K]), R: int64(v[classify.R]), T: int64(v[classify.T]), Consequence: worst(words, x.Consequences, name)}
		if m.Traceability {
			row.S = int64(v[classify.S])
		}
		for _, had := range x.PerInfoType {
			if had.InfoType == name {
				row.Reason = had.Reason
			}
		}
		out = append(out, row)
	}
	return out
}

// worst says of each aspect what the worst is that may happen, in the words of
// the scale and the session's own.
func worst(words rulebook.Classification, harms []registers.Harm, infoType string) string {
	var out []string
	for _, h := range harms {
		if h.InfoType != infoType {
			continue
		}
		top, said := int64(-1), ""
		for _, area := range words.Areas {
			if n := h.In()[area.Code]; n != nil && *n > top && int(*n) < len(area.Harms) {
				top, said = *n, area.Harms[*n].SV
			}
		}
		if h.Text != "" {
			said = h.Text
		}
		if said != "" {
			out = append(out, strings.ToUpper(h.Aspect)+": "+said)
		}
	}
	return strings.Join(out, "\n")
}

func sameRows(a, b []registers.Assessed) bool { return slices.Equal(a, b) }

// unanswered refuses a proposal where an aspect of a type has no answer.
func unanswered(m classify.Method, harms []registers.Harm) (ps []fault.Problem) {
	for _, name := range typesIn(harms) {
		_, _, problems := classify.InfoType(m, answersOf(harms, name))
		for _, p := range problems {
			if p.Code == classify.NotAnswered {
				ps = append(ps, fault.Problem{Field: "consequences", Code: "consequence-not-answered", Value: name, Allowed: []string{p.Aspect.String()}})
			}
		}
	}
	return ps
}

// Typed is one information type in a session: what it was, and what is said now.
type Typed struct {
	Name     string           // as the session's rows name it
	Record   *register.Record // nil when the register has none of the name
	Handling string
	Decided  classify.Vector // of the information type itself
	Now      classify.Vector // of the answers given, unset where none is
	Harms    []registers.Harm
	Last     *registers.Assessed // of the session before
}

// Session is how a classification stands while it is worked on.
type Session struct {
	Record   *register.Record
	Object   *register.Record // nil when it is not of an object
	Last     *register.Record // the decision that counts today, nil when there is none
	Standing Standing
	Types    []Typed
	Own      classify.Vector // before raises and lowerings
	Result   classify.Vector
	Reasons  []classify.Reason
	Rules    rulebook.Classification
	Method   classify.Method
}

// ClassSession tells how far a classification has come and what it gives so far.
func ClassSession(ctx context.Context, deps Deps, c access.Caller, id string) (Session, error) {
	r := deps.reader(ctx, c)
	reg := r.reg("classification")
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, id, time.Time{}, 0)
	if err != nil {
		return Session{}, err
	}
	rules, err := r.rules()
	if err != nil {
		return Session{}, err
	}
	out := Session{Record: rec, Own: classify.None(), Result: vector(rec), Rules: rules.Classification(), Method: rules.Classify(), Standing: Standing{Official: classify.None(), Suggested: classify.None()}}
	x := register.As[registers.Classification](rec)
	var last *registers.Classification
	if x.Object != "" {
		if out.Object, err = r.get("object", string(x.Object)); err != nil {
			return out, err
		}
	}
	if out.Object != nil {
		if out.Standing, err = ClassStanding(ctx, deps, c, string(x.Object), time.Time{}); err != nil {
			return out, err
		}
		if d := out.Standing.Decision.ID; d != "" && d != rec.ID {
			if out.Last, err = r.get("classification", string(d)); err != nil {
				return out, err
			}
		}
		if out.Last != nil {
			last = register.As[registers.Classification](out.Last)
		}
	}
	if out.Types, err = r.sessionTypes(out, x, last); err != nil {
		return out, err
	}
	var uses []classify.Use
	for i := range out.Types {
		t := &out.Types[i]
		v, _, _ := classify.InfoType(out.Method, answersOf(x.Consequences, t.Name))
		t.Now = v
		for _, row := range x.PerInfoType {
			if row.InfoType == t.Name && len(t.Harms) == 0 {
				t.Now = classify.KRT(classify.Level(row.K), classify.Level(row.R), classify.Level(row.T))
			}
		}
		handling := classify.Handling(t.Handling)
		if handling == "" {
			handling = classify.Stored
		}
		uses = append(uses, classify.Use{InfoType: t.Name, Handling: handling, Class: t.Now})
	}
	if rec.Text("status") == "draft" && len(x.Consequences) > 0 {
		var why []classify.Reason
		out.Own, out.Reasons = classify.Object(out.Method, uses)
		out.Result, why, _ = classify.Adjust(out.Method, out.Own, append(moves(x.AggregateRaise, 1), moves(x.Lowering, -1)...))
		out.Reasons = append(out.Reasons, why...)
	}
	return out, nil
}

// sessionTypes are the types that the object holds today, and those that the
// session names beside them.
func (r *reader) sessionTypes(s Session, x, last *registers.Classification) ([]Typed, error) {
	var out []Typed
	add := func(t Typed) {
		for _, h := range x.Consequences {
			if h.InfoType == t.Name {
				t.Harms = append(t.Harms, h)
			}
		}
		if last != nil {
			for i, row := range last.PerInfoType {
				if t.Record != nil && slices.Contains([]string{t.Record.Ref, string(t.Record.ID), t.Record.Text("title")}, row.InfoType) || row.InfoType == t.Name {
					t.Last = &last.PerInfoType[i]
				}
			}
		}
		out = append(out, t)
	}
	linked := map[register.ID]string{}
	if s.Object != nil {
		for _, l := range s.Object.LinksOf("info_types") {
			linked[l.To] = l.Kind
		}
	}
	if x.InfoType != "" {
		linked[x.InfoType] = ""
	}
	found, err := r.byIDs("info_type", linked)
	if err != nil {
		return nil, err
	}
	for _, t := range found {
		add(Typed{Name: t.Ref, Record: t, Handling: linked[t.ID], Decided: vector(t)})
	}
	named := typesIn(x.Consequences)
	for _, row := range x.PerInfoType {
		if !slices.Contains(named, row.InfoType) {
			named = append(named, row.InfoType)
		}
	}
	for _, name := range named {
		rec, err := r.infoType(name)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(out, func(t Typed) bool { return t.Name == name || rec != nil && t.Record != nil && t.Record.ID == rec.ID }); i >= 0 {
			if out[i].Name != name {
				t := out[i]
				out = slices.Delete(out, i, i+1)
				t.Name, t.Harms = name, nil
				add(t)
			}
			continue
		}
		t := Typed{Name: name, Record: rec, Decided: classify.None()}
		if rec != nil {
			t.Decided = vector(rec)
		}
		add(t)
	}
	return out, nil
}

// byIDs reads records by identity in one question, in the order of their numbers.
func (r *reader) byIDs(name string, ids map[register.ID]string) ([]*register.Record, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var quoted []string
	for id := range ids {
		quoted = append(quoted, quote(string(id)))
	}
	slices.Sort(quoted)
	found, err := r.find(name, "id = ("+strings.Join(append(quoted, quoted[0]), ", ")+")")
	slices.SortFunc(found, func(a, b *register.Record) int { return strings.Compare(a.Ref, b.Ref) })
	return found, err
}

// OpenClass gives the classification of an object that is being worked on, nil
// when there is none.
func OpenClass(ctx context.Context, deps Deps, c access.Caller, object register.ID) (*register.Record, error) {
	found, err := deps.reader(ctx, c).find("classification", is("object", object)+" AND status = (draft, proposed)")
	return first(found), err
}

// StartClass begins a classification of an object: a draft of today, with what
// the information types' own classification has answered already. It gives the
// one that is being worked on where there is one.
func StartClass(ctx context.Context, s *command.Service, deps Deps, c access.Caller, opt command.Options, object *register.Record) (*register.Record, error) {
	if had, err := OpenClass(ctx, deps, c, object.ID); err != nil || had != nil {
		return had, err
	}
	r := deps.reader(ctx, c)
	linked := map[register.ID]string{}
	for _, l := range object.LinksOf("info_types") {
		linked[l.To] = l.Kind
	}
	types, err := r.byIDs("info_type", linked)
	if err != nil {
		return nil, err
	}
	var harms []registers.Harm
	flags := map[string]bool{"secrecy": object.Text("secrecy_data") == "yes"}
	for _, t := range types {
		x := register.As[registers.InfoType](t)
		harms = append(harms, carried(t.Ref, x.Consequences)...)
		flags["secrecy"] = flags["secrecy"] || len(x.LegalBasisSecrecy) > 0
		for _, d := range x.PersonalData {
			flags["personal"] = flags["personal"] || d != "none"
			flags["art9"] = flags["art9"] || d == "special_art9"
		}
	}
	fields := map[string]any{"kind": "object", "object": string(object.ID), "held_on": string(register.DateOf(opt.Now.In(deps.DB.Zone))),
		"title": lang.Text{SV: "Klassning av %s", EN: "Classification of %s"}.With(lang.SV, object.Text("title"))}
	if len(harms) > 0 {
		fields["consequences"] = harms
	}
	var set []string
	for _, f := range []string{"personal", "art9", "secrecy"} {
		if flags[f] {
			set = append(set, f)
		}
	}
	if len(set) > 0 {
		fields["flags"] = set
	}
	receipt, err := s.Do(ctx, c, opt, command.Change{Op: "create", Register: r.reg("classification"), Org: object.Org, Fields: fields})
	if err != nil {
		return nil, err
	}
	return receipt.Items[0].New, nil
}

// carried turns an information type's own answers into a session's.
func carried(name string, list []registers.Consequence) (out []registers.Harm) {
	for _, c := range list {
		i := slices.IndexFunc(out, func(h registers.Harm) bool { return h.Aspect == c.Aspect })
		if i < 0 {
			out = append(out, registers.Harm{InfoType: name, Aspect: c.Aspect})
			i = len(out) - 1
		}
		n := c.Level
		switch c.Area {
		case "operations":
			out[i].Operations = &n
		case "individuals":
			out[i].Individuals = &n
		case "finances":
			out[i].Finances = &n
		case "others":
			out[i].Others = &n
		}
		if c.Text != "" {
			out[i].Text = strings.TrimSpace(out[i].Text + " " + c.Text)
		}
	}
	return out
}
