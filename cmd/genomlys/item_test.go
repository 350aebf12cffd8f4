package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The tests TestItemNN walk one kind of the office's work each, through the
// binary as it is delivered, on a copy of the example office. This file is what
// they have in common.

// built is the binary and the example office, made once for all tests.
var built struct {
	once     sync.Once
	dir      string
	bin, db  string
	err      error
	messages string
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

func build(t *testing.T) {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "genomlys-items"); built.err != nil {
			return
		}
		built.bin, built.db = filepath.Join(built.dir, "genomlys"), filepath.Join(built.dir, "example.db")
		for _, c := range []*exec.Cmd{
			exec.Command("go", "build", "-o", built.bin, "."),
			exec.Command(built.bin, "--db", built.db, "--quiet", "demo", "--no-serve", "--out", filepath.Join(built.dir, "out")),
		} {
			out, err := c.CombinedOutput()
			if err != nil {
				built.err, built.messages = err, string(out)
				return
			}
		}
	})
	if built.err != nil {
		t.Fatalf("%v: %s", built.err, built.messages)
	}
}

// world is a copy of the example office, served by the binary.
type world struct {
	t      *testing.T
	dir    string
	db     string
	base   string
	tokens map[string]string
	people map[string]string // identities of those made here
}

// newWorld serves a copy of the example office for a test.
func newWorld(t *testing.T) *world {
	t.Helper()
	build(t)
	o := &world{t: t, dir: t.TempDir(), tokens: map[string]string{}, people: map[string]string{}}
	o.db = filepath.Join(o.dir, "office.db")
	for _, end := range []string{"", ".key", "-wal"} {
		if b, err := os.ReadFile(built.db + end); err == nil {
			if err := os.WriteFile(o.db+end, b, 0o600); err != nil {
				t.Fatal(err)
			}
		} else if end == "" {
			t.Fatal(err)
		}
	}
	o.serve("serve", "--addr", "127.0.0.1:0")
	return o
}

// serve runs the server until the test ends and finds its address.
func (o *world) serve(args ...string) {
	o.t.Helper()
	ctx, cancel := context.WithCancel(o.t.Context())
	c := exec.CommandContext(ctx, built.bin, append([]string{"--db", o.db, "--lang", "en"}, args...)...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	errs, err := c.StderrPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		o.t.Fatal(err)
	}
	told := make(chan string, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(told)
		lines, said := bufio.NewScanner(errs), false
		for lines.Scan() {
			if _, base, ok := strings.Cut(lines.Text(), "Genomlys answers at "); ok && !said {
				told <- strings.TrimSpace(base)
				said = true
			} else if !said {
				o.t.Log(lines.Text())
			}
		}
	}()
	o.t.Cleanup(func() {
		cancel()
		<-done
		_ = c.Wait() // it was interrupted
	})
	o.base = <-told
	if o.base == "" {
		o.t.Fatal("the server did not start")
	}
}

// cli runs a command on the office's database and gives what it printed.
func (o *world) cli(want int, args ...string) (out, errs string) {
	o.t.Helper()
	var a, b bytes.Buffer
	c := exec.Command(built.bin, append([]string{"--db", o.db, "--lang", "en"}, args...)...)
	c.Stdout, c.Stderr = &a, &b
	err := c.Run()
	if c.ProcessState == nil {
		o.t.Fatal(err)
	}
	if got := c.ProcessState.ExitCode(); got != want {
		o.t.Fatalf("genomlys %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, want, a.String(), b.String())
	}
	return a.String(), b.String()
}

// value runs a command that prints JSON.
func (o *world) value(args ...string) any {
	o.t.Helper()
	out, _ := o.cli(0, append([]string{"--json"}, args...)...)
	var v any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		o.t.Fatalf("genomlys %s: %v: %.300s", strings.Join(args, " "), err, out)
	}
	return v
}

// person makes somebody who holds a function and gives the word by which the
// calls name them. object, when given, is the one the function is held for.
func (o *world) person(function, org string, object ...string) string {
	o.t.Helper()
	who := fmt.Sprintf("%s%d@%s.example", strings.ReplaceAll(function, "_", "."), len(o.tokens), strings.ToLower(org))
	args := []string{"user", "create", "--name", function + " " + org, "--email", who, "--function", function, "--org", org}
	if len(object) > 0 {
		args = append(args, "--object", object[0])
	}
	o.people[who] = o.value(args...).(map[string]any)["id"].(string)
	tok, _ := o.cli(0, "token", "create", "--user", who, "--scope", "write")
	o.tokens[who] = strings.TrimSpace(tok)
	return who
}

// sign lets somebody who is there already call the API.
func (o *world) sign(email string) string {
	o.t.Helper()
	tok, _ := o.cli(0, "token", "create", "--user", email, "--scope", "write")
	o.tokens[email] = strings.TrimSpace(tok)
	return email
}

// function gives the function that somebody made by person holds.
func (o *world) function(who string) string {
	o.t.Helper()
	return o.one(who, "role-assignments", `person = "`+o.people[who]+`"`)["id"].(string)
}

