package registers

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"genomlys/internal/register"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample gives a value that the field takes, as it comes from JSON.
func sample(f *register.Field, n int) any {
	id := func(i int) string { return fmt.Sprintf("01hzzzzzzzzzzzzzzzzzzzzz%02d", i%100) }
	switch f.Kind {
	case register.Text:
		s := fmt.Sprintf("Åäö %d <b>\"citat\" & \\ tecken", n)
		if r := []rune(s); len(r) > f.MaxLen {
			s = string(r[:f.MaxLen])
		}
		return strings.TrimSpace(s)
	case register.Long:
		return fmt.Sprintf("Första raden %d\n\tandra raden\n", n)
	case register.Choice, register.FactOf:
		return f.Choices[n%len(f.Choices)].Code
	case register.Set:
		if f.Choices == nil {
			return []any{"ord", fmt.Sprintf("ord %d", n)}
		}
		return []any{f.Choices[n%len(f.Choices)].Code}
	case register.Number, register.Money, register.Level:
		if f.HasRange {
			return json.Number(fmt.Sprint(f.MinN + int64(n)%(f.MaxN-f.MinN+1)))
		}
		return json.Number(fmt.Sprint(n))
	case register.Day:
		return time.Date(2023, 1, 1+n%700, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
	case register.Moment:
		return time.Date(2023, 3, 26, 0, n%1400, 0, 0, time.UTC).Format(time.RFC3339)
	case register.Ref:
		return id(n)
	case register.Links:
		l := map[string]any{"to": id(n)}
		if f.LinkKinds != nil {
			l["kind"] = f.LinkKinds[n%len(f.LinkKinds)].Code
		}
		return []any{l}
	case register.List:
		return []any{row(f, n), row(f, n+1)}
	}
	panic(f.Name)
}

func row(f *register.Field, n int) map[string]any {
	out := map[string]any{}
	for _, c := range f.Columns {
		switch c.Kind {
		case register.Choice, register.FactOf:
			if len(c.Choices) > 0 {
				out[c.Name] = c.Choices[n%len(c.Choices)].Code
			}
		case register.Day:
			out[c.Name] = "2023-10-31"
		case register.Number, register.Money, register.Level:
			out[c.Name] = 1 + n%3
		default:
			out[c.Name] = fmt.Sprintf("cell %d", n)
		}
	}
	return out
}

// full fills every field of a register.
func full(t *testing.T, r *register.Register, n int) *register.Record {
	t.Helper()
	rec := r.NewRecord("01hzzzzzzzzzzzzzzzzzzzzzzz", "01horgzzzzzzzzzzzzzzzzzzzz")
	rec.Ref, rec.Since = r.Prefix+"-0001", time.Date(2023, 11, 15, 12, 0, 0, 0, time.UTC)
	for i, f := range r.Fields {
		v, p := f.Decode(sample(f, n+i))
		if p != nil {
			t.Fatalf("field %s refuses %v: %+v", f.Name, sample(f, n+i), *p)
		}
		if v == nil {
			t.Fatalf("field %s lost its value", f.Name)
		}
		rec.Values[i] = store(v, f)
	}
	return rec
}

// store gives a decoded value the form that a record holds after references
// have been looked up.
func store(v any, f *register.Field) any {
	if l, ok := v.([]register.Link); ok && f.Kind == register.Links {
		return l
	}
	return v
}

// TestDecodeTwice holds that a decoded value decodes to itself, so that what
// is written, shown and sent back has one form.
func TestDecodeTwice(t *testing.T) {
	for _, r := range Catalogue().All {
		for n := range 7 {
			for i, f := range r.Fields {
				once, p := f.Decode(sample(f, n+i))
				if p != nil {
					t.Fatalf("%s.%s: %+v", r.Name, f.Name, *p)
				}
				twice, p := f.Decode(once)
				if p != nil || !register.Same(once, twice) {
					t.Errorf("%s.%s: %v became %v (%+v)", r.Name, f.Name, once, twice, p)
				}
			}
		}
	}
}

// TestStructHoldsEveryField holds that a record survives its struct: a list
// with a wrong json tag or a field of the wrong type would lose its value.
func TestStructHoldsEveryField(t *testing.T) {
	for _, r := range Catalogue().All {
		for _, f := range r.Fields {
			if f.Kind != register.List {
				continue
			}
			v, p := f.Decode(sample(f, 3))
			if p != nil {
				t.Errorf("%s.%s: %+v", r.Name, f.Name, *p)
				continue
			}
			var got []map[string]any
			if err := json.Unmarshal(v.(json.RawMessage), &got); err != nil {
				t.Fatal(err)
			}
			want := sample(f, 3).([]any)[0].(map[string]any)
			for k, w := range want {
				if fmt.Sprint(got[0][k]) != fmt.Sprint(w) {
					t.Errorf("%s.%s.%s: %v became %v", r.Name, f.Name, k, w, got[0][k])
				}
			}
			for k := range got[0] {
				if _, declared := want[k]; !declared {
					t.Errorf("%s.%s has no column named %s", r.Name, f.Name, k)
				}
			}
		}
	}
}

func TestAbusiveValues(t *testing.T) {
	deep := any("x")
	for range 200 {
		deep = []any{deep}
	}
	abuse := []any{
		"\x00", "a\x00b", "a\x1bb", "\xff\xfe", "\ufeffx", "\u202egnp.exe", strings.Repeat("å", 21000), strings.Repeat("1", 400), "=1+1", "'; DROP TABLE object;--",
		"<script>alert(1)</script>", "2023-02-30", "0000-00-00", "9999-99-99", "-1", "1e400", "NaN", "not_a_choice", "true", true, false,
		-1.5, 1e300, json.Number("99999999999999999999"), json.Number("x"), map[string]any{"to": 1}, map[string]any{"$ne": nil},
		[]any{nil}, []any{map[string]any{"evil": "x"}}, []any{[]any{[]any{}}}, deep, strings.Repeat("[", 5000), `[{"unknown":1}]`, []any{"a;b"}, []any{1, 2},
	}
	for _, r := range Catalogue().All {
		for _, f := range r.Fields {
			for _, a := range abuse {
				v, p := f.Decode(a)
				if p != nil {
					if p.Code == "" || p.Field == "" || len([]rune(p.Value)) > 61 {
						t.Errorf("%s.%s refuses %.40v without saying why: %+v", r.Name, f.Name, a, *p)
					}
					continue
				}
				again, p := f.Decode(v)
				if p != nil || !register.Same(v, again) {
					t.Errorf("%s.%s takes %.40v as %.60v and not twice", r.Name, f.Name, a, v)
				}
				if s, ok := v.(string); ok && strings.ContainsAny(s, "\x00\x1b") {
					t.Errorf("%s.%s takes control characters", r.Name, f.Name)
				}
			}
		}
	}
}

// TestRulesNameTheirOwnFields runs the rules on records of any filling: none
// may panic, and whatever they refuse has words.
func TestRulesNameTheirOwnFields(t *testing.T) {
	for _, r := range Catalogue().All {
		rnd := rand.New(rand.NewPCG(1, uint64(len(r.Fields))))
		for n := range 120 {
			rec := full(t, r, rnd.IntN(1000))
			for i := range rec.Values {
				if rnd.IntN(120) < n {
					rec.Values[i] = nil
				}
			}
			rec.Derive()
			var p register.Problems
			rec.Check(&p)
			for _, x := range p.List {
				if _, ok := r.Field(x.Field); !ok {
					t.Fatalf("%s: a rule names %q", r.Name, x.Field)
				}
			}
			before := append([]any{}, rec.Values...)
			rec.Derive()
			if !reflect.DeepEqual(before, rec.Values) {
				t.Fatalf("%s: derived values change when derived again", r.Name)
			}
		}
	}
}

// TestCanonicalBytes holds the bytes that the ledger commits to. A field may be
// added (run with -update); one that is renamed or retyped breaks old ledgers.
func TestCanonicalBytes(t *testing.T) {
	for _, r := range Catalogue().All {
		got := append(full(t, r, 1).Canonical(), '\n')
		if !json.Valid(got) {
			t.Errorf("%s: not JSON: %s", r.Name, got)
		}
		file := filepath.Join("testdata", "canonical", r.Name+".json")
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%s: %v (run go test -update once when a register is new)", r.Name, err)
			continue
		}
		if string(got) != string(want) {
			t.Errorf("%s: canonical bytes changed\n got %s\nwant %s", r.Name, got, want)
		}
	}
}
