package classify_test

import (
	"slices"
	"testing"

	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
)

const (
	K, R, T, S = classify.K, classify.R, classify.T, classify.S
	unset      = classify.Unset
)

var krt = classify.KRT

// method is the default of domain.md 4.1; the product reads it from the rule book.
func method() classify.Method {
	four, day := 4, 24
	return classify.Method{
		Version: "test", Top: 4, Refuse: 4, FourEyes: 3, Transits: []classify.Aspect{K, R}, MaxRaise: 1, CurrentMonths: 36,
		Minima: []classify.Minimum{
			{Fact: "art9", Aspect: K, Level: 2}, {Fact: "art10", Aspect: K, Level: 2}, {Fact: "secrecy", Aspect: K, Level: 2},
			{Fact: "protected_identity", Aspect: K, Level: 3}, {Fact: "osl26", Aspect: K, Level: 3},
			{Fact: "mtd_h", AtMost: &four, Aspect: T, Level: 3}, {Fact: "mtd_h", AtMost: &day, Aspect: T, Level: 2},
			{Fact: "legal_effect", Aspect: R, Level: 2},
		},
		Demands: map[classify.Dependency][]classify.Aspect{
			classify.RunsOn: {K, R, T}, classify.Identity: {K, R, T}, classify.Integration: {R, T}, classify.Data: {K, R},
		},
		WhenDataPasses: map[classify.Dependency][]classify.Aspect{classify.Integration: {K}},
	}
}

func hasReason(rs []classify.Reason, code, ref string) bool {
	return slices.ContainsFunc(rs, func(r classify.Reason) bool { return r.Code == code && r.Ref == ref })
}

func problemCodes(ps []classify.Problem) (out []string) {
	for _, p := range ps {
		out = append(out, p.Code+"/"+p.Aspect.String())
	}
	return out
}

func TestInfoType_4_1_1(t *testing.T) {
	c := func(area string, a classify.Aspect, l classify.Level) classify.Consequence {
		return classify.Consequence{Area: area, Aspect: a, Level: l}
	}
	for _, x := range []struct {
		name     string
		answers  []classify.Consequence
		want     classify.Vector
		decided  string // the area that decided K
		problems []string
	}{
		{"4.1.1 highest consequence wins", []classify.Consequence{c("operations", K, 1), c("individuals", K, 3), c("finances", K, 2), c("operations", R, 2), c("operations", T, 0)},
			krt(3, 2, 0), "individuals", nil},
		{"4.1.1 unanswered is not 0", []classify.Consequence{c("operations", K, 1), c("operations", R, 1)}, krt(1, 1, unset), "operations", []string{"not_answered/T"}},
		{"4.1 level 4 stops", []classify.Consequence{c("others", K, 4), c("others", R, 1), c("others", T, 1)}, krt(4, 1, 1), "others", []string{"level_not_handled_here/K"}},
		{"4.1 level outside the scale", []classify.Consequence{c("others", K, 5), c("others", R, 1), c("others", T, 1), c("finances", K, 1)}, krt(1, 1, 1), "finances", []string{"level_out_of_scale/K"}},
		{"4.1 S is off by default", []classify.Consequence{c("others", K, 1), c("others", R, 1), c("others", T, 1), c("others", S, 3)}, krt(1, 1, 1), "others", nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			v, reasons, problems := classify.InfoType(method(), x.answers)
			if v != x.want || !slices.Equal(problemCodes(problems), x.problems) {
				t.Errorf("%v %v, want %v %v", v, problemCodes(problems), x.want, x.problems)
			}
			if !hasReason(reasons, classify.FromConsequence, x.decided) {
				t.Errorf("reasons %v do not name %s", reasons, x.decided)
			}
		})
	}
	on := method()
	on.Traceability = true
	v, _, problems := classify.InfoType(on, []classify.Consequence{c("a", K, 1), c("a", R, 1), c("a", T, 1), c("a", S, 3)})
	if v[S] != 3 || len(problems) > 0 || v.Max() != 1 || v.String() != "K 1 R 1 T 1 S 3" {
		t.Errorf("4.1 S on: %v max %d problems %v", v, v.Max(), problems)
	}
}

