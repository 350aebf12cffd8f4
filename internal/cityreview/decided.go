package cityreview

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

// Review is the city's review: what the boards have decided, and no more.
type Review struct {
	Year      int           `json:"year"`
	By        register.Date `json:"by"` // the day by which they were to be decided
	Boards    []Board       `json:"boards"`
	HandedIn  int           `json:"handed_in"` // of Boards, by the day
	Missing   []string      `json:"missing"`   // short names of those that had not handed in by the day
	Templates []string      `json:"templates"` // versions of the common template that were used
	Heat      Heat          `json:"heat"`
}

// Board is one board or company with its decided review, if it has one.
type Board struct {
	ID        string        `json:"id"`
	Short     string        `json:"short"`
	Title     string        `json:"title"`
	State     string        `json:"state"` // decided, late, under_way or none
	Review    string        `json:"review,omitempty"`
	Status    string        `json:"status,omitempty"` // of the review
	DecidedOn register.Date `json:"decided_on,omitempty"`
	AsOf      register.Date `json:"as_of,omitempty"`
	Template  string        `json:"template,omitempty"`
	Local     []string      `json:"local,omitempty"` // sections with a local block
	Priority  []string      `json:"priorities,omitempty"`
	Decisions []string      `json:"decisions,omitempty"`

	figures map[string]review.Figure
}

// Decided makes the city's review of a year out of the reviews that were decided
// by a day, each read as it was frozen. What has changed in the registers since
// changes nothing in it.
func Decided(ctx context.Context, d Deps, c access.Caller, year int, by register.Date, l lang.Lang) (Review, error) {
	b, err := load()
	if err != nil {
		return Review{}, err
	}
	t, err := d.tree(ctx, c, b, d.DB.EndOfDay(by))
	if err != nil {
		return Review{}, err
	}
	latest, err := d.reviews(ctx, c, b, t, year, by)
	if err != nil {
		return Review{}, err
	}
	out := Review{Year: year, By: by, Boards: []Board{}, Missing: []string{}}
	versions := map[string]bool{}
	for _, o := range t.boards {
		row := Board{ID: string(o.ID), Short: short(o), Title: o.Text("title"), State: "none"}
		if rec := latest[o.ID]; rec != nil {
			if err := d.read(ctx, c, b, rec, by, l, &row); err != nil {
				return Review{}, err
			}
		}
		if row.State == "decided" {
			out.HandedIn++
			versions[row.Template] = true
		} else {
			out.Missing = append(out.Missing, row.Short)
		}
		out.Boards = append(out.Boards, row)
	}
	out.Templates = slices.Sorted(maps.Keys(versions))
	out.Heat = d.heat(b, out.Boards, by, l)
	return out, nil
}

// reviews gives each board's review of the year: the latest one decided by the
// day, else one decided after it, else one that is under way.
func (d Deps) reviews(ctx context.Context, c access.Caller, b book, t tree, year int, by register.Date) (map[register.ID]*register.Record, error) {
	out := map[register.ID]*register.Record{}
	rank := func(rec *register.Record) int {
		switch on := rec.Text("decided_on"); {
		case !slices.Contains(b.HandedIn, rec.Text("status")):
			return 0
		case on > string(by):
			return 1
		}
		return 2
	}
	err := d.DB.Each(ctx, c.Read(registers.ManagementReviews), store.Query{Register: registers.ManagementReviews}, func(rec *register.Record) error {
		if y, _ := rec.Number("year"); y != int64(year) {
			return nil
		}
		board := t.board(b, rec.Org)
		was := out[board]
		if was == nil || rank(rec) > rank(was) || rank(rec) == rank(was) && rec.Text("decided_on") >= was.Text("decided_on") {
			out[board] = rec
		}
		return nil
	})
	return out, err
}

