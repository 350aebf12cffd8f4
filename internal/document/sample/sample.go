// Package sample is a document with every kind of block, for the tests of the
// writers: each must carry all of it, also the texts that try to break out.
package sample

import (
	"strings"
	"time"

	"genomlys/internal/chart"
	"genomlys/internal/document"
)

// Dirty is text that a writer must not let out of its place.
const Dirty = "]]> <script>alert(\"x\")</script> & 'slut' \x00\x01\x0b\x1f\uFFFE kvar"

// LongWord is a word wider than any column.
var LongWord = strings.Repeat("informationssäkerhetssamordnare", 12)

// Bars is the figure of the design's report page.
func Bars() chart.Drawing {
	return chart.Bars([]chart.Bar{
		{Label: "Äldre eller saknas", Value: 40, Hatched: true},
		{Label: "2020", Value: 14}, {Label: "2021", Value: 22}, {Label: "2022", Value: 142}, {Label: "2023", Value: 22},
	}, chart.Options{})
}

// Doc gives the document; rows is the length of its appendix.
func Doc(rows int) document.Doc {
	cells := func(texts ...string) (row []document.Cell) {
		for _, t := range texts {
			row = append(row, document.C(t))
		}
		return row
	}
	return document.Doc{
		Lang: "sv", Title: "Ledningens genomgång inför 2024",
		Subtitle:     "Stadsledningskontorets arbete med informationssäkerhet och dataskydd 2023 och prioriteringar 2024–2026.",
		Organisation: "Stadsledningskontoret", Unit: "Enheten för informationssäkerhet",
		Name: "Ledningens genomgång 2024", DiaryNo: "KS 2023/0000", Date: "2023-11-24", Draft: true,
		FooterLeft: "Siffror per 2023-10-31. Underlag LG-2023-4, låst 2023-10-31 kl. 17.00.", FooterRight: "Postadress, telefon, webbplats",
		Created:     time.Date(2023, 11, 24, 9, 30, 0, 0, time.UTC),
		Attachments: []document.Attachment{{Name: "siffror.json", Mime: "application/json", Description: "Siffrorna", Relationship: "Data", Data: []byte(`{"F03":200}`)}},
		Blocks: []document.Block{
			document.Heading{Level: 1, Text: "Sammanfattning", ID: "sammanfattning"},
			document.Paragraph{Runs: []document.Run{
				document.T("Stadsledningskontoret är personuppgiftsansvarigt eller biträde för 240 system. "),
				{Text: "200", Trace: &document.Trace{Figure: "F03", Href: "/siffror/F03?per=2023-10-31&mot=2022"}},
				document.T(" av systemen har en informationsklassning från år 2020 eller senare, "),
				{Text: "83 %", Trace: &document.Trace{Figure: "F04"}},
				document.T(". En lokal anvisning fastställdes den "), document.B("31 oktober 2023"), document.T("."),
			}},
			document.Paragraph{Runs: []document.Run{
				document.T("Det som främst behöver förbättras är "), {Text: "kontinuitetsplaner", Link: "#kontinuitet"},
				document.T(", enhetliga rutiner för behörigheter ("), {Text: "access management", Lang: "en", Italic: true},
				document.T(") och krav på loggning. Se "), {Text: "IMY:s vägledning", Link: "https://www.imy.se/?a=1&b=2"}, document.T("."),
			}},
			document.Contents{Title: "Innehåll", Depth: 2},
			document.Heading{Level: 2, Text: "Läget i korthet", ID: "laget"},
			document.Table{
				Columns:  []document.Column{{Title: "Mått", Weight: 3}, {Title: "2022", Align: document.Right}, {Title: "2023", Align: document.Right}, {Title: "Mål", Align: document.Right}},
				RowHeads: true,
				Rows: document.Rows([][]document.Cell{
					cells("Objekt i registret", "231", "240", "–"), cells("Klassade 2020 eller senare", "178 (77 %)", "200 (83 %)", "95 %"),
					cells("Svar i årsuppföljningen", "71 %", "78 %", "100 %"), cells("Verksamhetssystem med kontinuitetsplan", "55 av 115", "64 av 117", "80 %"),
				}),
			},
			document.Heading{Level: 1, Text: "Förslag till beslut", ID: "beslut"},
			document.P("Stadsdirektören föreslås besluta"),
			document.List{Ordered: true, Items: [][]document.Run{
				{document.T("att godkänna Ledningens genomgång inför 2024 och bilägga den verksamhetsplanen,")},
				{document.T("att de 40 objekten utan aktuell klassning ska klassas före den 30 juni 2024.")},
			}},
			document.Signatures{Lines: []document.Signature{{Who: "Stadsdirektör", What: "Beslutat 2023-11-24"}, {Who: "Informationssäkerhetssamordnare", What: "Föredragande"}}},
			document.PageBreak{},
			document.Heading{Level: 1, Number: "2.3", Text: "Informationssäkerhetssamordnarens uppföljning", ID: "uppfoljning"},
			document.Paragraph{Style: document.Lead, Runs: []document.Run{document.T("Av totalt 240 system har 200 en informationsklassning.")}},
			document.Figure{
				Label: "Figur 2.", Caption: "Objekt efter år för senaste klassning", Sub: "Antal, per 2023-10-31. Summa 240.",
				Alt:     "Antal objekt efter år för senaste klassning: äldre eller saknas 40, 2020 14, 2021 22, 2022 142, 2023 22 <och> \"inga\" andra",
				Drawing: Bars(),
			},
			document.Heading{Level: 3, Text: "Fem obligatoriska arbetssätt", ID: "arbetssatt"},
			document.Table{
				Label: "Tabell 4.", Caption: "Bedömning av arbetssätten", Sub: "Per 2023-10-31.", RowHeads: true,
				Columns: []document.Column{{Title: "Arbetssätt", Weight: 44}, {Title: "Läge", Weight: 20}, {Title: "Kommentar", Weight: 76}},
				Rows: document.Rows([][]document.Cell{
					{document.C("Behörighetshantering"), {document.B("Delvis")}, document.C("Rutiner skiljer sig åt. Styrning och uppföljning behöver stärkas.")},
					{document.C("Incidenthantering"), {document.B("Infört")}, document.C("Rutinen har använts och fyller sin funktion.\nInga avvikelser.")},
					{document.C("Informationsklassning"), {document.B("Delvis")}, {document.T("40 objekt saknar aktuell klassning, se "), {Text: "läget", Link: "#laget"}, document.T(".")}},
				}),
			},
			document.Paragraph{Style: document.Small, Runs: []document.Run{document.T("Källa: registret över objekt, urval typ=system.")}},
			document.Paragraph{Style: document.Note, Runs: []document.Run{document.T("En siffra i texten öppnar sina poster.")}},
			document.Paragraph{Style: document.Comment, By: "Informationssäkerhetssamordnare SLK", Runs: []document.Run{document.T("Ett större arbete genomfördes 2022 kring gemensam it.")}},
			document.Heading{Level: 2, Text: "Kontinuitetsplaner", ID: "kontinuitet"},
			document.List{Items: [][]document.Run{{document.T("64 av 117 verksamhetssystem har en plan.")}, {document.T("28 planer har övats.")}}},
			document.List{Ordered: true, Items: [][]document.Run{{document.T("En ny lista börjar på ett.")}}},
			document.Heading{Level: 1, Number: "9", Text: "Smutsig text " + Dirty, ID: "smuts <&\"> x"},
			document.P(Dirty + "\nny rad\toch tab"),
			document.P(LongWord),
			document.Paragraph{Runs: []document.Run{
				{Text: "farlig", Link: "javascript:alert(1)"}, {Text: "data", Link: "data:text/html,<script>"},
				{Text: "ingenstans", Link: "#finns-inte"}, {Text: "spår", Trace: &document.Trace{Figure: "\"><script>", Href: "JavaScript:alert(1)"}},
				{Text: "språk", Lang: "\" onload=\"x"},
			}},
			document.Table{
				Label: "Bilaga 1.", Caption: "Samtliga objekt " + Dirty,
				Columns: []document.Column{{Title: "Objekt", Weight: 3}, {Title: "Förvaltning", Weight: 2}, {Title: "Ägare", Weight: 2}, {Title: "K/R/T"}, {Title: "Risk", Align: document.Right}, {Title: "Åtgärder", Align: document.Right}},
				Rows: func(yield func([]document.Cell) bool) {
					for i := range rows {
						name := "Verksamhetssystem för ärendehantering"
						if i == 0 {
							name = LongWord
						}
						if !yield(cells(name, "Äldreförvaltningen", "Anna-Karin Öberg", "3/2/1", "12", "4")) {
							return
						}
					}
				},
			},
		},
	}
}
