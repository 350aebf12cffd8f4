package registers

import "genomlys/internal/register"

// Action is something that somebody is to have done by a day.
type Action struct {
	register.Common
	Status       string // domain.md: state
	Plan         register.ID
	OriginKind   string
	Origin       register.ID
	Object       register.ID
	Owner        register.ID
	Description  string
	RegisteredOn register.Date
	Due          register.Date
	StartedOn    register.Date
	DoneOn       register.Date
	VerifiedOn   register.Date
	VerifiedBy   register.ID
	Priority     register.Int
	CostEst      register.Int
	Benefit      string
	Percent      register.Int
	MovedDue     []MovedDue
	Result       string
	CancelReason string
	ReplacedBy   register.ID
}

// MovedDue is one time that an action was put off.
type MovedDue struct {
	From   string `json:"from"`
	To     string `json:"to"`
	On     string `json:"on,omitempty"`
	Reason string `json:"reason"`
}

// Actions is the register of actions (domain.md R11).
var Actions = register.New("action", "Åtgärder", "Actions", func(x *Action, f *register.Fields) {
	f.Called("Åtgärd", "Action")
	f.About("Det som ska göras, av vem och när, så att inget beslutat glöms.", "What is to be done, by whom and when, so that nothing decided is forgotten.")
	f.Numbered("ATG")
	f.Group("work")
	// The heading Källa in offices' lists is the cause, not how the row came here.
	f.Of(&x.Source).Label("Inkom genom", "Entered through")
	f.OrderBy("due")
	f.Of(&x.Title).Label("Åtgärd", "Action").Also("Benämning", "Rubrik")
	f.Of(&x.ExtId).Also("Åtgärds-id")
	// The owner answers here, so the heading Ansvarig is the owner's.
	handler := f.Of(&x.Responsible).Label("Handläggare", "Handled by")
	handler.Synonyms = nil
	f.Choice(&x.Status, register.Choices{
		{"proposed", "Föreslagen", "Proposed"}, {"decided", "Ej startad", "Decided, not started"}, {"ongoing", "Pågår", "Ongoing"}, {"done", "Klar", "Done"},
		{"verified", "Kontrollerad", "Verified"}, {"cancelled", "Struken", "Cancelled"}, {"replaced", "Ersatt", "Replaced"},
	}).Label("Status", "Status").Facet().InList(5).Steps(register.Steps{
		{"proposed", "decided", "decide"}, {"decided", "ongoing", "start"}, {"decided", "done", "finish"}, {"ongoing", "done", "finish"}, {"done", "verified", "verify"},
		{"done", "ongoing", "reopen"}, {"proposed", "cancelled", "cancel"}, {"decided", "cancelled", "cancel"}, {"ongoing", "cancelled", "cancel"},
		{"decided", "replaced", "replace"}, {"ongoing", "replaced", "replace"},
	})
	f.Ref(&x.Plan, ActionPlans).Label("Handlingsplan", "Action plan").Also("Plan").Back("Åtgärder", "Actions")
	f.Choice(&x.OriginKind, origins).Label("Anledning", "Cause").Also("Källa", "Ursprung").Facet().InList(6)
	f.Any(&x.Origin).Label("Kommer från", "Comes from").Also("Käll-id").Help("Posten som åtgärden följer av.", "The record that the action follows from.")
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Part().InList(2).Back("Åtgärder", "Actions")
	f.Ref(&x.Owner, RoleAssignments).Label("Ansvarig", "Owner").Also("Åtgärdsansvarig", "Ägare").Required().InList(3).Back("Ansvarar för åtgärder", "Owns actions")
	f.Long(&x.Description).Label("Beskrivning", "Description").MaySecret("OSL 18:8")
	f.Date(&x.RegisteredOn).Label("Registrerad", "Registered on").Sort()
	f.Date(&x.Due).Label("Klar senast", "Due").Also("Förfallodag", "Slutdatum").Required().Sort().InList(4)
	f.Date(&x.StartedOn).Label("Påbörjad", "Started on").Sort()
	f.Date(&x.DoneOn).Label("Klar den", "Done on").Also("Klar", "Genomförd", "Åtgärdad").Sort().RequiredIn("done", "verified")
	f.Date(&x.VerifiedOn).Label("Kontrollerad den", "Verified on").Sort().RequiredIn("verified")
	f.Ref(&x.VerifiedBy, RoleAssignments).Label("Kontrollerad av", "Verified by").RequiredIn("verified").Back("Har kontrollerat åtgärder", "Verified actions")
	f.Int(&x.Priority).Label("Prioritet", "Priority").Range(1, 4).Sort().Facet().Help("1 är viktigast, 4 minst viktigt.", "1 is the most important, 4 the least.")
	f.Money(&x.CostEst).Label("Beräknad kostnad", "Estimated cost").Range(0, 1_000_000_000_000)
	f.Long(&x.Benefit).Label("Nytta", "Benefit")
	f.Int(&x.Percent).Label("Färdigt till", "Per cent done").In("%").Range(0, 100)
	f.List(&x.MovedDue, register.Col("from", register.Day, "Från", "From"), register.Col("to", register.Day, "Till", "To"), register.Col("on", register.Day, "Flyttad den", "Moved on"),
		register.Col("reason", register.Text, "Skäl", "Reason")).Label("Flyttad tid", "Moved due date")
	f.Long(&x.Result).Label("Resultat", "Result").RequiredIn("verified").MaySecret("OSL 18:8")
	f.Text(&x.CancelReason).Label("Skäl till att den ströks", "Reason for cancelling").RequiredIn("cancelled")
	f.Self(&x.ReplacedBy).Label("Ersätts av", "Replaced by").RequiredIn("replaced").Back("Ersätter", "Replaces")
	f.Check((*Action).check)
})

func (x *Action) check(p *register.Problems) {
	if backwards(x.StartedOn, x.DoneOn) {
		p.At(&x.DoneOn, "end-before-start")
	}
	if backwards(x.DoneOn, x.VerifiedOn) {
		p.At(&x.VerifiedOn, "end-before-start")
	}
	// domain.md 3.35: not the owner verifies.
	if x.VerifiedBy != "" && x.VerifiedBy == x.Owner {
		p.At(&x.VerifiedBy, "verifier-is-owner")
	}
	for _, m := range x.MovedDue {
		if m.Reason == "" || m.To == "" {
			p.At(&x.MovedDue, "move-needs-reason")
		}
	}
}
