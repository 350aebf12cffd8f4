package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/remark"
	"genomlys/internal/room"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// attach hangs a file on a record, as the pages do.
func (o *office) attach(who string, on *register.Record, name, text string) register.ID {
	o.t.Helper()
	c := o.caller(who)
	ch, keep, err := remark.Attach(c, on, name, []byte(text))
	if err != nil {
		o.t.Fatal(err)
	}
	o.now = o.now.Add(1e9)
	rc, err := o.s.Do(ctx, c, command.Options{Via: "web", Now: o.now, After: keep}, ch)
	if err != nil {
		o.t.Fatal(err)
	}
	return rc.Items[0].New.ID
}

func (o *office) comment(who string, on *register.Record, text string) command.Receipt {
	o.t.Helper()
	c := o.caller(who)
	rc, err := o.do(who, "web", remark.Comment(c, on, text))
	if err != nil {
		o.t.Fatal(err)
	}
	return rc
}

func (o *office) file(text string) bool {
	o.t.Helper()
	sum := sha256.Sum256([]byte(text))
	_, err := o.db.Blob(ctx, hex.EncodeToString(sum[:]))
	if err != nil && !fault.Is(err, fault.Unknown) {
		o.t.Fatal(err)
	}
	return err == nil
}

// What people have said of a record and the files on it go where it goes: they
// are listed, decided and erased with it, and the ledger holds. A file that
// something else names stays.
func TestWhatHangsGoesToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		remark.Install(o.s)
		d := registers.DisposalDecisions
		issue := func(title string) *register.Record {
			return o.get(registers.Issues, o.create("isam", registers.Issues, map[string]any{"title": title, "kind": "ruling"}))
		}
		a, b := issue("Ett"), issue("Annat")
		said := o.comment("isam", a, "Qvxkanarie").Items[0].New
		gone := o.comment("isam", a, "Qvxkanarie taget tillbaka")
		o.now = o.now.Add(1e9)
		if _, err := o.s.Undo(ctx, o.caller("isam"), command.Options{Via: "web", Now: o.now}, gone.Set); err != nil {
			t.Fatal(err)
		}
		own := o.attach("isam", a, "egen.txt", "bara på den ena")
		o.attach("isam", a, "delad.txt", "på båda")
		other := o.attach("isam", b, "delad.txt", "på båda")
		o.attach("isam", a, "fryst.txt", "också fryst")
		o.now = o.now.Add(1e9)
		sum := sha256.Sum256([]byte("också fryst"))
		if _, err := o.db.Write(ctx, o.now, store.Act{Actor: "system", Via: "system"}, func(tx *store.Tx) error {
			return tx.Freeze(string(b.ID), 1, "f.txt", hex.EncodeToString(sum[:]))
		}); err != nil {
			t.Fatal(err)
		}

		r, err := o.rooms.Report("disposal-preview")
		if err != nil {
			t.Fatal(err)
		}
		seen, err := o.rooms.Ask(ctx, room.Call{Caller: o.caller("first"), Now: o.now, Params: map[string]string{"org": string(o.org), "register": "issue", "query": `title:"Ett"`}}, r)
		if err != nil || seen.(Preview).Count != 5 || len(seen.(Preview).Hinders) > 0 {
			t.Fatalf("preview: %+v %v", seen, err)
		}
		decide := map[string]any{"decided_by": string(o.role["second"]), "decided_on": "2026-01-12"}
		id := o.propose("first", registers.Issues, `title:"Ett"`)
		var refs []string
		for _, row := range register.As[registers.DisposalDecision](o.get(d, id)).Records {
			refs = append(refs, row.Ref)
		}
		if !slices.Contains(refs, said.Ref) || !slices.Contains(refs, o.get(registers.Attachments, own).Ref) || len(refs) != 5 {
			t.Errorf("listed: %v", refs)
		}
		// Evidence that is held, and what was said since, stand in the way.
		if got := o.step("isam", "web", "update", registers.Attachments, own, map[string]any{"tags": []string{"legal hold"}}); got != "<nil>" {
			t.Fatal(got)
		}
		late := o.comment("isam", a, "sent")
		if got := o.step("second", "web", "decide", d, id, decide); got != "disposal-changed-since disposal-held" {
			t.Errorf("in the way: %s", got)
		}
		if got := o.step("isam", "web", "update", registers.Attachments, own, map[string]any{"tags": []string{}}); got != "<nil>" {
			t.Fatal(got)
		}
		id = o.propose("first", registers.Issues, `title:"Ett"`)
		if got := o.step("second", "web", "decide", d, id, decide); got != "<nil>" {
			t.Fatal(got)
		}
		if got := o.act("second", d, id, "erase", nil); got != "<nil>" {
			t.Fatal(got)
		}
		if _, err := o.db.Verify(ctx, nil, nil); err != nil {
			t.Error(err)
		}
		for _, rec := range []*register.Record{a, said, gone.Items[0].New, late.Items[0].New} {
			if _, err := o.db.History(ctx, access.System().Read(rec.Register), rec.Register, rec.ID); !fault.Is(err, fault.Unknown) {
				t.Errorf("%s is there: %v", rec.Ref, err)
			}
		}
		o.get(registers.Attachments, other)
		for text, want := range map[string]bool{"bara på den ena": false, "på båda": true, "också fryst": true} {
			if o.file(text) != want {
				t.Errorf("the file %q is there: %v, want %v", text, !want, want)
			}
		}
		// With the last that names it, a shared file goes too.
		id = o.propose("first", registers.Issues, `title:"Annat"`)
		if got := o.step("second", "web", "decide", d, id, decide); got != "<nil>" {
			t.Fatal(got)
		}
		if got := o.act("second", d, id, "erase", nil); got != "<nil>" || o.file("på båda") || o.file("också fryst") {
			t.Errorf("erased: %s, files left: %v %v", got, o.file("på båda"), o.file("också fryst"))
		}
		if _, err := o.db.Verify(ctx, nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// A remark belongs to the organisation of what it is on; one loaded from a file
// as another's stands in the way until it is disposed of by its own.
func TestWhatHangsElsewhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		remark.Install(o.s)
		far := o.create("system", registers.Orgs, map[string]any{"title": "En annan nämnd", "kind": "board", "is_controller": "yes"})
		a := o.get(registers.Issues, o.create("isam", registers.Issues, map[string]any{"title": "Ett", "kind": "ruling"}))
		ch := remark.Comment(o.caller("isam"), a, "på fel plats")
		ch.Org = far
		if _, err := o.do("system", "web", ch); codes(err) != "remark-elsewhere" {
			t.Errorf("said in another organisation: %v", err)
		}
		ch = remark.Comment(o.caller("isam"), a, "på fel plats")
		ch.Org = far
		if _, err := o.do("system", "import", ch); err != nil {
			t.Fatal(err)
		}
		id := o.propose("first", registers.Issues, `title:"Ett"`)
		if got := o.step("second", "web", "decide", registers.DisposalDecisions, id, map[string]any{"decided_by": string(o.role["second"]), "decided_on": "2026-01-12"}); got != "disposal-hangs-elsewhere" {
			t.Errorf("decided: %s", got)
		}
		_, err := o.db.Erasable(ctx, registers.Issues, []register.ID{a.ID})
		if codes(err) != "disposal-of-two" {
			t.Errorf("erasable: %v", err)
		}
		if _, err := o.db.Write(ctx, o.now.Add(1e10), store.Act{Actor: "system", Via: "system"}, func(tx *store.Tx) error {
			_, err := tx.Dispose(registers.Issues, []register.ID{a.ID})
			return err
		}); codes(err) != "disposal-of-two" {
			t.Errorf("disposed: %v", err)
		}
	})
}
