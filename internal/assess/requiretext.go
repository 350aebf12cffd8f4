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
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// RequirementAnnexText is the annex of requirements to a service agreement
// (domain.md 9.13), by theme, with a column for the supplier's answer.
func RequirementAnnexText(ctx context.Context, deps Deps, c access.Caller, agreement string, l lang.Lang) (document.Doc, error) {
	w, rec, err := write(ctx, deps, c, "agreement", agreement, l)
	if err != nil {
		return document.Doc{}, err
	}
	w.head(lang.Text{SV: "Kravbilaga", EN: "Annex of requirements"}, rec.Text("title"), rec.Text("status") == "draft")
	supplier, err := w.name("recipient", rec.Text("supplier"))
	if err == nil && supplier == "" {
		supplier, err = w.name("org", rec.Text("counter_org"))
	}
	if err != nil {
		return document.Doc{}, err
	}
	objects, err := w.names("object", rec.LinksOf("objects"))
	if err != nil {
		return document.Doc{}, err
	}
	w.heading("Om bilagan", "About the annex")
	w.facts([]fact{
		{label: w.say("Avtal", "Agreement"), value: rec.Ref + " " + rec.Text("title")},
		{label: w.say("Leverantör", "Supplier"), value: supplier},
		{label: w.say("Objekt", "Objects"), value: objects},
		{label: w.say("Gäller från", "Valid from"), value: rec.Text("valid_from")},
	})
	w.paragraph(w.say("Leverantören svarar på varje krav i den sista kolumnen: uppfylls, uppfylls delvis eller uppfylls inte, och hur.", "The supplier answers each requirement in the last column: met, partly met or not met, and how."))
	for _, o := range rec.LinksOf("objects") {
		if err := w.objectRequirements(rec, o.To); err != nil {
			return document.Doc{}, err
		}
	}
	return w.finish(), nil
}

var themes = []string{"organisational", "people", "physical", "technological", ""}

func (w *writing) objectRequirements(agreement *register.Record, id register.ID) error {
	object, err := w.r.get("object", string(id))
	if err != nil || object == nil {
		return err
	}
	classes, err := w.r.classes()
	if err != nil {
		return err
	}
	class := ""
	if v, ok := classes[string(id)]; ok {
		class = v.String()
	}
	w.heading(object.Text("title"), object.Text("title"))
	w.facts([]fact{{label: w.say("Objekt", "Object"), value: object.Ref + " " + object.Text("title"), from: object}, {label: w.say("Klass", "Class"), value: class}})
	found, err := w.r.find("requirement", is("object", id)+" AND applicable != no AND (wanted_in = service_agreement OR "+is("agreement", agreement.ID)+")")
	if err != nil {
		return err
	}
	if len(found) == 0 {
		w.add(document.Paragraph{Runs: w.lacks(w.say("krav på ", "requirements on ") + object.Text("title"))})
	}
	cat, err := w.r.catalogue()
	if err != nil {
		return err
	}
	control := map[string]*register.Record{}
	for _, c := range cat.standard {
		control[string(c.ID)] = c
	}
	for _, c := range cat.own {
		control[string(c.ID)] = c
	}
	for _, theme := range themes {
		var rows [][]string
		for _, q := range found {
			c := control[q.Text("control")]
			if c == nil && theme != "" || c != nil && c.Text("theme") != theme {
				continue
			}
			rows = append(rows, w.requirementRow(cat, c, q))
		}
		if len(rows) == 0 {
			continue
		}
		slices.SortFunc(rows, func(a, b []string) int {
			x, _, _ := strings.Cut(a[0], " ")
			y, _, _ := strings.Cut(b[0], " ")
			return compareCodes(x, y)
		})
		name := w.say("Övrigt", "Other")
		if theme != "" {
			name = w.r.reg("control").Must("theme").Choices.Label(theme).In(w.l)
		}
		w.add(document.Heading{Level: 2, Text: name, ID: strings.ToLower(object.Ref) + "-" + theme})
		w.table([]document.Column{w.col("Krav", "Requirement", 3), w.col("Nivå", "Level", 0.9), w.col("Innebär", "Means", 4), w.col("Kontrolleras genom", "Verified by", 2), w.col("Leverantörens svar", "Supplier's answer", 2)}, gather(rows))
	}
	return w.loggingTable(object)
}

