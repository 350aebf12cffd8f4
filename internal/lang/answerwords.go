package lang

// AnswerWord is what a name in a report's answer is called, where no register
// has a field of that name or calls it otherwise.
func AnswerWord(name string) (Text, bool) { t, ok := answerWords[name]; return t, ok }

// AnswerCode is what a code in a report's answer is called, under the name it
// stands by or wherever it stands.
func AnswerCode(name, code string) (Text, bool) {
	if t, ok := answerCodes[name+"."+code]; ok {
		return t, true
	}
	if t, ok := answerCodes[code]; ok {
		return t, true
	}
	t, ok := checkReasons[code]
	return t, ok
}

var answerWords = map[string]Text{
	"actions": {"Åtgärder", "Actions"}, "before": {"Tidigare", "Earlier"}, "fate": {"Vad som hänt", "What has become of it"}, "carried": {"Förra rapportens iakttagelser", "Findings of the last report"}, "decision": {"Beslut", "Decision"},
	"last_year": {"Förra rapportens år", "Year of the last report"}, "report": {"Rapport", "Report"}, "response": {"Svar", "Response"},
	"adopted_recently": {"Fastställda i tid", "Adopted in time"}, "all": {"Alla", "All"}, "areas": {"Avsnitt", "Areas"}, "asked": {"Tillfrågade", "Asked"},
	"assessed": {"Bedömda", "Assessed"}, "assignment": {"Funktion", "Function"}, "at": {"Per", "As of"}, "as_of": {"Per", "As of"}, "band": {"Riskband", "Band"}, "by_status": {"Efter status", "By status"},
	"changes": {"Ändringar", "Changes"}, "check": {"Kontroll", "Check"}, "checks": {"Kontroller", "Checks"}, "class": {"Klass", "Class"}, "closed": {"Avslutade", "Closed"},
	"code": {"Uppgift", "Matter"}, "complete": {"Komplett", "Complete"}, "continuity_plan_needed": {"Plan behövs", "Plan needed"}, "count": {"Antal", "Number"}, "current": {"Aktuell", "Current"}, "day": {"Dag", "Day"},
	"demanded": {"Krävd klass", "Demanded class"}, "dependants": {"Beroende objekt", "Dependants"}, "derived": {"Härledd klass", "Derived class"}, "done": {"Klara", "Done"},
	"dropped": {"Utgår", "Dropped"}, "due": {"Senast", "Due"}, "earlier_versions": {"Tidigare versioner", "Earlier versions"}, "exercise_overdue": {"Övning försenad", "Exercise overdue"}, "exercised": {"Övade i tid", "Exercised in time"},
	"evaluated": {"Utvärderade", "Evaluated"}, "field": {"Fält", "Field"}, "fields": {"Saknas", "Missing"}, "findings": {"Brister och behov", "Findings"}, "finished": {"Klara åtgärder", "Actions done"}, "first": {"Första", "First"}, "follow_up": {"Läge", "Follow-up"},
	"from": {"Från", "From"}, "gap": {"Gap", "Gap"}, "gaps": {"Saknas", "Gaps"}, "handling_enough": {"Tas om hand tillräckligt", "Handled enough"}, "have": {"Har plan", "Have a plan"},
	"hinders": {"Hindrar", "Hinders"}, "holders": {"Innehavare", "Holders"}, "identified": {"Identifierade behov", "Needs identified"}, "index": {"Nummer", "Number"}, "items": {"", ""},
	"kind": {"Slag", "Kind"}, "label": {"Benämning", "Name"}, "last": {"Senaste", "Last"}, "late": {"Försenade", "Late"}, "left": {"Kvar", "Left"}, "level": {"Nivå", "Level"}, "limit": {"Gräns", "Limit"},
	"lines": {"Rader", "Lines"}, "may_give": {"Får ge", "May give"}, "message": {"Vad som saknas", "What is missing"}, "methods": {"Arbetssätt", "Methods"}, "methods_asked": {"Arbetssätt som ska bedömas", "Methods asked for"},
	"methods_assessed": {"Bedömda arbetssätt", "Methods assessed"}, "milestone": {"Milstolpe", "Milestone"}, "missing": {"Saknas", "Missing"}, "months": {"Månader", "Months"},
	"most": {"Högst", "At most"}, "named": {"Utpekade", "Named"}, "needed": {"Behövs", "Needed"}, "new": {"Nya", "New"}, "next_exercise": {"Nästa övning", "Next exercise"}, "next_period": {"Nästa omgång", "Next cycle"},
	"next_review": {"Nästa översyn", "Next review"}, "next_started_on": {"Nästa omgång börjar", "Next cycle starts"}, "nothing_begun": {"Utan påbörjad åtgärd", "Nothing begun"}, "of": {"Av", "Of"}, "official": {"Beslutad klass", "Official class"},
	"on": {"Dag", "Day"}, "once": {"Engångskostnad", "One-off cost"}, "open": {"Öppna", "Open"}, "overdue": {"Försenad", "Overdue"}, "overlap": {"Räknas på flera rader", "Counted in several rows"}, "owner": {"Ansvarig", "Owner"},
	"parts": {"Delar som saknas", "Parts missing"}, "phase": {"Läge", "Phase"}, "plan_in_force": {"Plan som gäller", "Plan in force"}, "plans": {"Kontinuitetsplaner", "Continuity plans"}, "objects": {"Objekt", "Objects"},
	"priority": {"Prioritering", "Priority"}, "read": {"Har läst", "Have read"}, "reason_missing": {"Skäl saknas", "Reason missing"}, "reasons": {"Skäl", "Reasons"}, "record": {"Post", "Record"}, "records": {"Poster", "Records"}, "recovery": {"Återställning", "Recovery"},
	"register": {"Register", "Register"}, "repeated": {"Upprepade", "Repeated"}, "review_overdue": {"Översyn försenad", "Review overdue"}, "reviews": {"Genomgångar", "Reviews"}, "rounds": {"Omgångar", "Cycles"},
	"rows": {"Rader", "Rows"}, "rto_demanded_h": {"Krävd återställningstid, timmar", "Recovery demanded, hours"}, "rule": {"Regel", "Rule"}, "says": {"Urval", "Selection"}, "score": {"Uppfyllda", "Met"}, "sights": {"Lägesbild", "Picture"},
	"since": {"Sedan", "Since"}, "source": {"Källa", "Source"}, "stages": {"Kedjan", "The chain"}, "state": {"Läge", "State"}, "statutory": {"Lagstadgad", "Statutory"}, "step": {"Nästa steg", "Next step"}, "steps": {"Steg", "Steps"}, "stricter": {"Skärps", "Stricter"},
	"suggested": {"Föreslagen klass", "Suggested class"}, "text": {"Text", "Text"}, "times": {"Gånger", "Times"}, "title": {"Benämning", "Name"}, "to": {"Till", "To"}, "total": {"Totalt", "Total"}, "traits": {"Teknik", "Technology"}, "units": {"Enheter", "Units"},
	"unknown": {"Okänt", "Unknown"}, "unpriced": {"Utan pris", "Without a price"}, "uses": {"Svarar för", "Answers for"}, "vacant": {"Vakant", "Vacant"}, "version": {"Version", "Version"}, "value": {"Värde", "Value"}, "when": {"När det gäller", "When it applies"},
	"why": {"Varför", "Why"}, "yearly": {"Per år", "Yearly"}, "years": {"År för år", "Year by year"}, "yes": {"Ja", "Yes"},
}

