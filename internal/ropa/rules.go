package ropa

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

type house struct {
	db   *store.DB
	book *rulebook.Book
}

// Install adds the rules and consequences of the record of processing, transfers,
// agreements, logging, AI and IoT.
func Install(s *command.Service, db *store.DB) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("ropa: %w", err)
	}
	h := &house{db, book}
	s.AddRule(registers.Processings.Name, h.mayRegister)
	s.AddThen(registers.Processings.Name, h.registered)
	s.AddRule(registers.Transfers.Name, h.mayTransfer)
	s.AddRule(registers.Agreements.Name, h.mayStart)
	s.AddRule(registers.Agreements.Name, h.mayInstruct)
	s.AddRule(registers.Processings.Name, h.mayInform)
	s.AddRule(registers.LogRequirements.Name, h.mayLog)
	s.AddRule(registers.ProcurementChecks.Name, mayBuy)
	s.AddRule(registers.AiProfiles.Name, h.mayProfile)
	s.AddRule(registers.IotProfiles.Name, h.mayProfile)
	s.AddRule(registers.Objects.Name, h.mayOperate)
	return nil
}

func (h *house) today(f command.Following) clock.Date { return clock.DateOf(f.Now) }

// mayRegister: a processing is in the record when it says all that article 30
// asks for (domain.md 3.35).
func (h *house) mayRegister(f command.Following) ([]fault.Problem, error) {
	if !f.Became("registered") {
		return nil, nil
	}
	var around Around
	transfers, err := f.Find(registers.Transfers, query.And{draft.Where("processing", string(f.New.ID)), draft.Where("status", "active")})
	if err != nil {
		return nil, err
	}
	around.Transfers = len(transfers)
	for _, o := range register.IDs(f.New.LinksOf("objects")) {
		ms, err := f.Find(registers.Measures, query.And{draft.Where("object", o), draft.Where("status", "implemented", "verified")})
		if err != nil {
			return nil, err
		}
		around.Measures += len(ms)
	}
	var ps []fault.Problem
	for _, m := range Complete(register.As[registers.Processing](f.New), around) {
		ps = append(ps, fault.Problem{Field: m.Field, Code: "record-incomplete", Value: m.Article})
	}
	return ps, nil
}

