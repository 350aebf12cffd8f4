package acceptance

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed acceptance.json
var rowsJSON []byte

// row is one statement and what must hold for it.
type row struct {
	ID      string         `json:"id"`
	Kind    string         `json:"kind"`    // Q, L, F, T, A, D of domain.md
	Section string         `json:"section"` // key in the outline
	Heading string         `json:"heading"` // sub-heading it stands under; empty = before any
	Says    []string       `json:"says"`    // all must stand in its blocks
	Figures map[string]int `json:"figures"` // value of each figure
	Opens   []opens        `json:"opens"`   // lists that open

	Groups       map[string]map[string]int `json:"groups"`        // figure → part → value
	Dates        map[string]string         `json:"dates"`         // figure that is a day
	Comment      string                    `json:"comment"`       // key of an analysis that must stand there too
	WithinMonths int                       `json:"within_months"` // since the last decided review
	Contents     []string                  `json:"contents"`      // numbers of the headings in order, with pages
	EveryHeading []string                  `json:"every_heading"` // sub-headings that hold it
	Inputs       bool                      `json:"inputs"`        // none of 9.3.2 is missing
	Decisions    int                       `json:"decisions"`     // at least so many
	Linked       []string                  `json:"linked"`        // source, word, field: the record with the word links to others
	Rising       string                    `json:"rising"`        // figure that is up on last year
	Compared     string                    `json:"compared"`      // figure that has last year's value
	Priority     []int                     `json:"priority"`      // year and order of the point of the plan
	Parts        int                       `json:"parts"`         // activities in the point
	Plan         map[string]int            `json:"plan"`          // points per year
	Decided      bool                      `json:"decided"`       // state, hash and files
}

// opens is a list that opens: exactly Records records, or at least AtLeast.
type opens struct {
	Source   string `json:"source"`
	Register string `json:"register"`
	Records  *int   `json:"records"`
	AtLeast  int    `json:"at_least"`
}

func rows() ([]row, error) {
	var out []row
	if err := json.Unmarshal(rowsJSON, &out); err != nil {
		return nil, fmt.Errorf("read the acceptance rows: %w", err)
	}
	for i, r := range out {
		if want := fmt.Sprintf("S-%02d", i+1); r.ID != want {
			return nil, fmt.Errorf("acceptance row %d is %s, not %s", i+1, r.ID, want)
		}
	}
	return out, nil
}
