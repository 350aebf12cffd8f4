package assess

import (
	"slices"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

func quote(s string) string { return query.Quote(s) }

// classDerived fills what follows from the session while it is worked on: the
// result is derived, never typed (domain.md C4).
func (h *house) classDerived(f command.Following) ([]command.Change, error) {
	status := f.New.Text("status")
	if status != "draft" && !f.Became("proposed") {
		return nil, nil
	}
	x := register.As[registers.Classification](f.New)
	m := h.rules(f.Today()).Classify()
	fields := map[string]any{}
	if x.MethodVersion == "" {
		fields["method_version"] = m.Version
	}
	rules := h.rules(f.Today()).Classification()
	if rows := judged(m, rules, x); len(x.Consequences) > 0 && !sameRows(rows, x.PerInfoType) {
		// The levels follow from what was answered; they are taken up here and the
		// result with them when this change is followed in its turn.
		fields["per_info_type"] = rows
		return []command.Change{update(f.New, "update", fields)}, nil
	}
	v := classify.None()
	switch {
	case x.Kind == "applied":
		norm, err := h.reader(f).get("classification", string(x.Norm))
		if err != nil {
			return nil, err
		}
		if norm != nil {
			from := vector(norm)
			for _, a := range classify.Aspects() {
				if vector(f.New)[a] < 0 {
					v[a] = from[a]
				}
			}
		}
	case len(x.PerInfoType) > 0:
		var err error
		if v, _, err = h.reader(f).derive(m, x); err != nil {
			return nil, err
		}
	}
	if len(x.Consequences) > 0 {
		for _, a := range classify.Aspects() {
			if v[a] == classify.Unset && vector(f.New)[a] != classify.Unset {
				fields[strings.ToLower(a.String())] = nil // no longer answered: not known is not 0
			}
		}
	}
	for _, a := range classify.Aspects() {
		if v[a] == vector(f.New)[a] || v[a] >= m.Refuse {
			v[a] = classify.Unset
		}
	}
	setVector(fields, v)
	if len(fields) == 0 {
		return nil, nil
	}
	return []command.Change{update(f.New, "update", fields)}, nil
}

// classFollows is what a decision brings: the previous one is superseded, the
// next review set, requirements, measures to take and a draft plan made.
func (h *house) classFollows(f command.Following) ([]command.Change, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	on := register.Date(f.New.Text("decided_on"))
	rules := h.rules(on)
	var out []command.Change
	if f.New.Text("review_due") == "" {
		due := clock.Date(on).AddMonths(rules.Number(rulebook.ClassNextReviewMonths))
		out = append(out, update(f.New, "update", map[string]any{"review_due": string(due)}))
	}
	previous, err := h.previousClasses(f)
	if err != nil {
		return nil, err
	}
	for _, p := range previous {
		out = append(out, update(p, "supersede", map[string]any{}))
	}
	switch kind := f.New.Text("kind"); kind {
	case "norm":
		if f.New.Text("object") == "" {
			return out, nil
		}
	case "information":
		more, err := h.classInformation(f)
		return append(out, more...), err
	}
	more, err := h.requirements(f, rules)
	return append(out, more...), err
}

// classReturned takes away who stood behind a proposal that goes back to be
// worked on: what they saw is about to change.
func (h *house) classReturned(f command.Following) ([]command.Change, error) {
	if f.Op != "return" {
		return nil, nil
	}
	clear := map[string]any{}
	for _, name := range []string{"second_by", "decided_by", "decided_on"} {
		if f.New.Get(name) != nil {
			clear[name] = nil
		}
	}
	if len(clear) == 0 {
		return nil, nil
	}
	return []command.Change{update(f.New, "update", clear)}, nil
}

// previousClasses are the decisions that a new one takes the place of.
func (h *house) previousClasses(f command.Following) ([]*register.Record, error) {
	filter := ""
	switch {
	case f.New.Text("kind") == "norm":
		if f.New.Text("replaces") == "" {
			return nil, nil
		}
		filter = is("id", register.ID(f.New.Text("replaces")))
	case f.New.Text("object") != "":
		filter = is("object", register.ID(f.New.Text("object"))) + " AND kind = (object, applied)"
	default:
		filter = is("info_type", register.ID(f.New.Text("info_type"))) + " AND kind = information"
	}
	found, err := h.reader(f).find("classification", filter+" AND status = decided")
	return slices.DeleteFunc(found, func(r *register.Record) bool { return r.ID == f.New.ID }), err
}

// markApplications marks the decisions that apply an earlier version of a norm;
// they stay decided (domain.md 4.1.5).
func (h *house) markApplications(f command.Following) ([]command.Change, error) {
	if f.New.Text("kind") != "norm" || f.New.Text("replaces") == "" || !f.Became("decided") {
		return nil, nil
	}
	found, err := h.reader(f).find("classification", is("norm", register.ID(f.New.Text("replaces")))+" AND status = decided")
	if err != nil {
		return nil, err
	}
	var out []command.Change
	for _, a := range found {
		out = append(out, h.mark(f, a, "norm")...)
	}
	return out, nil
}

// mark notes on a decided classification that something has happened since: on
// the day when it came to be, which a file may say was before today.
func (h *house) mark(f command.Following, class *register.Record, causes ...string) []command.Change {
	if class.Text("decided_on") > string(f.Day()) {
		return nil
	}
	had, _ := class.Get("review_causes").([]string)
	all := slices.Clone(had)
	for _, c := range causes {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	if len(all) == len(had) {
		return nil
	}
	fields := map[string]any{"review_causes": all}
	if class.Text("review_marked_on") == "" {
		fields["review_marked_on"] = string(f.Day())
	}
	return []command.Change{when(f, class, update(class, "update", fields))}
}

// when dates what follows on a record as the change that it follows from.
func when(f command.Following, rec *register.Record, ch command.Change) command.Change {
	if ch.Effective = f.From; !f.From.IsZero() && f.From.Before(rec.Since) {
		ch.Effective = rec.Since // no version comes before the latest
	}
	return ch
}

// markObjects marks the decided classifications of objects.
func (h *house) markObjects(f command.Following, causes []string, objects ...register.ID) ([]command.Change, error) {
	return h.markDecided(f, func(*register.Record) bool { return true }, causes, objects...)
}

func (h *house) markDecided(f command.Following, which func(*register.Record) bool, causes []string, objects ...register.ID) (out []command.Change, err error) {
	for _, o := range objects {
		found, err := h.reader(f).find("classification", is("object", o)+" AND status = decided")
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if which(c) {
				out = append(out, h.mark(f, c, causes...)...)
			}
		}
	}
	return out, nil
}

// classInformation carries a decided class to the information type itself.
func (h *house) classInformation(f command.Following) ([]command.Change, error) {
	t, err := h.reader(f).get("info_type", f.New.Text("info_type"))
	if err != nil || t == nil || vector(t) == vector(f.New) {
		return nil, err
	}
	fields := map[string]any{"consequences": nil} // answered in the protocol
	setVector(fields, vector(f.New))
	return []command.Change{update(t, "update", fields)}, nil
}

// objectChanged marks the classification of an object that got new information
// or another supplier (domain.md 4.1.7).
func (h *house) objectChanged(f command.Following) ([]command.Change, error) {
	if f.Old == nil {
		return nil, nil
	}
	var causes []string
	if s := f.New.Text("supplier"); s != "" && s != f.Old.Text("supplier") {
		causes = append(causes, "new_supplier")
	}
	if len(added(f, "info_types")) > 0 {
		causes = append(causes, "new_info_type")
	}
	if len(causes) == 0 {
		return nil, nil
	}
	return h.markObjects(f, causes, f.New.ID)
}

// processingAdded marks the classifications of objects that a processing of
// personal data newly uses. One that a file brings was perhaps there before the
// decision: its own day tells where it has one, else it counts as new where the
// class stood here the day before.
func (h *house) processingAdded(f command.Following) ([]command.Change, error) {
	brought := f.Imported && f.Old == nil
	if brought && f.New.Text("registered_on") != "" {
		return nil, nil // classify.Current looks at the day
	}
	return h.markDecided(f, func(class *register.Record) bool { return !brought || f.Tx.Day(class.Since) < f.Day() },
		[]string{"new_processing"}, added(f, "objects")...)
}

// infoTypeChanged marks the classifications of the objects that hold a type
// whose class has changed (domain.md 4.1.8).
func (h *house) infoTypeChanged(f command.Following) ([]command.Change, error) {
	if f.Old == nil || vector(f.Old) == vector(f.New) || !vector(f.Old).Known() {
		return nil, nil
	}
	found, err := h.reader(f).find("object", "has(info_types, "+is("id", f.New.ID)+")")
	if err != nil {
		return nil, err
	}
	var ids []register.ID
	for _, o := range found {
		ids = append(ids, o.ID)
	}
	return h.markObjects(f, []string{"info_type_class"}, ids...)
}

// added gives the records that a change newly links to.
func added(f command.Following, field string) (out []register.ID) {
	had := map[register.ID]bool{}
	if f.Old != nil {
		for _, l := range f.Old.LinksOf(field) {
			had[l.To] = true
		}
	}
	for _, l := range f.New.LinksOf(field) {
		if !had[l.To] {
			out = append(out, l.To)
		}
	}
	return out
}
