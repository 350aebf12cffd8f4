// Package door is what web and API have in common: one table of routes with
// the rule of each, and how a request is identified, bounded and answered.
package door

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Need is what a route asks of who calls.
type Need int

// The needs, from least to most.
const (
	Anyone   Need = iota // no sign-in: health, sign-in page, assets
	SignedIn             // a session or a token; what is seen follows the caller's scope
	Writer               // the same, and a token must have the scope write
)

// Route is one row of the table: the mux is built from it alone, so a route
// without a rule does not exist.
type Route struct {
	Method  string
	Pattern string
	Need    Need
	Action  string // read, create, update, decide, … for the printed matrix
	Fresh   bool   // a sensitive act: who has not signed in lately is asked to do it again
	Handle  func(w http.ResponseWriter, r *Request) error
	Limit   int64 // of the body, in bytes, where files are taken; 0 = the standard
}

// Request is a request with who made it.
type Request struct {
	*http.Request
	Caller  access.Caller
	Lang    lang.Lang
	Session store.Session
	Now     time.Time
	ID      string // of the request, shown to the user when something fails
	ByToken bool
}

// Under gives the same request under another context, made of its own.
func (r *Request) Under(ctx context.Context) *Request {
	c := *r
	c.Request = r.Request.WithContext(ctx)
	return &c
}

// Deps are what a door needs of the house.
type Deps struct {
	DB     *store.DB
	Access *access.Access
	Now    func() time.Time
	Log    *slog.Logger
	Secure bool          // served over TLS, by us or by a proxy that is configured
	Idle   time.Duration // a session not used for so long has ended; 0 = it lasts until it expires
	Fresh  time.Duration // how lately one must have signed in for a sensitive act; 0 = whenever
	// Usual is the language of a signed-in person who has not chosen one; nil is
	// the one that the browser asks for.
	Usual func(ctx context.Context, c access.Caller, now time.Time) (lang.Lang, bool)
	// Fail shows an error: problem+json under /api, a page elsewhere.
	Fail func(w http.ResponseWriter, r *Request, err error)

	turns *turns
}

// CookieName is the session cookie; over TLS it carries the __Host- prefix.
func CookieName(secure bool) string {
	if secure {
		return "__Host-genomlys"
	}
	return "genomlys"
}

const maxBody = 1 << 20

// Mux builds the handler of all routes. limits raises the body limit by route
// pattern (uploads).
func Mux(d Deps, routes []Route, limits map[string]int64) http.Handler {
	mux := http.NewServeMux()
	d.turns = &turns{of: map[register.ID]*line{}}
	for _, rt := range routes {
		limit := int64(maxBody)
		if rt.Limit > 0 {
			limit = rt.Limit
		}
		if l, ok := limits[rt.Pattern]; ok {
			limit = l
		}
		mux.Handle(rt.Method+" "+rt.Pattern, d.handler(rt, limit))
	}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.Fail(w, d.request(r), fault.New(fault.Denied, "cross-site"))
	}))
	inner := guard.Handler(mux)
	whole := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers(w.Header(), d.Secure)
		if _, pattern := mux.Handler(r); pattern == "" {
			req := d.request(r)
			d.identify(req) // so that the page around the message is the caller's own
			kind, code := fault.Unknown, "no-such-page"
			if allowed := methods(mux, r); len(allowed) > 0 {
				for _, m := range allowed {
					w.Header().Add("Allow", m)
				}
				kind, code = fault.Malformed, "method-not-allowed"
			}
			d.Fail(w, req, fault.New(kind, code))
			return
		}
		inner.ServeHTTP(w, r)
	})
	small, err := compress(whole)
	if err != nil {
		panic(err) // options of ours that contradict each other
	}
	return small
}

func methods(mux *http.ServeMux, r *http.Request) []string {
	var out []string
	for _, m := range []string{"GET", "POST", "PATCH", "PUT", "DELETE"} {
		c := r.Clone(r.Context())
		c.Method = m
		if _, p := mux.Handler(c); p != "" && m != r.Method {
			out = append(out, m)
		}
	}
	return out
}

