package builder

import (
	"testing"

	"genomlys/internal/web/page"
)

// TestSpread: each place stands after the part that it ends, one without a part
// shown stands last, and nothing is said twice.
func TestSpread(t *testing.T) {
	blocks := []page.ReviewBlock{
		{Kind: "paragraph", Text: "first"},
		{Kind: "heading", Text: "A"}, {Kind: "paragraph", Text: "of A"}, {Kind: "comment", Key: "a", Text: "written"},
		{Kind: "heading", Text: "B"}, {Kind: "comment", Key: "other", Text: "somebody else's"},
	}
	places := []placed{{Key: "a", Heading: "A"}, {Key: "c", Heading: "not shown"}, {Key: "local"}}
	got := spread(blocks, places, []placed{{Key: "dpo", Heading: "B"}})
	if len(got) != 3 {
		t.Fatalf("%d parts, want 3", len(got))
	}
	if n := len(got[0].Places); n != 0 {
		t.Errorf("%d places before the first heading", n)
	}
	if len(got[1].Places) != 1 || got[1].Places[0].Key != "a" || got[1].Places[0].Apart {
		t.Errorf("after A: %+v", got[1].Places)
	}
	if n := len(got[1].Blocks); n != 2 {
		t.Errorf("A has %d blocks, want the heading and its text only", n)
	}
	if len(got[2].Blocks) != 2 || len(got[2].Officer) != 1 || len(got[2].Places) != 2 {
		t.Fatalf("after B: %+v", got[2])
	}
	for _, x := range got[2].Places {
		if !x.Apart {
			t.Errorf("%s does not say what it is about", x.Key)
		}
	}
}
