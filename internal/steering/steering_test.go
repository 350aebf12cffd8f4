package steering_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/document/pdf"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/steering"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// office is an invented office with a tree of documents and two units.
type office struct {
	t   *testing.T
	d   steering.Deps
	s   *command.Service
	a   *access.Access
	now time.Time
	org map[string]register.ID
}

func open(t *testing.T, p storetest.Place) *office {
	t.Helper()
	db := p.Open(registers.Catalogue())
	o := &office{t: t, d: steering.Deps{DB: db}, s: command.New(db), a: access.New(db), now: time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC), org: map[string]register.ID{}}
	if err := steering.Install(o.s, db); err != nil {
		t.Fatal(err)
	}
	sys := access.System()
	for _, x := range [][3]string{{"city", "city", ""}, {"board", "board", "city"}, {"office", "office", "board"}, {"north", "unit", "office"}, {"south", "unit", "office"}} {
		f := map[string]any{"title": x[0], "kind": x[1]}
		if x[2] != "" {
			f["parent"] = string(o.org[x[2]])
		}
		o.org[x[0]] = o.make(sys, registers.Orgs, "", f).ID
	}
	for _, x := range [][3]string{{"director", "city_manager", "city"}, {"central", "central_isec", "city"}, {"head", "head", "office"}, {"isam", "isam", "office"}, {"anna", "other", "north"}, {"bo", "other", "north"}, {"cia", "object_owner", "south"}} {
		p := o.make(sys, registers.Persons, o.org[x[2]], map[string]any{"title": x[0], "email": x[0] + "@lindhamn.example"})
		o.make(sys, registers.RoleAssignments, o.org[x[2]], map[string]any{"title": "Funktion " + x[0], "person": string(p.ID), "function": x[1]})
	}
	return o
}

func (o *office) who(name string) access.Caller {
	o.t.Helper()
	c, err := o.a.ByEmail(ctx, name+"@lindhamn.example", o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) options() command.Options {
	o.now = o.now.Add(time.Second)
	return command.Options{Via: "web", Now: o.now}
}

func (o *office) codes(err error) (out []string) {
	o.t.Helper()
	var e *fault.Error
	if err != nil && !errors.As(err, &e) {
		o.t.Fatal(err)
	}
	if e == nil {
		return nil
	}
	for _, p := range e.Problems {
		out = append(out, p.Code)
		if _, ok := steering.Messages[p.Code]; !ok && !lang.HasProblem(p.Code) && p.Code != "end-before-start" {
			o.t.Errorf("no words for %s", p.Code)
		}
	}
	if len(out) == 0 {
		out = []string{e.Code}
	}
	return out
}

func (o *office) make(c access.Caller, r *register.Register, org register.ID, fields map[string]any) *register.Record {
	o.t.Helper()
	got, err := o.s.Do(ctx, c, o.options(), command.Change{Op: "create", Register: r, Org: org, Fields: fields})
	if err != nil {
		o.t.Fatalf("create %s: %v", r.Name, err)
	}
	return got.Items[0].New
}

func (o *office) get(rec *register.Record) *register.Record {
	o.t.Helper()
	got, err := o.d.DB.Get(ctx, access.System().Read(rec.Register), rec.Register, string(rec.ID), time.Time{}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return got
}

func (o *office) do(who, op string, rec *register.Record, fields map[string]any) *register.Record {
	o.t.Helper()
	if _, err := o.s.Do(ctx, o.who(who), o.options(), command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Fields: fields}); err != nil {
		o.t.Fatalf("%s %s by %s: %v", op, rec.Ref, who, err)
	}
	return o.get(rec)
}

func (o *office) refused(code, who, op string, rec *register.Record, fields map[string]any) {
	o.t.Helper()
	_, err := o.s.Do(ctx, o.who(who), o.options(), command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Fields: fields})
	if codes := o.codes(err); !slices.Contains(codes, code) {
		o.t.Errorf("%s %s by %s: %v, want %s", op, rec.Ref, who, codes, code)
	}
}

const body = "# Ansvar\n\nChefen ansvarar för att informationen klassas inom **tolv** månader.\n\n## Incidenter\n\n- Rapportera till it-enheten.\n- Rapportera skyndsamt.\n\n| Nivå | Dagar |\n|---|---:|\n| hög | 30 |\n"

