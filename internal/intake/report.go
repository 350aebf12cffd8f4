package intake

import (
	"sort"
	"strings"

	"genomlys/internal/fault"
)

// Severity is how a problem with a row was dealt with.
type Severity string

// How a problem was dealt with; contract.md 5.
const (
	Refused Severity = "refused" // the row is not taken
	Note    Severity = "note"    // taken, but read in a way that a person should see
	Skipped Severity = "skipped" // no record: an empty row, a total, a repeated heading
)

// Report is what became of a file, as contract.md 5 shows it.
type Report struct {
	File      string    `json:"file"`
	Sheet     string    `json:"sheet"`
	HeaderRow int       `json:"header_row"`
	Encoding  string    `json:"encoding"`
	Separator string    `json:"separator"`
	DryRun    bool      `json:"dry_run"`
	Columns   []Column  `json:"columns"`
	Rows      Rows      `json:"rows"`
	Problems  []Problem `json:"problems"`
	Changes   []Changed `json:"changes,omitempty"` // old and new values of records that change
	Receipt   *Receipt  `json:"receipt,omitempty"` // nil when nothing was written

	Fates  []Fate      `json:"-"` // what became of each row that was read, for whoever looks through them
	Sheets []string    `json:"-"` // those that can be chosen, of a workbook
	Labels []FieldName `json:"-"` // what a column can be mapped to
}

// Fate is what becomes of a row: new, changed, unchanged or refused.
type Fate struct {
	Row   int
	What  string
	Ref   string // of the record, where it has one
	Title string
}

// FieldName is something a column can be mapped to.
type FieldName struct{ Name, Label string }

// Column is what a column of the file means.
type Column struct {
	From  string `json:"from"`
	To    string `json:"to"`  // the field, of several parts "register.field, …"; empty when ignored
	How   string `json:"how"` // label, synonym, near, map or ignored
	Field string `json:"-"`   // what it was mapped to, as a mapping says it
	place int
}

// Rows counts the rows below the headings. Read are those that are records;
// skipped rows are besides them.
type Rows struct {
	Read      int `json:"read"`
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Refused   int `json:"refused"`
	Skipped   int `json:"skipped"`
}

// Problem is one thing to see about one row. Row is the file's own number, 0
// when it is about the file.
type Problem struct {
	Sheet    string   `json:"sheet"`
	Row      int      `json:"row"`
	Column   string   `json:"column"`
	Value    string   `json:"value"`
	Field    string   `json:"field"`
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
}

// Changed is a record that changes.
type Changed struct {
	Row      int           `json:"row"`
	Register string        `json:"register"`
	Ref      string        `json:"ref"`
	Fields   []FieldChange `json:"fields"`
}

// FieldChange is a field's old and new value in words.
type FieldChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Receipt tells where the ledger has what was written; all of it can be undone
// by its change set.
type Receipt struct {
	ChangeSet string `json:"change_set"`
	Position  int64  `json:"position"`
}

// DirReport is what became of a folder.
type DirReport struct {
	DryRun  bool              `json:"dry_run"`
	Files   []Report          `json:"files"`
	Records map[string]Counts `json:"records"` // by register
	Receipt *Receipt          `json:"receipt,omitempty"`
}

// Counts are records of a register.
type Counts struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

// maxTold bounds what a report tells one by one, so that a hostile file does
// not make a report without end; the counts are whole.
const maxTold = 10000

func (r *Report) add(p Problem) {
	if len(r.Problems) >= maxTold {
		return
	}
	p.Code = strings.ReplaceAll(p.Code, "-", "_")
	r.Problems = append(r.Problems, p)
}

// sorted puts problems in the file's order.
func (r *Report) sorted() {
	sort.SliceStable(r.Problems, func(i, j int) bool { return r.Problems[i].Row < r.Problems[j].Row })
	if r.Problems == nil {
		r.Problems = []Problem{}
	}
	if r.Columns == nil {
		r.Columns = []Column{}
	}
}

// refusal is the error of an import that was not taken: the report tells why.
func refusal(refused int) error {
	if refused == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Code: "import-refused"}
}
