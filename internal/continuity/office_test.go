package continuity_test

import (
	"context"
	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/continuity"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/room/roomtest"
	"genomlys/internal/store/storetest"
	"testing"
	"time"
)

type f = roomtest.F

// office is the common one with objects, and the room's own acts.
type office struct {
	*roomtest.Office
	rooms *room.Set
}

func newOffice(t *testing.T, p storetest.Place) *office {
	t.Helper()
	o := &office{Office: roomtest.New(t, p)}
	if err := continuity.Install(o.Commands, o.DB); err != nil {
		t.Fatal(err)
	}
	var err error
	if o.rooms, err = room.Join(o.DB, continuity.Rooms(continuity.Deps{DB: o.DB, Commands: o.Commands})); err != nil {
		t.Fatal(err)
	}
	o.Appoint("coordinator", "continuity_coordinator", "SLK")
	o.Make("supplier", registers.Recipients, "SLK", f{"title": "Drift AB", "kind": "processor", "country": "SE", "security_contact_24h": "08-999 99"})
	for name, t := range map[string]int{"pay": 3, "web": 2, "lamp": 1} {
		o.Make(name, registers.Objects, "SLK", f{"title": "Objekt " + name, "kind": "service", "reach": "local", "owner": "@owner", "status": "operation", "supplier": "@supplier", "rto_h": 8})
		o.Make(name+" class", registers.Classifications, "SLK", f{"title": "Klassning", "kind": "object", "object": "@" + name, "status": "decided", "decided_on": "2026-01-15", "method_version": "1", "k": 1, "r": 1, "t": t, "participants": "A;B", "held_on": "2026-01-10"})
	}
	return o
}

func (o *office) get(r *register.Register, name string) *register.Record {
	o.T.Helper()
	rec, err := o.DB.Get(context.Background(), access.System().Read(r), r, string(o.IDs[name]), time.Time{}, 0)
	if err != nil {
		o.T.Fatal(err)
	}
	return rec
}

func (o *office) call(who string, params map[string]string) room.Call {
	o.Now = o.Now.Add(time.Second)
	return room.Call{Caller: o.As(who), Lang: lang.SV, Now: o.Now, Via: "web", Params: params}
}

// act does an act that must be refused for what is said, or go well.
func (o *office) act(who string, r *register.Register, act, name string, params map[string]string, want ...string) command.Receipt {
	o.T.Helper()
	a, err := o.rooms.Act(r.Name, act)
	if err != nil {
		o.T.Fatal(err)
	}
	rc, err := o.rooms.Do(context.Background(), o.call(who, params), a, string(o.IDs[name]))
	o.Codes(who+" "+act, err, want)
	return rc
}

func (o *office) look(who string) continuity.Overview {
	o.T.Helper()
	out, err := continuity.Look(context.Background(), continuity.Deps{DB: o.DB, Commands: o.Commands}, o.As(who), o.Now, time.Time{}, "")
	if err != nil {
		o.T.Fatal(err)
	}
	return out
}
