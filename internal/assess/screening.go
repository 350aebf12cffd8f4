package assess

import (
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/dpia"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// ScreeningLine is one rule of the threshold with its answer.
type ScreeningLine struct {
	Code      string
	Name      lang.Text
	Statutory bool // a case of GDPR 35.3, else one of the nine criteria
	Answer    dpia.Answer
	Preset    string // the trait that answered yes, until answered otherwise
	Note      string
}

// Screening is a processing held against the threshold (domain.md 4.4).
type Screening struct {
	Processing *register.Record
	Version    string
	Lines      []ScreeningLine
	Judgement  dpia.Judgement
}

// Screen holds a processing against the threshold of the day.
func Screen(ctx context.Context, deps Deps, c access.Caller, processing string) (Screening, error) {
	r := deps.reader(ctx, c)
	reg := r.reg("processing")
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, processing, time.Time{}, 0)
	if err != nil {
		return Screening{}, err
	}
	rules, err := r.rules()
	if err != nil {
		return Screening{}, err
	}
	return r.screen(rules.DPIA(), rec)
}

func (r *reader) screen(d rulebook.DPIARules, rec *register.Record) (Screening, error) {
	x := register.As[registers.Processing](rec)
	out := Screening{Processing: rec, Version: d.Version}
	s := dpia.Screening{Answers: map[string]dpia.Answer{}, NoReason: x.ScreeningReason, PersonalData: dpia.Yes}
	given := map[string]registers.ScreeningAnswer{}
	for _, a := range x.DpiaScreening {
		given[a.Criterion] = a
	}
	traits, err := r.traits(x)
	if err != nil {
		return out, err
	}
	s.Traits = traits
	preset := map[string]string{}
	for _, p := range d.Presets {
		if slices.Contains(traits, p.Trait) {
			preset[p.Criterion] = p.Trait
		}
	}
	for _, n := range d.Criteria {
		line := ScreeningLine{Code: n.Code, Name: n.Name, Answer: answerOf(given[n.Code].Answer), Note: given[n.Code].Note}
		if line.Answer == dpia.Unknown && preset[n.Code] != "" {
			line.Preset = preset[n.Code]
		} else if line.Answer != dpia.Unknown || given[n.Code].Answer != "" {
			s.Answers[n.Code] = line.Answer
		}
		out.Lines = append(out.Lines, line)
	}
	for _, n := range d.Statutory {
		line := ScreeningLine{Code: n.Code, Name: n.Name, Statutory: true, Answer: answerOf(given[n.Code].Answer), Note: given[n.Code].Note}
		if line.Answer == dpia.Yes {
			s.Statutory = append(s.Statutory, n.Code)
		}
		out.Lines = append(out.Lines, line)
	}
	out.Judgement, err = dpia.Threshold(d.Rules(), s)
	return out, err
}

// answerOf reads an answer: not applicable says that the criterion is not met.
func answerOf(a string) dpia.Answer {
	switch a {
	case "yes":
		return dpia.Yes
	case "no", "not_applicable":
		return dpia.No
	}
	return dpia.Unknown
}

// traits are those of the processing itself and of the objects it uses.
func (r *reader) traits(x *registers.Processing) (out []string, err error) {
	ai, iot := x.Ai == register.Yes, x.Iot == register.Yes
	for _, l := range x.Objects {
		o, err := r.get("object", string(l.To))
		if err != nil {
			return nil, err
		}
		if o != nil {
			ai, iot = ai || o.Text("ai") == "yes", iot || o.Text("iot") == "yes"
		}
	}
	if ai {
		out = append(out, "ai")
	}
	if iot {
		out = append(out, "iot")
	}
	return out, nil
}

// needDecided holds a decision on need against the threshold: "not needed" is
// refused where the rules say needed, where a rule is unanswered and where the
// reason is missing.
func (h *house) needDecided(f command.Following) ([]fault.Problem, error) {
	if f.New.Text("dpia_need") != "not_needed" || f.Old != nil && f.Old.Text("dpia_need") == "not_needed" && register.Same(f.Old.Get("dpia_screening"), f.New.Get("dpia_screening")) &&
		f.Old.Text("screening_reason") == f.New.Text("screening_reason") {
		return nil, nil
	}
	return h.notNeeded(f, f.New, "dpia_need", "screening_reason")
}

// criteria is the field whose criteria a refusal names.
const criteria = "processing.dpia_screening"

