package draft

import (
	"strings"
	"testing"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// TestDone: what has been sent, and lacks nothing, is a draft no more, and tells
// whoever reads it outside nothing of where its facts were taken from.
func TestDone(t *testing.T) {
	rec := registers.Processings.NewRecord("", "")
	rec.Ref, rec.Since = "BEH-0001", time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	made := func(done, outward bool, gap bool) (bool, string) {
		d := &Draft{Lang: lang.SV, deps: Deps{DB: &store.DB{Zone: time.UTC}, Now: rec.Since}, got: map[register.ID]*register.Record{}}
		d.Doc.Draft = true
		d.Done(done, outward)
		f := Fact{Label: lang.Text{SV: "Ändamål", EN: "Purpose"}, Runs: d.runs([]any{"Närvaro"}), From: rec}
		if gap {
			f.Runs = d.Gap(f.Label)
		}
		d.Facts(lang.Text{SV: "Behandlingen", EN: "The processing"}, f)
		doc, err := d.End()
		if err != nil {
			t.Fatal(err)
		}
		return doc.Draft, Plain(doc)
	}
	for _, x := range []struct{ done, outward, gap, draft, numbers bool }{
		{false, true, false, true, true}, {true, true, false, false, false}, {true, false, false, false, true}, {true, true, true, true, true},
	} {
		draft, said := made(x.done, x.outward, x.gap)
		if draft != x.draft || strings.Contains(said, "BEH-0001") != x.numbers || !x.gap && !strings.Contains(said, "Närvaro") {
			t.Errorf("%+v: draft %v\n%s", x, draft, said)
		}
	}
}
