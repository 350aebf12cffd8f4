package settings

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

var passageTitle = lang.Text{SV: "Från oss", EN: "From us"}

// Passages gives the rooms' texts with the passages that organisations have of
// their own, last in each text and with the decision they come from.
func (k *Looks) Passages(sets []room.Set) []room.Set {
	out := slices.Clone(sets)
	for i := range out {
		out[i].Texts = slices.Clone(out[i].Texts)
		for j, t := range out[i].Texts {
			out[i].Texts[j].Make = func(ctx context.Context, c room.Call) (document.Doc, error) {
				d, err := t.Make(ctx, c)
				if err != nil || c.Record == nil {
					return d, err
				}
				return k.passed(ctx, c, t, d)
			}
		}
	}
	return out
}

// passed adds the passage that holds for the record's organisation on the day
// of the text.
func (k *Looks) passed(ctx context.Context, c room.Call, t room.Text, d document.Doc) (document.Doc, error) {
	if b, ok := ctx.Value(trying{t.Register, t.Name}).(Block); ok {
		d.Blocks = append(slices.Clone(d.Blocks), b.Blocks(c.Lang, "")...)
		return d, nil
	}
	when := c.Now
	if as := c.EndOf("as_of"); !as.IsZero() {
		when = as
	}
	above, err := k.access.Above(ctx, c.Record.Org)
	if err != nil {
		return d, err
	}
	es, err := k.all(ctx)
	if err != nil {
		return d, err
	}
	e, ok := at(es, above, TextCode(t.Register, t.Name), register.DateOf(when.In(k.db.Zone)))
	if !ok {
		return d, nil
	}
	var b Block
	if err := json.Unmarshal([]byte(e.value), &b); err != nil || b.In(c.Lang) == "" {
		return d, nil // an empty passage takes back an earlier one
	}
	d.Blocks = append(slices.Clone(d.Blocks), b.Blocks(c.Lang, e.ref)...)
	return d, nil
}

// trying is where a context carries a passage that is being tried.
type trying struct{ register, name string }

// Try lets a text be made with a passage that nobody has adopted, to be looked at.
func Try(ctx context.Context, t room.Text, b Block) context.Context {
	return context.WithValue(ctx, trying{t.Register, t.Name}, b)
}

// Blocks are the passage as it stands last in a text, with the rule it comes from.
func (b Block) Blocks(l lang.Lang, ref string) []document.Block {
	if b.In(l) == "" {
		return nil
	}
	out := []document.Block{document.Heading{Level: 2, Text: passageTitle.In(l), ID: "own-passage"}}
	for _, p := range strings.Split(strings.ReplaceAll(b.In(l), "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, document.Paragraph{Runs: []document.Run{{Text: p}}})
		}
	}
	if ref != "" {
		out = append(out, document.Paragraph{Style: document.Small, Runs: []document.Run{{Text: lang.Text{SV: "Källa: ", EN: "Source: "}.In(l) + ref}}})
	}
	return out
}
