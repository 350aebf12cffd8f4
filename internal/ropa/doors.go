package ropa

import (
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
)

// Doors are the texts and reports of the record of processing and what hangs on
// it.
func Doors(db *store.DB) room.Set {
	deps := func(c room.Call) draft.Deps {
		d := draft.Deps{DB: db, Now: c.Now}
		d.AsOf = c.EndOf("as_of")
		return d
	}
	text := func(make func(context.Context, draft.Deps, access.Caller, string, lang.Lang) (document.Doc, error)) func(context.Context, room.Call) (document.Doc, error) {
		return func(ctx context.Context, c room.Call) (document.Doc, error) {
			return make(ctx, deps(c), c.Caller, c.ID(), c.Lang)
		}
	}
	found := func(look func(context.Context, draft.Deps, access.Caller) ([]Finding, error)) func(context.Context, room.Call) (any, error) {
		return func(ctx context.Context, c room.Call) (any, error) {
			fs, err := look(ctx, deps(c), c.Caller)
			if err != nil {
				return nil, err
			}
			items := []finding{}
			for _, f := range fs {
				items = append(items, finding{f.Code, f.says(c.Lang), room.KeyOf(f.Record), room.KeyOf(f.About), f.Fields})
			}
			return map[string]any{"items": items, "total": len(items)}, nil
		}
	}
	asOf := []room.Param{room.AsOf()}
	return room.Set{
		Texts: []room.Text{
			{Register: "agreement", Name: "instruction", Title: lang.Text{"Instruktion till personuppgiftsbiträde", "Instruction to the processor"}, Params: asOf, Make: text(InstructionText),
				When: func(a *register.Record) bool { return a.Text("kind") == "dpa" || a.Text("kind") == "" }},
			{Register: "processing", Name: "notice", Title: lang.Text{"Information till de registrerade", "Information to the data subjects"}, Params: asOf, Make: text(NoticeText)},
			{Register: "org", Name: "record-of-processing", Title: lang.Text{"Registerförteckning", "Record of processing"}, Params: asOf, Make: text(RecordText),
				Sheet: func(ctx context.Context, c room.Call) (sheet.Sheet, error) {
					return RecordSheet(ctx, deps(c), c.Caller, c.ID(), c.Lang)
				}},
		},
		Reports: []room.Report{
			{Name: "processing-chain", Title: lang.Text{"Kedjan från registrering till konsekvensbedömning", "The chain from record to impact assessment"}, Params: []room.Param{room.Org(false), room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) { return chain(ctx, deps(c), c) },
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return ChainText(ctx, deps(c), c.Caller, c.Lang, orgs(c)...)
				},
				Sheet: func(ctx context.Context, c room.Call) (sheet.Sheet, error) {
					return ChainSheet(ctx, deps(c), c.Caller, c.Lang, orgs(c)...)
				}},
			{Name: "transfer-findings", Title: lang.Text{"Brister i överföringar", "Findings on transfers"}, Params: asOf, Answer: found(Transfers)},
			{Name: "agreement-findings", Title: lang.Text{"Brister i avtal", "Findings on agreements"}, Params: asOf, Answer: found(Agreements)},
			{Name: "logging-findings", Title: lang.Text{"Brister i loggkrav", "Findings on logging requirements"}, Params: asOf, Answer: found(Logging)},
			{Name: "ai-and-iot", Title: lang.Text{"Objekt med AI och IoT", "Objects with AI and IoT"}, Params: []room.Param{room.AsOf(), {Name: "traits", Title: lang.Text{"Slag", "Kinds"}, Kind: room.Choice, Many: true,
				Choices: register.Choices{{"ai", "AI", "AI"}, {"iot", "IoT", "IoT"}}}},
				Answer: func(ctx context.Context, c room.Call) (any, error) { return profiles(ctx, deps(c), c) }},
			{Name: "ai-experiences", Title: lang.Text{"Stadens erfarenheter av AI och IoT", "The city's experiences of AI and IoT"}, Params: asOf,
				Answer: func(ctx context.Context, c room.Call) (any, error) { return experiences(ctx, deps(c), c) }},
			{Name: "agreement-requirements", Title: lang.Text{"Krav i ett avtal, efter status", "Requirements of an agreement, by status"},
				Params: []room.Param{{Name: "agreement", Title: lang.Text{"Avtal", "Agreement"}, Kind: room.Ref, Register: "agreement", Needed: true}, room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) { return required(ctx, deps(c), c) }},
		},
	}
}

// finding is a Finding as it is answered.
type finding struct {
	Code    string    `json:"code"`
	Message string    `json:"message"`
	Record  *room.Key `json:"record"`
	About   *room.Key `json:"about,omitempty"`
	Fields  []string  `json:"fields,omitempty"`
}

