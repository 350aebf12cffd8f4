package people

import (
	"context"
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Rooms is what the room gives the doors.
func Rooms(d Deps) room.Set {
	org, person, function := registers.Orgs.Name, registers.Persons.Name, registers.RoleAssignments.Name
	active := func(r *register.Record) bool { return inForce(r) }
	day := room.Param{Name: "day", Title: lang.Text{SV: "Från och med dag (tomt är nu)", EN: "From day (empty is now)"}, Kind: room.Day}
	ref := func(name, sv, en, reg string, needed bool) room.Param {
		return room.Param{Name: name, Title: lang.Text{SV: sv, EN: en}, Kind: room.Ref, Register: reg, Needed: needed}
	}
	return room.Set{
		Reports: []room.Report{{Name: "responsibilities", Title: lang.Text{SV: "Vad en person har ansvar för", EN: "What a person is responsible for"},
			Params: []room.Param{ref("person", "Person", "Person", person, true)},
			Answer: d.responsibilities}},
		Acts: []room.Act{
			{Register: org, Name: "move", Title: lang.Text{SV: "Flytta i organisationen", EN: "Move in the organisation"}, When: active,
				Params: []room.Param{ref("parent", "Ny överordnad", "New parent", org, true), day},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return Move(ctx, d, c.Caller, c.Options(), c.Record, c.Version, c.Params["parent"], register.Date(c.Params["day"]), c.Today())
				}},
			{Register: org, Name: "rename", Title: lang.Text{SV: "Byt namn", EN: "Rename"}, When: active,
				Params: []room.Param{{Name: "name", Title: lang.Text{SV: "Nytt namn", EN: "New name"}, Kind: room.Words, Needed: true}, {Name: "short", Title: lang.Text{SV: "Ny förkortning", EN: "New short name"}, Kind: room.Words}, day},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return Rename(ctx, d, c.Caller, c.Options(), c.Record, c.Version, c.Params["name"], c.Params["short"], register.Date(c.Params["day"]), c.Today())
				}},
			{Register: org, Name: "merge", Title: lang.Text{SV: "Slå samman med en annan", EN: "Merge into another"}, When: active,
				Params: []room.Param{ref("into", "Uppgår i", "Merged into", org, true), day},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return Merge(ctx, d, c.Caller, c.Options(), c.Record, c.Version, c.Params["into"], register.Date(c.Params["day"]), c.Today())
				}},
			{Register: function, Name: "give", Title: lang.Text{SV: "Ge en funktion", EN: "Give a function"}, Free: true,
				Params: []room.Param{
					{Name: "function", Title: lang.Text{SV: "Slag av funktion", EN: "Kind of function"}, Kind: room.Choice, Choices: registers.RoleAssignments.Must("function").Choices, Needed: true},
					room.Org(true), ref("person", "Person (tomt är en vakans)", "Person (empty is a vacancy)", person, false),
					{Name: "title", Title: lang.Text{SV: "Vad funktionen kallas", EN: "What the function is called"}, Kind: room.Words},
					ref("object", "Gäller bara objektet", "Only for the object", registers.Objects.Name, false),
					{Name: "valid_from", Title: lang.Text{SV: "Från", EN: "From"}, Kind: room.Day}, {Name: "valid_to", Title: lang.Text{SV: "Till", EN: "To"}, Kind: room.Day},
					ref("substitute_for", "Ersättare för", "Substitute for", function, false)},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) { return Give(ctx, d, c) }},
			{Register: function, Name: "fill", Title: lang.Text{SV: "Byt innehavare", EN: "Change the holder"}, When: active,
				Params: []room.Param{ref("person", "Ny innehavare", "New holder", person, true), day},
				Do:     func(ctx context.Context, c room.Call) (command.Receipt, error) { return Fill(ctx, d, c) }},
			{Register: function, Name: "close_down", Title: lang.Text{SV: "Avsluta funktionen en dag", EN: "End the function on a day"}, When: active,
				Params: []room.Param{{Name: "valid_to", Title: lang.Text{SV: "Sista dag", EN: "Last day"}, Kind: room.Day, Needed: true}},
				Do:     func(ctx context.Context, c room.Call) (command.Receipt, error) { return CloseDown(ctx, d, c) }},
			{Register: person, Name: "hand_over", Title: lang.Text{SV: "Lämna över allt ansvar", EN: "Hand over all responsibility"}, When: func(r *register.Record) bool { return r.Register.Name == person },
				Params: []room.Param{ref("receiver", "Tar över (tomt lämnar vakanser)", "Takes over (empty leaves vacancies)", person, false),
					{Name: "functions", Title: lang.Text{SV: "Funktioner som någon annan tar över", EN: "Functions that somebody else takes over"}, Kind: room.Ref, Register: function, Many: true},
					{Name: "receivers", Title: lang.Text{SV: "Vem som tar över dem, i samma ordning", EN: "Who takes them over, in the same order"}, Kind: room.Ref, Register: person, Many: true},
					{Name: "vacant", Title: lang.Text{SV: "Funktioner som lämnas vakanta", EN: "Functions that are left vacant"}, Kind: room.Ref, Register: function, Many: true},
					{Name: "stays", Title: lang.Text{SV: "Personen är kvar", EN: "The person stays"}, Kind: room.Yes}, day},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					o, err := order(c)
					if err != nil {
						return command.Receipt{}, err
					}
					return HandOver(ctx, d, c.Caller, c.Options(), c.Record, c.Version, o, c.Today())
				}},
		},
	}
}

