package campaign_test

import (
	"testing"

	"genomlys/internal/example"
	"genomlys/internal/query"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

// What the register keeps under a secrecy mark is not carried into an answer,
// which whoever it is passed on to reads (domain.md C6, C8).
func TestMarkedFieldsAreNotPrefilled(t *testing.T) {
	o := open(t, storetest.SQLite(t))
	isam := o.caller(example.Coordinator)
	q := o.do(isam, "create", registers.Questions, "", map[string]any{"title": "Internet", "code": "N9", "order_no": 1, "text": "Nås objektet från internet?", "type": "yes_no_unknown",
		"maps_to": "object.internet_facing", "area": "iot", "template_version": "2024"})
	o.do(isam, "activate", registers.Questions, q.ID, nil)
	objects := o.find(registers.Objects, "status = operation")[:2]
	for i, mark := range []string{"osl_18_8", "none"} {
		o.do(isam, "update", registers.Objects, objects[i].ID, map[string]any{"secrecy": mark, "internet_facing": "yes"})
	}
	open := func() []registers.Answer {
		c := o.do(isam, "create", registers.Campaigns, "", map[string]any{"title": "Prov", "year": 2024, "opens": "2024-05-01", "closes": "2024-06-15", "template_version": "2024", "questions": []any{string(q.ID)},
			"population_query": "id = (" + query.Quote(string(objects[0].ID)) + ", " + query.Quote(string(objects[1].ID)) + ")"})
		o.do(isam, "open", registers.Campaigns, c.ID, nil)
		out := make([]registers.Answer, len(objects))
		for i, x := range objects {
			out[i] = answer(o.one(registers.Responses, "campaign = "+query.Quote(string(c.ID))+" AND object = "+query.Quote(string(x.ID))), "N9")
		}
		return out
	}
	as := open()
	if a := as[0]; a.Value != "" || a.Prefilled == "yes" {
		t.Errorf("a marked field stands in the answer: %+v", a)
	}
	if a := as[1]; a.Value != "yes" || a.Prefilled != "yes" {
		t.Errorf("a field without a mark is not carried over: %+v", a)
	}
}
