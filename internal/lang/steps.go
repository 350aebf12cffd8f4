package lang

// StepName is what a change of state is called on a button: what one does. A
// step that has no words of its own is called by its code.
func StepName(register, action string) Text {
	if t, ok := steps[register+"."+action]; ok {
		return t
	}
	if t, ok := steps[action]; ok {
		return t
	}
	return Text{SV: action, EN: action}
}

// HasStep tells whether a change of state has words.
func HasStep(register, action string) bool {
	_, own := steps[register+"."+action]
	_, ok := steps[action]
	return own || ok
}

// steps are the words of the changes of state that registers declare.
var steps = map[string]Text{
	"accept": {"Acceptera", "Accept"}, "acknowledge": {"Kvittera", "Acknowledge"}, "activate": {"Bekräfta som incident", "Confirm as an incident"},
	"adopt": {"Anta", "Adopt"}, "analyse": {"Analysera", "Analyse"}, "annex": {"Bilägg verksamhetsplanen", "Annex to the business plan"},
	"annul": {"Upphäv", "Annul"}, "answer": {"Besvara", "Answer"}, "archive": {"Arkivera", "Archive"}, "ask": {"Fråga", "Ask"},
	"assess": {"Bedöm", "Assess"}, "begin": {"Påbörja", "Begin"}, "cancel": {"Ställ in", "Cancel"}, "carry_out": {"Genomför", "Carry out"},
	"challenge": {"Ifrågasätt", "Challenge"}, "change": {"Ändra", "Change"}, "check": {"Kontrollera", "Check"}, "close": {"Avsluta", "Close"},
	"comment": {"Kommentera", "Comment"}, "confirm": {"Bekräfta", "Confirm"}, "consult": {"Lämna dataskyddsombudets råd", "Give the DPO's advice"},
	"consider": {"Ta ställning", "Consider"}, "contain": {"Begränsa", "Contain"}, "contract": {"Avtala", "Put under contract"}, "decide": {"Besluta", "Decide"}, "decline": {"Avstå", "Decline"},
	"deliver": {"Lämna ut", "Deliver"}, "deviate": {"Avvik", "Deviate"}, "dismiss": {"Avskriv", "Dismiss"}, "draft": {"Gör till utkast", "Make a draft"},
	"dispose": {"Gallra", "Dispose of"}, "drop": {"Avskriv", "Drop"}, "end": {"Avsluta", "End"}, "evaluate": {"Utvärdera", "Evaluate"}, "excuse": {"Ange att det inte behöver läsas", "State that it need not be read"}, "execute": {"Verkställ", "Carry out"},
	"exempt": {"Undanta", "Exempt"}, "expire": {"Markera som utgången", "Mark as expired"}, "finish": {"Markera som klar", "Mark as done"},
	"follow_up": {"Följ upp", "Follow up"}, "hand_out": {"Lämna ut", "Hand out"}, "handle": {"Ta om hand", "Deal with"}, "hold": {"Håll möte", "Hold the meeting"},
	"implement": {"Inför", "Implement"}, "introduce": {"Börja införa", "Start introducing"}, "keep": {"Behåll", "Keep"}, "leave": {"Markera som slutat", "Mark as left"},
	"meet": {"Uppfyll", "Meet"}, "meet_late": {"Uppfyll för sent", "Meet late"}, "miss": {"Markera som missad", "Mark as missed"}, "move": {"Flytta", "Move"},
	"not_changed": {"Är inte ändrat", "Is not changed"}, "open": {"Öppna", "Open"}, "operate": {"Ta i drift", "Put into operation"},
	"perform": {"Genomför", "Carry out"}, "phase_out": {"Börja avveckla", "Start phasing out"}, "plan": {"Planera", "Plan"}, "present": {"Redovisa", "Present"},
	"procure": {"Börja upphandla", "Start procuring"}, "propose": {"Föreslå", "Propose"}, "publish": {"Publicera", "Publish"},
	"reactivate": {"Återuppta", "Reactivate"}, "reassess": {"Bedöm på nytt", "Assess anew"}, "receipt": {"Kvittera", "Acknowledge receipt"},
	"receive": {"Ta emot", "Receive"}, "reconsider": {"Ompröva", "Reconsider"}, "recover": {"Markera som återställd", "Mark as recovered"},
	"refer": {"Skicka på remiss", "Send for comment"}, "register": {"Registrera", "Register"}, "reject": {"Avslå", "Reject"}, "remove": {"Ta bort", "Remove"},
	"reopen": {"Öppna igen", "Reopen"}, "reopen_analysis": {"Öppna analysen igen", "Reopen the analysis"}, "repeat": {"Upprepa", "Repeat"},
	"replace": {"Ersätt", "Replace"}, "report": {"Rapportera", "Report"}, "restore": {"Återställ", "Restore"}, "resume": {"Återuppta", "Resume"},
	"retire": {"Avveckla", "Retire"}, "return": {"Lämna tillbaka", "Return"}, "review": {"Se över", "Review"}, "revise": {"Arbeta om", "Revise"},
	"revoke": {"Återkalla", "Revoke"}, "send": {"Skicka", "Send"}, "sign": {"Underteckna", "Sign"}, "start": {"Starta", "Start"}, "state": {"Ange kravet", "State the requirement"},
	"still_there": {"Finns kvar", "Still there"}, "submit": {"Skicka för beslut", "Submit for decision"}, "supersede": {"Ersätt med senare", "Supersede"},
	"suspend": {"Pausa", "Suspend"}, "take_back": {"Ta tillbaka", "Take back"}, "terminate": {"Säg upp", "Terminate"}, "treat": {"Behandla", "Treat"},
	"triage": {"Börja bedöma", "Start triage"}, "uphold": {"Låt gälla igen", "Put in force again"}, "verify": {"Verifiera", "Verify"}, "void": {"Gör ogiltig", "Make void"},
	"waive": {"Avstå från", "Waive"}, "withdraw": {"Dra tillbaka", "Withdraw"},

	"management_review.send": {"Skicka till förvaltningschefen", "Send to the head"}, "dpia.dismiss": {"Ange att den inte behövs", "State that none is needed"},
	"campaign.open": {"Öppna uppföljningen", "Open the follow-up"}, "campaign.close": {"Stäng uppföljningen", "Close the follow-up"},
	"risk.accept": {"Acceptera risken", "Accept the risk"}, "steering_document.adopt": {"Fastställ dokumentet", "Adopt the document"},

	"access_account.ask": {"Ställ en fråga", "Ask a question"}, "action.cancel": {"Stryk", "Strike"},
	"adequacy_decision.suspend": {"Ange som tillfälligt upphävt", "State as suspended"}, "agreement.start": {"Låt börja gälla", "Put in force"},
	"clock.meet": {"Ange att fristen är hållen", "State that the time limit was met"}, "clock.meet_late": {"Ange att den hölls för sent", "State that it was met late"},
	"clock.waive": {"Ange att fristen inte gäller", "State that the time limit does not apply"}, "clock.void": {"Ange att starten är fel", "State that the start is wrong"},
	"continuity_plan.adopt": {"Fastställ", "Adopt"}, "control_plan.adopt": {"Fastställ", "Adopt"}, "rsa_cycle.adopt": {"Besluta", "Decide"},
	"document_answer.close": {"Stäng utan svar", "Close without an answer"}, "document_receipt.ask": {"Be om läsning igen", "Ask for reading again"},
	"document_receipt.confirm": {"Bekräfta läst och förstått", "Confirm as read and understood"},
	"dpia_participant.comment": {"Lämna synpunkter", "Comment"}, "dpia_participant.deviate": {"Anta med avvikelser", "Adopt with deviations"},
	"dpia_participant.decline": {"Avböj", "Decline"}, "dpia_participant.reopen": {"Pröva på nytt", "Consider anew"},
	"dpo_report.submit": {"Lämna över rapporten", "Hand over the report"}, "dpo_report.present": {"Ange som framlagd", "State as presented"},
	"exercise.hold": {"Ange som genomförd", "State as held"}, "improvement_decision.drop": {"Stryk", "Strike"},
	"incident_recipient.send": {"Ange som informerad", "State as informed"}, "incident_recipient.decide": {"Ange egen bedömning", "State the own judgement"},
	"log_requirement.activate": {"Ta i drift", "Put into operation"}, "notification.send": {"Ange som skickad", "State as sent"},
	"notification.receipt": {"Ange kvittens", "Enter the receipt"}, "objective.meet": {"Ange som uppnått", "State as met"}, "objective.drop": {"Stryk", "Strike"},
	"own_field.restore": {"Börja använda igen", "Use again"}, "person.return": {"Ange som aktiv", "State as active"}, "priority.drop": {"Stryk", "Strike"},
	"processing.submit": {"Skicka för granskning", "Submit for review"}, "processing.register": {"För in i registerförteckningen", "Enter in the record"},
	"procurement_check.cancel": {"Avbryt upphandlingen", "Break off the procurement"}, "question.activate": {"Börja använda", "Put into use"}, "question.retire": {"Sluta använda", "Stop using"},
	"requirement.deliver": {"Ange som levererat", "State as delivered"}, "requirement.accept": {"Godta", "Accept"}, "requirement.reject": {"Avvisa", "Reject"},
	"response.review": {"Ange som granskat", "State as reviewed"}, "situation_report.publish": {"Fastställ", "Adopt"},
	"steering_document.revoke": {"Upphäv", "Revoke"}, "transfer.suspend": {"Stoppa", "Stop"}, "transfer.resume": {"Tillåt igen", "Allow again"},
}