func TestObject_4_1_2(t *testing.T) {
	use := func(id string, h classify.Handling, v classify.Vector) classify.Use {
		return classify.Use{InfoType: id, Handling: h, Class: v}
	}
	for _, x := range []struct {
		name string
		uses []classify.Use
		want classify.Vector
		code string
		ref  string
	}{
		{"4.1.2 stored and displayed count", []classify.Use{use("a", classify.Stored, krt(2, 1, 1)), use("b", classify.Displayed, krt(1, 3, 2))}, krt(2, 3, 2), classify.FromInfoType, "b"},
		{"4.1.2 transit counts for K and R only", []classify.Use{use("a", classify.Stored, krt(1, 1, 1)), use("b", classify.Transits, krt(3, 2, 3))}, krt(3, 2, 1), classify.FromInfoType, "b"},
		{"4.1.2 only transit leaves T unknown", []classify.Use{use("b", classify.Transits, krt(3, 2, 3))}, krt(3, 2, unset), classify.FromInfoType, "b"},
		{"4.1.2 type without class is reported", []classify.Use{use("a", classify.Stored, krt(1, 1, 1)), use("x", classify.Stored, classify.None())}, krt(1, 1, 1), classify.InfoTypeNoClass, "x"},
		{"4.1.2 nothing known", []classify.Use{use("x", classify.Stored, classify.None())}, classify.None(), classify.InfoTypeNoClass, "x"},
	} {
		t.Run(x.name, func(t *testing.T) {
			v, reasons := classify.Object(method(), x.uses)
			if v != x.want || !hasReason(reasons, x.code, x.ref) {
				t.Errorf("%v %v, want %v with %s %s", v, reasons, x.want, x.code, x.ref)
			}
		})
	}
}

func TestAdjust_4_1_3(t *testing.T) {
	for _, x := range []struct {
		name     string
		from     classify.Vector
		moves    []classify.Adjustment
		want     classify.Vector
		problems []string
	}{
		{"4.1.3 raise with reason", krt(2, 1, 1), []classify.Adjustment{{Aspect: K, By: 1, Reason: "many"}}, krt(3, 1, 1), nil},
		{"4.1.3 raise needs reason", krt(2, 1, 1), []classify.Adjustment{{Aspect: K, By: 1}}, krt(3, 1, 1), []string{"reason_missing/K"}},
		{"4.1.3 raise is one step", krt(1, 1, 1), []classify.Adjustment{{Aspect: K, By: 2, Reason: "many"}}, krt(3, 1, 1), []string{"raise_too_high/K"}},
		{"4.1.3 nor two single steps", krt(1, 1, 1), []classify.Adjustment{{Aspect: K, By: 1, Reason: "a"}, {Aspect: K, By: 1, Reason: "b"}}, krt(3, 1, 1), []string{"raise_too_high/K"}},
		{"4.1.3 lowering needs approval", krt(2, 1, 1), []classify.Adjustment{{Aspect: K, By: -1, Reason: "test data"}}, krt(1, 1, 1), []string{"approval_missing/K"}},
		{"4.1.3 lowering approved", krt(2, 1, 1), []classify.Adjustment{{Aspect: K, By: -1, Reason: "test data", Approved: true}}, krt(1, 1, 1), nil},
		{"4.1.3 clamp at 0", krt(0, 1, 1), []classify.Adjustment{{Aspect: K, By: -1, Reason: "x", Approved: true}}, krt(0, 1, 1), nil},
		{"4.1.3 clamp at the top, which stops", krt(4, 1, 1), []classify.Adjustment{{Aspect: K, By: 1, Reason: "x"}}, krt(4, 1, 1), []string{"level_not_handled_here/K"}},
		{"4.1.3 raise and lowering meet", krt(2, 1, 1), []classify.Adjustment{{Aspect: K, By: 1, Reason: "x"}, {Aspect: K, By: -1, Reason: "y", Approved: true}}, krt(2, 1, 1), nil},
		{"4.1.3 nothing to adjust", krt(2, 1, unset), []classify.Adjustment{{Aspect: T, By: 1, Reason: "x"}}, krt(2, 1, unset), []string{"no_level_to_adjust/T"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			v, _, problems := classify.Adjust(method(), x.from, x.moves)
			if v != x.want || !slices.Equal(problemCodes(problems), x.problems) {
				t.Errorf("%v %v, want %v %v", v, problemCodes(problems), x.want, x.problems)
			}
		})
	}
}