var answerCodes = map[string]Text{
	"yes": {"Ja", "Yes"}, "no": {"Nej", "No"}, "unknown": {"Vet inte", "Not known"},
	"band.follow": {"Får accepteras", "May be accepted"}, "band.handle": {"Ska tas om hand", "Must be handled"}, "band.act": {"Ska åtgärdas", "Must be acted on"},
	"access_review": {"Behörigheter granskade", "Access reviewed"}, "action_plan": {"Handlingsplan", "Action plan"}, "agreement": {"Avtal", "Agreement"}, "classification": {"Klassning", "Classification"},
	"complete": {"Fullständig", "Complete"}, "continuity_plan": {"Kontinuitetsplan", "Continuity plan"}, "current": {"Aktuell", "Current"}, "dpia": {"Konsekvensbedömning", "Impact assessment"}, "known": {"Känd", "Known"},
	"owner": {"Ägare", "Owner"}, "processing_registered": {"Registerförtecknad", "In the record"}, "risk_analysis": {"Riskanalys", "Risk analysis"}, "tested": {"Prövad", "Tested"},
	"follow_up.done": {"Klart", "Done"}, "follow_up.on_the_way": {"På väg", "On the way"}, "follow_up.late": {"Försenat", "Late"}, "follow_up.not_begun": {"Inte påbörjat", "Not begun"}, "follow_up.dropped": {"Genomförs inte", "Dropped"},
	"phase.planned": {"Planerad", "Planned"}, "phase.ongoing": {"Pågår", "Ongoing"}, "phase.reported": {"Rapporterad", "Reported"}, "phase.adopted": {"Beslutad", "Adopted"}, "phase.follow_up": {"Följs upp", "Followed up"},
	"level.normal": {"Normal", "Normal"}, "level.raised": {"Förhöjd", "Raised"}, "level.serious": {"Allvarlig", "Serious"},
	"recovery.not_measured": {"Inte uppmätt", "Not measured"}, "recovery.within": {"I tid", "In time"}, "recovery.over_rto": {"Över återställningstiden", "Over the recovery time"}, "recovery.over_mtd": {"Över längsta avbrottet", "Over the tolerable downtime"},
	"rule.campaign_answers": {"Svar i uppföljning", "Answers in a follow-up"}, "rule.incidents": {"Incidenter", "Incidents"}, "rule.requests": {"Begäranden", "Requests"},
	"state.moved": {"Flyttad", "Moved"}, "state.dropped": {"Struken", "Dropped"}, "state.kept": {"Kvar samma år", "Kept for the same year"},
	"fate.new": {"Ny", "New"}, "fate.changed": {"Ändrad", "Changed"}, "fate.unchanged": {"Oförändrad", "Unchanged"}, "fate.gone": {"Borttagen", "Gone"},
	"changed_since": {"Ändrat sedan beslutet", "Changed since the decision"}, "class_should_be_updated": {"Informationen ger en annan klass", "The information gives another class"},
	"decided_within_the_months": {"Beslutad i tid", "Decided in time"}, "not_classified": {"Ej klassad", "Not classified"},
	"text.norm": {"Ny version av normen", "New version of the norm"}, "text.new_info_type": {"Ny informationstyp", "New information type"}, "text.info_type_class": {"Informationstypen har fått annan klass", "The information type has another class"},
	"text.new_processing": {"Ny behandling", "New processing activity"}, "text.new_supplier": {"Ny leverantör", "New supplier"},
	"suggested_by_fact": {"Följer av en uppgift om objektet", "Follows from a fact about the object"},
	"state.new":         {"Ny", "New"}, "state.open": {"Öppen", "Open"}, "state.done": {"Klar", "Done"}, "state.handled": {"Besvarat", "Handled"}, "state.repeated": {"Upprepad", "Repeated"}, "state.closed": {"Avslutad", "Closed"}, "state.left": {"Kvar", "Left"}, "state.changed": {"Ändrad", "Changed"}, "state.gone": {"Borta", "Gone"}, "state.same": {"Oförändrad", "Unchanged"},
	"kind.action": {"Åtgärd", "Action"}, "kind.agreement": {"Avtal", "Agreement"}, "kind.review": {"Genomgång", "Review"}, "kind.round": {"Granskning", "Review round"}, "kind.clock": {"Frist", "Time limit"}, "kind.campaign": {"Årsuppföljning", "Follow-up"}, "kind.approval": {"Väntar på beslut", "Awaits a decision"},
	"ai": {"AI", "AI"}, "iot": {"IoT", "IoT"},
	"adopted": {"Fastställd", "Adopted"}, "adopted_long_ago": {"Fastställd för länge sedan", "Adopted long ago"},
	"all_parts": {"Alla delar finns", "All parts are there"}, "availability_asks": {"Tillgängligheten kräver det", "Availability asks for it"}, "rsa_asks": {"RSA kräver det", "The analysis asks for it"},
	"exercised_long_ago": {"Övad för länge sedan", "Exercised long ago"},
	"never_exercised":    {"Aldrig övad", "Never exercised"}, "not_adopted": {"Inte fastställd", "Not adopted"}, "not_stated": {"Inte angivet", "Not stated"},
	"parts_missing":        {"Delar saknas", "Parts missing"},
	"plan_in_force":        {"Plan gäller", "A plan is in force"},
	"decided_too_long_ago": {"Beslutad för länge sedan", "Decided too long ago"}, "archive_linked": {"Arkivredovisad", "In the archive description"}, "classified": {"Klassad", "Classified"}, "risk_assessed": {"Riskanalyserad", "Risk assessed"}, "dpia_done": {"Konsekvensbedömd", "Impact assessed"}, "encrypted": {"Krypterad", "Encrypted"}, "registered": {"Registerförtecknad", "In the record"}, "required": {"Krävs", "Required"},
	"clocks_late": {"Försenade frister", "Late time limits"}, "clocks_running": {"Frister som löper", "Running time limits"}, "clocks_soon": {"Frister som snart löper ut", "Time limits soon due"}, "incidents_open": {"Öppna incidenter", "Open incidents"}, "incidents_personal_data": {"Personuppgiftsincidenter", "Personal data breaches"}, "incidents_serious": {"Allvarliga incidenter", "Serious incidents"}, "objects_affected": {"Berörda objekt", "Objects affected"}, "vulnerabilities_open": {"Öppna allvarliga brister", "Open serious flaws"},
	"fields.art_32": {"åtgärder enligt artikel 32", "measures under article 32"}, "fields.art_32_36": {"bistånd enligt artikel 32–36", "assistance under articles 32–36"}, "fields.audit": {"granskning", "audit"}, "fields.breach_notice": {"anmälan av incident", "breach notice"}, "fields.confidentiality": {"sekretess", "confidentiality"}, "fields.deletion": {"radering", "deletion"},
	"fields.instruction": {"instruktion", "instruction"}, "fields.rights": {"registrerades rättigheter", "data subjects' rights"}, "fields.sub_processors": {"underbiträden", "sub-processors"}, "fields.unlawful_instruction": {"olaglig instruktion", "unlawful instruction"},
}
