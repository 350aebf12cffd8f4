package archive

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/document/csv"
	"genomlys/internal/document/sheet"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// line is one field of a record in a copy that is handed out.
type line struct {
	rec       *register.Record
	field     *register.Field
	words     string
	masked    bool
	provision string
}

// copied gives what a decided disclosure hands out: the records as they were
// examined, without what is masked.
func (d Deps) copied(ctx context.Context, c room.Call) (*draft.Draft, []line, error) {
	x := register.As[registers.Disclosure](c.Record)
	// All that the copy depends on is fixed by the decision, so that it is the
	// same each time.
	at := d.DB.EndOfDay(x.DecidedOn)
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: at, KnownAt: x.Position.N}, c.Caller, c.Lang, lang.Text{SV: "Utlämnade handlingar", EN: "Documents handed out"})
	var out []line
	for _, row := range x.Records {
		rec, err := d.byRef(ctx, c.Caller, row.Record, x.Position.N)
		if err != nil {
			return nil, nil, err
		}
		if rec == nil {
			return nil, nil, fault.New(fault.Unknown, "no-such-record", row.Record)
		}
		masked := split(row.Blanked)
		for i, f := range rec.Register.Fields {
			unseen := slices.Contains(rec.Masked, f.Name)
			if rec.Values[i] == nil && !unseen {
				continue
			}
			l := line{rec: rec, field: f, masked: unseen || slices.Contains(masked, f.Name), provision: row.Provision}
			if !l.masked {
				l.words = words(w, rec, f)
			}
			out = append(out, l)
		}
	}
	return w, out, w.Err()
}

// words says a field's value; a record referred to that is itself marked is
// named by its number alone.
func words(w *draft.Draft, rec *register.Record, f *register.Field) string {
	if f.Target == nil || f.Kind != register.Ref && f.Kind != register.Links {
		return strings.Join(w.Words(rec, f.Name), "; ")
	}
	ids := []string{rec.Text(f.Name)}
	if f.Kind == register.Links {
		ids = nil
		for _, l := range rec.LinksOf(f.Name) {
			ids = append(ids, string(l.To))
		}
	}
	var parts []string
	for _, id := range ids {
		switch to := w.Get(f.Target, id); {
		case to == nil:
		case len(marks(to)) > 0:
			parts = append(parts, to.Ref)
		default:
			parts = append(parts, to.Ref+" "+to.Text("title"))
		}
	}
	return strings.Join(parts, "; ")
}

func (l line) mask(la lang.Lang) string {
	return lang.Text{SV: "■ sekretess %s", EN: "■ secrecy %s"}.With(la, l.provision)
}

// copyText is the copy that is handed out, with what was masked by which
// provision and counted, and how to appeal where anything was.
func (d Deps) copyText(ctx context.Context, c room.Call) (document.Doc, error) {
	w, lines, err := d.copied(ctx, c)
	if err != nil {
		return document.Doc{}, err
	}
	x := register.As[registers.Disclosure](c.Record)
	w.Doc.Draft = false
	org := w.Get(registers.Orgs, string(c.Record.Org))
	w.Headed(org, c.Record)
	by := map[string]int{}
	n := 0
	for _, l := range lines {
		if l.masked {
			by[l.provision]++
			n++
		}
	}
	w.H(1, lang.Text{SV: "Beslut", EN: "Decision"})
	w.P(w.Say(lang.Text{SV: "Begäran %s inkom %s. %d poster har prövats.", EN: "Request %s came in %s. %d records were examined."}, c.Record.Ref, string(x.ReceivedOn), len(x.Records)))
	w.P(w.Say(lang.Text{SV: "Beslutat %s av ", EN: "Decided %s by "}, string(x.DecidedOn)), w.Value(c.Record, "decided_by"),
		w.Say(lang.Text{SV: " med stöd av %s.", EN: " under %s."}, x.LegalBasis))
	if x.Reason != "" {
		w.P(w.Say(lang.Text{SV: "Skäl: ", EN: "Reason: "}), x.Reason)
	}
	if n == 0 {
		w.P(lang.Text{SV: "Inget är maskat.", EN: "Nothing is masked."})
	} else {
		w.P(w.Say(lang.Text{SV: "Maskade uppgifter: %d", EN: "Items masked: %d"}, n))
		var items []any
		for _, p := range slices.Sorted(maps.Keys(by)) {
			items = append(items, fmt.Sprintf("%s: %d", p, by[p]))
		}
		w.List(false, items...)
		w.P(lang.Text{SV: "Beslutet att inte lämna ut allt kan överklagas till kammarrätten. Överklagandet ska vara skriftligt och ha kommit in till myndigheten inom tre veckor från den dag då du fick del av beslutet (OSL 6:7, förvaltningslagen 43–44 §§).",
			EN: "The decision not to hand out everything can be appealed to the administrative court of appeal. The appeal is made in writing and must reach the authority within three weeks from the day you got the decision (OSL 6:7, Administrative Procedure Act s. 43–44)."})
	}
	for i := 0; i < len(lines); {
		rec := lines[i].rec
		w.H(1, lang.Text{SV: rec.Register.Singular.SV + " " + rec.Ref, EN: rec.Register.Singular.EN + " " + rec.Ref})
		var rows [][]document.Cell
		for ; i < len(lines) && lines[i].rec == rec; i++ {
			value := lines[i].words
			if lines[i].masked {
				value = lines[i].mask(c.Lang)
			}
			rows = append(rows, []document.Cell{document.C(lines[i].field.Title.In(c.Lang)), document.C(value)})
		}
		w.Table(lang.Text{SV: "Uppgifter i " + rec.Ref, EN: "Contents of " + rec.Ref},
			[]document.Column{{Title: w.Say(lang.Text{SV: "Uppgift", EN: "Item"}), Weight: 2}, {Title: w.Say(lang.Text{SV: "Innehåll", EN: "Content"}), Weight: 5}}, rows)
	}
	// The sources would name marked records by their titles.
	if err := w.Err(); err != nil {
		return document.Doc{}, err
	}
	return w.Doc, nil
}

