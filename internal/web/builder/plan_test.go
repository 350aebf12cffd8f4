package builder_test

import (
	"context"
	"html"
	"net/http"
	"strings"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
)

// TestPlanBoard: open points of the plan before are carried in one act, a point
// is moved by a button with a reason, and what became of each is told.
func TestPlanBoard(t *testing.T) {
	o := open(t)
	isam, officer := o.isam(), o.officer()
	w := o.get(isam, "/plan", "Treårsplan 2024–2026", `<h2 id="y2025">2025</h2>`, "3 öppna punkter i förra planen", "Öppen, inte överförd", "Vad som blev av förra planen")
	lacks(t, o.get(officer, "/plan"), "För över dem", ">Flytta")
	has(t, o.do(officer, "POST", "/plan/LGG-0002/for-over", map[string][]string{}), 403)
	has(t, o.do(isam, "POST", "/plan/LGG-0002/for-over", filled(t, w, "/plan/LGG-0002/for-over")), 303)
	w = o.get(isam, "/plan", "I den nya planen", "Flyttad")
	lacks(t, w, "För över dem")

	_, ref, _ := strings.Cut(w.Body.String(), `href="/plan/PRI-`)
	ref, _, _ = strings.Cut(ref, "/")
	where := "/plan/PRI-" + ref + "/flytta"
	was, _ := o.find("priority", `ref = "PRI-`+ref+`"`)[0].Number("year")
	f := filled(t, o.get(isam, where, "Varför flyttas den"), where)
	has(t, o.do(isam, "POST", where, f), 422, `href="#f-year"`, `href="#f-comment"`)
	to := "2026"
	if was == 2026 {
		to = "2025"
	}
	f.Set("year", to)
	has(t, o.do(isam, "POST", where, f), 422, "Skriv varför")
	f.Set("comment", "Upphandlingen är uppskjuten.")
	has(t, o.do(isam, "POST", where, f), 303)
	x := o.find("priority", `ref = "PRI-`+ref+`"`)[0]
	if n, _ := x.Number("year"); n == was || !strings.Contains(x.Text("comment"), "Upphandlingen är uppskjuten.") {
		t.Errorf("the point stands in %d with %q", n, x.Text("comment"))
	}
	f.Set("year", "2031")
	has(t, o.do(isam, "POST", where, f), 422)

	// A plan that is decided stands.
	if w := o.get(isam, "/plan?genomgang=LGG-0001"); w.Code == http.StatusOK {
		lacks(t, w, "/flytta")
	}
	for _, x := range o.find("priority", "year = 2024") {
		if x.Text("review") == string(o.review("2023").ID) {
			f.Set("year", "2025")
			f.Set("_version", "1")
			has(t, o.do(isam, "POST", "/plan/"+x.Ref+"/flytta", f), 422, "Flytta punkten i nästa genomgång")
		}
	}
}

// TestStart: a review is begun with organisation, year and days; there is one a
// year, and it is ready to be written.
func TestStart(t *testing.T) {
	o := open(t)
	isam := o.isam()
	w := o.get(isam, "/ny/management-reviews", "Ny genomgång", `value="2025"`, `value="2024-03-04"`)
	f := filled(t, w, "/ny/management-reviews")
	f.Set("year", "2024")
	has(t, o.do(isam, "POST", "/ny/management-reviews", f), 409, "Det finns redan en genomgång")
	f.Set("year", "2025")
	f.Set("as_of", "snart")
	f.Set("org", "Ingen")
	has(t, o.do(isam, "POST", "/ny/management-reviews", f), 422, `href="#f-as_of"`, `href="#f-org"`, `value="snart"`)
	f = filled(t, w, "/ny/management-reviews")
	f.Set("year", "2025")
	w = o.do(isam, "POST", "/ny/management-reviews", f)
	has(t, w, 303)
	o.get(isam, w.Header().Get("Location"), "Skicka för beslut")
	if got := o.review("2025").Text("status"); got != "draft" {
		t.Errorf("the new review is %s", got)
	}
	f.Set("year", "2026")
	has(t, o.do(o.officer(), "POST", "/ny/management-reviews", f), 403)
}

