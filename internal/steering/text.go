package steering

import (
	"context"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/document/markdown"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/textdiff"
)

// DocumentText is a steering document as a document: what it says, after who
// adopted it and from when it holds.
func DocumentText(ctx context.Context, d Deps, c access.Caller, id string, l lang.Lang, now, asOf time.Time) (document.Doc, error) {
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: now, AsOf: asOf}, c, l, lang.Text{})
	rec := w.Must(registers.SteeringDocuments, id)
	if w.Err() != nil {
		return w.End()
	}
	kind := w.Say(registers.SteeringDocuments.Must("kind").Choices.Label(rec.Text("kind")))
	w.Doc.Title, w.Doc.Name = rec.Text("title"), kind
	w.Headed(w.Get(registers.Orgs, string(rec.Org)), rec)
	s := rec.Text("status")
	w.Doc.Draft = s == "draft" || s == "referral"
	if v := rec.Text("valid_to"); v != "" {
		w.Styled(document.Note, w.Say(lang.Text{"Den här versionen gäller till %s.", "This version holds until %s."}, v))
	}
	facts := []draft.Fact{{Label: registers.SteeringDocuments.Must("kind").Title, Runs: []document.Run{document.T(kind)}, From: rec}}
	for _, name := range []string{"adopter_function", "adopted_on", "diary_no", "edition", "valid_from", "audience", "published_at", "review_due"} {
		if w.Doc.Draft && name != "adopter_function" && name != "audience" && w.Optional(rec, name) == nil {
			continue // not yet to be known
		}
		facts = append(facts, w.Fact(rec, name))
	}
	for _, name := range []string{"parent", "replaces", "change_note"} {
		if r := w.Optional(rec, name); r != nil {
			facts = append(facts, draft.Fact{Label: registers.SteeringDocuments.Must(name).Title, Runs: r, From: rec})
		}
	}
	w.Facts(lang.Text{"Om dokumentet", "About the document"}, facts...)
	if rec.Text("body") == "" {
		w.P(w.Gap(registers.SteeringDocuments.Must("body").Title))
	}
	for _, b := range markdown.Blocks(rec.Text("body"), 1) {
		if h, ok := b.(document.Heading); ok {
			w.H(h.Level, lang.Text{h.Text, h.Text})
			continue
		}
		w.Doc.Blocks = append(w.Doc.Blocks, b)
	}
	return w.End()
}

// Diff is what changed between two versions, as data.
type Diff struct {
	From       string               `json:"from"`
	To         string               `json:"to"`
	Fields     []FieldDiff          `json:"fields"`
	Paragraphs []textdiff.Paragraph `json:"paragraphs"`
	Added      int                  `json:"words_added"`
	Removed    int                  `json:"words_removed"`
}

// FieldDiff is a field that says something else in the new version.
type FieldDiff struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// versions finds two versions to compare: the one given with the one given to
// compare with, or with the one it replaces.
func (d Deps) versions(ctx context.Context, c access.Caller, id, against string) (old, rec *register.Record, err error) {
	scope, r := c.Read(registers.SteeringDocuments), registers.SteeringDocuments
	if rec, err = d.DB.Get(ctx, scope, r, id, time.Time{}, 0); err != nil {
		return nil, nil, err
	}
	if against == "" {
		against = rec.Text("replaces")
	}
	if against == "" {
		return nil, nil, fault.Problems([]fault.Problem{problem("against", "no-earlier-version", rec.Ref)})
	}
	old, err = d.DB.Get(ctx, scope, r, against, time.Time{}, 0)
	return old, rec, err
}

