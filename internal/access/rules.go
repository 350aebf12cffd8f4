package access

// Rule gives holders of a function rights within the part of the organisation
// tree where they hold it (domain.md 2). Registers and actions are named; "*"
// is all. A function held for one object reaches that object and what hangs on it.
type Rule struct {
	ID        string
	Function  string
	Read      []string // registers
	Write     []string // registers in which records are made and changed
	Secret    bool     // sees secrecy-marked fields
	SecretIn  []string // registers in which they are seen, by whoever keeps them: of Write
	PerObject bool     // held for objects by being named on them
	Around    []string // registers read in the organisation, beside the objects
}

// Public are the registers that everybody signed in may read: they tell who is
// who and which rules apply, and mark nobody out.
var Public = []string{"org", "role_assignment", "control", "adequacy_decision", "steering_document", "question", "setting"}

var (
	// An owner classifies information and answers for what is processed in the
	// object: both are named before they hang on it. Who supplies the object is
	// known by name, and how they are reached.
	objectAround = []string{"info_type", "processing", "recipient"}

	settings  = []string{"org", "person", "role_assignment", "setting", "own_field"}
	all       = []string{"*"}
	objectOwn = []string{"object", "object_party", "classification", "requirement", "measure", "action_plan", "action", "risk_analysis", "risk", "continuity_plan", "exercise",
		"log_requirement", "access_routine", "access_review", "access_account", "ai_profile", "iot_profile", "vuln_review", "response", "procurement_check", "agreement"}
)

// Rules is the table of rights. Deciding is not here but in Decisions.
var Rules = []Rule{
	{ID: "isam", Function: "isam", Read: all, Write: all, Secret: true},
	{ID: "dpo", Function: "dpo", Read: all, Write: []string{"management_review", "dpo_report", "dpo_finding", "dpia", "dpia_participant", "issue", "feedback", "steering_document", "document_answer", "saved_view"}, Secret: true},
	{ID: "head", Function: "head", Read: all, Write: []string{"incident", "clock", "continuity_plan", "management_review", "improvement_decision", "priority", "action", "action_plan", "risk", "dpia", "dpia_participant", "dpo_report", "dpo_finding", "steering_document", "document_answer", "saved_view"}, Secret: true},
	{ID: "city_manager", Function: "city_manager", Read: all, Write: []string{"continuity_plan", "management_review", "improvement_decision", "priority", "steering_document", "risk", "dpia", "dpia_participant", "dpo_report", "dpo_finding", "document_answer", "saved_view"}, Secret: true},
	{ID: "board", Function: "board", Read: all},
	{ID: "privacy", Function: "privacy_contact", Read: all, Write: []string{"processing", "transfer", "recipient", "agreement", "subject_request", "info_type", "dpia", "dpia_participant", "risk", "dpo_finding", "saved_view"}},
	{ID: "owner", Function: "object_owner", Read: objectOwn, Write: objectOwn, PerObject: true, Around: objectAround},
	{ID: "manager", Function: "object_manager", Read: objectOwn, Write: objectOwn, PerObject: true, Around: objectAround},
	{ID: "manager-it", Function: "object_manager_it", Read: objectOwn, Write: objectOwn, PerObject: true, Around: objectAround},
	{ID: "information-owner", Function: "information_owner", Read: []string{"info_type", "classification", "object"}, Write: []string{"info_type", "classification"}},
	{ID: "central", Function: "central_isec", Read: all, Write: []string{"control", "classification", "dpia", "dpia_participant", "campaign", "question", "steering_document", "issue", "document_answer", "document_receipt", "saved_view", "setting", "own_field"}},
	{ID: "internal-control", Function: "internal_control_coordinator", Read: all, Write: []string{"vor_process", "vor_risk", "control_plan", "control_activity", "control_result", "deviation", "action", "saved_view"}},
	{ID: "continuity", Function: "continuity_coordinator", Read: all, Write: []string{"continuity_plan", "exercise", "rsa_cycle", "rsa_finding", "action", "saved_view"},
		// The analysis is marked OSL 18:13 from the start: it could not be kept unseen.
		SecretIn: []string{"continuity_plan", "exercise", "rsa_cycle", "rsa_finding"}},
	// Who runs an incident reads what it runs: indicators, containment and the log
	// are marked where it matters most.
	{ID: "incident-lead", Function: "incident_lead", Read: all, Write: []string{"incident", "incident_recipient", "notification", "clock", "log_entry", "action", "saved_view"},
		SecretIn: []string{"incident", "incident_recipient", "notification", "clock", "log_entry"}},
	{ID: "soc", Function: "soc", Read: []string{"object", "incident", "vuln_review", "clock", "log_entry"}, Write: []string{"incident", "log_entry", "vuln_review"},
		SecretIn: []string{"incident", "log_entry", "vuln_review"}},
	{ID: "procurement", Function: "procurement_lead", Read: []string{"object", "agreement", "recipient", "procurement_check", "requirement"}, Write: []string{"procurement_check"}},
	{ID: "archivist", Function: "archivist", Read: all, Write: []string{"disposal_decision", "disclosure", "info_type", "steering_document", "saved_view"}},
	{ID: "registrar", Function: "registrar", Read: all, Write: []string{"disclosure", "saved_view"}},
	{ID: "auditor", Function: "auditor", Read: all},
	{ID: "elected-auditor", Function: "elected_auditor", Read: all},
	{ID: "admin", Function: "system_admin", Read: settings, Write: settings},
}

