package app

import (
	"context"
	"net/http/httptest"
	"testing"
)

// An installation is ready while its database answers and has the form that the
// program knows; another program may have brought it further.
func TestReady(t *testing.T) {
	s, _ := newSite(t)
	ready := func() int {
		w := httptest.NewRecorder()
		s.mux.ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
		return w.Code
	}
	if got := ready(); got != 200 {
		t.Errorf("a database just opened: %d", got)
	}
	was, err := s.h.DB.Meta(context.Background(), "declared")
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"declared": "another", "schema": "2"} {
		if err := s.h.DB.SetMeta(context.Background(), name, value); err != nil {
			t.Fatal(err)
		}
		if got := ready(); got != 503 {
			t.Errorf("a database whose %s is %q: %d", name, value, got)
		}
		back := map[string]string{"declared": was, "schema": "1"}[name]
		if err := s.h.DB.SetMeta(context.Background(), name, back); err != nil {
			t.Fatal(err)
		}
		if got := ready(); got != 200 {
			t.Errorf("a database brought back: %d", got)
		}
	}
	s.h.DB.Close()
	if got := ready(); got != 503 {
		t.Errorf("a database that does not answer: %d", got)
	}
}