// read takes into a row what a review says; its figures only where it was
// decided by the day.
func (d Deps) read(ctx context.Context, c access.Caller, b book, rec *register.Record, by register.Date, l lang.Lang, row *Board) error {
	row.Review, row.Status, row.DecidedOn = rec.Ref, rec.Text("status"), register.Date(rec.Text("decided_on"))
	row.State = "under_way"
	if !slices.Contains(b.HandedIn, row.Status) {
		return nil
	}
	if row.State = "late"; row.DecidedOn > by {
		return nil
	}
	row.State = "decided"
	data, err := review.OpenFile(ctx, d.Reviews, c, string(rec.ID), l, "json", 0)
	if err != nil {
		return err
	}
	var rv review.Review
	if err := json.Unmarshal(data, &rv); err != nil {
		return err
	}
	row.AsOf, row.Template, row.figures = rv.AsOf, rv.Template, rv.Figures
	for _, s := range rv.Sections {
		if slices.ContainsFunc(s.Blocks, func(x review.Block) bool { return strings.HasSuffix(x.Key, review.LocalKey) }) {
			row.Local = append(row.Local, s.Heading)
		}
	}
	for _, p := range rv.Priorities {
		row.Priority = append(row.Priority, p.Text)
	}
	for _, x := range rv.Decisions {
		row.Decisions = append(row.Decisions, x.Text)
	}
	return nil
}

// heat tables the frozen figures. A total counts each record once, however many
// boards' reviews it stands in.
func (d Deps) heat(b book, boards []Board, on register.Date, l lang.Lang) Heat {
	h := Heat{Steps: b.Steps, Overlap: []string{}}
	records := map[string]map[string]bool{}
	sums := map[string]int{}
	seen := map[string]string{} // each figure's name, with its numbers filled in
	for _, x := range boards {
		for id, f := range x.figures {
			seen[id] = f.Label
			if f.Value != nil {
				sums[id] += len(f.Records)
			}
			if records[id] == nil {
				records[id] = map[string]bool{}
			}
			for _, r := range f.Records {
				records[id][r] = true
			}
		}
	}
	type column struct {
		of        string
		countable bool
	}
	var columns []column
	for _, id := range d.Figures.Book().IDs() {
		def, ok := d.Figures.Book().At(id, on)
		label, there := seen[id]
		if !ok || !there {
			continue
		}
		h.Figures = append(h.Figures, HeatHead{ID: id, Label: label, Unit: def.Unit, Good: def.Good, Goal: def.Goal})
		columns = append(columns, column{def.Of, counts(boards, id)})
		if columns[len(columns)-1].countable && sums[id] > len(records[id]) {
			h.Overlap = append(h.Overlap, id)
		}
	}
	for _, x := range boards {
		row := HeatBoard{ID: x.ID, Short: x.Short, Title: x.Title}
		for _, head := range h.Figures {
			cell := Cell{Figure: head.ID, Shown: "–"}
			if f, ok := x.figures[head.ID]; ok {
				cell.Value, cell.Of, cell.Shown = f.Value, f.Of, f.Shown
			}
			row.Cells = append(row.Cells, judge(b, cell, head.Good, head.Goal))
		}
		h.Rows = append(h.Rows, row)
	}
	for i, head := range h.Figures {
		cell := Cell{Figure: head.ID, Shown: "–"}
		if columns[i].countable {
			n := len(records[head.ID])
			cell.Value, cell.Shown = &n, lang.Whole(int64(n))
			if of, ok := records[columns[i].of]; ok && counts(boards, columns[i].of) {
				whole := len(of)
				cell.Of = &whole
				cell.Shown = lang.Text{SV: "%s av %s", EN: "%s of %s"}.With(l, lang.Whole(int64(n)), lang.Whole(int64(whole)))
			}
			cell = judge(b, cell, head.Good, head.Goal)
		}
		h.Total = append(h.Total, cell)
	}
	if len(h.Overlap) > 0 {
		h.Note = lang.Text{SV: "Totalen räknar varje post en gång, även när den står i flera genomgångar.", EN: "The total counts each record once, also where it stands in several reviews."}.In(l)
	}
	return h
}

// counts tells whether a figure's value is how many records it has, in every
// review: only then is there a total.
func counts(boards []Board, id string) bool {
	found := false
	for _, x := range boards {
		f, ok := x.figures[id]
		if !ok || f.Value == nil {
			continue
		}
		if *f.Value != len(f.Records) {
			return false
		}
		found = true
	}
	return found
}
