package web

import (
	"context"
	"slices"
	"strconv"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/method/coverage"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// The columns of the list of objects that no field of an object holds: what
// other registers say of it. They are chosen as any column, and read for the
// rows of a page together.
var (
	levelColumn      = &register.Field{Name: "protection_level", Title: lang.ProtectionLevel, Kind: register.Text}
	classifiedColumn = &register.Field{Name: "classified_on", Title: lang.ClassifiedOn, Kind: register.Text}
	followUpColumn   = &register.Field{Name: "follow_up", Title: lang.FollowUpColumn, Kind: register.Text}
	continuityColumn = &register.Field{Name: "continuity", Title: lang.ContinuityColumn, Kind: register.Text}
	thirdColumn      = &register.Field{Name: "third_country", Title: lang.ThirdColumn, Kind: register.Text}

	aroundObject = []*register.Field{levelColumn, classifiedColumn, followUpColumn, continuityColumn, thirdColumn}
)

// around are the columns of a register's list that none of its fields holds.
func around(reg *register.Register) []*register.Field {
	if reg.Name == "object" {
		return aroundObject
	}
	return nil
}

// objectColumns are what the list of objects opens with: who owns it and what
// other registers say of it (mockup 02). The kind stands under the name. Where
// cells are changed there are the fields that can be.
func objectColumns(declared []*register.Field, edit bool) []*register.Field {
	if !edit {
		return append([]*register.Field{registers.Objects.Must("owner")}, aroundObject...)
	}
	out := []*register.Field{registers.Objects.Must("owner"), levelColumn, classifiedColumn}
	for _, f := range declared {
		if !slices.Contains([]string{"owner", "reach", "area"}, f.Name) {
			out = append(out, f)
		}
	}
	return out
}

// standing is what other registers say of an object.
type standing struct {
	year       int // of the follow-up
	answered   string
	continuity coverage.Result
	countries  []destination
}

// destination is a country that data goes to, and the ground it goes on.
type destination struct{ country, ground string }

// standingOf gives what other registers say of some objects.
func (w *Web) standingOf(r *door.Request, objects []*register.Record, asOf time.Time) (map[register.ID]standing, error) {
	ids, by := make([]register.ID, len(objects)), map[register.ID]*register.Record{}
	for i, o := range objects {
		ids[i], by[o.ID] = o.ID, o
	}
	if len(ids) == 0 {
		return nil, nil
	}
	if !asOf.IsZero() {
		return w.readStanding(r, objects, asOf)
	}
	key, err := w.whose(r, "")
	if err != nil {
		return nil, err
	}
	return store.Look(r.Context(), w.DB, &w.memory.standing, key, ids, func(ctx context.Context, lack []register.ID) (map[register.ID]standing, error) {
		unread := make([]*register.Record, len(lack))
		for i, id := range lack {
			unread[i] = by[id]
		}
		return w.readStanding(r.Under(ctx), unread, asOf)
	})
}

func (w *Web) readStanding(r *door.Request, objects []*register.Record, asOf time.Time) (map[register.ID]standing, error) {
	classes, err := w.ClassOf(r, objects, asOf) // read here too, so that what is kept falls with it
	if err != nil {
		return nil, err
	}
	out := map[register.ID]standing{}
	of := query.In{Field: query.Field{Name: "object", Type: query.Ref}}
	level := map[register.ID]int{}
	for _, o := range objects {
		id := o.ID
		of.Values = append(of.Values, string(id))
		level[id], out[id] = -1, standing{}
		if c := classes[id]; c != nil {
			if n, ok := c.Number("t"); ok {
				level[id] = int(n)
			}
		}
	}
	if readable(r.Caller, registers.ContinuityPlans) && w.Figures != nil {
		day := w.DB.Civil(r.Now)
		if !asOf.IsZero() {
			day = w.DB.Civil(asOf.Add(-time.Second))
		}
		plans, err := w.Figures.Continuity(r.Context(), r.Caller, level, day)
		if err != nil {
			return nil, err
		}
		for id, p := range plans {
			s := out[id]
			s.continuity = p
			out[id] = s
		}
	}
	if err := w.readAnswered(r, of, asOf, out); err != nil {
		return nil, err
	}
	return out, w.readCountries(r, asOf, out)
}

// followUp gives the latest follow-up that has been opened, and its year.
func (w *Web) followUp(r *door.Request, asOf time.Time) (latest register.ID, last int, err error) {
	q := store.Query{Register: registers.Campaigns, AsOf: asOf, Filter: query.In{Field: query.Field{Name: "status", Type: query.Choice}, Values: []any{"open", "closed", "analysed"}}}
	err = w.DB.Values(r.Context(), r.Caller.Read(registers.Campaigns), q, []*register.Field{registers.Campaigns.Must("year")}, func(k store.Key, v []any) error {
		if n, _ := v[0].(int64); int(n) > last {
			latest, last = k.ID, int(n)
		}
		return nil
	})
	return latest, last, err
}

// readAnswered finds how far the latest follow-up has come for each object.
func (w *Web) readAnswered(r *door.Request, of query.Checked, asOf time.Time, out map[register.ID]standing) error {
	latest, last, err := w.followUp(r, asOf)
	if err != nil || latest == "" {
		return err
	}
	q := store.Query{Register: registers.Responses, AsOf: asOf, Filter: query.And{query.Compare{Field: query.Field{Name: "campaign", Type: query.Ref}, Op: query.Eq, Value: string(latest)}, of}}
	fields := []*register.Field{registers.Responses.Must("object"), registers.Responses.Must("status")}
	return w.DB.Values(r.Context(), r.Caller.Read(registers.Responses), q, fields, func(_ store.Key, v []any) error {
		object, _ := v[0].(string)
		s := out[register.ID(object)]
		s.answered, _ = v[1].(string)
		s.year = last
		out[register.ID(object)] = s
		return nil
	})
}

// readCountries finds to which third countries each object's data goes, and on
// which ground: by a transfer of its own, or by one of a processing that uses it.
func (w *Web) readCountries(r *door.Request, asOf time.Time, out map[register.ID]standing) error {
	add := func(object register.ID, to destination) {
		if s, asked := out[object]; asked && to.country != "" && !slices.Contains(s.countries, to) {
			s.countries = append(s.countries, to)
			out[object] = s
		}
	}
	through := map[register.ID][]destination{} // by processing
	q := store.Query{Register: registers.Transfers, AsOf: asOf, Filter: query.Compare{Field: query.Field{Name: "status", Type: query.Choice}, Op: query.Eq, Value: "active"}}
	fields := []*register.Field{registers.Transfers.Must("object"), registers.Transfers.Must("processing"), registers.Transfers.Must("country"), registers.Transfers.Must("mechanism")}
	err := w.DB.Values(r.Context(), r.Caller.Read(registers.Transfers), q, fields, func(_ store.Key, v []any) error {
		object, _ := v[0].(string)
		processing, _ := v[1].(string)
		var to destination
		to.country, _ = v[2].(string)
		to.ground, _ = v[3].(string)
		if object != "" {
			add(register.ID(object), to)
		} else if processing != "" {
			through[register.ID(processing)] = append(through[register.ID(processing)], to)
		}
		return nil
	})
	if err != nil || len(through) == 0 {
		return err
	}
	in := query.In{Field: query.Field{Name: "id", Type: query.Ref}}
	for id := range through {
		in.Values = append(in.Values, string(id))
	}
	q = store.Query{Register: registers.Processings, AsOf: asOf, Filter: in}
	return w.DB.Values(r.Context(), r.Caller.Read(registers.Processings), q, []*register.Field{registers.Processings.Must("objects")}, func(k store.Key, v []any) error {
		links, _ := v[0].([]register.Link)
		for _, x := range links {
			for _, c := range through[k.ID] {
				add(x.To, c)
			}
		}
		return nil
	})
}

// beside is what a page's rows show of columns that are no fields.
type beside struct {
	sh       *Shower
	classes  map[register.ID]*register.Record
	standing map[register.ID]standing
	year     int
}

// besides reads what the columns shown need.
func (w *Web) besides(r *door.Request, sh *Shower, fields []*register.Field, recs []*register.Record, asOf time.Time) (beside, error) {
	b := beside{sh: sh}
	shows := func(fs ...*register.Field) bool {
		return slices.ContainsFunc(fs, func(f *register.Field) bool { return slices.Contains(fields, f) })
	}
	if !shows(aroundObject...) {
		return b, nil
	}
	var err error
	if b.classes, err = w.ClassOf(r, recs, asOf); err != nil {
		return b, err
	}
	if shows(followUpColumn, continuityColumn, thirdColumn) {
		if b.standing, err = w.standingOf(r, recs, asOf); err != nil {
			return b, err
		}
	}
	for _, s := range b.standing {
		b.year = max(b.year, s.year)
	}
	return b, nil
}

// title is the head of a column: the follow-up's says which year it is of.
func (b beside) title(f *register.Field) string {
	return besideTitle(b.sh.r.Lang, f, b.year)
}

func besideTitle(l lang.Lang, f *register.Field, year int) string {
	t := f.Title.In(l)
	if f == followUpColumn && year > 0 {
		t += " " + strconv.Itoa(year)
	}
	return t
}

// cell is a row's value of a column that is no field.
func (b beside) cell(f *register.Field, rec *register.Record) page.Value {
	l, s := b.sh.r.Lang, b.standing[rec.ID]
	quiet := func(t lang.Text) page.Value { return page.Value{Quiet: true, Texts: []string{t.In(l)}} }
	switch f {
	case levelColumn:
		return classCells(b.sh, b.classes[rec.ID])[0]
	case classifiedColumn:
		return classCells(b.sh, b.classes[rec.ID])[1]
	case followUpColumn:
		if s.answered == "" {
			return quiet(lang.NotAsked)
		}
		return page.Value{Status: page.AnsweredStatus(l, s.answered, registers.Responses.Status().Choices.Label(s.answered).In(l))}
	case continuityColumn:
		if s.continuity.Check == "" {
			return page.Value{}
		}
		return page.Value{Status: page.ContinuityStatus(l, s.continuity)}
	}
	if !readable(b.sh.r.Caller, registers.Transfers) {
		return page.Value{}
	}
	if len(s.countries) == 0 {
		return quiet(lang.ThirdNone)
	}
	var v page.Value
	for _, to := range s.countries {
		text := registers.Countries.Label(to.country).In(l)
		if ground := lang.Ground(to.ground).In(l); ground != "" {
			text += " (" + ground + ")"
		}
		v.Texts = append(v.Texts, text)
	}
	return v
}
