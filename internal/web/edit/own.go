package edit

import (
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// ownNew are the own fields that the form of a new record asks for: those in
// use where the caller may make one. What not all of these organisations have
// says whose it is.
func (e *Edit) ownNew(r *door.Request, reg *register.Register, org register.ID) ([]*register.Field, error) {
	all, err := e.OwnFields(r, reg)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	scope := r.Caller.Write(reg)
	var out []*register.Field
	at := map[string]int{}
	whose := map[register.ID][]int{}
	for _, o := range all {
		had := slices.ContainsFunc(scope.Orgs, o.On)
		if !o.In(e.DB.Civil(r.Now)) || !had && len(scope.Objects) == 0 {
			continue
		}
		f := *o.Field
		i, twice := at[o.Name]
		switch {
		case !twice:
			i = len(out)
			at[o.Name], out = i, append(out, &f)
		case o.On(org):
			out[i] = &f
		default:
			continue
		}
		if slices.ContainsFunc(scope.Orgs, func(id register.ID) bool { return !o.On(id) }) {
			whose[o.Org] = append(whose[o.Org], i)
		}
	}
	if len(whose) == 0 {
		return out, nil
	}
	ids := map[register.ID]bool{}
	for id := range whose {
		ids[id] = true
	}
	orgs, err := e.ByID(r, e.Register("org"), ids, noTime)
	if err != nil {
		return nil, err
	}
	for _, org := range orgs {
		said := lang.OwnFieldOf.With(r.Lang, org.Text("title"))
		for _, i := range whose[org.ID] {
			out[i].Hint = lang.Text{SV: strings.TrimSpace(out[i].Hint.SV + " " + said), EN: strings.TrimSpace(out[i].Hint.EN + " " + said)}
		}
	}
	return out, nil
}
