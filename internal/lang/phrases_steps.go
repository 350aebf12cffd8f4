package lang

// What all work in steps says.
var (
	StepsNav      = Text{"Steg", "Steps"}
	StepsOf       = Text{"steg %s av %s", "step %s of %s"}
	StepsWhere    = Text{"Steg %s av %s: visa alla", "Step %s of %s: show all"}
	StepsHead     = Text{"Steg %s. %s", "Step %s. %s"}
	StepsDocTitle = Text{"%s – %s", "%s – %s"}
	StepsDone     = Text{", klart", ", done"}
	StepsPart     = Text{", påbörjat", ", begun"}
	StepsTodo     = Text{", inte påbörjat", ", not begun"}
	StepsLook     = Text{", något att se på", ", something to look at"}
	StepsResult   = Text{"Resultat", "Result"}
	StepsSavedAt  = Text{"Senast ändrad %s", "Last changed %s"}
	StepsMissing  = Text{"Det här återstår före nästa beslut.", "This remains before the next decision."}
	StepsSave     = Text{"Spara", "Save"}
	StepsSaveGoOn = Text{"Spara och fortsätt till %s", "Save and continue to %s"}
	StepsGoOn     = Text{"Fortsätt till %s", "Continue to %s"}
	StepsBack     = Text{"Tillbaka till %s", "Back to %s"}
	StepsClosed   = Text{"Steget kan inte ändras i det läge som posten har nu.", "The step cannot be changed in the state that the record has now."}
	StepsBoth     = Text{"Någon annan har ändrat i steget medan du skrev. Det du skrev står kvar här. Öppna sidan i en ny flik för att se vad som ändrats; spara igen för att ersätta det.", "Somebody else has changed this step while you wrote. What you wrote is still here. Open the page in a new tab to see what changed; save again to replace it."}
	StepsShow     = Text{"Visa", "Show"}
	StepsDecision = Text{"Beslut", "Decision"}
	StepsText     = Text{"Text ur posten", "Text of the record"}
	StepsAtSource = Text{"Ändras vid källan", "Changed at the source"}
)