// headers are on every answer, whatever its status (security.md V3.4).
func headers(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types genomlys")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "no-store")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

func (d Deps) request(r *http.Request) *Request {
	now := d.Now()
	l := lang.Parse(r.Header.Get("Accept-Language"))
	if c, err := r.Cookie("lang"); err == nil {
		l = lang.Parse(c.Value)
	}
	return &Request{Request: r, Lang: l, Now: now, ID: string(register.NewID(now))}
}

func (d Deps) handler(rt Route, limit int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			r = r.WithContext(store.Moment(r.Context()))
		}
		req := d.request(r)
		defer func() {
			if x := recover(); x != nil {
				if x == http.ErrAbortHandler {
					panic(x)
				}
				d.Log.Error("panic", "request", req.ID, "route", rt.Pattern, "what", x)
				d.Fail(w, req, errors.New("panic"))
			}
		}()
		// What cannot be read is left out by URL.Query: a filter that is left out
		// answers with everything.
		if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
			d.Fail(w, req, fault.New(fault.Malformed, "query-unreadable"))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if rt.Need != Anyone || r.Header.Get("Authorization") != "" || hasCookie(r, d.Secure) {
			if err := d.identify(req); err != nil && rt.Need != Anyone {
				d.Fail(w, req, err)
				return
			}
		}
		if rt.Need == Writer && req.Caller.ReadOnly {
			d.Fail(w, req, fault.New(fault.Denied, "read-only-token"))
			return
		}
		if rt.Fresh && d.Fresh > 0 && !req.ByToken && req.Now.Sub(req.Session.Made) > d.Fresh {
			d.Fail(w, req, ErrAgain)
			return
		}
		if rt.Need != Anyone && req.Caller.Person != "" {
			end, err := d.turns.take(r.Context(), req.Caller.Person, func() <-chan time.Time { return time.After(inTurn) })
			if err != nil {
				d.Fail(w, req, err)
				return
			}
			defer end()
		}
		if err := rt.Handle(w, req); err != nil {
			d.Fail(w, req, err)
		}
	})
}

func hasCookie(r *http.Request, secure bool) bool {
	_, err := r.Cookie(CookieName(secure))
	return err == nil
}

// ErrSignIn tells that the caller must sign in.
var ErrSignIn = fault.New(fault.Denied, "sign-in")

// ErrAgain tells that the caller must sign in once more before a sensitive act.
var ErrAgain = fault.New(fault.Denied, "sign-in-again")

// seenEvery is how often it is noted that a session is in use.
const seenEvery = time.Minute

// identify finds who calls, by token or session.
func (d Deps) identify(req *Request) error {
	kind, secret := "session", ""
	if a := req.Header.Get("Authorization"); a != "" {
		const bearer = "Bearer "
		if len(a) < len(bearer) || a[:len(bearer)] != bearer {
			return ErrSignIn
		}
		kind, secret = "token", a[len(bearer):]
	} else if c, err := req.Cookie(CookieName(d.Secure)); err == nil {
		secret = c.Value
	}
	if secret == "" {
		return ErrSignIn
	}
	s, err := d.DB.GetSession(req.Context(), kind, secret, req.Now)
	if fault.Is(err, fault.Unknown) {
		return ErrSignIn
	}
	if err != nil {
		return err
	}
	unused := req.Now.Sub(s.Seen)
	if kind == "session" && d.Idle > 0 && unused > d.Idle {
		return ErrSignIn
	}
	c, err := d.Access.Person(req.Context(), register.ID(s.Person), req.Now)
	if fault.Is(err, fault.Unknown) {
		return ErrSignIn
	}
	if err != nil {
		return err
	}
	if unused >= seenEvery {
		// Reading goes on where nothing can be written.
		if err := d.DB.Seen(req.Context(), s.Hash, req.Now); err != nil {
			d.Log.Warn("session not noted as used", "request", req.ID, "error", err)
		}
	}
	c.ReadOnly = s.Scope == "read"
	if _, err := req.Cookie("lang"); kind == "session" && d.Usual != nil && err != nil {
		if l, ok := d.Usual(req.Context(), c, req.Now); ok {
			req.Lang = l
		}
	}
	c.Lang = req.Lang
	req.Caller, req.Session, req.ByToken = c, s, kind == "token"
	return nil
}

// Status is the HTTP status of an error.
func Status(err error) int {
	if errors.Is(err, ErrSignIn) {
		return http.StatusUnauthorized
	}
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return http.StatusRequestEntityTooLarge
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		if errors.Is(err, context.Canceled) {
			return 499
		}
		return http.StatusInternalServerError
	}
	switch f.Kind {
	case fault.Malformed:
		switch f.Code {
		case "method-not-allowed":
			return http.StatusMethodNotAllowed
		case "media-type":
			return http.StatusUnsupportedMediaType
		}
		return http.StatusBadRequest
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unknown:
		return http.StatusNotFound
	case fault.Denied:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.Stale:
		return http.StatusPreconditionFailed
	case fault.Required:
		return http.StatusPreconditionRequired
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Busy, fault.ReadOnly:
		return http.StatusServiceUnavailable
	case fault.Full:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// At gives the request's time: all that one request does happens at one instant.
func (r *Request) At() time.Time { return r.Now }
