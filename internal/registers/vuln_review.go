package registers

import (
	"regexp"
	"strings"

	"genomlys/internal/register"
)

// VulnFinding is one flaw found in a vulnerability review. CVSS is the score
// as text, "7.5", so that it has one form.
type VulnFinding struct {
	Title    string `json:"title"`
	Severity string `json:"severity"`
	CVSS     string `json:"cvss,omitempty"`
	State    string `json:"state"`
	Due      string `json:"due,omitempty"`
	FixedOn  string `json:"fixed_on,omitempty"`
}

// VulnReview is a search for technical flaws in an object (domain.md R15).
type VulnReview struct {
	register.Common
	Status      string
	Object      register.ID
	Kind        string
	Angle       string
	PlannedOn   register.Date
	PerformedOn register.Date
	By          string
	Performer   string
	Scope       string
	Findings    []VulnFinding
	CriticalN   register.Int
	HighN       register.Int
	MediumN     register.Int
	LowN        register.Int
	Report      string
	Actions     []register.Link
}

// VulnReviews is the register of vulnerability reviews.
var VulnReviews = register.New("vuln_review", "Sårbarhetsgranskningar", "Vulnerability reviews", func(c *VulnReview, f *register.Fields) {
	f.Called("Sårbarhetsgranskning", "Vulnerability review")
	f.About("Granskningar av tekniska sårbarheter i objekt och vad de fann.", "Reviews of technical vulnerabilities in objects and what they found.")
	f.Numbered("SBG")
	f.Group("work")
	f.OrderBy("performed_on desc")
	f.Of(&c.ExtId).Also("Granskning")
	f.Choice(&c.Status, vulnReviewStates).Label("Status", "Status").Facet().InList(2).Steps(vulnReviewSteps)
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(3).Back("Sårbarhetsgranskningar", "Vulnerability reviews")
	f.Choice(&c.Kind, vulnReviewKinds).Label("Slag", "Kind").Facet().AskedIn("planned")
	f.Choice(&c.Angle, vulnAngles).Label("Angreppssätt", "Angle of attack")
	f.Date(&c.PlannedOn).Label("Planerad", "Planned on").Sort()
	f.Date(&c.PerformedOn).Label("Genomförd", "Performed on").RequiredIn("performed", "closed").Sort().InList(4)
	f.Choice(&c.By, performers).Label("Granskaren är", "The reviewer is").Facet().AskedIn("planned")
	f.Text(&c.Performer).Label("Utförd av", "Performed by")
	f.Long(&c.Scope).Label("Omfattning", "Scope").MaySecret("OSL 18:8")
	f.List(&c.Findings, register.Col("title", register.Text, "Brist", "Finding"),
		register.Col("severity", register.Choice, "Allvarlighet", "Severity", vulnSeverities...),
		register.Col("cvss", register.Text, "CVSS", "CVSS"),
		register.Col("state", register.Choice, "Läge", "State", vulnFindingStates...),
		register.Col("due", register.Day, "Åtgärdas senast", "Due"),
		register.Col("fixed_on", register.Day, "Åtgärdad", "Fixed on")).Label("Brister", "Findings").MaySecret("OSL 18:8").AskedIn("planned", "performed")
	// Numbers stand for themselves: many reviews reach the office only as counts.
	f.Int(&c.CriticalN).Label("Kritiska brister", "Critical findings").Help(countedSV, countedEN).Range(0, 1e6).InList(5)
	f.Int(&c.HighN).Label("Höga brister", "High findings").Help(countedSV, countedEN).Range(0, 1e6).InList(6)
	f.Int(&c.MediumN).Label("Medelhöga brister", "Medium findings").Range(0, 1e6)
	f.Int(&c.LowN).Label("Låga brister", "Low findings").Range(0, 1e6)
	f.Text(&c.Report).Label("Rapport", "Report").MaySecret("OSL 18:8")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Sårbarhetsgranskningar", "Vulnerability reviews")
	f.Derive((*VulnReview).fill)
	f.Check((*VulnReview).check)
})

const countedSV, countedEN = "Räknas från bristerna. Fyll i den bara när bristerna inte är kända var för sig.", "Counted from the findings. Fill it in only when the findings are not known one by one."

