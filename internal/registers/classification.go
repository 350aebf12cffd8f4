package registers

import (
	"cmp"
	"slices"
	"strconv"

	"genomlys/internal/method/classify"
	"genomlys/internal/register"
)

// Classification is a decision on how far an object or an information type is
// to be protected. Decided, it is a protocol that stands (domain.md 4.1).
type Classification struct {
	register.Common
	Status                  string
	Kind                    string
	Object                  register.ID
	InfoType                register.ID
	Norm                    register.ID
	Replaces                register.ID
	MethodVersion           string
	Effort                  string
	Participants            string
	HeldOn                  register.Date
	DecidedOn               register.Date
	DecidedBy               register.ID
	SecondBy                register.ID
	Consequences            []Harm
	PerInfoType             []Assessed
	AggregateRaise          []Adjustment
	Lowering                []Adjustment
	K, R, T, S              register.Int
	Flags                   []string
	Deviations              string
	RequirementsTotal       register.Int
	RequirementsImplemented register.Int
	RequirementsCheckedOn   register.Date
	PlanMade                register.Fact
	PlanDecidedOn           register.Date
	Protocol                string
	WithdrawnReason         string
	ReviewCauses            []string
	ReviewMarkedOn          register.Date
}

// Harm is what a session answered to "what happens if" of one aspect of an
// information type: a level in each area that was judged, and words.
type Harm struct {
	InfoType    string `json:"info_type"` // number or name
	Aspect      string `json:"aspect"`
	Operations  *int64 `json:"operations,omitempty"`
	Individuals *int64 `json:"individuals,omitempty"`
	Finances    *int64 `json:"finances,omitempty"`
	Others      *int64 `json:"others,omitempty"`
	Text        string `json:"text,omitempty"`
}

// In gives the level answered in each area, by its code.
func (h Harm) In() map[string]*int64 {
	return map[string]*int64{"operations": h.Operations, "individuals": h.Individuals, "finances": h.Finances, "others": h.Others}
}

// Assessed is what a session said of one information type.
type Assessed struct {
	InfoType    string `json:"info_type"` // number or name
	K           int64  `json:"k"`
	R           int64  `json:"r"`
	T           int64  `json:"t"`
	S           int64  `json:"s,omitempty"`
	Consequence string `json:"consequence,omitempty"`
	Reason      string `json:"reason,omitempty"`
}

// Adjustment raises or lowers one aspect, with its reason.
type Adjustment struct {
	Aspect     string `json:"aspect"`
	By         int64  `json:"by"`
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approved_by,omitempty"` // lowering: the coordinator's function
}

var aspects = register.Choices{
	{"k", "Konfidentialitet", "Confidentiality"}, {"r", "Riktighet", "Integrity"}, {"t", "Tillgänglighet", "Availability"}, {"s", "Spårbarhet", "Traceability"},
}

