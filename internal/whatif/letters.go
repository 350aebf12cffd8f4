package whatif

import (
	"context"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
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
	w.Styled(document.Lead, lang.Text{"Till: ", "To: "}, w.Value(to, "title"))
	w.H(1, lang.Text{"Vad har hänt", "What has happened"})
	w.P(lang.Text{"Leverantören ", "The supplier "}, w.Value(supplier, "title"), ": ", w.Gap(lang.Text{"Vad som har hänt och när", "What has happened and when"}))
	w.H(1, lang.Text{"Era behandlingar och objekt som berörs", "Your processing and objects concerned"})
	var items []any
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
				w.Source(p)
				items = append(items, ref.Ref+" "+ref.Title+": "+strings.Join(w.Words(p, "objects"), ", "))
				break
			}
		}
	}
	if len(items) == 0 {
		w.P(lang.Text{"Inga av era behandlingar är utpekade i registren. Kontrollera era objekt.", "None of your processing activities is named in the registers. Check your objects."})
	}
	w.List(false, items...)
	w.H(1, lang.Text{"Vad vi har gjort", "What we have done"})
	w.P(w.Gap(lang.Text{"Vad vi har gjort och när", "What we have done and when"}))
	w.H(1, lang.Text{"Vad ni ska besluta", "What you are to decide"})
	w.P(lang.Text{"Bedöm om personuppgifter har drabbats. Är det så börjar er egen frist för anmälan när ni får veta det. Bedöm också om era kontinuitetsplaner ska tas i bruk.",
		"Judge whether personal data are affected. If so, your own time limit for notification begins when you come to know it. Judge also whether to use your continuity plans."})
	w.H(1, lang.Text{"Kontakt", "Contact"})
	w.P(w.Gap(lang.Text{"Vem ni når och hur", "Whom you reach and how"}))
	return w.End()
}
