package lang

// The page of settings.
var (
	SettingsOffice = Text{"Organisationens inställningar", "The organisation's settings"}
	RowsTitle      = Text{"Rader i register", "Rows of registers"}
	RowsUsual      = Text{"Som organisationen har valt", "As the organisation has chosen"}
	RowsNormal     = Text{"Normala, med en andra rad", "Normal, with a second line"}
	RowsDense      = Text{"Täta, en rad var", "Dense, one line each"}
)

// The organisation's tree.
var (
	AdminTree         = Text{"Organisation", "Organisation"}
	AdminTreeWhy      = Text{"Nämnder, bolag, förvaltningar och enheter, som de är eller var en viss dag.", "Boards, companies, offices and units, as they are or were on a day."}
	AdminUnits        = Plural{Text{"%s enhet", "%s unit"}, Text{"%s enheter", "%s units"}}
	AdminNewUnit      = Text{"Lägg till enhet", "Add a unit"}
	AdminAsOf         = Text{"Visa som det var", "Show as it was on"}
	AdminShowDay      = Text{"Visa dagen", "Show the day"}
	AdminToday        = Text{"Visa i dag", "Show today"}
	AdminTreeAsOf     = Text{"Organisationen den %s.", "The organisation on %s."}
	AdminTreeAsOfMore = Text{"Siffror per den dagen räknas i det här trädet.", "Figures as of that day are counted in this tree."}
	AdminCompare      = Text{"Vad har ändrats sedan dess", "What has changed since then"}
	AdminTreeDated    = Text{"Varje ändring gäller från en dag. Det som gällde dessförinnan står kvar och visas när du väljer en tidigare dag.", "Each change holds from a day. What held before stays and is shown when you choose an earlier day."}
	AdminChange       = Text{"Ändra", "Change"}
	AdminRename       = Text{"Byt namn", "Rename"}
	AdminMove         = Text{"Flytta", "Move"}
	AdminMerge        = Text{"Slå samman", "Merge"}
	AdminAddUnder     = Text{"Lägg till underenhet", "Add a unit below"}
	AdminStaffHere    = Text{"Personer och funktioner", "People and functions"}
	AdminSucceeded    = Text{"Efterträds av", "Succeeded by"}
)

// People and functions.
var (
	AdminStaff      = Text{"Personer och funktioner", "People and functions"}
	AdminStaffWhy   = Text{"Vem som innehar vad, var och hur länge, och vad som saknar innehavare.", "Who holds what, where and for how long, and what nobody holds."}
	AdminNewPerson  = Text{"Lägg till person", "Add a person"}
	AdminGive       = Text{"Ge en funktion", "Give a function"}
	AdminWhere      = Text{"Organisation", "Organisation"}
	AdminShow       = Text{"Visa", "Show"}
	AdminVacant     = Text{"Utan innehavare", "Without a holder"}
	AdminNoVacant   = Text{"Varje funktion har en innehavare.", "Every function has a holder."}
	AdminHeld       = Text{"Funktioner som innehas", "Functions held"}
	AdminNoHeld     = Text{"Ingen innehar någon funktion här. Börja med att ge någon en funktion.", "Nobody holds a function here. Begin by giving somebody a function."}
	AdminAllPosts   = Text{"Alla funktioner", "All functions"}
	AdminPeople     = Text{"Personer", "People"}
	AdminNoPeople   = Text{"Du ser inga personer här.", "You see no people here."}
	AdminEnded      = Plural{Text{"%s avslutad funktion", "%s ended function"}, Text{"%s avslutade funktioner", "%s ended functions"}}
	AdminFunction   = Text{"Funktion", "Function"}
	AdminHolder     = Text{"Innehavare", "Holder"}
	AdminValid      = Text{"Gäller", "Valid"}
	AdminFind       = Text{"Namn, funktion eller e-post", "Name, function or e-mail"}
	AdminNoHit      = Text{"Inget här stämmer med ”%s”.", "Nothing here matches “%s”."}
	AdminAll        = Text{"Visa alla", "Show all"}
	AdminName       = Text{"Namn", "Name"}
	AdminHolds      = Text{"Funktioner", "Functions"}
	AdminHolderLeft = Text{"Innehavaren har slutat", "The holder has left"}
	AdminComing     = Text{"Börjar senare", "Begins later"}
	AdminFill       = Text{"Byt innehavare", "Change the holder"}
	AdminCloseDown  = Text{"Avsluta", "End"}
	AdminInvite     = Text{"Bjud in", "Invite"}
)

