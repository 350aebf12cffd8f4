package people

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Move puts a unit under another from a day. What was true before that day
// stands: figures as of an earlier day use the tree of that day.
func Move(ctx context.Context, d Deps, c access.Caller, opt command.Options, unit *register.Record, version int64, parent string, day, today register.Date) (command.Receipt, error) {
	return d.Commands.Do(ctx, c, opt, d.dated(unit, version, map[string]any{"parent": parent}, day, today))
}

// Rename gives a unit another name from a day.
func Rename(ctx context.Context, d Deps, c access.Caller, opt command.Options, unit *register.Record, version int64, name, short string, day, today register.Date) (command.Receipt, error) {
	fields := map[string]any{"title": name}
	if short != "" {
		fields["short"] = short
	}
	return d.Commands.Do(ctx, c, opt, d.dated(unit, version, fields, day, today))
}

// Merge ends a unit and tells which one succeeds it. The units under it move to
// the successor, and so does the ended unit itself: what it owns is reached by
// whoever works for the successor, without being given another owner.
func Merge(ctx context.Context, d Deps, c access.Caller, opt command.Options, unit *register.Record, version int64, into string, day, today register.Date) (command.Receipt, error) {
	if into == string(unit.ID) {
		return command.Receipt{}, refuse("into", "merge-into-itself", unit.Text("title"))
	}
	successor, err := d.get(ctx, c, registers.Orgs, into)
	if err != nil {
		return command.Receipt{}, err
	}
	if !inForce(successor) {
		return command.Receipt{}, refuse("into", "merge-into-ended", successor.Text("title"))
	}
	last := today
	if day != "" {
		last = day
	}
	links := []register.Link{{To: successor.ID, Kind: "merged"}}
	if old, ok := unit.Get("successors").([]register.Link); ok {
		links = append(old, links...)
	}
	end := d.dated(unit, version, map[string]any{"parent": string(successor.ID), "valid_to": string(last), "successors": links}, day, today)
	end.Op = "end"
	var changes []command.Change
	err = d.DB.Each(ctx, c.Read(registers.Orgs), store.Query{Register: registers.Orgs,
		Filter: query.Compare{Field: query.Field{Name: "parent", Type: query.Ref}, Op: query.Eq, Value: string(unit.ID)}}, func(rec *register.Record) error {
		if rec.ID == successor.ID {
			// The successor stood under the one that ends: it takes its place.
			changes = append([]command.Change{d.dated(rec, 0, map[string]any{"parent": unit.Text("parent")}, day, today)}, changes...)
			return nil
		}
		changes = append(changes, d.dated(rec, 0, map[string]any{"parent": string(successor.ID)}, day, today))
		return nil
	})
	if err != nil {
		return command.Receipt{}, err
	}
	return d.Commands.Do(ctx, c, opt, append(changes, end)...)
}

// dated is a change of a record that holds from a day.
func (d Deps) dated(rec *register.Record, version int64, fields map[string]any, day, today register.Date) command.Change {
	if version == 0 {
		version = rec.Version
	}
	return command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: version, Fields: fields, Effective: d.from(day, today)}
}
