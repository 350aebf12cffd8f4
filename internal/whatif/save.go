package whatif

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Plan says how an answer is made into a plan.
type Plan struct {
	Org    register.ID
	Due    register.Date
	Lang   lang.Lang
	Backup register.ID // function that gets what nobody is named for
}

// Save keeps an answer as a dated situation report, and makes an action plan
// with one action for each owner of what is affected: all in one change set,
// which can be undone together. An answer without tasks gives the report alone.
func Save(ctx context.Context, s *command.Service, c access.Caller, opt command.Options, r Result, p Plan) (command.Receipt, error) {
	report, plan := register.NewID(opt.Now), register.NewID(opt.Now)
	title := r.Title.In(p.Lang)
	if r.Subject.Title != "" {
		title = short(title+": "+r.Subject.Title, 200)
	} else if chosen := r.Chosen.In(p.Lang); chosen != "" {
		title = short(title+": "+chosen, 200)
	}
	owners, byOwner, left := r.owners(p.Backup)
	if len(left) > 0 {
		// What nobody is to do must not be lost without a word.
		var refs []string
		for _, t := range left[:min(len(left), 10)] {
			refs = append(refs, t.Ref.Ref)
		}
		return command.Receipt{}, fault.Problems([]fault.Problem{{Field: "backup", Code: "tasks-without-owner", Value: strconv.Itoa(len(left)), Allowed: refs}})
	}
	var figures []any
	for _, f := range r.Counts {
		figures = append(figures, map[string]any{"figure": short(f.Label.In(p.Lang), 500), "value": strconv.Itoa(len(f.Refs))})
	}
	changes := []command.Change{
		{Op: "create", Source: "generated", Register: registers.SituationReports, NewID: report, Org: p.Org, Fields: map[string]any{"title": title, "kind": "static", "as_of": r.AsOf, "known_at": r.KnownAt, "question": r.Asked, "figures": figures, "text": short(words(r, p.Lang), longest)}},
		{Op: "publish", Source: "generated", Register: registers.SituationReports, ID: string(report)},
	}
	if len(owners) > 0 {
		changes = append(changes, command.Change{Op: "create", Source: "generated", Register: registers.ActionPlans, NewID: plan, Org: p.Org,
			Fields: map[string]any{"title": title, "origin_kind": "decision", "origin": string(report)}})
	}
	for _, o := range owners {
		var b strings.Builder
		for _, t := range byOwner[o] {
			fmt.Fprintf(&b, "%s: %s %s\n", t.What.In(p.Lang), t.Ref.Ref, t.Ref.Title)
		}
		n := len(byOwner[o])
		what := lang.Text{"%s: %d att göra", "%s: %d to do"}.With(p.Lang, short(title, 160), n)
		changes = append(changes, command.Change{Op: "create", Source: "generated", Register: registers.Actions, Org: p.Org, Fields: map[string]any{"title": short(what, 200), "plan": string(plan), "owner": string(o), "due": string(p.Due),
			"origin_kind": "decision", "origin": string(report), "priority": 1 + min(3, byOwner[o][0].Rank/2), "description": short(b.String(), longest)}})
	}
	return s.Do(ctx, c, opt, changes...)
}

// owners gathers the tasks by who is to do them, the most pressing first, and
// gives those that nobody is to do.
func (r Result) owners(backup register.ID) (who []register.ID, tasks map[register.ID][]Task, left []Task) {
	var order []register.ID
	by := map[register.ID][]Task{}
	for _, t := range r.Work {
		o := t.Owner
		if o == "" {
			o = backup
		}
		if o == "" {
			left = append(left, t)
			continue
		}
		if !slices.Contains(order, o) {
			order = append(order, o)
		}
		by[o] = append(by[o], t)
	}
	return order, by, left
}

const longest = 20000 // characters of a Long field

func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// words is the answer as plain text, with the records of each count.
func words(r Result, l lang.Lang) string {
	var b strings.Builder
	for _, n := range r.Notes {
		b.WriteString(n.In(l) + "\n")
	}
	fmt.Fprintf(&b, "%s %d\n", lang.Text{"Poster i liggaren:", "Entries in the ledger:"}.In(l), r.KnownAt)
	for _, s := range r.Counts {
		fmt.Fprintf(&b, "%s: %d. %s\n", s.Label.In(l), len(s.Refs), list(s.Refs, 100))
	}
	for _, s := range r.Splits {
		for _, p := range s.Parts {
			fmt.Fprintf(&b, "%s, %s: %d. %s\n", s.Label.In(l), p.Label.In(l), len(p.Refs), list(p.Refs, 100))
		}
	}
	for _, t := range r.Tables {
		fmt.Fprintf(&b, "%s:\n", t.Label.In(l))
		for _, x := range t.Rows {
			fmt.Fprintf(&b, "- %s %s: %s\n", x.Ref.Ref, x.Ref.Title, strings.Join(saidAll(x.Cells, l), "; "))
		}
	}
	return b.String()
}