// says is what is wrong, with what it concerns and what is missing put in.
func (f Finding) says(l lang.Lang) string {
	p := fault.Problem{Code: f.Code}
	for _, rec := range []*register.Record{f.About, f.Record} {
		if rec != nil && p.Value == "" {
			p.Value = rec.Ref
			if t := rec.Text("title"); t != "" && !slices.Contains(rec.Masked, "title") {
				p.Value = t
			}
		}
	}
	for _, name := range f.Fields {
		word, ok := lang.AnswerCode("fields", name)
		if !ok && f.Record != nil {
			if field, has := f.Record.Register.Field(name); has {
				word, ok = field.Title, true
			}
		}
		if !ok {
			word = lang.Text{SV: name, EN: name}
		}
		p.Allowed = append(p.Allowed, word.In(l))
	}
	return lang.Fill(Messages[f.Code], l, p)
}

func orgs(c room.Call) (out []register.ID) {
	if o := c.Params["org"]; o != "" {
		out = append(out, register.ID(o))
	}
	return out
}

func chain(ctx context.Context, d draft.Deps, c room.Call) (any, error) {
	ch, err := LookAt(ctx, d, c.Caller, orgs(c)...)
	if err != nil {
		return nil, err
	}
	type missing struct {
		Field   string `json:"field"`
		Article string `json:"article"`
	}
	type gap struct {
		Processing *room.Key  `json:"processing"`
		Why        []string   `json:"why"`
		Missing    []missing  `json:"missing,omitempty"`
		Objects    []room.Key `json:"objects,omitempty"`
	}
	type stage struct {
		Code  string     `json:"code"`
		Label string     `json:"label"`
		Done  []room.Key `json:"done"`
		Gaps  []gap      `json:"gaps"`
	}
	stages := []stage{}
	for _, s := range ch.Stages {
		st := stage{s.Code, s.Label.In(c.Lang), room.Keys(s.Done), []gap{}}
		for _, g := range s.Gaps {
			x := gap{Processing: room.KeyOf(g.Processing), Why: []string{}, Objects: room.Keys(g.Objects)}
			for _, w := range g.Why {
				x.Why = append(x.Why, Messages[w].In(c.Lang))
			}
			for _, m := range g.Missing {
				x.Missing = append(x.Missing, missing(m))
			}
			st.Gaps = append(st.Gaps, x)
		}
		stages = append(stages, st)
	}
	return map[string]any{"processings": len(ch.Processings), "stages": stages}, nil
}

func profiles(ctx context.Context, d draft.Deps, c room.Call) (any, error) {
	ps, err := Profiles(ctx, d, c.Caller, c.List("traits")...)
	if err != nil {
		return nil, err
	}
	type gap struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	type profile struct {
		Object      *room.Key  `json:"object"`
		Traits      []string   `json:"traits"`
		Class       string     `json:"risk_class,omitempty"`
		Role        string     `json:"role,omitempty"`
		Ai          *room.Key  `json:"ai,omitempty"`
		Iot         *room.Key  `json:"iot,omitempty"`
		Processings []room.Key `json:"processings"`
		Dpias       []room.Key `json:"dpias"`
		Gaps        []gap      `json:"gaps"`
	}
	items := []profile{}
	for _, p := range ps {
		x := profile{room.KeyOf(p.Object), p.Traits, p.Class().In(c.Lang), p.Role().In(c.Lang), room.KeyOf(p.Ai), room.KeyOf(p.Iot), room.Keys(p.Processings), room.Keys(p.Dpias), []gap{}}
		for _, g := range p.Gaps {
			x.Gaps = append(x.Gaps, gap{g, p.Said(g).In(c.Lang)})
		}
		items = append(items, x)
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

func experiences(ctx context.Context, d draft.Deps, c room.Call) (any, error) {
	es, err := Experiences(ctx, d, c.Caller)
	if err != nil {
		return nil, err
	}
	type experience struct {
		Org  string `json:"org"`
		Kind string `json:"kind"`
		What string `json:"what,omitempty"`
		Text string `json:"text"`
		From string `json:"from,omitempty"`
	}
	items := []experience{}
	kinds := map[string]lang.Text{registers.AiProfiles.Name: {SV: "AI", EN: "AI"}, registers.IotProfiles.Name: {SV: "IoT", EN: "IoT"}}
	for _, e := range es {
		items = append(items, experience{e.Org, kinds[e.Kind].In(c.Lang), e.What, e.Text, e.From.In(c.Lang)})
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

func required(ctx context.Context, d draft.Deps, c room.Call) (any, error) {
	by, err := Requirements(ctx, d, c.Caller, register.ID(c.Params["agreement"]))
	if err != nil {
		return nil, err
	}
	out := map[string][]room.Key{}
	for status, recs := range by {
		out[status] = room.Keys(recs)
	}
	return map[string]any{"by_status": out}, nil
}
