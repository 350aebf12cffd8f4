// Package taking is the pages on which a file is taken in: chosen, understood,
// tried, taken and taken back.
package taking

import (
	"net/http"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
	"genomlys/internal/intake/sheet"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web"
)

// Taking is the part of the web that takes files in.
type Taking struct {
	*web.Web
	jobs *jobs
}

// New makes it.
func New(w *web.Web) *Taking { return &Taking{w, newJobs()} }

// Routes are its rows in the route table.
func (t *Taking) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/ta-in", Need: door.SignedIn, Action: "import", Handle: t.choose},
		{Method: "POST", Pattern: "/ta-in", Need: door.Writer, Action: "import", Handle: t.keep, Limit: sheet.DefaultLimits().Input + 1<<20},
		{Method: "GET", Pattern: "/ta-in/{id}", Need: door.SignedIn, Action: "import", Handle: t.look},
		{Method: "POST", Pattern: "/ta-in/{id}/kolumner", Need: door.Writer, Action: "import", Handle: t.remap},
		{Method: "POST", Pattern: "/ta-in/{id}/ta", Need: door.Writer, Action: "import", Handle: t.take},
		{Method: "GET", Pattern: "/ta-in/{id}/kvitto", Need: door.SignedIn, Action: "import", Handle: t.receipt},
		{Method: "POST", Pattern: "/ta-in/{id}/angra", Need: door.Writer, Action: "undo", Handle: t.undo},
		{Method: "POST", Pattern: "/ta-in/{id}/avbryt", Need: door.Writer, Action: "import", Handle: t.cancel},
	}
}

// life is how long a file is kept between steps (security.md 5: not longer than
// it is needed).
const life = 2 * time.Hour

// said is what has been told of a file so far, kept with it.
type said struct {
	Name      string
	Register  string
	Profile   string            `json:",omitempty"`
	Org       string            `json:",omitempty"`
	Effective register.Date     `json:",omitempty"`
	Sheet     string            `json:",omitempty"`
	Map       map[string]string `json:",omitempty"`

	// What became of it.
	Rows   intake.Rows `json:",omitzero"`
	Set    string      `json:",omitempty"` // change set; empty when nothing needed to be written
	At     time.Time   `json:",omitzero"`  // when it was taken; zero = not yet
	Undone bool        `json:",omitempty"`
	Why    string      `json:",omitempty"` // it could not be undone
}

func (s said) taken() bool { return !s.At.IsZero() }

// request is what the rows are to be brought in by; the same for a try as for
// taking, so that what is shown is what is done.
func (t *Taking) request(r *door.Request, s said, data []byte) (intake.Request, error) {
	q := intake.Request{Caller: r.Caller, Org: s.Org, Effective: s.Effective, Sheet: s.Sheet, Map: s.Map, Lang: r.Lang, Now: r.Now,
		File: intake.File{Name: s.Name, Reader: strings.NewReader(string(data)), Size: int64(len(data))}}
	reg, ok := t.DB.Catalogue.Get(s.Register)
	if !ok {
		return q, fault.New(fault.Unknown, "no-such-register", s.Register)
	}
	q.Register = reg
	if s.Profile != "" {
		p, err := intake.Shipped(s.Profile, t.DB.Catalogue)
		if err != nil {
			return q, err
		}
		q.Profile = p
	}
	return q, nil
}

// why says an error that is the file's or the caller's; empty for what is
// neither.
func why(l lang.Lang, err error) string {
	f := asFault(err)
	if f == nil {
		return ""
	}
	if len(f.Problems) > 0 {
		return lang.Problem(l, f.Problems[0], f.Problems[0].Field)
	}
	return lang.Fault(l, f)
}

// status is the answer's when a file cannot be read or taken.
func status(err error) int {
	if f := asFault(err); f != nil && f.Kind == fault.Denied {
		return http.StatusForbidden
	}
	return http.StatusUnprocessableEntity
}
