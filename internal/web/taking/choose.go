package taking

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
	"genomlys/internal/intake/sheet"
	"genomlys/internal/lang"
	"genomlys/internal/store"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// choose asks for a file and where it belongs.
func (t *Taking) choose(rw http.ResponseWriter, r *door.Request) error {
	typed := url.Values{"register": {""}}
	if reg, err := t.Reg(r.URL.Query().Get("till")); err == nil {
		typed.Set("register", reg.Name)
	}
	return t.ask(rw, r, typed, nil, http.StatusOK)
}

func (t *Taking) ask(rw http.ResponseWriter, r *door.Request, typed url.Values, wrong []page.Wrong, code int) error {
	if _, err := t.secret(r); err != nil {
		return err
	}
	var options, profiles []page.Option
	for _, reg := range t.DB.Catalogue.All {
		if form.MayCreate(r.Caller, reg) {
			options = append(options, page.Option{Value: reg.Name, Label: reg.Title.In(r.Lang)})
		}
	}
	if len(options) == 0 {
		return fault.New(fault.Denied, "may-not-import")
	}
	slices.SortFunc(options, func(a, b page.Option) int { return bytes.Compare(store.SortKey(a.Label), store.SortKey(b.Label)) })
	for _, n := range intake.ShippedNames() {
		p, err := intake.Shipped(n, t.DB.Catalogue)
		if err != nil {
			return err
		}
		profiles = append(profiles, page.Option{Value: n, Label: n, Hint: p.About})
	}
	l := r.Lang
	at := func(name string) []string { return form.Errors(form.ID(name), wrong) }
	x := choosing{Wrong: wrong, File: page.Control{ID: "f-file", Name: "file", Kind: page.FileControl, Label: lang.TakingFile.In(l), Accept: ".xlsx,.csv,.txt,.tsv",
		Hint: lang.TakingFileHint.With(l, lang.Whole(sheet.DefaultLimits().Input>>20), lang.Whole(int64(sheet.DefaultLimits().Rows))), Wrong: at("file")}}
	x.First = []page.Control{
		{ID: "f-register", Name: "register", Kind: page.ChoiceControl, Label: lang.TakingRegister.In(l), Options: options, Value: typed.Get("register"), Wrong: at("register")},
		{ID: "f-effective", Name: "effective", Kind: page.DayControl, Label: lang.TakingDay.In(l), Hint: lang.TakingDayHint.In(l), Optional: true, Value: typed.Get("effective"), Wrong: at("effective")},
	}
	x.More = []page.Control{
		{ID: "f-org", Name: "org", Kind: page.RefControl, Label: lang.TakingOrg.In(l), Hint: lang.TakingOrgHint.In(l), Optional: true, Value: typed.Get("org"), Wrong: at("org"), Ask: page.Asked{List: "/val/" + t.Register("org").Collection}},
		{ID: "f-profile", Name: "profile", Kind: page.ChoiceControl, Cards: true, Label: lang.TakingProfile.In(l), Hint: lang.TakingProfileHint.In(l), Optional: true, Options: profiles, Value: typed.Get("profile"), Wrong: at("profile")},
	}
	x.Open = typed.Get("org") != "" || typed.Get("profile") != ""
	f, err := t.Frame(r, form.Title(l, lang.TakingTitle.In(l), wrong))
	if err != nil {
		return err
	}
	return t.Show(rw, r.Context(), code, choosePage(f, x))
}

// keep takes the file that was sent, and leads on to what was understood of it.
func (t *Taking) keep(rw http.ResponseWriter, r *door.Request) error {
	const inMemory = 1 << 20
	if err := r.ParseMultipartForm(inMemory); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			wrong := []page.Wrong{{Field: "f-file", Text: lang.TakingTooLarge.With(r.Lang, lang.Whole(sheet.DefaultLimits().Input>>20))}}
			return t.ask(rw, r, url.Values{}, wrong, http.StatusRequestEntityTooLarge)
		}
		return fault.New(fault.Malformed, "not-a-form")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	typed := r.PostForm
	s := said{Register: typed.Get("register"), Profile: typed.Get("profile"), Org: form.Number(typed.Get("org"))}
	var wrong []page.Wrong
	refuse := func(field string, text lang.Text) {
		wrong = append(wrong, page.Wrong{Field: form.ID(field), Text: text.In(r.Lang)})
	}
	var data []byte
	file, head, err := r.FormFile("file")
	if err == nil {
		defer file.Close()
		s.Name = filepath.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
		if data, err = io.ReadAll(io.LimitReader(file, sheet.DefaultLimits().Input+1)); err != nil {
			return fault.New(fault.Malformed, "not-a-form")
		}
	}
	switch {
	case len(data) == 0:
		refuse("file", lang.TakingNoFile)
	case int64(len(data)) > sheet.DefaultLimits().Input:
		wrong = append(wrong, page.Wrong{Field: "f-file", Text: lang.TakingTooLarge.With(r.Lang, lang.Whole(sheet.DefaultLimits().Input>>20))})
	}
	if reg, ok := t.DB.Catalogue.Get(s.Register); !ok || !form.MayCreate(r.Caller, reg) {
		refuse("register", lang.TakingNoRegister)
	}
	if s.Profile != "" && !slices.Contains(intake.ShippedNames(), s.Profile) {
		refuse("profile", lang.TakingNoProfile)
	}
	if v := strings.TrimSpace(typed.Get("effective")); v != "" {
		d, ok := form.Day(v, r.Now.In(t.DB.Zone))
		if !ok {
			refuse("effective", lang.WriteDate)
		}
		s.Effective = d
	}
	if len(wrong) > 0 {
		return t.ask(rw, r, typed, wrong, http.StatusUnprocessableEntity)
	}
	id, err := t.put(r, s, data)
	if err != nil {
		return err
	}
	return t.See(rw, r, address(id))
}

func address(id string) string { return "/ta-in/" + id }