// document makes a local instruction under an application instruction, adopted
// and published.
func (o *office) document() (up, doc *register.Record) {
	o.t.Helper()
	up = o.make(o.who("central"), registers.SteeringDocuments, o.org["city"], map[string]any{"title": "Tillämpningsanvisning", "kind": "application_instruction", "adopter_function": "city_manager",
		"edition": "2023", "diary_no": "KS 2023/1", "body": "Gäller alla.", "published_at": "intranätet", "audience": "Alla", "review_due": "2024-01-31"})
	up = o.do("director", "adopt", up, map[string]any{"adopted_on": "2023-06-19"})
	up = o.do("central", "publish", up, nil)
	doc = o.make(o.who("isam"), registers.SteeringDocuments, o.org["office"], map[string]any{"title": "Lokal anvisning", "kind": "local_instruction", "adopter_function": "head", "parent": string(up.ID),
		"edition": "1", "diary_no": "KS 2024/7", "body": body, "published_at": "intranätet", "audience": "Alla medarbetare", "review_due": "2026-03-31"})
	doc = o.do("head", "adopt", doc, map[string]any{"adopted_on": "2024-03-01"})
	return up, o.do("isam", "publish", doc, nil)
}

func TestAdoptionByTheRightFunction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := open(t, p)
		isam := o.who("isam")
		for _, x := range []struct{ field, code string }{{"adopter_function", "wrong-adopter"}, {"parent", "wrong-parent-kind"}} {
			routine := o.make(isam, registers.SteeringDocuments, o.org["office"], map[string]any{"title": "Rutin", "kind": "routine", "adopter_function": "isam"})
			fields := map[string]any{"title": "Lokal anvisning", "kind": "local_instruction", "adopter_function": "head"}
			fields[x.field] = map[string]any{"adopter_function": "isam", "parent": string(routine.ID)}[x.field]
			_, err := o.s.Do(ctx, isam, o.options(), command.Change{Op: "create", Register: registers.SteeringDocuments, Org: o.org["office"], Fields: fields})
			if codes := o.codes(err); !slices.Contains(codes, x.code) {
				t.Errorf("%v: %v, want %s", fields, codes, x.code)
			}
		}
		doc := o.make(isam, registers.SteeringDocuments, o.org["office"], map[string]any{"title": "Lokal anvisning", "kind": "local_instruction", "adopter_function": "head", "body": body})
		adopt := map[string]any{"adopted_on": "2024-03-01"}
		o.refused("adopted-by-another", "isam", "adopt", doc, adopt)
		o.refused("adopted-by-another", "director", "adopt", doc, adopt)
		o.refused("needed-with-decision", "head", "adopt", doc, adopt)
		doc = o.do("isam", "update", doc, map[string]any{"edition": "1", "diary_no": "KS 2024/7"})
		o.refused("adopted-in-future", "head", "adopt", doc, map[string]any{"adopted_on": "2024-09-01"})
		doc = o.do("head", "adopt", doc, adopt)
		if doc.Text("adopted_by") == "" || doc.Text("valid_from") != "2024-03-01" {
			t.Errorf("adopted by %q, in force from %q", doc.Text("adopted_by"), doc.Text("valid_from"))
		}
		o.refused("adopted-stays", "isam", "update", doc, map[string]any{"body": "Annat"})
		o.refused("needed-when-published", "isam", "publish", doc, nil)
		// The council holds no function here: what it decided is entered.
		guide := o.make(o.who("central"), registers.SteeringDocuments, o.org["city"], map[string]any{"title": "Riktlinje", "kind": "guideline", "adopter_function": "council", "edition": "1", "diary_no": "KS 2021/3", "body": "x"})
		o.refused("adopted-by-another", "director", "adopt", guide, map[string]any{"adopted_on": "2021-03-22"})
		o.do("central", "adopt", guide, map[string]any{"adopted_on": "2021-03-22"})
	})
}