// Compare tells what changed between a document and an earlier version, which is
// the one it replaces when none is given. The texts are compared as they are read.
func Compare(ctx context.Context, d Deps, c access.Caller, id, against string, l lang.Lang) (Diff, error) {
	old, rec, err := d.versions(ctx, c, id, against)
	if err != nil {
		return Diff{}, err
	}
	out := Diff{From: old.Ref, To: rec.Ref, Fields: []FieldDiff{}, Paragraphs: []textdiff.Paragraph{}}
	w := draft.New(ctx, draft.Deps{DB: d.DB}, c, l, lang.Text{})
	for _, name := range []string{"title", "edition", "adopter_function", "adopted_on", "valid_from", "review_due", "parent", "audience", "sections"} {
		a, b := strings.Join(w.Words(old, name), ", "), strings.Join(w.Words(rec, name), ", ")
		if a != b {
			out.Fields = append(out.Fields, FieldDiff{name, rec.Register.Must(name).Title.In(l), a, b})
		}
	}
	if err := w.Err(); err != nil {
		return out, err
	}
	for _, p := range textdiff.Paragraphs(read(old.Text("body")).text(), read(rec.Text("body")).text()) {
		out.Paragraphs = append(out.Paragraphs, p)
		for _, x := range p.Pieces {
			switch x.Kind {
			case textdiff.Added:
				out.Added += len(strings.Fields(x.Text))
			case textdiff.Removed:
				out.Removed += len(strings.Fields(x.Text))
			}
		}
	}
	return out, nil
}

// DiffText shows what changed: what went is in square brackets and in italics,
// what came in bold, so that it reads on paper and in black and white too.
func DiffText(ctx context.Context, d Deps, c access.Caller, id, against string, l lang.Lang, now time.Time) (document.Doc, error) {
	x, err := Compare(ctx, d, c, id, against, l)
	if err != nil {
		return document.Doc{}, err
	}
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: now}, c, l, lang.Text{"Ändringar mellan versioner", "Changes between versions"})
	old, rec := w.Must(registers.SteeringDocuments, x.From), w.Must(registers.SteeringDocuments, x.To)
	if w.Err() != nil {
		return w.End()
	}
	w.Headed(w.Get(registers.Orgs, string(rec.Org)), rec)
	w.Doc.Draft = rec.Text("status") == "draft" || rec.Text("status") == "referral"
	w.Doc.Title = rec.Text("title")
	w.Doc.Subtitle = w.Say(lang.Text{"Version %s jämförd med version %s", "Version %s compared with version %s"}, named(rec), named(old))
	w.P(w.Say(lang.Text{"Nya ord: %d. Borttagna ord: %d.", "Words added: %d. Words removed: %d."}, x.Added, x.Removed))
	if n := rec.Text("change_note"); n != "" {
		w.Doc.Blocks = append(w.Doc.Blocks, document.Paragraph{Style: document.Comment, By: w.Say(registers.SteeringDocuments.Must("change_note").Title), Runs: []document.Run{document.T(n)}})
	}
	if len(x.Fields) > 0 {
		var rows [][]document.Cell
		for _, f := range x.Fields {
			rows = append(rows, []document.Cell{document.C(f.Label), document.C(dash(f.Old)), document.C(dash(f.New))})
		}
		w.H(1, lang.Text{"Om dokumentet", "About the document"})
		w.Table(lang.Text{"Uppgifter som har ändrats", "Facts that changed"}, []document.Column{{Title: w.Say(lang.Text{"Uppgift", "Fact"}), Weight: 1.5},
			{Title: w.Say(lang.Text{"Före", "Before"}), Weight: 2.5}, {Title: w.Say(lang.Text{"Nu", "Now"}), Weight: 2.5}}, rows)
	}
	w.H(1, lang.Text{"Texten", "The text"})
	w.Styled(document.Note, document.T(w.Say(lang.Text{"Så läser du: ", "How to read: "})), document.B(w.Say(lang.Text{"fetstil är nytt", "bold is new"})), document.T(", "),
		document.Run{Text: w.Say(lang.Text{"[kursiv inom hakparentes är borttaget]", "[italics in brackets are removed]"}), Italic: true}, document.T("."))
	was, is := read(old.Text("body")), read(rec.Text("body"))
	quiet := 0
	flush := func() {
		if quiet > 0 {
			w.Styled(document.Small, w.Say(lang.Text{"Stycken utan ändring: %d.", "Paragraphs without change: %d."}, quiet))
			quiet = 0
		}
	}
	for _, p := range x.Paragraphs {
		if p.Kind == textdiff.Same {
			quiet++
			continue
		}
		flush()
		runs := marked(p.Pieces)
		switch kind(p, was, is) {
		case heading:
			runs = append([]document.Run{document.T(w.Say(lang.Text{"Rubrik: ", "Heading: "}))}, runs...)
		case item:
			runs = append([]document.Run{document.T("• ")}, runs...)
		}
		w.P(runs)
	}
	flush()
	if x.Added+x.Removed == 0 {
		w.P(lang.Text{"Texten är densamma i de två versionerna.", "The text is the same in the two versions."})
	}
	return w.End()
}

