package control

import (
	"genomlys/internal/lang"
	"genomlys/internal/method/control"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// verdicts say what may be said of a period, with its days.
var verdicts = map[string]lang.Text{
	control.NoMaterial: {SV: "Inga väsentliga avvikelser har identifierats för perioden %[1]v–%[2]v", EN: "No material deviations have been identified for the period %[1]v–%[2]v"},
	control.Found:      {SV: "Väsentliga avvikelser har identifierats för perioden %[1]v–%[2]v", EN: "Material deviations have been identified for the period %[1]v–%[2]v"},
	control.NotProven:  {SV: "Det går inte att säga att perioden %[1]v–%[2]v saknar väsentliga avvikelser: alla kontroller är inte genomförda", EN: "It cannot be said that the period %[1]v–%[2]v has no material deviations: not all controls have been performed"},
	control.NothingDue: {SV: "Inga kontroller var planerade för perioden %[1]v–%[2]v, så ingenting är visat", EN: "No controls were planned for the period %[1]v–%[2]v, so nothing is shown"},
	control.NotOver:    {SV: "Perioden %[1]v–%[2]v är inte slut", EN: "The period %[1]v–%[2]v is not over"},
}

func verdict(l lang.Lang, s control.Statement) string {
	return verdicts[s.Verdict].With(l, s.Span.From, s.Span.To) + "."
}

func says(s control.Statement) map[string]string {
	return map[string]string{string(lang.SV): verdict(lang.SV, s), string(lang.EN): verdict(lang.EN, s)}
}

var states = map[string]lang.Text{
	control.Coming: {SV: "kommer", EN: "to come"}, control.Missing: {SV: "saknas", EN: "missing"}, control.Unstated: {SV: "resultat saknas", EN: "no result stated"},
	control.Left: {SV: "inställd", EN: "called off"},
}

// shown says what became of a slot: its state, or the level that it showed.
func (y *year) shown(l lang.Lang, state string) string {
	if t, ok := states[state]; ok {
		return t.In(l)
	}
	if y.levels.Is(state, rulebook.Nothing) {
		return clean.In(l)
	}
	return lower(registers.ControlResults.Must("deviation_level").Choices.Label(state).In(l))
}

var clean = lang.Text{SV: "ingen avvikelse", EN: "no deviation"}

// sign is the same in a month of the plan.
func (y *year) sign(state string) string {
	switch {
	case signs[state] != "":
		return signs[state]
	case y.levels.Is(state, rulebook.Nothing):
		return "0"
	case y.levels.Is(state, rulebook.Grave):
		return "V"
	}
	return "M"
}

var signs = map[string]string{control.Coming: "·", control.Missing: "S", control.Unstated: "?", control.Left: "–"}

var partNames = registers.ControlActivities.Must("period").Choices

func methodName(l lang.Lang, code string) string {
	if code == "" {
		return "–"
	}
	return registers.VorRisks.Must("working_method").Choices.Label(code).In(l)
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
