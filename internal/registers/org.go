package registers

import "genomlys/internal/register"

// Org is an organisation in the city's tree; the name is the title.
type Org struct {
	register.Common
	Status        string
	Kind          string
	BoardKind     string
	Parent        register.ID
	OrgNo         string
	Short         string
	IsController  register.Fact
	Controller    register.ID
	Isam          register.ID
	Dpo           register.ID
	OwnUnit       register.Fact
	Nis2          string
	SectorCodes   []string
	Successors    []register.Link
	ValidFrom     register.Date
	ValidTo       register.Date
	PostalAddress string
	Contact       string
}

// Orgs is the register of organisations (domain.md R01).
var Orgs = register.New("org", "Organisationer", "Organisations", func(x *Org, f *register.Fields) {
	f.Called("Organisation", "Organisation")
	f.About("Stadens nämnder, bolag, förvaltningar och enheter, så att det som följs upp har en ägare.", "The city's boards, companies, offices and units, so that what is followed up has an owner.")
	f.Numbered("ORG")
	f.Group("settings")
	f.Of(&x.Title).Label("Namn", "Name").Also("Organisation", "Organisationsnamn")
	f.Of(&x.ExtId).Also("Organisations-id")
	f.Choice(&x.Status, register.Choices{{"active", "Verksam", "Active"}, {"ended", "Upphörd", "Ended"}}).
		Label("Status", "Status").Facet().InList(6).
		Steps(register.Steps{{"active", "ended", "end"}, {"ended", "active", "reopen"}})
	f.Choice(&x.Kind, register.Choices{
		{"city", "Stad", "City"}, {"board", "Nämnd", "Board"}, {"company", "Bolag", "Company"}, {"office", "Förvaltning", "Office"},
		{"department", "Avdelning", "Department"}, {"unit", "Enhet", "Unit"}, {"external", "Utomstående", "External"},
	}).Label("Typ", "Kind").Also("Organisationstyp", "Slag").Required().Facet().InList(3)
	// Not in domain.md: the city board and the district boards are told apart in reports.
	f.Choice(&x.BoardKind, register.Choices{
		{"executive", "Kommunstyrelse", "City executive board"}, {"special", "Facknämnd", "Special board"}, {"district", "Stadsdelsnämnd", "District board"},
	}).Label("Slag av nämnd", "Kind of board").Facet()
	f.Self(&x.Parent).Label("Överordnad", "Parent").Also("Tillhör", "Överordnad organisation").Back("Underordnade", "Subordinate").InList(4)
	f.Text(&x.OrgNo).Label("Organisationsnummer", "Registration number").Also("Org.nr", "Orgnr").Max(20)
	f.Text(&x.Short).Label("Förkortning", "Short name").Also("Kortnamn").Max(20).Sort().InList(2)
	f.Fact(&x.IsController).Label("Personuppgiftsansvarig", "Is controller").Also("PuA").Facet().InList(5).
		Help("Nämnder och bolag är personuppgiftsansvariga, förvaltningar är det inte.", "Boards and companies are controllers, offices are not.")
	f.Self(&x.Controller).Label("Personuppgiftsansvarig organisation", "Controller organisation").Back("Ansvarar för personuppgifter i", "Controller for").
		Help("Tomt betyder närmast överordnade nämnd eller bolag.", "Empty means the nearest board or company above.")
	// Not in domain.md: one officer may serve many boards, so the board names its own.
	f.Ref(&x.Isam, RoleAssignments).Label("Informationssäkerhetssamordnare", "Information security coordinator").Also("ISAM").Back("Samordnar informationssäkerhet i", "Coordinates information security in")
	f.Ref(&x.Dpo, RoleAssignments).Label("Dataskyddsombud", "Data protection officer").Also("DSO", "DPO").Back("Dataskyddsombud för", "Data protection officer of")
	f.Fact(&x.OwnUnit).Label("Egen enhet", "Own unit").
		Help("Ja för den organisation som installationen förs åt.", "Yes for the organisation that this installation serves.")
	f.Choice(&x.Nis2, register.Choices{
		{"essential", "Väsentlig", "Essential"}, {"important", "Viktig", "Important"}, {"none", "Omfattas inte", "Not covered"}, {"unknown", "Ej bedömt", "Not assessed"},
	}).Label("Cybersäkerhetslagen", "Cybersecurity Act").Also("NIS2", "CSL")
	f.Words(&x.SectorCodes).Label("Sektorer", "Sectors")
	f.SelfLinks(&x.Successors).Label("Efterträds av", "Succeeded by").Back("Efterträder", "Succeeds").
		Kinds(register.Choices{{"merged", "Sammanslagen med", "Merged into"}, {"split", "Delad till", "Split into"}})
	f.Date(&x.ValidFrom).Label("Gäller från", "Valid from").Sort()
	f.Date(&x.ValidTo).Label("Gäller till", "Valid to").Sort()
	// What notices to authorities and information to data subjects must say of
	// the controller (GDPR art. 13(1)(a), 33(3)).
	f.Text(&x.PostalAddress).Label("Postadress", "Postal address")
	f.Text(&x.Contact).Label("Kontaktuppgift", "Contact").Help("Telefon eller e-post dit allmänheten kan vända sig.", "Telephone or e-mail for the public.")
	f.Check((*Org).check)
})

func (x *Org) check(p *register.Problems) {
	if backwards(x.ValidFrom, x.ValidTo) {
		p.At(&x.ValidTo, "end-before-start")
	}
	if x.BoardKind != "" && x.Kind != "board" {
		p.At(&x.BoardKind, "only-for-boards")
	}
}
