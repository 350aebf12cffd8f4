package register

import (
	"genomlys/internal/lang"
)

// Kind is the type of a field.
type Kind int

// The kinds of field.
const (
	Text   Kind = iota // one line, ≤ 500 characters unless Max says otherwise
	Long               // several lines, ≤ 20 000
	Choice             // one of Choices
	Set                // some of Choices
	FactOf             // yes, no, unknown, not_applicable
	Number             // whole number
	Money              // öre
	Level              // 0–4
	Day                // civil date
	Moment             // instant
	Ref                // one record of Target, or of any register when Target is nil
	Links              // several records of Target
	List               // rows of a small table of its own, kept as JSON
)

// Option is one allowed value with its labels.
type Option struct {
	Code   string
	SV, EN string
}

// Choices are the allowed values of a field, in their order.
type Choices []Option

// Codes gives the allowed values.
func (c Choices) Codes() []string {
	out := make([]string, len(c))
	for i, o := range c {
		out[i] = o.Code
	}
	return out
}

// Label gives the label of a value; a value that is no longer allowed is shown as it is.
func (c Choices) Label(code string) lang.Text {
	for _, o := range c {
		if o.Code == code {
			return lang.Text{SV: o.SV, EN: o.EN}
		}
	}
	return lang.Text{SV: code, EN: code}
}

// Has tells whether a value is allowed.
func (c Choices) Has(code string) bool {
	for _, o := range c {
		if o.Code == code {
			return true
		}
	}
	return false
}

// Facts are the labels of the four values of a fact.
var Facts = Choices{{"yes", "Ja", "Yes"}, {"no", "Nej", "No"}, {"unknown", "Vet ej", "Not known"}, {"not_applicable", "Ej tillämpligt", "Not applicable"}}

// Step is an allowed change of state, and the action that makes it.
type Step struct{ From, To, Action string }

// Steps are the allowed changes of state.
type Steps []Step

// Field is one declared field of a register. Its methods are used only while
// declaring and return the field, so that a declaration reads as a sentence.
type Field struct {
	Name      string // snake_case identifier, from the struct field
	Kind      Kind
	Title     lang.Text
	Hint      lang.Text
	Synonyms  []string // other headings that imports meet
	Unit      string   // "h", "months", …
	Choices   Choices
	Target    *Register
	LinkKinds Choices
	Columns   []*Field // of a List
	MaxLen    int
	MinN      int64
	MaxN      int64
	HasRange  bool
	Needed    bool     // must be given to save
	NeededIn  []string // states in which it must be given
	WantedIn  []string // states on the way to which it is asked for, and may be left empty
	Sortable  bool
	Faceted   bool   // counted by index
	Column    int    // place among the standard list columns from 1, 0 = not shown
	FieldsOf  string // of a List: the column that names by number the record whose fields stand here
	Secret    string
	Prose     bool // a long text written in Markdown: shown as it is read
	PartOf    bool // the record hangs on the record referred to: its owner's rights reach here
	Hanging   bool // the record says something of the one referred to and is nothing without it: they are disposed of together
	Blob      bool // the SHA-256 of a kept file
	BackTitle lang.Text
	StepList  Steps
	Derived   bool // made by the product, never typed (domain.md C4)
	Common    bool // one of the fields that all registers have
	IsOwn     bool // declared by an organisation, not by the product: Record.Value gives it, Index does not

	index int // place in Record.Values
	path  []int
	reg   *Register
}

// Index is the field's place in Record.Values.
func (f *Field) Index() int { return f.index }

// Label names the field in both languages.
func (f *Field) Label(sv, en string) *Field { f.Title = lang.Text{SV: sv, EN: en}; return f }

// Help tells what to write, in both languages.
func (f *Field) Help(sv, en string) *Field { f.Hint = lang.Text{SV: sv, EN: en}; return f }

// Also names other column headings under which imports find the field.
func (f *Field) Also(names ...string) *Field { f.Synonyms = append(f.Synonyms, names...); return f }

// Required makes the field needed to save.
func (f *Field) Required() *Field { f.Needed = true; return f }

// RequiredIn makes the field needed in the given states.
func (f *Field) RequiredIn(states ...string) *Field { f.NeededIn = states; return f }

// OfFields tells that a column names fields of the record that another column
// names by number.
func (f *Field) OfFields(of string) *Field { f.FieldsOf = of; return f }

// Markdown tells that a long text is written in Markdown.
func (f *Field) Markdown() *Field { f.Prose = true; return f }

// AskedIn has the field asked for where a record is made in the first of the
// states, or taken to one of them: it belongs to the matter without being needed.
func (f *Field) AskedIn(states ...string) *Field { f.WantedIn = states; return f }

// Max bounds the length of a text, in characters.
func (f *Field) Max(n int) *Field { f.MaxLen = n; return f }

// Range bounds a number, both ends included.
func (f *Field) Range(lo, hi int64) *Field { f.MinN, f.MaxN, f.HasRange = lo, hi, true; return f }

// In tells the unit of a number.
func (f *Field) In(unit string) *Field { f.Unit = unit; return f }

// Sort lets lists be ordered by the field.
func (f *Field) Sort() *Field { f.Sortable = true; return f }

// Facet makes counts by the field come from an index.
func (f *Field) Facet() *Field { f.Faceted = true; return f }

// InList places the field among the standard columns of the list, from 1.
func (f *Field) InList(place int) *Field { f.Column = place; return f }

// Back labels the relation seen from the other side.
func (f *Field) Back(sv, en string) *Field { f.BackTitle = lang.Text{SV: sv, EN: en}; return f }

// Part tells that the record hangs on the one referred to.
func (f *Field) Part() *Field { f.PartOf = true; return f }

// Hangs tells that the record is nothing without the one referred to.
func (f *Field) Hangs() *Field { f.Hanging = true; return f }

// OfFile tells that the field holds the SHA-256 of a kept file.
func (f *Field) OfFile() *Field { f.Blob = true; return f }

// MaySecret tells that the field may be marked secret, and the usual provision.
func (f *Field) MaySecret(provision string) *Field { f.Secret = provision; return f }

// Kinds gives each link a kind out of a list.
func (f *Field) Kinds(c Choices) *Field { f.LinkKinds = c; return f }

// Steps gives the allowed changes of a state field.
func (f *Field) Steps(s Steps) *Field { f.StepList = s; return f }

// ByProduct tells that the product makes the value; nobody types it.
func (f *Field) ByProduct() *Field { f.Derived = true; return f }

// Stored tells whether the field has a text that is sorted by Swedish rules
// and so carries a collation key beside it in the table.
func (f *Field) Collated() bool { return f.Sortable && (f.Kind == Text || f.Kind == Long) }

var kindNames = [...]string{"text", "long", "choice", "set", "fact", "number", "money", "level", "date", "time", "ref", "links", "list"}

// String names a kind as it stands in descriptions of the registers.
func (k Kind) String() string { return kindNames[k] }
