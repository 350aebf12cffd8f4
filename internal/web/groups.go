package web

import (
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// The panels in which a record's facts stand.
const (
	GroupFacts = "uppgifter"
	GroupDates = "datum"
	GroupTexts = "beskrivning"
	GroupRoles = "roller"
	GroupOwn   = "egna"
	GroupAbout = "om"
)

// GroupOf tells in which panel of a record's page a field stands: edited
// together is what is shown together.
func GroupOf(f *register.Field) string {
	switch {
	case f.IsOwn:
		return GroupOwn
	case f.Common && f.Name != "responsible" && f.Name != "notes":
		return GroupAbout
	case f.Kind == register.Long || f.Kind == register.List:
		return GroupTexts
	case f.Kind == register.Ref || f.Kind == register.Links:
		return GroupRoles
	case f.Kind == register.Day || f.Kind == register.Moment:
		return GroupDates
	}
	return GroupFacts
}

// GroupTitle names a panel.
func GroupTitle(group string) lang.Text {
	switch group {
	case GroupDates:
		return lang.Dates
	case GroupTexts:
		return lang.Descriptions
	case GroupRoles:
		return lang.Roles
	case GroupOwn:
		return lang.OwnFields
	case GroupAbout:
		return lang.AboutRecord
	}
	return lang.Facts
}

// vector tells whether a field is one of the levels that are shown together.
func vector(f *register.Field) bool {
	return f.Kind == register.Level && len(f.Name) == 1 && strings.Contains("krt", f.Name)
}
