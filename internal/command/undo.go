package command

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Undo takes back what was done together, if nobody has changed it since.
func (s *Service) Undo(ctx context.Context, c access.Caller, opt Options, set string) (Receipt, error) {
	r := Receipt{Set: string(register.NewID(opt.Now))}
	act := store.Act{Actor: c.Actor(), Via: opt.Via, Set: r.Set, Reason: "undo:" + strings.ToLower(set)}
	pos, err := s.db.Write(ctx, opt.Now, act, func(tx *store.Tx) error {
		var gone []*register.Record
		pairs, err := tx.ChangeSet(set)
		if err != nil {
			return err
		}
		if len(pairs) == 0 {
			return fault.New(fault.Unknown, "no-such-change")
		}
		if gone, err := tx.Disposing(set); err != nil || gone {
			return cmp.Or(err, error(fault.New(fault.Conflict, "cannot-undo-disposal")))
		}
		for i, p := range span(pairs) {
			was, now := p[0], p[1]
			if now == nil && was == nil {
				return fault.New(fault.Conflict, "cannot-undo-disposed")
			}
			if now == nil {
				return fault.New(fault.Conflict, "cannot-undo-undo")
			}
			if !now.Until.IsZero() {
				return fault.New(fault.Conflict, "changed-meanwhile", now.Ref)
			}
			if ok, err := tx.Visible(c.Write(now.Register), now.Register, now.ID); err != nil || !ok {
				if err == nil {
					err = access.MayNotChange(now.Register.Name)
				}
				return err
			}
			if was == nil {
				if err := tx.End(now, store.Withdraw); err != nil {
					return err
				}
				gone = append(gone, now)
				r.Items = append(r.Items, Item{Index: i, Op: store.Withdraw, Old: now})
				continue
			}
			w := &work{s: s, ctx: ctx, tx: tx, c: c, opt: opt}
			if was.Text("status") != now.Text("status") {
				// Taking a decision back is deciding.
				if found, denied := w.decide("update", was, now); found && denied != nil && !c.IsSystem() {
					return denied
				}
			}
			back := was.Clone()
			if err := w.placed(i, now, back); err != nil {
				return err
			}
			typed := slices.DeleteFunc(register.Changed(now, back), func(f string) bool { return access.Filled(now.Register, f) })
			if err := w.authored(Item{Old: now, New: back, Changed: typed}); err != nil {
				return err
			}
			// True again from when the change was said to be true: no question
			// about any time shows it, one about what was known then does.
			if err := tx.Put(back, now, "undo", now.Since); err != nil {
				return err
			}
			r.Items = append(r.Items, Item{Index: i, Op: "undo", Old: now, New: back, Changed: register.Changed(now, back)})
		}
		// What was made since may speak of what is taken back.
		ref, err := tx.Referring(gone)
		if err == nil && ref != "" {
			err = fault.New(fault.Conflict, "in-use", ref)
		}
		if err == nil {
			r.show(c)
		}
		return err
	})
	if err != nil {
		return Receipt{}, err
	}
	r.Position = pos
	s.stands(ctx, r.Items)
	return r, nil
}

// span joins the several versions that one change set gave a record into the
// version before the first and the last, later records first, so that what
// refers is taken back before what it refers to.
func span(pairs [][2]*register.Record) [][2]*register.Record {
	at := map[register.ID]int{}
	var out [][2]*register.Record
	for i := len(pairs) - 1; i >= 0; i-- {
		p := pairs[i]
		if p[1] == nil {
			out = append(out, p)
			continue
		}
		if j, ok := at[p[1].ID]; ok {
			out[j][0] = p[0]
			continue
		}
		at[p[1].ID] = len(out)
		out = append(out, p)
	}
	return out
}
