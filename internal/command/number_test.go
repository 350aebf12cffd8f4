package command_test

import (
	"slices"
	"testing"

	"genomlys/internal/command"
	"genomlys/internal/store/storetest"
)

// Numbers that files have claimed ahead are passed over, wherever they lie, and
// the ledger's verification finds the counter to be the length of the unbroken run.
func TestNumbersPassOverClaimedOnes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		create := func(wanted ...string) (refs []string) {
			t.Helper()
			var all []command.Change
			for _, ref := range wanted {
				c := change("create", "continuity_plan", "", needed("continuity_plan", map[string]any{"title": "Plan", "objects": []any{h.objects[0]}}))
				c.Org, c.Ref = h.board[0], ref
				all = append(all, c)
			}
			for _, it := range h.must("city-isam", all...).Items {
				refs = append(refs, it.New.Ref)
			}
			if _, err := h.db.Verify(ctx, nil, nil); err != nil {
				t.Errorf("after %q: %v", wanted, err)
			}
			return refs
		}
		pre := reg("continuity_plan").Prefix
		for _, step := range []struct{ wanted, want []string }{
			{[]string{pre + "-0002", pre + "-0004", pre + "-0005"}, nil},
			{[]string{""}, []string{pre + "-0001"}},
			{[]string{"", "", ""}, []string{pre + "-0003", pre + "-0006", pre + "-0007"}},
			{[]string{"", pre + "-0009", ""}, []string{pre + "-0008", pre + "-0009", pre + "-0010"}},
			{[]string{pre + "-0011", "M 17", ""}, []string{pre + "-0011", "M 17", pre + "-0012"}},
		} {
			if step.want == nil {
				step.want = step.wanted
			}
			if got := create(step.wanted...); !slices.Equal(got, step.want) {
				t.Errorf("asked for %q: %q, want %q", step.wanted, got, step.want)
			}
		}
	})
}
