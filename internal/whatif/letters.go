package whatif

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// SupplierLetterText is a draft letter to a recipient whose transfers rest on
// what W1 asks about. id is the recipient.
func SupplierLetterText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Grunden för överföring av personuppgifter", "The ground for transfer of personal data"})
	to := w.Must(registers.Recipients, id)
	if w.Err() != nil {
		return w.End()
	}
	r, err := Ask(ctx, d, c, Question{ID: "W1"})
	if err != nil {
		return document.Doc{}, err
	}
	var items []any
	var exporter *register.Record
	for _, ref := range r.Count("transfers").Refs {
		t := w.Get(registers.Transfers, string(ref.ID))
		if t == nil || t.Text("importer") != string(to.ID) {
			continue
		}
		w.Source(t)
		if exporter == nil {
			exporter = w.Controller(t.Org)
		}
		items = append(items, strings.Join(append(w.Words(t, "processing"), w.Words(t, "means")...), ", ")+" ("+ref.Ref+")")
	}
	w.Headed(exporter, nil)
	w.Styled(document.Lead, lang.Text{"Till: ", "To: "}, w.Value(to, "title"))
	w.P(lang.Text{"Vi för över personuppgifter till er med stöd av det adekvansbeslut som bygger på er certifiering. Grunden kan falla. Vi behöver därför veta vad som gäller i stället.",
		"We transfer personal data to you on the adequacy decision that rests on your certification. That ground may fall. We therefore need to know what applies instead."})
	w.H(1, lang.Text{"Överföringar det gäller", "Transfers concerned"})
	if len(items) == 0 {
		w.P(w.Gap(lang.Text{"Överföringar till mottagaren", "Transfers to the recipient"}))
	}
	w.List(false, items...)
	w.H(1, lang.Text{"Svara på detta", "Please answer"})
	w.List(true,
		lang.Text{"Kan ni teckna standardavtalsklausulerna, vilken modul och när?", "Can you sign the standard contractual clauses, which module and when?"},
		lang.Text{"Vilka underbiträden utanför EES når uppgifterna, och på vilken grund?", "Which sub-processors outside the EEA reach the data, and on which ground?"},
		lang.Text{"Vilka skyddsåtgärder finns mot åtkomst från myndigheter, till exempel kryptering med nycklar som bara vi har?", "Which safeguards are there against access by authorities, such as encryption with keys that only we hold?"},
		lang.Text{"Kan tjänsten ges helt inom EES, och till vilken kostnad?", "Can the service be given wholly within the EEA, and at what cost?"})
	w.H(1, lang.Text{"Kontakt", "Contact"})
	w.P(w.Reach(exporter))
	return w.End()
}