// What a classification in steps says.
var (
	StepsClassify         = Text{"Klassa", "Classify"}
	StepsClassOffer       = Text{"Klassa steg för steg", "Classify step by step"}
	StepsClassTitle       = Text{"Informationsklassning av %s", "Classification of %s"}
	StepsBegin            = Text{"Börja klassningen", "Begin the classification"}
	StepsBeginAbout       = Text{"Ett utkast till klassning skapas med dagens datum. Informationstyperna hämtas från objektet. Det som redan är besvarat för en informationstyp följer med och kan ändras. Inget gäller förrän det är beslutat.", "A draft classification is made with today’s date. The information types are taken from the object. What has been answered for an information type comes along and can be changed. Nothing holds until it is decided."}
	StepsProtocol         = Text{"Protokoll, %s.", "Protocol, %s."}
	StepsTookPart         = Text{"Deltagare: %s.", "Participants: %s."}
	StepsClassStands      = Text{"Klassningen är inte längre ett utkast (%s).", "The classification is no longer a draft (%s)."}
	StepsClassStandsMore  = Text{"Svaren visas som de gavs. Ändra genom att ta tillbaka förslaget eller göra en ny klassning.", "The answers are shown as given. Change them by taking the proposal back or making a new classification."}
	StepsScope            = Text{"Omfattning", "Scope"}
	StepsInformation      = Text{"Information", "Information"}
	StepsInfoTypes        = Plural{Text{"%s informationstyp", "%s information type"}, Text{"%s informationstyper", "%s information types"}}
	StepsNoTypes          = Text{"Objektet saknar informationstyper. Utan dem finns inget att klassa. Lägg till dem på objektet.", "The object has no information types. Without them there is nothing to classify. Add them on the object."}
	StepsHandling         = Text{"Så används den", "How it is used"}
	StepsOwnClass         = Text{"Informationens egen klass", "The information’s own class"}
	StepsNowClass         = Text{"Klass i det här protokollet", "Class in this protocol"}
	StepsNewType          = Text{"Ny informationstyp i registret", "New information type in the register"}
	StepsFromRecord       = Text{"Hämtat från registerförteckningen %s.", "Taken from the record of processing %s."}
	StepsProcessings      = Plural{Text{"%s behandling.", "%s processing."}, Text{"%s behandlingar.", "%s processings."}}
	StepsSubjects         = Text{"Upp till %s registrerade.", "Up to %s data subjects."}
	StepsSpecial          = Text{"Känsliga uppgifter: %s.", "Special categories: %s."}
	StepsNoProcessing     = Text{"Ingen behandling av personuppgifter är registrerad för objektet.", "No processing of personal data is recorded for the object."}
	StepsNoProcessingMore = Text{"Om personuppgifter finns i objektet ska behandlingen först in i registerförteckningen.", "If the object holds personal data, the processing belongs in the record first."}
	StepsConsequences     = Text{"Konsekvenser: %s", "Consequences: %s"}
	StepsFromType         = Text{"Hämtat från informationstypen %s, %s.", "Taken from information type %s, %s."}
	StepsTypeClass        = Text{"Egen klass %s", "Own class %s"}
	StepsWhy              = Text{"Motivering till %s", "Reasons for %s"}
	StepsWhyHint          = Text{"Skriv så att en kollega förstår bedömningen om två år.", "Write so that a colleague understands the assessment in two years."}
	StepsSuggested        = Text{"Föreslagen nivå: minst %s, eftersom %s.", "Suggested level: at least %s, because %s."}
	StepsLast             = Text{"Förra gången, %s: nivå %s.", "Last time, %s: level %s."}
	StepsLastObject       = Text{"Objektet förra gången, %s: nivå %s.", "The object last time, %s: level %s."}
	StepsTooGrave         = Text{"Kan skadan bli %s? Lämna verktyget.", "Can the harm be %s? Leave the tool."}
	StepsTooGraveMore     = Text{"Sådan information hör till säkerhetsskyddet eller en särskild analys. Skriv inte in den här. Kontakta säkerhetsskyddschefen.", "Such information belongs to protective security or a separate analysis. Do not write it here. Contact the head of protective security."}
	StepsFactArt9         = Text{"känsliga personuppgifter finns (artikel 9)", "there are special categories of personal data (article 9)"}
	StepsFactArt10        = Text{"uppgifter om lagöverträdelser finns (artikel 10)", "there are data on criminal offences (article 10)"}
	StepsFactSecrecy      = Text{"sekretess gäller för uppgifter", "some of the information is secret"}
	StepsFactProtected    = Text{"skyddade personuppgifter finns", "there are protected identities"}
	StepsFactOSL26        = Text{"sekretess enligt OSL 26 kap. gäller", "secrecy under chapter 26 of the secrecy act holds"}
	StepsFactOutage       = Text{"objektets längsta tolererade avbrott är kort", "the object’s longest tolerable outage is short"}
	StepsFactLegal        = Text{"beslut fattas automatiskt", "decisions are made automatically"}
	StepsMoves            = Text{"Höjning och sänkning", "Raise and lower"}
	StepsMovesAbout       = Text{"Många uppgifter tillsammans kan vara värda mer än var och en. Höj då ett steg. En sänkning kräver skäl och informationssäkerhetssamordnarens godkännande.", "Many pieces of information together can be worth more than each. Then raise one step. A lowering needs a reason and the information security coordinator’s approval."}
	StepsAsIs             = Text{"Som konsekvenserna säger", "As the consequences say"}
	StepsRaise            = Text{"Höj ett steg", "Raise one step"}
	StepsRaiseHint        = Text{"den samlade mängden är mer värd", "the whole is worth more"}
	StepsLower            = Text{"Sänk ett steg", "Lower one step"}
	StepsLowerHint        = Text{"anges av samordnaren", "entered by the coordinator"}
	StepsMoveWhy          = Text{"Skäl för %s", "Reason for %s"}
	StepsEffect           = Text{"Krav och kostnad", "Requirements and cost"}
	StepsNoEffect         = Text{"Svara först på vad som händer. Då visas vilka krav som följer och vad de kostar.", "First answer what happens. Then the requirements that follow and their cost are shown."}
	StepsEffectAbout      = Text{"Så här ändras kraven om klassen beslutas. Inget är beslutat ännu.", "This is how the requirements change if the class is decided. Nothing is decided yet."}
	StepsToday            = Text{"Klass i dag", "Class today"}
	StepsWith             = Text{"Klass i det här protokollet", "Class in this protocol"}
	StepsOnce             = Text{"Kostnad en gång", "One-off cost"}
	StepsYearly           = Text{"Kostnad per år", "Yearly cost"}
	StepsUnpriced         = Text{"Utan angiven kostnad", "Without a stated cost"}
	StepsRequirements     = Plural{Text{"%s krav", "%s requirement"}, Text{"%s krav", "%s requirements"}}
	StepsNewNeeds         = Text{"Nya krav", "New requirements"}
	StepsStricter         = Text{"Skärpta krav", "Stricter requirements"}
	StepsDropped          = Text{"Krav som inte längre följer", "Requirements that no longer follow"}
	StepsControl          = Text{"Säkerhetsåtgärd", "Control"}
	StepsLevel            = Text{"Nivå", "Level"}
	StepsMeans            = Text{"Vad det brukar betyda", "What it usually means"}
	StepsGapTitle         = Text{"Vad andra kräver av objektet", "What others demand of the object"}
	StepsNoGap            = Text{"Inga andra objekt kräver mer av det här objektet än dagens klass.", "No other objects demand more of this object than its class today."}
	StepsGap              = Text{"Objekt som bygger på det här kräver mer.", "Objects that depend on this one demand more."}
	StepsGapMet           = Text{"Klassen räcker för det som andra objekt kräver.", "The class is enough for what other objects demand."}
	StepsGapDependants    = Plural{Text{"%s objekt bygger på det.", "%s object depends on it."}, Text{"%s objekt bygger på det.", "%s objects depend on it."}}
	StepsGapUnknown       = Plural{Text{"%s av dem är inte klassat: dess krav är okänt.", "%s of them is not classified: its demand is unknown."}, Text{"%s av dem är inte klassade: deras krav är okända.", "%s of them are not classified: their demands are unknown."}}
	StepsDemanded         = Text{"Krävd nivå", "Demanded level"}
	StepsSince            = Text{"Gällande beslut: %s, %s.", "Decision in force: %s, %s."}
	StepsUnchanged        = Text{"Oförändrat mot beslutet %s.", "Unchanged since the decision of %s."}
	StepsFromTypeLevel    = Text{"%s %s kommer från %s.", "%s %s comes from %s."}
	StepsNotYet           = Text{"%s är inte helt besvarad.", "%s is not fully answered."}
	StepsFollow           = Plural{Text{"%s krav följer", "%s requirement follows"}, Text{"%s krav följer", "%s requirements follow"}}
	StepsSeeNeeds         = Text{"Visa kraven och vad de kostar", "Show the requirements and their cost"}
	StepsNotMet           = Plural{Text{"%s krav är inte infört", "%s requirement is not met"}, Text{"%s krav är inte införda", "%s requirements are not met"}}
	StepsFourEyes         = Text{"Två personer beslutar.", "Two persons decide."}
	StepsFourEyesMore     = Text{"Någon nivå är %s eller högre. En andra person bekräftar innan klassen beslutas.", "Some level is %s or higher. A second person confirms before the class is decided."}
	StepsProposeAbout     = Text{"När du lämnar förslaget går det till den som beslutar. Beslutet fattas av en annan person än den som lämnar förslaget.", "When you propose, it goes to whoever decides. The decision is made by another person than the one who proposes."}
)

