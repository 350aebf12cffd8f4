package desk

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// mostOfSet is how much of a change set is told line by line; a file that was
// read in may have made thousands of records.
const mostOfSet = 200

// together is what was done in one step, as far as the reader sees it.
type together struct {
	Title, Sub, Hidden string
	Undo               string // where it is taken back; empty = the reader may not
	Rows               []setRow
}

type setRow struct {
	page.Link
	Did, Fields string
}

// changeSet shows what was done together: by whom, when, on which records. It
// is how a change is taken back when the page where it was made is gone.
func (d *Desk) changeSet(rw http.ResponseWriter, r *door.Request) error {
	set := r.PathValue("set")
	entries, n, err := d.DB.SetEntries(r.Context(), set, register.ID(r.URL.Query().Get("post")), mostOfSet)
	if err != nil {
		return err
	}
	seen, err := d.seen(r, entries)
	if err != nil {
		return err
	}
	if len(seen) == 0 {
		return fault.New(fault.Unknown, "no-such-page") // what one sees nothing of is not told to be there
	}
	who, err := d.Who(r, entries[0])
	if err != nil {
		return err
	}
	at := lang.Clock(r.Lang, entries[0].At.In(d.DB.Zone))
	x := together{Title: lang.DeskSetOf.With(r.Lang, at), Sub: lang.DeskSetBy.With(r.Lang, who, lang.DeskOnRecords.Of(r.Lang, n))}
	sh, undone := d.Shower(r, time.Time{}), false
	for _, e := range entries {
		undone = undone || strings.HasPrefix(e.Reason, "undo:")
		rec := seen[register.ID(e.ID)]
		if rec == nil {
			continue
		}
		l, _ := sh.Named(rec)
		x.Rows = append(x.Rows, setRow{l, did(r.Lang, e), fieldNames(r.Lang, rec.Register, e.Fields)})
	}
	if rest := n - len(x.Rows); rest > 0 {
		x.Hidden = lang.DeskSetHidden.Of(r.Lang, rest)
	}
	if !r.Caller.ReadOnly && !undone && slices.ContainsFunc(entries, func(e ledger.Entry) bool {
		rec := seen[register.ID(e.ID)]
		return rec != nil && !r.Caller.Write(rec.Register).Empty()
	}) {
		x.Undo = "/andring/" + set + "/angra?post=" + url.QueryEscape(r.URL.Query().Get("post"))
	}
	f, err := d.Frame(r, x.Title)
	if err != nil {
		return err
	}
	return d.Show(rw, r.Context(), http.StatusOK, changeSetPage(f, x))
}

// seen are the records of a change set that the caller may read, one query a register.
func (d *Desk) seen(r *door.Request, entries []ledger.Entry) (map[register.ID]*register.Record, error) {
	ids := map[*register.Register]map[register.ID]bool{}
	for _, e := range entries {
		reg, ok := d.DB.Catalogue.Get(e.Register)
		if !ok || r.Caller.Read(reg).Empty() {
			continue
		}
		if ids[reg] == nil {
			ids[reg] = map[register.ID]bool{}
		}
		ids[reg][register.ID(e.ID)] = true
	}
	out := map[register.ID]*register.Record{}
	for reg, of := range ids {
		recs, err := d.ByID(r, reg, of, time.Time{})
		if err != nil {
			return nil, err
		}
		for _, rec := range recs {
			out[rec.ID] = rec
		}
	}
	return out, nil
}

// did says what an entry did to its record.
func did(l lang.Lang, e ledger.Entry) string {
	switch e.Action {
	case "create":
		return lang.DeskSetNew.In(l)
	case "update":
		return lang.DeskSetChanged.In(l)
	case "undo":
		return lang.DeskSetUndone.In(l)
	}
	return lang.StepName(e.Register, e.Action).In(l)
}

func fieldNames(l lang.Lang, reg *register.Register, names []string) string {
	var out []string
	for _, n := range names {
		if f, ok := reg.Field(n); ok {
			out = append(out, f.Title.In(l))
		}
	}
	return strings.Join(out, ", ")
}

// undoSet takes back what was done together, whenever it was done: that nobody
// has changed it since, and that the caller may, is the command's to see to.
func (d *Desk) undoSet(rw http.ResponseWriter, r *door.Request) error {
	set := r.PathValue("set")
	entries, _, err := d.DB.SetEntries(r.Context(), set, register.ID(r.URL.Query().Get("post")), mostOfSet)
	if err != nil {
		return err
	}
	if seen, err := d.seen(r, entries); err != nil || len(seen) == 0 {
		return cmp.Or(err, error(fault.New(fault.Unknown, "no-such-page")))
	}
	return d.takeBack(rw, r, command.Options{Via: "web", Now: r.Now}, set, undone{})
}