// SupplierHitText is a draft to one board of what a supplier's trouble means for
// it (W2, in the form of domain.md 9.6). The answer must be one to W2.
func SupplierHitText(ctx context.Context, d draft.Deps, c access.Caller, r Result, board string, l lang.Lang) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Information om en leverantör som berör er", "Information on a supplier that concerns you"})
	to := w.Must(registers.Orgs, board)
	supplier := w.Must(registers.Recipients, string(r.Subject.ID))
	if w.Err() != nil {
		return w.End()
	}
	from := w.Controller(supplier.Org)
	w.Headed(from, nil)
	w.Styled(document.Lead, lang.Text{"Till: ", "To: "}, w.Value(to, "title"))
	if mark := w.Optional(supplier, "secrecy"); mark != nil && supplier.Text("secrecy") != "none" {
		w.Styled(document.Note, lang.Text{"Sekretessmarkering: ", "Secrecy mark: "}, mark)
	}
	w.H(1, lang.Text{"Vad har hänt", "What has happened"})
	w.P(lang.Text{"Leverantören ", "The supplier "}, w.Value(supplier, "title"), ": ", w.Gap(lang.Text{"Vad som har hänt, när det hände och när vi fick veta det", "What has happened, when, and when we came to know it"}))
	mine := hitsOn(w, r, to)
	w.H(1, lang.Text{"Era behandlingar och objekt som berörs", "Your processing and objects concerned"})
	if len(mine.processings) == 0 {
		w.P(lang.Text{"Inga av era behandlingar är utpekade i registren. Kontrollera era objekt.", "None of your processing activities is named in the registers. Check your objects."})
	} else {
		columns := []document.Column{{Title: w.Say(lang.Text{"Behandling", "Processing"}), Weight: 3}, {Title: w.Say(lang.Text{"Objekt", "Objects"}), Weight: 2.5},
			{Title: w.Say(lang.Text{"Vilka", "Who"}), Weight: 2}, {Title: w.Say(lang.Text{"Uppgifter", "Data"}), Weight: 2.5}, {Title: w.Say(lang.Text{"Antal", "Number"}), Align: document.Right}}
		var rows [][]document.Cell
		for _, p := range mine.processings {
			w.Source(p)
			count := lang.Text{SV: "okänt", EN: "unknown"}.In(l)
			if n, ok := p.Number("subjects_count"); ok {
				count = lang.Whole(n)
			}
			cell := func(field string) document.Cell {
				return document.C(cmp.Or(strings.Join(w.Words(p, field), ", "), "–"))
			}
			data := slices.Concat(w.Words(p, "data_categories"), w.Words(p, "special_categories"))
			rows = append(rows, []document.Cell{document.C(p.Ref + " " + p.Text("title")), cell("objects"), cell("data_subjects"), document.C(cmp.Or(strings.Join(data, ", "), "–")), document.C(count)})
		}
		w.Table(lang.Text{"Era behandlingar", "Your processing"}, columns, rows)
	}
	if len(mine.objects) > 0 {
		var items []any
		for _, o := range mine.objects {
			items = append(items, o)
		}
		w.P(lang.Text{"Objekt som ni har del i:", "Objects that you have a part in:"})
		w.List(false, items...)
	}
	w.H(1, lang.Text{"Vad vi har gjort", "What we have done"})
	w.P(w.Gap(lang.Text{"Vad vi har gjort och när", "What we have done and when"}))
	w.H(1, lang.Text{"Vad ni ska besluta", "What you are to decide"})
	if len(mine.processings) > 0 {
		w.P(w.Say(lang.Text{"Bedöm om personuppgifter har drabbats. Är det så börjar er egen frist för anmälan till Integritetsskyddsmyndigheten när ni tar emot den här informationen. Tas den emot %s går fristen ut %s.",
			"Judge whether personal data are affected. If so, your own time limit for notifying the authority begins when you receive this information. Received on %s, it ends on %s."}, w.Clock(w.At()), w.Clock(draft.NoticeEnd(w.At()))))
	}
	w.P(lang.Text{"Bedöm också om era kontinuitetsplaner ska tas i bruk. Vårt beslut ersätter inte ert.", "Judge also whether to use your continuity plans. Our decision does not replace yours."})
	w.P(lang.Text{"Blir det en incident får ni ett eget ärende i Genomlys, där ni kvitterar och beslutar. Nya uppgifter kommer dit som numrerade uppdateringar.",
		"If it becomes an incident you get a case of your own in Genomlys, where you acknowledge and decide. New facts come there as numbered updates."})
	w.H(1, lang.Text{"Kontakt", "Contact"})
	w.P(w.Reach(from))
	return w.End()
}

// mine is what of one board's an answer counts.
type mine struct {
	processings []*register.Record
	objects     []string
}

// hitsOn gives what of an answer is one board's: the processing it answers for,
// and the objects in which it has a part.
func hitsOn(w *draft.Draft, r Result, to *register.Record) mine {
	var out mine
	ids := map[register.ID]string{}
	for _, ref := range r.Count("dependents").Refs {
		ids[ref.ID] = ref.Ref + " " + ref.Title
	}
	shown := map[string]bool{}
	for _, ref := range r.Count("processings").Refs {
		p := w.Get(registers.Processings, string(ref.ID))
		if p == nil {
			continue
		}
		named := append(p.LinksOf("controllers"), p.LinksOf("on_behalf_of")...)
		if len(named) == 0 {
			named = []register.Link{{To: p.Org}}
		}
		for _, n := range named {
			if o := w.Controller(n.To); o != nil && o.ID == to.ID {
				out.processings = append(out.processings, p)
				break
			}
		}
	}
	for _, party := range w.All(registers.ObjectParties, store.Query{Filter: query.And{draft.Where("status", "active"), draft.Where("party", string(to.ID))}}) {
		if name, ok := ids[register.ID(party.Text("object"))]; ok && party.Text("role") != "user" && !shown[name] {
			shown[name] = true
			out.objects = append(out.objects, name)
		}
	}
	slices.Sort(out.objects)
	return out
}