func TestVector_4_1_4(t *testing.T) {
	if v := krt(2, 3, 2); v.String() != "K 2 R 3 T 2" || v.Max() != 3 {
		t.Errorf("4.1.4: %s, %d", v, v.Max())
	}
	if v := krt(2, unset, 0); v.String() != "K 2 R – T 0" || v.Max() != 2 {
		t.Errorf("4.1.4: %s, %d", v, v.Max())
	}
	if classify.None().Max() != unset || classify.None().Known() {
		t.Error("4.1.4: nothing known has no number")
	}
	for _, s := range []string{"K 2 R 3 T 1", "231", "2 3 1", "k2r3t1", "K2/R3/T1"} {
		if v, err := classify.ParseVector(s); err != nil || v != krt(2, 3, 1) {
			t.Errorf("ParseVector(%q) = %v, %v", s, v, err)
		}
	}
	for _, s := range []string{"K2 X3", "23111", "hög"} {
		if _, err := classify.ParseVector(s); err == nil {
			t.Errorf("ParseVector(%q) accepted", s)
		}
	}
	if !classify.SecondPerson(method(), krt(1, 3, 0)) || classify.SecondPerson(method(), krt(2, 2, 2)) {
		t.Error("4.1: level 3 needs a second person, level 2 does not")
	}
}

func TestNorm_4_1_5(t *testing.T) {
	norm := krt(2, 2, 1)
	if ds := classify.Deviations(norm, krt(2, 3, 0)); len(ds) != 2 || ds[0] != (classify.Deviation{Aspect: R, Norm: 2, Local: 3}) || ds[1] != (classify.Deviation{Aspect: T, Norm: 1, Local: 0}) {
		t.Errorf("deviations %v", ds)
	}
	for _, x := range []struct {
		name     string
		local    classify.Vector
		moves    []classify.Adjustment
		problems []string
	}{
		{"4.1.5 as the norm", norm, nil, nil},
		{"4.1.5 up is free", krt(3, 2, 3), nil, nil},
		{"4.1.5 down needs reason and approval", krt(1, 2, 1), nil, []string{"reason_missing/K", "approval_missing/K"}},
		{"4.1.5 down with reason and approval", krt(1, 2, 1), []classify.Adjustment{{Aspect: K, By: -1, Reason: "x", Approved: true}}, nil},
		{"4.1.5 the reason must be for that aspect", krt(1, 2, 1), []classify.Adjustment{{Aspect: R, By: -1, Reason: "x", Approved: true}}, []string{"reason_missing/K", "approval_missing/K"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			if _, ps := classify.ApplyNorm(method(), norm, x.local, x.moves); !slices.Equal(problemCodes(ps), x.problems) {
				t.Errorf("%v, want %v", problemCodes(ps), x.problems)
			}
		})
	}
}

