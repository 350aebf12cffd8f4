package register

import (
	"fmt"
	"sort"
	"strings"

	"genomlys/internal/lang"
)

// Relation is how one register's records are reached from another's: along a
// reference or link that it declares itself, or backwards along one that
// another register declares.
type Relation struct {
	Name    string
	Title   lang.Text
	From    *Register // where it starts
	To      *Register // what it reaches
	Via     *Field    // the declared field, of From or, backwards, of To
	Inverse bool
}

// Many tells whether the relation can reach more than one record.
func (r *Relation) Many() bool { return r.Inverse || r.Via.Kind == Links }

// Catalogue is all registers of an installation, with their relations.
type Catalogue struct {
	All  []*Register
	name map[string]*Register
	coll map[string]*Register
}

// NewCatalogue gathers registers and derives the relations between them.
// It panics on two of the same name, prefix or collection.
func NewCatalogue(all ...*Register) *Catalogue {
	c := &Catalogue{All: all, name: map[string]*Register{}, coll: map[string]*Register{}}
	prefix := map[string]string{}
	for _, r := range all {
		if c.name[r.Name] != nil || c.coll[r.Collection] != nil || prefix[r.Prefix] != "" {
			panic(fmt.Sprintf("register %s: name, collection or prefix %s is taken", r.Name, r.Prefix))
		}
		prefix[r.Prefix] = r.Name
		c.name[r.Name], c.coll[r.Collection] = r, r
	}
	for _, r := range all {
		r.relations = map[string]*Relation{}
		r.relOrder = nil
		if f, ok := r.byName["responsible"]; ok && f.Common && f.Target == nil {
			f.Target = c.name["role_assignment"]
		}
	}
	for _, r := range all {
		for _, f := range r.Fields {
			if f.Target != nil && c.name[f.Target.Name] == f.Target {
				r.addRelation(&Relation{Name: f.Name, Title: f.Title, From: r, To: f.Target, Via: f})
			}
		}
	}
	for _, r := range all {
		first := map[*Register]bool{}
		for _, f := range r.Fields {
			if f.Target == nil || f.Common || c.name[f.Target.Name] != f.Target {
				continue
			}
			name := strings.ReplaceAll(r.Collection, "-", "_")
			if first[f.Target] || f.Target.relations[name] != nil || f.Target.byName[name] != nil {
				name += "_" + f.Name
			}
			first[f.Target] = true
			title := f.BackTitle
			if title.IsZero() {
				title = r.Title
			}
			f.Target.addRelation(&Relation{Name: name, Title: title, From: f.Target, To: r, Via: f, Inverse: true})
		}
	}
	return c
}

func (r *Register) addRelation(rel *Relation) {
	if r.relations[rel.Name] != nil {
		panic(fmt.Sprintf("register %s: relation %s is derived twice", r.Name, rel.Name))
	}
	r.relations[rel.Name] = rel
	r.relOrder = append(r.relOrder, rel)
}

// Relations gives the register's relations, its own before the derived.
func (r *Register) Relations() []*Relation { return r.relOrder }

// Relation finds a relation by name: a reference field, or the collection of
// the register that refers here.
func (r *Register) Relation(name string) (*Relation, bool) {
	rel, ok := r.relations[strings.ReplaceAll(name, "-", "_")]
	return rel, ok
}

// Get finds a register by identifier or by collection.
func (c *Catalogue) Get(name string) (*Register, bool) {
	if r, ok := c.name[name]; ok {
		return r, true
	}
	r, ok := c.coll[name]
	return r, ok
}

// Names gives the collections, sorted, for hints.
func (c *Catalogue) Names() []string {
	out := make([]string, 0, len(c.All))
	for _, r := range c.All {
		out = append(out, r.Collection)
	}
	sort.Strings(out)
	return out
}