// What a review of access in steps says.
var (
	StepsAccessOffer  = Text{"Granska kontona", "Review the accounts"}
	StepsAccessTitle  = Text{"Granskning av behörigheter: %s", "Review of access: %s"}
	StepsAccessBy     = Text{"Ska vara klar %s.", "To be done by %s."}
	StepsAccounts     = Text{"Konton att besluta om", "Accounts to decide on"}
	StepsAccountsN    = Plural{Text{"%s konto", "%s account"}, Text{"%s konton", "%s accounts"}}
	StepsLeft         = Plural{Text{"%s kvar", "%s left"}, Text{"%s kvar", "%s left"}}
	StepsRest         = Text{"Behåll de övriga", "Keep the rest"}
	StepsRestGo       = Text{"Gå till de övriga när du har beslutat om det som sticker ut", "Go to the rest when you have decided on what stands out"}
	StepsRestAbout    = Text{"Alla konton som är kvar behålls, utom de där personen har slutat eller är okänd, de som inte använts länge och de som skulle ha tagits bort. Dem beslutar du om vart och ett. Ditt eget konto beslutar någon annan om.", "All accounts that are left are kept, except where the person has left or is not known, those not used for long and those that were to be removed. You decide on each of these. Somebody else decides on your own account."}
	StepsTaken        = Text{"Beslutade konton", "Accounts decided on"}
	StepsTakenAbout   = Text{"Öppna ett konto för att ta tillbaka beslutet medan granskningen pågår.", "Open an account to take the decision back while the review goes on."}
	StepsNoneTaken    = Text{"Inget konto är beslutat ännu.", "No account has been decided on yet."}
	StepsEnd          = Text{"Avsluta", "Finish"}
	StepsEndRound     = Text{"Avsluta granskningen", "Finish the review"}
	StepsEndAbout     = Text{"När alla konton är beslutade avslutas granskningen. Den som genomför ändringarna ser sedan vad som ska göras.", "When all accounts are decided on, the review is finished. Whoever carries the changes out then sees what is to be done."}
	StepsAllDecided   = Text{"Alla konton är beslutade.", "All accounts are decided on."}
	StepsTableAbout   = Text{"Det som behöver ses över står först. Lämna ett konto som Inget beslut om du vill återkomma. Skäl behövs för att behålla ett konto med varning och för att fråga. Nya roller skrivs när kontot ska ändras, med komma emellan.", "What needs looking at stands first. Leave an account as No decision to come back to it. A reason is needed to keep an account with a warning and to ask. New roles are written when the account is to change, with commas between."}
	StepsShown        = Text{"Sidan visar %s av %s konton.", "The page shows %s of %s accounts."}
	StepsDecisionOn   = Text{"Beslut om %s", "Decision on %s"}
	StepsReasonFor    = Text{"Skäl eller fråga för %s", "Reason or question for %s"}
	StepsRolesFor     = Text{"Nya roller för %s", "New roles for %s"}
	StepsUndecidedYet = Text{"Inget beslut", "No decision"}
	StepsAccount      = Text{"Konto", "Account"}
	StepsRemarks      = Text{"Att se på", "To look at"}
	StepsRoles        = Text{"Roller", "Roles"}
	StepsLastLogin    = Text{"Senast inloggad", "Last login"}
	StepsReason       = Text{"Skäl eller fråga", "Reason or question"}
	StepsNewRoles     = Text{"Nya roller", "New roles"}
	StepsTotal        = Text{"Konton", "Accounts"}
	StepsUndecided    = Text{"Att besluta", "To decide"}
	StepsKept         = Text{"Behålls", "Kept"}
	StepsChanged      = Text{"Ändras", "Changed"}
	StepsRemoved      = Text{"Tas bort", "Removed"}
	StepsOrphaned     = Text{"Utan innehavare", "Without a holder"}
	StepsPrivileged   = Text{"Hög behörighet", "Privileged"}
)

