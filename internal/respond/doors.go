package respond

import (
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
)

// Doors are the texts, reports and acts of incidents and requests.
func Doors(s *command.Service, db *store.DB) room.Set {
	h := hall{s, db}
	text := func(make func(context.Context, draft.Deps, access.Caller, string, lang.Lang) (document.Doc, error)) func(context.Context, room.Call) (document.Doc, error) {
		return func(ctx context.Context, c room.Call) (document.Doc, error) {
			return make(ctx, h.deps(c), c.Caller, c.ID(), c.Lang)
		}
	}
	incident := func(name, sv, en string, make func(context.Context, draft.Deps, access.Caller, string, lang.Lang) (document.Doc, error)) room.Text {
		return room.Text{Register: "incident", Name: name, Title: lang.Text{SV: sv, EN: en}, Params: []room.Param{room.AsOf()}, Make: text(make)}
	}
	notification := registers.Notifications
	correction := correctPicture
	correction.Do = h.correctPicture
	return room.Set{
		Texts: []room.Text{
			incident("imy-notification", "Anmälan till Integritetsskyddsmyndigheten", "Notification to the data protection authority", ImyNotificationText),
			incident("imy-supplement", "Komplettering till Integritetsskyddsmyndigheten", "Supplement to the data protection authority", ImySupplementText),
			incident("csl-early-warning", "Upplysning enligt cybersäkerhetslagen", "First notice under the Cybersecurity Act", CslEarlyWarningText),
			incident("csl-notification", "Incidentanmälan enligt cybersäkerhetslagen", "Incident notification under the Cybersecurity Act", CslNotificationText),
			incident("csl-status-report", "Lägesrapport enligt cybersäkerhetslagen", "Interim report under the Cybersecurity Act", CslStatusReportText),
			incident("csl-final-report", "Slutrapport enligt cybersäkerhetslagen", "Final report under the Cybersecurity Act", CslFinalReportText),
			incident("subject-information", "Information till de registrerade", "Information to the data subjects", SubjectInformationText),
			{Register: "incident_recipient", Name: "board-information", Title: lang.Text{SV: "Information till berörd nämnd", EN: "Information to the board concerned"}, Params: []room.Param{room.AsOf()}, Make: text(BoardInformationText)},
			{Register: "org", Name: "situation", Title: lang.Text{SV: "Lägesbild", EN: "Situational picture"}, Params: []room.Param{room.AsOf()}, Make: text(SituationText)},
			{Register: "subject_request", Name: "access-answer", Title: lang.Text{SV: "Svar på begäran om tillgång", EN: "Answer to a request for access"}, Params: []room.Param{room.AsOf()}, Make: text(AccessAnswerText),
				When: func(r *register.Record) bool { return r.Text("article") == "15" }},
		},
		Reports: []room.Report{
			{Name: "situation", Title: lang.Text{SV: "Lägesbild", EN: "Situational picture"}, Params: []room.Param{room.Org(false), room.AsOf()}, Answer: h.situation},
			{Name: "search-list", Title: lang.Text{SV: "Var uppgifter ska sökas för en begäran", EN: "Where to search for a request"},
				Params: []room.Param{{Name: "request", Title: lang.Text{SV: "Begäran", EN: "Request"}, Kind: room.Ref, Register: "subject_request", Needed: true}}, Answer: h.search},
			{Name: "requesters-kept", Title: lang.Text{SV: "Besvarade begäranden där uppgift om den som frågade finns kvar", EN: "Answered requests whose data on the requester are still kept"}, Params: []room.Param{room.Org(false)}, Answer: h.kept},
			{Name: "method-support", Title: lang.Text{SV: "Metodstöd som inte följt med avgöranden", EN: "Method support that does not follow rulings yet"}, Answer: h.support},
		},
		Acts: []room.Act{
			{Register: "incident", Name: "draft_notice", Title: lang.Text{SV: "Gör utkast till anmälan", EN: "Draft a notification"}, Do: h.notice,
				Params: []room.Param{{Name: "authority", Title: notification.Must("authority").Title, Kind: room.Choice, Choices: notification.Must("authority").Choices, Needed: true},
					{Name: "stage", Title: notification.Must("stage").Title, Kind: room.Choice, Choices: notification.Must("stage").Choices, Needed: true}}},
			{Register: "incident", Name: "tell_boards", Title: lang.Text{SV: "Informera berörda nämnder och bolag", EN: "Tell the boards and companies concerned"}, Do: h.tellBoards,
				When: func(rec *register.Record) bool {
					return rec.Text("origin") == "" && slices.Contains(handled, rec.Text("status"))
				},
				Params: []room.Param{{Name: "again", Title: lang.Text{SV: "Skicka också en uppdatering till dem som redan vet", EN: "Send an update also to those who already know"}, Kind: room.Yes}}},
			{Register: "clock", Name: "correct", Title: lang.Text{SV: "Rätta klockans start", EN: "Correct the clock's start"}, Do: h.correct,
				When: func(rec *register.Record) bool { return rec.Text("status") != "void" },
				Params: []room.Param{{Name: "started_at", Title: registers.Clocks.Must("started_at").Title, Kind: room.Words, Needed: true},
					{Name: "why", Title: lang.Text{SV: "Varför starten var fel", EN: "Why the start was wrong"}, Kind: room.Words, Long: true, Needed: true}}},
			{Register: "situation_report", Name: "freeze", Title: lang.Text{SV: "Spara lägesbilden", EN: "Keep the situational picture"}, Free: true, Do: h.freeze,
				Params: []room.Param{room.Org(true), room.AsOf()}},
			correction,
		},
	}
}

