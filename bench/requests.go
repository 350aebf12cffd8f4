package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// fill makes the city, unless it is there since before.
func (b *bench) fill(objects int) error {
	b.city = filepath.Join(b.dir, fmt.Sprintf("city-%d.db", objects))
	if _, err := os.Stat(b.city); err == nil {
		return nil
	}
	c, err := b.command("--db", b.city, "city", "--orgs", "40", "--objects", fmt.Sprint(objects), "--seed", "1")
	if err != nil {
		os.Remove(b.city)
		return err
	}
	fmt.Fprintf(os.Stderr, "city of %d objects in %.1f s, %.0f MB\n", objects, c.wall.Seconds(), c.peak)
	_, err = b.command("--db", b.city, "--quiet", "user", "create", "--name", "Bänk Mätare", "--email", "bench@example.org", "--function", "isam", "--org", "ÄS")
	return err
}

// newToken gives the user of the bench a way in.
func (b *bench) newToken() (string, error) {
	c, err := b.command("--db", b.city, "--quiet", "token", "create", "--user", "bench@example.org", "--scope", "write")
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(c.out)), nil
}

func (b *bench) product() (*server, error) {
	token, err := b.newToken()
	if err != nil {
		return nil, err
	}
	return start(b.ctx, "/api/v1/objects?page_size=1", token, b.bin, "--db", b.city, "--quiet", "serve")
}

type listed struct {
	Items []map[string]any `json:"items"`
	Next  string           `json:"next_page_token"`
}

// pair is the two servers with the same objects.
type pair struct {
	b        *bench
	p, f     *server
	ids      []string
	versions map[string]string
	last     string // page tokens of the last page, each server's own
	lastF    string
}

// pair starts both servers with the same objects.
func (b *bench) pair() (*pair, error) {
	p, err := b.product()
	if err != nil {
		return nil, err
	}
	x := &pair{b: b, p: p, versions: map[string]string{}}
	file := filepath.Join(b.dir, "objects.jsonl")
	if err := x.copyObjects(file); err != nil {
		p.stop()
		return nil, err
	}
	os.Remove(filepath.Join(b.dir, "floor.db"))
	if x.f, err = start(b.ctx, "/objects?page_size=1&order_by=title", "bench", b.floor, "--db", filepath.Join(b.dir, "floor.db"), "--load", file, "--token", "bench"); err != nil {
		p.stop()
		return nil, err
	}
	return x, nil
}

// requests measures what a request costs, product and floor in turn.
func (b *bench) requests() error {
	x, err := b.pair()
	if err != nil {
		return err
	}
	defer x.p.stop()
	defer x.f.stop()
	if err := x.lastPages(); err != nil {
		return err
	}
	return x.measure()
}

// copyObjects writes every object of the product to a file for the floor.
func (x *pair) copyObjects(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	enc := json.NewEncoder(f)
	token := ""
	for {
		var page listed
		if err := x.p.ask("GET", "/api/v1/objects?page_size=500&page_token="+url.QueryEscape(token), nil, &page, nil); err != nil {
			return err
		}
		for _, o := range page.Items {
			id := o["id"].(string)
			x.ids = append(x.ids, id)
			if err := enc.Encode(o); err != nil {
				return err
			}
		}
		if token = page.Next; token == "" {
			return f.Close()
		}
	}
}

const (
	pageProduct = "/api/v1/objects?page_size=50&order_by=title&filter=kind%3Dservice"
	pageFloor   = "/objects?page_size=50&order_by=title&field=kind&value=service"
)

// lastPages walks both lists to their ends.
func (x *pair) lastPages() error {
	walk := func(s *server, path, param string) (string, error) {
		token := ""
		for {
			var page listed
			if err := s.ask("GET", path+"&"+param+"="+url.QueryEscape(token), nil, &page, nil); err != nil {
				return "", err
			}
			if page.Next == "" {
				return token, nil
			}
			token = page.Next
		}
	}
	var err error
	if x.last, err = walk(x.p, "/api/v1/objects?page_size=50&order_by=title", "page_token"); err != nil {
		return err
	}
	x.lastF, err = walk(x.f, "/objects?page_size=50&order_by=title", "after")
	return err
}

