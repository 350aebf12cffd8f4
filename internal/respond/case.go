package respond

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Next is the one thing that brings a time limit to its end.
type Next string

// The things to do.
const (
	ToOpen   Next = "open"   // look at the matter and decide
	ToDecide Next = "decide" // whether to notify
	ToDraft  Next = "draft"  // a notice
	ToSend   Next = "send"   // a notice that is drafted
	ToWrite  Next = "write"  // a notice whose form the product does not know
	ToTell   Next = "tell"   // boards and companies
	ToInform Next = "inform" // the data subjects
	ToAnswer Next = "answer" // a request
	ToFix    Next = "fix"    // a flaw
)

// Standing is where a time limit stands.
type Standing string

// The standings.
const (
	Running  Standing = "running"
	Acute    Standing = "acute" // little is left
	Late     Standing = "late"
	Endless  Standing = "endless" // without delay: there is no end to count to
	Done     Standing = "done"
	DoneLate Standing = "done_late"
	Waived   Standing = "waived"
	Void     Standing = "void"
)

// Limit is a time limit with how it stands and what is to be done about it.
type Limit struct {
	Record   *register.Record // the clock, or the review that found a flaw
	Rule     rulebook.Clock   // the zero value for a flaw
	Matter   *register.Record // what it runs on, where the caller sees it
	Standing Standing
	Start    time.Time
	Due      time.Time
	Left     time.Duration // below zero when late
	Gone     int           // per cent of the time
	Next     Next
	Notice   *register.Record // the draft to send
	N        int              // flaws
	Flaw     string           // the one that is due first
}

// Case is an incident with all that runs on it.
type Case struct {
	Incident *register.Record
	Limits   []Limit
	Boards   []Board
	Notices  []*register.Record
	Log      []*register.Record // newest first
	From     *register.Record   // the information that the case came of, where it is a board's own
	Receipts int                // boards that have acknowledged
}

// Board is somebody who is told of an incident.
type Board struct {
	Record *register.Record
	Late   bool // has not acknowledged in time
}

// LookInto gives an incident with its time limits, those told, its notices and
// its log, within the caller's scope, as of the time of d.
func LookInto(ctx context.Context, d draft.Deps, c access.Caller, inc *register.Record) (Case, error) {
	out := Case{Incident: inc}
	l, err := newLooker(ctx, d, c)
	if err != nil {
		return out, err
	}
	of := draft.Where("incident", string(inc.ID))
	clocks, err := l.all(registers.Clocks, of)
	if err != nil {
		return out, err
	}
	if out.Notices, err = l.all(registers.Notifications, of); err != nil {
		return out, err
	}
	if out.Log, err = l.all(registers.LogEntries, of); err != nil {
		return out, err
	}
	told, err := l.all(registers.IncidentRecipients, of)
	if err != nil {
		return out, err
	}
	hours := l.rules(l.at).Number(rulebook.BoardReceiptHours)
	for _, r := range told {
		b := Board{Record: r, Late: r.Text("status") == "sent" && l.at.Sub(r.Moment("sent_at")) > time.Duration(hours)*time.Hour}
		if r.Text("status") == "acknowledged" || r.Text("status") == "decided" {
			out.Receipts++
		}
		out.Boards = append(out.Boards, b)
	}
	slices.SortStableFunc(out.Log, func(a, b *register.Record) int { return b.Moment("at").Compare(a.Moment("at")) })
	if from := inc.Text("origin"); from != "" {
		out.From, err = d.DB.Get(ctx, c.Read(registers.IncidentRecipients), registers.IncidentRecipients, from, d.AsOf, d.KnownAt)
		if fault.Is(err, fault.Unknown) {
			out.From, err = nil, nil // told by a board whose case is not ours to see
		}
		if err != nil {
			return out, err
		}
	}
	for _, r := range clocks {
		x := l.limit(r)
		x.Matter = inc
		l.next(&x, out.Notices)
		out.Limits = append(out.Limits, x)
	}
	soonest(out.Limits)
	return out, nil
}

// Limits gives every time limit that runs in what the caller sees: clocks of
// incidents, requests and assessments, and flaws that are to be fixed by a day.
// Those with least time left come first, those without an end last.
func Limits(ctx context.Context, d draft.Deps, c access.Caller) ([]Limit, error) {
	l, err := newLooker(ctx, d, c)
	if err != nil {
		return nil, err
	}
	clocks, err := l.all(registers.Clocks, draft.Where("status", "running"))
	if err != nil {
		return nil, err
	}
	drafts, err := l.all(registers.Notifications, draft.Where("status", "draft"))
	if err != nil {
		return nil, err
	}
	by, err := l.matters(clocks)
	if err != nil {
		return nil, err
	}
	var out []Limit
	for _, r := range clocks {
		x := l.limit(r)
		for _, m := range matters {
			if id := r.Text(m); id != "" {
				x.Matter = by[register.ID(id)]
			}
		}
		l.next(&x, drafts)
		out = append(out, x)
	}
	flaws, err := l.flaws()
	out = append(out, flaws...)
	soonest(out)
	return out, err
}

