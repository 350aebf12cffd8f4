package settings

import "genomlys/internal/lang"

// Messages are the words for what the rules here refuse, by code: what is
// missing, and who can. {value} and {allowed} are filled in.
var Messages = map[string]lang.Text{
	"adopted-setting-stays":     {"{value} är antagen och ändras inte. Föreslå en ny regel som gäller från en senare dag.", "{value} is adopted and is not changed. Propose a new rule that holds from a later day."},
	"colour-as-mark":            {"{value} syns för dåligt som linje och mätare: kontrasten är {0} och ska vara minst {1}. {2} räcker.", "{value} is too weak as a line and a meter: the contrast is {0} and must be at least {1}. {2} is enough."},
	"colour-on-ground":          {"{value} syns för dåligt som text på sidan: kontrasten är {0} och ska vara minst {1}. {2} räcker.", "{value} is too weak as text on the page: the contrast is {0} and must be at least {1}. {2} is enough."},
	"colour-on-soft":            {"{value} syns för dåligt som text på sin egen ljusare ton: kontrasten är {0} och ska vara minst {1}. {2} räcker.", "{value} is too weak as text on its own softer tone: the contrast is {0} and must be at least {1}. {2} is enough."},
	"colour-under-text":         {"Text på {value} syns för dåligt: kontrasten är {0} och ska vara minst {1}. {2} räcker.", "Text on {value} is too weak: the contrast is {0} and must be at least {1}. {2} is enough."},
	"heading-needs-swedish":     {"{value} har ingen svensk rubrik. Skriv den, eller töm båda så gäller mallens.", "{value} has no Swedish heading. Write it, or clear both to have the template's."},
	"heading-one-line":          {"En rubrik står på en rad. Ta bort radbrytningen.", "A heading stands on one line. Remove the line break."},
	"heading-places":            {"{value} har en klammer som inte fylls i. Det här fylls i: {allowed}.", "{value} has a bracket that is not filled in. These are filled in: {allowed}."},
	"no-such-rule":              {"Det finns ingen regel {value} den dagen. Välj en på sidan om regler och tider.", "There is no rule {value} on that day. Choose one on the page of rules and times."},
	"not-a-colour":              {"Skriv färgen som {allowed}: ett nummertecken och sex tecken 0–9 eller a–f.", "Write the colour as {allowed}: a number sign and six characters 0–9 or a–f."},
	"rule-given-by-law":         {"{value} följer av lag eller avtal och kan inte ändras här. Den ändras när lagen gör det.", "{value} follows from law or agreement and cannot be changed here. It changes when the law does."},
	"rule-not-whole":            {"Regeln {value} blir inte hel så: {allowed}. Rätta värdet.", "The rule {value} does not become whole so: {allowed}. Correct the value."},
	"rule-value-not-changeable": {"Så kan {value} inte ändras. Det som kan vara ert eget: {allowed}.", "{value} cannot be changed so. What may be your own: {allowed}."},
	"setting-for-whole":         {"Regeln gäller hela installationen. Ange en organisation som omfattar alla som den förs åt. Saknas: {value}.", "The rule holds for the whole installation. Give an organisation that covers all it serves. Missing: {value}."},
	"setting-four-eyes":         {"Du föreslog {value}. Låt en annan person anta den: {allowed}.", "You proposed {value}. Let another person adopt it: {allowed}."},
	"setting-not-backwards":     {"Regeln kan inte gälla från {value}, en dag som har varit. Välj {allowed} eller senare, så att tidigare siffror står fast.", "The rule cannot hold from {value}, a day that has been. Choose {allowed} or later, so that earlier figures stand."},
	"setting-same-day":          {"{value} gäller redan från samma dag. Välj en senare dag.", "{value} already holds from the same day. Choose a later day."},
}
