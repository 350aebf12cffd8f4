package api

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// What is written by hand reads back as what encoding/json would have written.
func TestBodyReadsBack(t *testing.T) {
	rec := registers.Objects.NewRecord("06eavhmtg0gcnq1v8zs3mf0arr", "06eavhmtg1tat1tkdz2r10kwf8")
	rec.Ref, rec.Version, rec.Since = "OBJ-0117", 42, time.Date(2024, 2, 29, 22, 59, 59, 999999000, time.UTC)
	rec.Masked = []string{"notes"}
	odd := "Å\"\\ <b>&amp;</b> \u2028\u2029 \t\n\r\x01\x7f € 𝄞"
	rec.Set("title", odd)
	rec.Set("tags", []string{odd, ""})
	rec.Set("depends_on", []register.Link{{To: "06eavhmtg2zxw7y3bcsemarpwc", Kind: "runs_on"}, {To: "06eavhmtg2zxw7y3bcsemarpwd"}})
	rec.Set("mtd_h", int64(-7))
	want := map[string]any{"id": rec.ID, "ref": rec.Ref, "org": rec.Org, "version": rec.Version, "since": "2024-02-29T22:59:59.999999Z", "masked": rec.Masked}
	for i, f := range rec.Register.Fields {
		want[f.Name] = rec.Values[i]
	}
	same(t, Body(rec, nil), want)
	same(t, Body(rec, map[string]bool{"mtd_h": true}), map[string]any{"id": rec.ID, "mtd_h": -7, "masked": rec.Masked})
	page, err := appendPage(nil, []*register.Record{rec, rec}, nil, odd, nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, json.RawMessage(page), map[string]any{"items": []any{want, want}, "next_page_token": odd})
	two := 2
	if page, err = appendPage(nil, nil, nil, "", &two); err != nil {
		t.Fatal(err)
	}
	same(t, json.RawMessage(page), map[string]any{"items": []any{}, "next_page_token": "", "total": 2})
}

func TestValuesReadBack(t *testing.T) {
	for _, v := range []any{nil, "", "<", int64(1) << 60, time.Date(2024, 1, 2, 3, 4, 5, 6000, time.UTC), []string{}, []register.Link{}, json.RawMessage(`[{"a":1}]`)} {
		b, err := value(nil, v)
		if err != nil {
			t.Fatal(err)
		}
		same(t, json.RawMessage(b), v)
	}
}

// same holds that two values are the same JSON.
func same(t *testing.T, got, want any) {
	t.Helper()
	read := func(v any) (out any) {
		b, err := json.Marshal(v)
		if err == nil {
			err = json.Unmarshal(b, &out)
		}
		if err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		return out
	}
	if g, w := read(got), read(want); !reflect.DeepEqual(g, w) {
		t.Errorf("written by hand %v, wanted %v", g, w)
	}
}
