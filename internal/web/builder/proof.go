package builder

import (
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// proven shows what ties a decided review to the ledger, and by what it is
// verified.
func (b *Builder) proven(r *door.Request, rec *register.Record, rv review.Review, may rights, p *decision) error {
	p.Notices = append(p.Notices, notice{Tone: "plain", Icon: "lock", Bold: lang.BuilderDecided.With(r.Lang, string(rv.DecidedOn), rv.DecidedBy), Rest: lang.BuilderDecidedMore.In(r.Lang)})
	at := web.Address(rec)
	if may.Correct {
		p.Whole = append(p.Whole, page.Link{Text: lang.BuilderCorrect.In(r.Lang), Href: at + "/ratta"})
	}
	versions, err := b.DB.FrozenVersions(r.Context(), string(rec.ID))
	if err != nil {
		return err
	}
	if len(versions) > 1 {
		was := page.Link{Text: lang.BuilderBefore.In(r.Lang), Href: at + "/document?format=pdf&version=" + strconv.FormatInt(versions[1], 10)}
		p.Notices = append(p.Notices, notice{Tone: "plain", Icon: "info", Bold: lang.BuilderCorrected.In(r.Lang), Rest: rv.Correction, More: was})
	}
	fact := func(name lang.Text, v string) {
		if v != "" {
			p.Proof = append(p.Proof, page.Fact{Name: name.In(r.Lang), Value: page.Value{Texts: []string{v}}})
		}
	}
	fact(rec.Register.Must("diary_no").Title, rv.DiaryNo)
	fact(lang.ProofOrigin, rv.Ledger.Origin)
	fact(lang.ProofSize, lang.Whole(rv.Ledger.Size))
	fact(lang.ProofRoot, rv.Ledger.Root)
	fact(lang.BuilderProofKey, rv.Ledger.Key)
	fact(lang.BuilderProofHash, rec.Text("hash"))
	for _, f := range register.As[registers.ManagementReview](rec).Frozen {
		language, name, _ := strings.Cut(f.Name, "/")
		x := frozen{Link: page.Link{Text: f.Name}, Size: lang.ByteSize(f.Size), Hash: f.Hash}
		if language == string(r.Lang) {
			x.Href = at + "/document?format=" + name[strings.LastIndex(name, ".")+1:]
		}
		p.Files = append(p.Files, x)
	}
	p.Verify = lang.BuilderVerify.In(r.Lang)
	return nil
}
