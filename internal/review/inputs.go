package review

import (
	"encoding/json"
	"strconv"

	"genomlys/internal/fault"
	"genomlys/internal/registers"
)

// Inputs are the inputs of ISO/IEC 27001:2022 9.3.2 in order (domain.md 6).
var Inputs = []string{"a", "b", "c", "d1", "d2", "d3", "d4", "e", "f", "g"}

// inputs tells of each input whether it is covered: by a block that rests on
// records or figures, or by a written reason that there is nothing to report.
func (b *builder) inputs(rv *Review) {
	for _, in := range Inputs {
		rv.Inputs[in] = "missing"
	}
	for _, s := range rv.Sections {
		for _, blk := range s.Blocks {
			if !blk.HasFacts || len(blk.Missing) > 0 {
				continue // a text that lacks a fact does not deal with the input
			}
			for _, in := range blk.Inputs {
				rv.Inputs[in] = "covered"
			}
		}
	}
	if b.record == nil {
		return
	}
	raw, _ := b.record.Get("inputs").(json.RawMessage)
	var rows []registers.ReviewInput
	if json.Unmarshal(raw, &rows) != nil {
		return
	}
	for _, r := range rows {
		if r.State == "nothing_to_report" && r.Reason != "" && rv.Inputs[r.Input] == "missing" {
			rv.Inputs[r.Input] = "nothing_to_report"
			rv.Reasons[r.Input] = r.Reason
		}
	}
}

// Check tells what stands in the way of deciding a review (domain.md R32, 6):
// an input of 9.3.2 that is missing, no decision, a year of the plan without
// priorities, a reporter who would decide on the report. Facts that a text
// prints as missing are told too. Nothing told means that it can be decided.
func Check(rv Review) []fault.Problem {
	var ps []fault.Problem
	for _, in := range Inputs {
		if rv.Inputs[in] == "missing" || rv.Inputs[in] == "" {
			ps = append(ps, fault.Problem{Field: "inputs", Code: "input-missing", Value: in})
		}
	}
	if len(rv.Decisions) == 0 {
		ps = append(ps, fault.Problem{Field: "decisions", Code: "decision-needed"})
	}
	for y := rv.Year; y <= rv.Year+2; y++ {
		found := false
		for _, p := range rv.Priorities {
			found = found || p.Year == y
		}
		if !found {
			ps = append(ps, fault.Problem{Field: "priorities", Code: "priority-needed", Value: strconv.Itoa(y)})
		}
	}
	switch {
	case rv.Reporter == "":
		ps = append(ps, fault.Problem{Field: "reporter", Code: "required"})
	case rv.Obtains == "":
		ps = append(ps, fault.Problem{Field: "obtained_by", Code: "required"})
	case rv.Reporter == rv.Obtains:
		ps = append(ps, fault.Problem{Field: "obtained_by", Code: "reporter-is-receiver"})
	}
	for _, m := range rv.Missing {
		ps = append(ps, fault.Problem{Field: "sections", Code: "fact-missing", Value: m})
	}
	return ps
}
