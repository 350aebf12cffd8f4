package campaign

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Member is an object of a follow-up's population and how far its answer is.
type Member struct {
	Response   *register.Record
	Object     *register.Record // nil where the caller may not see it
	Respondent *register.Record // the function; nil = nobody
	Links      int              // that are out, colleagues' among them
	Helpers    int
}

// Area is the part of the organisation's work that an object belongs to.
func (m Member) Area() string {
	if m.Object == nil {
		return ""
	}
	return m.Object.Text("area")
}

// Population gives the objects of a follow-up, of what the caller may see, by
// the objects' human numbers: four reads, whatever its size.
func Population(ctx context.Context, d Deps, c access.Caller, campaign *register.Record) ([]Member, error) {
	find := d.finder(ctx, c)
	responses, err := find(registers.Responses, draft.Where("campaign", string(campaign.ID)))
	if err != nil {
		return nil, err
	}
	var objects, functions []string
	for _, r := range responses {
		objects, functions = append(objects, r.Text("object")), append(functions, r.Text("respondent"))
	}
	slices.Sort(functions)
	functions = slices.DeleteFunc(slices.Compact(functions), func(s string) bool { return s == "" })
	object, function := map[string]*register.Record{}, map[string]*register.Record{}
	err = errors.Join(find.InChunks(registers.Objects, "id", objects, func(r *register.Record) { object[string(r.ID)] = r }),
		find.InChunks(registers.RoleAssignments, "id", functions, func(r *register.Record) { function[string(r.ID)] = r }))
	if err != nil {
		return nil, err
	}
	links, err := Links(ctx, d, campaign)
	if err != nil {
		return nil, err
	}
	var out []Member
	for _, r := range responses {
		m := Member{Response: r, Object: object[r.Text("object")], Respondent: function[r.Text("respondent")], Links: len(links[r.ID])}
		for _, s := range links[r.ID] {
			if strings.HasSuffix(s.Scope, helping) {
				m.Helpers++
			}
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Member) int {
		return cmp.Or(cmp.Compare(ref(a.Object), ref(b.Object)), cmp.Compare(a.Response.Ref, b.Response.Ref))
	})
	return out, nil
}

func ref(r *register.Record) string {
	if r == nil {
		return "\uffff"
	}
	return r.Ref
}

// Compared is a response with what accepting it would write.
type Compared struct {
	Response *register.Record
	Lines    []Line
	Sum      string // that the coordinator approves it by; empty when nothing would be written
}

// Diffs compares the responses of a follow-up that wait for the coordinator with
// the registers: a read for each register asked about, whatever the number.
func Diffs(ctx context.Context, d Deps, c access.Caller, campaign *register.Record) ([]Compared, error) {
	find := d.finder(ctx, c)
	waiting, err := find(registers.Responses, of(campaign, "sent"))
	if err != nil {
		return nil, err
	}
	by, order, err := asked(find, campaign)
	if err != nil {
		return nil, err
	}
	to, err := d.goals(ctx)(order...)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range waiting {
		ids = append(ids, r.Text("object"))
	}
	var objects []*register.Record
	if err := find.InChunks(registers.Objects, "id", ids, func(r *register.Record) { objects = append(objects, r) }); err != nil {
		return nil, err
	}
	held, err := held(find, to, objects)
	if err != nil {
		return nil, err
	}
	var out []Compared
	for _, r := range waiting {
		lines := lines(by, to, held, r)
		out = append(out, Compared{r, lines, Digest(lines)})
	}
	return out, nil
}

// Outcome is what became of approving one response.
type Outcome struct {
	Response *register.Record
	Err      error // nil = approved
}

// ApproveUnchanged approves those of some responses that would write nothing.
// What is refused is told, and does not stop the rest.
func ApproveUnchanged(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, campaign *register.Record, chosen []string) ([]Outcome, error) {
	all, err := Diffs(ctx, d, c, campaign)
	if err != nil {
		return nil, err
	}
	today := string(register.DateOf(d.Now().In(d.DB.Zone)))
	var out []Outcome
	var at []int // of the changes, in out
	var changes []command.Change
	for _, x := range all {
		if !slices.Contains(chosen, string(x.Response.ID)) {
			continue
		}
		o := Outcome{Response: x.Response}
		if x.Sum != "" {
			o.Err = refuse("approved", "comparison-not-approved", x.Response.Ref)
		} else {
			at = append(at, len(out))
			changes = append(changes, command.Change{Op: "review", Register: registers.Responses, ID: string(x.Response.ID), Version: x.Response.Version, Fields: map[string]any{"reviewed_on": today}})
		}
		out = append(out, o)
	}
	for len(changes) > 0 {
		_, err := s.Do(ctx, c, opt, changes...)
		var f *fault.Error
		if err == nil {
			return out, nil
		}
		if !errors.As(err, &f) || len(changes) > 1 && len(f.Problems) == 0 {
			return nil, err
		}
		refused := map[int][]fault.Problem{}
		for _, p := range f.Problems {
			refused[p.Index] = append(refused[p.Index], p)
		}
		if len(refused) == 0 {
			refused[0] = nil
		}
		var rest []command.Change
		var where []int
		for i := range changes {
			if ps, bad := refused[i]; bad {
				out[at[i]].Err = &fault.Error{Kind: f.Kind, Code: f.Code, Args: f.Args, Problems: ps}
				continue
			}
			rest, where = append(rest, changes[i]), append(where, at[i])
		}
		changes, at = rest, where
	}
	return out, nil
}