// Classifications is the register of classifications (domain.md R09).
var Classifications = register.New("classification", "Klassningar", "Classifications", func(x *Classification, f *register.Fields) {
	f.Called("Klassning", "Classification")
	f.About("Beslut om skyddsnivå för objekt och information; kraven följer av nivån.", "Decisions on the level of protection of objects and information; requirements follow the level.")
	f.Numbered("KLA")
	f.Group("register")
	f.Of(&x.ExtId).Also("Klassnings-id")
	f.Of(&x.ReviewDue).Also("Nästa översyn")
	f.Choice(&x.Status, register.Choices{
		{"draft", "Utkast", "Draft"}, {"proposed", "Föreslagen", "Proposed"}, {"decided", "Beslutad", "Decided"}, {"superseded", "Ersatt", "Superseded"}, {"withdrawn", "Återkallad", "Withdrawn"},
	}).Label("Status", "Status").Facet().InList(7).Steps(register.Steps{
		{"draft", "proposed", "propose"}, {"proposed", "draft", "return"}, {"proposed", "decided", "decide"},
		{"decided", "superseded", "supersede"}, {"decided", "withdrawn", "withdraw"}, {"proposed", "withdrawn", "withdraw"}, {"draft", "withdrawn", "withdraw"},
	})
	f.Choice(&x.Kind, register.Choices{
		{"object", "Objekt", "Object"}, {"norm", "Normerande", "Norm-setting"}, {"information", "Informationstyp", "Information type"}, {"applied", "Tillämpad norm", "Applied norm"},
	}).Label("Slag", "Kind").Also("Typ", "Normerande").Required().Facet().InList(3)
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id", "System").Part().InList(2).Back("Klassningar", "Classifications")
	f.Ref(&x.InfoType, InfoTypes).Label("Informationstyp", "Information type").Back("Klassningar", "Classifications")
	f.Self(&x.Norm).Label("Tillämpar normen", "Applies the norm").Back("Tillämpningar", "Applications")
	f.Self(&x.Replaces).Label("Ny version av", "New version of").Back("Ny version", "New version").
		Help("Den tidigare normen, när en norm ges ut på nytt.", "The earlier norm, when a norm is issued anew.")
	f.Text(&x.MethodVersion).Label("Metodversion", "Method version").Also("Metod").Max(40)
	// Not in domain.md: the campaign that the classification was part of.
	f.Text(&x.Effort).Label("Insats", "Effort").Facet().Sort().Help("Om klassningen gjordes i en samlad insats: dess namn.", "If it was done in a common effort: its name.")
	f.Long(&x.Participants).Label("Deltagare", "Participants").Help("Minst en från ägarens sida och minst en annan.", "At least one from the owner's side and one other.")
	f.Date(&x.HeldOn).Label("Genomförd", "Held on").Also("Datum", "Klassningsdatum").Sort()
	f.Date(&x.DecidedOn).Label("Beslutad den", "Decided on").Also("Beslutsdatum").Sort().InList(6).RequiredIn("decided", "superseded")
	f.Ref(&x.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade klassningar", "Classifications decided").RequiredIn("decided")
	// The second person of the four-eyes rule (domain.md 2).
	f.Ref(&x.SecondBy, RoleAssignments).Label("Bekräftad av", "Confirmed by").Back("Bekräftade klassningar", "Classifications confirmed").
		Help("Den andra personen när någon nivå är 3.", "The second person when any level is 3.")
	classificationLevels(x, f)
	classificationOutcome(x, f)
	f.Derive((*Classification).derive)
	f.Check((*Classification).check)
})

func classificationLevels(x *Classification, f *register.Fields) {
	f.List(&x.Consequences, register.Col("info_type", register.Text, "Informationstyp", "Information type"), register.Col("aspect", register.Choice, "Aspekt", "Aspect", aspects...),
		register.Col("operations", register.Number, "Verksamhet", "Operations"), register.Col("individuals", register.Number, "Enskilda", "Individuals"),
		register.Col("finances", register.Number, "Ekonomi", "Finances"), register.Col("others", register.Number, "Andra och samhället", "Others and society"),
		register.Col("text", register.Long, "Konsekvens", "Consequence")).
		Label("Konsekvenser", "Consequences").Help("Vad händer om? Den högsta nivån per aspekt blir informationstypens nivå.", "What happens if? The highest level of each aspect becomes the information type's level.").MaySecret("OSL 18:8")
	f.List(&x.PerInfoType, register.Col("info_type", register.Text, "Informationstyp", "Information type"),
		register.Col("k", register.Number, "K", "C"), register.Col("r", register.Number, "R", "I"), register.Col("t", register.Number, "T", "A"), register.Col("s", register.Number, "S", "Tr"),
		register.Col("consequence", register.Long, "Konsekvens", "Consequence"), register.Col("reason", register.Long, "Skäl", "Reason")).
		Label("Bedömning per informationstyp", "Assessment per information type").MaySecret("OSL 18:8")
	adjust := func(p *[]Adjustment) *register.Field {
		return f.List(p, register.Col("aspect", register.Choice, "Aspekt", "Aspect", aspects...), register.Col("by", register.Number, "Steg", "Steps"),
			register.Col("reason", register.Long, "Skäl", "Reason"), register.Col("approved_by", register.Text, "Godkänd av", "Approved by"))
	}
	adjust(&x.AggregateRaise).Label("Höjning för samlad mängd", "Raise for aggregation").Help("Många uppgifter tillsammans kan vara värda mer.", "Many records together can be worth more.")
	adjust(&x.Lowering).Label("Sänkning", "Lowering").Help("Kräver skäl och samordnarens godkännande.", "Needs a reason and the coordinator's approval.")
	f.Level(&x.K).Label("Konfidentialitet", "Confidentiality").Also("K").Facet().InList(4)
	f.Level(&x.R).Label("Riktighet", "Integrity").Also("R")
	f.Level(&x.T).Label("Tillgänglighet", "Availability").Also("T").InList(5)
	f.Level(&x.S).Label("Spårbarhet", "Traceability").Also("S")
	f.Choices(&x.Flags, register.Choices{
		{"personal", "Personuppgifter", "Personal data"}, {"art9", "Känsliga personuppgifter", "Special categories"}, {"secrecy", "Sekretess", "Secrecy"},
		{"security_protection", "Säkerhetsskydd", "Protective security"},
	}).Label("Särskilda uppgifter", "Flags")
	f.Long(&x.Deviations).Label("Avvikelser från normen", "Deviations from the norm")
}

// The counts of an office's list are kept as given; what the product itself
// knows of requirements and measures stands in registers of their own.
func classificationOutcome(x *Classification, f *register.Fields) {
	f.Int(&x.RequirementsTotal).Label("Antal krav", "Requirements").Range(0, 10000)
	f.Int(&x.RequirementsImplemented).Label("Införda krav", "Requirements met").Range(0, 10000)
	f.Date(&x.RequirementsCheckedOn).Label("Krav avstämda", "Requirements checked on").Sort()
	f.Fact(&x.PlanMade).Label("Handlingsplan", "Action plan").Also("Handlingsplan finns")
	f.Date(&x.PlanDecidedOn).Label("Handlingsplan beslutad", "Action plan decided on").Sort()
	f.Text(&x.Protocol).Label("Protokoll", "Protocol").Help("Var protokollet finns.", "Where the protocol is found.")
	f.Text(&x.WithdrawnReason).Label("Skäl till återkallande", "Reason for withdrawal").RequiredIn("withdrawn")
	// What has happened since the decision that asks for another look (domain.md
	// 4.1.5, 4.1.7); the decided class itself stands.
	f.Choices(&x.ReviewCauses, register.Choices{
		{"norm", "Normen har ändrats", "The norm has changed"}, {"new_info_type", "Ny informationstyp", "New information type"}, {"info_type_class", "Informationstypens klass har ändrats", "The information type's class has changed"},
		{"new_processing", "Ny behandling", "New processing activity"}, {"new_supplier", "Ny leverantör", "New supplier"},
	}).Label("Bör ses över därför att", "Should be reviewed because")
	f.Date(&x.ReviewMarkedOn).Label("Bör ses över sedan", "Should be reviewed since").Sort()
}

func (x *Classification) derive() {
	// A list of classes of objects says so by naming the objects.
	switch {
	case x.Kind != "" || x.Norm != "":
	case x.Object != "":
		x.Kind = "object"
	case x.InfoType != "":
		x.Kind = "information"
	}
	if x.HeldOn.IsZero() {
		x.HeldOn = x.DecidedOn
	}
	if x.Title == "" {
		x.Title = "Klassning"
		if !x.HeldOn.IsZero() {
			x.Title += " " + string(x.HeldOn)
		}
		if x.K.Set && x.R.Set && x.T.Set {
			x.Title += " K" + strconv.FormatInt(x.K.N, 10) + " R" + strconv.FormatInt(x.R.N, 10) + " T" + strconv.FormatInt(x.T.N, 10)
		}
	}
}

func (x *Classification) check(p *register.Problems) {
	m := lawOf(cmp.Or(x.DecidedOn, x.HeldOn)).Classify()
	stopped(p, m, &x.K, &x.R, &x.T, &x.S)
	if x.Object == "" && x.InfoType == "" && x.Kind != "norm" {
		p.At(&x.Object, "classification-needs-target")
	}
	if x.Kind == "applied" && x.Norm == "" {
		p.At(&x.Norm, "needed-when-applied")
	}
	if x.Status == "decided" {
		for _, l := range []*register.Int{&x.K, &x.R, &x.T} {
			if !l.Set {
				p.At(l, "needed-when-decided")
			}
		}
		// What an office decided elsewhere is taken as it stands.
		if x.Source != "import" && x.Participants == "" {
			p.At(&x.Participants, "needed-when-decided")
		}
	}
	if x.RequirementsTotal.Set && x.RequirementsImplemented.N > x.RequirementsTotal.N {
		p.At(&x.RequirementsImplemented, "part-over-whole")
	}
	for _, a := range x.PerInfoType {
		if code, allowed := outsideScale(m, a.K, a.R, a.T, a.S); code != "" {
			p.At(&x.PerInfoType, code, allowed...)
		}
	}
	for _, h := range x.Consequences {
		if h.InfoType == "" || h.Aspect == "" {
			p.At(&x.Consequences, "row-incomplete", "info_type", "aspect")
		}
		for _, n := range h.In() {
			if n == nil {
				continue
			}
			if code, allowed := outsideScale(m, *n); code != "" {
				p.At(&x.Consequences, code, allowed...)
			}
		}
	}
	x.checkAdjustments(p, m, &x.AggregateRaise, false)
	x.checkAdjustments(p, m, &x.Lowering, true)
	// Security-classified information must not be entered here (säkerhetsskyddslagen
	// 2018:585); the record may only point to where it is handled.
	if slices.Contains(x.Flags, "security_protection") && (x.K.Set || x.R.Set || x.T.Set || x.S.Set || len(x.PerInfoType) > 0 || len(x.Consequences) > 0) {
		p.At(&x.Flags, "protective-security-not-here")
	}
}

// checkAdjustments holds that each is one step with a reason (domain.md 4.1.3).
func (x *Classification) checkAdjustments(p *register.Problems, m classify.Method, list *[]Adjustment, approved bool) {
	for _, a := range *list {
		switch {
		case a.By < 0 || a.By > int64(m.Top) || !approved && a.By > int64(m.MaxRaise):
			p.At(list, "adjustment-too-large", strconv.Itoa(int(m.MaxRaise)), strconv.Itoa(int(m.Top)))
		case a.Reason == "":
			p.At(list, "adjustment-needs-reason")
		case approved && a.ApprovedBy == "":
			p.At(list, "lowering-needs-approval")
		}
	}
}
