package figure_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/register"
)

func TestDefinitions(t *testing.T) {
	b, err := figure.Load()
	if err != nil {
		t.Fatal(err)
	}
	var want expected
	read(t, "seed-figures.json", &want)
	if len(want.Figures) != 70 {
		t.Fatalf("%d expected figures", len(want.Figures))
	}
	for _, f := range want.Figures {
		if _, ok := b.ByKey(f.ID); !ok {
			t.Errorf("%s is not among the figures", f.ID)
		}
	}
	// domain.md 4.5 names F01 to F29.
	for i := 1; i <= 29; i++ {
		id := "F" + string(rune('0'+i/10)) + string(rune('0'+i%10))
		if _, ok := b.At(id, "2023-11-15"); !ok {
			t.Errorf("%s is missing", id)
		}
	}
	if _, ok := b.At("F01", "2018-05-24"); ok {
		t.Error("F01 holds before it was defined")
	}
}

func TestParseRefuses(t *testing.T) {
	good := `{"id":"F01","key":"a","version":1,"valid_from":"2020-01-01","section":"2","kind":"own","register":"objects","unit":"objects","good":"up","label":{"sv":"A","en":"A"},"filter":""}`
	if _, err := figure.Parse([]byte(`{}`), []byte("["+good+"]")); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ from, to, says string }{
		{`"F01"`, `"1"`, "an id is F"}, {`"up"`, `"sideways"`, "up, down or none"}, {`"en":"A"`, `"en":""`, "both languages"}, {`"2020-01-01"`, `"2020-13-01"`, "valid_from"},
		{`"filter":""`, `"filter":"","of":"F99"`, "F99"}, {`"filter":""`, `"filter":"","method":"magic"`, "no method magic"}, {`"filter":""`, `"filterr":""`, "unknown field"},
		{`"unit":"objects"`, `"unit":"percent"`, "part of"}, {`}]`, `},` + strings.Replace(good, `"F01"`, `"F02"`, 1) + `]`, "the key a"},
		{`}]`, `},` + good + `]`, "later version"},
	} {
		_, err := figure.Parse([]byte(`{}`), []byte(strings.Replace("["+good+"]", x.from, x.to, 1)))
		if err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v, want something on %q", x.to, err, x.says)
		}
	}
}

// A figure whose definition has changed is not compared with what it was.
func TestNewDefinition(t *testing.T) {
	o := take(t, open(t, t.TempDir()+"/a.db"), "2023")
	v1 := `{"id":"F01","key":"a","version":1,"valid_from":"2018-01-01","section":"2","kind":"own","register":"objects","unit":"objects","good":"up","label":{"sv":"A","en":"A"},"filter":"kind = shared_it"}`
	v2 := strings.NewReplacer(`"version":1`, `"version":2`, `2018-01-01`, `2023-01-01`, `kind = shared_it`, `kind != shared_it`).Replace(v1)
	macros := `{"in_scope": "go_live <= asof AND (retired_on = null OR retired_on > asof)", "party": "role = (controller, processor)"}`
	b, err := figure.Parse([]byte(macros), []byte("["+v1+","+v2+"]"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := figure.With(o.db, b)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(asOf, compare register.Date) figure.Figure {
		s, err := e.Compute(context.Background(), access.System(), figure.Request{Org: o.org["SLK"], AsOf: asOf, Compare: compare})
		if err != nil {
			t.Fatal(err)
		}
		return s.Figures[0]
	}
	if f := ask("2023-11-15", "2022-11-15"); f.Version != 2 || !f.Compare.NewDefinition || f.Value != 99 || f.Better() != 0 {
		t.Errorf("version %d, value %d, new definition %v", f.Version, f.Value, f.Compare.NewDefinition)
	}
	if f := ask("2022-11-15", "2022-11-14"); f.Version != 1 || f.Compare.NewDefinition || f.Value != 135 {
		t.Errorf("version %d, value %d, new definition %v", f.Version, f.Value, f.Compare.NewDefinition)
	}
}

func TestComputeRefuses(t *testing.T) {
	o := take(t, open(t, t.TempDir()+"/a.db"))
	for name, q := range map[string]figure.Request{
		"no date":              {Org: "x", AsOf: "2023-02-30"},
		"no date to compare":   {Org: "x", AsOf: "2023-02-28", Compare: "igår"},
		"no such figure":       {Org: "x", AsOf: "2023-02-28", IDs: []string{"F77"}},
		"no such organisation": {Org: "x", AsOf: "2023-02-28"},
	} {
		_, err := o.engine.Compute(context.Background(), access.System(), q)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid && f.Kind != fault.Unknown {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.engine.Moved(context.Background(), access.System(), figure.Request{Org: "x", AsOf: "2023-02-28"}); err == nil {
		t.Error("movement without a date to compare with")
	}
}
