package registers

import "genomlys/internal/register"

// SavedView is a query that somebody has kept under a name (domain.md R34).
type SavedView struct {
	register.Common
	Status       string
	RegisterName string
	Query        string
	Columns      []string
	SortedBy     string
	Dense        register.Fact
	Owner        register.ID
	Shared       register.Fact
}

// SavedViews is the register of saved views.
var SavedViews = register.New("saved_view", "Sparade vyer", "Saved views", func(c *SavedView, f *register.Fields) {
	f.Called("Sparad vy", "Saved view")
	f.About("Sökningar som används igen, egna eller delade.", "Queries that are used again, one's own or shared.")
	f.Numbered("VYS")
	f.Group("settings")
	f.Choice(&c.Status, savedViewStates).Label("Status", "Status").Facet().InList(2).Steps(savedViewSteps)
	f.Text(&c.RegisterName).Label("Register", "Register").Max(60).Required().Facet().InList(3)
	f.Text(&c.Query).Label("Sökning", "Query").Max(2000)
	f.Words(&c.Columns).Label("Kolumner", "Columns")
	f.Text(&c.SortedBy).Label("Sorteras efter", "Sorted by")
	f.Fact(&c.Dense).Label("Täta rader", "Dense rows")
	f.Ref(&c.Owner, Persons).Label("Ägare", "Owner").InList(4).Back("Sparade vyer", "Saved views")
	f.Fact(&c.Shared).Label("Delad", "Shared").InList(5)
})

var savedViewStates = register.Choices{{"active", "Används", "In use"}, {"ended", "Borttagen", "Removed"}}

var savedViewSteps = register.Steps{{"active", "ended", "end"}, {"ended", "active", "restore"}}
