package respond

import (
	"context"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// pictureAfter are the fields of a published picture that tell what was done with
// it; all that it says of the situation stands as it was published.
var pictureAfter = []string{"status", "sent_to", "sent_at", "review_due", "archived_on", "tags", "notes", "secrecy", "secrecy_note", "diary_no", "responsible", "ext_id"}

func published(rec *register.Record) bool { return rec != nil && rec.Text("status") != "draft" }

// pictureStands keeps a published picture as it was published (domain.md R33).
func pictureStands(rec *register.Record) *command.Held {
	if !published(rec) {
		return nil
	}
	return &command.Held{Open: pictureAfter, Code: "picture-stands"}
}

// mayCorrectPicture: a picture corrects one that was published, of the same
// organisation, and that no other corrects already.
func (h *house) mayCorrectPicture(f command.Following) ([]fault.Problem, error) {
	id := f.New.Text("replaces")
	if id == "" || !f.Changed("replaces") {
		return nil, nil
	}
	old, err := f.Get(registers.SituationReports, id)
	if err != nil || old == nil {
		return nil, err
	}
	if !published(old) || old.Org != f.New.Org {
		return problem("replaces", "picture-not-to-correct", old.Ref), nil
	}
	others, err := f.Find(registers.SituationReports, draft.Where("replaces", id))
	for _, x := range others {
		if x.ID != f.New.ID {
			return problem("replaces", "picture-corrected-already", x.Ref), nil
		}
	}
	return nil, err
}

// pictureCorrected ends the picture that a published one corrects; it stays to
// be read.
func (h *house) pictureCorrected(f command.Following) ([]command.Change, error) {
	if !f.Became("published") || f.New.Text("replaces") == "" {
		return nil, nil
	}
	old, err := f.Get(registers.SituationReports, f.New.Text("replaces"))
	if err != nil || old == nil || old.Text("status") == "closed" {
		return nil, err
	}
	return []command.Change{change("close", old, nil)}, nil
}

// correctPicture begins the new version of a published picture: a draft with the
// same words and figures.
var correctPicture = room.Act{Register: "situation_report", Name: "correct", Title: lang.Text{SV: "Rätta i en ny version", EN: "Correct in a new version"}, When: published,
	Params: []room.Param{{Name: "why", Title: registers.SituationReports.Must("mended").Title, Kind: room.Words, Long: true, Needed: true}}}

func (h hall) correctPicture(ctx context.Context, c room.Call) (command.Receipt, error) {
	fields := map[string]any{"replaces": string(c.Record.ID), "mended": c.Params["why"]}
	for _, name := range []string{"title", "kind", "as_of", "level", "figures", "question", "known_at", "text", "secrecy", "secrecy_note"} {
		if v := c.Record.Get(name); v != nil {
			fields[name] = v
		}
	}
	return h.s.Do(ctx, c.Caller, c.Options(), create(registers.SituationReports, c.Record.Org, fields))
}