// TestOfficersReport: findings against the year before; the organisation
// answers, the officer writes, and neither writes what is the other's.
func TestOfficersReport(t *testing.T) {
	o := open(t)
	isam, officer := o.isam(), o.officer()
	report := o.find("dpo_report", "year = 2023")
	if len(report) == 0 {
		report = o.find("dpo_report", "year > 2018")
	}
	here := "/dpo-reports/" + report[len(report)-1].Ref + "/lasning"
	w := o.get(isam, here, "iakttagelse", "År för år", "Svara")
	_, ref, _ := strings.Cut(w.Body.String(), `href="/dpo-findings/DSO-`)
	ref, _, _ = strings.Cut(ref, `"`)
	ref = "DSO-" + strings.TrimSuffix(ref, "/skriv")
	where := "/dpo-findings/" + ref + "/skriv"
	w = o.get(isam, where, "Verksamhetens svar")
	f := filled(t, w, where)
	if f.Has("observation") || f.Has("recommendation") {
		t.Error("the organisation is asked for the officer's words")
	}
	f.Set("management_response", "Vi gör det till sommaren.")
	has(t, o.do(isam, "POST", where, f), 303)
	o.get(isam, here, "Vi gör det till sommaren.")
	g := filled(t, o.get(officer, where), where)
	if g.Has("management_response") || !g.Has("observation") {
		t.Errorf("the officer is asked for %v", g)
	}
	has(t, o.do(isam, "POST", where, f), 409, "ändrat posten")
}

// TestCity: boards against figures, each of which opens; who has not handed in;
// and the city's review as a file.
func TestCity(t *testing.T) {
	o := open(t)
	isam := o.isam()
	lacks(t, o.get(isam, "/koncern", "Ditt uppdrag omfattar ingen av dem"), `href="/koncern"`)
	lacks(t, o.get(isam, "/meny"), `href="/koncern"`)
	o.central()
	w := o.get(isam, "/koncern?per=2023-11-15&ar=2024", "Koncernvy", `class="tbl dense heat"`, "▼ under 50", "Inte lämnat", "/figures/F")
	_, link, ok := strings.Cut(w.Body.String(), `<a href="/figures/`)
	if !ok {
		t.Fatal("no figure opens")
	}
	link, _, _ = strings.Cut(link, `"`)
	o.get(isam, "/figures/"+html.UnescapeString(link), "per 2023-11-15")
	has(t, o.do(isam, "GET", "/koncern?per=snart", nil), 422, "<title>Fel: ")
	if n := strings.Count(o.get(isam, "/koncern?visa=alla").Body.String(), "<th scope=\"col\""); n < 20 {
		t.Errorf("only %d columns of all", n)
	}
	w = o.do(isam, "GET", "/koncern/stadens-genomgang.docx?ar=2024&per=2024-03-04", nil)
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("the city's review: %d %.200s", w.Code, w.Body.String())
	}
	for format, begins := range map[string]string{"docx": "PK", "pdf": "%PDF", "html": "<!", "xlsx": "PK"} {
		w = o.do(isam, "GET", "/koncern/siffror."+format+"?per=2023-11-15", nil)
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), begins) {
			t.Errorf("the figures as %s: %d %.200s", format, w.Code, w.Body.String())
		}
		if format == "html" && (!strings.Contains(w.Body.String(), "2023-11-15") || !strings.Contains(w.Body.String(), "F01a")) {
			t.Error("the figures lack the day or a figure")
		}
	}
	o.get(isam, "/koncern?per=2023-11-15", `href="/koncern/siffror.pdf?`)
	has(t, o.do(isam, "GET", "/koncern/annat.docx", nil), 404)
	has(t, o.do(isam, "GET", "/koncern/siffror.exe", nil), 404)
}

// central lets the coordinator also follow the whole city.
func (o *office) central() {
	o.t.Helper()
	c, err := o.app.Access.ByEmail(context.Background(), example.Coordinator, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, city := range o.find("org", "kind = city") {
		_, err := o.app.Commands.Do(context.Background(), access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "create", Register: o.app.Reg("role_assignment"), Org: city.ID,
			Fields: map[string]any{"title": "Stadens samordnare", "function": "central_isec", "person": string(c.Person)}})
		if err != nil {
			o.t.Fatal(err)
		}
	}
}
