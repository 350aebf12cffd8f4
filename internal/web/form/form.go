// Package form makes controls of what a register declares, reads what was
// typed in them as people write it, and says at each control what was refused.
package form

import (
	"net/url"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// Fields gives some fields of a register, in the order asked for.
func Fields(reg *register.Register, names ...string) []*register.Field {
	out := make([]*register.Field, len(names))
	for i, n := range names {
		out[i] = reg.Must(n)
	}
	return out
}

// ID is the identity of the control of a field. The prefix keeps it apart from
// what the frame of the page is called.
func ID(field string) string { return "f-" + field }

// Controls asks for the values of some fields: what was typed, or what a
// record says (Values), with what was wrong with it (Wrong).
func Controls(r *door.Request, fields []*register.Field, typed url.Values, wrong []page.Wrong) []page.Control {
	out := make([]page.Control, 0, len(fields))
	for _, f := range fields {
		out = append(out, control(r.Lang, f, typed, wrong))
	}
	return out
}

// Errors are what is wrong with the control of a field, for controls that a
// page makes by hand.
func Errors(id string, wrong []page.Wrong) []string {
	var out []string
	for _, w := range wrong {
		if w.Field == id {
			out = append(out, w.Text)
		}
	}
	return out
}

// Title is a page's title: it begins by telling that something is wrong.
func Title(l lang.Lang, title string, wrong []page.Wrong) string {
	if len(wrong) > 0 {
		return lang.WrongTitle.With(l, title)
	}
	return title
}

func control(l lang.Lang, f *register.Field, typed url.Values, wrong []page.Wrong) page.Control {
	c := page.Control{ID: ID(f.Name), Name: f.Name, Label: f.Title.In(l), Hint: f.Hint.In(l), Kind: kinds[f.Kind], Value: typed.Get(f.Name),
		Optional: !f.Needed, Wrong: Errors(ID(f.Name), wrong)}
	switch f.Kind {
	case register.Choice, register.FactOf:
		c.Options = options(l, f.Choices)
		if f.Kind == register.Choice && !f.Needed && len(c.Options) < fewChoices {
			// A card once chosen cannot be let go of: there must be one that says so.
			c.Options = append(c.Options, page.Option{Label: lang.FormNotStated.In(l)})
		} else {
			c.Listed = f.Kind == register.Choice && !f.Needed
		}
	case register.Set:
		c.Values = typed[f.Name]
		if f.Choices != nil {
			c.Kind, c.Options = page.ChecksControl, options(l, f.Choices)
		} else {
			c.Value = strings.Join(typed[f.Name], "\n")
			c.Hint = strings.TrimSpace(c.Hint + " " + lang.FormOneALine.In(l))
		}
	case register.Level:
		for n := f.MinN; n <= f.MaxN; n++ {
			c.Options = append(c.Options, page.Option{Value: strconv.FormatInt(n, 10), Label: strconv.FormatInt(n, 10)})
		}
		if !f.Needed {
			c.Options = append(c.Options, page.Option{Label: lang.FormNotStated.In(l)})
		}
	case register.Number:
		c.Unit = unit(l, f)
	case register.Money:
		c.Unit = lang.FormKronor.In(l)
	case register.Day:
		c.Hint = strings.TrimSpace(c.Hint + " " + lang.FormDayHint.In(l))
	case register.Moment:
		c.Hint = strings.TrimSpace(c.Hint + " " + lang.FormMomentHint.In(l))
	case register.Ref:
		c.Ask = asked(f)
		if c.Hint == "" {
			c.Hint = lang.FormRefHint.In(l)
		}
	case register.Links:
		c.Hint = strings.TrimSpace(c.Hint + " " + lang.FormRefHint.In(l))
		c.Rows = linkRows(l, f, typed, c)
	case register.List:
		c.Rows = listRows(l, f, typed)
	}
	return c
}

const fewChoices = 5

var kinds = map[register.Kind]page.ControlKind{
	register.Text: page.TextControl, register.Long: page.LongControl, register.Choice: page.ChoiceControl, register.Set: page.WordsControl,
	register.FactOf: page.FactControl, register.Number: page.NumberControl, register.Money: page.MoneyControl, register.Level: page.LevelControl,
	register.Day: page.DayControl, register.Moment: page.MomentControl, register.Ref: page.RefControl, register.Links: page.RefsControl, register.List: page.RowsControl,
}

func options(l lang.Lang, cs register.Choices) []page.Option {
	out := make([]page.Option, len(cs))
	for i, o := range cs {
		out[i] = page.Option{Value: o.Code, Label: lang.Text{SV: o.SV, EN: o.EN}.In(l)}
	}
	return out
}

// asked is where a reference's candidates are. One that may lead to any
// register is given by number.
func asked(f *register.Field) page.Asked {
	if f.Target == nil {
		return page.Asked{}
	}
	return page.Asked{List: "/val/" + f.Target.Collection, Pick: pickName}
}

// blank rows follow those that are filled in.
const blankRows = 2

// linkRows asks for several references, a line each, with the kind of each
// where the register tells kinds apart.
func linkRows(l lang.Lang, f *register.Field, typed url.Values, c page.Control) [][]page.Control {
	given, kindsGiven := typed[f.Name], typed[f.Name+kindSuffix]
	n := len(given) + blankRows
	if len(given) > 0 && given[len(given)-1] == "" {
		n = len(given)
	}
	rows := make([][]page.Control, n)
	for i := range rows {
		id := c.ID + "-" + strconv.Itoa(i)
		line := page.Control{ID: id, Name: f.Name, Label: lang.FormNth.With(l, f.Title.In(l), i+1), Kind: page.RefControl, Value: at(given, i), Ask: asked(f)}
		line.Ask.Pick = "" // a page of candidates fills one line, and cannot tell which
		rows[i] = []page.Control{line}
		if f.LinkKinds != nil {
			k := page.Control{ID: id + "-k", Name: f.Name + kindSuffix, Label: lang.FormKindOf.With(l, i+1), Kind: page.ChoiceControl, Value: at(kindsGiven, i), Options: options(l, f.LinkKinds)}
			rows[i] = append(rows[i], k)
		}
	}
	return rows
}

const kindSuffix = ".kind"

// listRows asks for the rows of a small table kept in a record. What a row
// says beside its columns travels along unseen.
func listRows(l lang.Lang, f *register.Field, typed url.Values) [][]page.Control {
	n := 0
	for _, col := range f.Columns {
		n = max(n, len(typed[f.Name+"."+col.Name]))
	}
	rest := typed[f.Name+restSuffix]
	n = max(n, len(rest)) + 1
	if more := typed.Get(moreName); more == f.Name {
		n += blankRows
	}
	rows := make([][]page.Control, n)
	for i := range rows {
		rows[i] = append(rows[i], page.Control{Name: f.Name + restSuffix, Value: at(rest, i), Type: "hidden"})
		for _, col := range f.Columns {
			name := f.Name + "." + col.Name
			c := page.Control{ID: ID(name) + "-" + strconv.Itoa(i), Name: name, Label: col.Title.In(l), Kind: kinds[col.Kind], Value: at(typed[name], i)}
			if col.Choices != nil {
				c.Kind, c.Options = page.ChoiceControl, options(l, col.Choices)
			}
			if col.Kind == register.Long {
				c.Lines = 2
			}
			rows[i] = append(rows[i], c)
		}
	}
	return rows
}

const restSuffix = ".rest"

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func unit(l lang.Lang, f *register.Field) string {
	switch f.Unit {
	case "h":
		return lang.HoursUnit.In(l)
	case "months":
		return lang.MonthsUnit.In(l)
	}
	return f.Unit
}

// The names of a form's buttons that lead back to the form itself.
const (
	pickName = "_pick" // look for candidates of a reference
	tookName = "_took" // one was chosen: field=number
	moreName = "_row"  // more rows, of the field that is the value
)
