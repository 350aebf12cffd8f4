package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"time"
)

// visitor is somebody signed in at the product's pages.
type visitor struct {
	s      *server
	client *http.Client
}

// signedIn comes in by a one-time link, as a new person does.
func (b *bench) signedIn(s *server) (*visitor, error) {
	c, err := b.command("--db", b.city, "--quiet", "signin-link", "--user", "bench@example.org", "--base", s.base)
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	v := &visitor{s: s, client: &http.Client{Jar: jar, Timeout: 60 * time.Second}}
	res, err := v.client.PostForm(strings.TrimSpace(string(c.out)), url.Values{})
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("signing in answers %d", res.StatusCode)
	}
	return v, nil
}

// page reads a page, not compressed: what is measured is the making of it.
func (v *visitor) page(ctx context.Context, path, holds string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", v.s.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "identity")
	res, err := v.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || !strings.Contains(string(body), holds)) {
		err = fmt.Errorf("%s answers %d without %q", path, res.StatusCode, holds)
	}
	return err
}

// pages measures what is seen in a browser: a list against the floor's page of
// the same objects, the first page, and the search.
func (b *bench) pages() error {
	x, err := b.pair()
	if err != nil {
		return err
	}
	defer x.p.stop()
	defer x.f.stop()
	v, err := b.signedIn(x.p)
	if err != nil {
		return err
	}
	const list = "/objects?filter=kind%3Dservice&sort=title"
	if _, err := x.against("HTML of a list page of 50", 60, 2.5, 1.5, func(int) error { return v.page(b.ctx, list, "OBJ-") },
		func(int) error {
			return x.f.ask("GET", "/html?page_size=50&order_by=title&field=kind&value=service", nil, nil, nil)
		}); err != nil {
		return err
	}
	if err := b.paced("list page of 50, p95", 40, 100, 50, func(int) error { return v.page(b.ctx, list, "OBJ-") }); err != nil {
		return err
	}
	words := []string{"skola", "OBJ-01", "beslut", "ärende", "schema", "tillsyn", "ekonomi", "system"}
	if err := b.paced("search of the palette, p95", 80, 50, 25, func(i int) error {
		return v.page(b.ctx, "/kommando?q="+url.QueryEscape(words[i%len(words)]), "<")
	}); err != nil {
		return err
	}
	if err := b.paced("first page, warm, p95", 20, 100, 50, func(int) error { return v.page(b.ctx, "/", "<main") }); err != nil {
		return err
	}
	err = b.paced("first page after a change, p95", 10, 0, 0, func(int) error { return v.page(b.ctx, "/", "<main") }, func(i int) error { return x.touch(x.p, i) })
	b.rows[len(b.rows)-1].aside = err == nil // the promise is of a page that has been seen before
	return err
}

// paced adds a row for the time, in ms, within which 95 of 100 are answered;
// before is done ahead of each and not counted.
func (b *bench) paced(what string, n int, goal, aim float64, one func(i int) error, before ...func(i int) error) error {
	took := make([]float64, n)
	for i := range n + 1 {
		for _, f := range before {
			if err := f(i); err != nil {
				return err
			}
		}
		begun := time.Now()
		if err := one(i); err != nil {
			return err
		}
		if i > 0 { // the first warms
			took[i-1] = time.Since(begun).Seconds() * 1000
		}
	}
	slices.Sort(took)
	p95 := took[min(n-1, n*95/100)]
	b.rows = append(b.rows, row{what: what, product: fmt.Sprintf("median %.1f ms", took[n/2]), value: p95, goal: goal, aim: aim, unit: " ms"})
	return nil
}