func TestReferral(t *testing.T) {
	o := open(t, storetest.SQLite(t))
	doc := o.make(o.who("isam"), registers.SteeringDocuments, o.org["office"], map[string]any{"title": "Lokal anvisning", "kind": "local_instruction", "adopter_function": "head", "edition": "1", "diary_no": "1", "body": body})
	if _, err := steering.Refer(ctx, o.s, o.d, o.who("isam"), o.options(), string(doc.ID), 0, "2024-03-31", []string{string(o.org["north"]), string(o.org["south"])}); err != nil {
		t.Fatal(err)
	}
	doc = o.get(doc)
	if doc.Text("status") != "referral" || doc.Text("referred_on") != "2024-03-04" {
		t.Errorf("%s, sent %s", doc.Text("status"), doc.Text("referred_on"))
	}
	adopt := map[string]any{"adopted_on": "2024-03-04"}
	o.refused("answers-open", "head", "adopt", doc, adopt)
	answers := map[string]*register.Record{}
	for _, id := range []string{"north", "south"} {
		for _, ref := range []string{"REM-0001", "REM-0002"} {
			a, err := o.d.DB.Get(ctx, access.System().Read(registers.DocumentAnswers), registers.DocumentAnswers, ref, time.Time{}, 0)
			if err != nil {
				t.Fatal(err)
			}
			if a.Text("party") == string(o.org[id]) {
				answers[id] = a
			}
		}
	}
	o.refused("answer-needs-text", "isam", "answer", answers["north"], map[string]any{"stance": "objects", "answered_on": "2024-03-04"})
	north := o.do("isam", "answer", answers["north"], map[string]any{"stance": "objects", "answer": "Tolv månader är för kort.", "answered_on": "2024-03-04"})
	o.do("isam", "answer", answers["south"], map[string]any{"stance": "supports", "answered_on": "2024-03-04"})
	o.refused("answer-stays", "isam", "update", north, map[string]any{"answer": "Vi tillstyrker."})
	o.refused("answers-open", "head", "adopt", doc, adopt)
	o.do("isam", "consider", north, map[string]any{"handling": "Tiden är ändrad till arton månader."})
	o.do("head", "adopt", doc, adopt)
}

func TestVersions(t *testing.T) {
	o := open(t, storetest.SQLite(t))
	up, doc := o.document()
	got, err := steering.NewVersion(ctx, o.s, o.d, o.who("isam"), o.options(), string(doc.ID), "")
	if err != nil {
		t.Fatal(err)
	}
	v2 := got.Items[0].New
	if v2.Text("edition") != "2" || v2.Text("body") != doc.Text("body") || v2.Text("status") != "draft" {
		t.Fatalf("the new version is %q, %s", v2.Text("edition"), v2.Text("status"))
	}
	if _, err := steering.NewVersion(ctx, o.s, o.d, o.who("isam"), o.options(), string(doc.ID), "3"); !slices.Contains(o.codes(err), "replaced-already") {
		t.Error("two versions replace the same")
	}
	v2 = o.do("isam", "update", v2, map[string]any{"body": strings.Replace(body, "Chefen", "Ägaren", 1) + "\n## Nytt\n\nDet här avsnittet är nytt.\n", "diary_no": "KS 2024/9", "published_at": "intranätet", "review_due": "2026-03-31", "change_note": "Ägaren ansvarar"})
	v2 = o.do("head", "adopt", v2, map[string]any{"adopted_on": "2024-03-04"})
	v2 = o.do("isam", "publish", v2, nil)
	old := o.get(doc)
	if old.Text("status") != "revoked" || old.Text("valid_to") != "2024-03-04" || old.Text("body") != body {
		t.Errorf("the old version is %s until %s", old.Text("status"), old.Text("valid_to"))
	}
	diff, err := steering.Compare(ctx, o.d, o.who("anna"), string(v2.ID), "", lang.SV)
	if err != nil || diff.From != doc.Ref || diff.Added != 7 || diff.Removed != 1 {
		t.Errorf("%+v, %v", diff, err)
	}
	_, err = steering.Compare(ctx, o.d, o.who("anna"), string(doc.ID), "", lang.SV)
	if !slices.Contains(o.codes(err), "no-earlier-version") {
		t.Errorf("the first version is compared: %v", err)
	}
	text, err := steering.DiffText(ctx, o.d, o.who("anna"), string(v2.ID), "", lang.SV, o.now)
	if s := o.words("changes", text, err); !strings.Contains(s, "[Chefen] Ägaren ansvarar") || !strings.Contains(s, "Det här avsnittet är nytt.") || strings.Contains(s, "Rapportera skyndsamt") ||
		!strings.Contains(s, "Rubrik: Nytt") || strings.Contains(s, "#") || strings.Contains(s, "**") {
		t.Errorf("the changes are %s", s)
	}
	text, err = steering.DocumentText(ctx, o.d, o.who("anna"), string(old.ID), lang.SV, o.now, time.Time{})
	if s := o.words("document", text, err); !strings.Contains(s, "Chefen ansvarar") || !strings.Contains(s, "gäller till 2024-03-04") || strings.Contains(s, "**") {
		t.Errorf("the old version says %s", s)
	}

	// What stands under a replaced version stands under the new one; what is overdue is told.
	child := o.make(o.who("isam"), registers.SteeringDocuments, o.org["office"], map[string]any{"title": "Rutin", "kind": "routine", "adopter_function": "isam", "parent": string(doc.ID)})
	tree, err := steering.Tree(ctx, o.d, o.who("anna"), o.now)
	if err != nil || len(tree) != 1 || tree[0].Ref != up.Ref || len(tree[0].Under) != 1 || tree[0].Under[0].Ref != v2.Ref || tree[0].Under[0].Earlier != 1 ||
		len(tree[0].Under[0].Under) != 1 || tree[0].Under[0].Under[0].Ref != child.Ref {
		t.Errorf("the tree is wrong: %v", err)
	}
	late, err := steering.Overdue(ctx, o.d, o.who("anna"), o.now)
	if err != nil || len(late) != 1 || late[0].Ref != up.Ref {
		t.Errorf("%d overdue, %v", len(late), err)
	}
	// As of the day before, the old version stood there.
	then, err := steering.Tree(ctx, o.d, o.who("anna"), o.now.AddDate(0, 0, 1))
	if err != nil || len(then) != 1 {
		t.Errorf("tomorrow's tree: %d roots, %v", len(then), err)
	}
}

