package followup

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/campaign"
	"genomlys/internal/chart"
	"genomlys/internal/command"
	"genomlys/internal/document/csv"
	"genomlys/internal/document/sheet"
	"genomlys/internal/document/xlsx"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

func (x *Followup) analysis(rw http.ResponseWriter, r *door.Request) error {
	return x.showAnalysis(rw, r, nil, nil, "", http.StatusOK)
}

func (x *Followup) showAnalysis(rw http.ResponseWriter, r *door.Request, typed map[string]string, ws []page.Wrong, told string, status int) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	f, fr, err := x.frameOf(r, rec, "/analys")
	if err != nil {
		return err
	}
	if r.URL.Query().Get("sparad") != "" && told == "" {
		told = lang.FollowSaved.In(r.Lang)
	}
	fr.Wrong, fr.Told = ws, told
	res, err := campaign.Results(r.Context(), x.room(), r.Caller, string(rec.ID))
	if err != nil {
		return err
	}
	questions, err := x.questions(r, rec)
	if err != nil {
		return err
	}
	texts := map[string]string{}
	for _, a := range register.As[registers.Campaign](rec).Analysis {
		texts[a.Area] = a.Text
	}
	p := analysis{frame: fr, Action: fr.Base + "/analys", Sum: lang.FollowAnswersIn.With(r.Lang, lang.Whole(int64(res.Answered)), lang.Whole(int64(res.Population)))}
	if fr.May && rec.Text("status") == "closed" {
		p.Marks = "/steg" + web.Address(rec) + "/analyse"
	}
	at := map[string]int{}
	for _, q := range res.Questions {
		area := cmp.Or(q.Area, "general")
		i, ok := at[area]
		if !ok {
			i = len(p.Areas)
			at[area] = i
			part := areaPart{Code: area, ID: "omr-" + area, Title: registers.Questions.Must("area").Choices.Label(area).In(r.Lang)}
			text := texts[area]
			if t, ok := typed[area]; ok {
				text = t
			}
			part.Text = page.Control{ID: "f-" + area, Name: "analys." + area, Label: lang.FollowText.In(r.Lang), Kind: page.LongControl, Lines: 4, Value: text, Optional: true}
			p.Areas = append(p.Areas, part)
		}
		p.Areas[i].Charts = append(p.Areas[i].Charts, draw(r.Lang, q, questions[q.Code]))
	}
	return x.Show(rw, r.Context(), status, analysisView(f, p))
}

// mostBars bounds the answers that a chart shows by themselves: free text has as
// many as there are objects.
const mostBars = 8

