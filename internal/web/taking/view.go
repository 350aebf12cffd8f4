package taking

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/intake"
	"genomlys/internal/lang"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// choosing is the page that asks for a file.
type choosing struct {
	Wrong []page.Wrong
	File  page.Control
	First []page.Control
	More  []page.Control
	Open  bool
}

// waiting is the page that tells how far a job has come.
type waiting struct {
	Name, Address, Said string
	Percent             int
}

// received is the receipt.
type received struct {
	Title, Name, Set, At, Address, Why string
	Rows                               intake.Rows
	Register                           page.Link
	Undone                             bool
}

// shown is what was understood of a file and what it would do.
type shown struct {
	Name, Address string
	Register      page.Link
	Wrong         []page.Wrong
	Facts         []page.Fact
	Sheets        []page.Option
	Sheet         string
	Columns       []column
	Options       []page.Option
	Mapped        bool
	Hints         int // columns that a person should look at
	Rows          intake.Rows
	Views         []page.FigureView
	Table         table
	Count         string
	Prev, Next    string
	Takes         int // rows that can be taken
}

type column struct {
	ID, From, To string
	How          page.Status
	Notes        []string
}

type table struct {
	Caption string
	Heads   []string
	Rows    []line
}

type line struct {
	Row     string
	What    page.Link
	Value   string
	Said    string
	Changes []page.Change
}

var hows = map[string]struct {
	tone, icon string
	word       lang.Text
}{
	"label": {"ok", "ok", lang.TakingByLabel}, "synonym": {"ok", "ok", lang.TakingBySynonym}, "near": {"warn", "watch", lang.TakingByNear},
	"map": {"info", "info", lang.TakingByMap}, "ignored": {"", "dashed", lang.TakingIgnored},
}

func (t *Taking) showReport(rw http.ResponseWriter, r *door.Request, k kept, rep intake.Report, wrong []page.Wrong, code int) error {
	l := r.Lang
	reg := t.Register(k.Register)
	x := shown{Name: k.Name, Address: address(k.ID), Wrong: wrong, Rows: rep.Rows, Sheet: rep.Sheet, Mapped: len(k.Map) > 0,
		Register: page.Link{Text: reg.Title.In(l), Href: "/" + reg.Collection}, Takes: rep.Rows.New + rep.Rows.Changed}
	fact := func(name lang.Text, v string) {
		if v != "" {
			x.Facts = append(x.Facts, page.Fact{Name: name.In(l), Value: page.Value{Texts: []string{v}}})
		}
	}
	if rep.HeaderRow > 0 {
		fact(lang.TakingSheet, rep.Sheet)
		fact(lang.TakingHeader, strconv.Itoa(rep.HeaderRow))
	}
	fact(lang.TakingEncoding, rep.Encoding)
	if s, ok := separators[rep.Separator]; ok {
		fact(lang.TakingSeparator, s.In(l))
	}
	fact(lang.TakingDay, string(k.Effective))
	fact(lang.TakingProfile, k.Profile)
	if len(rep.Sheets) > 1 {
		for _, s := range rep.Sheets {
			x.Sheets = append(x.Sheets, page.Option{Value: s, Label: s})
		}
	}
	for _, f := range rep.Labels {
		x.Options = append(x.Options, page.Option{Value: f.Name, Label: f.Label})
	}
	byName := map[string]string{}
	for _, f := range rep.Labels {
		byName[f.Name] = f.Label
	}
	for i, c := range rep.Columns {
		h := hows[c.How]
		col := column{ID: "f-falt-" + strconv.Itoa(i), From: c.From, To: c.Field, How: page.Status{Tone: h.tone, Icon: h.icon, Word: h.word.In(l)}}
		for _, p := range rep.Problems {
			if p.Row == 0 && p.Column == c.From {
				col.Notes = append(col.Notes, p.Message)
			}
		}
		if len(col.Notes) > 0 {
			x.Hints++
		}
		x.Columns = append(x.Columns, col)
	}
	if len(wrong) == 1 && wrong[0].Field == form.ID("falt") && len(x.Columns) > 0 {
		x.Wrong[0].Field = x.Columns[0].ID
	}
	if rep.HeaderRow > 0 {
		t.fill(r, k, rep, &x)
	}
	f, err := t.Frame(r, form.Title(l, lang.TakingUnderstood.With(l, k.Name), wrong))
	if err != nil {
		return err
	}
	return t.Show(rw, r.Context(), code, lookPage(f, x))
}

var separators = map[string]lang.Text{";": lang.TakingSemicolon, ",": lang.TakingComma, "\t": lang.TakingTab}

