package pdf

import (
	"fmt"
	"strings"
	"time"

	"genomlys/internal/chart"
	"genomlys/internal/document"
)

var created = time.Date(2023, 11, 24, 8, 30, 0, 0, time.UTC)

// report is a management review with all kinds of block and an annex of n
// objects (domain 9.9).
func report(n int) document.Doc {
	years := []chart.Bar{{Label: "Äldre eller saknas", Value: 40, Hatched: true}, {Label: "2020", Value: 14}, {Label: "2021", Value: 22}, {Label: "2022", Value: 142}, {Label: "2023", Value: 22}}
	alt := "Objekt efter år för senaste klassning: äldre eller saknas 40, 2020 14, 2021 22, 2022 142, 2023 22."
	long := "Ett större arbete genomfördes 2022 kring gemensam it, där cirka 130 system klassades. Klassnings\u00adnivåerna skulle sannolikt bli högre när verksamhets\u00adsystemens kravbild inkluderas, men det kan hanteras i steget Riskanalys där nytta vägs mot kostnad. Konceptet utvecklas och införs under 2024."
	f := func(s, id string) document.Run { return document.Run{Text: s, Trace: &document.Trace{Figure: id}} }
	link := func(s, id string) document.Run {
		return document.Run{Text: s, Trace: &document.Trace{Figure: id, Href: "https://lis.example.se/f/" + id}}
	}
	doc := document.Doc{
		Lang: "sv", Title: "Ledningens genomgång inför 2024",
		Subtitle:     "Stadsledningskontorets arbete med informationssäkerhet och dataskydd 2023 och prioriteringar 2024–2026. Bilaga till verksamhetsplan 2024.",
		Organisation: "Stadsledningskontoret", Unit: "Enheten för informationssäkerhet",
		Name: "Ledningens genomgång 2024", DiaryNo: "KS 2023/0000", Date: "2023-11-24", Draft: true,
		FooterLeft: "Siffror per 2023-10-31. Underlag LG-2023-4, låst 2023-10-31 kl. 17.00.", FooterRight: "Postadress, telefon, webbplats",
		Created: created,
		Attachments: []document.Attachment{
			{Name: "underlag.json", Mime: "application/json", Description: "Underlag till genomgången, maskinläsbart", Relationship: "Data", Data: []byte(`{"objects":240}`)},
			{Name: "åtgärder.csv", Mime: "text/csv", Description: "Åtgärder", Relationship: "Source", Data: []byte("a;b\n1;2\n")},
		},
	}
	add := func(b ...document.Block) { doc.Blocks = append(doc.Blocks, b...) }
	h := func(level int, number, text, id string) document.Heading {
		return document.Heading{Level: level, Number: number, Text: text, ID: id}
	}
	add(h(1, "", "Sammanfattning", "sammanfattning"),
		document.Paragraph{Runs: []document.Run{document.T("Stadsledningskontoret är personuppgiftsansvarigt eller biträde för "), link("240 system", "F01"), document.T(", varav "), f("117", "F02"), document.T(" är verksamhetssystem eller lagrar verksamhetsdata. "), f("200 av systemen", "F03"), document.T(" har en "), document.B("informationsklassning"), document.T(" från år 2020 eller senare. En lokal anvisning fastställdes den 31 oktober 2023.")}},
		document.P("Det som främst behöver förbättras är kontinuitetsplaner, enhetliga rutiner för behörigheter och krav på loggning i systemtjänsteavtalet."),
		h(2, "", "Läget i korthet", "laget"),
		document.Table{Columns: []document.Column{{Title: "Mått"}, {Title: "2022", Align: document.Right}, {Title: "2023", Align: document.Right}, {Title: "Mål", Align: document.Right}}, RowHeads: true,
			Rows: document.Rows([][]document.Cell{
				{document.C("Objekt i registret"), document.C("231"), {link("240", "F01")}, document.C("–")},
				{document.C("Klassade 2020 eller senare"), document.C("178 (77\u00a0%)"), {f("200 (83\u00a0%)", "F03")}, document.C("95\u00a0%")},
				{document.C("Svar i årsuppföljningen"), document.C("71\u00a0%"), document.C("78\u00a0%"), document.C("100\u00a0%")},
				{document.C("Verksamhetssystem med kontinuitetsplan"), document.C("55 av 115"), document.C("64 av 117"), document.C("80\u00a0%")},
			})},
		h(1, "", "Förslag till beslut", "beslut"),
		document.P("Stadsdirektören föreslås besluta"),
		document.List{Ordered: true, Items: [][]document.Run{
			{document.T("att godkänna Ledningens genomgång inför 2024 och bilägga den verksamhetsplanen,")},
			{document.T("att de 40 objekten utan aktuell klassning ska klassas före den 30 juni 2024,")},
			{document.T("att krav på loggning samordnas i systemtjänsteavtalet under 2024.")}}},
		document.Signatures{Lines: []document.Signature{{Who: "Stadsdirektör", What: "Beslutat 2023-11-24"}, {Who: "Informationssäkerhetssamordnare", What: "Föredragande"}}},
		document.PageBreak{},
		document.Contents{Title: "Innehåll", Depth: 2},
		document.PageBreak{},
		h(1, "2.3", "Informationssäkerhetssamordnarens uppföljning", "uppfoljning"),
		h(2, "", "Informationsklassning", "klassning"),
		document.Paragraph{Runs: []document.Run{document.T("Se "), {Text: "sammanfattningen", Link: "#sammanfattning"}, document.T(" och "), {Text: "stadens riktlinje för informations\u00adsäkerhet, antagen av kommun\u00adfullmäktige", Link: "https://www.example.se/riktlinje?år=2023"}, document.T(". Begreppet "), {Text: "Privacy by design", Lang: "en", Italic: true}, document.T(" förklaras i anvisningen; avsnittet "), {Text: "saknas", Link: "#finns-inte"}, document.T(".")}},
		document.P(long),
		document.Figure{Label: "Figur 2.", Caption: "Objekt efter år för senaste klassning", Sub: "Antal, per 2023-10-31. Summa 240.", Alt: alt, Drawing: chart.Bars(years, chart.Options{})},
		h(2, "", "Fem obligatoriska arbetssätt", "arbetssatt"),
		document.Table{Label: "Tabell 4.", Caption: "Bedömning av arbetssätten", Sub: "Per 2023-10-31.", RowHeads: true,
			Columns: []document.Column{{Title: "Arbetssätt", Weight: 2.2}, {Title: "Läge", Weight: 1}, {Title: "Kommentar", Weight: 4}},
			Rows: document.Rows([][]document.Cell{
				{document.C("Behörighetshantering"), {document.B("Delvis")}, document.C("Rutiner skiljer sig åt. Styrning och uppföljning behöver stärkas.")},
				{document.C("Implementering av lokal anvisning"), {document.B("Infört")}, document.C("Fastställd av stadsdirektören 2023-10-31.")},
				{document.C("Informationssäkerhet i upphandling"), {document.B("Ej bedömt")}, document.C("Följs upp i internkontrollplan 2024.")}})},
		document.Paragraph{Style: document.Note, Runs: []document.Run{document.B("Så läses siffrorna. "), document.T("Ett objekt räknas som klassat om klassningen är från 2020 eller senare och är fastställd av objektägaren.")}},
		document.Paragraph{Style: document.Comment, By: "Informationssäkerhetssamordnare SLK", Runs: []document.Run{document.T("Tätare intern avstämning behöver ske kring var det saknas kontinuitetsplaner. 64 av 117 verksamhetssystem har en plan och 28 planer har övats under det senaste året.")}},
		document.Paragraph{Style: document.Small, Runs: []document.Run{document.T("Källa: årsuppföljningen 2023, 187 svar.")}},
		document.List{Items: [][]document.Run{{document.T("Åtgärd beslutad av förvaltningschefen.")}, {document.T(long)}}},
		document.Figure{Label: "Figur 3.", Caption: "Klassning per typ", Sub: "Antal.", Alt: "System: klass 1 20, klass 2 31, saknas 4. Register: 5, 9, 2.", Drawing: chart.Stacked([]string{"Klass 1", "Klass 2", "Saknas"}, []chart.Stack{{Label: "System", Parts: []float64{20, 31, 4}}, {Label: "Register", Parts: []float64{5, 9, 2}}}, 2, chart.Options{})},
		document.Figure{Label: "Figur 4.", Caption: "Andel klassade", Sub: "Procent.", Alt: "2019 41, 2020 52, 2021 66, 2022 77, 2023 83. Mål 95.", Drawing: chart.Lines([]string{"2019", "2020", "2021", "2022", "2023"}, []chart.Series{{Name: "Klassade", Values: []float64{41, 52, 66, 77, 83}}, {Name: "Övade planer", Values: []float64{10, 22, 25, 40, 38}}}, chart.Options{Max: 100})},
		document.Figure{Label: "Figur 5.", Caption: "Svar", Alt: "78 procent av målet 100.", Drawing: chart.Meter(78, 95, 100, "mål 95 %", chart.Options{})},
	)
	for i := range 5 {
		add(h(1, fmt.Sprint(i+3), "Område: "+[]string{"Dataskydd", "Incidenter", "Risker och kontroller", "Leverantörer", "Treårsplan"}[i], fmt.Sprint("omrade", i)),
			h(3, "", "Läget jämfört med föregående år", fmt.Sprint("lage", i)), document.P(strings.Repeat(long+" ", 4)), document.P(long), document.P(long+" "+long))
	}
	add(h(1, "", "Bilaga: Objekt", "bilaga"), document.Table{Label: "Bilaga 1.", Caption: "Samtliga objekt", RowHeads: true,
		Columns: []document.Column{{Title: "Objekt"}, {Title: "Förvaltning"}, {Title: "Ägare"}, {Title: "K/R/T"}, {Title: "Konsekvens\u00adbedömning"}, {Title: "Risk", Align: document.Right}},
		Rows: func(yield func([]document.Cell) bool) {
			for i := range n {
				if !yield([]document.Cell{document.C(fmt.Sprintf("Verksamhetssystem för ärendehantering nr %d", i+1)), document.C([]string{"Stadsledningskontoret", "Utbildningsförvaltningen", "Äldreförvaltningen"}[i%3]), document.C("Anna-Karin Öberg"), document.C(fmt.Sprintf("3/2/%d", i%4)), document.C([]string{"Genomförd 2026-03-14", "Påbörjad", "Behövs inte"}[i%3]), document.C(fmt.Sprint(i % 25))}) {
					return
				}
			}
		}})
	return doc
}
