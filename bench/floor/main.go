// Command floor is what the product is measured against: the least that a
// server of objects can do. One table in SQLite by the same driver with the
// same durability, JSON over net/http, one fixed token; no history, no scope,
// no ledger, no rules. It is written as one would write it who needs no more.
package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	path := flag.String("db", "floor.db", "database file")
	addr := flag.String("addr", "127.0.0.1:8091", "address to listen on")
	load := flag.String("load", "", "objects to load first, one JSON object a line")
	token := flag.String("token", "", "token that callers give")
	flag.Parse()
	if err := run(*path, *addr, *load, *token); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path, addr, load, token string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	t, err := open(ctx, path)
	if err != nil {
		return err
	}
	defer t.close()
	if load != "" {
		if err := t.load(ctx, load); err != nil {
			return err
		}
	}
	s := &http.Server{Addr: addr, Handler: routes(t, token), ReadHeaderTimeout: 5 * time.Second}
	done := make(chan error, 1)
	go func() { done <- s.ListenAndServe() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return s.Shutdown(context.Background())
	}
}

// errUnknown is answered as 404, errWrong as 422.
var errUnknown, errWrong = errors.New("no such object"), errors.New("not understood")

func routes(t *table, token string) http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, status int, fn func(r *http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+token)) != 1 {
				http.Error(w, "not signed in", http.StatusUnauthorized)
				return
			}
			v, err := fn(r)
			switch {
			case errors.Is(err, errUnknown):
				http.Error(w, err.Error(), http.StatusNotFound)
				return
			case errors.Is(err, errWrong):
				http.Error(w, err.Error(), http.StatusUnprocessableEntity)
				return
			case err != nil:
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			if p, ok := v.(shown); ok {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				if err := listed.Execute(w, p); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
				return
			}
			b, err := json.Marshal(v)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			w.Write(b)
		})
	}
	handle("GET /objects/{id}", http.StatusOK, func(r *http.Request) (any, error) { return t.get(r.Context(), r.PathValue("id")) })
	list := func(r *http.Request) (page, error) {
		q := r.URL.Query()
		size, err := strconv.Atoi(q.Get("page_size"))
		if err != nil || size < 1 || size > 500 {
			return page{}, fmt.Errorf("page_size: %w", errWrong)
		}
		return t.list(r.Context(), q.Get("order_by"), q.Get("field"), q.Get("value"), q.Get("after"), size)
	}
	handle("GET /objects", http.StatusOK, func(r *http.Request) (any, error) { return list(r) })
	handle("GET /html", http.StatusOK, func(r *http.Request) (any, error) {
		p, err := list(r)
		return shown{Size: len(p.Items), Page: p}, err
	})
	handle("GET /count", http.StatusOK, func(r *http.Request) (any, error) { return t.count(r.Context(), r.URL.Query().Get("by")) })
	handle("POST /objects", http.StatusCreated, func(r *http.Request) (any, error) {
		var o object
		if err := decode(r, &o); err != nil {
			return nil, err
		}
		return t.create(r.Context(), o)
	})
	handle("PATCH /objects/{id}", http.StatusOK, func(r *http.Request) (any, error) {
		return t.update(r.Context(), r.PathValue("id"), func(o *object) error { return decode(r, o) })
	})
	return mux
}

func decode(r *http.Request, o *object) error {
	d := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20))
	d.DisallowUnknownFields()
	if err := d.Decode(o); err != nil {
		return fmt.Errorf("%w: %w", errWrong, err)
	}
	if strings.TrimSpace(o.Title) == "" || o.Kind == "" {
		return fmt.Errorf("title and kind are needed: %w", errWrong)
	}
	return nil
}
