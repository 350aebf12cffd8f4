package query

// Node is a parsed filter, not yet checked. The zero Node is the empty filter,
// which holds for every record.
type Node struct{ root *node }

// All joins filters by AND, such as a saved view and what the reader chose on top.
func All(nodes ...Node) Node {
	all := &node{kind: isAnd}
	for _, n := range nodes {
		switch {
		case n.root == nil:
		case n.root.kind == isAnd:
			all.kids = append(all.kids, n.root.kids...)
		default:
			all.kids = append(all.kids, n.root)
		}
	}
	switch len(all.kids) {
	case 0:
		return Node{}
	case 1:
		return Node{all.kids[0]}
	}
	return Node{all}
}

type kind uint8

const (
	isAnd kind = iota + 1
	isOr
	isNot
	isCompare
	isHas
)

// node is one shape for every kind: a filter is small and short-lived, and one
// shape keeps the parser and printer plain.
type node struct {
	kind   kind
	op     Op
	lacks  bool // isHas
	listed bool // isCompare: the values stood in parentheses
	pos    int
	path   []string // isCompare, isHas
	values []value  // isCompare; one unless listed
	kids   []*node  // isAnd, isOr: two or more; isNot: one; isHas: none or one
}

type valueKind uint8

const (
	isText     valueKind = iota + 1 // a quoted text or a word of no special meaning
	isNull                          // null
	isAny                           // *
	isRelative                      // asof-12m, year, now-72h
	isField                         // @due_on
)

type value struct {
	kind valueKind
	pos  int
	text string
	path []string // isField
}

// Op is an operator of comparison.
type Op uint8

// The operators of a checked tree; != is a Not around Eq.
const (
	Eq Op = iota + 1
	Lt
	Le
	Gt
	Ge
	notEq
	contains
)

var opNames = [...]string{"", "=", "<", "<=", ">", ">=", "!=", ":"}

// String gives the operator as it is written, which is also how SQL writes it.
func (o Op) String() string {
	if int(o) >= len(opNames) {
		return ""
	}
	return opNames[o]
}
