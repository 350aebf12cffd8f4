package assess

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
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
