// Package remark is what people hang on any record: comments, by whoever may
// read it, and files that are evidence, by whoever may change it.
package remark

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Install gives the commands the rules of remarks: nobody speaks in another's
// name, changes what another has said, or moves it to another record.
func Install(s *command.Service) {
	for _, name := range []string{registers.Comments.Name, registers.Attachments.Name} {
		s.AddRule(name, own)
		s.AddRule(name, beside)
	}
}

func own(f command.Following) ([]fault.Problem, error) {
	if f.Caller.IsSystem() {
		return nil, nil
	}
	if f.New.Text("author") != string(f.Caller.Person) || f.Old != nil && f.Old.Text("author") != string(f.Caller.Person) {
		return []fault.Problem{{Field: "author", Code: "remark-of-another"}}, nil
	}
	if f.Old == nil {
		return nil, nil
	}
	for _, name := range []string{"about", "hash", "file_name", "media_type", "size"} {
		if _, ok := f.New.Register.Field(name); ok && !register.Same(f.Old.Get(name), f.New.Get(name)) {
			return []fault.Problem{{Field: name, Code: "remark-stays"}}, nil
		}
	}
	return nil, nil
}

// beside holds that a remark belongs to the organisation of what it is on: one
// disposal takes both, and is one organisation's.
func beside(f command.Following) ([]fault.Problem, error) {
	if f.Old != nil {
		return nil, nil
	}
	id, reg, err := f.Tx.Resolve(f.New.Text("about"), nil)
	if err != nil || reg == nil { // that it names nothing is told by the reference
		return nil, err
	}
	on, err := f.Tx.Get(f.All(reg), reg, string(id))
	if err != nil || on.Org == f.New.Org {
		return nil, err
	}
	return []fault.Problem{{Field: "org", Code: "remark-elsewhere", Value: f.New.Text("title"), Allowed: []string{string(on.Org)}}}, nil
}

// On gives the remarks of a register on a record, oldest first. Whoever may read
// the record may read what is said of it: the record must have been read in the
// caller's scope.
func On(ctx context.Context, db *store.DB, reg *register.Register, about register.ID) ([]*register.Record, error) {
	const most = 500
	found, err := db.Find(ctx, access.System().Read(reg), store.Query{Register: reg, Limit: most,
		Filter: query.Compare{Field: query.Field{Name: "about", Type: query.Ref}, Op: query.Eq, Value: string(about)}})
	out := slices.DeleteFunc(found.Records, func(rec *register.Record) bool { return rec.Text("status") == "withdrawn" })
	slices.SortStableFunc(out, func(a, b *register.Record) int { return cmp.Compare(a.ID, b.ID) }) // identities are in order of time
	return out, err
}

// Read gives one remark, if the caller may read the record that it is on.
func Read(ctx context.Context, db *store.DB, c access.Caller, reg *register.Register, ref string) (*register.Record, error) {
	rec, err := db.Get(ctx, access.System().Read(reg), reg, ref, time.Time{}, 0)
	if err != nil {
		return nil, err
	}
	about := register.ID(rec.Text("about"))
	where, err := db.RegistersOf(ctx, []register.ID{about})
	if err != nil {
		return nil, err
	}
	target := where[about]
	if target == nil {
		return nil, fault.New(fault.Unknown, "no-such-record", ref)
	}
	if _, err := db.Get(ctx, c.Read(target), target, string(about), time.Time{}, 0); err != nil {
		return nil, err
	}
	return rec, nil
}

// Comment is the change that says something of a record.
func Comment(c access.Caller, about *register.Record, text string) command.Change {
	return command.Change{Op: "create", Register: registers.Comments, Org: about.Org, Fields: map[string]any{"about": string(about.ID), "text": text, "author": string(c.Person)}}
}

// CommentOn is the change that says something of a part of a record, such as a
// section of a review.
func CommentOn(c access.Caller, about *register.Record, place, text string) command.Change {
	ch := Comment(c, about, text)
	ch.Fields["place"] = place
	return ch
}

// Attach is the change that adds a file to a record, and what keeps the file in
// the same transaction.
func Attach(c access.Caller, about *register.Record, name string, data []byte) (command.Change, func(*store.Tx, command.Receipt) error, error) {
	media, err := Sniff(name, data)
	if err != nil {
		return command.Change{}, nil, err
	}
	sum := sha256.Sum256(data)
	ch := command.Change{Op: "create", Register: registers.Attachments, Org: about.Org, Fields: map[string]any{"title": name, "about": string(about.ID), "file_name": name,
		"media_type": media, "size": int64(len(data)), "hash": hex.EncodeToString(sum[:]), "author": string(c.Person)}}
	return ch, func(tx *store.Tx, _ command.Receipt) error {
		_, err := tx.PutBlob(data)
		return err
	}, nil
}

// Messages are the words for what is refused here.
var Messages = map[string]lang.Text{
	"remark-of-another": {SV: "Det är skrivet av någon annan. Skriv en egen kommentar i stället.", EN: "It was written by somebody else. Write a comment of your own instead."},
	"remark-elsewhere":  {SV: "Det ska höra till samma organisation som det som det gäller.", EN: "It must belong to the same organisation as what it is about."},
	"remark-stays":      {SV: "Det hör till den post och den fil där det lades till. Lägg till en ny i stället.", EN: "It belongs to the record and the file with which it was added. Add a new one instead."},
	"file-empty":        {SV: "Filen är tom. Välj en annan.", EN: "The file is empty. Choose another."},
	"file-too-big":      {SV: "Filen är för stor. Den får vara högst {0} MB.", EN: "The file is too large. It may be at most {0} MB."},
	"file-type":         {SV: "Filtypen tas inte emot. Spara som en av: {allowed}.", EN: "Files of that kind are not taken. Save it as one of: {allowed}."},
	"file-not-as-named": {SV: "Filens innehåll stämmer inte med namnet ”{value}”. Ge den rätt filändelse eller spara den på nytt.", EN: "What the file holds does not agree with the name “{value}”. Give it the right extension or save it anew."},
}
