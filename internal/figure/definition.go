package figure

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"

	"genomlys/internal/lang"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
)

// Definition is what a figure counts, in the query language: another version
// of it is another figure, and the two are never compared (domain.md C2).
type Definition struct {
	ID           string                `json:"id"`  // F03
	Key          string                `json:"key"` // classified_2020_or_later
	Version      int                   `json:"version"`
	ValidFrom    register.Date         `json:"valid_from"`
	Section      string                `json:"section"`  // of the management review
	Kind         string                `json:"kind"`     // seed, design, derived: of the example data; own: of domain.md
	Register     string                `json:"register"` // collection of what is counted
	Unit         string                `json:"unit"`
	Good         string                `json:"good"` // up, down or none: which way is better
	Of           string                `json:"of,omitempty"`
	Goal         *int                  `json:"goal,omitempty"`
	Presentation coverage.Presentation `json:"presentation,omitempty"`
	Label        lang.Text             `json:"label"`
	Filter       string                `json:"filter"`            // with {{macro}} and {number}
	By           string                `json:"by,omitempty"`      // field to group the records by
	Groups       []GroupDef            `json:"groups,omitempty"`  // or named parts, each a filter
	Method       string                `json:"method,omitempty"`  // what the language cannot say
	Args         map[string]string     `json:"args,omitempty"`    // of the method
	Numbers      map[string]int        `json:"numbers,omitempty"` // of its own; all others stand in the rule book
}

// GroupDef is a named part of a figure's records.
type GroupDef struct {
	Value  string    `json:"value"`
	Label  lang.Text `json:"label"`
	Filter string    `json:"filter"`
}

// Book is all definitions, with the words they share.
type Book struct {
	macros map[string]string
	byID   map[string][]*Definition // versions, newest first
	order  []string
}

//go:embed data/*.json
var data embed.FS

// files are read in this order, which is also the order figures are listed in.
var files = []string{"objects", "processings", "work", "governance"}

// Load gives the product's own definitions.
var Load = sync.OnceValues(load)

func load() (*Book, error) {
	macros, err := data.ReadFile("data/macros.json")
	if err != nil {
		return nil, fmt.Errorf("read the figures' macros: %w", err)
	}
	parts := make([][]byte, len(files))
	for i, name := range files {
		if parts[i], err = data.ReadFile("data/" + name + ".json"); err != nil {
			return nil, fmt.Errorf("read figures: %w", err)
		}
	}
	return Parse(macros, parts...)
}

// Parse reads definitions; all that is wrong with them is told at once.
func Parse(macros []byte, parts ...[]byte) (*Book, error) {
	b := &Book{byID: map[string][]*Definition{}}
	if err := strict(macros, &b.macros); err != nil {
		return nil, fmt.Errorf("figures' macros: %w", err)
	}
	for i, p := range parts {
		var ds []*Definition
		if err := strict(p, &ds); err != nil {
			return nil, fmt.Errorf("figures, file %d: %w", i+1, err)
		}
		for _, d := range ds {
			if len(b.byID[d.ID]) == 0 {
				b.order = append(b.order, d.ID)
			}
			b.byID[d.ID] = append(b.byID[d.ID], d)
		}
	}
	return b, b.check()
}

func strict(raw []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(to)
}

func (b *Book) check() error {
	var errs []error
	keys := map[string]string{}
	for id, vs := range b.byID {
		slices.SortFunc(vs, func(x, y *Definition) int { return y.Version - x.Version })
		for i, d := range vs {
			wrong := func(what string) { errs = append(errs, fmt.Errorf("figure %s version %d: %s", id, d.Version, what)) }
			if i > 0 && (d.Version == vs[i-1].Version || d.ValidFrom >= vs[i-1].ValidFrom) {
				wrong("a later version must have a higher number and a later valid_from")
			}
			if other, taken := keys[d.Key]; taken && other != id {
				wrong("the key " + d.Key + " is also that of " + other)
			}
			keys[d.Key] = id
			switch {
			case !figureID.MatchString(d.ID):
				wrong("an id is F with two digits and perhaps a letter")
			case d.Key == "" || d.Version < 1 || !register.ValidDate(string(d.ValidFrom)):
				wrong("key, version and valid_from are needed")
			case d.Label.SV == "" || d.Label.EN == "":
				wrong("a label in both languages is needed")
			case d.Unit == "" || d.Register == "" || d.Section == "":
				wrong("unit, register and section are needed")
			case !slices.Contains([]string{"up", "down", "none"}, d.Good):
				wrong("good is up, down or none")
			case !slices.Contains([]coverage.Presentation{"", coverage.Exact, coverage.Ten, coverage.Hundred}, d.Presentation):
				wrong("presentation is exact, ten or hundred")
			case d.Of != "" && len(b.byID[d.Of]) == 0:
				wrong("it is part of " + d.Of + ", which is not a figure")
			case d.Unit == "percent" && d.Of == "":
				wrong("a per cent needs what it is part of")
			case d.By != "" && len(d.Groups) > 0:
				wrong("groups are either by a field or named, not both")
			}
			if _, known := methods[d.Method]; !known && d.Method != "" {
				wrong("there is no method " + d.Method)
			}
		}
	}
	return errors.Join(errs...)
}

var figureID = regexp.MustCompile(`^F[0-9]{2}[a-z]?$`)

// At gives the version of a figure that is valid on a date.
func (b *Book) At(id string, d register.Date) (*Definition, bool) {
	for _, v := range b.byID[id] {
		if v.ValidFrom <= d {
			return v, true
		}
	}
	return nil, false
}

// From is the first day on which a figure is defined.
func (b *Book) From() (from register.Date) {
	for _, versions := range b.byID {
		if first := versions[len(versions)-1].ValidFrom; from == "" || first < from {
			from = first
		}
	}
	return from
}

// IDs lists the figures in the order they are shown.
func (b *Book) IDs() []string { return slices.Clone(b.order) }

// ByKey finds a figure by its key, such as classified_2020_or_later.
func (b *Book) ByKey(key string) (id string, ok bool) {
	for id, vs := range b.byID {
		if vs[0].Key == key {
			return id, true
		}
	}
	return "", false
}