// Handing over.
var (
	AdminHandOver      = Text{"Lämna över ansvar", "Hand over responsibility"}
	AdminHandOverOf    = Text{"Lämna över ansvar från %s", "Hand over responsibility from %s"}
	AdminHandOverWhy   = Text{"När någon slutar eller byter arbete. Allt görs i ett steg och går att ångra.", "When somebody leaves or changes work. All is done in one step and can be undone."}
	AdminReceiver      = Text{"Tar över", "Takes over"}
	AdminReceiverHint  = Text{"Skriv namn eller nummer. Tomt lämnar funktionerna utan innehavare.", "Write a name or a number. Empty leaves the functions without a holder."}
	AdminLeaves        = Text{"Slutar personen?", "Does the person leave?"}
	AdminLeavesYes     = Text{"Ja, personen slutar", "Yes, the person leaves"}
	AdminLeavesYesHint = Text{"Alla inloggningar avslutas.", "All sessions are ended."}
	AdminLeavesNo      = Text{"Nej, bara ansvaret byter innehavare", "No, only the responsibility changes hands"}
	AdminLeavesNoHint  = Text{"Personen kan logga in som förut.", "The person can sign in as before."}
	AdminFromDay       = Text{"Från och med", "From"}
	AdminFromDayHint   = Text{"Tomt betyder nu. Skriv datumet som 2023-03-14.", "Empty means now. Write the date as 2023-03-14."}
	AdminDuties        = Plural{Text{"%s funktion", "%s function"}, Text{"%s funktioner", "%s functions"}}
	AdminUse           = Text{"%s %s (%s)", "%s %s (%s)"}
	AdminNothingHangs  = Text{"Inget öppet ärende eller objekt hänger på funktionen.", "No open matter or object hangs on the function."}
	AdminOther         = Text{"Någon annan tar över", "Somebody else takes over"}
	AdminLeaveVacant   = Text{"Lämna utan innehavare", "Leave without a holder"}
	AdminMayNotGive    = Text{"Du får inte dela ut den här funktionen. Lämna den utan innehavare, eller be systemadministratören.", "You may not give this function. Leave it without a holder, or ask the administrator."}
	AdminPreview       = Text{"Granska innan det görs", "See what will be done"}
	AdminPreviewWhy    = Text{"Inget är gjort ännu.", "Nothing is done yet."}
	AdminNewHolder     = Text{"Ny innehavare", "New holder"}
	AdminGoesAlong     = Text{"Följer med", "Goes along"}
	AdminVacancy       = Text{"Utan innehavare", "Without a holder"}
	AdminEnds          = Text{"%s markeras som slutat och alla inloggningar avslutas.", "%s is marked as left and all sessions are ended."}
	AdminStays         = Text{"%s är kvar och kan logga in som förut.", "%s stays and can sign in as before."}
	AdminHandOverNow   = Text{"Lämna över", "Hand over"}
	AdminChangeAnswers = Text{"Ändra svaren", "Change the answers"}
	AdminHandedOver    = Plural{Text{"%s funktion överlämnad", "%s function handed over"}, Text{"%s funktioner överlämnade", "%s functions handed over"}}
)

