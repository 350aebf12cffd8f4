package query

import (
	"slices"
	"strings"
	"time"
)

// Params is what a query's relative dates are counted from.
type Params struct {
	AsOf Civil
	Now  time.Time
	// Zone is where days begin and end when a date is compared with an instant.
	// Without it Now's zone is used.
	Zone *time.Location
}

// Check resolves names and values against the register's declaration. The
// error is always an *Error.
func Check(n Node, s Schema, p Params) (Checked, error) {
	if n.root == nil {
		return And(nil), nil
	}
	if p.Zone == nil {
		p.Zone = p.Now.Location()
	}
	c := checker{p}
	return c.node(n.root, s)
}

type checker struct{ Params }

func (c checker) node(n *node, s Schema) (Checked, error) {
	switch n.kind {
	case isAnd, isOr:
		terms := make([]Checked, len(n.kids))
		for i, k := range n.kids {
			t, err := c.node(k, s)
			if err != nil {
				return nil, err
			}
			terms[i] = t
		}
		if n.kind == isAnd {
			return And(terms), nil
		}
		return Or(terms), nil
	case isNot:
		t, err := c.node(n.kids[0], s)
		if err != nil {
			return nil, err
		}
		return not(t), nil
	case isHas:
		return c.has(n, s)
	default:
		return c.compare(n, s)
	}
}

func (c checker) has(n *node, s Schema) (Checked, error) {
	path, s, last, err := through(n.path, n.pos, s)
	if err != nil {
		return nil, err
	}
	rel, ok := s.Relation(last)
	if !ok {
		if f, ok := s.Field(last); ok && len(n.kids) == 0 {
			if n.lacks {
				return absent(path, f), nil
			}
			return not(absent(path, f)), nil
		}
		return nil, &Error{Code: CodeNoRelation, Field: short(strings.Join(n.path, ".")), Pos: n.pos, Allowed: relationHints(s, last)}
	}
	h := Has{Relation: rel, Where: And(nil)}
	if len(n.kids) > 0 {
		if h.Where, err = c.node(n.kids[0], rel.Target); err != nil {
			return nil, err
		}
	}
	out := along(path, h)
	if n.lacks {
		return not(out), nil
	}
	return out, nil
}

// through follows all names but the last along single relations. A dotted name
// that the schema knows as one field, such as local.cost_centre, is one name.
func through(path []string, pos int, s Schema) (rels []Relation, at Schema, last string, err error) {
	for i := range path {
		last = path[i]
		if i == len(path)-1 {
			break
		}
		whole := strings.Join(path[i:], ".")
		if _, ok := s.Field(whole); ok {
			last = whole
			break
		}
		r, ok := s.Relation(last)
		if !ok && slices.ContainsFunc(s.Names(), func(n string) bool { return strings.HasPrefix(n, last+".") }) {
			return nil, nil, "", &Error{Code: CodeNoField, Field: short(strings.Join(path, ".")), Pos: pos, Allowed: fieldHints(s, whole)}
		}
		if !ok {
			return nil, nil, "", &Error{Code: CodeNoRelation, Field: short(strings.Join(path, ".")), Pos: pos,
				Value: short(last), Allowed: relationHints(s, last)}
		}
		if r.Many {
			return nil, nil, "", &Error{Code: CodeMany, Field: r.Name, Pos: pos, Value: short(strings.Join(path, "."))}
		}
		rels, s = append(rels, r), r.Target
	}
	return rels, s, last, nil
}

func (c checker) field(path []string, pos int, s Schema) ([]Relation, Field, error) {
	rels, s, last, err := through(path, pos, s)
	if err != nil {
		return nil, Field{}, err
	}
	f, ok := s.Field(last)
	if !ok {
		return nil, f, &Error{Code: CodeNoField, Field: short(strings.Join(path, ".")), Pos: pos, Allowed: fieldHints(s, last)}
	}
	return rels, f, nil
}