// Decisions reserves changes of state to functions (domain.md 3.35). An action
// that is not named here may be done by whoever may write the record.
var Decisions = map[string][]string{
	"processing.register":      {"privacy_contact"},
	"classification.decide":    {"object_owner", "information_owner", "central_isec"},
	"dpia.consult":             {"dpo"},
	"risk.accept":              {"object_owner", "head", "board", "city_manager"},
	"dpia.decide":              {"head", "board", "city_manager"},
	"dpia.confirm":             {"head", "board", "city_manager"},
	"dpia_participant.adopt":   {"head", "city_manager"},
	"dpia_participant.deviate": {"head", "city_manager"},
	"dpia_participant.decline": {"head", "city_manager"},
	"campaign.open":            {"isam"},
	"campaign.close":           {"isam"},
	"dpo_report.submit":        {"dpo"},
	"dpo_report.withdraw":      {"dpo"},
	"dpo_report.receive":       {"head", "city_manager", "board"},
	"dpo_report.present":       {"dpo"},
	"dpo_finding.drop":         {"head", "city_manager", "board"},
	// Which of these adopts a kind of document stands in the rule book.
	"steering_document.adopt":   {"head", "city_manager", "board", "isam", "dpo", "archivist", "central_isec"},
	"management_review.send":    {"isam"},
	"management_review.decide":  {"head", "city_manager"},
	"management_review.annex":   {"registrar", "isam"},
	"disposal_decision.decide":  {"archivist"},
	"disposal_decision.dispose": {"archivist"},
	"incident.activate":         {"incident_lead", "soc"},
	"incident.dismiss":          {"isam"},
	"incident.close":            {"isam"},
	"setting.adopt":             {"isam", "central_isec", "system_admin"},
}

// Judgements reserves what is decided in a field, without a change of state:
// whether to notify is for the controller's decision maker (GDPR art. 33).
var Judgements = map[string][]string{
	"incident.notify_decision": {"head", "city_manager", "board"},
}

// Grants are the functions that holders of a function may give others, within
// their part of the tree. The administrator keeps the accounts and gives all;
// the coordinator names those who work with objects, but no decider.
var Grants = map[string][]string{
	"system_admin": all,
	"isam": {"object_owner", "object_manager", "object_manager_it", "information_owner", "privacy_contact", "internal_control_coordinator",
		"continuity_coordinator", "incident_lead", "soc", "procurement_lead", "respondent", "supplier_contact", "other"},
}

// Remarks are the registers of what hangs on any record: whoever may read the
// record may comment on it, whoever may change it may add a file to it.
var Remarks = map[string]Reach{"comment": MayRead, "attachment": MayWrite}

// Reach is what one must be able to do with a record to remark on it.
type Reach int

// The reaches of a remark.
const (
	MayRead Reach = iota + 1
	MayWrite
)