// Rules and times.
var (
	AdminRules           = Text{"Regler och tider", "Rules and times"}
	AdminRulesWhy        = Text{"Vad som följer med, vad som gäller hos er och från vilken dag. Det som redan är beslutat behåller den regel det gjordes med.", "What is shipped, what holds with you and from which day. What is decided keeps the rule it was made with."}
	AdminOwnRules        = Text{"Alla egna regler", "All own rules"}
	AdminGroups          = Text{"Grupper av regler", "Groups of rules"}
	AdminRule            = Text{"Regel", "Rule"}
	AdminShipped         = Text{"Följer med", "Shipped"}
	AdminHere            = Text{"Hos er", "With you"}
	AdminSame            = Text{"Som det följer med", "As shipped"}
	AdminRuleFrom        = Text{"%s, gäller från %s", "%s, valid from %s"}
	AdminRuleOpen        = Text{"Öppna förslaget", "Open the proposal"}
	AdminRuleProposed    = Text{"Regeln är föreslagen. Den gäller när den har antagits.", "The rule is proposed. It holds when it has been adopted."}
	AdminThresholds      = Text{"Gränser", "Thresholds"}
	AdminThresholdsWhy   = Text{"Hur länge något är aktuellt, och från vilken nivå något krävs.", "How long something is current, and from which level something is required."}
	AdminClocks          = Text{"Klockor", "Clocks"}
	AdminClocksWhy       = Text{"Tider som lag eller föreskrift anger ändras bara när lagen gör det. Mål som vi själva har satt kan vara era egna.", "Times that law or regulation gives change only when the law does. Targets that we have set may be your own."}
	AdminByLaw           = Text{"Ges av lag, föreskrift eller avtal", "Given by law, regulation or agreement"}
	AdminScales          = Text{"Skalor", "Scales"}
	AdminScalesWhy       = Text{"Två personer antar en ändrad skala. Klassningar och bedömningar som redan är gjorda behåller sin.", "Two persons adopt a changed scale. Classifications and assessments already made keep theirs."}
	AdminLevels          = Text{"Skyddsnivåernas namn", "Names of the protection levels"}
	AdminRiskInformation = Text{"Risk: informationssäkerhet", "Risk: information security"}
	AdminRiskPrivacy     = Text{"Risk: enskildas integritet", "Risk: individuals' privacy"}
	AdminRiskVOR         = Text{"Risk: väsentlighets- och riskanalys", "Risk: materiality and risk analysis"}
	AdminRiskSteps       = Text{"Sannolikhet: %s. Konsekvens: %s.", "Likelihood: %s. Consequence: %s."}
	AdminDPIA            = Text{"När en konsekvensbedömning behövs", "When an impact assessment is needed"}
	AdminCriteria        = Text{"Från %d kriterier; skäl krävs från %d", "From %d criteria; a reason is needed from %d"}
	AdminEnough          = Text{"Så många kriterier räcker", "So many criteria are enough"}
	AdminReasonFrom      = Text{"Så många kriterier kräver skäl för att avstå", "So many criteria need a reason to refrain"}
	AdminWheel           = Text{"Årshjul", "Yearly wheel"}
	AdminHours           = Plural{Text{"%s timme", "%s hour"}, Text{"%s timmar", "%s hours"}}
	AdminDays            = Plural{Text{"%s dag", "%s day"}, Text{"%s dagar", "%s days"}}
	AdminWeeks           = Plural{Text{"%s vecka", "%s week"}, Text{"%s veckor", "%s weeks"}}
	AdminMonths          = Plural{Text{"%s månad", "%s month"}, Text{"%s månader", "%s months"}}
	AdminLevel           = Text{"nivå %s", "level %s"}
	AdminCount           = Text{"%s stycken", "%s items"}
	AdminYear            = Text{"år %s", "year %s"}
	AdminMonthDay        = Text{"månad och dag %s", "month and day %s"}
	AdminMonthDayHint    = Text{"Månad och dag, till exempel 05-01.", "Month and day, such as 05-01."}
	AdminNoLength        = Text{"ingen bestämd tid", "no fixed time"}
	AdminFirstDay        = Text{"Första dag", "First day"}
	AdminLastDay         = Text{"Sista dag", "Last day"}
	AdminLikelihood      = Text{"Sannolikhet %d", "Likelihood %d"}
	AdminConsequence     = Text{"Konsekvens %d", "Consequence %d"}
	AdminShippedIs       = Text{"Följer med: %s.", "Shipped: %s."}
	AdminTwoAdopt        = Text{"En annan person än du antar regeln.", "Another person than you adopts the rule."}
	AdminOneAdopts       = Text{"Regeln gäller från sin dag när den har antagits.", "The rule holds from its day when it has been adopted."}
	AdminValue           = Text{"Värde hos er, i samma enhet", "Value with you, in the same unit"}
	AdminPropose         = Text{"Föreslå regeln", "Propose the rule"}
)

