// Package steps is the pages that lead through a piece of work step by step:
// classification, impact assessment, risk analysis, agreement and review of
// access. What each of them asks is data; one mechanism draws and saves them.
package steps

import (
	"net/http"

	"genomlys/internal/assess"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/rounds"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Steps is the part of the web that leads through work in steps.
type Steps struct {
	*web.Web
	judging assess.Deps
	rounds  rounds.Deps
}

// New makes it, and offers each work on the pages of the records it is on.
func New(w *web.Web, judging assess.Deps, reviews rounds.Deps) *Steps {
	s := &Steps{Web: w, judging: judging, rounds: reviews}
	for _, fl := range flows {
		w.Offer(fl.register, func(r *door.Request, rec *register.Record) []page.Link {
			return []page.Link{{Text: fl.offer.In(r.Lang), Href: web.Address(rec) + "/" + fl.verb}}
		})
	}
	w.Offer("object", func(r *door.Request, rec *register.Record) []page.Link {
		if r.Caller.ReadOnly || r.Caller.Create(w.Register("classification"), rec.Org, rec.ID) != nil {
			return nil
		}
		return []page.Link{{Text: lang.StepsClassify.In(r.Lang), Href: web.Address(rec) + "/klassa"}}
	})
	return s
}

// flow is one kind of work in steps: on which records, and what it asks.
type flow struct {
	register string
	verb     string
	offer    lang.Text
	lay      func(t *turn) (*work, error)
}

var flows = []*flow{
	{register: "classification", verb: "klassa", offer: lang.StepsClassOffer, lay: layClass},
	{register: "dpia", verb: "bedom", offer: lang.StepsDPIAOffer, lay: layDPIA},
	{register: "risk_analysis", verb: "analys", offer: lang.StepsRiskOffer, lay: layRisk},
	{register: "agreement", verb: "kontroll", offer: lang.StepsAgreementOffer, lay: layAgreement},
	{register: "access_review", verb: "granska", offer: lang.StepsAccessOffer, lay: layAccess},
}

// Routes are its rows in the route table.
func (s *Steps) Routes() []door.Route {
	out := []door.Route{
		{Method: "GET", Pattern: "/objects/{ref}/klassa", Need: door.SignedIn, Action: "create", Handle: s.begin},
		{Method: "POST", Pattern: "/objects/{ref}/klassa", Need: door.Writer, Action: "create", Handle: s.beginNow},
	}
	for _, fl := range flows {
		at := "/" + s.Register(fl.register).Collection + "/{ref}/" + fl.verb
		out = append(out,
			door.Route{Method: "GET", Pattern: at, Need: door.SignedIn, Action: "read", Handle: func(rw http.ResponseWriter, r *door.Request) error { return s.look(rw, r, fl) }},
			door.Route{Method: "POST", Pattern: at, Need: door.Writer, Action: "update", Handle: func(rw http.ResponseWriter, r *door.Request) error { return s.save(rw, r, fl) }})
	}
	return out
}

// turn is one visit to a step: who, on what, and what was typed.
type turn struct {
	*Steps
	r      *door.Request
	flow   *flow
	rec    *register.Record
	may    bool // the caller may change the record
	posted bool
	here   string // the step asked for
}

// turn begins a visit.
func (s *Steps) turn(r *door.Request, fl *flow) (*turn, error) {
	rec, err := s.One(r, s.Register(fl.register), r.PathValue("ref"))
	if err != nil {
		return nil, err
	}
	_, err = s.DB.Get(r.Context(), r.Caller.Write(rec.Register), rec.Register, string(rec.ID), noTime, 0)
	if err != nil && !fault.Is(err, fault.Unknown) {
		return nil, err
	}
	return &turn{Steps: s, r: r, flow: fl, rec: rec, may: err == nil && !r.Caller.ReadOnly, here: r.URL.Query().Get(stepName)}, nil
}

// address is that of a step of the work on a record.
func (t *turn) address(step string) string {
	return web.AddressOf(web.Address(t.rec)+"/"+t.flow.verb, []page.Pair{{Name: stepName, Value: step}})
}

const (
	stepName    = "steg"
	versionName = "_version"
	opName      = "_op" // the change of state that a button asks for
	confirmOp   = "_confirm"
)