// registered notes the days, and opens the screening anew when a registered
// processing changes (domain.md 4.4).
func (h *house) registered(f command.Following) ([]command.Change, error) {
	fields := map[string]any{}
	day := string(h.today(f))
	switch {
	case f.Became("registered"):
		for _, name := range []string{"registered_on", "complete_on"} {
			if f.New.Text(name) == "" {
				fields[name] = day
			}
		}
	case f.Became("changed"):
		fields["changed_on"], fields["dpia_need"] = day, "not_assessed"
	case f.Old != nil && f.Old.Text("registered_on") != "" && !f.Changed("changed_on") && f.New.Text("changed_on") != day && otherwise(f):
		fields["changed_on"] = day
	default:
		return nil, nil
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return []command.Change{{Op: "update", Register: f.New.Register, ID: string(f.New.ID), Fields: fields}}, nil
}

// instructed are the fields that an instruction to a processor, and the text to
// the data subjects, are made from.
var instructed = []string{"purposes", "purpose_bases", "processing_categories", "legal_basis", "data_subjects", "data_categories", "special_categories",
	"recipient_categories", "recipients", "processors", "objects", "third_country", "retention", "retention_rules", "encryption_required"}

// otherwise tells whether a processing is done in another way than was recorded.
// To fill in what was empty completes the record, and changes nothing.
func otherwise(f command.Following) bool {
	return slices.ContainsFunc(instructed, func(name string) bool { return f.Old.Get(name) != nil && f.Changed(name) })
}

// mayTransfer: a ground that rests on the recipient's certification needs one
// that has been looked up (domain.md R07). What else is missing is a finding.
func (h *house) mayTransfer(f command.Following) ([]fault.Problem, error) {
	t := register.As[registers.Transfer](f.New)
	began := f.Old == nil || f.Changed("mechanism") || f.Changed("importer") || f.Became("active")
	m, ok := h.book.At(h.today(f)).Mechanism(t.Mechanism)
	if !ok || !began || t.Status != "active" || !slices.Contains(m.Needs, "certification") {
		return nil, nil
	}
	rec, err := f.Get(registers.Recipients, string(t.Importer))
	if err != nil || rec == nil {
		return nil, err
	}
	var ps []fault.Problem
	for _, code := range certified(register.As[registers.Recipient](rec), h.book.At(h.today(f)), h.today(f)) {
		ps = append(ps, fault.Problem{Field: "mechanism", Code: code, Value: rec.Ref})
	}
	return ps, nil
}

// mayStart: a processing agreement in force answers every point of art. 28(3).
func (h *house) mayStart(f command.Following) ([]fault.Problem, error) {
	a := register.As[registers.Agreement](f.New)
	if !f.Became("in_force") || a.Kind != "dpa" {
		return nil, nil
	}
	if left := PointsLeft(a); len(left) > 0 {
		return []fault.Problem{{Field: "checks", Code: "dpa-points-missing", Allowed: left, Of: "agreement.checks"}}, nil
	}
	return nil, nil
}

// mayInstruct: an instruction to a processor is sent, or given anew, without
// gaps (domain.md 9.1).
func (h *house) mayInstruct(f command.Following) ([]fault.Problem, error) {
	a := f.New
	given := f.Became("sent") || f.Old != nil && a.Text("status") != "draft" && (f.Changed("instruction_on") || f.Changed("instruction_version"))
	if !given || a.Text("kind") != "dpa" || !slices.Contains(instructing, a.Text("direction")) {
		return nil, nil
	}
	return h.whole(f, "instruction_on", InstructionText)
}

// instructing are the directions of an agreement in which we are the one who
// instructs; one that does not say is ours.
var instructing = []string{"", "we_engage", "mutual"}

// mayInform: the data subjects of a processing have been told when the text to
// them says all that it must (domain.md 9.2).
func (h *house) mayInform(f command.Following) ([]fault.Problem, error) {
	if f.Old == nil || !f.Changed("notice_met") || f.New.Text("notice_met") != string(register.Yes) {
		return nil, nil
	}
	return h.whole(f, "notice_met", NoticeText)
}

// whole refuses when a text would lack facts.
func (h *house) whole(f command.Following, field string, make func(context.Context, draft.Deps, access.Caller, string, lang.Lang) (document.Doc, error)) ([]fault.Problem, error) {
	lacks, err := draft.Lacks(f, h.db, make)
	if err != nil || len(lacks) == 0 {
		return nil, err
	}
	return []fault.Problem{{Field: field, Code: "text-lacks-facts", Value: f.New.Ref, Allowed: lacks}}, nil
}

// mayLog: a logging requirement is accepted when it says what, why and how long,
// by which law and line of the records schedule (domain.md R17).
func (h *house) mayLog(f command.Following) ([]fault.Problem, error) {
	if !f.Became("accepted") && !f.Became("active") && !f.Became("verified") {
		return nil, nil
	}
	var ps []fault.Problem
	for _, field := range LoggingGaps(register.As[registers.LogRequirement](f.New)) {
		code := "logging-field"
		if field == "processing" {
			code = "log-needs-processing"
		}
		ps = append(ps, fault.Problem{Field: field, Code: code})
	}
	return ps, nil
}

// mayBuy: a procurement is decided when each check has an answer; that nobody
// knows is none (domain.md C3, R23).
func mayBuy(f command.Following) (ps []fault.Problem, err error) {
	if !f.Became("decided") {
		return nil, nil
	}
	for _, field := range []string{"class_before", "requirements_stated", "dpa", "dpia_screened", "security_review", "exit_plan"} {
		if f.New.Text(field) == string(register.NotKnown) {
			ps = append(ps, fault.Problem{Field: field, Code: "check-unanswered"})
		}
	}
	return ps, nil
}

// mayProfile: an object that is said to have AI or connected things has one
// profile of them; with personal data it is in the record, and screened, before
// the profile is decided (domain.md R19, R20).
func (h *house) mayProfile(f command.Following) ([]fault.Problem, error) {
	o, err := f.Get(registers.Objects, f.New.Text("object"))
	if err != nil || o == nil {
		return nil, err
	}
	if f.Changed("object") {
		trait := strings.TrimSuffix(f.New.Register.Name, "_profile")
		if o.Text(trait) != "yes" {
			return []fault.Problem{{Field: "object", Code: trait + "-not-said", Value: o.Ref}}, nil
		}
		others, err := f.Find(f.New.Register, query.And{draft.Where("object", string(o.ID)), query.Not{Of: draft.Where("status", "ended")}})
		if err != nil {
			return nil, err
		}
		for _, x := range others {
			if x.ID != f.New.ID {
				return []fault.Problem{{Field: "object", Code: "has-profile", Value: x.Ref}}, nil
			}
		}
	}
	if !f.Became("decided") || o.Text("personal_data") != "yes" {
		return nil, nil
	}
	processings, err := f.Find(registers.Processings, query.And{draft.Holds("objects", string(o.ID)), query.Not{Of: draft.Where("status", "ended")}})
	if err != nil {
		return nil, err
	}
	if len(processings) == 0 {
		return []fault.Problem{{Field: "object", Code: "processing-missing", Value: o.Ref}}, nil
	}
	var ps []fault.Problem
	for _, p := range processings {
		if n := p.Text("dpia_need"); n != "needed" && n != "not_needed" {
			ps = append(ps, fault.Problem{Field: "object", Code: "screening-missing", Value: p.Ref})
		}
	}
	return ps, nil
}

// mayOperate: what the AI Act prohibits is not put in operation, nor high-risk AI
// without what it asks of a public body, once those duties have begun.
func (h *house) mayOperate(f command.Following) ([]fault.Problem, error) {
	if !f.Became("operation") {
		return nil, nil
	}
	profiles, err := f.Find(registers.AiProfiles, query.And{draft.Where("object", string(f.New.ID)), query.Not{Of: draft.Where("status", "ended")}})
	var ps []fault.Problem
	for _, p := range profiles {
		for _, code := range aiDuties(register.As[registers.AiProfile](p), h.book.At(h.today(f))) {
			ps = append(ps, fault.Problem{Field: "status", Code: code, Value: p.Ref})
		}
	}
	return ps, err
}