// order reads who takes over what.
func order(c room.Call) (Order, error) {
	o := Order{Receiver: register.ID(c.Params["receiver"]), To: map[register.ID]register.ID{}, Stays: c.Yes("stays"), Day: register.Date(c.Params["day"])}
	functions, receivers := c.List("functions"), c.List("receivers")
	if len(functions) != len(receivers) {
		return o, refuse("receivers", "one-receiver-each", "")
	}
	for i, f := range functions {
		o.To[register.ID(f)] = register.ID(receivers[i])
	}
	for _, f := range c.List("vacant") {
		if slices.Contains(functions, f) {
			return o, refuse("vacant", "taken-over-and-vacant", "")
		}
		o.To[register.ID(f)] = ""
	}
	return o, nil
}

// Give makes a function in an organisation, held by somebody or vacant.
func Give(ctx context.Context, d Deps, c room.Call) (command.Receipt, error) {
	function := c.Params["function"]
	fields := map[string]any{"function": function, "title": c.Params["title"]}
	if c.Params["title"] == "" {
		o, err := d.get(ctx, c.Caller, registers.Orgs, c.Params["org"])
		if err != nil {
			return command.Receipt{}, err
		}
		where := o.Text("short")
		if where == "" {
			where = o.Text("title")
		}
		fields["title"] = registers.RoleAssignments.Must("function").Choices.Label(function).SV + " " + where
	}
	for _, name := range []string{"person", "object", "valid_from", "valid_to", "substitute_for"} {
		if v := c.Params[name]; v != "" {
			fields[name] = v
		}
	}
	if fields["valid_from"] == nil {
		fields["valid_from"] = string(c.Today())
	}
	return d.Commands.Do(ctx, c.Caller, c.Options(), command.Change{Op: "create", Register: registers.RoleAssignments, Org: register.ID(c.Params["org"]), Fields: fields})
}

// Fill gives a function another holder; the function and what hangs on it stay.
func Fill(ctx context.Context, d Deps, c room.Call) (command.Receipt, error) {
	day := register.Date(c.Params["day"])
	since := day
	if since == "" {
		since = c.Today()
	}
	return d.Commands.Do(ctx, c.Caller, c.Options(), d.dated(c.Record, c.Version, map[string]any{"person": c.Params["person"], "valid_from": string(since)}, day, c.Today()))
}

// CloseDown ends a function on a day: at once when the day has been, else the
// rights end with it.
func CloseDown(ctx context.Context, d Deps, c room.Call) (command.Receipt, error) {
	last := register.Date(c.Params["valid_to"])
	ch := d.dated(c.Record, c.Version, map[string]any{"valid_to": string(last)}, "", c.Today())
	if last < c.Today() {
		ch.Op = "end"
	}
	return d.Commands.Do(ctx, c.Caller, c.Options(), ch)
}

// responsibilities answers what a person is responsible for.
func (d Deps) responsibilities(ctx context.Context, c room.Call) (any, error) {
	who, err := d.get(ctx, c.Caller, registers.Persons, c.Params["person"])
	if err != nil {
		return nil, err
	}
	duties, err := Duties(ctx, d, c.Caller, who, c.Today())
	if err != nil {
		return nil, err
	}
	type use struct {
		Register string `json:"register"`
		Field    string `json:"field"`
		Count    int    `json:"count"`
	}
	type duty struct {
		Function string `json:"function"`
		Ref      string `json:"ref"`
		Title    string `json:"title"`
		MayGive  bool   `json:"may_give"`
		Uses     []use  `json:"uses"`
	}
	out := []duty{}
	for _, x := range duties {
		y := duty{x.Function.Text("function"), x.Function.Ref, x.Function.Text("title"), x.May, []use{}}
		for _, u := range x.Uses {
			y.Uses = append(y.Uses, use{u.Register.Name, u.Field.Name, u.Count})
		}
		out = append(out, y)
	}
	return out, nil
}
