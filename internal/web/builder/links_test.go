package builder_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

var (
	linked  = regexp.MustCompile(`href="(/[^"#]*)`)
	several = regexp.MustCompile(`filter=ref[^"]*`)
	named   = regexp.MustCompile(`[A-ZÅÄÖ]{2,5}-[0-9-]+|[0-9a-z]{26}|[0-9]+`)
	asked   = regexp.MustCompile(`[?&]([a-z_]+)=`)
)

// shape is the same for addresses that one page answers alike: without which
// record, day or page it is about.
func shape(to string) string {
	path, _, _ := strings.Cut(to, "?")
	for _, m := range asked.FindAllStringSubmatch(to, -1) {
		path += " " + m[1]
	}
	return named.ReplaceAllString(path, "#")
}

// TestNoLinkLeadsNowhere: whoever is signed in and follows links, from page to
// page, never meets an error.
func TestNoLinkLeadsNowhere(t *testing.T) {
	o := open(t)
	for who, session := range map[string]string{"the coordinator": o.isam(), "the officer": o.officer()} {
		const alike, most = 2, 900
		from, todo, met := map[string]string{"/": ""}, []string{"/"}, map[string]int{}
		n := 0
		for ; len(todo) > 0 && n < most; n++ {
			at := todo[0]
			todo = todo[1:]
			w := o.do(session, "GET", at, nil)
			if w.Code != 200 && w.Code != 303 {
				t.Errorf("%s is led from %s to %s, which answers %d", who, from[at], at, w.Code)
			}
			for _, m := range linked.FindAllStringSubmatch(w.Body.String(), -1) {
				to := html.UnescapeString(m[1])
				like := shape(to)
				if _, seen := from[to]; seen || met[like] == alike || strings.HasPrefix(to, "/api/") || strings.HasPrefix(to, "/in") {
					continue
				}
				met[like]++
				from[to] = at
				todo = append(todo, to)
			}
		}
		if n < 300 {
			t.Errorf("%s meets only %d pages", who, n)
		}
	}
}

// TestEveryNumberOpens: all that a review's page leads to is there, on the day
// that the review shows: each figure, each record, and each count of several.
func TestEveryNumberOpens(t *testing.T) {
	o := open(t)
	isam := o.isam()
	seen := map[string]bool{}
	lists := 0
	for _, review := range []string{"LGG-0001", "LGG-0002"} {
		for _, m := range linked.FindAllStringSubmatch(mainOf(o.get(isam, "/management-reviews/"+review)), -1) {
			to := html.UnescapeString(m[1])
			if seen[to] || !strings.Contains(to, "per=") {
				continue
			}
			seen[to] = true
			w := o.do(isam, "GET", to, nil)
			if w.Code != 200 {
				t.Errorf("%s leads to %s, which answers %d", review, to, w.Code)
			}
			if several.MatchString(to) {
				lists++
				refs := strings.Count(to, "%2C") + 1
				if got := strings.Count(w.Body.String(), `<th scope="row"`); got != refs {
					t.Errorf("%s leads to %s, which shows %d of %d records", review, to, got, refs)
				}
			}
		}
	}
	if len(seen) < 100 || lists < 5 {
		t.Fatalf("only %d links, %d of them to several records", len(seen), lists)
	}
}
