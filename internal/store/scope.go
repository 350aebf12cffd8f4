package store

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"genomlys/internal/register"
)

// Scope is what a caller may see. Only package access makes one (a test of the
// house holds that); the zero Scope sees nothing.
type Scope struct {
	All       bool                        // the installation itself: every organisation
	Orgs      []register.ID               // organisations whose records are seen
	Objects   []register.ID               // objects whose role the caller holds, with what hangs on them
	Whole     bool                        // of what hangs on several objects, only that which hangs on none but Objects: to change it
	Parties   []register.ID               // organisations that see the objects they have a part in
	Functions []register.ID               // functions whose own work is seen: the actions they answer for
	Person    register.ID                 // whose own records are seen: those that hang on the person
	Records   []register.ID               // the very records that are seen: by a link that lets in to no more
	Homes     []register.ID               // organisations where the caller holds a function: whose own fields are shown
	Public    map[string]bool             // registers that everybody signed in sees: organisations, functions, catalogues
	Secret    map[register.ID]bool        // organisations whose secrecy-marked fields are shown
	Others    func(register string) Scope // what is seen of related registers; nil = the same
	Who       string                      // tells two callers' scopes apart where Others differ
	Reason    string                      // the rule that gave it, for "why can't I see this?"
}

// Empty tells whether the scope sees nothing at all.
func (s Scope) Empty() bool {
	return !s.All && len(s.Orgs) == 0 && len(s.Objects) == 0 && len(s.Parties) == 0 && len(s.Functions) == 0 && len(s.Records) == 0 && len(s.Public) == 0 && s.Person == ""
}

// of is what the scope is for a register.
func (s Scope) of(r *register.Register) Scope {
	if s.Others != nil {
		return s.Others(r.Name)
	}
	return s
}

// key is the same for two scopes that see the same.
func (s Scope) key() string {
	if s.All {
		return "*"
	}
	var b strings.Builder
	for _, l := range [][]register.ID{s.Orgs, s.Objects, s.Parties, s.Functions, s.Records, s.Homes} {
		c := make([]string, len(l))
		for i, id := range l {
			c[i] = string(id)
		}
		sort.Strings(c)
		b.WriteString(strings.Join(c, ","))
		b.WriteByte('|')
	}
	for _, p := range sorted(s.Public) {
		b.WriteString(p + ",")
	}
	if s.Whole {
		b.WriteByte('!')
	}
	b.WriteString("|" + string(s.Person) + "|" + s.Who)
	return b.String()
}

func sorted[K ~string](m map[K]bool) []string {
	out := make([]string, 0, len(m))
	for k, on := range m {
		if on {
			out = append(out, string(k))
		}
	}
	sort.Strings(out)
	return out
}

// showsSecret tells whether secrecy-marked fields of an organisation are shown.
func (s Scope) showsSecret(org register.ID) bool { return s.Secret[org] || s.Secret["*"] }

// home tells whether the own fields of an organisation's records are shown. Who
// sees a record for having a part in it does not see what its organisation has
// added for itself.
func (s Scope) home(org register.ID) bool { return s.All || slices.Contains(s.Homes, org) }

// sharing are the registers whose records are seen by organisations that have a
// part in them: an object by its parties, a shared assessment by those who adopt
// it. The part names what it is in by the register's name, and the party.
var sharing = map[string]string{"object": "object_party", "dpia": "dpia_participant"}

// answered are the registers whose records are seen by the function that answers
// for them, whatever they hang on: who is to do an action must be able to read it.
var answered = map[string]string{"action": "owner"}

// AnsweredFor tells whether a register's records are seen by who answers for them.
func AnsweredFor(register string) bool { return answered[register] != "" }

// shared is the condition that one of the scope's organisations has a part in
// the record of a register whose identity stands in a column.
func (s Scope) shared(b *builder, name, col string) []string {
	part, ok := sharing[name]
	if !ok || len(s.Parties) == 0 || b.db.tables[part] == nil {
		return nil
	}
	b.n++
	p := fmt.Sprintf("s%d", b.n)
	// The parts are found once, not asked for again by each row: of a large office
	// there are thousands, and a planner without statistics walks them all.
	return []string{fmt.Sprintf(`%s IN (SELECT %s.%s FROM r_%s %s WHERE %s AND %s)`,
		col, p, name, part, p, b.time(p, "r_"+part, "id"), among(b, p+".party", s.Parties))}
}

// where compiles the scope into the condition that every read carries.
func (s Scope) where(b *builder, t *table, alias string) string {
	if s.All || s.Public[t.reg.Name] {
		return ""
	}
	var or []string
	if len(s.Orgs) > 0 {
		or = append(or, among(b, alias+".org", s.Orgs))
	}
	if by := answered[t.reg.Name]; by != "" && len(s.Functions) > 0 {
		or = append(or, among(b, alias+"."+by, s.Functions))
	}
	if len(s.Records) > 0 {
		or = append(or, among(b, alias+".id", s.Records))
	}
	of := func(col string) (held []string) {
		if len(s.Objects) > 0 {
			held = append(held, among(b, col, s.Objects))
		}
		return append(held, s.shared(b, "object", col)...)
	}
	objects := func(col string) { or = append(or, of(col)...) }
	// A position on a shared assessment is seen by whose it is, whoever keeps it,
	// and by whoever keeps the assessment: who has adopted it belongs to it.
	if t.reg.Name == sharing["dpia"] {
		if len(s.Parties) > 0 {
			or = append(or, among(b, alias+".party", s.Parties))
		}
		if len(s.Orgs) > 0 && !s.Whole && b.db.tables["dpia"] != nil { // to read, not to write
			b.n++
			d := fmt.Sprintf("a%d", b.n)
			or = append(or, fmt.Sprintf(`%s.dpia IN (SELECT %s.id FROM r_dpia %s WHERE %s AND %s)`, alias, d, d, b.time(d, "r_dpia", "id"), among(b, d+".org", s.Orgs)))
		}
	}
	if t.reg.Name == "object" {
		objects(alias + ".id")
	} else {
		or = append(or, s.shared(b, t.reg.Name, alias+".id")...)
		for _, f := range t.reg.Fields {
			if f.PartOf && f.Kind == register.Ref && f.Target != nil && f.Target.Name == "object" {
				objects(alias + "." + quote(f.Name))
			}
			// What hangs on several objects is seen with each of them.
			if f.PartOf && f.Kind == register.Links && f.Target != nil && f.Target.Name == "object" {
				b.n++
				l := fmt.Sprintf("h%d", b.n)
				if held := of(l + ".to_id"); len(held) > 0 {
					hangs := func(on string) string {
						return fmt.Sprintf(`SELECT %s.from_id FROM link %s WHERE %s.kind = '%s.%s' AND %s AND %s`,
							l, l, l, t.reg.Name, f.Name, b.time(l, t.name, "from_id"), on)
					}
					any := "(" + strings.Join(held, " OR ") + ")"
					cond := alias + ".id IN (" + hangs(any) + ")"
					if s.Whole {
						cond = "(" + cond + " AND " + alias + ".id NOT IN (" + hangs("NOT "+any) + "))"
					}
					or = append(or, cond)
				}
			}
			if s.Person != "" && f.PartOf && f.Kind == register.Ref && f.Target != nil && f.Target.Name == "person" {
				or = append(or, among(b, alias+"."+quote(f.Name), []register.ID{s.Person}))
			}
		}
	}
	if len(or) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(or, " OR ") + ")"
}

// Sees tells whether the scope reaches all records of an organisation.
func (s Scope) Sees(org register.ID) bool {
	return s.All || slices.Contains(s.Orgs, org)
}
