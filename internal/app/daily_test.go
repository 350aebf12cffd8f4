package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// house opens an installation as a process would; each has its own.
func house(t *testing.T, p storetest.Place, now *time.Time) *House {
	t.Helper()
	h, err := Open(ctx, p.DSN, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	h.Now = func() time.Time { return *now }
	return h
}

// overdue is a board with a risk whose acceptance has run out, which the work of
// the day ends.
func overdue(t *testing.T, h *House) *register.Record {
	t.Helper()
	make := func(r *register.Register, org register.ID, fields map[string]any) *register.Record {
		t.Helper()
		rc, err := h.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: h.Now().Add(-time.Hour)}, command.Change{Op: "create", Register: r, Org: org, Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		return rc.Items[0].New
	}
	org := make(registers.Orgs, "", map[string]any{"title": "Nämnden", "kind": "board", "is_controller": "yes"})
	person := make(registers.Persons, org.ID, map[string]any{"title": "Chefen", "email": "chef@lindhamn.example"})
	head := make(registers.RoleAssignments, org.ID, map[string]any{"title": "Chef", "person": string(person.ID), "function": "head", "email": "chef@lindhamn.example"})
	object := make(registers.Objects, org.ID, map[string]any{"title": "System", "kind": "business_system", "reach": "local"})
	return make(registers.Risks, org.ID, map[string]any{"title": "Risk", "object": string(object.ID), "kind": "information", "threat": "Något händer", "consequence_text": "Det stannar", "p": 2, "c": 3, "assessed_on": "2025-01-01", "owner": string(head.ID), "status": "accepted", "accepted_reason": "Dyrt",
		"accepted_by": string(head.ID), "accepted_on": "2025-01-01", "accepted_until": "2026-03-01"})
}

// The work of the day is done once a day, whichever process does it: again the
// same day changes nothing, nor do two processes that begin at once.
func TestDaily(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		now := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
		first, second := house(t, p, &now), house(t, p, &now)
		risk := overdue(t, first)
		position := func() int64 {
			n, err := first.DB.Position(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := position()
		var wait sync.WaitGroup
		for _, h := range []*House{first, second} {
			wait.Go(func() {
				if err := h.Daily(ctx); err != nil {
					t.Errorf("daily: %v", err)
				}
			})
		}
		wait.Wait()
		done := position()
		rec, err := first.DB.Get(ctx, access.System().Read(registers.Risks), registers.Risks, string(risk.ID), time.Time{}, 0)
		if err != nil || rec.Text("status") == "accepted" || done == before {
			t.Fatalf("the acceptance that ran out is %s, ledger %d → %d (%v)", rec.Text("status"), before, done, err)
		}
		vs, err := first.DB.History(ctx, access.System().Read(registers.Risks), registers.Risks, risk.ID)
		sets := map[string]bool{}
		for _, v := range vs {
			sets[v.Entry.Set] = true
		}
		if err != nil || len(sets) != 2 { // loaded, and ended once
			t.Errorf("%d change sets of the risk, want 2 (%v)", len(sets), err)
		}
		// A file that nobody took in goes when its time is out, though the day's work is done.
		if err := first.DB.PutUpload(ctx, store.Upload{ID: "a", Session: "s", Expires: now.Add(time.Hour), State: []byte("x"), Data: []byte("hemligt")}, now); err != nil {
			t.Fatal(err)
		}
		if err := first.Daily(ctx); err != nil {
			t.Error(err)
		}
		if u, err := first.DB.Upload(ctx, "a", "s", now); err != nil || string(u.Data) != "hemligt" {
			t.Errorf("a file in time: %v (%v)", u, err)
		}
		now = now.Add(9 * time.Hour)
		if err := first.Daily(ctx); err != nil {
			t.Error(err)
		}
		left := 1
		p.One(&left, `SELECT COUNT(*) FROM upload`)
		if left != 0 {
			t.Errorf("%d files are left after their time", left)
		}
		for _, h := range []*House{first, second} {
			if err := h.Daily(ctx); err != nil || position() != done {
				t.Errorf("later the same day: %v, ledger %d → %d", err, done, position())
			}
		}
		// Midnight is the town's, not the server's: 22.30 UTC is still the 2nd, 23.30 is not.
		now = time.Date(2026, 3, 2, 22, 30, 0, 0, time.UTC)
		if err := second.Daily(ctx); err != nil {
			t.Error(err)
		}
		if day, err := second.DB.Meta(ctx, "daily"); err != nil || day != "2026-03-02" {
			t.Errorf("done for %s (%v)", day, err)
		}
		now = now.Add(time.Hour)
		if err := second.Daily(ctx); err != nil {
			t.Error(err)
		}
		if day, err := first.DB.Meta(ctx, "daily"); err != nil || day != "2026-03-03" || position() != done {
			t.Errorf("done for %s (%v), ledger %d → %d", day, err, done, position())
		}
		if _, err := first.DB.Verify(ctx, nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// Metrics tell of routes and statuses, never of addresses, and that the
// database answers.
func TestMetrics(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		now := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
		h := house(t, p, &now)
		overdue(t, h)
		m := &metrics{routes: map[served]*counted{}}
		mux := http.NewServeMux()
		mux.HandleFunc("GET /objects/{ref}", func(w http.ResponseWriter, r *http.Request) {
			if r.PathValue("ref") == "none" {
				w.WriteHeader(http.StatusNotFound)
			}
		})
		handler := m.measure(mux)
		for _, path := range []string{"/objects/OBJ-0001", "/objects/hemlig-person", "/objects/none", "/elsewhere"} {
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
		}
		read := func() string {
			w := httptest.NewRecorder()
			h.page(m).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
			if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
				t.Errorf("answered %d %s", w.Code, w.Header().Get("Content-Type"))
			}
			return w.Body.String()
		}
		got := read()
		for _, line := range []string{
			"genomlys_database_up 1\n", "genomlys_ledger_entries 5\n",
			`genomlys_request_duration_seconds_count{route="GET /objects/{ref}",status="200"} 2` + "\n",
			`genomlys_request_duration_seconds_bucket{route="GET /objects/{ref}",status="200",le="+Inf"} 2` + "\n",
			`genomlys_request_duration_seconds_count{route="GET /objects/{ref}",status="404"} 1` + "\n",
			`status="404"} 1` + "\n",
		} {
			if !strings.Contains(got, line) {
				t.Errorf("no line %q in\n%s", line, got)
			}
		}
		if strings.Contains(got, "hemlig") || strings.Contains(got, "OBJ-") || strings.Contains(got, "elsewhere") {
			t.Errorf("an address is told:\n%s", got)
		}
		h.Close()
		if got := read(); !strings.Contains(got, "genomlys_database_up 0\n") || strings.Contains(got, "genomlys_ledger_entries") {
			t.Errorf("with the database gone:\n%s", got)
		}
	})
}
