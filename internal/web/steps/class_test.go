package steps_test

import (
	"net/http"
	"strings"
	"testing"

	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web/webtest"
)

// TestClassification leads from an object to a decided class without script:
// what happens is answered, the level follows, the effect is seen, another
// person decides.
func TestClassification(t *testing.T) {
	h := newHouse(t)
	isam, owner := h.signIn("isam"), h.signIn("object_owner")
	pay := h.Make("info_type", h.Near, map[string]any{"title": "Löneuppgifter", "description": "Lön", "owner": string(h.held["object_owner"]), "personal_data": []string{"special_art9"}})
	object := h.Make("object", h.Near, map[string]any{"title": "Lönesystemet", "kind": "business_system", "reach": "local", "status": "operation", "owner": string(h.held["object_owner"])})
	ref, typ := h.Get("object", string(object)).Ref, h.Get("info_type", string(pay)).Ref

	webtest.Has(t, h.Do(isam, "GET", "/objects/"+ref, nil), http.StatusOK, `href="/objects/`+ref+`/klassa"`)
	webtest.Has(t, h.Do(isam, "GET", "/objects/"+ref+"/klassa", nil), http.StatusOK, "Så bedöms konsekvenserna", "Tydlig skada för enskilda, eller många berörs")
	// Who supplies the object is known to its owner by name.
	cloud := h.Make("recipient", h.Near, map[string]any{"title": "Molnbolaget AB", "country": "SE"})
	served := h.Make("object", h.Near, map[string]any{"title": "Tidsystemet", "kind": "business_system", "reach": "local", "status": "operation", "owner": string(h.held["object_owner"]), "supplier": string(cloud)})
	own := h.Do(owner, "GET", "/objects/"+h.Get("object", string(served)).Ref, nil)
	webtest.Has(t, own, http.StatusOK, "Molnbolaget AB")
	webtest.Lacks(t, own, "Visas inte för dig")
	at := took(t, h.send(isam, "/objects/"+ref+"/klassa"))
	kla := strings.TrimSuffix(strings.TrimPrefix(at, "/classifications/"), "/klassa")
	if again := took(t, h.Do(isam, "GET", "/objects/"+ref+"/klassa", nil)); again != at {
		t.Errorf("a second classification was begun: %s", again)
	}
	webtest.Has(t, h.Do(isam, "GET", at, nil), http.StatusOK, "Steg 1. Omfattning", `aria-current="step"`, "K\u00a0–")
	if to := took(t, h.send(isam, at+"?steg=omfattning", "participants", "Karin Ekström\nPer Sandin")); to != at+"?steg=information" {
		t.Errorf("the next step is %s", to)
	}
	webtest.Has(t, h.Do(isam, "GET", at+"?steg=information", nil), http.StatusOK, "Objektet saknar informationstyper", "Ingen behandling av personuppgifter")
	took(t, h.send(isam, at+"?steg=information", "info_types", typ, "info_types.kind", "stored"))
	if n := len(h.Get("object", ref).LinksOf("info_types")); n != 1 {
		t.Fatalf("the object holds %d information types", n)
	}

	step := at + "?steg=konsekvenser-" + typ
	webtest.Has(t, h.Do(isam, "GET", step, nil), http.StatusOK, "Vad händer om någon obehörig tar del av uppgifterna?", "Föreslagen nivå: minst 2, eftersom känsliga personuppgifter finns", "Fara för liv eller hälsa", "Lämna verktyget")
	took(t, h.send(isam, step, "_level.k.individuals", "2", "_level.k.operations", "1"))
	if v, ok := h.Get("classification", kla).Number("k"); ok {
		t.Errorf("half answered, the class says K %d", v)
	}
	webtest.Has(t, h.Do(isam, "GET", step, nil), http.StatusOK, "K\u00a02", "R\u00a0–", "Löneuppgifter är inte helt besvarad")
	webtest.Has(t, h.send(isam, at+"?steg=beslut", "_op", "propose"), http.StatusUnprocessableEntity, "aspekten R saknar svar")
	took(t, h.send(isam, step, "_level.r.finances", "3", "_level.t.operations", "2", "_words.r", "Fel lön till samtliga."))
	x := register.As[registers.Classification](h.Get("classification", kla))
	if len(x.PerInfoType) != 1 || x.PerInfoType[0].R != 3 || !strings.Contains(x.PerInfoType[0].Consequence, "Fel lön till samtliga.") || x.K.N != 2 || x.R.N != 3 || x.T.N != 2 {
		t.Errorf("the session came to %+v, K %v R %v T %v", x.PerInfoType, x.K, x.R, x.T)
	}
	webtest.Has(t, h.Do(isam, "GET", at+"?steg=krav", nil), http.StatusOK, "Nya krav", "Kostnad en gång", "Inga andra objekt kräver mer")

	// A lowering is the coordinator's; the owner is refused, told why and by whom.
	w := h.send(owner, at+"?steg=justering", "_move.t", "lower", "_why.t", "Reservrutin finns")
	webtest.Has(t, w, http.StatusUnprocessableEntity, "godkänn")
	took(t, h.send(isam, at+"?steg=justering", "_move.k", "raise", "_why.k", "Alla anställda"))
	if v, _ := h.Get("classification", kla).Number("k"); v != 3 {
		t.Errorf("raised, K is %d", v)
	}
	webtest.Has(t, h.Do(isam, "GET", at+"?steg=beslut", nil), http.StatusOK, "Två personer beslutar.")
	took(t, h.send(isam, at+"?steg=beslut", "_op", "propose"))

	// Proposed, the answers stand; the right function decides, with a second person.
	webtest.Has(t, h.Do(isam, "GET", step, nil), http.StatusOK, "<fieldset disabled", "inte längre ett utkast")
	webtest.Has(t, h.Do(isam, "POST", step, map[string][]string{"_version": {"1"}, "_level.k.individuals": {"0"}}), http.StatusConflict, "kan inte ändras")
	webtest.Has(t, h.send(isam, at+"?steg=beslut", "_op", "decide", "decided_on", "2024-03-01", "decided_by", "Funktion object_owner"), http.StatusForbidden, "objektägare")
	webtest.Has(t, h.send(owner, at+"?steg=beslut", "_op", "decide", "decided_on", "2024-03-01", "decided_by", "Funktion object_owner"), http.StatusUnprocessableEntity, "andra person")
	// What the form suggests is not given by saving: who decides and who confirms
	// is said by deciding and confirming.
	asked := webtest.Filled(t, h.Do(owner, "GET", at+"?steg=beslut", nil))
	if asked.Get("decided_by") == "" || asked.Get("second_by") != "" {
		t.Errorf("the form suggests %q and %q", asked.Get("decided_by"), asked.Get("second_by"))
	}
	asked.Set("decided_on", "2024-03-01")
	asked.Del("_op")
	webtest.Has(t, h.Do(owner, "POST", at+"?steg=beslut", asked, "X-Requested-By", "autosave"), http.StatusOK, `"version":"`)
	if x := h.Get("classification", kla); x.Text("decided_on") == "" || x.Text("decided_by")+x.Text("second_by") != "" {
		t.Errorf("saved, it is decided on %q by %q and confirmed by %q", x.Text("decided_on"), x.Text("decided_by"), x.Text("second_by"))
	}
	second := h.signIn("central_isec")
	confirm := func() {
		t.Helper()
		webtest.Has(t, h.Do(second, "GET", at+"?steg=beslut", nil), http.StatusOK, `value="_confirm"`)
		took(t, h.send(second, at+"?steg=beslut", "_op", "_confirm"))
		if x := h.Get("classification", kla); x.Text("second_by") != string(h.held["central_isec"]) {
			t.Fatalf("confirmed by %q", x.Text("second_by"))
		}
	}
	confirm()
	webtest.Lacks(t, h.Do(second, "GET", at+"?steg=beslut", nil), `value="_confirm"`)
	// Sent back to be worked on, nobody stands behind it any more.
	took(t, h.send(owner, at+"?steg=beslut", "_op", "return"))
	if x := h.Get("classification", kla); x.Text("decided_on")+x.Text("second_by") != "" {
		t.Errorf("returned, it is decided on %q and confirmed by %q", x.Text("decided_on"), x.Text("second_by"))
	}
	webtest.Has(t, h.Do(owner, "GET", at+"?steg=beslut", nil), http.StatusOK, "Låt därför någon annan lämna förslaget")
	took(t, h.send(isam, at+"?steg=beslut", "_op", "propose"))
	confirm()
	took(t, h.send(owner, at+"?steg=beslut", "_op", "decide", "decided_on", "2024-03-01", "decided_by", "Funktion object_owner"))
	if s := h.Get("classification", kla).Text("status"); s != "decided" {
		t.Errorf("the classification is %s", s)
	}
	webtest.Has(t, h.Do(owner, "GET", at+"?steg=beslut", nil), http.StatusOK, "/texts/protocol?format=pdf", "Beslutad")

	// The list of objects marks a class that has grown old, and no other.
	webtest.Lacks(t, h.Do(isam, "GET", "/objects", nil), "klassningen bör ses över")
	h.Make("classification", h.Near, map[string]any{"kind": "object", "object": string(served), "status": "decided", "decided_on": "2019-03-01", "decided_by": string(h.held["object_owner"]), "k": int64(1), "r": int64(1), "t": int64(1)})
	webtest.Has(t, h.Do(isam, "GET", "/objects", nil), http.StatusOK, "2019-03-01", "klassningen bör ses över")
}

