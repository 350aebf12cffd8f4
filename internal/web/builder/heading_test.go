package builder_test

import (
	"net/url"
	"testing"
)

// TestOwnHeading: the office's own words for a heading are tried, proposed and
// adopted, and stand in the review that is being written from their day; the
// decided review of the year before keeps the outline's.
func TestOwnHeading(t *testing.T) {
	o := open(t)
	isam := o.isam()
	const rule, old = "/installningar/regler/heading.2.4", "Risk- och sårbarhetsanalys, RSA"
	o.get(isam, "/installningar/mallar", rule, old)
	o.get(isam, rule, "Följer med: "+old, `name="sv"`)
	form := filled(t, o.get(isam, rule), rule)
	form.Set("reason", "Beslut i ledningsgruppen")
	for _, x := range []struct{ sv, en, want string }{
		{"Sårbarhet {kommun}", "", "har en klammer som inte fylls i"},
		{"", "Vulnerability", "har ingen svensk rubrik"},
	} {
		form.Set("sv", x.sv)
		form.Set("en", x.en)
		has(t, o.do(isam, "POST", rule, form), 422, `href="#f-sv"`, x.want)
	}
	form.Set("sv", "Sårbarhet hos {organisation} {year}")
	form.Set("en", "")
	form.Set("visa", "1")
	has(t, o.do(isam, "POST", rule, form), 200, "Så blir det", "<b>2.4 Sårbarhet hos stadsledningskontoret 2025</b>", "Inget är sparat")
	if got := o.find("setting", `code = "heading.2.4"`); len(got) != 0 {
		t.Fatalf("trying made %d rules", len(got))
	}
	form.Del("visa")
	adopt := func(from string, form url.Values) {
		t.Helper()
		form.Set("valid_from", from)
		has(t, o.do(isam, "POST", rule, form), 303)
		found := o.find("setting", `code = "heading.2.4" AND status = proposed`)
		if len(found) != 1 {
			t.Fatalf("%d rules are proposed", len(found))
		}
		step := "/steg/settings/" + found[0].Ref + "/adopt"
		has(t, o.do(isam, "POST", step, filled(t, o.get(isam, step), step)), 303)
	}
	lacks(t, o.get(isam, at), "Sårbarhet hos")
	adopt("2024-03-04", form)
	o.get(isam, at, "2.4 Sårbarhet hos stadsledningskontoret 2024")
	o.get(isam, at+"/bygg?del=2.4", "2.4 Sårbarhet hos stadsledningskontoret 2024")
	o.get(isam, "/installningar/mallar", "<b>Sårbarhet hos [organisationens namn] [genomgångens år]</b>", "{year-2}", "två år före genomgångens")
	lacks(t, o.get(isam, "/management-reviews/LGG-0001"), "Sårbarhet hos")
	form.Set("sv", "")
	adopt("2024-03-05", form) // empty gives the outline's again
	o.get(isam, at, "2.4 Sårbarhet hos stadsledningskontoret 2024")
	o.now = o.now.AddDate(0, 0, 1)
	isam = o.isam()
	lacks(t, o.get(isam, at, "2.4 "+old), "Sårbarhet hos")
}
