package registers

import "genomlys/internal/register"

// second gives the registers of incidents, follow-up, control and review, in
// the order of domain.md section 3.
func second() []*register.Register {
	return []*register.Register{
		Incidents, IncidentRecipients, Notifications, LogEntries, Clocks,
		VulnReviews, ContinuityPlans, Exercises, LogRequirements, AccessRoutines, AccessReviews, AccessAccounts,
		AiProfiles, IotProfiles, RsaCycles, RsaFindings,
		VorProcesses, VorRisks, ControlPlans, ControlActivities, ControlResults, Deviations, ProcurementChecks,
		SteeringDocuments, DocumentAnswers, DocumentReceipts, SubjectRequests, Questions, Campaigns, Responses,
		DpoReports, DpoFindings, BudgetAssignments, Issues, Feedbacks, Objectives, Audits, Nonconformities,
		ManagementReviews, ImprovementDecisions, Priorities, SituationReports,
		DisposalDecisions, Disclosures, Trainings, SavedViews, Settings, OwnFields, Comments, Attachments,
	}
}
