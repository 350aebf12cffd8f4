package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"genomlys/internal/fault"
)

// bounds are the upper bounds of the durations that are counted, in seconds.
var bounds = []float64{0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// metrics counts requests by route and status, in the text format that
// Prometheus reads. Routes are the table's own patterns, so that no address and
// with it no person or record is ever a label.
type metrics struct {
	mu     sync.Mutex
	routes map[served]*counted
}

type served struct {
	route  string
	status int
}

type counted struct {
	n       int64
	seconds float64
	within  []int64 // by bounds
}

func (m *metrics) observe(route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := served{route, status}
	c := m.routes[k]
	if c == nil {
		c = &counted{within: make([]int64, len(bounds))}
		m.routes[k] = c
	}
	s := took.Seconds()
	c.n++
	c.seconds += s
	for i, b := range bounds {
		if s <= b {
			c.within[i]++
		}
	}
}

func (m *metrics) write(w io.Writer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := slices.SortedFunc(maps.Keys(m.routes), func(a, b served) int {
		if a.route != b.route {
			if a.route < b.route {
				return -1
			}
			return 1
		}
		return a.status - b.status
	})
	fmt.Fprint(w, "# TYPE genomlys_request_duration_seconds histogram\n")
	for _, k := range keys {
		c := m.routes[k]
		labels := fmt.Sprintf("route=%q,status=\"%d\"", k.route, k.status)
		for i, b := range bounds {
			fmt.Fprintf(w, "genomlys_request_duration_seconds_bucket{%s,le=\"%g\"} %d\n", labels, b, c.within[i])
		}
		fmt.Fprintf(w, "genomlys_request_duration_seconds_bucket{%s,le=\"+Inf\"} %d\n", labels, c.n)
		fmt.Fprintf(w, "genomlys_request_duration_seconds_sum{%s} %g\n", labels, c.seconds)
		fmt.Fprintf(w, "genomlys_request_duration_seconds_count{%s} %d\n", labels, c.n)
	}
}

// measure notes each request that a handler answers.
func (m *metrics) measure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, told := time.Now(), &status{ResponseWriter: w, code: http.StatusOK}
		defer func() {
			route := r.Pattern
			if route == "" {
				route = "none"
			}
			m.observe(route, told.code, time.Since(start))
		}()
		next.ServeHTTP(told, r)
	})
}

// status remembers what was answered.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// Unwrap lets the server reach what else the writer can do.
func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// page answers with the metrics; nothing in them needs a sign-in, which is why
// they have a port of their own.
func (h *House) page(m *metrics) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		ok, size := 1, int64(0)
		err := h.DB.Ping(r.Context())
		if err == nil {
			size, err = h.DB.Position(r.Context())
		}
		if err != nil {
			ok = 0
		}
		fmt.Fprintf(w, "# TYPE genomlys_database_up gauge\ngenomlys_database_up %d\n", ok)
		if ok == 1 {
			fmt.Fprintf(w, "# TYPE genomlys_ledger_entries gauge\ngenomlys_ledger_entries %d\n", size)
		}
		m.write(w)
	})
	return mux
}

// serveMetrics answers on a port of its own until the context ends.
func (h *House) serveMetrics(ctx context.Context, addr string, m *metrics, log *slog.Logger, ready func(base string)) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fault.Wrap(fault.ReadOnly, "address-taken", fmt.Errorf("listen on %s: %w", addr, err))
	}
	srv := &http.Server{Handler: h.page(m), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	go func() {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Warn("metrics", "error", err)
		}
	}()
	context.AfterFunc(ctx, func() { _ = srv.Close() }) // nothing is lost: it only tells
	if ready != nil {
		ready("http://" + l.Addr().String() + "/metrics")
	}
	return nil
}