// reply is an answer of the API.
type reply struct {
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

// code tells whether a refusal names a rule.
func (r reply) code(code string) bool { return bytes.Contains(r.raw, []byte(`"code":"`+code+`"`)) }

// call makes a call as somebody. body is made JSON; nil sends none.
func (o *world) call(who, method, path string, body any, headers ...string) reply {
	o.t.Helper()
	var in io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			o.t.Fatal(err)
		}
		in = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.base+path, in)
	if err != nil {
		o.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept-Language", "en")
	if who != "" {
		if o.tokens[who] == "" {
			o.t.Fatalf("%s has no token", who)
		}
		req.Header.Set("Authorization", "Bearer "+o.tokens[who])
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	r := reply{status: res.StatusCode, header: res.Header}
	if r.raw, err = io.ReadAll(res.Body); err != nil {
		o.t.Fatal(err)
	}
	if strings.Contains(res.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(r.raw, &r.body); err != nil {
			o.t.Fatalf("%s %s: %v: %.300s", method, path, err, r.raw)
		}
	}
	return r
}

// do makes a call that must go well.
func (o *world) do(who, method, path string, body any, headers ...string) map[string]any {
	o.t.Helper()
	r := o.call(who, method, path, body, headers...)
	if r.status < 200 || r.status > 299 {
		o.t.Fatalf("%s %s as %s: %d %s", method, path, who, r.status, r.raw)
	}
	return r.body
}

// refused makes a call that must be refused by a rule, with words that say what
// to do.
func (o *world) refused(who, method, path string, body any, code string, headers ...string) reply {
	o.t.Helper()
	r := o.call(who, method, path, body, headers...)
	if r.status < 400 || r.status > 499 || !r.code(code) {
		o.t.Fatalf("%s %s as %s: %d, want a refusal by %s: %s", method, path, who, r.status, code, r.raw)
	}
	if bytes.Contains(r.raw, []byte(`"message":"`+code+`"`)) || bytes.Contains(r.raw, []byte(`"message":""`)) {
		o.t.Errorf("%s has no words: %s", code, r.raw)
	}
	return r
}

// get gives one record.
func (o *world) get(who, collection, id string) map[string]any {
	o.t.Helper()
	return o.do(who, "GET", "/api/v1/"+collection+"/"+id, nil)
}

// list gives the records that answer a filter, at most 500.
func (o *world) list(who, collection, filter string) (out []map[string]any) {
	o.t.Helper()
	for _, x := range o.do(who, "GET", "/api/v1/"+collection+"?page_size=500&filter="+url.QueryEscape(filter), nil)["items"].([]any) {
		out = append(out, x.(map[string]any))
	}
	return out
}

// one gives the first record that answers a filter.
func (o *world) one(who, collection, filter string) map[string]any {
	o.t.Helper()
	all := o.list(who, collection, filter)
	if len(all) == 0 {
		o.t.Fatalf("no %s answers %s", collection, filter)
	}
	return all[0]
}

// create makes a record.
func (o *world) create(who, collection string, fields map[string]any) map[string]any {
	o.t.Helper()
	return o.do(who, "POST", "/api/v1/"+collection, fields)
}

// change changes a record from its latest version.
func (o *world) change(who, collection, id string, fields map[string]any) map[string]any {
	o.t.Helper()
	v := o.get(who, collection, id)["version"]
	return o.do(who, "PATCH", "/api/v1/"+collection+"/"+id, fields, "If-Match", fmt.Sprintf(`"%v"`, v))
}

// step takes a record a step further.
func (o *world) step(who, collection, id, action string, fields map[string]any) map[string]any {
	o.t.Helper()
	if fields == nil {
		fields = map[string]any{}
	}
	return o.do(who, "POST", "/api/v1/"+collection+"/"+id+":"+action, fields)
}

// text gives a text out of a record in Swedish as HTML, and holds that it can
// be had as paper and for Word.
func (o *world) text(who, collection, id, name string) string {
	o.t.Helper()
	path := "/api/v1/" + collection + "/" + id + "/texts/" + name + "?lang=sv&format="
	for format, begins := range map[string]string{"pdf": "%PDF-", "docx": "PK"} {
		if r := o.call(who, "GET", path+format, nil); r.status != 200 || !bytes.HasPrefix(r.raw, []byte(begins)) {
			o.t.Fatalf("%s%s: %d %.300s", path, format, r.status, r.raw)
		}
	}
	r := o.call(who, "GET", path+"html", nil)
	if r.status != 200 {
		o.t.Fatalf("%shtml: %d %s", path, r.status, r.raw)
	}
	return string(r.raw)
}

// holds tells what a text lacks of what it should say.
func (o *world) holds(text string, parts ...string) {
	o.t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			o.t.Errorf("the text does not say %q: %.2000s", p, text)
		}
	}
}

// str gives a field of a record as text.
func str(rec map[string]any, field string) string {
	s, _ := rec[field].(string)
	return s
}

// items gives the list that an answer holds under a name.
func items(v any, name string) (out []map[string]any) {
	if m, ok := v.(map[string]any); ok {
		v = m[name]
	}
	all, _ := v.([]any)
	for _, x := range all {
		if m, ok := x.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// here is the time as the server has it: days are Swedish ones.
func here() time.Time {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return time.Now()
	}
	return time.Now().In(zone)
}

// today is the civil day that the server has.
func today() string { return here().Format(time.DateOnly) }

type f = map[string]any

// report answers a report as somebody.
func (o *world) report(who, name, query string) map[string]any {
	o.t.Helper()
	return o.do(who, "GET", "/api/v1/reports/"+name+"?"+query, nil)
}

// match is what If-Match says of a record.
func match(rec map[string]any) string { return fmt.Sprintf(`"%v"`, rec["version"]) }
