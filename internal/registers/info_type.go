package registers

import (
	"slices"
	"strconv"

	"genomlys/internal/method/classify"
	"genomlys/internal/register"
)

// InfoType is a kind of information that objects hold: what is classified.
type InfoType struct {
	register.Common
	Status             string
	Description        string
	Owner              register.ID
	LegalBasisSecrecy  []string
	PersonalData       []string
	Volume             string
	RecordsScheduleRef string
	RetentionRule      string
	Preserve           string
	DisposeAfterMonths register.Int
	DisposeTrigger     string
	K, R, T, S         register.Int
	ConsequenceText    string
	Consequences       []Consequence
	DecidedOn          register.Date
	DecidedBy          register.ID
}

// Consequence is the harm in one area if one aspect of the information fails.
type Consequence struct {
	Area   string `json:"area"`
	Aspect string `json:"aspect"`
	Level  int64  `json:"level"`
	Text   string `json:"text,omitempty"`
}

// InfoTypes is the register of information types (domain.md R04).
var InfoTypes = register.New("info_type", "Informationstyper", "Information types", func(x *InfoType, f *register.Fields) {
	f.Called("Informationstyp", "Information type")
	f.About("De slag av uppgifter som verksamheten har, med skyddsvärde och bevarandetid, så att objekten kan klassas.", "The kinds of information handled, with their value and retention, so that objects can be classified.")
	f.Numbered("INF")
	f.Group("register")
	f.Of(&x.Title).Label("Informationstyp", "Information type").Also("Informationsmängd", "Informationstillgång", "Benämning")
	f.Choice(&x.Status, register.Choices{{"draft", "Utkast", "Draft"}, {"decided", "Beslutad", "Decided"}, {"superseded", "Ersatt", "Superseded"}}).
		Label("Status", "Status").Facet().InList(7).
		Steps(register.Steps{{"draft", "decided", "decide"}, {"decided", "superseded", "supersede"}, {"decided", "draft", "revise"}})
	f.Long(&x.Description).Label("Beskrivning", "Description").Required()
	f.Ref(&x.Owner, RoleAssignments).Label("Informationsägare", "Information owner").Required().InList(2).Back("Äger information", "Owns information")
	f.Words(&x.LegalBasisSecrecy).Label("Sekretessbestämmelser", "Secrecy provisions").Also("Sekretess", "OSL").
		Help("Lagrum i offentlighets- och sekretesslagen, till exempel OSL 26:1.", "Provisions of the secrecy act, for example OSL 26:1.")
	f.Choices(&x.PersonalData, register.Choices{
		{"none", "Inga personuppgifter", "No personal data"}, {"personal", "Personuppgifter", "Personal data"},
		{"special_art9", "Känsliga personuppgifter (artikel 9)", "Special categories (article 9)"}, {"criminal_art10", "Lagöverträdelser (artikel 10)", "Criminal offences (article 10)"},
		{"identity_number", "Personnummer", "Identity numbers"}, {"protected_identity", "Skyddade personuppgifter", "Protected identities"},
	}).Label("Personuppgifter", "Personal data").InList(3)
	f.Choice(&x.Volume, register.Choices{{"few", "Enstaka", "Few"}, {"under_1000", "Under 1 000", "Under 1,000"}, {"under_10000", "Under 10 000", "Under 10,000"}, {"from_10000", "10 000 eller fler", "10,000 or more"}}).
		Label("Omfattning", "Volume")
	f.Text(&x.RecordsScheduleRef).Label("Handlingstyp", "Records schedule line").Also("Hanteringsanvisning", "Informationshanteringsplan")
	f.Long(&x.RetentionRule).Label("Bevarande och gallring", "Retention rule").Also("Gallringsregel", "Lagringstid")
	f.Choice(&x.Preserve, register.Choices{{"preserve", "Bevaras", "Preserve"}, {"dispose", "Gallras", "Dispose"}, {"unknown", "Ej bedömt", "Not assessed"}}).
		Label("Bevaras eller gallras", "Preserve or dispose").Facet().
		Help("Allmänna handlingar bevaras om inget gallringsbeslut finns.", "Official documents are preserved unless there is a disposal decision.")
	f.Int(&x.DisposeAfterMonths).Label("Gallras efter", "Dispose after").In("months").Range(0, 1200)
	f.Text(&x.DisposeTrigger).Label("Räknas från", "Counted from").Help("Till exempel avslutat ärende.", "For example the closing of the case.")
	f.Level(&x.K).Label("Konfidentialitet", "Confidentiality").Also("K").InList(4)
	f.Level(&x.R).Label("Riktighet", "Integrity").Also("R").InList(5)
	f.Level(&x.T).Label("Tillgänglighet", "Availability").Also("T").InList(6)
	f.Level(&x.S).Label("Spårbarhet", "Traceability").Also("S")
	f.Long(&x.ConsequenceText).Label("Konsekvens vid brist", "Consequence of a failure").MaySecret("OSL 18:8")
	f.List(&x.Consequences, register.Col("area", register.Choice, "Område", "Area", consequenceAreas...), register.Col("aspect", register.Choice, "Aspekt", "Aspect", aspects...),
		register.Col("level", register.Number, "Nivå", "Level"), register.Col("text", register.Long, "Konsekvens", "Consequence")).
		Label("Konsekvenser per område", "Consequences by area").Help("Vad händer om? Den högsta nivån per aspekt blir klassen.", "What happens if? The highest level of each aspect becomes the class.").MaySecret("OSL 18:8")
	f.Date(&x.DecidedOn).Label("Beslutad den", "Decided on").Sort().RequiredIn("decided")
	f.Ref(&x.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade informationstyper", "Information types decided")
	f.Derive((*InfoType).derive)
	f.Check((*InfoType).check)
})

// consequenceAreas are where harm may fall (domain.md 4.1.1).
var consequenceAreas = register.Choices{
	{"operations", "Verksamhet", "Operations"}, {"individuals", "Enskilda", "Individuals"}, {"finances", "Ekonomi", "Finances"}, {"others", "Andra och samhället", "Others and society"},
}

// derive gives each aspect that has none the highest level answered for it.
func (x *InfoType) derive() {
	for i, l := range []*register.Int{&x.K, &x.R, &x.T, &x.S} {
		if l.Set {
			continue
		}
		for _, c := range x.Consequences {
			if c.Aspect == aspects[i].Code && (!l.Set || c.Level > l.N) {
				*l = register.Whole(c.Level)
			}
		}
	}
}

func (x *InfoType) check(p *register.Problems) {
	m := lawOf(x.DecidedOn).Classify()
	stopped(p, m, &x.K, &x.R, &x.T, &x.S)
	for _, c := range x.Consequences {
		if c.Area == "" || c.Aspect == "" {
			p.At(&x.Consequences, "row-incomplete", "area", "aspect")
			break
		}
	}
	if len(x.PersonalData) > 1 && slices.Contains(x.PersonalData, "none") {
		p.At(&x.PersonalData, "none-excludes-others")
	}
	// domain.md R04: the least confidentiality that the kind of data asks for.
	if x.Status != "decided" || !x.K.Set {
		return
	}
	facts := map[string]bool{}
	for _, d := range x.PersonalData {
		if f, ok := factOf[d]; ok {
			facts[f] = true
		}
	}
	if least, _ := classify.Suggest(m, classify.Facts{Yes: facts}); x.K.N < int64(least[classify.K]) {
		p.At(&x.K, "confidentiality-too-low", strconv.Itoa(int(least[classify.K])))
	}
}

// factOf is what the method of classification calls a kind of data.
var factOf = map[string]string{"special_art9": "art9", "criminal_art10": "art10", "protected_identity": "protected_identity"}
