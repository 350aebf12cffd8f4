package registers

import (
	"sync"

	"genomlys/internal/register"
)

// Catalogue gathers all registers of the product. It is made once: gathering
// derives the relations, which are kept on the registers themselves.
func Catalogue() *register.Catalogue { return once() }

var once = sync.OnceValue(func() *register.Catalogue {
	c := register.NewCatalogue(append([]*register.Register{
		Orgs, Persons, RoleAssignments,
		InfoTypes, Objects, ObjectParties,
		Processings, Recipients, AdequacyDecisions, Transfers, Agreements,
		Classifications, Controls, Requirements, Measures,
		ActionPlans, Actions, RiskAnalyses, Risks, Dpias, DpiaParticipants,
	}, second()...)...)
	OwnFields.Must("register_name").Choices = ownFieldRegisters(c)
	DisposalDecisions.Must("register_name").Choices = named(c)
	return c
})