func TestSuggest_4_1_6(t *testing.T) {
	yes := func(fs ...string) classify.Facts {
		f := classify.Facts{Yes: map[string]bool{}, Numbers: map[string]int{}}
		for _, x := range fs {
			f.Yes[x] = true
		}
		return f
	}
	mtd := func(h int) classify.Facts { return classify.Facts{Numbers: map[string]int{"mtd_h": h}} }
	for _, x := range []struct {
		name  string
		facts classify.Facts
		want  classify.Vector
		by    string
	}{
		{"4.1.6 art. 9", yes("art9"), krt(2, unset, unset), "art9"},
		{"4.1.6 art. 10", yes("art10"), krt(2, unset, unset), "art10"},
		{"4.1.6 secrecy", yes("secrecy"), krt(2, unset, unset), "secrecy"},
		{"4.1.6 protected identity beats secrecy", yes("secrecy", "protected_identity"), krt(3, unset, unset), "protected_identity"},
		{"4.1.6 OSL 26", yes("osl26"), krt(3, unset, unset), "osl26"},
		{"4.1.6 downtime 4 h", mtd(4), krt(unset, unset, 3), "mtd_h"},
		{"4.1.6 downtime 5 h", mtd(5), krt(unset, unset, 2), "mtd_h"},
		{"4.1.6 downtime 24 h", mtd(24), krt(unset, unset, 2), "mtd_h"},
		{"4.1.6 legal effect", yes("legal_effect"), krt(unset, 2, unset), "legal_effect"},
	} {
		t.Run(x.name, func(t *testing.T) {
			v, reasons := classify.Suggest(method(), x.facts)
			if v != x.want || len(reasons) != 1 || reasons[0].Ref != x.by {
				t.Errorf("%v %v, want %v by %s", v, reasons, x.want, x.by)
			}
		})
	}
	for name, f := range map[string]classify.Facts{"4.1.6 downtime 25 h": mtd(25), "4.1.6 nothing known": {}, "4.1.6 no is not yes": {Yes: map[string]bool{"art9": false}}} {
		if v, rs := classify.Suggest(method(), f); v.Known() || len(rs) > 0 {
			t.Errorf("%s suggests %v %v", name, v, rs)
		}
	}
}

func TestCurrent_4_1_7(t *testing.T) {
	d := func(id string, on, withdrawn clock.Date) classify.Decision {
		return classify.Decision{ID: id, DecidedOn: on, Withdrawn: withdrawn, Class: krt(1, 1, 1)}
	}
	for _, x := range []struct {
		name    string
		ds      []classify.Decision
		changes []classify.Change
		asOf    clock.Date
		latest  string
		current bool
		since20 bool
	}{
		{"4.1.7 none", nil, nil, "2023-11-15", "", false, false},
		{"4.1.7 decided", []classify.Decision{d("a", "2022-05-01", "")}, nil, "2023-11-15", "a", true, true},
		{"4.1.7 on the day", []classify.Decision{d("a", "2023-11-15", "")}, nil, "2023-11-15", "a", true, true},
		{"4.1.7 not yet", []classify.Decision{d("a", "2023-11-16", "")}, nil, "2023-11-15", "", false, false},
		{"4.1.7 exactly the months old", []classify.Decision{d("a", "2020-11-15", "")}, nil, "2023-11-15", "a", true, true},
		{"4.1.7 a day too old", []classify.Decision{d("a", "2020-11-14", "")}, nil, "2023-11-15", "a", false, true},
		{"4.1.7 before 2020", []classify.Decision{d("a", "2019-12-31", "")}, nil, "2023-11-15", "a", false, false},
		{"4.1.7 first day of 2020", []classify.Decision{d("a", "2020-01-01", "")}, nil, "2022-11-15", "a", true, true},
		{"4.1.7 withdrawn falls back", []classify.Decision{d("a", "2019-05-01", ""), d("b", "2022-05-01", "2023-01-01")}, nil, "2023-11-15", "a", false, false},
		{"4.1.7 withdrawn later still counted then", []classify.Decision{d("b", "2022-05-01", "2023-01-01")}, nil, "2022-12-31", "b", true, true},
		{"4.1.7 latest counts", []classify.Decision{d("b", "2022-05-01", ""), d("a", "2021-05-01", "")}, nil, "2023-11-15", "b", true, true},
		{"4.1.7 same day, higher id", []classify.Decision{d("b", "2022-05-01", ""), d("a", "2022-05-01", "")}, nil, "2023-11-15", "b", true, true},
		{"4.1.7 changed since", []classify.Decision{d("a", "2022-05-01", "")}, []classify.Change{{Kind: "new_supplier", On: "2022-05-02"}}, "2023-11-15", "a", false, true},
		{"4.1.7 change on the day of decision", []classify.Decision{d("a", "2022-05-01", "")}, []classify.Change{{Kind: "new_supplier", On: "2022-05-01"}}, "2023-11-15", "a", true, true},
		{"4.1.7 change still to come", []classify.Decision{d("a", "2022-05-01", "")}, []classify.Change{{Kind: "norm_update", On: "2023-11-16"}}, "2023-11-15", "a", true, true},
		{"4.1.7 leap day", []classify.Decision{d("a", "2021-02-28", "")}, nil, "2024-02-29", "a", true, true},
	} {
		t.Run(x.name, func(t *testing.T) {
			got, ok := classify.Latest(x.ds, x.asOf)
			if got.ID != x.latest || ok != (x.latest != "") {
				t.Errorf("latest %q, want %q", got.ID, x.latest)
			}
			current, reasons := classify.Current(method(), x.ds, x.changes, x.asOf)
			if current != x.current || len(reasons) == 0 {
				t.Errorf("current %v %v, want %v", current, reasons, x.current)
			}
			if got := classify.ClassifiedSince(x.ds, "2020", x.asOf); got != x.since20 {
				t.Errorf("since 2020 %v, want %v", got, x.since20)
			}
		})
	}
}