func (c checker) compare(n *node, s Schema) (Checked, error) {
	rels, f, err := c.field(n.path, n.pos, s)
	if err != nil {
		return nil, err
	}
	first := n.values[0]
	if first.kind == isField {
		return c.fields(n, rels, f, s)
	}
	if first.kind == isAny {
		if n.op != contains {
			return nil, &Error{Code: CodeOperator, Field: f.Name, Pos: first.pos, Value: n.op.String() + " *", Allowed: []string{":"}}
		}
		return not(absent(rels, f)), nil
	}
	if err := operatorError(n, f); err != nil {
		return nil, err
	}
	op := n.op
	if op == notEq || op == contains && f.Type != Text && f.Type != Set {
		op = Eq
	}
	var terms []Checked
	var present []Checked
	null := false
	for i := range n.values {
		v := &n.values[i]
		if isNothing(v, op) {
			if null = true; op != Eq && op != contains {
				return nil, &Error{Code: CodeOperator, Field: f.Name, Pos: v.pos, Value: op.String() + " null", Allowed: []string{"=", "!="}}
			}
			continue
		}
		t, err := c.leaf(f, op, v)
		if err != nil {
			return nil, err
		}
		present = append(present, t)
	}
	if len(present) > 0 {
		terms = append(terms, along(rels, anyOf(f, present)))
	}
	if null {
		terms = append(terms, absent(rels, f))
	}
	out := terms[0]
	if len(terms) > 1 {
		out = Or(terms)
	}
	if n.op == notEq {
		return not(out), nil
	}
	return out, nil
}

// isNothing tells whether a value stands for no value at all.
func isNothing(v *value, op Op) bool {
	return v.kind == isNull || v.kind == isText && v.text == "" && op == Eq
}

// anyOf joins the alternatives for one field, as In where they are plain.
func anyOf(f Field, terms []Checked) Checked {
	if len(terms) == 1 {
		return terms[0]
	}
	values := make([]any, 0, len(terms))
	for _, t := range terms {
		switch t := t.(type) {
		case Compare:
			values = append(values, t.Value)
			continue
		case Contains:
			if f.Type == Set {
				values = append(values, t.Value)
				continue
			}
		}
		return Or(terms)
	}
	return In{f, values}
}

func operatorError(n *node, f Field) error {
	allowed := []string{"=", "!=", ":"}
	null := n.values[0].kind == isNull && !n.listed
	ok := n.op == Eq || n.op == notEq || n.op == contains
	switch {
	case f.Type == Set:
		// "= ai" could mean "has ai" or "has nothing but ai", so it is not guessed.
		ok = n.op == contains || ok && null
		allowed = []string{":"}
	case f.Type.ordered():
		ok = ok || !n.listed
		if !n.listed {
			allowed = []string{"=", "!=", "<", "<=", ">", ">=", ":"}
		}
	}
	if ok {
		return nil
	}
	return &Error{Code: CodeOperator, Field: f.Name, Pos: n.pos, Value: n.op.String(), Allowed: allowed}
}

// fields checks a comparison with another field of the same record.
func (c checker) fields(n *node, rels []Relation, left Field, s Schema) (Checked, error) {
	v := n.values[0]
	more, right, err := c.field(v.path, v.pos, s)
	if err != nil {
		return nil, err
	}
	if len(rels) > 0 || len(more) > 0 {
		return nil, &Error{Code: CodeTypes, Field: left.Name, Pos: v.pos, Value: short("@" + strings.Join(v.path, ".")),
			Allowed: []string{"a field of the same record"}}
	}
	number := func(t Type) bool { return t == Int || t == Level }
	if left.Type != right.Type && !(number(left.Type) && number(right.Type)) || left.Type == Set {
		return nil, &Error{Code: CodeTypes, Field: left.Name, Pos: v.pos, Value: right.Name,
			Allowed: []string{left.Type.String(), right.Type.String()}}
	}
	if n.op == contains {
		return nil, &Error{Code: CodeOperator, Field: left.Name, Pos: n.pos, Value: ":", Allowed: []string{"=", "!=", "<", "<=", ">", ">="}}
	}
	if err := operatorError(n, left); err != nil {
		return nil, err
	}
	if n.op == notEq {
		return Not{FieldCompare{left, Eq, right}}, nil
	}
	return FieldCompare{left, n.op, right}, nil
}
