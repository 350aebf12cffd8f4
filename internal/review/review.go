package review

import (
	"context"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Deps are what a review is made with.
type Deps struct {
	DB       *store.DB
	Access   *access.Access
	Commands *command.Service
	Figures  *figure.Engine
	Now      func() time.Time
	// Key makes the ledger's signing key when there is none yet, so that a
	// decided review can print its fingerprint. May be nil.
	Key func(context.Context) error
}

// Request tells which review to build.
type Request struct {
	Org     register.ID   // whose review: an office or a company
	Year    int           // the year it looks forward to
	AsOf    register.Date // the day the figures show
	Compare register.Date // the day they are compared with; empty = a year before
	KnownAt int64         // ledger position; 0 = all that is known
	Lang    lang.Lang
	ID      register.ID // the record in management_review; empty = found by organisation and year
}

// Review is a built review: pure data, in the shape of contract.md section 4.
type Review struct {
	ID          register.ID       `json:"id,omitempty"`
	Ref         string            `json:"ref,omitempty"`
	Org         string            `json:"org"` // short name
	OrgTitle    string            `json:"org_title"`
	Unit        string            `json:"unit,omitempty"`
	Year        int               `json:"year"`
	AsOf        register.Date     `json:"as_of"`
	CompareAsOf register.Date     `json:"compare_as_of"`
	State       string            `json:"state"` // draft or decided
	Status      string            `json:"status"`
	Title       string            `json:"title"`
	Lead        string            `json:"lead"`
	Language    string            `json:"language"`
	Template    string            `json:"template_version"`
	DiaryNo     string            `json:"diary_no,omitempty"`
	AnnexTo     string            `json:"annex_to,omitempty"`
	DecidedOn   register.Date     `json:"decided_on,omitempty"`
	DecidedBy   string            `json:"decided_by,omitempty"`
	Obtains     string            `json:"obtained_by,omitempty"`
	Reporter    string            `json:"reporter,omitempty"`
	Correction  string            `json:"correction,omitempty"`
	Sections    []Section         `json:"sections"`
	Figures     map[string]Figure `json:"figures"`
	Inputs      map[string]string `json:"inputs_9_3_2"` // covered, nothing_to_report or missing
	Reasons     map[string]string `json:"input_reasons,omitempty"`
	Priorities  []Priority        `json:"priorities"`
	Decisions   []Decision        `json:"decisions"`
	Missing     []string          `json:"missing,omitempty"` // facts printed as [saknas: …]
	Ledger      Ledger            `json:"ledger"`
	Made        time.Time         `json:"made"`
}

// Section is a numbered part of the outline, or one without number.
type Section struct {
	Key     string  `json:"key"`
	Number  string  `json:"number"`
	Heading string  `json:"heading"`
	Level   int     `json:"level"`
	State   string  `json:"state"` // generated, edited, commented, ready
	Blocks  []Block `json:"blocks"`
}

// Block is one piece of a section. Kind tells which of the other members are
// used: heading, paragraph, comment, list, table, chart, decision, signatures.
type Block struct {
	Kind     string   `json:"kind"`
	Key      string   `json:"key,omitempty"`
	Style    string   `json:"style,omitempty"` // lead, note, small
	Text     string   `json:"text,omitempty"`
	Runs     []Run    `json:"runs,omitempty"`
	By       string   `json:"by,omitempty"`
	Label    string   `json:"label,omitempty"`
	Caption  string   `json:"caption,omitempty"`
	Sub      string   `json:"sub,omitempty"`
	Items    [][]Run  `json:"items,omitempty"`
	Columns  []Column `json:"columns,omitempty"`
	Rows     [][]Cell `json:"rows,omitempty"`
	Bars     []Bar    `json:"bars,omitempty"`
	Lines    []Series `json:"lines,omitempty"`
	Years    []string `json:"years,omitempty"`
	Alt      string   `json:"alt,omitempty"`
	Signers  []Signer `json:"signers,omitempty"`
	Figures  []string `json:"figures,omitempty"`
	Sources  []Source `json:"sources,omitempty"` // what opens besides the figures
	Covers   []string `json:"covers,omitempty"`  // statements of domain.md section 7
	Inputs   []string `json:"inputs,omitempty"`  // of ISO/IEC 27001:2022 9.3.2
	Missing  []string `json:"missing,omitempty"`
	HasFacts bool     `json:"has_facts"` // rests on at least one record or figure
}

// Run is a piece of text. A figure opens its records, a record itself.
type Run struct {
	Text     string `json:"text"`
	Figure   string `json:"figure,omitempty"`
	Register string `json:"register,omitempty"` // collection of Record
	Record   string `json:"record,omitempty"`   // human number
	Lang     string `json:"lang,omitempty"`     // when it is not the review's language
	Bold     bool   `json:"bold,omitempty"`
	Missing  bool   `json:"missing,omitempty"`
}

// Cell is the content of a table cell.
type Cell []Run

// Column is a column of a table; Right aligned for numbers.
type Column struct {
	Title  string  `json:"title"`
	Right  bool    `json:"right,omitempty"`
	Weight float64 `json:"weight,omitempty"`
}

// Bar is one bar of a chart.
type Bar struct {
	Label   string `json:"label"`
	Value   int    `json:"value"`
	Missing bool   `json:"missing,omitempty"` // counts what is missing: drawn hatched
}

// Series is one line of a chart over years.
type Series struct {
	Name   string     `json:"name"`
	Values []*float64 `json:"values"` // null where it is not known
}

// Signer is a signature line.
type Signer struct {
	Who  string `json:"who"`
	What string `json:"what"`
}

// Source is a question whose records a block rests on.
type Source struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`
	Register string   `json:"register"` // collection
	Title    string   `json:"title"`    // of the register
	Filter   string   `json:"filter"`
	Records  []string `json:"records"`
}

// Figure is a named figure with the records it counts.
type Figure struct {
	Label        string   `json:"label"`
	Key          string   `json:"key"`
	Value        *int     `json:"value"`
	Of           *int     `json:"of"`
	Shown        string   `json:"shown"`
	Percent      *int     `json:"percent,omitempty"`
	Compare      *int     `json:"compare"`
	CompareOf    *int     `json:"compare_of,omitempty"`
	CompareShown string   `json:"compare_shown,omitempty"`
	Change       string   `json:"change,omitempty"`
	Text         string   `json:"text,omitempty"` // of a figure that is a day or a word
	Unit         string   `json:"unit"`
	Definition   string   `json:"definition"`
	Goal         string   `json:"goal,omitempty"`
	Register     string   `json:"register"`
	Filter       string   `json:"filter"`
	Records      []string `json:"records"`
	Versions     []int64  `json:"versions,omitempty"` // ledger position of each record's version
	Groups       []Group  `json:"groups,omitempty"`
}

// Group is one part of a figure that is shown by parts.
type Group struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Value   int      `json:"value"`
	Compare *int     `json:"compare,omitempty"`
	Records []string `json:"records,omitempty"`
	Parts   []Group  `json:"parts,omitempty"`
}

// Priority is one point of the three-year plan; activities that share year and
// order are its parts (domain.md R31).
type Priority struct {
	Year    int      `json:"year"`
	Order   int      `json:"order"`
	Text    string   `json:"text"`
	State   string   `json:"state"`
	Owner   string   `json:"owner,omitempty"`
	Due     string   `json:"due,omitempty"`
	Figures []string `json:"figures"`
	Records []string `json:"records"`
	parts   []*register.Record
}

// Decision is a decision on improvement (ISO/IEC 27001:2022 9.3.3).
type Decision struct {
	Ref       string `json:"ref"`
	Order     int    `json:"order"`
	Text      string `json:"text"`
	DecidedBy string `json:"decided_by,omitempty"`
	Date      string `json:"date,omitempty"`
	Due       string `json:"due,omitempty"`
	Resources string `json:"resources,omitempty"`
	State     string `json:"state"`
}

// Ledger tells where in the ledger the review stands.
type Ledger struct {
	Origin string `json:"origin"`
	Size   int64  `json:"size"`
	Root   string `json:"root"`
	Key    string `json:"key,omitempty"` // fingerprint of the key that signs checkpoints
}
