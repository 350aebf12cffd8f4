package cityreview

import (
	"context"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

var states = map[string]lang.Text{
	"decided":   {SV: "beslutad", EN: "decided"},
	"late":      {SV: "beslutad efter dagen", EN: "decided after the day"},
	"under_way": {SV: "pågår", EN: "under way"},
	"none":      {SV: "inte lämnad", EN: "not handed in"},
}

// Text is the city's review as a text: who has handed in, what the boards'
// decided reviews say together and each by itself, and what they decided.
func Text(ctx context.Context, d Deps, c access.Caller, call room.Call, rv Review) (document.Doc, error) {
	l := call.Lang
	// Its tables are of the day by which the reviews were to be decided.
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: call.Now, AsOf: d.DB.EndOfDay(rv.By)}, c, l, lang.Text{SV: "Stadens genomgång av informationssäkerheten", EN: "The city's review of information security"})
	w.Doc.Title = w.Say(lang.Text{SV: "Stadens genomgång av informationssäkerheten %d", EN: "The city's review of information security %d"}, rv.Year)
	w.Doc.Name, w.Doc.Draft = w.Doc.Title, len(rv.Missing) > 0
	w.H(1, lang.Text{SV: "Vilka som har lämnat", EN: "Who has handed in"})
	w.P(w.Say(lang.Text{SV: "%d av %d nämnder och bolag har beslutat sin genomgång senast %s. Bara de ingår i siffrorna.", EN: "%d of %d boards and companies had decided their review by %s. Only these are in the figures."}, rv.HandedIn, len(rv.Boards), string(rv.By)))
	if len(rv.Missing) > 0 {
		w.P(document.B(w.Say(lang.Text{SV: "Saknas: ", EN: "Missing: "})), strings.Join(rv.Missing, ", ")+".")
	}
	if len(rv.Templates) > 1 {
		w.P(w.Say(lang.Text{SV: "Genomgångarna följer olika versioner av mallen: %s.", EN: "The reviews follow different versions of the template: %s."}, strings.Join(rv.Templates, ", ")))
	}
	var rows [][]document.Cell
	for _, b := range rv.Boards {
		rows = append(rows, []document.Cell{document.C(b.Short), document.C(b.Title), document.C(states[b.State].In(l)), document.C(b.Review), document.C(string(b.DecidedOn))})
	}
	w.Table(lang.Text{SV: "Nämnder och bolag", EN: "Boards and companies"}, columns(l, "Förkortning", "Short", "Organisation", "Organisation", "Läge", "State", "Genomgång", "Review", "Beslutad", "Decided"), rows)

	if rv.HandedIn == 0 { // nothing to add up, and nothing decided to tell of
		return w.End()
	}
	handedIn := map[string]bool{}
	for _, b := range rv.Boards {
		handedIn[b.ID] = b.State == "decided"
	}
	rv.Heat.write(w, func(b HeatBoard) bool { return handedIn[b.ID] })
	w.H(1, lang.Text{SV: "Vad nämnderna har beslutat", EN: "What the boards have decided"})
	for _, b := range rv.Boards {
		if b.State != "decided" {
			continue
		}
		w.H(2, lang.Text{SV: b.Title, EN: b.Title})
		for _, part := range []struct {
			what  lang.Text
			items []string
		}{{lang.Text{SV: "Beslut", EN: "Decisions"}, b.Decisions}, {lang.Text{SV: "Prioriteringar", EN: "Priorities"}, b.Priority}, {lang.Text{SV: "Lokala tillägg i avsnitten", EN: "Local additions in the sections"}, b.Local}} {
			if len(part.items) == 0 {
				continue
			}
			w.P(document.B(part.what.In(l)))
			items := make([]any, len(part.items))
			for i, s := range part.items {
				items[i] = s
			}
			w.List(false, items...)
		}
	}
	return w.End()
}

func columns(l lang.Lang, pairs ...string) []document.Column {
	var out []document.Column
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, document.Column{Title: lang.Text{SV: pairs[i], EN: pairs[i+1]}.In(l)})
	}
	return out
}

// Room is what the city's roll-up offers the doors.
func Room(d Deps) room.Set {
	year := room.Param{Name: "year", Title: lang.Text{SV: "År", EN: "Year"}, Kind: room.Number, Needed: true, Min: 2000, Max: 2100}
	by := room.Param{Name: "by", Title: lang.Text{SV: "Beslutade senast", EN: "Decided by"}, Kind: room.Day}
	decided := func(ctx context.Context, c room.Call) (Review, error) {
		day := register.Date(c.Params["by"])
		if day == "" {
			day = c.Today()
		}
		return Decided(ctx, d, c.Caller, int(c.Number("year")), day, c.Lang)
	}
	asOf := func(c room.Call) register.Date {
		if day := register.Date(c.Params["as_of"]); day != "" {
			return day
		}
		return c.Today()
	}
	live := func(ctx context.Context, c room.Call) (Heat, error) { return Live(ctx, d, c.Caller, asOf(c), c.Lang) }
	return room.Set{Reports: []room.Report{
		{Name: "city-review", Title: lang.Text{SV: "Stadens genomgång av beslutade genomgångar", EN: "The city's review of decided reviews"}, Params: []room.Param{year, by},
			Answer: func(ctx context.Context, c room.Call) (any, error) { return decided(ctx, c) },
			Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
				rv, err := decided(ctx, c)
				if err != nil {
					return document.Doc{}, err
				}
				return Text(ctx, d, c.Caller, c, rv)
			}},
		{Name: "city-figures", Title: lang.Text{SV: "Siffror per nämnd och bolag", EN: "Figures by board and company"}, Params: []room.Param{room.AsOf()},
			Answer: func(ctx context.Context, c room.Call) (any, error) {
				return live(ctx, c)
			},
			Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
				h, err := live(ctx, c)
				if err != nil {
					return document.Doc{}, err
				}
				return FiguresText(ctx, d, c, h, asOf(c))
			},
			Sheet: func(ctx context.Context, c room.Call) (sheet.Sheet, error) {
				h, err := live(ctx, c)
				return h.sheet(c, asOf(c)), err
			}},
	}}
}
