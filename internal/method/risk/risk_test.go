package risk_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/method/risk"
)

// four and vor are the default scales of domain.md 4.3.
func four() risk.Scale {
	return risk.Scale{Version: "4x4", P: 4, C: 4, AlwaysList: 4, Consult: "high", Bands: []risk.Band{
		{Code: "low", From: 1, To: 3, AcceptedBy: "object_owner", Residual: "low"},
		{Code: "medium", From: 4, To: 6, AcceptedBy: "object_owner", Comment: "isam", Residual: "medium"},
		{Code: "high", From: 8, To: 9, AcceptedBy: "head", FourEyes: true, Residual: "high"},
		{Code: "critical", From: 12, To: 16, AcceptedBy: "board", FourEyes: true, Residual: "high"},
	}}
}

func vor() risk.Scale {
	return risk.Scale{Version: "vor", P: 5, C: 5, Bands: []risk.Band{
		{Code: "follow", From: 1, To: 8},
		{Code: "handle", From: 9, To: 15, Handling: []risk.Treatment{"control", "action"}},
		{Code: "act", From: 16, To: 25, Handling: []risk.Treatment{"action"}},
	}}
}

func TestAssess_4_3(t *testing.T) {
	// domain.md 4.3: 1–3 low · 4–6 medium · 8–9 high · 12–16 critical.
	want := map[int]string{1: "low", 2: "low", 3: "low", 4: "medium", 6: "medium", 8: "high", 9: "high", 12: "critical", 16: "critical"}
	for p := 1; p <= 4; p++ {
		for c := 1; c <= 4; c++ {
			a, err := four().Assess(p, c)
			if err != nil {
				t.Fatal(err)
			}
			if a.Value != p*c || a.Band.Code != want[p*c] || a.Listed != (c == 4) {
				t.Errorf("4.3 %d×%d = %d %s listed %v, want %d %s %v", p, c, a.Value, a.Band.Code, a.Listed, p*c, want[p*c], c == 4)
			}
			if len(a.Reasons) != 1 && c < 4 || len(a.Reasons) != 2 && c == 4 {
				t.Errorf("4.3 %d×%d reasons %v", p, c, a.Reasons)
			}
		}
	}
	for _, pc := range [][2]int{{0, 1}, {1, 0}, {5, 1}, {1, 5}, {-1, -1}} {
		if _, err := four().Assess(pc[0], pc[1]); err == nil {
			t.Errorf("4.3 %v accepted", pc)
		}
	}
}

func TestVOR_4_3(t *testing.T) {
	for _, x := range []struct {
		name      string
		p, c      int
		treatment risk.Treatment
		enough    bool
	}{
		{"4.3 VOR 8 may be accepted", 2, 4, "accept", true},
		{"4.3 VOR 9 must be handled", 3, 3, "accept", false},
		{"4.3 VOR 9 by control", 3, 3, "control", true},
		{"4.3 VOR 15 by control", 5, 3, "control", true},
		{"4.3 VOR 16 not by control", 4, 4, "control", false},
		{"4.3 VOR 16 by action", 4, 4, "action", true},
		{"4.3 VOR 25 not continuous", 5, 5, "continuous", false},
	} {
		t.Run(x.name, func(t *testing.T) {
			a, err := vor().Assess(x.p, x.c)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Band.Allows(x.treatment); got != x.enough || a.Listed {
				t.Errorf("value %d band %s allows %s: %v, want %v", a.Value, a.Band.Code, x.treatment, got, x.enough)
			}
		})
	}
}

func TestSuggestAndReduction_4_3(t *testing.T) {
	for level, want := range map[int]int{-1: 0, 0: 1, 1: 2, 2: 3, 3: 4, 4: 4} {
		if got := four().SuggestConsequence(level); got != want {
			t.Errorf("4.3 level %d suggests %d, want %d", level, got, want)
		}
	}
	if r, err := four().Reduction(4, 4, 2, 3); err != nil || r != 10 {
		t.Errorf("4.3 reduction %d %v, want 10", r, err)
	}
	if r, err := four().Reduction(1, 2, 2, 2); err != nil || r != -2 {
		t.Errorf("4.3 a risk may rise: %d %v", r, err)
	}
	if _, err := four().Reduction(4, 4, 0, 3); err == nil {
		t.Error("4.3 reduction to nowhere accepted")
	}
}

