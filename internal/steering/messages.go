package steering

import "genomlys/internal/lang"

// Messages are the words for what the rules here refuse.
var Messages = map[string]lang.Text{
	"adopted-by-another":    {"Dokumentet fastställs av {function}. Steget tas av: {who}.", "The document is adopted by {function}. The step is taken by: {who}."},
	"adopted-in-future":     {"{value} har inte varit ännu. Ange dagen då dokumentet fastställdes.", "{value} has not been yet. Give the day the document was adopted."},
	"adopted-stays":         {"{value} är fastställt och ändras inte. Gör en ny version.", "{value} is adopted and is not changed. Make a new version."},
	"answer-stays":          {"Ett lämnat svar ändras inte. Skriv vad svaret ledde till.", "An answer that was given is not changed. Write what it led to."},
	"answers-open":          {"Ta hand om remissvaren innan dokumentet fastställs, eller vänta tills svarstiden är ute. Kvar: {value}.", "Consider the answers before the document is adopted, or wait until the time to answer is out. Left: {value}."},
	"excused-by-another":    {"Den som ansvarar för dokumentet avgör om du inte behöver läsa.", "Whoever is responsible for the document decides if you need not read."},
	"needed-with-decision":  {"Fyll i {label}. Det hör till beslutet.", "Fill in {label}. It belongs to the decision."},
	"needed-when-published": {"Fyll i {label} innan dokumentet börjar gälla.", "Fill in {label} before the document is published."},
	"no-earlier-version":    {"{value} ersätter ingen tidigare version. Ange vilken version du vill jämföra med.", "{value} replaces no earlier version. Give the version to compare with."},
	"nobody-to-ask":         {"Ingen person att fråga finns i enheterna, eller så är alla redan tillfrågade.", "There is nobody to ask in the units, or all have been asked."},
	"nobody-to-remind":      {"Alla som är tillfrågade har läst {value}.", "All who were asked have read {value}."},
	"only-oneself":          {"Bara den som har läst kvitterar själv.", "Only the person who has read confirms."},
	"only-published":        {"{value} gäller inte. Be om läskvittenser när dokumentet är publicerat.", "{value} is not in force. Ask for receipts when the document is published."},
	"receipt-stays":         {"Kvittensen {value} gäller en person och ett dokument och ändras inte.", "The receipt {value} is for one person and one document and is not changed."},
	"replaced-already":      {"Versionen ersätts redan av {value}.", "The version is already replaced by {value}."},
	"replaces-other-kind":   {"{value} är ett dokument av ett annat slag. En ny version ersätter ett dokument av samma slag.", "{value} is a document of another kind. A new version replaces one of the same kind."},
	"same-version":          {"Den tidigare versionen heter också {value}. Ge den nya ett annat nummer.", "The earlier version is also called {value}. Give the new one another number."},
	"text-needed-to-adopt":  {"Skriv texten, eller ange var den finns, innan {value} fastställs.", "Write the text, or state where it is, before {value} is adopted."},
	"wrong-adopter":         {"Den här sortens dokument fastställs av: {allowed}.", "This kind of document is adopted by: {allowed}."},
	"wrong-parent-kind":     {"{value} står inte över den här sortens dokument. Välj ett av slagen: {allowed}.", "{value} does not stand above this kind of document. Choose one of the kinds: {allowed}."},
}