func (h *house) notNeeded(f command.Following, processing *register.Record, field, reason string) (ps []fault.Problem, err error) {
	s, err := h.reader(f).screen(h.rules(f.Today()).DPIA(), processing)
	if err != nil {
		return nil, err
	}
	var met, open []string
	for _, l := range s.Lines {
		switch {
		case l.Answer == dpia.Yes || l.Preset != "":
			met = append(met, l.Code)
		case l.Answer == dpia.Unknown:
			open = append(open, l.Code)
		}
	}
	j := s.Judgement
	switch {
	case len(open) > 0:
		ps = append(ps, fault.Problem{Field: field, Code: "screening-not-answered", Value: processing.Ref, Allowed: open, Of: criteria})
	case j.Needed:
		ps = append(ps, fault.Problem{Field: field, Code: "screening-says-needed", Value: processing.Ref, Allowed: met, Of: criteria})
	case j.ReasonMissing && f.New.Text(reason) == "":
		ps = append(ps, fault.Problem{Field: reason, Code: "reason-needed-to-say-no", Value: processing.Ref, Allowed: met, Of: criteria})
	}
	return ps, nil
}

// screened are the fields of a processing whose change opens its screening again
// (domain.md 3.35): what is done, with what, about whom, where and with what technology.
var screened = []string{"purposes", "purpose_bases", "processing_categories", "legal_basis", "art9_basis", "data_subjects", "vulnerable", "subjects_count", "count_range", "data_categories",
	"special_categories", "third_country", "automated_decision", "decision_logic", "ai", "iot", "processors", "recipients", "objects", "info_types", "source_of_data"}

// screenAgain opens a screening again when the processing has changed, by every
// door. A screening made elsewhere stands as the files say that it stands, but
// what was assessed here on the strength of it is looked at again.
func (h *house) screenAgain(f command.Following) ([]command.Change, error) {
	need := f.New.Text("dpia_need")
	if f.Old == nil || need != "needed" && need != "not_needed" || !rescreened(f) {
		return nil, nil
	}
	if f.Imported && f.Again {
		return nil, nil // the file brought it in this very call
	}
	var out []command.Change
	if !f.Imported || f.New.Text("screening_version") != "" {
		out = append(out, when(f, f.New, update(f.New, "update", map[string]any{"dpia_need": "not_assessed"})))
	}
	return h.assessmentsAgain(f, out)
}

// answeredNeed tells whether a change says what the need is, or answers its rules.
func answeredNeed(f command.Following) bool {
	return f.Old == nil || !register.Same(f.Old.Get("dpia_screening"), f.New.Get("dpia_screening")) || f.Old.Text("dpia_need") != f.New.Text("dpia_need")
}

// rescreened tells whether a processing has changed in what its screening rests
// on, without the change saying what the need is now.
func rescreened(f command.Following) bool {
	return !answeredNeed(f) && slices.ContainsFunc(register.Changed(f.Old, f.New), func(n string) bool { return slices.Contains(screened, n) })
}

// needFollows notes version and day of a screening, and opens an assessment where
// one is needed.
func (h *house) needFollows(f command.Following) ([]command.Change, error) {
	need := f.New.Text("dpia_need")
	if !answeredNeed(f) || need != "needed" && need != "not_needed" {
		return nil, nil
	}
	fields := map[string]any{}
	if v := h.rules(f.Today()).DPIA().Version; f.New.Text("screening_version") != v {
		fields["screening_version"] = v
	}
	if f.New.Text("dpia_assessed_on") == "" || f.Old != nil && f.Old.Text("dpia_assessed_on") == f.New.Text("dpia_assessed_on") && f.Old.Text("dpia_need") != need {
		if today := string(f.Today()); f.New.Text("dpia_assessed_on") != today {
			fields["dpia_assessed_on"] = today
		}
	}
	var out []command.Change
	if len(fields) > 0 {
		out = append(out, update(f.New, "update", fields))
	}
	if need != "needed" {
		return out, nil
	}
	has, err := h.reader(f).find("dpia", "has(processings, "+is("id", f.New.ID)+") AND status != (superseded, not_needed)")
	if err != nil || len(has) > 0 {
		return out, err
	}
	links := func(name string) []any {
		var ids []any
		for _, l := range f.New.LinksOf(name) {
			ids = append(ids, string(l.To))
		}
		return ids
	}
	made := map[string]any{"title": f.New.Text("title"), "kind": "single", "processings": []any{string(f.New.ID)}, "screening": string(f.New.ID)}
	for _, name := range []string{"objects", "controllers"} {
		if ids := links(name); len(ids) > 0 {
			made[name] = ids
		}
	}
	return append(out, command.Change{Op: "create", Register: h.reader(f).reg("dpia"), Org: f.New.Org, Fields: made}), nil
}

// assessmentsAgain sends decided assessments of a changed processing to review
// (GDPR 35.11).
func (h *house) assessmentsAgain(f command.Following, out []command.Change) ([]command.Change, error) {
	found, err := h.reader(f).find("dpia", "has(processings, "+is("id", f.New.ID)+") AND status = decided")
	for _, d := range found {
		if !f.Elsewhere(d) && d.Text("decided_on") <= string(f.Day()) { // a file may tell of what was known when it was decided
			out = append(out, when(f, d, update(d, "review", map[string]any{})))
		}
	}
	return out, err
}
