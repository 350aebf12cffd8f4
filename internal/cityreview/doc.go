// Package cityreview rolls the boards' figures and their decided management
// reviews up to the city: what each has handed in, what it says, what all say
// together, and who is missing.
package cityreview

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

// Deps is what the city's answers are made from.
type Deps struct {
	DB      *store.DB
	Figures *figure.Engine
	Reviews review.Deps
}

// book is steps.json.
type book struct {
	Steps     []int         `json:"steps"` // shares at which the tint of a cell changes
	Kinds     []string      `json:"kinds"` // of organisations that hand in
	HandedIn  []string      `json:"handed_in"`
	Source    string        `json:"source"`
	ValidFrom register.Date `json:"valid_from"`
}

//go:embed steps.json
var steps []byte

func load() (book, error) {
	var b book
	d := json.NewDecoder(bytes.NewReader(steps))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, fmt.Errorf("read the steps of the city's table: %w", err)
	}
	return b, nil
}

// tree is the organisations as of an instant.
type tree struct {
	all    map[register.ID]*register.Record
	boards []*register.Record // those that hand in and that the caller reaches, by short name
}

func (d Deps) tree(ctx context.Context, c access.Caller, b book, asOf time.Time) (tree, error) {
	t := tree{all: map[register.ID]*register.Record{}}
	sees := c.Read(registers.ManagementReviews)
	err := d.DB.Each(ctx, c.Read(registers.Orgs), store.Query{Register: registers.Orgs, AsOf: asOf, Backdated: true}, func(o *register.Record) error {
		t.all[o.ID] = o
		// Of a board that the caller does not reach nothing is said, not even
		// that its review is missing.
		if slices.Contains(b.Kinds, o.Text("kind")) && o.Text("status") == "active" && sees.Sees(o.ID) {
			t.boards = append(t.boards, o)
		}
		return nil
	})
	slices.SortStableFunc(t.boards, func(x, y *register.Record) int {
		return bytes.Compare(store.SortKey(short(x)), store.SortKey(short(y)))
	})
	return t, err
}

func short(o *register.Record) string {
	if s := o.Text("short"); s != "" {
		return s
	}
	return o.Text("title")
}

// board is the nearest organisation upwards that hands in, from one whose
// review it is: an office answers to its board.
func (t tree) board(b book, org register.ID) register.ID {
	for range t.all {
		o := t.all[org]
		if o == nil {
			return ""
		}
		if slices.Contains(b.Kinds, o.Text("kind")) {
			return o.ID
		}
		org = register.ID(o.Text("parent"))
	}
	return ""
}
