package review

import (
	"context"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/remark"
	"genomlys/internal/store"
)

// AskOfficer asks the data protection officer for words in a review: a task
// with a day, which the officer is told of by mail. There is one such task at a
// time.
func AskOfficer(ctx context.Context, d Deps, caller access.Caller, id string, due register.Date, note, via string) (command.Receipt, error) {
	var none command.Receipt
	rec, err := record(ctx, d, caller, id)
	if err != nil {
		return none, err
	}
	officer, err := Officer(ctx, d, caller, rec)
	if err != nil {
		return none, err
	}
	if officer == nil {
		return none, fault.Problems([]fault.Problem{{Code: "no-officer"}})
	}
	asked, err := Asked(ctx, d, caller, rec)
	if err != nil {
		return none, err
	}
	if asked != nil {
		return none, fault.Problems([]fault.Problem{{Code: "asked-already", Value: asked.Ref}})
	}
	year, _ := rec.Number("year")
	title := lang.Text{SV: "Skriv dataskyddsombudets text i Ledningens genomgång ", EN: "Write the data protection officer's text in the management review "}.In(lang.SV) + strconv.FormatInt(year, 10)
	task := register.NewID(d.Now())
	actions := d.register("action")
	return d.Commands.Do(ctx, caller, command.Options{Via: via, Now: d.Now(), After: func(tx *store.Tx, _ command.Receipt) error {
		if officer.Text("person") == "" {
			return nil
		}
		body := title + ".\n\n" + strings.TrimSpace(note+"\n\nSenast "+string(due)+".")
		return mail.Put(tx, mail.Message{Kind: "notice", Person: register.ID(officer.Text("person")), Lang: lang.SV, Subject: title, Body: body, Now: d.Now()})
	}},
		command.Change{Op: "create", Register: actions, Org: rec.Org, NewID: task, Fields: map[string]any{"title": title, "description": note, "owner": string(officer.ID), "due": string(due),
			"origin_kind": "review", "origin": string(rec.ID), "registered_on": string(register.DateOf(d.Now().In(d.DB.Zone)))}},
		command.Change{Op: "decide", Register: actions, ID: string(task)})
}

// Officer is who is the data protection officer where a review is made: the
// nearest one upwards. Nil when nobody is.
func Officer(ctx context.Context, d Deps, caller access.Caller, rec *register.Record) (*register.Record, error) {
	above, err := d.Access.Above(ctx, rec.Org)
	if err != nil {
		return nil, err
	}
	r := d.register("role_assignment")
	found := map[register.ID]*register.Record{}
	err = d.DB.Each(ctx, caller.Read(r), store.Query{Register: r, Filter: query.And{draft.Where("function", "dpo"), draft.Where("status", "active")}}, func(x *register.Record) error {
		if found[x.Org] == nil {
			found[x.Org] = x
		}
		return nil
	})
	for _, org := range above {
		if err == nil && found[org] != nil {
			return found[org], nil
		}
	}
	return nil, err
}

// Asked is the task by which the officer has been asked, while it is open.
func Asked(ctx context.Context, d Deps, caller access.Caller, rec *register.Record) (*register.Record, error) {
	officer, err := Officer(ctx, d, caller, rec)
	if err != nil || officer == nil {
		return nil, err
	}
	r := d.register("action")
	var out *register.Record
	err = d.DB.Each(ctx, caller.Read(r), store.Query{Register: r, Filter: openTask(rec)}, func(x *register.Record) error {
		if x.Text("owner") == string(officer.ID) {
			out = x
		}
		return nil
	})
	return out, err
}

func openTask(rec *register.Record) query.Checked {
	return query.And{draft.Where("origin", string(rec.ID)), draft.Where("status", "decided", "ongoing")}
}