// copySheet is the same copy as rows for a machine.
func (d Deps) copySheet(ctx context.Context, c room.Call) (sheet.Sheet, error) {
	w, lines, err := d.copied(ctx, c)
	if err != nil {
		return sheet.Sheet{}, err
	}
	say := func(sv, en string) string { return lang.Text{SV: sv, EN: en}.In(c.Lang) }
	return sheet.Sheet{Name: c.Record.Ref,
		Columns: []sheet.Column{{Title: say("Post", "Record")}, {Title: say("Register", "Register")}, {Title: say("Uppgift", "Item")}, {Title: say("Innehåll", "Content")}, {Title: say("Maskad enligt", "Masked under")}},
		Rows: func(yield func([]any, error) bool) {
			for _, l := range lines {
				by := ""
				if l.masked {
					by = l.provision
				}
				if !yield([]any{l.rec.Ref, l.rec.Register.Title.In(c.Lang), l.field.Title.In(c.Lang), l.words, by}, nil) {
					return
				}
			}
		},
		Meta: sheet.Meta{Title: w.Doc.Title, Creator: "Genomlys", Lang: string(c.Lang), Created: d.DB.EndOfDay(register.Date(c.Record.Text("decided_on")))}}, nil
}

// file is the copy in a format.
func (d Deps) file(ctx context.Context, c room.Call, format string) ([]byte, error) {
	if format != "csv" {
		doc, err := d.copyText(ctx, c)
		if err != nil {
			return nil, err
		}
		return room.Write(doc, format)
	}
	s, err := d.copySheet(ctx, c)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = csv.Write(&b, s)
	return b.Bytes(), err
}

// listText is the list of what was disposed of, to be kept with the decision.
func (d Deps) listText(ctx context.Context, c room.Call) (document.Doc, error) {
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: c.Now}, c.Caller, c.Lang, lang.Text{SV: "Gallringsprotokoll", EN: "Record of disposal"})
	rec := w.Must(registers.DisposalDecisions, c.ID())
	if err := w.Err(); err != nil {
		return document.Doc{}, err
	}
	w.Headed(w.Get(registers.Orgs, string(rec.Org)), rec)
	w.Doc.Draft = rec.Text("status") != "executed"
	facts := []string{"status", "register_name", "query", "records_n", "legal_ref", "proposed_on", "decided_by", "second_by", "decided_on"}
	if !w.Doc.Draft {
		facts = append(facts, "executed_on", "count", "ranges", "root")
	}
	var rows []draft.Fact
	for _, f := range facts {
		if rec.Get(f) == nil {
			continue
		}
		row := w.Fact(rec, f)
		if reg, ok := d.DB.Catalogue.Get(rec.Text(f)); f == "register_name" && ok {
			row.Runs = []document.Run{document.T(w.Say(reg.Title))} // what it is called, not its name in the API
		}
		if f == "query" {
			says, err := d.Chosen(ctx, rec, c.Now)
			if err != nil {
				return document.Doc{}, err
			}
			row.Runs = []document.Run{document.T(w.Say(says))}
		}
		rows = append(rows, row)
	}
	w.H(1, lang.Text{SV: "Beslut", EN: "Decision"})
	w.Facts(lang.Text{SV: "Gallringsbeslutet", EN: "The disposal decision"}, rows...)
	if rec.Text("reason") != "" {
		w.P(w.Say(lang.Text{SV: "Motivering: ", EN: "Reason: "}), rec.Text("reason"))
	}
	w.H(1, lang.Text{SV: "Poster", EN: "Records"})
	var cells [][]document.Cell
	for _, x := range register.As[registers.DisposalDecision](rec).Records {
		cells = append(cells, []document.Cell{document.C(x.Ref), document.C(x.First), document.C(x.Last)})
	}
	w.Table(lang.Text{SV: "Det beslutet tar", EN: "What the decision takes"}, []document.Column{{Title: w.Say(lang.Text{SV: "Post", EN: "Record"})}, {Title: w.Say(lang.Text{SV: "Första version", EN: "First version"})}, {Title: w.Say(lang.Text{SV: "Sista version", EN: "Last version"})}}, cells)
	if w.Doc.Draft { // nothing is gone yet
		return w.End()
	}
	w.P(lang.Text{SV: "Innehåll och salt är borta ur registren, sökorden och filen. Liggarens huvuden står kvar, så att kontrollen av liggaren visar att det som saknas togs bort genom detta beslut. Säkerhetskopior som är äldre än gallringen har innehållet kvar tills de är borttagna.",
		EN: "Contents and salt are gone from the registers, the search words and the file. The headers of the ledger remain, so that verifying it shows that what is missing was erased by this decision. Backups older than the disposal still hold the contents until they are deleted."})
	return w.End()
}
