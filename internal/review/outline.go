package review

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"genomlys/internal/lang"
)

//go:embed outline.json
var outlineJSON []byte

// both is one text in both languages, as the outline writes it.
type both struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

func (b both) in(l lang.Lang) string { return lang.Text{SV: b.SV, EN: b.EN}.In(l) }

// outline is the template of a review: what stands where, in which words.
type outline struct {
	Version  string            `json:"version"`
	Title    both              `json:"title"`
	Lead     both              `json:"lead"`
	Lookups  map[string]lookup `json:"lookups"`
	Sections []plannedSection  `json:"sections"`
}

// lookup is a question whose records texts and lists speak of.
type lookup struct {
	Label    both   `json:"label"` // what is said to be missing when nothing answers
	Register string `json:"register"`
	Filter   string `json:"filter"`
	Order    string `json:"order"`
	Reach    string `json:"reach"`  // own (default), up: also organisations above, all
	Figure   string `json:"figure"` // instead: the records that a figure counts
}

type plannedSection struct {
	Key     string         `json:"key"`
	Number  string         `json:"number"`
	Level   int            `json:"level"`
	Heading both           `json:"heading"`
	Blocks  []plannedBlock `json:"blocks"`
}

type plannedBlock struct {
	Kind    string          `json:"kind"`
	Key     string          `json:"key"`
	Style   string          `json:"style"`
	By      both            `json:"by"`
	When    []string        `json:"when"`
	Text    both            `json:"text"`
	Label   string          `json:"label"` // table or figure: numbered in order
	Caption both            `json:"caption"`
	Sub     both            `json:"sub"`
	List    string          `json:"list"`  // name of a lookup
	Item    both            `json:"item"`  // of each record
	Empty   both            `json:"empty"` // said when the lookup finds nothing
	Texts   []both          `json:"texts"` // items of a list that are sentences
	Figures []plannedFigure `json:"figures"`
	Columns []plannedColumn `json:"columns"`
	Figure  string          `json:"figure"` // of a chart
	Year    string          `json:"year"`   // of priorities
	Signers []plannedSigner `json:"signers"`
	Opens   []string        `json:"opens"`  // lookups that open besides those named in the text
	Traces  []string        `json:"traces"` // figures that open besides those named in the text
	Covers  []string        `json:"covers"`
	Inputs  []string        `json:"inputs"`
	Needed  bool            `json:"needed"` // a comment without which the review is not ready
}

type plannedFigure struct {
	Figure string `json:"figure"`
	Label  both   `json:"label"` // instead of the figure's own
	Goal   string `json:"goal"`
}

type plannedColumn struct {
	Title  both    `json:"title"`
	Value  both    `json:"value"`
	Right  bool    `json:"right"`
	Bold   bool    `json:"bold"`
	Weight float64 `json:"weight"`
}

type plannedSigner struct {
	Who  both `json:"who"`
	What both `json:"what"`
}

// theOutline is the city's outline (domain.md 9.9), read once.
var theOutline = sync.OnceValues(func() (*outline, error) {
	var o outline
	if err := json.Unmarshal(outlineJSON, &o); err != nil {
		return nil, fmt.Errorf("read the outline of the review: %w", err)
	}
	return &o, nil
})

// Outlined is a heading of the outline, as somebody who looks at it sees it.
type Outlined struct {
	Key     string
	Number  string
	Level   int
	Heading string
	Parts   int // texts, tables and figures that the product writes under it
}

// Outline gives the version of the outline that reviews begin with, and its
// headings.
func Outline(l lang.Lang) (version string, headings []Outlined, err error) {
	o, err := theOutline()
	if err != nil {
		return "", nil, err
	}
	for _, s := range o.Sections {
		headings = append(headings, Outlined{Key: s.Key, Number: s.Number, Level: s.Level, Heading: s.Heading.in(l), Parts: len(s.Blocks)})
	}
	return o.Version, headings, nil
}
