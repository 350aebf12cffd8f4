package continuity

import (
	"strconv"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/method/continuity"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

var checkNames = map[string]lang.Text{
	continuity.Current:  {SV: "Aktuell", EN: "Current"},
	continuity.Complete: {SV: "Fullständig", EN: "Complete"},
	continuity.Familiar: {SV: "Känd", EN: "Known"},
	continuity.Tested:   {SV: "Prövad", EN: "Tested"},
}

var answers = map[continuity.Answer]lang.Text{
	continuity.Yes: {SV: "Ja", EN: "Yes"}, continuity.No: {SV: "Nej", EN: "No"}, continuity.Unknown: {SV: "Vet inte", EN: "Not known"},
}

var whys = map[string]lang.Text{
	"not_adopted":           {SV: "Planen är inte fastställd.", EN: "The plan is not adopted."},
	"adopted_long_ago":      {SV: "Planen fastställdes %[1]v, för länge sedan.", EN: "The plan was adopted on %[1]v, too long ago."},
	"review_overdue":        {SV: "Planen skulle ha setts över %[1]v.", EN: "The plan was to be reviewed on %[1]v."},
	"adopted":               {SV: "Fastställd %[1]v.", EN: "Adopted on %[1]v."},
	"parts_missing":         {SV: "Saknas: %[1]v.", EN: "Missing: %[1]v."},
	"all_parts":             {SV: "Alla delar finns.", EN: "All parts are there."},
	"stated":                {SV: "De som berörs känner till planen.", EN: "Those concerned know the plan."},
	"stated_not":            {SV: "De som berörs känner inte till planen.", EN: "Those concerned do not know the plan."},
	"not_stated":            {SV: "Ingen har angett om planen är känd.", EN: "Nobody has stated whether the plan is known."},
	"never_exercised":       {SV: "Planen har aldrig övats.", EN: "The plan has never been exercised."},
	"exercised_long_ago":    {SV: "Planen övades senast %[1]v, för länge sedan.", EN: "The plan was last exercised on %[1]v, too long ago."},
	"exercise_failed":       {SV: "Övningen %[1]v blev underkänd.", EN: "The exercise on %[1]v was not met."},
	"recovered_too_late":    {SV: "Vid övningen %[1]v tog återställningen för lång tid.", EN: "At the exercise on %[1]v recovery took too long."},
	"exercised":             {SV: "Övad %[1]v.", EN: "Exercised on %[1]v."},
	continuity.ByClass:      {SV: "tillgänglighet %[1]v", EN: "availability %[1]v"},
	continuity.ByAnalysis:   {SV: "RSA (%[1]v)", EN: "RSA (%[1]v)"},
	continuity.WithinRTO:    {SV: "inom kravet", EN: "within the demand"},
	continuity.WithinMTD:    {SV: "inom längsta avbrott", EN: "within the longest stop"},
	continuity.OverRTO:      {SV: "över kravet", EN: "over the demand"},
	continuity.OverMTD:      {SV: "över längsta avbrott", EN: "over the longest stop"},
	continuity.NotMeasured:  {SV: "inte uppmätt", EN: "not measured"},
	continuity.NoDemand:     {SV: "inget krav angivet", EN: "no demand stated"},
	continuity.NotAsked:     {SV: "inget kräver en plan", EN: "nothing asks for a plan"},
	continuity.ClassUnknown: {SV: "inte klassad", EN: "not classified"},
}

// why says what a quality check rests on.
func why(l lang.Lang, c continuity.Check) string {
	if c.Parts == nil {
		if c.On == "" {
			return whys[c.Why].In(l)
		}
		return whys[c.Why].With(l, c.On)
	}
	names := make([]string, len(c.Parts))
	for i, f := range c.Parts {
		names[i] = lower(registers.ContinuityPlans.Must(f).Title.In(l))
	}
	return whys[c.Why].With(l, strings.Join(names, ", "))
}

// reason says why an object needs a plan.
func reason(l lang.Lang, o Object) string {
	out := make([]string, len(o.Why))
	for i, w := range o.Why {
		switch w {
		case continuity.ByClass:
			out[i] = whys[w].With(l, strconv.Itoa(*o.T))
		case continuity.ByAnalysis:
			out[i] = whys[w].With(l, strings.Join(o.Findings, ", "))
		default:
			out[i] = whys[w].In(l)
		}
	}
	return strings.Join(out, "; ")
}

// recovery says what was measured against what is demanded.
func recovery(l lang.Lang, e Exercise) string {
	s := whys[e.Recovery].In(l)
	if e.Measured != nil && e.Demanded != nil {
		return lang.Text{SV: "%[1]v h av %[2]v h, %[3]v", EN: "%[1]v h of %[2]v h, %[3]v"}.With(l, *e.Measured, *e.Demanded, s)
	}
	if e.Measured != nil {
		return strconv.Itoa(*e.Measured) + " h, " + s
	}
	return s
}

func label(l lang.Lang, r *register.Register, field, code string) string {
	if code == "" {
		return "–"
	}
	return r.Must(field).Choices.Label(code).In(l)
}

// doneOf says how far actions have come.
func doneOf(l lang.Lang, a Actions) string {
	if a.All == 0 {
		return "–"
	}
	s := lang.Text{SV: "%[1]v av %[2]v klara", EN: "%[1]v of %[2]v done"}.With(l, a.Done, a.All)
	if a.Overdue > 0 {
		s += lang.Text{SV: ", %[1]v försenade", EN: ", %[1]v overdue"}.With(l, a.Overdue)
	}
	if len(a.Open) > 0 {
		s += " (" + strings.Join(a.Open, ", ") + ")"
	}
	return s
}

func day(d string) string {
	if d == "" {
		return "–"
	}
	return d
}

// late marks a day that has passed.
func late(l lang.Lang, d string, passed bool) string {
	if passed {
		return d + lang.Text{SV: " (försenad)", EN: " (overdue)"}.In(l)
	}
	return day(d)
}

func lower(s string) string {
	if s == "" || s == strings.ToUpper(s) {
		return s
	}
	r := []rune(s)
	return strings.ToLower(string(r[0])) + string(r[1:])
}
