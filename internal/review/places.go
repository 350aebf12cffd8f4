package review

import (
	"encoding/json"
	"slices"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// OfficerKey is the place of the data protection officer's own words.
const OfficerKey = "dpo"

// Place is where somebody writes in a section, beside what the registers say.
type Place struct {
	Key     string
	Heading string // of the part of the section that it ends; empty = the section's own
	By      string // whose words they are
	Needed  bool   // without it the review is not ready
	Officer bool   // the data protection officer alone writes it
	SV, EN  string // what stands there
	State   string
}

// In is the text of a place in a language.
func (p Place) In(l lang.Lang) string {
	if l == lang.EN {
		return p.EN
	}
	return p.SV
}

// Places gives the places of each section, by the section's key, with what
// stands in them.
func Places(rec *register.Record, l lang.Lang) (map[string][]Place, error) {
	plan, err := theOutline()
	if err != nil {
		return nil, err
	}
	said := byKey(rows(rec))
	out := map[string][]Place{}
	for _, s := range plan.Sections {
		if len(s.Blocks) == 0 {
			continue
		}
		heading := ""
		for _, b := range s.Blocks {
			switch b.Kind {
			case "heading":
				if heading = b.Text.in(l); strings.Contains(heading, "{") {
					heading = ""
				}
			case "comment":
				out[s.Key] = append(out[s.Key], place(rec, said, Place{Key: b.Key, Heading: heading, By: b.By.in(l), Needed: b.Needed, Officer: b.Key == OfficerKey}))
			}
		}
		if s.Number != "" {
			by := lang.Text{SV: "Lokalt tillägg", EN: "Local addition"}.In(l)
			out[s.Key] = append(out[s.Key], place(rec, said, Place{Key: s.Key + LocalKey, By: by}))
		}
	}
	return out, nil
}

func place(rec *register.Record, said map[string]registers.ReviewSection, p Place) Place {
	w := said[p.Key]
	p.SV, p.EN, p.State = w.TextSV, w.TextEN, w.State
	if p.Officer && p.SV == "" && p.EN == "" {
		p.SV = rec.Text("dpo_contribution")
	}
	return p
}

// rows are the texts of a review as its record keeps them.
func rows(rec *register.Record) []registers.ReviewSection {
	var out []registers.ReviewSection
	if rec == nil {
		return nil
	}
	raw, _ := rec.Get("sections").(json.RawMessage)
	_ = json.Unmarshal(raw, &out) // decoded when it was validated; nothing means none
	return out
}

func byKey(list []registers.ReviewSection) map[string]registers.ReviewSection {
	out := map[string]registers.ReviewSection{}
	for _, r := range list {
		out[r.Key] = r
	}
	return out
}

// ownWords holds that the officer's words in a review are the officer's: nobody
// else writes them, and the officer writes nobody else's (GDPR art. 38(3), 38(6)).
func ownWords(f command.Following) ([]fault.Problem, error) {
	if f.Caller.IsSystem() {
		return nil, nil
	}
	officer := f.Caller.Holds("dpo", f.New.Org)
	only := officer && f.Caller.Writes(f.New.Register, "as_of", f.New.Org) != nil
	var ps []fault.Problem
	was, is := byKey(rows(f.Old)), byKey(rows(f.New))
	var keys []string
	for k := range was {
		keys = append(keys, k)
	}
	for k := range is {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		a, b := was[k], is[k]
		if k == OfficerKey && a.TextSV == b.TextSV && a.TextEN == b.TextEN && a.By == b.By || a == b {
			continue
		}
		switch {
		case k == OfficerKey && !officer:
			ps = append(ps, fault.Problem{Field: "sections", Code: "officers-words", Value: k, Allowed: []string{"dpo"}})
		case k != OfficerKey && only:
			ps = append(ps, fault.Problem{Field: "sections", Code: "not-the-officers", Value: k, Allowed: []string{"isam"}})
		}
	}
	if !officer && f.Old != nil && f.Old.Text("dpo_contribution") != f.New.Text("dpo_contribution") {
		ps = append(ps, fault.Problem{Field: "dpo_contribution", Code: "officers-words", Value: OfficerKey, Allowed: []string{"dpo"}})
	}
	return ps, nil
}
