package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Given is a parameter as the rooms read it: several values with commas, a
// record by its number.
func Given(p room.Param, typed url.Values) string {
	vs := slices.DeleteFunc(slices.Clone(typed[p.Name]), func(s string) bool { return strings.TrimSpace(s) == "" })
	if p.Kind == room.Ref {
		var refs []string
		for _, v := range vs {
			for _, line := range strings.FieldsFunc(v, func(c rune) bool { return c == '\n' || c == '\r' }) {
				refs = append(refs, Number(line))
			}
		}
		return strings.Join(refs, ",")
	}
	if p.Many {
		return strings.Join(vs, ",")
	}
	return strings.Join(vs, " ")
}

var paramKinds = map[room.Kind]page.ControlKind{room.Words: page.LongControl, room.Day: page.DayControl, room.Number: page.NumberControl, room.Yes: page.FactControl,
	room.Choice: page.ChoiceControl, room.Level: page.LevelControl, room.Ref: page.RefControl, room.File: page.FileControl}

// Param asks for what a room is to be told.
func Param(w *web.Web, l lang.Lang, x room.Param, typed url.Values, wrong []page.Wrong) page.Control {
	c := page.Control{ID: ID(x.Name), Name: x.Name, Label: x.Title.In(l), Kind: paramKinds[x.Kind], Value: typed.Get(x.Name), Values: typed[x.Name], Optional: !x.Needed,
		Wrong: Errors(ID(x.Name), wrong)}
	choices := x.Choices
	switch x.Kind {
	case room.Yes:
		choices = register.Facts[:2]
		c.Kind = page.ChoiceControl
	case room.Level:
		for n := range 5 {
			c.Options = append(c.Options, page.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
		}
	case room.Ref:
		c.Ask.List = "/val/" + w.Register(x.Register).Collection
		c.Hint = lang.FormRefHint.In(l)
		if x.Many {
			c.Kind, c.Hint = page.LongControl, lang.FormOneALine.In(l)
		}
	case room.Choice:
		if x.Many {
			c.Kind = page.ChecksControl
		}
	}
	for _, o := range choices {
		c.Options = append(c.Options, page.Option{Value: o.Code, Label: lang.Text{SV: o.SV, EN: o.EN}.In(l)})
	}
	return c
}
