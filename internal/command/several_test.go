package command_test

import (
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/store/storetest"
)

// What hangs on several objects is seen by whoever holds one of them, and by
// nobody who holds others; deciding about it is not one owner's alone.
func TestPlanForSeveralObjects(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		owner := h.callers["object_owner"]
		plan := func(objects ...any) string {
			return h.add("city-isam", "continuity_plan", h.city, map[string]any{"title": "Plan", "objects": objects}).Ref
		}
		shared, others, own := plan(h.objects[0], h.objects[1]), plan(h.objects[1]), plan(h.objects[0])
		r := reg("continuity_plan")
		for ref, seen := range map[string]bool{shared: true, own: true, others: false} {
			rec, err := h.db.Get(ctx, owner.Read(r), r, ref, time.Time{}, 0)
			if seen && (err != nil || rec.Ref != ref) || !seen && !fault.Is(err, fault.Unknown) {
				t.Errorf("%s: %v (%v), want seen %v", ref, rec, err, seen)
			}
		}
		// No longer about the object: no longer seen.
		h.must("city-isam", change("update", "continuity_plan", shared, map[string]any{"objects": []any{h.objects[1]}}))
		if _, err := h.db.Get(ctx, owner.Read(r), r, shared, time.Time{}, 0); !fault.Is(err, fault.Unknown) {
			t.Errorf("a plan that is about others now: %v", err)
		}
		h.must("city-isam", change("update", "continuity_plan", shared, map[string]any{"objects": []any{h.objects[0], h.objects[1]}}))

		adopt := func(ref string) error {
			for _, s := range r.Status().StepList {
				if s.To != "adopted" {
					continue
				}
				h.must("city-isam", change("update", "continuity_plan", ref, map[string]any{"status": s.From}))
				_, err := h.try("object_owner", change(s.Action, "continuity_plan", ref, map[string]any{"adopted_on": "2026-03-01"}))
				return err
			}
			t.Fatal("no step adopts a plan")
			return nil
		}
		if err := adopt(shared); !fault.Is(err, fault.Denied) {
			t.Errorf("one owner adopts for another: %v", err)
		}
		if _, err := h.try("object_owner", change("update", "continuity_plan", shared, map[string]any{"fallback": "Papper"})); !fault.Is(err, fault.Denied) {
			t.Errorf("one owner changes what is another's too: %v", err)
		}
		if err := adopt(own); err != nil {
			t.Errorf("the owner adopts the plan of his own object: %v", err)
		}
	})
}
