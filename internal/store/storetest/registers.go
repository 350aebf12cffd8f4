package storetest

import (
	"sync"
	"time"

	"genomlys/internal/register"
)

// Registers are small ones with a field of every kind, under the names that
// scopes speak of, so that tests of the store need no real ones.
type (
	// Org is an organisation.
	Org struct {
		register.Common
		Status string
		Parent register.ID
	}
	// Object is a thing with a field of each kind.
	Object struct {
		register.Common
		Status    string
		Kind      string
		Traits    []string
		Open      register.Fact
		Count     register.Int
		Cost      register.Int
		Level     register.Int
		Bought    register.Date
		Seen      time.Time
		Above     register.ID
		Near      []register.Link
		Rows      []Row
		Hush      string
		HushLevel register.Int
		About     string
	}
	// Row is a row of a list.
	Row struct {
		What string `json:"what"`
		N    int    `json:"n,omitempty"`
	}
	// ObjectParty lets an organisation see an object.
	ObjectParty struct {
		register.Common
		Object register.ID
		Party  register.ID
	}
	// Risk hangs on an object.
	Risk struct {
		register.Common
		Object register.ID
		Value  register.Int
		Covers []register.Link
		Threat string
		Any    register.ID
	}
	// Disposal tells what was erased, in the fields that the ledger asks for.
	Disposal struct {
		register.Common
		Decision string
		Count    register.Int
		Ranges   string
		Root     string
	}
)

var abc = register.Choices{{"a", "A", "A"}, {"b", "B", "B"}, {"c", "C", "C"}}

// Orgs are the organisations.
var Orgs = register.New("org", "Organisationer", "Organisations", func(x *Org, f *register.Fields) {
	f.Numbered("ORG")
	f.Choice(&x.Status, register.Choices{{"active", "A", "A"}, {"ended", "E", "E"}}).Label("Status", "Status").Facet()
	f.Self(&x.Parent).Label("Överordnad", "Parent")
})

// Objects have a field of each kind.
var Objects = register.New("object", "Objekt", "Objects", func(x *Object, f *register.Fields) {
	f.Numbered("OBJ")
	f.Choice(&x.Status, register.Choices{{"draft", "D", "D"}, {"done", "K", "K"}}).Label("Status", "Status").Facet().Sort()
	f.Choice(&x.Kind, abc).Label("Slag", "Kind").Facet().Sort()
	f.Choices(&x.Traits, abc).Label("Drag", "Traits")
	f.Fact(&x.Open).Label("Öppen", "Open").Facet()
	f.Int(&x.Count).Label("Antal", "Count").Sort()
	f.Money(&x.Cost).Label("Kostnad", "Cost").Sort()
	f.Level(&x.Level).Label("Nivå", "Level").Sort().Facet()
	f.Date(&x.Bought).Label("Köpt", "Bought").Sort()
	f.Time(&x.Seen).Label("Sedd", "Seen").Sort()
	f.Self(&x.Above).Label("Över", "Above").Back("Under", "Below")
	f.SelfLinks(&x.Near).Label("Nära", "Near").Kinds(abc)
	f.List(&x.Rows, register.Col("what", register.Text, "Vad", "What"), register.Col("n", register.Number, "N", "N")).Label("Rader", "Rows")
	f.Text(&x.Hush).Label("Tyst", "Hush").Sort().MaySecret("OSL 18:8")
	f.Level(&x.HushLevel).Label("Tyst nivå", "Hush level").Sort().Facet().MaySecret("OSL 18:8")
	f.Long(&x.About).Label("Om", "About")
})

// ObjectParties share objects.
var ObjectParties = register.New("object_party", "Parter", "Parties", func(x *ObjectParty, f *register.Fields) {
	f.Numbered("PRT")
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Required().Part()
	f.Ref(&x.Party, Orgs).Label("Part", "Party").Required()
})

// Risks hang on objects.
var Risks = register.New("risk", "Risker", "Risks", func(x *Risk, f *register.Fields) {
	f.Numbered("RSK")
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Part()
	f.Level(&x.Value).Label("Värde", "Value").Sort().Facet()
	f.Links(&x.Covers, Objects).Label("Gäller", "Covers").Part()
	f.Long(&x.Threat).Label("Hot", "Threat").MaySecret("OSL 18:8")
	f.Any(&x.Any).Label("Något", "Something")
})

// Catalogue gathers them.
var Catalogue = sync.OnceValue(func() *register.Catalogue {
	return register.NewCatalogue(Orgs, Objects, ObjectParties, Risks, Disposals)
})

// Disposals tell what was erased by which decision.
var Disposals = register.New("disposal", "Gallringar", "Disposals", func(x *Disposal, f *register.Fields) {
	f.Numbered("GAL")
	f.Text(&x.Decision).Label("Beslut", "Decision")
	f.Int(&x.Count).Label("Antal", "Count")
	f.Long(&x.Ranges).Label("Poster", "Entries")
	f.Text(&x.Root).Label("Rot", "Root")
})