// What an agreement in steps says.
var (
	StepsAgreementOffer = Text{"Kontrollera avtalet", "Check the agreement"}
	StepsAgreementTitle = Text{"Kontroll av avtal: %s", "Check of agreement: %s"}
	StepsAgreementAbout = Text{"%s, %s.", "%s, %s."}
	StepsParties        = Text{"Parter och tid", "Parties and time"}
	StepsPoints         = Text{"Punkterna i artikel 28.3", "The points of article 28(3)"}
	StepsSubs           = Text{"Underbiträden och incidenter", "Sub-processors and breaches"}
	StepsInstruction    = Text{"Instruktion", "Instruction"}
	StepsAnnex          = Text{"Krav i avtalet", "Requirements in the agreement"}
	StepsNoAnnex        = Text{"Inga krav är kopplade till avtalet. Kraven följer av objektens klass och ställs i avtalet.", "No requirements are tied to the agreement. They follow from the class of the objects and are stated in the agreement."}
	StepsStanding       = Text{"Avtalets läge", "Standing of the agreement"}
	StepsAmiss          = Text{"Avtalet brister.", "The agreement falls short."}
	StepsUnanswered     = Text{"Obesvarade", "Unanswered"}
	StepsRegulated      = Text{"Regleras det i avtalet?", "Is it regulated in the agreement?"}
	StepsClause         = Text{"Klausul", "Clause"}
	StepsNote           = Text{"Anmärkning", "Note"}
	StepsStale          = Text{"Instruktionen är inaktuell.", "The instruction is out of date."}
	StepsStaleMore      = Text{"En behandling har ändrats efter %s. Ta fram en ny instruktion, skicka den och ange dagen.", "A processing has changed after %s. Make a new instruction, send it and give the day."}
)

