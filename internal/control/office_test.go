package control_test

import (
	"testing"

	"genomlys/internal/control"
	"genomlys/internal/room/roomtest"
	"genomlys/internal/store/storetest"
)

type f = roomtest.F

type office struct{ *roomtest.Office }

func newOffice(t *testing.T, p storetest.Place) *office {
	t.Helper()
	o := &office{roomtest.New(t, p)}
	if err := control.Install(o.Commands, o.DB); err != nil {
		t.Fatal(err)
	}
	o.Appoint("coordinator", "internal_control_coordinator", "SLK")
	o.Appoint("second", "internal_control_coordinator", "SLK")
	return o
}
