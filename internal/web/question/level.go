package question

import (
	"time"

	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
	"genomlys/internal/whatif"
)

// bearing is which objects a record of a worklist is about, and their level.
type bearing struct {
	sh      *web.Shower
	objects map[register.ID][]*register.Record // by the record that is about them
	classes map[register.ID]*register.Record   // by object
	others  bool                               // some record is not itself an object
}

// bear reads what the records of a worklist are about: each register once.
func (x *Questions) bear(r *door.Request, sh *web.Shower, work []whatif.Task, asOf time.Time) (bearing, error) {
	b := bearing{sh: sh, objects: map[register.ID][]*register.Record{}}
	ids := map[string]map[register.ID]bool{"transfer": {}, "processing": {}, "object": {}}
	for _, t := range work {
		if set, ok := ids[t.Ref.Register]; ok {
			set[t.Ref.ID] = true
		}
		b.others = b.others || t.Ref.Register != "object"
	}
	about := map[register.ID][]register.ID{} // record to the records it is about
	found := map[register.ID]*register.Record{}
	var objects []*register.Record
	for _, name := range []string{"transfer", "processing", "object"} {
		if len(ids[name]) == 0 {
			continue
		}
		recs, err := x.ByID(r, x.Register(name), ids[name], asOf)
		if err != nil {
			return b, err
		}
		for _, rec := range recs {
			found[rec.ID] = rec
			to := objectsOf(rec)
			if p := register.ID(rec.Text("processing")); name == "transfer" && len(to) == 0 && p != "" {
				to = []register.ID{p}
				ids["processing"][p] = true
			} else if name != "object" {
				for _, id := range to {
					ids["object"][id] = true
				}
			}
			about[rec.ID] = to
		}
		if name == "object" {
			objects = recs
		}
	}
	var err error
	if b.classes, err = x.ClassOf(r, objects, asOf); err != nil {
		return b, err
	}
	for id, to := range about {
		if len(to) == 1 && ids["processing"][to[0]] {
			to = about[to[0]] // a transfer is about what its processing uses
		}
		for _, o := range to {
			if rec := found[o]; rec != nil && rec.Register.Name == "object" {
				b.objects[id] = append(b.objects[id], rec)
			}
		}
	}
	return b, nil
}

// known tells whether any record of the worklist is about an object.
func (b bearing) known() bool { return len(b.objects) > 0 }

// named are the objects that a record is about.
func (b bearing) named(id register.ID) page.Value {
	var v page.Value
	for _, o := range b.objects[id] {
		l, _ := b.sh.Named(o)
		v.Links = append(v.Links, l)
	}
	return v
}

// level is the highest need of protection among the objects that a record is
// about; what nobody has assessed is said to be missing.
func (b bearing) level(id register.ID) page.Value {
	out := page.Value{Needed: len(b.objects[id]) > 0}
	for _, o := range b.objects[id] {
		c := b.classes[o.ID]
		if c == nil {
			continue
		}
		levels := b.sh.Levels(c)
		if len(out.Levels) == 0 {
			out.Levels = levels
			continue
		}
		for i := range levels {
			out.Levels[i].N = max(out.Levels[i].N, levels[i].N)
		}
	}
	return out
}
