package query

// Schema is what the language needs to know of a register.
type Schema interface {
	// Name is the register's identifier.
	Name() string
	// Field finds a field by identifier or by label in any language. It is also
	// asked for dotted names such as "local.cost_centre".
	Field(name string) (Field, bool)
	// Relation finds a relation by identifier or label.
	Relation(name string) (Relation, bool)
	// Names lists identifiers of fields and relations, for hints.
	Names() []string
}

// Field is a field that may be asked about.
type Field struct {
	Name    string
	Type    Type
	Choices []string // allowed values of Choice and Set; an empty list allows any
	Sort    bool     // may be ordered by
}

// Relation leads from a record to records of another register.
type Relation struct {
	Name   string
	Target Schema
	Many   bool // more than one record; such a relation needs has()
}

// Type is the kind of value a field holds, and so which operators it takes.
type Type int

// The types, with the Go value that a checked tree binds.
const (
	Text    Type = iota + 1 // string; ordered by code point; ":" is contains, see Fold
	Int                     // int64
	Money                   // int64, öre
	Date                    // string "2006-01-02"
	Time                    // time.Time in UTC
	Choice                  // string, one of Choices
	Set                     // string, a member; only ":" and null
	Fact                    // string: yes, no, unknown, not_applicable
	Level                   // int64
	Ref                     // string, the id or number of a record
	Bool                    // bool
	Decimal                 // string without superfluous signs and zeros, such as "-12.5"
)

var typeNames = [...]string{"", "text", "int", "money", "date", "time", "choice", "set", "fact", "level", "ref", "bool", "decimal"}

// String gives the type's name, such as "date".
func (t Type) String() string {
	if t < 1 || int(t) >= len(typeNames) {
		return "unknown"
	}
	return typeNames[t]
}

// ordered tells whether < and > mean anything.
func (t Type) ordered() bool {
	switch t {
	case Text, Int, Money, Date, Time, Level, Decimal:
		return true
	}
	return false
}
