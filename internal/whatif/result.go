package whatif

import (
	"cmp"
	"slices"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Ref is a record in an answer.
type Ref struct {
	Register string
	store.Key
}

// Set is a count with exactly the records it counts.
type Set struct {
	Code  string
	Label lang.Text
	Refs  []Ref
}

// Split parts a set's records by one thing.
type Split struct {
	Label lang.Text
	Parts []Set
}

// Table says of what is affected what is no count: whom to reach, what has been
// agreed. Its first column is a record.
type Table struct {
	Code  string
	Label lang.Text
	Heads []lang.Text // the record's first
	Rows  []Row
}

// Row is what a table says of one record.
type Row struct {
	Ref   Ref
	Cells []lang.Text // after the record
	Draft string      // address of a text to send; empty when there is none
}

func (t *Table) row(ref Ref, cells ...lang.Text) {
	t.Rows = append(t.Rows, Row{Ref: ref, Cells: cells})
}

// same is a text that is the same in both languages: a name, an address.
func same(s string) lang.Text { return lang.Text{SV: s, EN: s} }

func number(n int) lang.Text { return same(lang.Whole(int64(n))) }

// Task is what somebody would have to do, most pressing first.
type Task struct {
	Ref   Ref
	What  lang.Text
	Owner register.ID // function; empty when nobody is named
	Rank  int         // lower is more pressing

	OwnerTitle string // what the function is called
	Board      string // the organisation whose record it is
}

// Result is an answer: what is affected, parted, and what to do.
type Result struct {
	ID      string // W1
	Title   lang.Text
	Chosen  lang.Text // the selection that it is asked about, in words; W6
	Subject Ref       // what it is asked about; empty for W1, W3 and W6
	AsOf    time.Time
	KnownAt int64
	Notes   []lang.Text // what a person must judge
	Counts  []Set
	Splits  []Split
	Tables  []Table
	Work    []Task
	By      register.Date // day by which the work is to be decided on, where a rule says so

	Asked string // the question as an address carries it, to ask it again of the same day and position
}

func sortRefs(refs []Ref) {
	slices.SortFunc(refs, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.Register, b.Register), cmp.Compare(a.Ref, b.Ref)) })
}

func (r *Result) count(code string, sv, en string, refs []Ref) {
	r.Counts = append(r.Counts, Set{code, lang.Text{SV: sv, EN: en}, refs})
}

// Count gives a set of the answer by its code.
func (r Result) Count(code string) Set {
	for _, s := range r.Counts {
		if s.Code == code {
			return s
		}
	}
	return Set{}
}

// split parts refs into named parts by what part gives for each; parts without
// records are kept, so that none is as visible as many.
func (r *Result) split(label lang.Text, parts []Set, refs []Ref, part func(Ref) string) {
	for _, ref := range refs {
		code := part(ref)
		for i := range parts {
			if parts[i].Code == code {
				parts[i].Refs = append(parts[i].Refs, ref)
			}
		}
	}
	r.Splits = append(r.Splits, Split{label, parts})
}

func (r *Result) task(ref Ref, owner register.ID, rank int, sv, en string) {
	r.Work = append(r.Work, Task{Ref: ref, What: lang.Text{SV: sv, EN: en}, Owner: owner, Rank: rank})
}

func (r *Result) done() Result {
	slices.SortStableFunc(r.Work, func(a, b Task) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Ref.Ref, b.Ref.Ref))
	})
	return *r
}