func marked(ps []textdiff.Piece) []document.Run {
	var out []document.Run
	for _, p := range ps {
		switch p.Kind {
		case textdiff.Removed:
			out = append(out, document.Run{Text: "[" + p.Text + "]", Italic: true})
		case textdiff.Added:
			s := p.Text
			// What went and what came in its stead are read apart.
			if n := len(out); n > 0 && out[n-1].Italic && !strings.HasPrefix(s, " ") {
				s = " " + s
			}
			out = append(out, document.B(s))
		default:
			out = append(out, document.T(p.Text))
		}
	}
	return out
}

func named(r *register.Record) string {
	if v := r.Text("edition"); v != "" {
		return v + " (" + r.Ref + ")"
	}
	return r.Ref
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// ReadingText is who has read a document, unit by unit, with those to remind.
func ReadingText(ctx context.Context, d Deps, c access.Caller, id string, l lang.Lang, now, asOf time.Time) (document.Doc, error) {
	at := asOf
	if at.IsZero() {
		at = now
	}
	r, err := ReadBy(ctx, d, c, id, at)
	if err != nil {
		return document.Doc{}, err
	}
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: now, AsOf: asOf}, c, l, lang.Text{"Läst och förstått", "Read and understood"})
	rec := w.Must(registers.SteeringDocuments, id)
	w.Headed(w.Get(registers.Orgs, string(rec.Org)), rec)
	w.Doc.Draft = false
	w.Doc.Subtitle = r.Title
	if r.Version != "" {
		w.Doc.Subtitle += w.Say(lang.Text{", version %s", ", version %s"}, r.Version)
	}
	if r.Asked == 0 {
		w.P(lang.Text{"Ingen är tillfrågad om att läsa dokumentet.", "Nobody has been asked to read the document."})
		return w.End()
	}
	w.P(w.Say(lang.Text{"%d av %d tillfrågade har läst och förstått.", "%d of %d asked have read and understood."}, r.Read, r.Asked))
	var rows [][]document.Cell
	for _, u := range r.Units {
		rows = append(rows, []document.Cell{document.C(u.Unit), document.C(strconv.Itoa(u.Read)), document.C(strconv.Itoa(u.Asked)), document.C(strconv.Itoa(u.Late))})
	}
	w.Table(lang.Text{"Per enhet", "By unit"}, []document.Column{{Title: w.Say(lang.Text{"Enhet", "Unit"}), Weight: 4}, {Title: w.Say(lang.Text{"Läst", "Read"}), Align: document.Right},
		{Title: w.Say(lang.Text{"Av", "Of"}), Align: document.Right}, {Title: w.Say(lang.Text{"Försenade", "Late"}), Align: document.Right, Weight: 1.3}}, rows)
	if len(r.Left) > 0 {
		w.H(1, lang.Text{"Kvar att läsa", "Left to read"})
		rows = nil
		for _, x := range r.Left {
			rows = append(rows, []document.Cell{document.C(x.Name), document.C(x.Unit), document.C(dash(x.Due)), document.C(dash(x.RemindedOn))})
		}
		w.Table(lang.Text{"Att påminna", "To remind"}, []document.Column{{Title: w.Say(lang.Text{"Person", "Person"}), Weight: 3}, {Title: w.Say(lang.Text{"Enhet", "Unit"}), Weight: 3},
			{Title: w.Say(lang.Text{"Läs senast", "Read by"}), Weight: 1.5}, {Title: w.Say(lang.Text{"Senast påmind", "Last reminded"}), Weight: 1.7}}, rows)
	}
	return w.End()
}
