package steering

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"slices"

	"genomlys/internal/method/clock"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

//go:embed data/adoption.json
var data embed.FS

// order says of a kind of document who adopts it and what it stands under.
type order struct {
	rulebook.Meta
	Kind     string   `json:"kind"`
	Adopters []string `json:"adopters"`
	Under    []string `json:"under"`
	// Recorders enter in the register what a body decided that nobody holds as
	// a function here, such as the council.
	Recorders []string `json:"recorders"`
}

// load reads the orders, which name nothing that the registers lack.
func load() ([]order, error) {
	raw, err := data.ReadFile("data/adoption.json")
	if err != nil {
		return nil, fmt.Errorf("steering: %w", err)
	}
	var out []order
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&out); err != nil {
		return nil, fmt.Errorf("steering: adoption.json: %w", err)
	}
	kinds, adopters, functions := registers.SteeringDocuments.Must("kind").Choices, registers.SteeringDocuments.Must("adopter_function").Choices, registers.RoleAssignments.Must("function").Choices
	for _, o := range out {
		if o.Source.SV == "" || o.Source.EN == "" || !o.ValidFrom.Valid() || !kinds.Has(o.Kind) || len(o.Adopters) == 0 {
			return nil, fmt.Errorf("steering: adoption.json: the order for %q is not whole", o.Kind)
		}
		for _, a := range o.Adopters {
			if !adopters.Has(a) || !functions.Has(a) && len(o.Recorders) == 0 {
				return nil, fmt.Errorf("steering: adoption.json: nobody can enter that %s adopted a %s", a, o.Kind)
			}
		}
		for _, k := range o.Under {
			if !kinds.Has(k) {
				return nil, fmt.Errorf("steering: adoption.json: no kind %q", k)
			}
		}
		for _, r := range o.Recorders {
			if !functions.Has(r) {
				return nil, fmt.Errorf("steering: adoption.json: no function %q", r)
			}
		}
	}
	for _, k := range kinds.Codes() {
		if !slices.ContainsFunc(out, func(o order) bool { return o.Kind == k && o.ValidTo == "" }) {
			return nil, fmt.Errorf("steering: adoption.json: no order for %s", k)
		}
	}
	return out, nil
}

// order gives the order of a kind that holds on a day.
func (h *house) order(kind, day string) order {
	for _, o := range h.orders {
		if o.Kind == kind && o.ValidOn(max(rulebook.Epoch, clock.Date(day))) {
			return o
		}
	}
	return order{}
}
