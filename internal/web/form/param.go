package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Given are parameters as the rooms read them: several values with commas, a
// record by its number when a form can tell which is meant, a day as a date.
// What several records are called is asked about.
func Given(w *web.Web, r *door.Request, ps []room.Param, typed url.Values) (map[string]string, []fault.Problem, error) {
	names, today := newNames(), r.Now.In(w.DB.Zone)
	for _, p := range ps {
		if p.Kind == room.Ref {
			names.want(&register.Field{Target: w.Register(p.Register)}, lines(typed[p.Name]))
		}
	}
	if err := names.look(w, r); err != nil {
		return nil, nil, err
	}
	out := map[string]string{}
	var wrong []fault.Problem
	for _, p := range ps {
		vs := slices.DeleteFunc(slices.Clone(typed[p.Name]), func(s string) bool { return strings.TrimSpace(s) == "" })
		sep := " "
		switch {
		case p.Kind == room.Ref:
			sep, vs = ",", lines(vs)
			for i, v := range vs {
				target := &register.Field{Target: w.Register(p.Register)}
				switch _, problem := names.found(target, v); {
				case problem == nil:
					vs[i] = names.number(target, v)
				case problem.Code == "several-records":
					problem.Field = p.Name
					wrong = append(wrong, *problem)
				default:
					vs[i] = number(v) // the room knows organisations by their short names too
				}
			}
		case p.Kind == room.Day && len(vs) == 1:
			if d, ok := Day(vs[0], today); ok {
				vs[0] = string(d)
			}
		case p.Many:
			sep = ","
		}
		if v := strings.Join(vs, sep); v != "" {
			out[p.Name] = v
		}
	}
	return out, wrong, nil
}

// lines are the values given one a line.
func lines(vs []string) []string {
	var out []string
	for _, v := range vs {
		for _, line := range strings.FieldsFunc(v, func(c rune) bool { return c == '\n' || c == '\r' }) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
		}
	}
	return out
}

// ParamFields are parameters as fields, by which refusals name them.
func ParamFields(ps []room.Param) []*register.Field {
	var out []*register.Field
	for _, p := range ps {
		out = append(out, &register.Field{Name: p.Name, Title: p.Title, Choices: p.Choices})
	}
	return out
}

var paramKinds = map[room.Kind]page.ControlKind{room.Words: page.TextControl, room.Day: page.DayControl, room.Number: page.NumberControl, room.Yes: page.FactControl,
	room.Choice: page.ChoiceControl, room.Level: page.LevelControl, room.Ref: page.RefControl, room.File: page.FileControl}

// Param asks for what a room is to be told.
func Param(w *web.Web, l lang.Lang, x room.Param, typed url.Values, wrong []page.Wrong) page.Control {
	c := page.Control{ID: ID(x.Name), Name: x.Name, Label: x.Title.In(l), Kind: paramKinds[x.Kind], Value: typed.Get(x.Name), Values: typed[x.Name], Optional: !x.Needed,
		Wrong: Errors(ID(x.Name), wrong)}
	choices := x.Choices
	switch x.Kind {
	case room.Words:
		if x.Long {
			c.Kind = page.LongControl
		}
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
