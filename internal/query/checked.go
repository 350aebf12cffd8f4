package query

// Checked is a filter whose names are resolved and whose values are bound: one
// of And, Or, Not, Compare, In, Contains, Empty, FieldCompare and Has. Each is
// either true or false of a record, also where fields are empty.
type Checked interface{ checked() }

type (
	// And holds when all hold. An empty And holds always.
	And []Checked

	// Or holds when any holds.
	Or []Checked

	// Not holds exactly when Of does not: in SQL "(…) IS NOT TRUE".
	Not struct{ Of Checked }

	// Compare holds when the field has a value and it stands so to Value, which
	// is never nil and has the Go type that Type names.
	Compare struct {
		Field Field
		Op    Op
		Value any
	}

	// In holds when the field's value, or for a Set any of its members, is among
	// Values, of which there are at least two.
	In struct {
		Field  Field
		Values []any
	}

	// Contains holds for a Text when Fold of its value contains Value, which is
	// folded already; for a Set when Value is one of its members.
	Contains struct {
		Field Field
		Value string
	}

	// Empty holds when the field has no value: null, an empty text or an empty set.
	Empty struct{ Field Field }

	// FieldCompare holds when both fields of the record have values and Left
	// stands so to Right. They have the same type, or are Int and Level.
	FieldCompare struct {
		Left  Field
		Op    Op
		Right Field
	}

	// Has holds when some related record, in the same scope and at the same
	// time, satisfies Where; with Lacks when none does. Where is never nil.
	Has struct {
		Relation Relation
		Lacks    bool
		Where    Checked
	}
)

func (And) checked()          {}
func (Or) checked()           {}
func (Not) checked()          {}
func (Compare) checked()      {}
func (In) checked()           {}
func (Contains) checked()     {}
func (Empty) checked()        {}
func (FieldCompare) checked() {}
func (Has) checked()          {}

// not gives the complement without needless Nots.
func not(c Checked) Checked {
	switch c := c.(type) {
	case Not:
		return c.Of
	case Has:
		c.Lacks = !c.Lacks
		return c
	}
	return Not{c}
}

// along asks c of the record at the end of single relations.
func along(path []Relation, c Checked) Checked {
	for i := len(path) - 1; i >= 0; i-- {
		c = Has{Relation: path[i], Where: c}
	}
	return c
}

// absent holds when there is no value at the end of the path, or no record there.
func absent(path []Relation, f Field) Checked {
	if len(path) == 0 {
		return Empty{f}
	}
	return not(along(path, Not{Empty{f}}))
}
