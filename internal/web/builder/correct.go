package builder

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

const reasonName = "correction_reason"

// correcting shows the texts and facts of a decided review that may be put
// right, as they were decided.
func (b *Builder) correcting(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	return b.showCorrecting(rw, r, rec, nil, nil, http.StatusOK)
}

// correctable are the fields shown beside the texts.
func correctable(rec *register.Record) []*register.Field {
	return form.Fields(rec.Register, review.Correctable...)
}

// ownPlaces are the places that are not the officer's, in the order of the outline.
func ownPlaces(rv review.Review, rec *register.Record, l lang.Lang) ([]review.Place, error) {
	all, err := review.Places(rec, l)
	if err != nil {
		return nil, err
	}
	var out []review.Place
	for _, s := range rv.Sections {
		for _, p := range all[s.Key] {
			if p.Officer {
				continue
			}
			if p.Heading == "" {
				p.Heading = strings.TrimSpace(s.Number + " " + s.Heading)
			}
			out = append(out, p)
		}
	}
	return out, nil
}

func (b *Builder) showCorrecting(rw http.ResponseWriter, r *door.Request, rec *register.Record, typed url.Values, wrong []page.Wrong, status int) error {
	may, err := b.rights(r, rec)
	if err != nil {
		return err
	}
	if !may.Correct {
		if rec.Text("hash") == "" {
			return fault.New(fault.Conflict, "not-decided", rec.Ref)
		}
		return r.Caller.Decide(rec.Register, "decide", rec.Org)
	}
	l := textLang(r, rec)
	rv, err := review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), l)
	if err != nil {
		return err
	}
	places, err := ownPlaces(rv, rec, l)
	if err != nil {
		return err
	}
	if typed == nil {
		if typed, err = form.Values(b.Web, r, rec, correctable(rec)); err != nil {
			return err
		}
		for _, p := range places {
			typed.Set(placeName(p.Key), p.In(l))
		}
	}
	at := web.Address(rec)
	p := asking{Title: lang.BuilderCorrect.In(r.Lang), About: rv.Title, Crumbs: b.crumbs(r, rec, lang.BuilderCorrect.In(r.Lang)), Action: at + "/ratta", Wrong: wrong,
		Kept: []page.Pair{version(rec), pair(languageOf, string(l))}}
	other, name := lang.EN, lang.BuilderInEnglish
	if l == lang.EN {
		other, name = lang.SV, lang.BuilderInSwedish
	}
	p.Notices = []notice{{Tone: "plain", Icon: "lock", Bold: lang.BuilderCorrectKeeps.In(r.Lang), Rest: lang.BuilderCorrectMore.In(r.Lang),
		More: page.Link{Text: name.In(r.Lang), Href: web.AddressOf(at+"/ratta", []page.Pair{pair(languageOf, string(other))})}}}
	why := rec.Register.Must(reasonName)
	p.Controls = append(p.Controls, page.Control{ID: form.ID(reasonName), Name: reasonName, Label: why.Title.In(r.Lang), Kind: page.LongControl, Lines: 2, Value: typed.Get(reasonName), Wrong: form.Errors(form.ID(reasonName), wrong)})
	for _, x := range places {
		p.Controls = append(p.Controls, page.Control{ID: placeID(x.Key), Name: placeName(x.Key), Label: x.Heading + ": " + x.By, Kind: page.LongControl, Value: typed.Get(placeName(x.Key)), Optional: !x.Needed, Wrong: form.Errors(placeID(x.Key), wrong)})
	}
	p.Controls = append(p.Controls, form.Controls(r, correctable(rec), typed, wrong)...)
	p.Buttons = []page.Button{{Text: lang.BuilderCorrectDo.In(r.Lang), Primary: true}, {Text: lang.EditCancel.In(r.Lang), Href: at + "/beslut", Quiet: true}}
	return b.ask(rw, r, status, p)
}

// correct makes the corrected version.
func (b *Builder) correct(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	typed := r.PostForm
	in := review.Correction{Reason: typed.Get(reasonName), Texts: map[string]string{}, Lang: textLang(r, rec), Via: "web"}
	if in.Version, err = seen(r); err != nil {
		return err
	}
	values, ps, err := form.Read(b.Web, r, correctable(rec), typed)
	if err != nil {
		return err
	}
	if wrong := form.Problems(r.Lang, rec.Register, ps); len(wrong) > 0 {
		return b.showCorrecting(rw, r, rec, typed, wrong, http.StatusUnprocessableEntity)
	}
	// Only what has been changed is a correction.
	in.Fields = map[string]any{}
	for _, f := range correctable(rec) {
		v, _ := values[f.Name].(string)
		if v != rec.Text(f.Name) {
			in.Fields[f.Name] = v
		}
	}
	ids := []string{form.ID(reasonName)}
	for _, f := range correctable(rec) {
		ids = append(ids, form.ID(f.Name))
	}
	for name, vs := range typed {
		if key, ok := strings.CutPrefix(name, "t."); ok && len(vs) > 0 {
			in.Texts[key] = vs[0]
		}
	}
	slices.Sort(ids)
	if _, err := review.Correct(r.Context(), b.Reviews, r.Caller, string(rec.ID), in); err != nil {
		wrong, status, err := b.refused(r, rec.Register, err, ids...)
		if err != nil {
			return err
		}
		return b.showCorrecting(rw, r, rec, typed, wrong, status)
	}
	return b.See(rw, r, web.Address(rec)+"/beslut")
}