// What a risk analysis in steps says.
var (
	StepsRiskOffer      = Text{"Analysera steg för steg", "Analyse step by step"}
	StepsRiskTitle      = Text{"Riskanalys: %s", "Risk analysis: %s"}
	StepsRiskAbout      = Text{"%s, %s.", "%s, %s."}
	StepsRisks          = Text{"Risker", "Risks"}
	StepsRisksN         = Plural{Text{"%s risk", "%s risk"}, Text{"%s risker", "%s risks"}}
	StepsNewRisk        = Text{"Ny risk", "New risk"}
	StepsNoRisks        = Text{"Inga risker är beskrivna i analysen.", "No risks are described in the analysis."}
	StepsSinceLast      = Text{"Sedan förra analysen", "Since the last analysis"}
	StepsFate           = Text{"Vad som hänt", "What has happened"}
	StepsBefore         = Text{"Då", "Then"}
	StepsNow            = Text{"Nu", "Now"}
	StepsNew            = Text{"Ny", "New"}
	StepsDiffers        = Text{"Ändrad", "Changed"}
	StepsSame           = Text{"Oförändrad", "Unchanged"}
	StepsGone           = Text{"Inte med längre", "Gone"}
	StepsMatrix         = Text{"Risker efter sannolikhet och konsekvens", "Risks by likelihood and consequence"}
	StepsMatrixPrivacy  = Text{"Integritetsrisker efter sannolikhet och konsekvens för den enskilde", "Privacy risks by likelihood and consequence to the individual"}
	StepsMatrixAbout    = Text{"Varje ruta visar antalet risker som de står i dag, med dagens åtgärder där de är bedömda. ▼ är den högsta nivån, ▽ den näst högsta.", "Each cell shows the number of risks as they stand today, with present measures where these are judged. ▼ is the highest band, ▽ the next."}
	StepsBand           = Text{"Nivå i dag", "Band today"}
	StepsNotJudged      = Text{"Inte bedömda", "Not judged"}
	StepsWhat           = Text{"Vad kan hända", "What may happen"}
	StepsBare           = Text{"Utan åtgärder", "Without measures"}
	StepsPresent        = Text{"Med dagens åtgärder", "With present measures"}
	StepsTreatment      = Text{"Vad vi gör åt den", "What we do about it"}
	StepsTarget         = Text{"Efter åtgärderna", "After the measures"}
	StepsAcceptance     = Text{"Acceptera det som återstår", "Accept what is left"}
	StepsJudgeFirst     = Text{"Bedöm risken först. Då visas vem som får acceptera den.", "Judge the risk first. Then who may accept it is shown."}
	StepsMayAccept      = Text{"Risken är %s. Den accepteras av %s eller en funktion med större ansvar.", "The risk is %s. It is accepted by %s or a function with more responsibility."}
	StepsCommentFirst   = Text{"Informationssäkerhetssamordnaren kommenterar först.", "The information security coordinator comments first."}
	StepsSecond         = Text{"En andra person bekräftar.", "A second person confirms."}
	StepsAssessed       = Text{"Markera som bedömd", "Mark as assessed"}
	StepsAccept         = Text{"Acceptera risken", "Accept the risk"}
	StepsTreat          = Text{"Markera som behandlad", "Mark as treated"}
	StepsProposals      = Text{"Åtgärder efter nytta", "Measures by benefit"}
	StepsNoProposals    = Text{"Här visas åtgärderna i ordning när riskerna har en nivå som mål.", "Measures are shown here in order when the risks have a target level."}
	StepsProposalsAbout = Text{"Ordningen är minskad risk gånger antal objekt, delat med kostnaden. Den hjälper till att sortera och avgör inget.", "The order is reduced risk times number of objects, divided by cost. It helps to sort and decides nothing."}
	StepsReduction      = Text{"Minskning", "Reduction"}
	StepsServed         = Text{"Objekt som har nytta", "Objects served"}
	StepsCost           = Text{"Kostnad", "Cost"}
	StepsNoCost         = Text{"Inte angiven", "Not stated"}
	StepsAnalysisStands = Text{"Analysen är beslutad och ändras inte.", "The analysis is decided and stands."}
	StepsAnalysisMore   = Text{"Öppna risker förs vidare till en ny analys.", "Open risks are carried over to a new analysis."}
	StepsCarryOver      = Text{"Gör en ny analys av den", "Make a new analysis of it"}
)