func TestCompare_4_1_8(t *testing.T) {
	if rs := classify.Compare(krt(2, 2, 2), krt(2, 2, 2)); rs != nil {
		t.Errorf("equal: %v", rs)
	}
	rs := classify.Compare(krt(2, 2, 2), krt(3, 2, unset))
	if len(rs) != 1 || rs[0].Code != classify.DerivedDiffers || rs[0].Aspect != K || rs[0].From != 2 || rs[0].Level != 3 {
		t.Errorf("4.1.8: %v", rs)
	}
}

func TestRaiseEffect_4_2(t *testing.T) {
	cost := func(n int64) *int64 { return &n }
	all := []classify.Requirement{
		{ID: "access-1", Aspects: []classify.Aspect{K, R}, Min: 1, Once: cost(100)},
		{ID: "access-2", Aspects: []classify.Aspect{K, R}, Min: 2, Once: cost(1000), Yearly: cost(10)},
		{ID: "access-3", Aspects: []classify.Aspect{K, R}, Min: 3, Once: cost(10000), Yearly: cost(7)},
		{ID: "crypto-3", Aspects: []classify.Aspect{K}, Min: 3},
		{ID: "plan-2", Aspects: []classify.Aspect{T}, Min: 2},
	}
	names := func(rs []classify.Requirement) (out []string) {
		for _, r := range rs {
			out = append(out, r.ID)
		}
		return out
	}
	if got := names(classify.Required(all, krt(0, 2, 1))); !slices.Equal(got, []string{"access-1", "access-2"}) {
		t.Errorf("4.1 required %v", got)
	}
	if got := classify.Required(all, classify.None()); got != nil {
		t.Errorf("no class requires %v", got)
	}
	e := classify.RaiseEffect(all, krt(1, 1, 2), krt(3, 1, 2))
	if !slices.Equal(names(e.Added), []string{"access-2", "access-3", "crypto-3"}) || e.Dropped != nil || e.Once != 11000 || e.Yearly != 17 || e.Unpriced != 1 {
		t.Errorf("4.2 raise effect %+v", e)
	}
	// K is raised but R already asked for it: nothing new.
	if e := classify.RaiseEffect(all, krt(1, 2, 0), krt(2, 2, 0)); e.Added != nil {
		t.Errorf("4.2 nothing new, got %v", names(e.Added))
	}
	if e := classify.RaiseEffect(all, krt(1, 1, 2), krt(1, 1, 1)); !slices.Equal(names(e.Dropped), []string{"plan-2"}) || e.Added != nil {
		t.Errorf("4.2 lowering drops, got %+v", e)
	}
}
