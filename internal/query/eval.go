package query

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"
)

// Record is a record in memory, for Eval.
type Record struct {
	// Get gives a field's value in the Go type that Type names; for a Set a
	// []string; nil where there is none.
	Get func(Field) any
	// Related gives the records a relation leads to.
	Related func(Relation) []Record
}

// Eval tells whether the filter holds for a record. It is plain rather than
// fast: it is the meaning of a checked filter, and the measure that the store's
// SQL is tested against. It panics when Get breaks its promise on types.
func Eval(c Checked, r Record) bool {
	switch c := c.(type) {
	case And:
		for _, t := range c {
			if !Eval(t, r) {
				return false
			}
		}
		return true
	case Or:
		return slices.ContainsFunc(c, func(t Checked) bool { return Eval(t, r) })
	case Not:
		return !Eval(c.Of, r)
	case Empty:
		return isEmpty(r.Get(c.Field))
	case Compare:
		return holds(c.Field.Type, c.Op, r.Get(c.Field), c.Value)
	case FieldCompare:
		return holds(c.Left.Type, c.Op, r.Get(c.Left), r.Get(c.Right))
	case In:
		return evalIn(c, r.Get(c.Field))
	case Contains:
		v := r.Get(c.Field)
		if c.Field.Type == Set {
			return !isEmpty(v) && slices.Contains(v.([]string), c.Value)
		}
		return !isEmpty(v) && strings.Contains(Fold(v.(string)), c.Value)
	case Has:
		some := slices.ContainsFunc(r.Related(c.Relation), func(other Record) bool { return Eval(c.Where, other) })
		return some != c.Lacks
	}
	panic("query: Eval of an unchecked filter")
}

func evalIn(c In, v any) bool {
	if isEmpty(v) {
		return false
	}
	return slices.ContainsFunc(c.Values, func(w any) bool {
		if c.Field.Type == Set {
			return slices.Contains(v.([]string), w.(string))
		}
		return holds(c.Field.Type, Eq, v, w)
	})
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	}
	return false
}

func holds(t Type, op Op, a, b any) bool {
	if isEmpty(a) || isEmpty(b) {
		return false
	}
	order := compare(t, a, b)
	switch op {
	case Eq:
		return order == 0
	case Lt:
		return order < 0
	case Le:
		return order <= 0
	case Gt:
		return order > 0
	case Ge:
		return order >= 0
	}
	panic("query: operator " + op.String() + " in a checked filter")
}

func compare(t Type, a, b any) int {
	switch a := a.(type) {
	case int64:
		return cmp.Compare(a, b.(int64))
	case time.Time:
		return a.Compare(b.(time.Time))
	case bool:
		if a == b.(bool) {
			return 0
		}
		return 1
	}
	if t == Decimal {
		x, _ := new(big.Rat).SetString(a.(string))
		y, _ := new(big.Rat).SetString(b.(string))
		return x.Cmp(y)
	}
	return cmp.Compare(a.(string), b.(string))
}
