package archive

import (
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

var copies = register.Choices{{"pdf", "PDF", "PDF"}, {"docx", "Word", "Word"}, {"html", "Webbsida", "Web page"}, {"csv", "Tabell", "Table"}}

func in(states ...string) func(*register.Record) bool {
	return func(rec *register.Record) bool {
		for _, s := range states {
			if rec.Text("status") == s {
				return true
			}
		}
		return false
	}
}

func handed(rec *register.Record) bool {
	return in("decided", "delivered")(rec) && (rec.Text("outcome") == "released" || rec.Text("outcome") == "partly")
}

// Room is what the archive offers the doors.
func Room(d Deps) room.Set {
	which := []room.Param{
		{Name: "register", Title: lang.Text{SV: "Register", EN: "Register"}, Kind: room.Words},
		{Name: "query", Title: lang.Text{SV: "Urval", EN: "Query"}, Kind: room.Words},
	}
	needed := which[0]
	needed.Needed = true
	return room.Set{
		Reports: []room.Report{{Name: "disposal-preview", Title: lang.Text{SV: "Vad en gallring skulle ta", EN: "What a disposal would take"},
			Params: []room.Param{room.Org(true), needed, which[1]}, Answer: d.preview},
			{Name: "disposal-due", Title: lang.Text{SV: "Vad som kan gallras enligt reglerna", EN: "What the rules let be disposed of"},
				Params: []room.Param{room.Org(true)}, Answer: d.due}},
		Texts: []room.Text{
			{Register: registers.DisposalDecisions.Name, Name: "disposal-list", Title: lang.Text{SV: "Gallringsprotokoll", EN: "Record of disposal"}, Make: d.listText},
			{Register: registers.Disclosures.Name, Name: "copy", Title: lang.Text{SV: "Kopia som lämnas ut", EN: "Copy that is handed out"}, When: handed, Make: d.copyText, Sheet: d.copySheet},
		},
		Acts: []room.Act{
			{Register: registers.DisposalDecisions.Name, Name: "erase", Title: lang.Text{SV: "Gallra enligt beslutet", EN: "Dispose as decided"}, Takes: "dispose", When: in("decided"), Do: d.dispose},
			{Register: registers.DisposalDecisions.Name, Name: "scrub", Title: lang.Text{SV: "Töm filen på det gallrade", EN: "Empty the file of what was disposed of"}, When: in("executed"), Do: d.scrub},
			{Register: registers.Disclosures.Name, Name: "examine", Title: lang.Text{SV: "Ta in poster att pröva", EN: "Take in records to examine"}, When: in("received", "assessed"), Do: d.examine,
				Params: append([]room.Param{{Name: "records", Title: lang.Text{SV: "Poster", EN: "Records"}, Kind: room.Words, Long: true}}, which...)},
			{Register: registers.Disclosures.Name, Name: "hand_out", Title: lang.Text{SV: "Lämna ut kopian", EN: "Hand the copy out"}, Takes: "deliver", When: func(rec *register.Record) bool { return handed(rec) && rec.Text("status") == "decided" }, Do: d.handOut,
				Params: []room.Param{{Name: "format", Title: lang.Text{SV: "Format", EN: "Format"}, Kind: room.Choice, Choices: copies}}},
		},
	}
}
