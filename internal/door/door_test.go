package door_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var (
	ctx   = context.Background()
	today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	cat   = registers.Catalogue()
)

func reg(name string) *register.Register { r, _ := cat.Get(name); return r }

// front is a small front door with one person who may come in.
func front(t *testing.T) (http.Handler, *store.DB, register.ID) {
	t.Helper()
	db := storetest.SQLite(t).Open(cat)
	do := command.New(db)
	add := func(name string, org register.ID, fields map[string]any) register.ID {
		r, err := do.Do(ctx, access.System(), command.Options{Via: "cli", Now: today}, command.Change{Op: "create", Register: reg(name), Org: org, Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		return r.Items[0].New.ID
	}
	org := add("org", "", map[string]any{"title": "Stad", "kind": "city"})
	person := add("person", org, map[string]any{"title": "Åsa", "email": "asa@lindhamn.se"})
	add("role_assignment", org, map[string]any{"title": "R", "function": "auditor", "person": string(person)})
	for secret, s := range map[string]store.Session{"whole": {Kind: "session"}, "old": {Kind: "session", Expires: today}, "reads": {Kind: "token", Scope: "read"}, "writes": {Kind: "token", Scope: "write"}} {
		s.Person, s.Made = string(person), today.Add(-time.Hour)
		if s.Expires.IsZero() {
			s.Expires = today.Add(time.Hour)
		}
		if err := db.PutSession(ctx, secret, s); err != nil {
			t.Fatal(err)
		}
	}
	d := door.Deps{DB: db, Access: access.New(db), Now: func() time.Time { return today }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Secure: true,
		Fail: func(w http.ResponseWriter, r *door.Request, err error) { http.Error(w, "failed", door.Status(err)) }}
	say := func(w http.ResponseWriter, r *door.Request) error {
		_, err := fmt.Fprint(w, r.Caller.Name)
		return err
	}
	read := func(w http.ResponseWriter, r *door.Request) error {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(w, len(b))
		return err
	}
	return door.Mux(d, []door.Route{
		{Method: "GET", Pattern: "/open", Need: door.Anyone, Handle: say},
		{Method: "GET", Pattern: "/in", Need: door.SignedIn, Handle: say},
		{Method: "POST", Pattern: "/write", Need: door.Writer, Handle: read},
		{Method: "POST", Pattern: "/upload", Need: door.Writer, Handle: read},
		{Method: "GET", Pattern: "/panic", Need: door.Anyone, Handle: func(http.ResponseWriter, *door.Request) error { panic("hemligt") }},
	}, map[string]int64{"/upload": 3 << 20}), db, person
}

func TestWhoComesIn(t *testing.T) {
	h, db, person := front(t)
	call := func(method, path, auth, cookie, body, site string) (int, string) {
		r := httptest.NewRequest(method, "https://lis.lindhamn.se"+path, strings.NewReader(body))
		if auth != "" {
			r.Header.Set("Authorization", auth)
		}
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: door.CookieName(true), Value: cookie})
		}
		if site != "" {
			r.Header.Set("Sec-Fetch-Site", site)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Strict-Transport-Security", "Cache-Control"} {
			if w.Header().Get(name) == "" {
				t.Errorf("%s %s: answer %d lacks %s", method, path, w.Code, name)
			}
		}
		return w.Code, w.Body.String()
	}
	mega := strings.Repeat("a", 2<<20)
	for _, c := range []struct {
		method, path, auth, cookie, body, site string
		status                                 int
		text                                   string
	}{
		{"GET", "/open", "", "", "", "", 200, ""},
		{"GET", "/open", "", "whole", "", "", 200, "Åsa"},
		{"GET", "/open", "", "old", "", "", 200, ""},
		{"GET", "/in", "", "", "", "", 401, ""},
		{"GET", "/in", "", "whole", "", "", 200, "Åsa"},
		{"GET", "/in", "", "old", "", "", 401, ""},
		{"GET", "/in", "", "reads", "", "", 401, ""}, // a token is no cookie
		{"GET", "/in", "Bearer whole", "", "", "", 401, ""},
		{"GET", "/in", "Bearer reads", "", "", "", 200, "Åsa"},
		{"GET", "/in", "Basic reads", "whole", "", "", 401, ""},
		{"GET", "/in", "Bearer", "", "", "", 401, ""},
		{"GET", "/in", "Bearer ' OR 1=1 --", "", "", "", 401, ""},
		{"POST", "/write", "Bearer reads", "", "x", "", 403, ""},
		{"POST", "/write", "Bearer writes", "", "x", "", 200, "1"},
		{"POST", "/write", "", "whole", "x", "same-origin", 200, "1"},
		{"POST", "/write", "", "whole", "x", "cross-site", 403, ""},
		{"POST", "/write", "Bearer writes", "", mega, "", 413, ""},
		{"POST", "/upload", "Bearer writes", "", mega, "", 200, "2097152"},
		{"GET", "/write", "", "whole", "", "", 405, ""},
		{"GET", "/nowhere", "", "", "", "", 404, ""},
		{"GET", "/panic", "", "", "", "", 500, ""},
	} {
		status, text := call(c.method, c.path, c.auth, c.cookie, c.body, c.site)
		if status != c.status || status == 200 && text != c.text || strings.Contains(text, "hemligt") {
			t.Errorf("%s %s %q %q %s: %d %.40q, want %d %q", c.method, c.path, c.auth, c.cookie, c.site, status, text, c.status, c.text)
		}
	}
	// Who has left, or whose sessions were ended, is out at once.
	if err := db.EndSessions(ctx, string(person)); err != nil {
		t.Fatal(err)
	}
	if status, _ := call("GET", "/in", "", "whole", "", ""); status != 401 {
		t.Errorf("after the sessions were ended: %d", status)
	}
}