const pageRows = 50

// part is one of the lists of rows.
type part struct {
	code  string
	name  lang.Text
	heads []lang.Text
	lines []line
}

// fill makes the list of rows that is chosen, and the links to the others.
func (t *Taking) fill(r *door.Request, k kept, rep intake.Report, x *shown) {
	l := r.Lang
	parts := t.parts(r, k, rep)
	parts = slices.DeleteFunc(parts, func(p part) bool { return len(p.lines) == 0 })
	if len(parts) == 0 {
		return
	}
	chosen := parts[0].code
	if v := r.URL.Query().Get("visa"); slices.ContainsFunc(parts, func(p part) bool { return p.code == v }) {
		chosen = v
	}
	n, _ := strconv.Atoi(r.URL.Query().Get("sida"))
	n = max(n, 1)
	for _, p := range parts {
		at := func(n int) string {
			s := ""
			if n > 1 {
				s = strconv.Itoa(n)
			}
			return web.AddressOf(x.Address, []page.Pair{{Name: "visa", Value: p.code}, {Name: "sida", Value: s}})
		}
		x.Views = append(x.Views, page.FigureView{Link: page.Link{Text: p.name.In(l), Href: at(1)}, Count: lang.Whole(int64(len(p.lines))), Current: p.code == chosen})
		if p.code != chosen {
			continue
		}
		from := min((n-1)*pageRows, len(p.lines))
		to := min(from+pageRows, len(p.lines))
		x.Table = table{Caption: p.name.In(l), Rows: p.lines[from:to]}
		for _, h := range p.heads {
			x.Table.Heads = append(x.Table.Heads, h.In(l))
		}
		x.Count = lang.SoManyOf.With(l, lang.Whole(int64(from+1))+"–"+lang.Whole(int64(to)), lang.Whole(int64(len(p.lines))))
		if from > 0 {
			x.Prev = at(n - 1)
		}
		if to < len(p.lines) {
			x.Next = at(n + 1)
		}
	}
}

// parts are the rows by what becomes of them, what needs a person first.
func (t *Taking) parts(r *door.Request, k kept, rep intake.Report) []part {
	problems := func(s intake.Severity) (out []line) {
		for _, p := range rep.Problems {
			if p.Severity == s && p.Row > 0 {
				out = append(out, line{Row: strconv.Itoa(p.Row), What: page.Link{Text: p.Column}, Value: p.Value, Said: p.Message})
			}
		}
		return out
	}
	told := map[int][]page.Change{}
	for _, c := range rep.Changes {
		reg, ok := t.DB.Catalogue.Get(c.Register)
		if !ok {
			continue
		}
		for _, f := range c.Fields {
			title := reg.Must(f.Field).Title.In(r.Lang)
			for _, l := range rep.Labels {
				if l.Name == f.Field {
					title = l.Label // also of a field that an organisation has added
				}
			}
			told[c.Row] = append(told[c.Row], page.Change{Field: title, Old: words(f.Old), New: words(f.New)})
		}
	}
	reg := t.Register(k.Register)
	fates := func(what string) (out []line) {
		for _, f := range rep.Fates {
			if f.What != what {
				continue
			}
			x := line{Row: strconv.Itoa(f.Row), What: page.Link{Text: f.Title, Note: f.Ref}}
			if x.What.Text == "" {
				x.What.Text = f.Ref
			}
			if what != "new" && f.Ref != "" && k.Profile == "" {
				x.What.Href = "/" + reg.Collection + "/" + f.Ref
			}
			if what == "changed" {
				x.Changes = told[f.Row]
			}
			out = append(out, x)
		}
		return out
	}
	wrongHeads := []lang.Text{lang.TakingRow, lang.TakingColumn, lang.TakingStands, lang.TakingWhy}
	heads := []lang.Text{lang.TakingRow, lang.TakingRecord}
	return []part{
		{"avvisade", lang.TakingRefused, wrongHeads, problems(intake.Refused)},
		{"andrade", lang.TakingChanged, append(slices.Clone(heads), lang.TakingBecomes), fates("changed")},
		{"nya", lang.TakingNew, heads, fates("new")},
		{"anmarkningar", lang.TakingNoted, wrongHeads, problems(intake.Note)},
		{"oforandrade", lang.TakingUnchanged, heads, fates("unchanged")},
		{"overhoppade", lang.TakingSkipped, wrongHeads, problems(intake.Skipped)},
	}
}

func words(s string) page.Value {
	if s = strings.TrimSpace(s); s == "" {
		return page.Value{}
	}
	return page.Value{Texts: []string{s}}
}
