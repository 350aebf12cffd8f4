package continuity

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// file is one file of the archive.
type file struct {
	name, sum string
	data      []byte
}

func newFile(name string, data []byte) file {
	sum := sha256.Sum256(data)
	return file{name, hex.EncodeToString(sum[:]), data}
}

// Offline is an archive of the plans in force that is read without the server:
// each plan as a web page and as paper, which need nothing beside them, an index
// with everybody to call, and the sums by which a copy is checked.
func Offline(ctx context.Context, d Deps, c room.Call) ([]byte, error) {
	position, root, err := d.DB.Root(ctx)
	if err != nil {
		return nil, err
	}
	w, err := d.write(ctx, c, lang.Text{SV: "Kontinuitetsplan", EN: "Continuity plan"}, register.ID(c.Params["org"]))
	if err != nil {
		return nil, err
	}
	folder := w.Say(lang.Text{SV: "planer/", EN: "plans/"})
	var plans []*register.Record
	var files []file
	for _, rec := range w.p.plans {
		if !inForce(rec) {
			continue
		}
		doc, err := w.again().plan(rec)
		if err != nil {
			return nil, err
		}
		plans = append(plans, rec)
		for _, format := range []string{"html", "pdf"} {
			b, err := room.Write(doc, format)
			if err != nil {
				return nil, err
			}
			files = append(files, newFile(folder+rec.Ref+"."+format, b))
		}
	}
	index, err := w.again().index(plans, files, fmt.Sprintf("%d, %s", position, root))
	if err != nil {
		return nil, err
	}
	for _, format := range []string{"html", "pdf"} {
		b, err := room.Write(index, format)
		if err != nil {
			return nil, err
		}
		files = append(files, newFile("index."+format, b))
	}
	return pack(files, c)
}

// pack writes the archive, with the list of sums in the form that sha256sum -c reads.
func pack(files []file, c room.Call) ([]byte, error) {
	var sums strings.Builder
	for _, f := range files {
		sums.WriteString(f.sum + "  " + f.name + "\n")
	}
	files = append(files, file{name: "SHA256SUMS.txt", data: []byte(sums.String())})
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		to, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: c.Now.UTC()})
		if err == nil {
			_, err = to.Write(f.data)
		}
		if err != nil {
			return nil, fmt.Errorf("continuity: pack %s: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("continuity: pack: %w", err)
	}
	return b.Bytes(), nil
}

// index is the first page: whom to call, which plans there are, where all of it
// is from, and how a copy is checked.
func (w *writing) index(plans []*register.Record, files []file, ledger string) (document.Doc, error) {
	name := lang.Text{SV: "Kontinuitetsplaner och kontakter", EN: "Continuity plans and contacts"}
	w.Doc.Name, w.Doc.Title, w.Doc.Draft = name.In(w.Lang), name.In(w.Lang), false
	w.Doc.FooterLeft = w.Say(lang.Text{SV: "Uppgifter per %[1]v.", EN: "Facts as of %[1]v."}, w.p.r.day)
	w.Styled(document.Lead, lang.Text{SV: "Den här mappen läses utan it-stöd. Varje plan finns som webbsida och som PDF.", EN: "This folder is read without IT support. Each plan is there as a web page and as PDF."})
	secret := false
	people := map[register.ID][]string{}
	var order []contact
	for _, rec := range plans {
		secret = secret || rec.Text("secrecy") != "" && rec.Text("secrecy") != "none"
		for _, c := range w.book.of(w.p, rec) {
			if len(people[c.from.ID]) == 0 {
				order = append(order, c)
			}
			people[c.from.ID] = append(people[c.from.ID], rec.Ref)
		}
	}
	if secret {
		w.Styled(document.Note, lang.Text{SV: "Mappen innehåller uppgifter som kan omfattas av sekretess. Förvara den inlåst.", EN: "The folder holds facts that may be secret. Keep it locked up."})
	}
	w.H(1, lang.Text{SV: "Planer", EN: "Plans"})
	sums := map[string]string{}
	folder := ""
	for _, f := range files {
		sums[f.name] = f.sum
		folder, _, _ = strings.Cut(f.name, "/")
	}
	var rows [][]document.Cell
	for _, rec := range plans {
		base := folder + "/" + rec.Ref
		rows = append(rows, []document.Cell{document.C(rec.Ref + " " + rec.Text("title")), document.C(day(rec.Text("adopted_on"))), w.covers(rec),
			{{Text: "HTML", Link: base + ".html"}, document.T(" · "), {Text: "PDF", Link: base + ".pdf"}}, document.C(sums[base+".html"][:16] + " " + sums[base+".pdf"][:16])})
	}
	w.Table(lang.Text{SV: "Planer som gäller", EN: "Plans in force"}, []document.Column{{Title: w.Say(lang.Text{SV: "Plan", EN: "Plan"}), Weight: 2.6}, {Title: w.Say(lang.Text{SV: "Fastställd", EN: "Adopted"}), Weight: 1.1},
		{Title: w.Say(lang.Text{SV: "Objekt", EN: "Objects"}), Weight: 2}, {Title: w.Say(lang.Text{SV: "Fil", EN: "File"}), Weight: 1.1}, {Title: w.Say(lang.Text{SV: "Kontrollsumma", EN: "Checksum"}), Weight: 1.6}}, rows)
	w.H(1, lang.Text{SV: "Kontakter", EN: "Contacts"})
	w.contactTable(order)
	w.H(1, lang.Text{SV: "Källa och kontroll", EN: "Source and check"})
	w.P(lang.Text{SV: "Uttaget ur Genomlys ", EN: "Taken out of Genomlys "}, w.Clock(w.At()), w.Say(lang.Text{SV: ". Händelselogg: ", EN: ". Ledger: "}), ledger, ".")
	w.P(lang.Text{SV: "Kontrollsummorna är början av SHA-256. De hela står i SHA256SUMS.txt; kommandot ”sha256sum -c SHA256SUMS.txt” visar om någon fil har ändrats.",
		EN: "The checksums are the beginning of SHA-256. The whole ones are in SHA256SUMS.txt; the command “sha256sum -c SHA256SUMS.txt” shows whether a file has changed."})
	org, err := topmost(w)
	if err != nil {
		return document.Doc{}, err
	}
	w.Doc.Organisation = org
	return w.Draft.Doc, w.Err()
}

func (w *writing) covers(rec *register.Record) document.Cell {
	var names []string
	for _, l := range rec.LinksOf("objects") {
		if o := w.p.byID[l.To]; o != nil {
			names = append(names, o.Text("title"))
		}
	}
	return document.C(day(strings.Join(names, ", ")))
}

// topmost names the city that the plans belong to.
func topmost(w *writing) (string, error) {
	orgs, err := w.p.r.find(registers.Orgs, nil)
	for _, o := range orgs {
		if o.Text("parent") == "" {
			return o.Text("title"), err
		}
	}
	return "", err
}