func TestStatus(t *testing.T) {
	for err, want := range map[error]int{
		fault.New(fault.Malformed, "x"): 400, fault.New(fault.Malformed, "method-not-allowed"): 405, fault.New(fault.Malformed, "media-type"): 415,
		fault.New(fault.Invalid, "x"): 422, fault.New(fault.Unknown, "x"): 404, fault.New(fault.Denied, "x"): 403, fault.New(fault.Conflict, "x"): 409,
		fault.New(fault.Stale, "x"): 412, fault.New(fault.Required, "x"): 428, fault.New(fault.TooLarge, "x"): 413, fault.New(fault.Busy, "x"): 503,
		fault.New(fault.ReadOnly, "x"): 503, fault.New(fault.Full, "x"): 507, fault.New(fault.Internal, "x"): 500, errors.New("x"): 500,
		&http.MaxBytesError{Limit: 1}: 413, door.ErrSignIn: 401, context.Canceled: 499,
	} {
		if got := door.Status(fmt.Errorf("wrapped: %w", err)); got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
}

func TestAsk(t *testing.T) {
	_, db, person := front(t)
	c, err := access.New(db).Person(ctx, person, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []struct {
		ask   door.Ask
		field string
	}{
		{door.Ask{AsOf: "2023-02-30"}, "as_of"}, {door.Ask{AsOf: "i går"}, "as_of"}, {door.Ask{KnownAt: "-1"}, "known_at"}, {door.Ask{KnownAt: "99999999999999999999"}, "known_at"},
		{door.Ask{Filter: "titel ="}, "filter"}, {door.Ask{Filter: "nothing = 1"}, "filter"}, {door.Ask{OrderBy: "notes"}, "order_by"}, {door.Ask{OrderBy: "title; DROP"}, "order_by"},
	} {
		_, _, err := a.ask.Query(ctx, db, c, reg("object"), today)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Problems) != 1 || f.Problems[0].Field != a.field {
			t.Errorf("%+v: %v", a.ask, err)
		}
	}
	q, _, err := door.Ask{AsOf: "2026-03-29", Filter: `title:"x"`, OrderBy: "title desc", KnownAt: "3"}.Query(ctx, db, c, reg("object"), today)
	if err != nil || q.KnownAt != 3 || !q.AsOf.Equal(time.Date(2026, 3, 29, 21, 59, 59, 999999000, time.UTC)) { // summer time begins that day
		t.Errorf("%+v %v", q, err)
	}
}
