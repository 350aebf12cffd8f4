package main

import "testing"

// TestItem14Requests takes a request for access from its clock to the list of
// where to search and the answer's text, with identity kept apart.
func TestItem14Requests(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	r := o.create(isam, "subject-requests", f{"article": "15", "received_on": today(), "subject_categories": []string{"employees"}})
	ref := str(r, "ref")
	if c := o.list(isam, "clocks", `subject_request = "`+str(r, "id")+`"`); len(c) != 1 || str(c[0], "due_at") == "" {
		t.Errorf("the request's clock: %v", c)
	}
	o.refused(isam, "PATCH", "/api/v1/subject-requests/"+ref, f{"scope": "Allt om 811218-9876"}, "identity-kept-apart", "If-Match", match(r))
	o.refused(isam, "PATCH", "/api/v1/subject-requests/"+ref, f{"extended": "yes", "extension_reason": "Många system"}, "extension-must-be-told", "If-Match", match(r))
	list := items(o.report(isam, "search-list", "request="+ref), "items")
	if len(list) == 0 || list[0]["processing"] == nil {
		t.Errorf("nowhere to search: %v", list)
	}
	o.holds(o.text(isam, "subject-requests", ref, "access-answer"), ref)
	if s := o.report(isam, "method-support", ""); s["items"] == nil {
		t.Errorf("method support %v", s)
	}
}
