package taking

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
	"genomlys/internal/lang"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// try works out what the file would do, writing nothing.
func (t *Taking) try(r *door.Request, k kept) (*job, error) {
	data, err := k.data()
	if err != nil {
		return nil, err
	}
	return t.begin(r, k, data, false, false)
}

// begin starts a job on a file: a try, or taking it, whole or in part.
func (t *Taking) begin(r *door.Request, k kept, data []byte, takes, partial bool) (*job, error) {
	q, err := t.request(r, k.said, data)
	if err != nil {
		return nil, err
	}
	q.DryRun, q.Partial = !takes, partial
	what, err := json.Marshal([]any{k.said, takes, partial, r.Lang})
	if err != nil {
		return nil, fmt.Errorf("begin an import: %w", err)
	}
	return t.jobs.start(r.Context(), k.ID, string(what), takes, r.Now, func(ctx context.Context, j *job) {
		q.Progress = j.progress
		j.report, j.err = intake.Import(ctx, intake.Deps{DB: t.DB, Commands: t.Commands}, q)
		if !takes || j.err != nil {
			return
		}
		k.Rows, k.At = j.report.Rows, r.Now
		if rc := j.report.Receipt; rc != nil {
			k.Set = rc.ChangeSet
		}
		j.err = t.save(ctx, k)
	}), nil
}

// look shows what was understood of a file and what it would do.
func (t *Taking) look(rw http.ResponseWriter, r *door.Request) error {
	k, err := t.find(r)
	if err != nil {
		return err
	}
	if k.taken() {
		return t.See(rw, r, address(k.ID)+"/kvitto")
	}
	j := t.jobs.current(k.ID)
	if j == nil || !j.takes {
		if j, err = t.try(r, k); err != nil {
			return err
		}
	}
	return t.showJob(rw, r, k, j, http.StatusOK)
}

// showJob shows how far a job has come, or what came of it.
func (t *Taking) showJob(rw http.ResponseWriter, r *door.Request, k kept, j *job, code int) error {
	if !j.wait(r.Context()) {
		return t.showProgress(rw, r, k, j)
	}
	if j.takes {
		t.jobs.forget(k.ID)
		if j.err == nil {
			return t.See(rw, r, address(k.ID)+"/kvitto")
		}
		code = http.StatusUnprocessableEntity
	}
	refused := j.err != nil && asFault(j.err) != nil && asFault(j.err).Code == "import-refused"
	if j.err != nil && !refused {
		return t.unreadable(rw, r, k, j)
	}
	var wrong []page.Wrong
	if j.takes {
		wrong = []page.Wrong{{Text: lang.TakingNothingTaken.In(r.Lang)}}
	}
	return t.showReport(rw, r, k, j.report, wrong, code)
}

// unreadable tells why a file cannot be read or may not be taken.
func (t *Taking) unreadable(rw http.ResponseWriter, r *door.Request, k kept, j *job) error {
	said := why(r.Lang, j.err)
	if said == "" {
		t.jobs.forget(k.ID)
		return j.err
	}
	if asFault(j.err).Code == "field-twice" || asFault(j.err).Code == "no-such-sheet" {
		t.jobs.forget(k.ID)
	}
	return t.showReport(rw, r, k, j.report, []page.Wrong{{Text: said}}, status(j.err))
}

func (t *Taking) showProgress(rw http.ResponseWriter, r *door.Request, k kept, j *job) error {
	stage, n, of := j.far()
	x := waiting{Name: k.Name, Address: address(k.ID), Said: lang.TakingReading.In(r.Lang)}
	switch stage {
	case "identify", "check":
		x.Said = lang.TakingChecking.With(r.Lang, lang.Whole(int64(n)), lang.Whole(int64(of)))
	case "write":
		x.Said = lang.TakingWriting.With(r.Lang, lang.Whole(int64(n)), lang.Whole(int64(of)))
	}
	if of > 0 {
		x.Percent = 100 * n / of
	}
	f, err := t.Frame(r, lang.TakingWaiting.In(r.Lang))
	if err != nil {
		return err
	}
	return t.Show(rw, r.Context(), http.StatusOK, waitPage(f, x))
}

// remap takes the mapping of columns, the sheet and the day as they have been
// corrected.
func (t *Taking) remap(rw http.ResponseWriter, r *door.Request) error {
	k, err := t.find(r)
	if err != nil {
		return err
	}
	if k.taken() {
		return t.See(rw, r, address(k.ID)+"/kvitto")
	}
	if err := t.Form(r); err != nil {
		return err
	}
	before := k.said
	if s := r.PostForm.Get("sheet"); s != k.Sheet && r.PostForm.Has("sheet") {
		k.Sheet, k.Map = s, nil
	} else {
		froms, was, now := r.PostForm["kolumn"], r.PostForm["var"], r.PostForm["falt"]
		if len(froms) != len(was) || len(froms) != len(now) || len(froms) > maxColumns {
			return fault.New(fault.Malformed, "not-a-form")
		}
		m := map[string]string{}
		for c, f := range k.Map {
			m[c] = f
		}
		for i, c := range froms {
			if now[i] != was[i] {
				m[c] = now[i]
			}
		}
		if r.PostForm.Has("aterstall") {
			m = nil
		}
		k.Map = m
	}
	j, err := t.tryAnew(r, k)
	if err != nil {
		return err
	}
	if j != nil && j.err != nil && asFault(j.err) != nil && asFault(j.err).Code == "field-twice" {
		k.said = before // what was asked for cannot be followed; the file stands as it did
		text := lang.Fault(r.Lang, asFault(j.err))
		t.jobs.forget(k.ID)
		if j, err = t.try(r, k); err != nil {
			return err
		}
		if !j.wait(r.Context()) {
			return t.showProgress(rw, r, k, j)
		}
		return t.showReport(rw, r, k, j.report, []page.Wrong{{Field: form.ID("falt"), Text: text}}, http.StatusUnprocessableEntity)
	}
	if err := t.save(r.Context(), k); err != nil {
		return err
	}
	return t.See(rw, r, address(k.ID))
}

// tryAnew tries with what has been corrected; nil when the answer is not there
// yet.
func (t *Taking) tryAnew(r *door.Request, k kept) (*job, error) {
	j, err := t.try(r, k)
	if err != nil || !j.wait(r.Context()) {
		return nil, err
	}
	return j, nil
}

// maxColumns bounds what a form may say of columns.
const maxColumns = 200