func soonest(ls []Limit) {
	slices.SortStableFunc(ls, func(a, b Limit) int {
		switch {
		case a.Due.IsZero() != b.Due.IsZero():
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		return a.Due.Compare(b.Due)
	})
}

// looker reads within one scope, as of one time.
type looker struct {
	ctx  context.Context
	d    draft.Deps
	c    access.Caller
	at   time.Time
	book *rulebook.Book
}

func newLooker(ctx context.Context, d draft.Deps, c access.Caller) (*looker, error) {
	book, err := rulebook.Load()
	at := d.AsOf
	if at.IsZero() {
		at = d.Now
	}
	return &looker{ctx, d, c, at, book}, err
}

func (l *looker) rules(at time.Time) rulebook.Rules { return l.book.At(clock.DateOf(at)) }

func (l *looker) all(r *register.Register, filter query.Checked) ([]*register.Record, error) {
	var out []*register.Record
	err := l.d.DB.Each(l.ctx, l.c.Read(r), store.Query{Register: r, Filter: filter, AsOf: l.d.AsOf, KnownAt: l.d.KnownAt}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	return out, err
}

// matters are what some clocks run on, a read for each register.
func (l *looker) matters(clocks []*register.Record) (map[register.ID]*register.Record, error) {
	want := map[*register.Register][]string{}
	var others []register.ID
	for _, c := range clocks {
		for _, m := range matters {
			id := c.Text(m)
			if id == "" {
				continue
			}
			if target := c.Register.Must(m).Target; target != nil {
				want[target] = append(want[target], id)
			} else {
				others = append(others, register.ID(id))
			}
		}
	}
	where, err := l.d.DB.RegistersOf(l.ctx, others)
	if err != nil {
		return nil, err
	}
	for id, reg := range where {
		want[reg] = append(want[reg], string(id))
	}
	out := map[register.ID]*register.Record{}
	for reg, list := range want {
		slices.Sort(list)
		list = slices.Compact(list)
		for part := range slices.Chunk(list, 400) {
			recs, err := l.all(reg, draft.Where("id", part...))
			if err != nil {
				return nil, err
			}
			for _, rec := range recs {
				out[rec.ID] = rec
			}
		}
	}
	return out, nil
}

// limit tells how a clock stands.
func (l *looker) limit(r *register.Record) Limit {
	x := Limit{Record: r, Start: r.Moment("started_at"), Due: r.Moment("due_at")}
	x.Rule, _ = l.rules(x.Start).Clock(r.Text("code"))
	switch r.Text("status") {
	case "met":
		x.Standing = Done
	case "met_late":
		x.Standing = DoneLate
	case "waived":
		x.Standing = Waived
	case "void":
		x.Standing = Void
	default:
		l.stand(&x)
	}
	return x
}

func (l *looker) stand(x *Limit) {
	if x.Due.IsZero() {
		x.Standing = Endless
		return
	}
	x.Left = x.Due.Sub(l.at)
	if whole := x.Due.Sub(x.Start); whole > 0 {
		x.Gone = int(min(max(100*l.at.Sub(x.Start)/whole, 0), 100))
	}
	switch {
	case x.Left < 0:
		x.Standing = Late
	case x.Left < time.Duration(l.rules(l.at).Number(rulebook.ClockRedHours))*time.Hour:
		x.Standing = Acute
	default:
		x.Standing = Running
	}
}

// next tells what brings a clock to its end.
func (l *looker) next(x *Limit, notices []*register.Record) {
	met := x.Rule.MetBy
	known := stages[met]
	switch {
	case met == "imy.first" && x.Matter != nil && x.Matter.Text("notify_decision") == "":
		x.Next = ToDecide
	case known != (lang.Text{}) || met == "customer.first":
		x.Next = ToDraft
		if met == "customer.first" {
			x.Next = ToWrite
		}
		for _, n := range notices {
			if n.Text("status") == "draft" && n.Text("incident") == x.Record.Text("incident") && n.Text("authority")+"."+n.Text("stage") == met {
				x.Next, x.Notice = ToSend, n
			}
		}
	case met == "recipients.informed":
		x.Next = ToTell
	case met == "subjects.informed":
		x.Next = ToInform
	case x.Record.Text("subject_request") != "":
		x.Next = ToAnswer
	default:
		x.Next = ToOpen
	}
}

// flaws are reviews with open findings that are to be fixed by a day, each with
// the day that comes first.
func (l *looker) flaws() ([]Limit, error) {
	reviews, err := l.all(registers.VulnReviews, draft.Where("status", "performed"))
	var out []Limit
	for _, rec := range reviews {
		x := Limit{Record: rec, Matter: rec, Next: ToFix}
		for _, f := range register.As[registers.VulnReview](rec).Findings {
			if f.State != "open" || f.Due == "" {
				continue
			}
			x.N++
			if end := l.d.DB.EndOfDay(register.Date(f.Due)); x.Due.IsZero() || end.Before(x.Due) {
				x.Due, x.Flaw = end, f.Title
			}
		}
		if x.N == 0 {
			continue
		}
		x.Start = register.Date(rec.Text("performed_on")).Time(l.d.DB.Zone)
		l.stand(&x)
		out = append(out, x)
	}
	return out, err
}

// Basis counts what is ready of what a notice must say: so many of so many.
func Basis(ctx context.Context, d draft.Deps, c access.Caller, inc *register.Record, metBy string, l lang.Lang) (ready, of int, err error) {
	authority, stage, _ := strings.Cut(metBy, ".")
	if _, ok := stages[metBy]; !ok {
		return 0, 0, nil
	}
	f := newForm(ctx, d, c, string(inc.ID), l, stages[metBy], stage)
	if f.Err() != nil {
		return 0, 0, f.Err()
	}
	for _, p := range f.parts(authority) {
		of++
		if !hasGap(p) {
			ready++
		}
	}
	return ready, of, f.Err()
}

func hasGap(p part) bool {
	return slices.ContainsFunc(p.runs, func(r document.Run) bool { return draft.HasGap(r.Text) })
}