func TestReadAndUnderstood(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := open(t, p)
		_, doc := o.document()
		ask := func() error {
			_, err := steering.Ask(ctx, o.s, o.d, o.a, o.who("isam"), o.options(), string(doc.ID), "2024-03-31", []string{string(o.org["north"]), string(o.org["south"])})
			return err
		}
		if err := ask(); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(o.codes(ask()), "nobody-to-ask") {
			t.Error("the same people are asked twice")
		}
		read := func() steering.Reading {
			r, err := steering.ReadBy(ctx, o.d, o.who("isam"), string(doc.ID), o.now)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		r := read()
		if r.Asked != 3 || r.Read != 0 || len(r.Units) != 2 || r.Units[0] != (steering.UnitShare{Unit: "north", Asked: 2}) {
			t.Fatalf("%+v", r)
		}
		receipt := func(name string) *register.Record {
			for _, x := range r.Left {
				if x.Name == name {
					rec, err := o.d.DB.Get(ctx, access.System().Read(registers.DocumentReceipts), registers.DocumentReceipts, x.Receipt, time.Time{}, 0)
					if err != nil {
						t.Fatal(err)
					}
					return rec
				}
			}
			t.Fatalf("no receipt for %s", name)
			return nil
		}
		anna, cia := receipt("anna"), receipt("cia")
		// Nobody confirms for another, nor sees another's receipt without the right to.
		o.refused("only-oneself", "isam", "confirm", anna, nil)
		o.refused("no-such-record", "bo", "confirm", anna, nil)
		o.refused("receipt-stays", "anna", "update", anna, map[string]any{"due": "2030-01-01"})
		o.refused("excused-by-another", "anna", "excuse", anna, nil)
		o.refused("made-by-step", "anna", "update", anna, map[string]any{"confirmed_on": "2024-03-01"})
		if anna = o.do("anna", "confirm", anna, nil); anna.Text("confirmed_on") != "2024-03-04" {
			t.Errorf("confirmed on %q", anna.Text("confirmed_on"))
		}
		o.do("isam", "excuse", cia, nil)
		o.now = time.Date(2024, 4, 2, 8, 0, 0, 0, time.UTC)
		if r = read(); r.Asked != 2 || r.Read != 1 || len(r.Left) != 1 || r.Left[0].Name != "bo" || !r.Left[0].Late || r.Units[0].Late != 1 {
			t.Errorf("%+v", r)
		}
		remind := func() error {
			_, err := steering.Remind(ctx, o.s, o.d, o.who("isam"), o.options(), string(doc.ID), true)
			return err
		}
		if err := remind(); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(o.codes(remind()), "nobody-to-remind") {
			t.Error("reminded twice on one day")
		}
		if r = read(); r.Left[0].Reminders != 1 || r.Left[0].RemindedOn != "2024-04-02" {
			t.Errorf("%+v", r.Left)
		}
		text, err := steering.ReadingText(ctx, o.d, o.who("isam"), string(doc.ID), lang.SV, o.now, time.Time{})
		if s := o.words("reading", text, err); !strings.Contains(s, "1 av 2 tillfrågade") {
			t.Errorf("the text says %s", s)
		}
	})
}

// words gives a document's text, and keeps its pages where KEEP says.
func (o *office) words(name string, doc document.Doc, err error) string {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := pdf.Write(&out, doc, pdf.Options{}); err != nil {
		o.t.Fatal(err)
	}
	if dir := os.Getenv("KEEP"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), out.Bytes(), 0o600); err != nil {
			o.t.Fatal(err)
		}
	}
	var b strings.Builder
	for _, x := range doc.Blocks {
		switch x := x.(type) {
		case document.Paragraph:
			for _, r := range x.Runs {
				b.WriteString(r.Text)
			}
		case document.List:
			for _, it := range x.Items {
				for _, r := range it {
					b.WriteString(r.Text)
				}
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
