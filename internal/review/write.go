package review

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Writing is what somebody has written in the places of a section.
type Writing struct {
	Section string
	Texts   map[string]string // by the places' keys; what is not named stays, and what is not changed is taken out
	Lang    lang.Lang
	State   string // of the section: ready, edited; empty = as it follows
	Seen    int64  // the version of the record that the writer saw
	Via     string
}

// Clash is a place that somebody else has written in since the writer read it.
type Clash struct {
	Place
	Mine string
}

// Write writes in a section. Texts that others have changed since are never
// overwritten unseen: then nothing is written and both are given. Two who
// write in different places do not disturb each other.
func Write(ctx context.Context, d Deps, caller access.Caller, id string, in Writing) (*register.Record, []Clash, error) {
	const tries = 3 // others may write between our reading and our writing
	var err error
	for range tries {
		var rec *register.Record
		var clashes []Clash
		if rec, clashes, err = write(ctx, d, caller, id, in); !fault.Is(err, fault.Stale) {
			return rec, clashes, err
		}
	}
	return nil, nil, err
}

func write(ctx context.Context, d Deps, caller access.Caller, id string, in Writing) (*register.Record, []Clash, error) {
	r := d.register("management_review")
	rec, err := d.DB.Get(ctx, caller.Read(r), r, id, time.Time{}, 0)
	if err != nil {
		return nil, nil, err
	}
	base := rec
	if in.Seen != rec.Version {
		if base, err = d.DB.Get(ctx, caller.Read(r), r, id, time.Time{}, in.Seen); err != nil {
			return nil, nil, err
		}
	}
	now, err := placesOf(rec, in)
	if err != nil {
		return nil, nil, err
	}
	before, err := placesOf(base, in)
	if err != nil {
		return nil, nil, err
	}
	list := rows(rec)
	var clashes []Clash
	touched := false
	for i, p := range now {
		mine, given := in.Texts[p.Key]
		mine = strings.TrimSpace(strings.ReplaceAll(mine, "\r\n", "\n"))
		if !given || mine == strings.TrimSpace(before[i].In(in.Lang)) || mine == p.In(in.Lang) {
			delete(in.Texts, p.Key)
			continue
		}
		if p.In(in.Lang) != before[i].In(in.Lang) {
			clashes = append(clashes, Clash{p, mine})
			continue
		}
		touched = true
		list = say(list, p, in.Lang, mine)
	}
	if len(clashes) > 0 {
		return rec, clashes, nil
	}
	if in.State != "" {
		list, touched = mark(list, now, in.Section, in.State), true
	}
	if !touched {
		return rec, nil, nil
	}
	values, err := listed(list)
	if err != nil {
		return nil, nil, err
	}
	receipt, err := d.Commands.Do(ctx, caller, command.Options{Via: in.Via, Now: d.Now()},
		command.Change{Op: "update", Register: r, ID: string(rec.ID), Version: rec.Version, Fields: map[string]any{"sections": values}})
	if err != nil {
		return nil, nil, err
	}
	return receipt.Items[0].New, nil, nil
}

func placesOf(rec *register.Record, in Writing) ([]Place, error) {
	all, err := Places(rec, in.Lang)
	if err != nil {
		return nil, err
	}
	ps, ok := all[in.Section]
	if !ok {
		return nil, fault.New(fault.Unknown, "no-such-page")
	}
	for k := range in.Texts {
		if !slices.ContainsFunc(ps, func(p Place) bool { return p.Key == k }) {
			return nil, fault.New(fault.Unknown, "no-such-page")
		}
	}
	return ps, nil
}

// say puts a text in its place. A text that is new or changed is no longer what
// somebody called ready.
func say(list []registers.ReviewSection, p Place, l lang.Lang, text string) []registers.ReviewSection {
	i := slices.IndexFunc(list, func(r registers.ReviewSection) bool { return r.Key == p.Key })
	if i < 0 {
		i = len(list)
		list = append(list, registers.ReviewSection{Key: p.Key, TextSV: p.SV, TextEN: p.EN})
	}
	if l == lang.EN {
		list[i].TextEN = text
	} else {
		list[i].TextSV = text
	}
	list[i].State = "edited"
	if list[i].TextSV == "" && list[i].TextEN == "" {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// mark gives a section its state, and the texts in it that are not the officer's.
func mark(list []registers.ReviewSection, ps []Place, section, state string) []registers.ReviewSection {
	found := false
	for i := range list {
		k := list[i].Key
		own := k == section || slices.ContainsFunc(ps, func(p Place) bool { return p.Key == k && !p.Officer })
		if own {
			list[i].State = state
		}
		found = found || k == section
	}
	if !found {
		list = append(list, registers.ReviewSection{Key: section, State: state})
	}
	return list
}

// listed gives texts as a command takes them.
func listed(list []registers.ReviewSection) ([]any, error) {
	out := []any{}
	raw, err := json.Marshal(list)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}
