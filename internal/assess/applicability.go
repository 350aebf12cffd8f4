package assess

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// ApplicabilityText is the statement of applicability of an organisation and all
// below it (ISO/IEC 27001 6.1.3 d; domain.md 9.15): each control with why it is
// in or out, and how far it is in place.
func ApplicabilityText(ctx context.Context, deps Deps, c access.Caller, org string, l lang.Lang) (document.Doc, error) {
	r := deps.reader(ctx, c)
	reg := r.reg("org")
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, org, time.Time{}, 0)
	if err != nil {
		return document.Doc{}, err
	}
	w, _, err := write(ctx, deps, c, "org", org, l)
	if err != nil {
		return document.Doc{}, err
	}
	w.head(lang.Text{SV: "Uttalande om tillämplighet", EN: "Statement of applicability"}, rec.Text("title"), false)
	lines, unmade, err := w.applicability(rec.ID)
	if err != nil {
		return document.Doc{}, err
	}
	w.heading("Om uttalandet", "About the statement")
	in, open := 0, 0
	for i, x := range lines {
		switch {
		case x.why == "":
			open++
			lines[i].why = "–"
			lines[i].open = true
		case !x.out:
			in++
		}
	}
	w.paragraph(fmt.Sprintf(w.say("Bilaga A har %d säkerhetsåtgärder. Tillämpliga enligt kraven på organisationens objekt: %d.", "Annex A has %d controls. Applicable by the requirements on the organisation's objects: %d."), len(lines), in))
	if unmade > 0 {
		w.paragraph(fmt.Sprintf(w.say("För %d objekt är kraven inte införda i registret. De räknas här ur objektens beslutade klass, och åtgärderna som ej bedömda tills någon har bedömt dem.",
			"For %d objects the requirements are not entered in the register. They are counted here from the objects' decided class, and the measures as not assessed until somebody has assessed them."), unmade))
	}
	if open > 0 { // told once: a line each would hide the rest
		w.add(document.Paragraph{Runs: w.lacks(fmt.Sprintf(w.say("bedömning av %d säkerhetsåtgärder, med skäl", "assessment of %d controls, with reasons"), open))})
	}
	for _, theme := range themes[:4] {
		w.heading(w.r.reg("control").Must("theme").Choices.Label(theme).SV, w.r.reg("control").Must("theme").Choices.Label(theme).EN)
		var rows [][]string
		for _, x := range lines {
			if x.theme == theme {
				applies := w.say("Ja", "Yes")
				if x.out {
					applies = w.say("Nej", "No")
				} else if x.open {
					applies = w.say("Ej bedömt", "Not assessed")
				}
				rows = append(rows, []string{x.name, applies, x.why, cmp.Or(x.state, "–")})
			}
		}
		w.table([]document.Column{w.col("Säkerhetsåtgärd", "Control", 3), w.col("Tillämplig", "Applies", 1.2), w.col("Skäl", "Reason", 3), w.col("Läge", "State", 3)}, rows, 2)
	}
	return w.finish(), nil
}

// line is one control of the statement.
type line struct {
	theme, name, why, state string
	out, open               bool // left out; not assessed
}

// stated is what the registers say of one control.
type stated struct {
	because map[string]int // objects, by why they need it
	reasons []string       // why it is left out
	state   map[string]int // measures, by how far they are
}

// statement is what they say of all, by the control's code.
type statement struct {
	codes   map[string]string // by the control's identity
	by      map[string]*stated
	judged  map[string]bool // object and code of each measure there is
	entered map[string]bool // object, why and code of each requirement there is
	classed map[string]bool // objects whose class has made its requirements
	unmade  int             // objects whose class has not
}

func (s *statement) at(code string) *stated {
	if s.by[code] == nil {
		s.by[code] = &stated{because: map[string]int{}, state: map[string]int{}}
	}
	return s.by[code]
}

// needed notes that an object needs a control for which no requirement has been
// entered; where nothing says how far the measure is, it is not assessed.
func (s *statement) needed(object, because, code string) {
	if s.entered[object+because+code] {
		return
	}
	s.entered[object+because+code] = true
	s.at(code).because[because]++
	if !s.judged[object+code] {
		s.judged[object+code] = true
		s.at(code).state["not_assessed"]++
	}
}