// TestSavesItself: the island saves as one types and is told the version; two
// who change the same are told, and nothing is overwritten.
func TestSavesItself(t *testing.T) {
	h := newHouse(t)
	isam := h.signIn("isam")
	object := h.Make("object", h.Near, map[string]any{"title": "Systemet", "kind": "business_system", "reach": "local", "status": "operation"})
	at := took(t, h.send(isam, "/objects/"+h.Get("object", string(object)).Ref+"/klassa")) + "?steg=omfattning"
	form := webtest.Filled(t, h.Do(isam, "GET", at, nil))
	first := form.Get("_version")
	form.Set("participants", "Karin")
	w := h.Do(isam, "POST", at, form, "X-Requested-By", "autosave")
	webtest.Has(t, w, http.StatusOK, `"version":"`)
	if strings.Contains(w.Body.String(), `"version":"`+first+`"`) {
		t.Error("what was saved has the same version")
	}
	// The same form sent whole from the older version: it says what is there.
	took(t, h.Do(isam, "POST", at, form))
	form.Set("participants", "Per")
	webtest.Has(t, h.Do(isam, "POST", at, form, "X-Requested-By", "autosave"), http.StatusConflict)
	webtest.Has(t, h.Do(isam, "POST", at, form), http.StatusConflict, "Någon annan har ändrat", "Per")
	form.Set("participants", "Karin")
	form.Set("held_on", "31/31")
	webtest.Has(t, h.Do(isam, "POST", at, form), http.StatusUnprocessableEntity, `href="#f-held_on"`, "31/31")
	webtest.Has(t, h.Do(isam, "GET", strings.Replace(at, "omfattning", "finns-inte", 1), nil), http.StatusNotFound)
}
