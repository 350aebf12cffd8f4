package registers

import "genomlys/internal/register"

// Catalogue gathers all registers of the product. It is made anew at each call;
// the registers themselves are shared.
func Catalogue() *register.Catalogue {
	return register.NewCatalogue(append([]*register.Register{
		Orgs, Persons, RoleAssignments,
		InfoTypes, Objects, ObjectParties,
		Processings, Recipients, AdequacyDecisions, Transfers, Agreements,
		Classifications, Controls, Requirements, Measures,
		ActionPlans, Actions, RiskAnalyses, Risks, Dpias, DpiaParticipants,
	}, second()...)...)
}