func list(refs []Ref, most int) string {
	if len(refs) == 0 {
		return "–"
	}
	names := make([]string, 0, min(len(refs), most))
	for _, r := range refs[:min(len(refs), most)] {
		if r.Register == registers.Orgs.Name || r.Register == registers.Persons.Name {
			names = append(names, r.Title) // known by name, not by number
			continue
		}
		names = append(names, r.Ref)
	}
	if len(refs) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// Text is an answer as a document: the counts, how they are parted, and the
// worklist in order. link gives the address of a count's records; it may be nil.
func Text(d draft.Deps, r Result, l lang.Lang, link func(Set) string) document.Doc {
	w := draft.New(context.Background(), d, access.Caller{}, l, r.Title)
	w.Doc.Draft = false
	w.Doc.Name, w.Doc.Title = r.ID+" "+r.Title.In(l), r.Title.In(l)
	if r.Subject.Title != "" {
		w.Doc.Subtitle = r.Subject.Ref + " " + r.Subject.Title
	}
	w.Styled(document.Lead, w.Say(lang.Text{"Registren som de stod %s, med %s poster i liggaren.", "The registers as they stood on %s, with %s entries in the ledger."}, w.Clock(r.AsOf), lang.Whole(r.KnownAt)))
	for _, n := range r.Notes {
		w.Styled(document.Note, n)
	}
	number := func(s Set) document.Cell {
		run := document.T(lang.Whole(int64(len(s.Refs))))
		if link != nil {
			run.Trace = &document.Trace{Figure: r.ID, Href: link(s)}
		}
		return document.Cell{run}
	}
	columns := []document.Column{{Title: w.Say(lang.Text{"Vad", "What"}), Weight: 3}, {Title: w.Say(lang.Text{"Antal", "Number"}), Align: document.Right}, {Title: w.Say(lang.Text{"Poster", "Records"}), Weight: 4}}
	var rows [][]document.Cell
	for _, s := range r.Counts {
		rows = append(rows, []document.Cell{document.C(s.Label.In(l)), number(s), document.C(list(s.Refs, 20))})
	}
	w.H(1, lang.Text{"Det som berörs", "What is affected"})
	w.Table(lang.Text{"Berörda poster", "Records affected"}, columns, rows)
	for _, s := range r.Splits {
		rows = nil
		for _, p := range s.Parts {
			if len(p.Refs) > 0 {
				rows = append(rows, []document.Cell{document.C(p.Label.In(l)), number(p), document.C(list(p.Refs, 20))})
			}
		}
		w.Table(s.Label, columns, rows)
	}
	for _, t := range r.Tables {
		if len(t.Rows) == 0 {
			continue
		}
		columns := []document.Column{}
		for i, h := range t.Heads {
			columns = append(columns, document.Column{Title: w.Say(h), Weight: map[bool]float64{true: 2.5, false: 2}[i == 0]})
		}
		rows = nil
		for _, x := range t.Rows {
			row := []document.Cell{document.C(x.Ref.Ref + " " + x.Ref.Title)}
			for _, c := range x.Cells {
				row = append(row, document.C(cmp.Or(c.In(l), "–")))
			}
			rows = append(rows, row)
		}
		w.Table(t.Label, columns, rows)
	}
	if len(r.Work) > 0 {
		w.H(1, lang.Text{"Att göra, i ordning", "To do, in order"})
		rows = nil
		for i, t := range r.Work {
			rows = append(rows, []document.Cell{document.C(strconv.Itoa(i + 1)), document.C(t.Ref.Ref), document.C(t.Ref.Title), document.C(t.What.In(l)), document.C(cmp.Or(t.OwnerTitle, "–")), document.C(cmp.Or(t.Board, "–"))})
		}
		w.Table(lang.Text{"Arbetslista", "Worklist"}, []document.Column{{Title: w.Say(lang.Text{"Nr", "No."}), Weight: 0.5}, {Title: w.Say(lang.Text{"Nummer", "Number"})}, {Title: w.Say(lang.Text{"Post", "Record"}), Weight: 3}, {Title: w.Say(lang.Text{"Vad", "What"}), Weight: 3},
			{Title: w.Say(lang.Text{"Ansvarig", "Responsible"}), Weight: 2}, {Title: w.Say(lang.Text{"Organisation", "Organisation"}), Weight: 2}}, rows)
	}
	doc, _ := w.End() // it has read nothing that could fail
	return doc
}