// What an organisation sets for itself.
var (
	AdminOffice          = Text{"Utseende och språk", "Appearance and language"}
	AdminOfficeWhy       = Text{"Varje organisation kan ha sitt. Det gäller dem som arbetar där eller i en underordnad organisation och inte har valt själva.", "Each organisation may have its own. It holds for those who work there or in a subordinate organisation and have not chosen for themselves."}
	AdminOfficeSource    = Text{"Organisationens eget val", "The organisation's own choice"}
	AdminColours         = Text{"Organisationens färg", "The organisation's colour"}
	AdminColoursShipped  = Text{"produktens färg", "the product's colour"}
	AdminColoursAre      = Text{"%s i ljust läge (text %s, linjer %s), %s i mörkt läge (text %s, linjer %s)", "%s in light (text %s, lines %s), %s in dark (text %s, lines %s)"}
	AdminColourLight     = Text{"Färg i ljust läge", "Colour in light"}
	AdminColourDark      = Text{"Färg i mörkt läge", "Colour in dark"}
	AdminColourHint      = Text{"Som #0b5b5a. Text i färgen och text på den ska ha kontrasten 4,5:1, linjer 3:1. Statusfärgerna och rapporternas utseende ändras inte.", "Such as #0b5b5a. Text in the colour and text on it need the contrast 4.5:1, lines 3:1. The colours of statuses and the look of reports do not change."}
	AdminColourDarkHint  = Text{"Tomt räknas fram ur den ljusa, ljusare så att den syns.", "Empty is worked out of the light one, lighter so that it shows."}
	AdminLanguage        = Text{"Språk när ingen har valt", "Language when none is chosen"}
	AdminLanguageBrowser = Text{"webbläsarens språk", "the browser's language"}
	AdminForWhom         = Text{"Gäller för", "Holds for"}
	AdminForWhomHint     = Text{"Och för underordnade som inte har något eget.", "And for subordinates that have none of their own."}
	AdminPassageIn       = Text{"Eget stycke i texten %s", "Own passage in the text %s"}
	AdminPassageNone     = Text{"inget eget stycke", "no own passage"}
	AdminPassageHint     = Text{"Står sist i texten. En tom rad ger ett nytt stycke. Tomt tar bort ett tidigare från dagen.", "Stands last in the text. An empty line begins a new paragraph. Empty takes away an earlier one from the day."}
)

