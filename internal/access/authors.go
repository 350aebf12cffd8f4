package access

import (
	"slices"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Author says who writes some fields of a register: others may read them, and
// write the rest of the record, but not put words in the author's mouth. Fields
// without functions are filled in by the product, when a step is taken.
type Author struct {
	Functions []string
	Fields    []string
}

// Authors reserves fields for those who answer for what they say. The officer's
// report is independent (GDPR art. 38(3)) and the answer is the organisation's,
// which the officer does not give for it (art. 38(6)).
var Authors = map[string][]Author{
	"dpo_report": {
		{Functions: []string{"dpo"}, Fields: []string{"title", "year", "author", "summary", "presented_to", "presented_on"}},
		{Functions: []string{"head", "city_manager", "board"}, Fields: []string{"received_on"}},
		{Fields: []string{"submitted_on", "submitted_at", "received_by"}},
	},
	"dpo_finding": {
		{Functions: []string{"dpo"}, Fields: []string{"title", "report", "area", "area_text", "matter", "observation", "recommendation", "severity", "positive", "reported_on", "carried_from"}},
		{Functions: []string{"isam", "privacy_contact", "head", "city_manager"}, Fields: []string{"management_response"}},
		{Functions: []string{"head", "city_manager", "board"}, Fields: []string{"responded_on"}},
		{Fields: []string{"responded_by"}},
	},
	"steering_document": {{Fields: []string{"referred_on"}}},
	"setting":           {{Fields: []string{"proposed_by", "adopted_by", "adopted_on"}}},
	"document_receipt":  {{Fields: []string{"confirmed_on"}}},
}

// Own are the registers in which everybody sees and changes the records that
// are about themselves: those that hang on their person.
var Own = []string{"document_receipt"}

// answering are the functions by which the caller sees and works on a register's
// records, whatever they hang on.
func (c Caller) answering(name string) (out []register.ID) {
	if store.AnsweredFor(name) {
		for _, h := range c.Held {
			out = append(out, h.Assignment)
		}
	}
	return unique(out)
}

// Filled tells whether a field is filled in by the product alone, when a step is
// taken: taking the step back takes that back too, whoever does it.
func Filled(r *register.Register, field string) bool {
	return slices.ContainsFunc(Authors[r.Name], func(a Author) bool { return len(a.Functions) == 0 && slices.Contains(a.Fields, field) })
}

// Writes tells whether the caller may write a field of a record in an
// organisation, besides being let to change the record at all.
func (c Caller) Writes(r *register.Register, field string, org register.ID) error {
	if c.system {
		return nil
	}
	if c.limit != nil {
		return c.limit.writes(r.Name, field)
	}
	for _, a := range Authors[r.Name] {
		if !slices.Contains(a.Fields, field) {
			continue
		}
		if len(a.Functions) == 0 {
			return fault.New(fault.Denied, "made-by-step", r.Name, field)
		}
		if !slices.ContainsFunc(a.Functions, func(f string) bool { return c.Holds(f, org) }) {
			return &fault.Error{Kind: fault.Denied, Code: "may-not-write-field", Args: append([]string{r.Name, field}, a.Functions...)}
		}
	}
	return c.part(r, field, org)
}
