package desk_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
)

// BenchmarkPalette measures the search as it is typed, at 10 000 objects: 19 of
// 20 answers are to come within 50 ms (issue: search and palette).
func BenchmarkPalette(b *testing.B) {
	h := newHouse(b)
	kinds := []string{"Ärendehantering", "Lönesystem", "Sjukfrånvaro och rehabilitering", "Besöksräknare", "Överförmyndarsystem", "Diarium", "Arkiv", "Betaltjänst"}
	var changes []command.Change
	for i := range 10000 {
		changes = append(changes, command.Change{Op: "create", Register: h.App.Reg("object"), Org: h.Near, Fields: map[string]any{
			"title": fmt.Sprintf("%s %s %d", kinds[i%len(kinds)], kinds[i/len(kinds)%len(kinds)], i), "kind": "business_system", "reach": "local", "status": "operation"}})
	}
	h.Now = h.Now.Add(time.Second)
	if _, err := h.App.Commands.Do(context.Background(), access.System(), command.Options{Via: "import", Now: h.Now}, changes...); err != nil {
		b.Fatal(err)
	}
	isam := h.SignIn("isam", h.Near)
	asked := []string{"l", "lön", "ärende", "rehab", "OBJ-04", "OBJ-0417", "diarium arkiv", "objekt", "s", "finnsinte"}
	var took []time.Duration
	i := 0
	for b.Loop() {
		start := time.Now()
		if w := h.Do(isam, "GET", "/kommando?q="+url.QueryEscape(asked[i%len(asked)]), nil, "X-Requested-By", "swap"); w.Code != 200 {
			b.Fatal(w.Code)
		}
		took = append(took, time.Since(start))
		i++
	}
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	b.ReportMetric(float64(p95.Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
}
