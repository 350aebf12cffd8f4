package desk_test

import (
	"net/url"
	"testing"

	"genomlys/internal/web/webtest"
)

// TestOwnFields: what an organisation has added is set in a cell and on many
// records as the register's own fields are; a record of an organisation that
// has not got the field says so.
func TestOwnFields(t *testing.T) {
	h := newHouse(t)
	h.Make("own_field", h.Near, map[string]any{"title": "Kostnadsställe", "register_name": "object", "kind": "number"})
	h.Make("own_field", h.Near, map[string]any{"title": "Anteckning i övrigt", "register_name": "object", "kind": "long"})
	h.Object("Lönesystem")
	h.Object("Passersystem")
	h.Make("object", h.Far, map[string]any{"title": "Kartsystem", "kind": "business_system", "reach": "local", "status": "operation"})
	isam := h.SignIn("isam", h.City)
	list := h.Do(isam, "GET", "/objects?lage=andra&kol=local.kostnadsstalle&kol=local.anteckning_i_ovrigt", nil)
	webtest.Has(t, list, 200, `href="/andra-falt/objects/OBJ-0001/local.kostnadsstalle"`)
	webtest.Lacks(t, list, "/andra-falt/objects/OBJ-0003/local.kostnadsstalle", "/andra-falt/objects/OBJ-0001/local.anteckning_i_ovrigt")

	const cell = "/andra-falt/objects/OBJ-0001/local.kostnadsstalle"
	form := webtest.Filled(t, h.Do(isam, "GET", cell, nil))
	form.Set("local.kostnadsstalle", "elva")
	webtest.Has(t, h.Do(isam, "POST", cell, form), 422, "Kostnadsställe: Skriv ett tal", `href="#f-local.kostnadsstalle"`)
	form.Set("local.kostnadsstalle", "11 700")
	webtest.Has(t, h.Do(isam, "POST", cell, form), 303)
	if v := h.Get("object", "OBJ-0001").Get("local.kostnadsstalle"); v != int64(11700) {
		t.Errorf("the cell set %v", v)
	}
	webtest.Has(t, h.Do(isam, "GET", "/andra-falt/objects/OBJ-0003/local.kostnadsstalle", nil), 404)
	webtest.Has(t, h.Do(isam, "GET", "/andra-falt/objects/OBJ-0001/local.anteckning_i_ovrigt", nil), 404)
	webtest.Has(t, h.Do(isam, "GET", "/andra-falt/objects/OBJ-0001/local.nothing", nil), 404)

	all := url.Values{"x": {"OBJ-0001", "OBJ-0002", "OBJ-0003"}}
	webtest.Has(t, h.Do(isam, "GET", "/andra-flera/objects?"+all.Encode(), nil), 200, `<option value="local.kostnadsstalle">Kostnadsställe`)
	all.Set("falt", "local.kostnadsstalle")
	form = webtest.Filled(t, h.Do(isam, "GET", "/andra-flera/objects?"+all.Encode(), nil))
	form.Set("local.kostnadsstalle", "12000")
	webtest.Has(t, h.Do(isam, "POST", "/andra-flera/objects", form), 200, "ändrad på 2 poster", "1 post gick inte att ändra", "Organisationen som posten hör till har inte fältet Kostnadsställe")
	if v := h.Get("object", "OBJ-0002").Get("local.kostnadsstalle"); v != int64(12000) {
		t.Errorf("many set %v", v)
	}
	if h.Get("object", "OBJ-0003").Own != nil {
		t.Error("a field of another organisation was set")
	}
	far := h.SignIn("isam", h.Far)
	webtest.Lacks(t, h.Do(far, "GET", "/andra-flera/objects?x=OBJ-0003", nil), "Kostnadsställe")
}