// hall is what the doors of this room are answered from.
type hall struct {
	s  *command.Service
	db *store.DB
}

func (h hall) deps(c room.Call) draft.Deps {
	return draft.Deps{DB: h.db, Now: c.Now, AsOf: c.EndOf("as_of")}
}

func (h hall) picture(ctx context.Context, c room.Call) (Picture, error) {
	var orgs []register.ID
	if o := c.Params["org"]; o != "" {
		orgs = append(orgs, register.ID(o))
	}
	return LookAt(ctx, h.deps(c), c.Caller, orgs...)
}

func (h hall) situation(ctx context.Context, c room.Call) (any, error) {
	p, err := h.picture(ctx, c)
	if err != nil {
		return nil, err
	}
	type sight struct {
		Code    string     `json:"code"`
		Label   string     `json:"label"`
		Count   int        `json:"count"`
		Limit   string     `json:"limit,omitempty"`
		Level   string     `json:"level"`
		Records []room.Key `json:"records"`
	}
	sights := []sight{}
	for _, s := range p.Sights {
		sights = append(sights, sight{s.Code, s.Label.In(c.Lang), s.Count, s.Limit.In(c.Lang), s.Level, room.Keys(s.Records)})
	}
	return map[string]any{"at": p.At.UTC(), "level": p.Level, "sights": sights}, nil
}

func (h hall) search(ctx context.Context, c room.Call) (any, error) {
	found, err := Search(ctx, h.deps(c), c.Caller, c.Params["request"])
	if err != nil {
		return nil, err
	}
	type item struct {
		Processing *room.Key  `json:"processing"`
		Objects    []room.Key `json:"objects"`
		Named      bool       `json:"named"`
	}
	items := []item{}
	for _, f := range found {
		items = append(items, item{room.KeyOf(f.Processing), room.Keys(f.Objects), f.Named})
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

// kept is an answered request whose data on the requester are to be disposed of.
func (h hall) kept(ctx context.Context, c room.Call) (any, error) {
	found, err := Lingering(ctx, h.deps(c), c.Caller, c.Params["org"])
	return map[string]any{"items": room.Keys(found), "total": len(found)}, err
}

func (h hall) support(ctx context.Context, c room.Call) (any, error) {
	found, err := MethodSupport(ctx, h.deps(c), c.Caller)
	if err != nil {
		return nil, err
	}
	type item struct {
		Issue     *room.Key  `json:"issue"`
		Documents []room.Key `json:"documents"`
	}
	items := []item{}
	for _, f := range found {
		items = append(items, item{room.KeyOf(f.Issue), room.Keys(f.Documents)})
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

// notice makes the notification with its contents as the incident stands.
func (h hall) notice(ctx context.Context, c room.Call) (command.Receipt, error) {
	ch, err := Notice(ctx, h.deps(c), c.Caller, c.ID(), c.Params["authority"], c.Params["stage"], c.Lang)
	if err != nil {
		return command.Receipt{}, err
	}
	return h.s.Do(ctx, c.Caller, c.Options(), ch)
}

// tellBoards sends each board its text, in one change: all or none.
func (h hall) tellBoards(ctx context.Context, c room.Call) (command.Receipt, error) {
	changes, err := TellBoards(ctx, h.deps(c), c.Caller, c.Record, c.Yes("again"), c.Lang)
	if err != nil {
		return command.Receipt{}, err
	}
	return h.s.Do(ctx, c.Caller, c.Options(), changes...)
}

func (h hall) correct(ctx context.Context, c room.Call) (command.Receipt, error) {
	at, err := time.Parse(time.RFC3339, c.Params["started_at"])
	if err != nil {
		return command.Receipt{}, fault.Problems([]fault.Problem{{Field: "started_at", Code: "not-a-time", Value: c.Params["started_at"], Allowed: []string{time.RFC3339}}})
	}
	return h.s.Do(ctx, c.Caller, c.Options(), Correct(c.Record, at, c.Params["why"])...)
}

func (h hall) freeze(ctx context.Context, c room.Call) (command.Receipt, error) {
	p, err := h.picture(ctx, c)
	if err != nil {
		return command.Receipt{}, err
	}
	return h.s.Do(ctx, c.Caller, c.Options(), p.Freeze(register.ID(c.Params["org"]), c.Lang))
}