func TestRemaining_4_3(t *testing.T) {
	at := func(pcs ...[2]int) (out []risk.Assessment) {
		for _, pc := range pcs {
			a, err := four().Assess(pc[0], pc[1])
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, a)
		}
		return out
	}
	for _, x := range []struct {
		name string
		as   []risk.Assessment
		want risk.Residue
	}{
		{"4.3 no risks", nil, risk.Residue{}},
		{"4.3 low", at([2]int{1, 1}, [2]int{1, 3}), risk.Residue{Residual: "low", Band: "low"}},
		{"4.3 medium", at([2]int{1, 1}, [2]int{2, 3}), risk.Residue{Residual: "medium", Band: "medium"}},
		{"4.3 high must be asked about", at([2]int{2, 4}, [2]int{1, 1}), risk.Residue{Residual: "high", Band: "high", Consult: true}},
		{"4.3 critical is high", at([2]int{4, 4}, [2]int{2, 4}), risk.Residue{Residual: "high", Band: "critical", Consult: true}},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := four().Remaining(x.as); got != x.want {
				t.Errorf("%+v, want %+v", got, x.want)
			}
		})
	}
}

func TestRank_4_3(t *testing.T) {
	kr := func(n int64) *int64 { n *= 100; return &n }
	ps := []risk.Proposal{
		{ID: "unpriced", Reduction: 10, Objects: 50},
		{ID: "dear", Reduction: 8, Objects: 1, Once: kr(100_000)},
		{ID: "shared", Reduction: 2, Objects: 40, Once: kr(100_000), Yearly: kr(20_000)},
		{ID: "free", Reduction: 1, Objects: 1, Once: kr(0)},
		{ID: "useless", Reduction: 0, Objects: 9, Once: kr(0)},
		{ID: "cheap", Reduction: 1, Objects: 1, Yearly: kr(100)},
		{ID: "also cheap", Reduction: 1, Objects: 1, Yearly: kr(100)},
	}
	var got []string
	for _, r := range risk.Rank(ps) {
		got = append(got, r.ID)
	}
	if want := []string{"free", "also cheap", "cheap", "shared", "dear", "useless", "unpriced"}; !slices.Equal(got, want) {
		t.Errorf("4.3 rank %v, want %v", got, want)
	}
}

// Ranking does not depend on the order it is given.
func TestRankIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ps []risk.Proposal
		for i := range rapid.IntRange(0, 8).Draw(t, "n") {
			p := risk.Proposal{ID: string(rune('a' + i)), Reduction: rapid.IntRange(-3, 15).Draw(t, "reduction"), Objects: rapid.IntRange(0, 1000).Draw(t, "objects")}
			if rapid.Bool().Draw(t, "priced") {
				cost := rapid.Int64Range(0, 1<<50).Draw(t, "cost")
				p.Once = &cost
			}
			ps = append(ps, p)
		}
		a := risk.Rank(ps)
		slices.Reverse(ps)
		b := risk.Rank(ps)
		for i := range a {
			if a[i].ID != b[i].ID {
				t.Fatalf("order depends on input: %v and %v", a, b)
			}
		}
	})
}

func TestScaleCheck(t *testing.T) {
	if err := four().Check(); err != nil {
		t.Error(err)
	}
	if err := vor().Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*risk.Scale){
		"hole":       func(s *risk.Scale) { s.Bands[1].From = 5 },
		"overlap":    func(s *risk.Scale) { s.Bands[1].From = 3 },
		"short":      func(s *risk.Scale) { s.Bands[3].To = 15 },
		"no bands":   func(s *risk.Scale) { s.Bands = nil },
		"one step":   func(s *risk.Scale) { s.P = 1 },
		"upside":     func(s *risk.Scale) { s.Bands[0].To = 0 },
		"without id": func(s *risk.Scale) { s.Bands[0].Code = "" },
	} {
		s := four()
		spoil(&s)
		if s.Check() == nil {
			t.Errorf("%s: not found", name)
		}
	}
}