var vulnReviewStates = register.Choices{
	{"planned", "Planerad", "Planned"}, {"performed", "Genomförd", "Performed"}, {"closed", "Avslutad", "Closed"}, {"cancelled", "Inställd", "Cancelled"},
}

var vulnReviewSteps = register.Steps{
	{"planned", "performed", "perform"}, {"planned", "cancelled", "cancel"}, {"performed", "closed", "close"}, {"closed", "performed", "reopen"},
}

var vulnReviewKinds = register.Choices{
	{"scan", "Skanning", "Scan"}, {"penetration", "Penetrationstest", "Penetration test"}, {"code", "Kodgranskning", "Code review"},
	{"configuration", "Konfigurationsgranskning", "Configuration review"}, {"physical", "Fysisk granskning", "Physical review"}, {"social", "Social manipulation", "Social engineering"},
}

var vulnAngles = register.Choices{
	{"outside", "Utifrån", "From outside"}, {"inside", "Inifrån", "From inside"}, {"both", "Utifrån och inifrån", "From outside and inside"},
}

var performers = register.Choices{
	{"internal", "Intern", "Internal"}, {"supplier", "Leverantör", "Supplier"}, {"external", "Extern", "External"},
}

var vulnSeverities = register.Choices{
	{"info", "Upplysning", "Information"}, {"low", "Låg", "Low"}, {"medium", "Medelhög", "Medium"}, {"high", "Hög", "High"}, {"critical", "Kritisk", "Critical"},
}

var vulnFindingStates = register.Choices{
	{"open", "Öppen", "Open"}, {"fixed", "Åtgärdad", "Fixed"}, {"accepted", "Accepterad", "Accepted"}, {"false_positive", "Falskt larm", "False positive"},
}

// cvssScore is a base score of CVSS, 0.0 to 10.0.
var cvssScore = regexp.MustCompile(`^(10\.0|[0-9]\.[0-9])$`)

// wholeScore is a score whose only decimal, a nought, was left out.
var wholeScore = regexp.MustCompile(`^(10|[0-9])$`)

// fill writes scores in their one form, and counts what was found by severity
// where no number was given.
func (c *VulnReview) fill() {
	entitle(&c.Title, "Sårbarhetsgranskning", string(c.PerformedOn))
	for i := range c.Findings {
		v := &c.Findings[i]
		v.CVSS = strings.Replace(v.CVSS, ",", ".", 1)
		if wholeScore.MatchString(v.CVSS) {
			v.CVSS += ".0"
		}
		if v.State == "" { // what is found is open until somebody says otherwise
			if v.State = "open"; v.FixedOn != "" {
				v.State = "fixed"
			}
		}
	}
	for _, n := range c.counts() {
		if len(c.Findings) > 0 && !n.given.Set {
			*n.given = register.Whole(n.listed)
		}
	}
}

// Numbers gives the numbers of findings by severity.
func (c *VulnReview) Numbers() map[string]register.Int {
	return map[string]register.Int{"critical": c.CriticalN, "high": c.HighN, "medium": c.MediumN, "low": c.LowN}
}

type vulnCount struct {
	given  *register.Int
	listed int64
}

// counts pairs each number with how many of the findings listed it means;
// false alarms are none.
func (c *VulnReview) counts() []vulnCount {
	listed := map[string]int64{}
	for _, v := range c.Findings {
		if v.State != "false_positive" {
			listed[v.Severity]++
		}
	}
	return []vulnCount{{&c.CriticalN, listed["critical"]}, {&c.HighN, listed["high"]}, {&c.MediumN, listed["medium"]}, {&c.LowN, listed["low"]}}
}

func (c *VulnReview) check(p *register.Problems) {
	for _, n := range c.counts() {
		if len(c.Findings) > 0 && n.given.Set && n.given.N != n.listed {
			p.At(n.given, "count-differs-from-list")
		}
	}
	for _, v := range c.Findings {
		switch {
		case v.Title == "" || v.Severity == "":
			p.At(&c.Findings, "row-incomplete", "title", "severity")
		case v.CVSS != "" && !cvssScore.MatchString(v.CVSS):
			p.At(&c.Findings, "not-a-cvss", "0.0", "10.0")
		case v.State == "fixed" && v.FixedOn == "":
			p.At(&c.Findings, "fixed-needs-date")
		default:
			continue
		}
		return
	}
}
