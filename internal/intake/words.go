package intake

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// writer says values in words, without looking anything up but names.
type writer struct {
	zone *time.Location
	name func(reg *register.Register, id string) string
}

func (w writer) words(f *register.Field, v any, l lang.Lang) string {
	switch x := v.(type) {
	case nil:
		return ""
	case int64:
		if f.Kind == register.Money {
			return kronor(x)
		}
		return strconv.FormatInt(x, 10)
	case time.Time:
		return localTime(x, w.zone)
	case []string:
		out := make([]string, len(x))
		for i, s := range x {
			out[i] = f.Choices.Label(s).In(l)
		}
		return strings.Join(out, "; ")
	case []register.Link:
		out := make([]string, len(x))
		for i, link := range x {
			out[i] = w.name(f.Target, string(link.To))
			if len(f.LinkKinds) > 0 && link.Kind != f.LinkKinds[0].Code {
				out[i] += " (" + f.LinkKinds.Label(link.Kind).In(l) + ")"
			}
		}
		return strings.Join(out, "; ")
	case json.RawMessage:
		return string(x)
	case string:
		switch f.Kind {
		case register.Choice, register.FactOf:
			return f.Choices.Label(x).In(l)
		case register.Ref:
			return w.name(f.Target, x)
		}
		return x
	}
	return ""
}

// localTime is an instant as a clock in Stockholm showed it. Seconds are left
// out when there are none; the hour that comes twice says its offset.
func localTime(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	form := "2006-01-02 15:04"
	if t.Second() != 0 || t.Nanosecond() != 0 {
		form = "2006-01-02 15:04:05"
	}
	_, now := t.Zone()
	_, before := t.Add(-time.Hour).Zone()
	if now < before && t.Add(-time.Hour).Format(form) == t.Format(form) {
		form += "-07:00"
	}
	return t.Format(form)
}

// kronor writes öre as kronor with a decimal comma.
func kronor(ore int64) string {
	sign := ""
	if ore < 0 {
		sign, ore = "-", -ore
	}
	out := sign + strconv.FormatInt(ore/100, 10)
	if rest := ore % 100; rest != 0 {
		out += "," + strconv.FormatInt(rest/10, 10) + strconv.FormatInt(rest%10, 10)
	}
	return out
}

// words says a value as a file has it: labels for codes, human numbers for
// references, Stockholm's time for instants.
func (p *plan) words(ctx context.Context, f *register.Field, v any) string {
	w := writer{zone: p.deps.DB.Zone, name: func(reg *register.Register, id string) string { return p.nameOf(ctx, reg, register.ID(id)) }}
	return w.words(f, v, p.req.Lang)
}

// nameOf gives the human number of a record that is known, or what it is called.
func (p *plan) nameOf(ctx context.Context, reg *register.Register, id register.ID) string {
	if name := p.named[id]; name != "" {
		return name
	}
	if reg != nil {
		if x, err := p.index(ctx, reg); err == nil && x.recs[id] != nil {
			return x.recs[id].Ref
		}
		return string(id)
	}
	for _, x := range p.indexes {
		if x.recs[id] != nil {
			return x.recs[id].Ref
		}
	}
	return string(id)
}
