package registers

import "genomlys/internal/register"

// AiEvaluation is one time an AI system was evaluated.
type AiEvaluation struct {
	When   string `json:"when"`
	What   string `json:"what"`
	Result string `json:"result,omitempty"`
}

// AiProfile is what must be known of an object that uses AI (domain.md R19,
// Regulation (EU) 2024/1689). Two names keep the numbers of the articles apart.
type AiProfile struct {
	register.Common
	Status               string
	Object               register.ID
	Role                 string
	RiskClass            string
	AnnexIiiArea         string
	Exemption_6_3        register.Fact
	ExemptionReason      string
	Registered_49_2      register.Fact
	Purpose              string
	Model                string
	SupplierOfModel      register.ID
	TrainingOnOurData    register.Fact
	DataUsed             string
	HumanOversight       string
	LogsKeptMonths       register.Int
	Fria                 string
	EuDatabaseRegistered register.Fact
	TransparencyText     string
	LiteracyMeasures     string
	Evaluation           []AiEvaluation
	Experience           string
	ExperienceScope      string
	AssessedOn           register.Date
}

// AiProfiles is the register of AI profiles, one per object.
var AiProfiles = register.New("ai_profile", "AI-profiler", "AI profiles", func(c *AiProfile, f *register.Fields) {
	f.Called("AI-profil", "AI profile")
	f.About("Hur AI används i ett objekt, vilken riskklass det har och vad som har lärts.", "How AI is used in an object, its risk class and what was learnt.")
	f.Numbered("AIP")
	f.Group("register")
	f.Choice(&c.Status, profileStates).Label("Status", "Status").Facet().InList(2).Steps(profileSteps)
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(3).Back("AI-profil", "AI profile")
	f.Choice(&c.Role, aiRoles).Label("Roll enligt AI-förordningen", "Role under the AI Act").Required().Facet().InList(4)
	f.Choice(&c.RiskClass, aiRiskClasses).Label("Riskklass", "Risk class").Required().Facet().InList(5)
	f.Choice(&c.AnnexIiiArea, annexAreas).Label("Område i bilaga III", "Area of Annex III")
	f.Fact(&c.Exemption_6_3).Label("Undantag enligt artikel 6.3", "Exemption under article 6(3)")
	f.Long(&c.ExemptionReason).Label("Skäl till undantaget", "Reason for the exemption")
	f.Fact(&c.Registered_49_2).Label("Undantaget registrerat (artikel 49.2)", "Exemption registered (article 49(2))")
	f.Long(&c.Purpose).Label("Ändamål", "Purpose").RequiredIn("decided")
	f.Text(&c.Model).Label("Modell", "Model")
	f.Ref(&c.SupplierOfModel, Recipients).Label("Modellens leverantör", "Supplier of the model").Back("Levererar AI-modell till", "Supplies AI models to")
	f.Fact(&c.TrainingOnOurData).Label("Tränas på våra uppgifter", "Trained on our data")
	f.Long(&c.DataUsed).Label("Uppgifter som används", "Data used")
	f.Long(&c.HumanOversight).Label("Mänsklig tillsyn", "Human oversight")
	f.Int(&c.LogsKeptMonths).Label("Loggar sparas", "Logs are kept").In("months").Range(0, 1200).
		Help("Tillhandahållare av högrisksystem sparar loggar i minst sex månader (artikel 26.6).", "Deployers of high-risk systems keep logs for at least six months (article 26(6)).")
	f.Choice(&c.Fria, friaStates).Label("Konsekvensbedömning för grundläggande rättigheter", "Fundamental rights impact assessment").Facet()
	f.Fact(&c.EuDatabaseRegistered).Label("Registrerat i EU:s databas", "Registered in the EU database")
	f.Long(&c.TransparencyText).Label("Upplysning till användare", "Notice to users")
	f.Long(&c.LiteracyMeasures).Label("AI-kunnighet, åtgärder", "AI literacy measures")
	f.List(&c.Evaluation, register.Col("when", register.Day, "När", "When"), register.Col("what", register.Long, "Vad", "What"), register.Col("result", register.Long, "Resultat", "Result")).
		Label("Utvärderingar", "Evaluations")
	f.Long(&c.Experience).Label("Erfarenheter", "Experience").
		Help("Delas i hela staden: skriv inget som omfattas av sekretess.", "Shared in the whole city: write nothing that is secret.")
	f.Choice(&c.ExperienceScope, experienceScopes).Label("Erfarenheter från", "Experience from").Facet()
	f.Date(&c.AssessedOn).Label("Bedömd", "Assessed on").RequiredIn("decided").Sort().InList(6)
	f.Derive(func(c *AiProfile) { entitle(&c.Title, "AI-profil", c.Model) })
	f.Check((*AiProfile).check)
})

