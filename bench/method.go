package main

import (
	"encoding/json"
	"fmt"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

// methods measures the reports that walk through everything the city has: each
// in an installation that was just opened, so that no answer is kept from before.
func (b *bench) methods() error {
	day := string(register.DateOf(time.Now().AddDate(-1, 0, -7)))
	for _, m := range []struct {
		what, report, code string
		params             map[string]string
		goal, aim          float64
	}{
		{"what if DPF fell (W1)", "what-if", "counts", map[string]string{"kind": "W1"}, 1, 0.5},
		{"demand gaps", "demand-gaps", "items", nil, 2, 0.5},
		{"city roll-up as of " + day, "city-figures", "rows", map[string]string{"as_of": day}, 2, 1},
	} {
		if err := b.report(m.what, m.report, m.code, m.params, m.goal, m.aim); err != nil {
			return fmt.Errorf("%s: %w", m.what, err)
		}
	}
	return nil
}

// report adds a row for one report. code names what its answer lists, which
// must not be empty: a fast answer about nothing is none.
func (b *bench) report(what, name, code string, params map[string]string, goal, aim float64) error {
	h, err := app.OpenExisting(b.ctx, b.city, nil)
	if err != nil {
		return err
	}
	defer h.Close()
	r, err := h.Rooms.Report(name)
	if err != nil {
		return err
	}
	begun, before := time.Now(), ownCPU()
	out, err := h.Rooms.WriteReport(b.ctx, room.Call{Caller: access.System(), Lang: lang.SV, Now: time.Now(), Via: "cli", Params: params}, r, "json")
	took, cpu := time.Since(begun).Seconds(), ownCPU()-before
	if err != nil {
		return err
	}
	var answer map[string]json.RawMessage
	var list []json.RawMessage
	if err := json.Unmarshal(out, &answer); err != nil {
		return err
	}
	if err := json.Unmarshal(answer[code], &list); err != nil || len(list) == 0 {
		return fmt.Errorf("%s lists no %s: %v", name, code, err)
	}
	b.rows = append(b.rows, row{what: what, product: fmt.Sprintf("%.2f s, %d %s, CPU %.2f s", took, len(list), code, cpu.Seconds()), value: took, goal: goal, aim: aim, unit: " s"})
	return nil
}
