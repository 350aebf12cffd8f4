// Package register is how a register is declared: its fields with labels in
// both languages, its rules, its states and its relations. It does no I/O.
package register

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
)

// Register is a declared kind of record.
type Register struct {
	Name       string    // identifier, singular: continuity_plan
	Collection string    // as in addresses: continuity-plans
	Title      lang.Text // plural
	Singular   lang.Text
	About      lang.Text // one sentence: what is kept here and why
	Prefix     string    // of the human number: KPL
	Group      string    // where it stands in the navigation
	Fields     []*Field
	Order      string // standard order of lists

	byName    map[string]*Field
	byLabel   map[string]*Field
	body      reflect.Type
	checks    []reflect.Value
	derive    []reflect.Value
	relations map[string]*Relation
	relOrder  []*Relation
}

// Common are the fields of every record besides its own (domain.md 0).
// A struct that embeds it gets them; the record's identity, human number and
// owning organisation are not fields but stand on the Record.
type Common struct {
	Title       string
	Responsible ID
	Secrecy     string
	SecrecyNote string
	DiaryNo     string
	Tags        []string
	Notes       string
	Source      string
	ExtId       string
	ReviewDue   Date
	ArchivedOn  Date
}

// Secrecies are the provisions a mark can name (domain.md C6).
var Secrecies = Choices{
	{"none", "Ingen markering", "No mark"}, {"osl_18_8", "OSL 18:8", "OSL 18:8"}, {"osl_18_13", "OSL 18:13", "OSL 18:13"},
	{"osl_15_2", "OSL 15:2", "OSL 15:2"}, {"osl_21", "OSL 21 kap.", "OSL ch. 21"}, {"osl_26", "OSL 26 kap.", "OSL ch. 26"},
	{"osl_31_16", "OSL 31:16", "OSL 31:16"}, {"other", "Annan bestämmelse", "Other provision"},
}

// Sources tell how a record came to be.
var Sources = Choices{
	{"manual", "Inmatad", "Entered"}, {"import", "Import", "Import"}, {"api", "API", "API"},
	{"campaign", "Årsuppföljning", "Follow-up"}, {"generated", "Framställd", "Generated"},
}

// reserved are the names by which every door tells what a record is, beside
// its fields.
var reserved = []string{"id", "ref", "org", "version", "since", OwnName}

// New declares a register. declare is called once with an empty body; it names
// each field by pointer. A mistake in a declaration panics at start, so that
// it cannot reach a user.
func New[T any](name, sv, en string, declare func(c *T, f *Fields)) *Register {
	r := &Register{Name: name, Collection: plural(name), Title: lang.Text{SV: sv, EN: en}, Singular: lang.Text{SV: sv, EN: en},
		byName: map[string]*Field{}, byLabel: map[string]*Field{}, relations: map[string]*Relation{}, Order: "title"}
	c := new(T)
	r.body = reflect.TypeOf(c).Elem()
	f := &Fields{reg: r, body: reflect.ValueOf(c).Elem()}
	if cm := f.body.FieldByName("Common"); cm.IsValid() {
		f.common(cm.Addr().Interface().(*Common))
	}
	declare(c, f)
	for i, fd := range r.Fields {
		fd.index = i
		if slices.Contains(reserved, fd.Name) {
			panic(fmt.Sprintf("register %s: field %s bears the name of what every record has", name, fd.Name))
		}
		if fd.Title.IsZero() {
			panic(fmt.Sprintf("register %s: field %s has no label", name, fd.Name))
		}
		for _, l := range []string{fd.Title.SV, fd.Title.EN} {
			if k := labelKey(l); r.byLabel[k] == nil {
				r.byLabel[k] = fd
			}
		}
	}
	if r.Prefix == "" {
		panic("register " + name + ": no prefix for its numbers")
	}
	return r
}

func plural(name string) string {
	name = strings.ReplaceAll(name, "_", "-")
	switch {
	case strings.HasSuffix(name, "analysis"):
		return strings.TrimSuffix(name, "is") + "es"
	case strings.HasSuffix(name, "feedback"):
		return name
	case strings.HasSuffix(name, "y") && !strings.HasSuffix(name, "ey") && !strings.HasSuffix(name, "ay"):
		return strings.TrimSuffix(name, "y") + "ies"
	case strings.HasSuffix(name, "s") || strings.HasSuffix(name, "x"):
		return name + "es"
	}
	return name + "s"
}

func snake(s string) string {
	var b strings.Builder
	rs := []rune(s)
	for i, r := range rs {
		if unicode.IsUpper(r) {
			if i > 0 && (unicode.IsLower(rs[i-1]) || unicode.IsDigit(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Field finds a field by identifier.
func (r *Register) Field(name string) (*Field, bool) {
	f, ok := r.byName[name]
	return f, ok
}

// Must finds a field that the caller knows is there.
func (r *Register) Must(name string) *Field {
	f, ok := r.byName[name]
	if key, own := OwnKey(name); own {
		return r.Own(key, Text, lang.Text{SV: key, EN: key})
	}
	if !ok {
		panic("register " + r.Name + " has no field " + name)
	}
	return f
}

// Status is the state field, or nil.
func (r *Register) Status() *Field { return r.byName["status"] }

// Step finds the change of state that an action makes from a state.
func (r *Register) Step(from, action string) (Step, bool) {
	s := r.Status()
	if s == nil {
		return Step{}, false
	}
	for _, st := range s.StepList {
		if st.Action == action && (st.From == from || st.From == "*") {
			return st, true
		}
	}
	return Step{}, false
}

// Actions gives the named changes of state, each once, in order.
func (r *Register) Actions() []string {
	s := r.Status()
	if s == nil {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	for _, st := range s.StepList {
		if !seen[st.Action] {
			seen[st.Action] = true
			out = append(out, st.Action)
		}
	}
	return out
}

// ListColumns gives the standard columns of the list, in order.
func (r *Register) ListColumns() []*Field {
	var out []*Field
	for place := 1; place <= 12; place++ {
		for _, f := range r.Fields {
			if f.Column == place {
				out = append(out, f)
			}
		}
	}
	return out
}

// Problems gathers what is wrong with one record.
type Problems struct {
	reg  *Register
	body reflect.Value
	List []fault.Problem
}

// At adds a problem with a field, named by pointer into the record checked.
func (p *Problems) At(field any, code string, allowed ...string) {
	fv := reflect.ValueOf(field)
	for _, f := range p.reg.Fields {
		if fv.Kind() == reflect.Pointer && p.body.FieldByIndex(f.path).Addr().Pointer() == fv.Pointer() && p.body.FieldByIndex(f.path).Addr().Type() == fv.Type() {
			p.List = append(p.List, fault.Problem{Field: f.Name, Code: code, Allowed: allowed})
			return
		}
	}
	panic("register " + p.reg.Name + ": a check names a field that is not its own")
}