// What an impact assessment in steps says.
var (
	StepsDPIAOffer      = Text{"Bedöm steg för steg", "Assess step by step"}
	StepsDPIATitle      = Text{"Konsekvensbedömning: %s", "Impact assessment: %s"}
	StepsDPIAAbout      = Text{"%s, %s.", "%s, %s."}
	StepsScreening      = Text{"Tröskel: %s", "Threshold: %s"}
	StepsNine           = Text{"De nio kriterierna", "The nine criteria"}
	StepsStatutory      = Text{"Fallen i artikel 35.3", "The cases of article 35(3)"}
	StepsPreset         = Text{"Räknas som ja därför att %s används, tills du svarar något annat.", "Counts as yes because %s is used, until you answer otherwise."}
	StepsNoteTo         = Text{"Anmärkning till %s", "Note to %s"}
	StepsNeed           = Text{"Behövs en konsekvensbedömning?", "Is an impact assessment needed?"}
	StepsRuleSaysYes    = Text{"Reglerna säger att en konsekvensbedömning behövs.", "The rules say that an impact assessment is needed."}
	StepsRuleSaysNo     = Text{"Reglerna kräver ingen konsekvensbedömning. Du avgör ändå själv.", "The rules ask for no impact assessment. You still decide yourself."}
	StepsMet            = Plural{Text{"%s kriterium räknas.", "%s criterion counts."}, Text{"%s kriterier räknas.", "%s criteria count."}}
	StepsUnknownAsYes   = Text{"Det som inte är besvarat räknas som ja tills det är det.", "What is not answered counts as yes until it is."}
	StepsNeeded         = Text{"Behövs", "Needed"}
	StepsNotNeeded      = Text{"Behövs inte", "Not needed"}
	StepsNotAll         = Text{"Inte besvarad", "Not answered"}
	StepsCriteria       = Text{"Kriterier som räknas", "Criteria that count"}
	StepsStart          = Text{"Börja bedömningen", "Begin the assessment"}
	StepsDescribe       = Text{"Beskrivning", "Description"}
	StepsNecessity      = Text{"Nödvändighet och proportionalitet", "Necessity and proportionality"}
	StepsPrivacyRisks   = Text{"Risker för enskilda", "Risks to individuals"}
	StepsPrivacyAbout   = Text{"Koppla de risker som behandlingen innebär för enskilda. Varje risk bedöms i sin egen post; det som återstår avgör vem som beslutar.", "Tie the risks that the processing brings to individuals. Each risk is judged in its own record; what remains decides who decides."}
	StepsMeasures       = Text{"Åtgärder", "Measures"}
	StepsViews          = Text{"De registrerades synpunkter", "Views of the data subjects"}
	StepsAdvice         = Text{"Dataskyddsombudets råd", "The DPO’s advice"}
	StepsAdviceOnly     = Text{"Rådet skrivs bara av dataskyddsombudet.", "The advice is written by the data protection officer alone."}
	StepsAdviceOnlyMore = Text{"Ombudet loggar in och skriver här när bedömningen är hel.", "The officer signs in and writes here when the assessment is whole."}
	StepsGiveAdvice     = Text{"Skriv råd", "Write advice"}
	StepsTakers         = Text{"Ansvariga som deltar", "Controllers taking part"}
	StepsTakersAbout    = Text{"Varje personuppgiftsansvarig antar bedömningen för sig: med egna avvikelser, sitt eget ombuds råd och sitt eget beslut.", "Each controller adopts the assessment for itself: with its own deviations, its own officer’s advice and its own decision."}
	StepsPosition       = Text{"Ta ställning", "Take a position"}
	StepsAdopts         = Text{"Bedömningen bygger på en referens.", "The assessment rests on a reference."}
	StepsAdoptsMore     = Text{"Det referensen säger gäller där du inte skriver något. Skriv bara det som avviker.", "What the reference says holds where you write nothing. Write only what deviates."}
	StepsFromReference  = Text{"Hämtat från referensen %s, beslutad %s.", "Taken from the reference %s, decided %s."}
	StepsConsult        = Text{"Är den kvarvarande risken hög frågas myndigheten först (artikel 36) och nämnden beslutar.", "If the residual risk is high, the authority is asked first (article 36) and the board decides."}
)
