package figure

import (
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Wire is the set in the shape that programs rely on (contract.md 3 and 4).
func (s Set) Wire(l lang.Lang) map[string]any {
	fs := make(map[string]any, len(s.Figures))
	for _, f := range s.Figures {
		fs[f.ID] = f.Wire(l)
	}
	return map[string]any{"org": s.Short, "as_of": s.AsOf, "compare_as_of": none(s.CompareTo), "known_at": s.KnownAt, "figures": fs}
}

func none(d register.Date) any {
	if d == "" {
		return nil
	}
	return d
}

// Wire is one figure in that shape. Records are named by human number.
func (f Figure) Wire(l lang.Lang) map[string]any {
	out := map[string]any{"id": f.ID, "key": f.Key, "version": f.Version, "label": f.Label.In(l), "value": f.Value, "of": nil, "percent": nil, "shown": f.Shown.In(l),
		"compare": nil, "unit": f.Unit, "good": f.Good, "goal": nil, "section": f.Section, "register": f.Register, "filter": f.Filter, "records": refs(f.Records)}
	switch f.Seen {
	case None: // what may not be read is no nought
		out["value"], out["withheld"] = nil, texts(f.Hidden, l)
	case Partly:
		out["partial"] = true
	}
	if f.Of != nil {
		out["of"], out["of_figure"], out["of_records"] = *f.Of, f.OfID, refs(f.OfRecords)
	}
	if f.Percent != nil {
		out["percent"] = *f.Percent
	}
	if f.Goal != nil {
		out["goal"] = *f.Goal
	}
	if f.Date != "" {
		out["date"] = f.Date
	}
	if len(f.Groups) > 0 {
		out["groups"] = groups(f.Groups, l)
	}
	if c := f.Compare; c != nil {
		out["new_definition"] = c.NewDefinition
		if !c.NewDefinition {
			out["compare"], out["compare_of"], out["change"] = c.Value, c.Of, c.Change.Count
			if c.Percent != nil {
				out["compare_percent"] = *c.Percent
			}
			if c.Date != "" {
				out["compare_date"] = c.Date
			}
			if len(c.Groups) > 0 {
				out["compare_groups"] = groups(c.Groups, l)
			}
		}
	}
	return out
}

func texts(ts []lang.Text, l lang.Lang) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.In(l)
	}
	return out
}

func refs(keys []store.Key) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.Ref
	}
	return out
}

func groups(gs []Group, l lang.Lang) []map[string]any {
	out := make([]map[string]any, len(gs))
	for i, g := range gs {
		out[i] = map[string]any{"value": g.Value, "label": g.Label.In(l), "count": g.Count, "records": refs(g.Records)}
		if len(g.Parts) > 0 {
			out[i]["parts"] = groups(g.Parts, l)
		}
	}
	return out
}