func (w *writing) requirementRow(cat catalogue, c, q *register.Record) []string {
	n, _ := q.Number("level")
	name, text, how := q.Text("title"), q.Text("detail"), ""
	if c != nil {
		need := Need{Control: c.Text("code")}
		if c.Text("catalogue") != standardCatalogue {
			need.Own = c.ID
		}
		name, how = c.Text("code")+" "+w.controlName(cat, need), c.Text("verify_how")
		if q.Text("because") == "class" && need.Own == "" {
			// The words of the catalogue stand in both languages.
			for _, m := range w.rules.Measures() {
				if slices.Contains(m.Controls, need.Control) && int64(m.Level) <= n {
					need.Areas = append(need.Areas, m)
				}
			}
			text = need.Text(w.l)
		}
	}
	if b := q.Text("basis"); b != "" {
		text += " (" + b + ")"
	}
	if how == "" {
		how = w.say("Leverantörens redovisning, granskas av beställaren", "Supplier's account, reviewed by the customer")
	}
	return []string{name, fmt.Sprint(n), text, how, ""}
}

func (w *writing) loggingTable(object *register.Record) error {
	found, err := w.r.find("log_requirement", is("object", object.ID)+" AND status != ended")
	if err != nil {
		return err
	}
	w.add(document.Heading{Level: 2, Text: w.say("Loggning", "Logging"), ID: strings.ToLower(object.Ref) + "-logging"})
	if len(found) == 0 {
		w.add(document.Paragraph{Runs: w.lacks(w.say("loggkrav för ", "logging requirements of ") + object.Text("title"))})
		return nil
	}
	var rows [][]string
	for _, q := range found {
		kept := ""
		if n, ok := q.Number("retention_months"); ok {
			kept = fmt.Sprintf("%d ", n) + w.say("månader", "months")
		}
		why := q.Text("legal_basis")
		if r := q.Text("retention_reason"); r != "" {
			why = strings.TrimPrefix(strings.TrimSuffix(why, ".")+". "+r, ". ")
		}
		rows = append(rows, []string{q.Text("what"), cmp.Or(w.word(q, "event_class"), "–"), kept, why, ""})
	}
	w.table([]document.Column{w.col("Händelse", "Event", 3), w.col("Slag", "Class", 2), w.col("Sparas", "Kept", 1.5), w.col("Skäl", "Reason", 3), w.col("Leverantörens svar", "Supplier's answer", 2)}, rows, 2, 3)
	return nil
}

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
	lines, err := w.applicability(rec.ID)
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

func (w *writing) applicability(org register.ID) ([]line, error) {
	below, err := w.r.below(org)
	if err != nil {
		return nil, err
	}
	type seen struct {
		because map[string]int
		reasons []string
		state   map[string]int
	}
	by := map[string]*seen{}
	at := func(control string) *seen {
		if by[control] == nil {
			by[control] = &seen{because: map[string]int{}, state: map[string]int{}}
		}
		return by[control]
	}
	cat, err := w.r.catalogue()
	if err != nil {
		return nil, err
	}
	err = w.r.values("requirement", below, []string{"control", "because", "applicable", "not_applicable"}, func(_ store.Key, v []any) {
		control, _ := v[0].(string)
		because, _ := v[1].(string)
		if v[2] == "no" {
			if reason, _ := v[3].(string); reason != "" && !slices.Contains(at(control).reasons, reason) {
				at(control).reasons = append(at(control).reasons, reason)
			}
			return
		}
		at(control).because[because]++
	})
	if err == nil {
		err = w.r.values("measure", below, []string{"control", "status"}, func(_ store.Key, v []any) {
			control, _ := v[0].(string)
			status, _ := v[1].(string)
			at(control).state[status]++
		})
	}
	if err != nil {
		return nil, err
	}
	because, status := w.r.reg("requirement").Must("because").Choices, w.r.reg("measure").Must("status").Choices
	var out []line
	for _, c := range w.rules.Controls() {
		x := line{theme: c.Theme, name: c.Code + " " + c.Title.In(w.l)}
		if rec := cat.standard[c.Code]; rec != nil && by[string(rec.ID)] != nil {
			s := by[string(rec.ID)]
			x.why, x.state = w.tally(because, s.because), w.tally(status, s.state)
			if x.why == "" && len(s.reasons) > 0 {
				x.out, x.why = true, strings.Join(s.reasons, "; ")
			}
		}
		out = append(out, x)
	}
	return out, nil
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