var profileStates = register.Choices{{"draft", "Utkast", "Draft"}, {"decided", "Bedömd", "Assessed"}, {"review", "Ses över", "In review"}, {"ended", "Upphörd", "Ended"}}

var profileSteps = register.Steps{{"draft", "decided", "decide"}, {"decided", "review", "review"}, {"review", "decided", "decide"}, {"*", "ended", "end"}}

var aiRoles = register.Choices{
	{"deployer", "Tillhandahållare", "Deployer"}, {"provider", "Leverantör", "Provider"}, {"importer", "Importör", "Importer"}, {"distributor", "Distributör", "Distributor"},
}

var aiRiskClasses = register.Choices{
	{"unknown", "Ej bedömt", "Not known"}, {"not_ai", "Inte AI", "Not AI"}, {"minimal", "Minimal", "Minimal"}, {"transparency_50", "Insynskrav (artikel 50)", "Transparency (article 50)"},
	{"gpai", "AI för allmänna ändamål", "General-purpose AI"}, {"high_annex_III", "Hög risk, bilaga III", "High risk, Annex III"},
	{"high_annex_I", "Hög risk, bilaga I", "High risk, Annex I"}, {"prohibited", "Förbjuden", "Prohibited"},
}

// annexAreas are the areas of Annex III of Regulation (EU) 2024/1689.
var annexAreas = register.Choices{
	{"1", "1 Biometri", "1 Biometrics"}, {"2", "2 Kritisk infrastruktur", "2 Critical infrastructure"}, {"3", "3 Utbildning", "3 Education"},
	{"4", "4 Anställning och arbetsledning", "4 Employment"}, {"5", "5 Väsentliga tjänster och förmåner", "5 Essential services and benefits"},
	{"6", "6 Brottsbekämpning", "6 Law enforcement"}, {"7", "7 Migration och gränskontroll", "7 Migration and border control"},
	{"8", "8 Rättskipning och demokratiska processer", "8 Justice and democratic processes"},
}

var friaStates = register.Choices{{"needed", "Behövs", "Needed"}, {"done", "Gjord", "Done"}, {"na", "Behövs inte", "Not applicable"}}

var experienceScopes = register.Choices{{"own", "Egen verksamhet", "Own organisation"}, {"city", "Staden", "The city"}, {"external", "Utanför staden", "Outside the city"}}

// check: an exemption needs a reason (art. 6(4)); a decided profile has a class,
// and one that is high-risk by Annex III says by which area.
func (c *AiProfile) check(p *register.Problems) {
	if c.Exemption_6_3 == register.Yes && c.ExemptionReason == "" {
		p.At(&c.ExemptionReason, "exemption-needs-reason")
	}
	if c.Status == "decided" && c.RiskClass == "unknown" {
		p.At(&c.RiskClass, "decided-needs-risk-class")
	}
	if c.Status == "decided" && c.RiskClass == "high_annex_III" && c.AnnexIiiArea == "" {
		p.At(&c.AnnexIiiArea, "annex-needs-area")
	}
	for _, e := range c.Evaluation {
		if e.When == "" || e.What == "" {
			p.At(&c.Evaluation, "row-incomplete", "when", "what")
			return
		}
	}
}