func (w *writing) applicability(org register.ID) (out []line, unmade int, err error) {
	below, err := w.r.below(org)
	if err != nil {
		return nil, 0, err
	}
	cat, err := w.r.catalogue()
	if err != nil {
		return nil, 0, err
	}
	s := &statement{codes: map[string]string{}, by: map[string]*stated{}, judged: map[string]bool{}, entered: map[string]bool{}, classed: map[string]bool{}}
	for code, rec := range cat.standard {
		s.codes[string(rec.ID)] = code
	}
	if err := w.entered(s, below); err != nil {
		return nil, 0, err
	}
	if err := w.followsFrom(s, below, cat); err != nil {
		return nil, 0, err
	}
	because, status := w.r.reg("requirement").Must("because").Choices, w.r.reg("measure").Must("status").Choices
	for _, c := range w.rules.Controls() {
		x := line{theme: c.Theme, name: c.Code + " " + c.Title.In(w.l)}
		if k := s.by[c.Code]; k != nil {
			x.why, x.state = w.tally(because, k.because), w.tally(status, k.state)
			if x.why == "" && len(k.reasons) > 0 {
				x.out, x.why = true, strings.Join(k.reasons, "; ")
			}
		}
		out = append(out, x)
	}
	return out, s.unmade, nil
}

// entered reads the requirements and measures that stand in the registers.
func (w *writing) entered(s *statement, below string) error {
	err := w.r.values("requirement", below, []string{"control", "because", "applicable", "not_applicable", "object"}, func(_ store.Key, v []any) {
		control, _ := v[0].(string)
		because, _ := v[1].(string)
		object, _ := v[4].(string)
		code := s.codes[control]
		s.entered[object+because+code] = true
		s.classed[object] = s.classed[object] || because == "class"
		if v[2] == "no" {
			if reason, _ := v[3].(string); reason != "" && !slices.Contains(s.at(code).reasons, reason) {
				s.at(code).reasons = append(s.at(code).reasons, reason)
			}
			return
		}
		s.at(code).because[because]++
	})
	if err != nil {
		return err
	}
	return w.r.values("measure", below, []string{"control", "status", "object"}, func(_ store.Key, v []any) {
		control, _ := v[0].(string)
		status, _ := v[1].(string)
		object, _ := v[2].(string)
		code := s.codes[control]
		s.at(code).state[status]++
		s.judged[object+code] = true
	})
}

// followsFrom adds what classes decided elsewhere ask for, and what practice asks
// for of processings: the same as a decision here enters as requirements.
func (w *writing) followsFrom(s *statement, below string, cat catalogue) error {
	classes, err := w.r.classes()
	if err != nil {
		return err
	}
	ours := map[string]bool{}
	asked := map[classify.Vector][]Need{}
	err = w.r.values("object", below, []string{"status"}, func(k store.Key, v []any) {
		status, _ := v[0].(string)
		id := string(k.ID)
		if !counted[status] {
			return
		}
		ours[id] = true
		class, ok := classes[id]
		if !ok || s.classed[id] {
			return
		}
		if asked[class] == nil {
			asked[class] = needs(w.rules, cat.own, class)
		}
		s.unmade++
		for _, n := range asked[class] {
			if n.Own == "" {
				s.needed(id, "class", n.Control)
			}
		}
	})
	if err != nil {
		return err
	}
	var byLaw []string
	for _, m := range w.rules.Measures() {
		if m.Area == "encryption" && m.Level == 1 {
			byLaw = append(byLaw, m.Controls...)
		}
	}
	return w.r.values("processing", "encryption_required = yes AND status != ended", []string{"objects"}, func(_ store.Key, v []any) {
		links, _ := v[0].([]register.Link)
		for _, id := range register.IDs(links) {
			for _, code := range byLaw {
				if ours[id] {
					s.needed(id, "law", code)
				}
			}
		}
	})
}

// tally says counts by choice, in the declared order.
func (w *writing) tally(c register.Choices, n map[string]int) string {
	var out []string
	for _, o := range c {
		if n[o.Code] > 0 {
			out = append(out, fmt.Sprintf("%s (%d)", c.Label(o.Code).In(w.l), n[o.Code]))
		}
	}
	return strings.Join(out, ", ")
}

// below is the condition of belonging to an organisation or one under it.
func (r *reader) below(org register.ID) (string, error) {
	parent := map[string][]register.ID{}
	err := r.values("org", "", []string{"parent"}, func(k store.Key, v []any) {
		p, _ := v[0].(string)
		parent[p] = append(parent[p], k.ID)
	})
	ids := []register.ID{org}
	for i := 0; i < len(ids); i++ {
		for _, c := range parent[string(ids[i])] {
			if !slices.Contains(ids, c) {
				ids = append(ids, c)
			}
		}
	}
	var parts []string
	for _, id := range ids {
		parts = append(parts, quote(string(id)))
	}
	return "org = (" + strings.Join(parts, ", ") + ")", err
}
