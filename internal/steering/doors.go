package steering

import (
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// list is documents as data.
type list struct {
	Documents []*Node `json:"documents"`
}

// Doors is what the room gives the doors.
func Doors(s *command.Service, d Deps, a *access.Access) room.Set {
	doc := registers.SteeringDocuments.Name
	in := func(states ...string) func(*register.Record) bool {
		return func(r *register.Record) bool { return slices.Contains(states, r.Text("status")) }
	}
	ref := func(name string, title lang.Text, needed bool) room.Param {
		return room.Param{Name: name, Title: title, Kind: room.Ref, Register: doc, Needed: needed}
	}
	orgs := func(name string, title lang.Text) room.Param {
		return room.Param{Name: name, Title: title, Kind: room.Ref, Register: registers.Orgs.Name, Needed: true, Many: true}
	}
	due := func(title lang.Text) room.Param {
		return room.Param{Name: "due", Title: title, Kind: room.Day, Needed: true}
	}
	against := ref("against", lang.Text{"Jämför med", "Compare with"}, false)
	return room.Set{
		Texts: []room.Text{
			{Register: doc, Name: "document", Title: lang.Text{"Dokumentet", "The document"}, Params: []room.Param{room.AsOf()},
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return DocumentText(ctx, d, c.Caller, c.ID(), c.Lang, c.Now, c.EndOf("as_of"))
				}},
			{Register: doc, Name: "changes", Title: lang.Text{"Ändringar mot förra versionen", "Changes since the last version"}, Params: []room.Param{against},
				When: func(r *register.Record) bool { return r.Text("replaces") != "" },
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return DiffText(ctx, d, c.Caller, c.ID(), c.Params["against"], c.Lang, c.Now)
				}},
			{Register: doc, Name: "reading", Title: lang.Text{"Läst och förstått", "Read and understood"}, Params: []room.Param{room.AsOf()}, When: in("published", "revoked"),
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return ReadingText(ctx, d, c.Caller, c.ID(), c.Lang, c.Now, c.EndOf("as_of"))
				}},
		},
		Reports: []room.Report{
			{Name: "steering-tree", Title: lang.Text{"Styrdokumentens träd", "Tree of steering documents"}, Params: []room.Param{room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					at := c.EndOf("as_of")
					if at.IsZero() {
						at = c.Now
					}
					nodes, err := Tree(ctx, d, c.Caller, at)
					return list{nodes}, err
				}},
			{Name: "steering-overdue", Title: lang.Text{"Styrdokument vars översyn är försenad", "Steering documents overdue for review"}, Params: []room.Param{room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					at := c.EndOf("as_of")
					if at.IsZero() {
						at = c.Now
					}
					nodes, err := Overdue(ctx, d, c.Caller, at)
					return list{nodes}, err
				}},
			{Name: "document-changes", Title: lang.Text{"Ändringar mellan två versioner", "Changes between two versions"}, Params: []room.Param{ref("document", lang.Text{"Styrdokument", "Steering document"}, true), against},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return Compare(ctx, d, c.Caller, c.Params["document"], c.Params["against"], c.Lang)
				},
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return DiffText(ctx, d, c.Caller, c.Params["document"], c.Params["against"], c.Lang, c.Now)
				}},
			{Name: "document-reading", Title: lang.Text{"Vilka som har läst ett styrdokument", "Who has read a steering document"}, Params: []room.Param{ref("document", lang.Text{"Styrdokument", "Steering document"}, true), room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					at := c.EndOf("as_of")
					if at.IsZero() {
						at = c.Now
					}
					return ReadBy(ctx, d, c.Caller, c.Params["document"], at)
				},
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return ReadingText(ctx, d, c.Caller, c.Params["document"], c.Lang, c.Now, c.EndOf("as_of"))
				}},
		},
		Acts: []room.Act{
			{Register: doc, Name: "new_version", Title: lang.Text{"Gör en ny version", "Make a new version"}, When: in("adopted", "published"),
				Params: []room.Param{{Name: "edition", Title: registers.SteeringDocuments.Must("edition").Title, Kind: room.Words}},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return NewVersion(ctx, s, d, c.Caller, c.Options(), c.ID(), c.Params["edition"])
				}},
			{Register: doc, Name: "send_referral", Title: lang.Text{"Skicka på remiss", "Send on referral"}, When: in("draft"),
				Params: []room.Param{due(registers.SteeringDocuments.Must("referral_due").Title), orgs("parties", lang.Text{"Tillfrågade", "Asked"})},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return Refer(ctx, s, d, c.Caller, c.Options(), c.ID(), c.Version, c.Params["due"], c.List("parties"))
				}},
			{Register: doc, Name: "ask_reading", Title: lang.Text{"Be om läskvittens", "Ask for receipts"}, When: in("published"),
				Params: []room.Param{due(lang.Text{"Läs senast", "Read by"}), orgs("units", lang.Text{"Enheter", "Units"})},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return Ask(ctx, s, d, a, c.Caller, c.Options(), c.ID(), c.Params["due"], c.List("units"))
				}},
			{Register: doc, Name: "remind", Title: lang.Text{"Påminn dem som inte har läst", "Remind those who have not read"}, When: in("published"),
				Params: []room.Param{{Name: "late", Title: lang.Text{"Bara försenade", "Only those late"}, Kind: room.Yes}},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return Remind(ctx, s, d, c.Caller, c.Options(), c.ID(), c.Yes("late"))
				}},
		},
	}
}
