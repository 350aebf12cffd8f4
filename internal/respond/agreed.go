package respond

import (
	"slices"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// delivering are the directions of an agreement in which we are the one who has
// to tell the other side.
var delivering = []string{"we_process", "we_deliver", "mutual"}

// owed gives the agreements by which the office has to tell somebody of an
// incident within some hours: those in force at the time that are about its
// objects or processings.
func (h *house) owed(f command.Following, at time.Time) ([]*register.Record, error) {
	inc, day := f.New, string(clock.DateOf(at))
	all, err := f.Find(registers.Agreements, query.And{draft.Where("org", string(inc.Org)), draft.Where("status", "in_force", "terminated"), draft.Where("direction", delivering...)})
	return slices.DeleteFunc(all, func(a *register.Record) bool {
		about := func(field string) bool {
			mine := register.IDs(inc.LinksOf(field))
			return slices.ContainsFunc(register.IDs(a.LinksOf(field)), func(id string) bool { return slices.Contains(mine, id) })
		}
		if n, ok := hours(a); !ok || n == 0 || a.Text("valid_from") > day || a.Text("valid_to") != "" && a.Text("valid_to") < day {
			return true
		}
		return !about("objects") && !about("processings")
	}), err
}

func hours(a *register.Record) (int64, bool) {
	n, ok := a.Get("breach_notice_h").(int64)
	return n, ok
}

// by puts into a clock what an agreement says: how long, and whom to tell.
func by(f command.Following, a *register.Record, fields map[string]any) error {
	n, _ := hours(a)
	fields["agreement"], fields["agreed_h"], fields["law"] = string(a.ID), n, "avtal "+a.Ref
	for field, reg := range map[string]*register.Register{"supplier": registers.Recipients, "counter_org": registers.Orgs} {
		if a.Text(field) == "" {
			continue
		}
		other, err := f.Get(reg, a.Text(field))
		if err != nil {
			return err
		}
		if other != nil {
			fields["receiver"] = other.Text("title")
		}
	}
	return nil
}

// perAgreement runs a clock for each agreement that asks for a notice. Where
// none says how soon, one without an end reminds that the agreements are to be read.
func (h *house) perAgreement(f command.Following, d rulebook.Clock, track string, clocks []*register.Record, at time.Time) ([]command.Change, error) {
	agreements, err := h.owed(f, at)
	if err != nil {
		return nil, err
	}
	var out []command.Change
	running := map[string]bool{}
	for i, c := range clocks {
		if c.Text("code") != d.Code {
			continue
		}
		running[c.Text("agreement")] = true
		more, now, err := h.rightly(f, track, c, at)
		if err != nil {
			return nil, err
		}
		out, clocks[i] = append(out, more...), now
	}
	for _, a := range agreements {
		if running[string(a.ID)] {
			continue
		}
		first := start(d.Code, "incident", f.New, at)
		if err := by(f, a, first.Fields); err != nil {
			return nil, err
		}
		out = append(out, first)
	}
	if len(agreements) == 0 && len(running) == 0 {
		out = append(out, start(d.Code, "incident", f.New, at))
	}
	return out, nil
}

// shortest lets the agreement with the fewest hours set a clock's length.
func (h *house) shortest(f command.Following, at time.Time, fields map[string]any) error {
	agreements, err := h.owed(f, at)
	if err != nil {
		return err
	}
	agreements = slices.DeleteFunc(agreements, func(a *register.Record) bool { return a.Text("kind") != "dpa" })
	if len(agreements) == 0 {
		return nil
	}
	least := slices.MinFunc(agreements, func(a, b *register.Record) int {
		x, _ := hours(a)
		y, _ := hours(b)
		return int(x - y)
	})
	n, _ := hours(least)
	fields["agreement"], fields["agreed_h"] = string(least.ID), n
	return nil
}