// draw shows the answers to one question as bars, in the question's own order.
func draw(l lang.Lang, q campaign.QuestionResult, asked *registers.Question) chartOf {
	counts := map[string]int{}
	for value, n := range q.Values {
		counts[campaign.Words(asked, value).In(l)] += n
	}
	var order []string
	if asked != nil {
		for _, o := range campaign.Options(asked) {
			order = append(order, campaign.Words(asked, o).In(l))
		}
	}
	unknown := lang.AnswerUnknown.In(l)
	var others []string
	for w := range counts {
		if !slices.Contains(order, w) && w != unknown {
			others = append(others, w)
		}
	}
	slices.SortFunc(others, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	if len(others) > mostBars {
		sum := 0
		for _, w := range others[mostBars-1:] {
			sum += counts[w]
		}
		rest := lang.AndMore.With(l, lang.Whole(int64(len(others)-mostBars+1)))
		others = append(others[:mostBars-1:mostBars-1], rest)
		counts[rest] = sum
	}
	var bars []chart.Bar
	var said []string
	add := func(label string, n int, hatched bool) {
		bars = append(bars, chart.Bar{Label: lang.Soft(label), Value: float64(n), Hatched: hatched})
		said = append(said, label+" "+lang.Whole(int64(n)))
	}
	for _, w := range append(order, others...) {
		add(w, counts[w], false)
	}
	add(unknown, q.NotKnown, true)
	if q.Unanswered > 0 {
		add(lang.FollowNotAnswered.In(l), q.Unanswered, true)
	}
	c := chartOf{ID: q.Code, Title: q.Text, Chart: page.Drawn{Alt: lang.FollowChartAlt.With(l, q.Text, strings.Join(said, ", ")),
		Draw: func(o chart.Options) chart.Drawing { return chart.Bars(bars, o) }}}
	var notes []string
	if q.Changed > 0 {
		notes = append(notes, lang.FollowChanged.Of(l, q.Changed))
	}
	if q.Comments > 0 {
		notes = append(notes, lang.FollowComments.Of(l, q.Comments))
	}
	c.Note = strings.Join(notes, ", ")
	return c
}

// saveAnalysis keeps the texts of the areas; a text left empty is taken away.
func (x *Followup) saveAnalysis(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err == nil {
		err = x.Form(r)
	}
	if err != nil {
		return err
	}
	typed := map[string]string{}
	by := map[string]string{}
	var rows []any
	for _, a := range register.As[registers.Campaign](rec).Analysis {
		by[a.Area] = a.By
		if !r.PostForm.Has("analys." + a.Area) {
			rows = append(rows, map[string]any{"area": a.Area, "text": a.Text, "by": a.By})
		}
	}
	for _, a := range registers.Questions.Must("area").Choices {
		if !r.PostForm.Has("analys." + a.Code) {
			continue
		}
		typed[a.Code] = strings.TrimSpace(r.PostForm.Get("analys." + a.Code))
		if typed[a.Code] != "" {
			rows = append(rows, map[string]any{"area": a.Code, "text": typed[a.Code], "by": cmp.Or(by[a.Code], r.Caller.Name)})
		}
	}
	_, err = x.Do(r, command.Options{}, command.Change{Op: "update", Register: registers.Campaigns, ID: string(rec.ID), Version: rec.Version, Fields: map[string]any{"analysis": rows}})
	if ws, status := wrong(r.Lang, err, nil); len(ws) > 0 {
		return x.showAnalysis(rw, r, typed, ws, "", status)
	}
	if err != nil {
		return err
	}
	return x.See(rw, r, base(rec)+"/analys?sparad=ja")
}

// file gives the answers as a table: a row an object, a column a question.
func (x *Followup) file(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	format := r.PathValue("format")
	kind := map[string]string{"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}[format]
	if kind == "" {
		return fault.New(fault.Unknown, "no-such-page")
	}
	sh, err := x.sheet(r, rec)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	write := xlsx.Write
	if format == "csv" {
		write = csv.Write
	}
	if err := write(&b, sh); err != nil {
		return fmt.Errorf("write the answers as %s: %w", format, err)
	}
	rw.Header().Set("Content-Disposition", `attachment; filename="`+strings.ToLower(rec.Ref)+"-"+x.today()+"."+format+`"`)
	rw.Header().Set("Content-Type", kind)
	_, _ = rw.Write(b.Bytes()) // a client that has gone needs no answer
	return nil
}

func (x *Followup) sheet(r *door.Request, rec *register.Record) (sheet.Sheet, error) {
	l := r.Lang
	members, err := campaign.Population(r.Context(), x.room(), r.Caller, rec)
	if err != nil {
		return sheet.Sheet{}, err
	}
	by, err := x.questions(r, rec)
	if err != nil {
		return sheet.Sheet{}, err
	}
	var order []*registers.Question
	for _, q := range by {
		order = append(order, q)
	}
	slices.SortFunc(order, func(a, b *registers.Question) int {
		return cmp.Or(cmp.Compare(a.OrderNo.N, b.OrderNo.N), cmp.Compare(a.Code, b.Code))
	})
	s := sheet.Sheet{Name: lang.AnswerList.In(l), Meta: sheet.Meta{Title: rec.Text("title"), Lang: string(l), Created: r.Now.In(x.DB.Zone), About: [][2]string{{registers.Campaigns.Singular.In(l), rec.Ref}}}}
	for _, t := range []lang.Text{lang.FollowObjectRef, lang.AnswerObject, lang.FollowAreaName, lang.FollowWho, lang.FollowState, lang.FollowSentOn, lang.FollowReminders} {
		s.Columns = append(s.Columns, sheet.Column{Title: t.In(l)})
	}
	s.Columns[5].Kind, s.Columns[6].Kind = sheet.Date, sheet.Int
	for _, q := range order {
		s.Columns = append(s.Columns, sheet.Column{Title: q.Code + " " + q.Text}, sheet.Column{Title: q.Code + " " + lang.FollowComment.In(l)})
	}
	s.Rows = func(yield func([]any, error) bool) {
		for _, m := range members {
			var ref, title string
			if m.Object != nil {
				ref, title = m.Object.Ref, m.Object.Text("title")
			}
			reminders, _ := m.Response.Number("reminders")
			row := []any{ref, title, m.Area(), who(l, m), registers.Responses.Status().Choices.Label(m.Response.Text("status")).In(l), m.Response.Text("answered_on"), strconv.FormatInt(reminders, 10)}
			given := map[string]registers.Answer{}
			if handedIn(m) {
				for _, a := range register.As[registers.Response](m.Response).Answers {
					given[a.Question] = a
				}
			}
			for _, q := range order {
				a := given[q.Code]
				row = append(row, campaign.Words(q, a.Value).In(l), a.Comment)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return s, nil
}