// Catalogues and templates.
var (
	AdminCatalogues     = Text{"Kataloger", "Catalogues"}
	AdminCataloguesWhy  = Text{"Det som gäller i dag utan att vara ert eget: säkerhetsåtgärder, skyddsåtgärder, krav, överföring, bevarande. Med källa och från vilken dag.", "What holds today without being your own: controls, measures, duties, transfers, retention. With source and since which day."}
	AdminQuestions      = Text{"Frågorna i årsuppföljningen", "The questions of the follow-up"}
	AdminEntry          = Text{"Post", "Entry"}
	AdminDetail         = Text{"Gäller", "About"}
	AdminSince          = Text{"%s, från %s", "%s, since %s"}
	AdminControls       = Text{"Säkerhetsåtgärder enligt ISO 27001", "Controls of ISO 27001"}
	AdminMeasures       = Text{"Skyddsåtgärder efter nivå", "Measures by level"}
	AdminMeasureFrom    = Text{"%s, från nivå %d (%s)", "%s, from level %d (%s)"}
	AdminDutiesByLaw    = Text{"Krav i lag och föreskrift", "Duties by law and regulation"}
	AdminMechanisms     = Text{"Grunder för överföring till tredjeland", "Grounds for transfer to third countries"}
	AdminRetention      = Text{"Bevarande och gallring", "Retention and disposal"}
	AdminMethods        = Text{"Obligatoriska arbetssätt", "Obligatory working methods"}
	AdminTemplates      = Text{"Mallar och texter", "Templates and texts"}
	AdminTemplatesWhy   = Text{"Texterna som skrivs fram ur registren, och rubrikerna i Ledningens genomgång. Se hur det blir innan du föreslår något.", "The texts written out of the registers, and the headings of the management review. See how it comes out before you propose anything."}
	AdminTemplate       = Text{"Mall", "Template"}
	AdminFromRegister   = Text{"Skrivs fram ur", "Written out of"}
	AdminTexts          = Text{"Texter", "Texts"}
	AdminTextsWhy       = Text{"Varje organisation kan ha ett eget stycke sist i en text, från en dag.", "Each organisation may have a passage of its own last in a text, from a day."}
	AdminOutline        = Text{"Rubriker i Ledningens genomgång", "Headings of the management review"}
	AdminOutlineWhy     = Text{"Rubrikerna är stadens, version %s. En organisation kan ha egna ord för en rubrik, från en dag. En beslutad genomgång behåller sina.", "The headings are the city's, version %s. An organisation may have its own words for a heading, from a day. A decided review keeps its own."}
	AdminOutlineSource  = Text{"Stadens disposition", "The city's outline"}
	AdminContent        = Text{"Innehåll", "Content"}
	AdminSlots          = Text{"Det här fylls i", "These are filled in"}
	AdminSlotsWhy       = Text{"Skriv så här i en rubrik där något ska fyllas i.", "Write like this in a heading where something is to be filled in."}
	AdminSlotToken      = Text{"Skriv", "Write"}
	AdminSlotMeans      = Text{"Fylls i med", "Filled in with"}
	AdminSlotInside     = Text{"organisationens namn", "the organisation's name"}
	AdminSlotName       = Text{"organisationens namn med stor bokstav", "the organisation's name with a capital letter"}
	AdminSlotYear       = Text{"genomgångens år", "the year of the review"}
	AdminSlotBefore     = Text{"året före genomgångens", "the year before the review's"}
	AdminSlotTwoBefore  = Text{"två år före genomgångens", "two years before the review's"}
	AdminSlotAfter      = Text{"året efter genomgångens", "the year after the review's"}
	AdminSlotTwoAfter   = Text{"två år efter genomgångens", "two years after the review's"}
	AdminBecomes        = Text{"Inför %d: %s", "For %d: %s"}
	AdminHeadingOf      = Text{"Rubriken %s", "The heading %s"}
	AdminHeadingHint    = Text{"Utan nummer. {organisation}, {year} och {year-1} fylls i. Tomt ger stadens rubrik igen från dagen.", "Without its number. {organisation}, {year} and {year-1} are filled in. Empty gives the city's heading again from the day."}
	AdminHeadingEnglish = Text{"Utelämnas den visas den svenska.", "Without it the Swedish one is shown."}
	AdminFieldsWhy      = Text{"Fält som ni har lagt till i registren. Ett fält avslutas, det tas inte bort: det som är ifyllt finns kvar.", "Fields that you have added to the registers. A field is ended, not removed: what was filled in remains."}
	AdminFieldsAll      = Text{"Visa som lista", "Show as a list"}
	AdminFieldsNone     = Text{"Inga egna fält än. Lägg till det som ni behöver och som registren inte har, till exempel ett kostnadsställe.", "No own fields yet. Add what you need and the registers lack, such as a cost centre."}
	AdminFieldNew       = Text{"Lägg till fält", "Add a field"}
	AdminField          = Text{"Fält", "Field"}
	AdminFieldKind      = Text{"Slag", "Kind"}
	AdminFieldUsed      = Text{"Används", "In use"}
	AdminFieldFilled    = Text{"Ifyllt på", "Filled in on"}
	AdminFieldEnd       = Text{"Avsluta", "End"}
	AdminFieldBack      = Text{"Använd igen", "Use again"}
	AdminTry            = Text{"Visa hur det blir", "Show how it comes out"}
	AdminTryTitle       = Text{"Så blir det", "So it comes out"}
	AdminTryEnd         = Text{"Slutet av den senaste texten. Inget är sparat.", "The end of the latest text. Nothing is saved."}
	AdminTryNone        = Text{"Ingen sådan text har skrivits än. Stycket ser ut så här. Inget är sparat.", "No such text has been written yet. The passage looks like this. Nothing is saved."}
	AdminTryOutline     = Text{"Rubrikerna i genomgången inför %d. Den nya är i fetstil. Inget är sparat.", "The headings of the review for %d. The new one is in bold. Nothing is saved."}
	AdminParts          = Plural{Text{"%s del", "%s part"}, Text{"%s delar", "%s parts"}}
)
