package respond

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Told are the functions that a report reaches at once: who leads an incident
// and who coordinates (domain.md 2). PersonalData are those who are told
// besides, unless it is said that no personal data are affected.
var (
	Told         = []string{"incident_lead", "soc", "isam"}
	PersonalData = []string{"privacy_contact", "dpo"}
)

// Post is how those who must know are told by letter.
type Post struct {
	Set  bool   // a mail server is set: otherwise letters would lie and wait for one
	Base string // address that people reach the installation at; may be empty
}

func (r Report) toldFunctions() []string {
	if r.PersonalData == string(register.No) {
		return Told
	}
	return slices.Concat(Told, PersonalData)
}

// holders are who hold functions today that reach an organisation: there, or
// above it.
func holders(ctx context.Context, db *store.DB, org register.ID, now time.Time, functions ...string) ([]*register.Record, error) {
	above, err := access.New(db).Above(ctx, org)
	if err != nil {
		return nil, err
	}
	today := string(register.DateOf(now.In(db.Zone)))
	var out []*register.Record
	err = db.Each(ctx, access.System().Read(registers.RoleAssignments), store.Query{Register: registers.RoleAssignments,
		Filter: query.And{draft.Where("function", functions...), draft.Where("status", "active")}}, func(rec *register.Record) error {
		if slices.Contains(above, rec.Org) && rec.Text("person") != "" && rec.Text("object") == "" && rec.Text("valid_from") <= today && (rec.Text("valid_to") == "" || rec.Text("valid_to") >= today) {
			out = append(out, rec)
		}
		return nil
	})
	return out, err
}

// Places are the organisations that take reports: where somebody leads or
// coordinates incidents today, in order of name. The installation's own unit
// is taken when nobody does.
func Places(ctx context.Context, db *store.DB, now time.Time) ([]*register.Record, error) {
	today := string(register.DateOf(now.In(db.Zone)))
	with := map[register.ID]bool{}
	err := db.Each(ctx, access.System().Read(registers.RoleAssignments), store.Query{Register: registers.RoleAssignments,
		Filter: query.And{draft.Where("function", "incident_lead", "isam"), draft.Where("status", "active")}}, func(rec *register.Record) error {
		if rec.Text("person") != "" && rec.Text("valid_from") <= today && (rec.Text("valid_to") == "" || rec.Text("valid_to") >= today) {
			with[rec.Org] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out, own []*register.Record
	err = db.Each(ctx, access.System().Read(registers.Orgs), store.Query{Register: registers.Orgs}, func(rec *register.Record) error {
		if with[rec.ID] && rec.Text("kind") != "external" {
			out = append(out, rec)
		}
		if rec.Text("own_unit") == string(register.Yes) {
			own = append(own, rec)
		}
		return nil
	})
	if len(out) == 0 {
		out = own
	}
	slices.SortStableFunc(out, func(a, b *register.Record) int { return strings.Compare(a.Text("title"), b.Text("title")) })
	return out, err
}

// Receivers names the functions that a report to an organisation has reached,
// each once, in the order of their tables: never who holds them.
func Receivers(ctx context.Context, db *store.DB, org register.ID, now time.Time, l lang.Lang) ([]string, error) {
	functions := slices.Concat(Told, PersonalData)
	held, err := holders(ctx, db, org, now, functions...)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range functions {
		if slices.ContainsFunc(held, func(h *register.Record) bool { return h.Text("function") == f }) {
			out = append(out, registers.RoleAssignments.Must("function").Choices.Label(f).In(l))
		}
	}
	return out, nil
}

// report writes to each of those who must know, once. The letter does not say
// what has happened: mail is read by others.
func (p Post) report(tx *store.Tx, told []*register.Record, ref string, r Report, now time.Time) error {
	if !p.Set {
		return nil
	}
	where := "Öppna den i Genomlys och bedöm den."
	if p.Base != "" {
		where = "Öppna den och bedöm den: " + strings.TrimSuffix(p.Base, "/") + "/incidents/" + ref + "/arbete"
	}
	body := "En händelse har rapporterats som incident " + ref + ".\n\n"
	if r.PersonalData != "" {
		body += "Uppgifter om personer kan ha drabbats: " + register.Facts.Label(r.PersonalData).SV + ".\n"
	}
	if r.Ongoing == string(register.Yes) {
		body += "Den pågår fortfarande.\n"
	}
	body += "\n" + where + "\n\nVad som har hänt står inte här, eftersom e-post kan läsas av andra.\n"
	seen := map[string]bool{}
	for _, h := range told {
		person := h.Text("person")
		if seen[person] {
			continue
		}
		seen[person] = true
		if err := mail.Put(tx, mail.Message{Kind: "notice", Person: register.ID(person), Lang: lang.SV, Subject: "Rapporterad incident " + ref, Body: body, Now: now}); err != nil {
			return err
		}
	}
	return nil
}
