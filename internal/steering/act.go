package steering

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

func sortBy[T any](list []T, key func(T) string) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}

// people gives the names of those asked, in one read.
func (d Deps) people(ctx context.Context, c access.Caller, receipts []*register.Record, at time.Time) (map[string]string, error) {
	var ids []string
	for _, r := range receipts {
		ids = append(ids, r.Text("person"))
	}
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	slices.Sort(ids)
	found, err := d.all(ctx, c, registers.Persons, draft.Where("id", slices.Compact(ids)...), at)
	for _, p := range found {
		out[string(p.ID)] = p.Text("title")
	}
	return out, err
}

// NewVersion begins the next version of a document: a draft with the same words,
// which replaces the old when it is published.
func NewVersion(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, id, version string) (command.Receipt, error) {
	old, err := d.DB.Get(ctx, c.Read(registers.SteeringDocuments), registers.SteeringDocuments, id, time.Time{}, 0)
	if err != nil {
		return command.Receipt{}, err
	}
	if version == "" {
		version = next(old.Text("edition"))
	}
	fields := map[string]any{"replaces": string(old.ID), "edition": version}
	for _, name := range []string{"title", "kind", "parent", "issuer", "adopter_function", "audience", "sections", "body", "responsible", "tags"} {
		if v := old.Get(name); v != nil {
			fields[name] = v
		}
	}
	return s.Do(ctx, c, opt, command.Change{Op: "create", Register: old.Register, Org: old.Org, Fields: fields})
}

// next gives the version after one: the last number in it, one higher.
func next(version string) string {
	end := strings.LastIndexAny(version, "0123456789") + 1
	start := end
	for start > 0 && version[start-1] >= '0' && version[start-1] <= '9' {
		start--
	}
	n, err := strconv.Atoi(version[start:end])
	if err != nil {
		return strings.TrimSpace(version + " 2")
	}
	return version[:start] + strconv.Itoa(n+1) + version[end:]
}

// Refer sends a draft on referral: everybody asked has a place for the answer.
func Refer(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, id string, version int64, due string, parties []string) (command.Receipt, error) {
	doc, err := d.DB.Get(ctx, c.Read(registers.SteeringDocuments), registers.SteeringDocuments, id, time.Time{}, 0)
	if err != nil {
		return command.Receipt{}, err
	}
	changes := []command.Change{{Op: "refer", Register: doc.Register, ID: string(doc.ID), Version: version, Fields: map[string]any{"referral_due": due}}}
	for _, p := range parties {
		// The one who asks owns the question; the answer is the other's.
		changes = append(changes, command.Change{Op: "create", Register: registers.DocumentAnswers, Org: doc.Org, Fields: map[string]any{
			"document": string(doc.ID), "party": p, "due": due, "asked_on": string(register.DateOf(opt.Now.In(d.DB.Zone)))}})
	}
	return s.Do(ctx, c, opt, changes...)
}

// Ask asks everybody who holds a function in some organisations, or below them,
// to read a document. Who has been asked before is not asked again.
func Ask(ctx context.Context, s *command.Service, d Deps, a *access.Access, c access.Caller, opt command.Options, id, due string, orgs []string) (command.Receipt, error) {
	doc, err := d.DB.Get(ctx, c.Read(registers.SteeringDocuments), registers.SteeringDocuments, id, time.Time{}, 0)
	if err != nil {
		return command.Receipt{}, err
	}
	var reach []string
	for _, o := range orgs {
		below, err := a.Subtree(ctx, register.ID(o))
		if err != nil {
			return command.Receipt{}, err
		}
		for _, b := range below {
			reach = append(reach, string(b))
		}
	}
	slices.Sort(reach)
	asked := map[string]bool{}
	before, err := d.all(ctx, c, registers.DocumentReceipts, draft.Where("document", string(doc.ID)), time.Time{})
	if err != nil {
		return command.Receipt{}, err
	}
	for _, r := range before {
		asked[r.Text("person")] = true
	}
	held, err := d.all(ctx, c, registers.RoleAssignments, query.And{draft.Where("org", slices.Compact(reach)...), draft.Where("status", "active")}, time.Time{})
	if err != nil {
		return command.Receipt{}, err
	}
	units, err := d.all(ctx, c, registers.Orgs, draft.Where("id", slices.Compact(reach)...), time.Time{})
	if err != nil {
		return command.Receipt{}, err
	}
	names := map[register.ID]string{}
	for _, u := range units {
		names[u.ID] = u.Text("title")
	}
	today := string(register.DateOf(opt.Now.In(d.DB.Zone)))
	var changes []command.Change
	for _, h := range held {
		p := h.Text("person")
		if p == "" || asked[p] || h.Text("valid_to") != "" && h.Text("valid_to") < today {
			continue
		}
		asked[p] = true
		changes = append(changes, command.Change{Op: "create", Register: registers.DocumentReceipts, Org: h.Org, Fields: map[string]any{
			"document": string(doc.ID), "person": p, "unit": cmp.Or(h.Text("unit"), names[h.Org]), "asked_on": today, "due": due}})
	}
	if len(changes) == 0 {
		return command.Receipt{}, fault.Problems([]fault.Problem{problem("units", "nobody-to-ask", doc.Ref)})
	}
	return s.Do(ctx, c, opt, changes...)
}

// Remind notes that those who have not read are reminded: all of them, or those
// alone whose day has passed.
func Remind(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, id string, late bool) (command.Receipt, error) {
	r, err := ReadBy(ctx, d, c, id, opt.Now)
	if err != nil {
		return command.Receipt{}, err
	}
	today := string(register.DateOf(opt.Now.In(d.DB.Zone)))
	var changes []command.Change
	for _, x := range r.Left {
		// Twice on one day is not two reminders.
		if late && !x.Late || x.RemindedOn == today {
			continue
		}
		changes = append(changes, command.Change{Op: "update", Register: registers.DocumentReceipts, ID: string(x.rec.ID), Version: x.rec.Version,
			Fields: map[string]any{"reminded_on": today, "reminders": x.Reminders + 1}})
	}
	if len(changes) == 0 {
		return command.Receipt{}, fault.Problems([]fault.Problem{problem("", "nobody-to-remind", r.Document)})
	}
	return s.Do(ctx, c, opt, changes...)
}
