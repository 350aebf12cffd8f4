package campaign

import (
	"cmp"
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Result is how a follow-up has been answered, of what the caller may see.
type Result struct {
	Population  int // objects that were asked about
	Answered    int // of these, sent in or reviewed
	ByStatus    map[string]int
	Questions   []QuestionResult // in order
	Areas       []AreaResult
	NonAnswered []NonAnswering // owners, most objects first
}

// QuestionResult counts the answers to one question.
type QuestionResult struct {
	Code, Text, Area string
	Values           map[string]int // by answer as given
	NotKnown         int            // *vet inte*, also among Values
	Changed          int            // answers that differ from what was filled in
	Unanswered       int            // of those sent in
	Comments         int
}

// AreaResult adds up the questions of an area.
type AreaResult struct {
	Area      string
	Answers   int
	NotKnown  int
	Changed   int
	Questions int
}

// NonAnswering is an owner with objects that nobody has answered for.
type NonAnswering struct {
	Owner   register.ID // empty: the object has no owner
	Title   string
	Objects []register.ID
}

// Results counts a follow-up: three queries, whatever its size.
func Results(ctx context.Context, d Deps, c access.Caller, campaign string) (Result, error) {
	out := Result{ByStatus: map[string]int{}}
	rec, err := d.DB.Get(ctx, c.Read(registers.Campaigns), registers.Campaigns, campaign, time.Time{}, 0)
	if err != nil {
		return out, err
	}
	find := d.finder(ctx, c)
	_, order, err := asked(find, rec)
	if err != nil {
		return out, err
	}
	responses, err := find(registers.Responses, draft.Where("campaign", string(rec.ID)))
	if err != nil {
		return out, err
	}
	slices.SortStableFunc(order, func(a, b *registers.Question) int { return cmp.Compare(a.OrderNo.N, b.OrderNo.N) })
	at := map[string]int{}
	for _, q := range order {
		at[q.Code] = len(out.Questions)
		out.Questions = append(out.Questions, QuestionResult{Code: q.Code, Text: q.Text, Area: q.Area, Values: map[string]int{}})
	}
	missing := map[register.ID][]register.ID{}
	for _, rec := range responses {
		r := register.As[registers.Response](rec)
		out.ByStatus[r.Status]++
		if r.Status != "sent" && r.Status != "reviewed" {
			missing[r.Respondent] = append(missing[r.Respondent], r.Object)
			continue
		}
		out.Answered++
		out.count(r, at)
	}
	out.Population = len(responses)
	if links := rec.LinksOf("population"); len(links) > out.Population && c.Read(registers.Responses).Sees(rec.Org) {
		out.Population = len(links)
	}
	out.areas()
	return out, out.nonAnswering(find, missing)
}

func (out *Result) count(r *registers.Response, at map[string]int) {
	given := map[string]bool{}
	for _, a := range r.Answers {
		i, ok := at[a.Question]
		if !ok || a.Value == "" {
			continue
		}
		q := &out.Questions[i]
		given[a.Question] = true
		q.Values[a.Value]++
		if isNotKnown(a.Value) {
			q.NotKnown++
		}
		if a.Changed == "yes" {
			q.Changed++
		}
		if a.Comment != "" {
			q.Comments++
		}
	}
	for i := range out.Questions {
		if !given[out.Questions[i].Code] {
			out.Questions[i].Unanswered++
		}
	}
}

func (out *Result) areas() {
	at := map[string]int{}
	for _, q := range out.Questions {
		i, ok := at[q.Area]
		if !ok {
			i = len(out.Areas)
			at[q.Area] = i
			out.Areas = append(out.Areas, AreaResult{Area: q.Area})
		}
		a := &out.Areas[i]
		a.Questions++
		a.NotKnown += q.NotKnown
		a.Changed += q.Changed
		for _, n := range q.Values {
			a.Answers += n
		}
	}
}

func (out *Result) nonAnswering(find draft.Finder, missing map[register.ID][]register.ID) error {
	var owners []string
	for o := range missing {
		if o != "" {
			owners = append(owners, string(o))
		}
	}
	titles := map[register.ID]string{}
	if err := find.InChunks(registers.RoleAssignments, "id", owners, func(r *register.Record) { titles[r.ID] = r.Text("title") }); err != nil {
		return err
	}
	for o, objects := range missing {
		slices.Sort(objects)
		out.NonAnswered = append(out.NonAnswered, NonAnswering{Owner: o, Title: titles[o], Objects: objects})
	}
	slices.SortFunc(out.NonAnswered, func(a, b NonAnswering) int {
		return cmp.Or(cmp.Compare(len(b.Objects), len(a.Objects)), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Owner, b.Owner))
	})
	return nil
}