// HandOver tells that the officer's words are ready, which ends the task.
func HandOver(ctx context.Context, d Deps, caller access.Caller, id, via string) (*register.Record, error) {
	rec, err := record(ctx, d, caller, id)
	if err != nil {
		return nil, err
	}
	if !caller.Holds("dpo", rec.Org) {
		return nil, fault.Problems([]fault.Problem{{Field: "sections", Code: "officers-words", Value: OfficerKey, Allowed: []string{"dpo"}}})
	}
	list := rows(rec)
	said := byKey(list)[OfficerKey]
	if said.TextSV == "" && said.TextEN == "" {
		return nil, fault.Problems([]fault.Problem{{Field: "sections", Code: "officer-says-nothing"}})
	}
	for i := range list {
		if list[i].Key == OfficerKey {
			list[i].State = "ready"
		}
	}
	values, err := listed(list)
	if err != nil {
		return nil, err
	}
	receipt, err := d.Commands.Do(ctx, caller, command.Options{Via: via, Now: d.Now()},
		command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: map[string]any{"sections": values}})
	if err != nil {
		return nil, err
	}
	return receipt.Items[0].New, nil
}

// answered ends the officer's task when the words are handed over.
func answered(f command.Following) ([]command.Change, error) {
	was, is := byKey(rows(f.Old))[OfficerKey], byKey(rows(f.New))[OfficerKey]
	if was.State == is.State || is.State != "ready" || !f.Caller.Holds("dpo", f.New.Org) {
		return nil, nil
	}
	tasks, err := f.Find(registers.Actions, openTask(f.New))
	if err != nil {
		return nil, err
	}
	var out []command.Change
	for _, t := range tasks {
		owner, err := f.Find(registers.RoleAssignments, draft.Where("id", t.Text("owner")))
		if err != nil {
			return nil, err
		}
		if len(owner) == 1 && owner[0].Text("function") == "dpo" {
			out = append(out, command.Change{Op: "finish", Register: t.Register, ID: string(t.ID), Fields: map[string]any{"done_on": string(f.Today())}})
		}
	}
	return out, nil
}

// Return gives a review back to the coordinator, with words on what is lacking,
// which stand as a comment on it.
func Return(ctx context.Context, d Deps, caller access.Caller, id, why, via string) (command.Receipt, error) {
	rec, err := record(ctx, d, caller, id)
	if err != nil {
		return command.Receipt{}, err
	}
	if why = strings.TrimSpace(why); why == "" {
		return command.Receipt{}, fault.Problems([]fault.Problem{{Field: "comment", Code: "return-needs-words"}})
	}
	return d.Commands.Do(ctx, caller, command.Options{Via: via, Now: d.Now()},
		command.Change{Op: "return", Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: map[string]any{}},
		remark.Comment(caller, rec, why))
}

// Hold tells that the meeting has been held at which the head takes part of the
// review, when that has not been told, and decides it (ISO/IEC 27001:2022 9.3).
// What stands in the way of the decision is told before anything is changed.
func Hold(ctx context.Context, d Deps, caller access.Caller, id string, met register.Date, in DecideRequest) (*register.Record, error) {
	rec, _, err := decidable(ctx, d, caller, id)
	if err != nil {
		return nil, err
	}
	if rec.Text("status") == "sent_to_head" {
		rv, err := Build(ctx, d, caller, Request{ID: rec.ID})
		if err != nil {
			return nil, err
		}
		ps := Check(rv)
		for field, day := range map[string]register.Date{"meeting_on": met, "decided_on": in.Date} {
			if !register.ValidDate(string(day)) {
				ps = append(ps, fault.Problem{Field: field, Code: "not-a-date", Value: string(day), Allowed: []string{"2023-11-24"}})
			}
		}
		if err := fault.Problems(ps); err != nil {
			return nil, err
		}
		if _, err := Step(ctx, d, caller, id, "hold", map[string]any{"meeting_on": string(met)}, time.Time{}, in.Via); err != nil {
			return nil, err
		}
	}
	return Decide(ctx, d, caller, id, in)
}
