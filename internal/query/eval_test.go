package query

import (
	"testing"
	"time"
)

// row is a record in memory, by name of field and relation.
type row struct {
	values  map[string]any
	related map[string][]row
}

func (r row) record() Record {
	return Record{
		Get: func(f Field) any { return r.values[f.Name] },
		Related: func(rel Relation) []Record {
			var out []Record
			for _, o := range r.related[rel.Name] {
				out = append(out, o.record())
			}
			return out
		},
	}
}

func TestEval(t *testing.T) {
	platform := row{values: map[string]any{"kind": "infrastructure"}}
	r := row{
		values: map[string]any{
			"title": "Lönesystem", "kind": "shared_it", "traits": []string{"ai", "cloud"}, "stores_business_data": "unknown",
			"k_level": int64(2), "demanded_k": int64(3), "cost": int64(150050), "share": "12.5", "critical": true,
			"decided_on": "2021-05-01", "review_due": "2023-06-30",
			"seen_at": time.Date(2023, 10, 31, 22, 59, 0, 0, time.UTC),
		},
		related: map[string][]row{
			"runs_on": {platform},
			"classifications": {
				{values: map[string]any{"status": "decided", "decided_on": "2019-12-31"}},
				{values: map[string]any{"status": "draft", "decided_on": "2023-01-01"}},
			},
		},
	}
	for _, c := range []struct {
		text string
		want bool
	}{
		{"", true},
		{"title:LÖN", true},
		{"title:lon", false},
		{"title = lönesystem", false}, // only ":" overlooks letter case
		{"title >= L", true},
		{"kind = shared_it", true},
		{"kind = (business_system, shared_it)", true},
		{"status = planned", false}, // it has no status
		{"status != planned", true},
		{"NOT status = planned", true},
		{"status = (planned, null)", true},
		{"status:*", false},
		{"rto_h < 5", false},
		{"NOT rto_h < 5", true},
		{"traits:ai", true},
		{"traits:iot", false},
		{"traits:(iot, cloud)", true},
		{"tags = null", true},
		{"tags:x", false},
		{"stores_business_data != yes", true},
		{"k_level < @demanded_k", true},
		{"k_level >= @rto_h", false},
		{"k_level != @rto_h", true},
		{"cost = 1500.50kr", true},
		{"share >= 9.75", true}, // as numbers, not as texts
		{"critical = true", true},
		{"critical = false", false},
		{"review_due < asof", true},
		{"decided_on <= @review_due", true},
		{"seen_at = 2023-10-31", true}, // 23.59 in Stockholm
		{"seen_at >= 2023-11-01", false},
		{"seen_at <= 2023-10-31", true},
		{"seen_at < 2023-10-31", false},
		{"has(classifications, status = decided decided_on >= 2020-01-01)", false}, // not of one and the same
		{"has(classifications, status = decided) has(classifications, decided_on >= 2020-01-01)", true},
		{"lacks(classifications, status = withdrawn)", true},
		{"lacks(measures)", true},
		{"has(measures)", false},
		{"runs_on.kind = infrastructure", true},
		{"runs_on.kind != infrastructure", false},
		{"runs_on.title = null", true},
		{"runs_on.runs_on.kind = null", true},
		{"runs_on.runs_on.kind != shared_it", true},
		{"kind = shared_it OR kind = x1 AND k_level = 9", true}, // AND binds tighter
	} {
		s := objects()
		f := s.fields["kind"]
		f.Choices = append(f.Choices, "x1")
		s.fields["kind"] = f
		n, err := Parse(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		checked, err := Check(n, s, params(t))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := Eval(checked, r.record()); got != c.want {
			t.Errorf("%q: got %v, want %v", c.text, got, c.want)
		}
	}
}
