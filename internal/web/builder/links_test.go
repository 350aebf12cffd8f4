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
)

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
