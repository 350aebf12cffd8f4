package registers

import (
	"cmp"

	"genomlys/internal/register"
)

// AccessReview is one review of who has access to an object (domain.md R18).
type AccessReview struct {
	register.Common
	Status        string
	Object        register.ID
	Routine       register.ID
	Previous      register.ID
	OpenedOn      register.Date
	DueOn         register.Date
	Reviewer      register.ID
	PerformedOn   register.Date
	By            string
	Way           string
	Scope         string
	AccountsTotal register.Int
	Removed       register.Int
	Changed       register.Int
	Orphaned      register.Int
	PrivilegedN   register.Int
	Result        string
	FollowedUpOn  register.Date
	Actions       []register.Link
}

// AccessReviews is the register of access reviews.
var AccessReviews = register.New("access_review", "Behörighetsgranskningar", "Access reviews", func(c *AccessReview, f *register.Fields) {
	f.Called("Behörighetsgranskning", "Access review")
	f.About("När behörigheterna till ett objekt har granskats och vad som togs bort.", "When access to an object was reviewed and what was removed.")
	f.Numbered("BHG")
	f.Group("work")
	f.OrderBy("performed_on desc")
	f.Of(&c.ExtId).Also("Granskning")
	f.Choice(&c.Status, accessReviewStates).Label("Status", "Status").Facet().InList(2).Steps(accessReviewSteps)
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(3).Back("Behörighetsgranskningar", "Access reviews")
	f.Ref(&c.Routine, AccessRoutines).Label("Behörighetsrutin", "Access routine").Back("Granskningar", "Reviews")
	f.Self(&c.Previous).Label("Förra granskningen", "Last review").Back("Nästa granskning", "Next review")
	f.Date(&c.OpenedOn).Label("Öppnad", "Opened on").RequiredIn("ongoing")
	f.Date(&c.DueOn).Label("Ska vara klar", "To be done by").RequiredIn("ongoing").Sort()
	f.Ref(&c.Reviewer, RoleAssignments).Label("Granskare", "Reviewer").RequiredIn("ongoing").Back("Granskar behörigheter", "Reviews access").
		Help("Funktionen som beslutar om varje konto.", "The function that decides about each account.")
	f.Date(&c.PerformedOn).Label("Datum", "Performed on").Also("Genomförd").RequiredIn("performed", "followed_up").Sort().InList(4)
	f.Choice(&c.By, accessReviewers).Label("Granskad av", "Reviewed by").Facet()
	f.Text(&c.Way).Label("Arbetssätt", "Way of working").Facet().InList(5)
	f.Long(&c.Scope).Label("Omfattning", "Scope")
	f.Int(&c.AccountsTotal).Label("Antal konton", "Number of accounts").Range(0, 1e9).InList(6)
	f.Int(&c.Removed).Label("Borttagna konton", "Accounts removed").Range(0, 1e9).InList(7)
	f.Int(&c.Changed).Label("Ändrade konton", "Accounts changed").Range(0, 1e9)
	f.Int(&c.Orphaned).Label("Konton utan innehavare", "Orphaned accounts").Range(0, 1e9)
	f.Int(&c.PrivilegedN).Label("Konton med hög behörighet", "Privileged accounts").Range(0, 1e9)
	f.Choice(&c.Result, accessResults).Label("Resultat", "Result").Facet()
	f.Date(&c.FollowedUpOn).Label("Uppföljd", "Followed up on").RequiredIn("followed_up")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Behörighetsgranskningar", "Access reviews")
	f.Derive(func(c *AccessReview) {
		entitle(&c.Title, "Behörighetsgranskning", string(cmp.Or(c.PerformedOn, c.OpenedOn)))
	})
	f.Check((*AccessReview).check)
})

var accessReviewStates = register.Choices{
	{"planned", "Planerad", "Planned"}, {"ongoing", "Pågår", "Ongoing"}, {"performed", "Genomförd", "Performed"}, {"followed_up", "Uppföljd", "Followed up"}, {"cancelled", "Inställd", "Cancelled"},
}

var accessReviewSteps = register.Steps{
	{"planned", "ongoing", "open"}, {"planned", "performed", "perform"}, {"ongoing", "performed", "perform"}, {"performed", "followed_up", "follow_up"},
	{"planned", "cancelled", "cancel"}, {"ongoing", "cancelled", "cancel"},
}

var accessReviewers = register.Choices{
	{"object_owner", "Objektägare", "Object owner"}, {"object_manager", "Objektledare", "Object manager"}, {"object_manager_it", "Objektledare it", "Object manager IT"},
	{"supplier", "Leverantör", "Supplier"}, {"other", "Annan", "Other"},
}

var accessResults = register.Choices{{"ok", "Utan anmärkning", "Without remarks"}, {"deviations", "Avvikelser", "Deviations"}}

func (c *AccessReview) check(p *register.Problems) {
	if c.AccountsTotal.Set && c.PrivilegedN.Set && c.PrivilegedN.N > c.AccountsTotal.N {
		p.At(&c.PrivilegedN, "part-over-whole")
	}
	if backwards(c.OpenedOn, c.PerformedOn) {
		p.At(&c.PerformedOn, "end-before-start")
	}
	if backwards(c.PerformedOn, c.FollowedUpOn) {
		p.At(&c.FollowedUpOn, "end-before-start")
	}
}
