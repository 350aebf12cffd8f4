package campaign

import (
	"cmp"
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Paper is a response as it is answered: its questions in order, each with what
// is known already.
type Paper struct {
	Response, Object, Campaign *register.Record
	Questions                  []Asked
}

// Asked is a question with its answer and what the answer can be taken from.
type Asked struct {
	*registers.Question
	Answer   registers.Answer
	Register *Told // what the register says now
	Before   *Told // what was answered last year
}

// Told is something known, and from where.
type Told struct {
	Value string
	Field lang.Text // of the register that says so
	Title string    // of the follow-up in which it was answered
	Ref   string
	On    register.Date
}

// Read gives a response to answer, as far as the caller may see.
func Read(ctx context.Context, d Deps, c access.Caller, response string) (Paper, error) {
	var p Paper
	var err error
	get := func(r *register.Register, id string) *register.Record {
		if err != nil {
			return nil
		}
		var rec *register.Record
		rec, err = d.DB.Get(ctx, c.Read(r), r, id, time.Time{}, 0)
		return rec
	}
	if p.Response = get(registers.Responses, response); err != nil {
		return p, err
	}
	p.Campaign = get(registers.Campaigns, p.Response.Text("campaign"))
	p.Object = get(registers.Objects, p.Response.Text("object"))
	if err != nil {
		return p, err
	}
	find := d.finder(ctx, c)
	_, order, err := asked(find, p.Campaign)
	if err != nil {
		return p, err
	}
	slices.SortStableFunc(order, func(a, b *registers.Question) int { return cmp.Compare(a.OrderNo.N, b.OrderNo.N) })
	to, err := d.goals(ctx)(order...)
	if err != nil {
		return p, err
	}
	held, err := held(find, to, []*register.Record{p.Object})
	if err != nil {
		return p, err
	}
	before, last, err := answeredBefore(find, p.Campaign, p.Object.ID)
	if err != nil {
		return p, err
	}
	now := map[string]registers.Answer{}
	for _, a := range register.As[registers.Response](p.Response).Answers {
		now[a.Question] = a
	}
	for _, q := range order {
		a := Asked{Question: q, Answer: now[q.Code]}
		a.Answer.Question = q.Code
		if g := to[q]; g.reg != nil {
			if recs := held[g.reg.Name][p.Object.ID]; len(recs) == 1 && g.of(recs[0]) != nil && !slices.Contains(recs[0].Masked, g.field.Name) {
				f := g.of(recs[0])
				if v := said(q, f, recs[0].Get(f.Name)); v != "" {
					a.Register = &Told{Value: v, Field: f.Title, Ref: recs[0].Ref, On: register.DateOf(recs[0].Since.In(d.DB.Zone))}
				}
			}
		}
		if before != nil {
			for _, b := range register.As[registers.Response](before).Answers {
				if b.Question == q.Code && b.Value != "" {
					a.Before = &Told{Value: b.Value, Title: last.Text("title"), Ref: before.Ref, On: register.Date(before.Text("answered_on"))}
				}
			}
		}
		p.Questions = append(p.Questions, a)
	}
	return p, nil
}

// answeredBefore is what was answered about an object in the latest follow-up
// before this one, nil when nothing was.
func answeredBefore(find draft.Finder, campaign *register.Record, object register.ID) (response, of *register.Record, err error) {
	if of, err = previous(find, campaign); err != nil || of == nil {
		return nil, nil, err
	}
	recs, err := find(registers.Responses, query.And{draft.Where("campaign", string(of.ID)), draft.Where("object", string(object))})
	if err != nil || len(recs) == 0 || !handedIn(recs[0].Text("status")) {
		return nil, nil, err
	}
	return recs[0], of, nil
}

// handedIn tells whether a response counts as an answer.
func handedIn(status string) bool { return status == "sent" || status == "reviewed" }

// Answerable tells whether answers are taken now.
func (p Paper) Answerable() bool {
	return p.Campaign.Text("status") == "open" && slices.Contains(answering, p.Response.Text("status"))
}

// Filled are the questions whose answers came from the register or last year
// and that nobody has said anything about yet.
func (p Paper) Filled() (out []Asked) {
	for _, q := range p.Questions {
		if q.Answer.Prefilled == "yes" && q.Answer.Changed != "yes" && q.Answer.Confirmed != "yes" {
			out = append(out, q)
		}
	}
	return out
}

// Done tells whether a question is answered by somebody, not only filled in.
func (q Asked) Done() bool {
	return q.Answer.Value != "" && (q.Answer.Prefilled != "yes" || q.Answer.Changed == "yes" || q.Answer.Confirmed == "yes")
}

// Next is the place of the first question that is not done, counted from zero;
// the number of questions when all are.
func (p Paper) Next() int {
	for i, q := range p.Questions {
		if !q.Done() {
			return i
		}
	}
	return len(p.Questions)
}

// Unanswered are the questions that need an answer and have none.
func (p Paper) Unanswered() (out []Asked) {
	for _, q := range p.Questions {
		if q.Required == register.Yes && q.Answer.Value == "" {
			out = append(out, q)
		}
	}
	return out
}

// How long a question takes: ten minutes for twelve (design.md 7), less where
// the answer is filled in and only to be looked at.
const (
	perQuestion = 50 * time.Second
	perFilled   = 15 * time.Second
)

// Left is about how long the questions that are not done take.
func (p Paper) Left() time.Duration {
	var d time.Duration
	for _, q := range p.Questions {
		switch {
		case q.Done():
		case q.Answer.Value != "":
			d += perFilled
		default:
			d += perQuestion
		}
	}
	return d
}

// Saying gives the change that writes the answer to one question, however it
// was said before.
func (p Paper) Saying(code, value, comment string) command.Change {
	return p.writing(func(q Asked) (registers.Answer, bool) {
		if q.Code != code {
			return q.Answer, false
		}
		a := q.Answer
		if a.Prefilled == "yes" && !same(a.Value, value) {
			a.Changed = "yes"
		}
		a.Value, a.Comment, a.Confirmed = value, comment, "yes"
		return a, true
	})
}

// Unchanged gives the change that says of all that was filled in that it stands.
func (p Paper) Unchanged() command.Change { return standing(p.Response) }

// standing is a response whose answers are all said to be right.
func standing(response *register.Record) command.Change {
	var rows []any
	for _, a := range register.As[registers.Response](response).Answers {
		if a.Value != "" {
			a.Confirmed = "yes"
		}
		rows = append(rows, row(a))
	}
	return changing(response, rows)
}

func changing(response *register.Record, rows []any) command.Change {
	op := "update"
	if response.Text("status") == "not_started" {
		op = "start"
	}
	return command.Change{Op: op, Register: registers.Responses, ID: string(response.ID), Version: response.Version, Fields: map[string]any{"answers": rows}}
}

// Sent is a change of answers that also sends the response in.
func Sent(ch command.Change, today register.Date) command.Change {
	ch.Op = "send"
	ch.Fields["answered_on"] = string(today)
	return ch
}

// Sending sends the response in as it stands.
func (p Paper) Sending(today register.Date) command.Change {
	return Sent(command.Change{Register: registers.Responses, ID: string(p.Response.ID), Version: p.Response.Version, Fields: map[string]any{}}, today)
}

// writing makes the change of answers: those of questions that are not asked
// stay as they are.
func (p Paper) writing(each func(Asked) (registers.Answer, bool)) command.Change {
	by := map[string]registers.Answer{}
	var rows []any
	for _, q := range p.Questions {
		if a, changed := each(q); changed {
			by[q.Code] = a
		}
	}
	for _, a := range register.As[registers.Response](p.Response).Answers {
		if b, ok := by[a.Question]; ok {
			a = b
			delete(by, a.Question)
		}
		rows = append(rows, row(a))
	}
	for _, q := range p.Questions {
		if a, ok := by[q.Code]; ok {
			rows = append(rows, row(a))
		}
	}
	return changing(p.Response, rows)
}

func row(a registers.Answer) map[string]any {
	return map[string]any{"question": a.Question, "value": a.Value, "comment": a.Comment, "prefilled": a.Prefilled, "changed": a.Changed, "confirmed": a.Confirmed}
}