// spent runs n requests and gives the CPU time of each, and what a clock says.
func spent(s *server, n int, one func(i int) error) (cpu, wall float64, err error) {
	before, err := s.cpu()
	if err != nil {
		return 0, 0, err
	}
	begun := time.Now()
	for i := range n {
		if err := one(i); err != nil {
			return 0, 0, err
		}
	}
	took := time.Since(begun)
	after, err := s.cpu()
	return (after - before).Seconds() * 1000 / float64(n), took.Seconds() * 1000 / float64(n), err
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// against measures one thing on both, in turn, and adds its row.
func (x *pair) against(what string, n int, goal, aim float64, product, floor func(i int) error) (float64, error) {
	var ratio, pc, fc, pw, fw []float64
	warm := max(1, n/10)
	if _, _, err := spent(x.p, warm, product); err != nil {
		return 0, err
	}
	if _, _, err := spent(x.f, warm, floor); err != nil {
		return 0, err
	}
	for range x.b.rounds {
		p, w, err := spent(x.p, n, product)
		if err != nil {
			return 0, err
		}
		f, v, err := spent(x.f, n, floor)
		if err != nil {
			return 0, err
		}
		pc, fc, pw, fw = append(pc, p), append(fc, f), append(pw, w), append(fw, v)
		ratio = append(ratio, p/max(f, 0.001))
	}
	x.b.rows = append(x.b.rows, row{what: what, product: fmt.Sprintf("%.3f ms (%.2f)", median(pc), median(pw)), floor: fmt.Sprintf("%.3f ms (%.2f)", median(fc), median(fw)),
		value: median(ratio), goal: goal, aim: aim, unit: "×"})
	return median(pc), nil
}

func (x *pair) measure() error {
	p, f := x.p, x.f
	get := func(s *server, path string) func(int) error {
		return func(int) error { return s.ask("GET", path, nil, nil, nil) }
	}
	id := func(i int) string { return x.ids[(i*7919)%len(x.ids)] }
	if _, err := x.against("get", 2000, 4, 2, func(i int) error { return p.ask("GET", "/api/v1/objects/"+id(i), nil, nil, nil) }, func(i int) error { return f.ask("GET", "/objects/"+id(i), nil, nil, nil) }); err != nil {
		return err
	}
	if _, err := x.against("list of 50, sorted and filtered", 300, 3, 1.5, get(p, pageProduct), get(f, pageFloor)); err != nil {
		return err
	}
	first, err := x.against("list of 50, first page", 300, 3, 1.5, get(p, "/api/v1/objects?page_size=50&order_by=title"), get(f, "/objects?page_size=50&order_by=title"))
	if err != nil {
		return err
	}
	last, err := x.against("list of 50, last page", 300, 3, 1.5, get(p, "/api/v1/objects?page_size=50&order_by=title&page_token="+url.QueryEscape(x.last)), get(f, "/objects?page_size=50&order_by=title&after="+url.QueryEscape(x.lastF)))
	if err != nil {
		return err
	}
	x.b.rows = append(x.b.rows, row{what: "last page ÷ first", product: fmt.Sprintf("%.3f ÷ %.3f ms", last, first), value: last / first, goal: 1.5, aim: 1, unit: "×"})
	if _, err := x.against("count per field", 1000, 1, 0.2, get(p, "/api/v1/objects:count?group_by=kind"), get(f, "/count?by=kind")); err != nil {
		return err
	}
	if err := x.writes(); err != nil {
		return err
	}
	touched := 0
	_, err = x.against("change and count per field anew", 60, 0, 0,
		func(i int) error {
			touched++
			if err := x.touch(p, touched); err != nil {
				return err
			}
			return p.ask("GET", "/api/v1/objects:count?group_by=kind", nil, nil, nil)
		}, func(i int) error {
			if err := f.ask("PATCH", "/objects/"+id(i), map[string]any{"description": fmt.Sprint("Ändrad ", i)}, nil, nil); err != nil {
				return err
			}
			return f.ask("GET", "/count?by=kind", nil, nil, nil)
		})
	x.b.rows[len(x.b.rows)-1].aside = true
	return err
}

// fresh is a new object as both are given it.
func fresh(i int) map[string]any {
	return map[string]any{"title": fmt.Sprintf("Mätobjekt %d", i), "kind": "business_system", "reach": "local", "status": "planned", "description": "Gjort av mätningen.", "area": "Mätning", "stores_business_data": "yes",
		"hosting_country": "SE", "operation_form": "own", "ext_id": fmt.Sprintf("M-%d", i), "registered_on": "2024-01-31", "go_live": "2024-02-01", "users_approx": 40, "mtd_h": 24, "rto_h": 8}
}

func (x *pair) writes() error {
	serial := 0
	next := func() int { serial++; return serial }
	if _, err := x.against("create", 150, 2.5, 1.5,
		func(int) error { return x.p.ask("POST", "/api/v1/objects", fresh(next()), nil, nil) },
		func(int) error { return x.f.ask("POST", "/objects", fresh(next()), nil, nil) }); err != nil {
		return err
	}
	// The versions of what is changed are known beforehand, as they are to
	// whoever has the record on the screen.
	for i := range few {
		if err := x.touch(x.p, i); err != nil {
			return err
		}
	}
	n := 0
	_, err := x.against("update", 150, 2.5, 1.5,
		func(int) error { n++; return x.touch(x.p, n) },
		func(i int) error {
			n++
			return x.f.ask("PATCH", "/objects/"+x.ids[(n%few)*31%len(x.ids)], map[string]any{"description": fmt.Sprint("Ändrad ", n)}, nil, nil)
		})
	return err
}

// few is how many records the changes go round among.
const few = 100

// touch changes an object of the product at the version it has; what the
// version is comes with the answer to the change before.
func (x *pair) touch(p *server, n int) error {
	id := x.ids[(n%few)*31%len(x.ids)]
	version := x.versions[id]
	if version == "" {
		var o struct {
			Version json.Number `json:"version"`
		}
		if err := p.ask("GET", "/api/v1/objects/"+id, nil, &o, nil); err != nil {
			return err
		}
		version = o.Version.String()
	}
	var o struct {
		Version json.Number `json:"version"`
	}
	if err := p.ask("PATCH", "/api/v1/objects/"+id, map[string]any{"description": fmt.Sprint("Ändrad ", n, " ", version)}, &o, map[string]string{"If-Match": `"` + version + `"`}); err != nil {
		return err
	}
	x.versions[id] = o.Version.String()
	return nil
}
