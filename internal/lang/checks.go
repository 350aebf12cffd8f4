package lang

// CheckReason says why an object answers to a check as it does (domain.md 4.6).
func CheckReason(code string) Text { return checkReasons[code] }

var checkReasons = map[string]Text{
	"owner_named": {"Objektägare finns.", "There is an owner."}, "owner_missing": {"Utse en objektägare.", "Name an owner."},
	"no_personal_data": {"Objektet har inga personuppgifter.", "The object holds no personal data."}, "processing_linked": {"Behandlingen finns i registerförteckningen.", "The processing is in the record."},
	"processing_missing": {"Registerförteckna behandlingen.", "Enter the processing in the record."}, "personal_data_unknown": {"Ange om objektet har personuppgifter.", "State whether the object holds personal data."},
	"class_missing": {"Klassa informationen.", "Classify the information."}, "class_current": {"Klassningen är beslutad och aktuell.", "The classification is decided and current."},
	"class_not_current": {"Se över klassningen.", "Review the classification."}, "class_unknown": {"Klassa först.", "Classify first."},
	"class_asks_for_none": {"Klassen kräver ingen plan.", "The class asks for no plan."}, "actions_overdue": {"Åtgärder är försenade.", "Actions are overdue."},
	"plan_decided": {"Planen är beslutad och inget är försenat.", "The plan is decided and nothing is overdue."}, "plan_missing": {"Besluta en handlingsplan.", "Decide an action plan."},
	"level_and_demand_low": {"Nivåerna kräver ingen riskanalys.", "The levels ask for no risk analysis."}, "risk_analysed": {"Riskanalysen är aktuell.", "The risk analysis is current."},
	"risk_analysis_old": {"Gör om riskanalysen, den är för gammal.", "Redo the risk analysis, it is too old."}, "risk_analysis_missing": {"Gör en riskanalys.", "Make a risk analysis."},
	"dpia_not_needed": {"Konsekvensbedömning behövs inte.", "No DPIA is needed."}, "dpia_decided": {"Konsekvensbedömningen är beslutad.", "The DPIA is decided."},
	"dpia_missing": {"Gör en konsekvensbedömning.", "Make a DPIA."}, "dpia_need_unknown": {"Bedöm om konsekvensbedömning behövs.", "Assess whether a DPIA is needed."},
	"no_supplier": {"Ingen annan driver objektet.", "Nobody else runs the object."}, "agreement_complete": {"Avtalet gäller, med krav och loggning.", "The agreement is in force, with requirements and logging."},
	"agreement_missing": {"Teckna avtal.", "Sign an agreement."}, "requirements_missing": {"Ange säkerhetskraven.", "State the security requirements."},
	"logging_missing": {"Ange kraven på loggning.", "State the requirements on logging."}, "agreement_unknown": {"Kontrollera avtalet.", "Check the agreement."},
	"routine_missing": {"Besluta en rutin för behörigheter.", "Decide a routine for access."}, "review_missing": {"Granska behörigheterna.", "Review who has access."},
	"review_overdue": {"Granska behörigheterna, tiden har gått ut.", "Review who has access, the time is up."}, "reviewed_in_time": {"Behörigheterna är granskade i tid.", "Access was reviewed in time."},
	"need_unknown": {"Bedöm om en kontinuitetsplan behövs.", "Assess whether a continuity plan is needed."}, "plan_not_needed": {"Kontinuitetsplan behövs inte.", "No continuity plan is needed."},
	"plan_not_adopted": {"Besluta en kontinuitetsplan.", "Adopt a continuity plan."}, "plan_never_exercised": {"Öva planen.", "Exercise the plan."},
	"plan_exercised_long_ago": {"Öva planen på nytt.", "Exercise the plan again."}, "plan_exercised": {"Planen är övad.", "The plan has been exercised."},
	"not_applicable": {"Gäller inte objektet.", "Does not apply to the object."}, "not_known": {"Det är inte känt.", "It is not known."},
}
