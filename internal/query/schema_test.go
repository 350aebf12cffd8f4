package query

// table is a schema written out in a test; labels are given as "id|label|…".
type table struct {
	name      string
	names     []string
	fields    map[string]Field
	relations map[string]Relation
}

func (t *table) Name() string                          { return t.name }
func (t *table) Field(name string) (Field, bool)       { f, ok := t.fields[name]; return f, ok }
func (t *table) Relation(name string) (Relation, bool) { r, ok := t.relations[name]; return r, ok }
func (t *table) Names() []string                       { return t.names }

func newTable(name string, fields ...Field) *table {
	t := &table{name: name, fields: map[string]Field{}, relations: map[string]Relation{}}
	for _, f := range fields {
		t.fields[f.Name] = f
		t.names = append(t.names, f.Name)
	}
	return t
}

func (t *table) label(label, field string) { t.fields[label] = t.fields[field] }

func (t *table) relate(r Relation) {
	t.relations[r.Name] = r
	t.names = append(t.names, r.Name)
}

// objects is R03 with what the figures of domain.md 4.5 ask about.
func objects() *table {
	org := newTable("org", Field{Name: "title", Type: Text, Sort: true})
	org.relate(Relation{Name: "parent", Target: org})
	o := newTable("object",
		Field{Name: "ref", Type: Text, Sort: true},
		Field{Name: "title", Type: Text, Sort: true},
		Field{Name: "kind", Type: Choice, Choices: []string{"business_system", "shared_it", "infrastructure"}},
		Field{Name: "status", Type: Choice, Choices: []string{"planned", "in_use", "ended"}},
		Field{Name: "traits", Type: Set, Choices: []string{"ai", "iot", "cloud"}},
		Field{Name: "tags", Type: Set},
		Field{Name: "stores_business_data", Type: Fact},
		Field{Name: "k_level", Type: Level},
		Field{Name: "demanded_k", Type: Level},
		Field{Name: "rto_h", Type: Int},
		Field{Name: "budget_year", Type: Int},
		Field{Name: "cost", Type: Money},
		Field{Name: "share", Type: Decimal},
		Field{Name: "review_due", Type: Date, Sort: true},
		Field{Name: "decided_on", Type: Date, Sort: true},
		Field{Name: "seen_at", Type: Time},
		Field{Name: "critical", Type: Bool},
		Field{Name: "org", Type: Ref},
		Field{Name: "local.cost_centre", Type: Text},
	)
	o.label("Benämning", "title")
	o.label("Beslutad den", "decided_on")
	class := newTable("classification",
		Field{Name: "kind", Type: Choice, Choices: []string{"norm", "information", "object", "applied"}},
		Field{Name: "status", Type: Choice, Choices: []string{"draft", "decided", "withdrawn"}},
		Field{Name: "decided_on", Type: Date},
	)
	party := newTable("object_party",
		Field{Name: "role", Type: Choice, Choices: []string{"controller", "joint_controller", "processor"}},
		Field{Name: "party", Type: Ref},
	)
	party.relate(Relation{Name: "org", Target: org})
	measure := newTable("measure",
		Field{Name: "status", Type: Choice, Choices: []string{"planned", "implemented", "verified"}},
		Field{Name: "tested_on", Type: Date},
	)
	o.relate(Relation{Name: "classifications", Target: class, Many: true})
	o.relate(Relation{Name: "parties", Target: party, Many: true})
	o.relate(Relation{Name: "measures", Target: measure, Many: true})
	o.relate(Relation{Name: "org", Target: org})
	o.relate(Relation{Name: "runs_on", Target: o})
	class.relate(Relation{Name: "object", Target: o})
	return o
}
