package edit

import (
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/remark"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// said is a comment as it is shown.
type said struct{ Who, When, Text string }

// attached is a file as it is shown.
type attached struct {
	page.Link
	About, Hash string
}

// remarks is what hangs on a record, with the forms to add more.
type remarks struct {
	Comments   []said
	Files      []attached
	Say        string // address of the form; empty = the reader may not
	Attach     string
	SayWrong   page.Control
	FileChosen page.Control
}

// remarked adds comments and files to a record's page.
func (e *Edit) remarked(r *door.Request, rec *register.Record, may bool, p *page.Record) error {
	if rec.Register.Name == "comment" || rec.Register.Name == "attachment" {
		return nil
	}
	x, err := e.remarksOn(r, rec, may)
	if err != nil {
		return err
	}
	f := e.Guest(r, "")
	if may || len(x.Files) > 0 {
		p.Below = append(p.Below, page.Panel{ID: "bilagor", Title: lang.EditFiles.In(r.Lang), Count: counted(len(x.Files)), Body: fileList(f, x)})
	}
	p.Below = append(p.Below, page.Panel{ID: "kommentarer", Title: lang.EditComments.In(r.Lang), Count: counted(len(x.Comments)), Body: commentList(f, x)})
	return nil
}

func counted(n int) string {
	if n == 0 {
		return ""
	}
	return lang.Whole(int64(n))
}

func (e *Edit) remarksOn(r *door.Request, rec *register.Record, may bool) (remarks, error) {
	var x remarks
	comments, err := remark.On(r.Context(), e.DB, e.Register("comment"), rec.ID)
	if err != nil {
		return x, err
	}
	files, err := remark.On(r.Context(), e.DB, e.Register("attachment"), rec.ID)
	if err != nil {
		return x, err
	}
	sh, person := e.Shower(r, noTime), e.Register("person")
	for _, c := range append(append([]*register.Record{}, comments...), files...) {
		sh.NeedID(person, register.ID(c.Text("author")))
	}
	if err := sh.Look(); err != nil {
		return x, err
	}
	who := func(c *register.Record) string {
		if id := register.ID(c.Text("author")); id != "" && id == r.Caller.Person {
			return r.Caller.Name
		}
		if l := sh.Refer(register.ID(c.Text("author"))); l.Href != "" {
			return l.Text
		}
		return lang.SomebodyActor.In(r.Lang)
	}
	for _, c := range comments {
		x.Comments = append(x.Comments, said{Who: who(c), When: lang.Clock(r.Lang, c.Since.In(e.DB.Zone)), Text: c.Text("text")})
	}
	for _, c := range files {
		size, _ := c.Number("size")
		x.Files = append(x.Files, attached{Link: page.Link{Text: c.Text("file_name"), Href: "/bilaga/" + c.Ref},
			About: lang.EditFileBy.With(r.Lang, lang.ByteSize(size), who(c), lang.Clock(r.Lang, c.Since.In(e.DB.Zone))), Hash: c.Text("hash")})
	}
	if !r.Caller.ReadOnly {
		x.Say = "/kommentar" + web.Address(rec)
		x.SayWrong = page.Control{ID: "f-text", Name: "text", Label: lang.EditComment.In(r.Lang), Kind: page.LongControl, Lines: 3}
	}
	if may && !r.Caller.ReadOnly {
		x.Attach = "/bilaga" + web.Address(rec)
		x.FileChosen = page.Control{ID: "f-file", Name: "file", Label: lang.EditFile.In(r.Lang), Hint: lang.EditFileHint.With(r.Lang, lang.Whole(remark.MaxFile>>20)), Kind: page.FileControl}
	}
	return x, nil
}

// say adds a comment: whoever may read the record may say something of it.
func (e *Edit) say(rw http.ResponseWriter, r *door.Request) error {
	rec, err := e.seen(r)
	if err != nil {
		return err
	}
	if err := e.Form(r); err != nil {
		return err
	}
	text := strings.TrimSpace(r.PostForm.Get("text"))
	_, err = e.Do(r, command.Options{}, remark.Comment(r.Caller, rec, text))
	if err != nil {
		wrong, status := form.Wrong(r.Lang, e.Register("comment"), err)
		if wrong == nil {
			return err
		}
		wrong = atOnly(wrong, "f-text")
		c := page.Control{ID: "f-text", Name: "text", Label: lang.EditComment.In(r.Lang), Kind: page.LongControl, Value: text, Wrong: form.Errors("f-text", wrong)}
		return e.askAgain(rw, r, rec, lang.EditComment, "/kommentar"+web.Address(rec), c, wrong, status, false)
	}
	return e.See(rw, r, web.Address(rec)+"#kommentarer")
}

// attach adds a file.
func (e *Edit) attach(rw http.ResponseWriter, r *door.Request) error {
	rec, err := e.seen(r)
	if err != nil {
		return err
	}
	if err := e.upload(r); err != nil {
		return err
	}
	var name string
	var data []byte
	if file, head, err := r.FormFile("file"); err == nil {
		defer file.Close()
		name = filepath.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
		if data, err = io.ReadAll(io.LimitReader(file, remark.MaxFile+1)); err != nil {
			return fault.New(fault.Malformed, "not-a-form")
		}
	}
	ch, keep, err := remark.Attach(r.Caller, rec, name, data)
	if err == nil {
		_, err = e.Do(r, command.Options{After: keep}, ch)
	}
	if err != nil {
		wrong, status := form.Wrong(r.Lang, e.Register("attachment"), err)
		if wrong == nil {
			return err
		}
		wrong = atOnly(wrong, "f-file")
		c := page.Control{ID: "f-file", Name: "file", Label: lang.EditFile.In(r.Lang), Hint: lang.EditFileHint.With(r.Lang, lang.Whole(remark.MaxFile>>20)), Kind: page.FileControl, Wrong: form.Errors("f-file", wrong)}
		return e.askAgain(rw, r, rec, lang.EditFile, "/bilaga"+web.Address(rec), c, wrong, status, true)
	}
	return e.See(rw, r, web.Address(rec)+"#bilagor")
}

// atOnly puts what is wrong at the one control there is.
func atOnly(wrong []page.Wrong, id string) []page.Wrong {
	for i := range wrong {
		wrong[i].Field = id
	}
	return wrong
}

func (e *Edit) askAgain(rw http.ResponseWriter, r *door.Request, rec *register.Record, title lang.Text, action string, c page.Control, wrong []page.Wrong, status int, upload bool) error {
	p, err := e.about(r, rec, lang.Text{SV: title.SV + ": %s", EN: title.EN + ": %s"})
	if err != nil {
		return err
	}
	p.Crumbs[2].Text = title.In(r.Lang)
	p.Action, p.Wrong, p.Save, p.First, p.Upload = action, wrong, lang.EditAddThis.In(r.Lang), []page.Control{c}, upload
	f, err := e.Frame(r, form.Title(r.Lang, p.Title, wrong))
	if err != nil {
		return err
	}
	return e.Show(rw, r.Context(), status, newPage(f, p))
}

// seen is the record of an address, if the caller may read it.
func (e *Edit) seen(r *door.Request) (*register.Record, error) {
	reg, err := e.Reg(r.PathValue("collection"))
	if err != nil {
		return nil, err
	}
	return e.One(r, reg, r.PathValue("ref"))
}

// file gives a file to be kept, never shown by the browser: it is served inert
// (OWASP ASVS 5.0, V5.4).
func (e *Edit) file(rw http.ResponseWriter, r *door.Request) error {
	rec, err := remark.Read(r.Context(), e.DB, r.Caller, e.Register("attachment"), r.PathValue("ref"))
	if err != nil {
		return err
	}
	data, err := e.DB.Blob(r.Context(), rec.Text("hash"))
	if err != nil {
		return err
	}
	h := rw.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": rec.Text("file_name")}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = rw.Write(data) // a client that has gone needs no answer
	return nil
}
