package lang

// What the pages say on which questions are put to the registers.
var (
	QuestionReports      = Text{"Rapporter", "Reports"}
	QuestionReportsAbout = Text{"Frågor till registren, med svar att läsa och hämta.", "Questions to the registers, with answers to read and fetch."}
	QuestionNeeds        = Text{"Frågan behöver svar på:", "The question needs to know:"}
	QuestionAsk          = Text{"Visa svaret", "Show the answer"}
	QuestionAskAgain     = Text{"Fråga om något annat", "Ask about something else"}
	QuestionAnswer       = Text{"Svar", "Answer"}
	QuestionEmpty        = Text{"Svaret är tomt: inget i registren stämmer med frågan.", "The answer is empty: nothing in the registers matches the question."}
	QuestionMore         = Text{"%s till finns i filen.", "%s more are in the file."}
	WhatIfTitle          = Text{"Vad händer om", "What if"}
	WhatIfAbout          = Text{"Frågor om följder. Inget ändras i registren.", "Questions about consequences. Nothing changes in the registers."}
	WhatIfResult         = Text{"Resultat", "Result"}
	WhatIfFlow           = Text{"Så hänger det ihop", "How it hangs together"}
	WhatIfFlowSub        = Text{"antal kopplingar %s", "number of connections, %s"}
	WhatIfSupplier       = Text{"Leverantörer", "Suppliers"}
	WhatIfObject         = Text{"Objekt", "Objects"}
	WhatIfNoSupplier     = Text{"Leverantör saknas", "No supplier stated"}
	WhatIfNoObject       = Text{"Objekt saknas", "No object stated"}
	WhatIfRest           = Text{"Övriga %s", "%s others"}
	WhatIfHit            = Text{"Berörda poster", "Records concerned"}
	WhatIfDraft          = Text{"Utkast", "Draft"}
	WhatIfKeptPlan       = Text{"Öppna handlingsplanen %s", "Open the action plan %s"}
	WhatIfOpenKept       = Text{"Öppna svaret som det sparades", "Open the answer as it was kept"}
	WhatIfOwner          = Text{"Ansvarig", "Responsible"}
	WhatIfWork           = Text{"Att göra, i ordning", "To do, in order"}
	WhatIfPlan           = Text{"Spara svaret med åtgärdsplan", "Keep the answer with an action plan"}
	WhatIfSaved          = Text{"Sparade svar", "Answers kept"}
	WhatIfAsOf           = Text{"Registren som de stod %s, med %s poster i liggaren.", "The registers as they stood on %s, with %s entries in the ledger."}
	WhatIfNothing        = Text{"Inget berörs.", "Nothing is concerned."}
	WhatIfWhat           = Text{"Vad", "What"}
)
