package lang

// facts are what the registers know that speaks for a lowest level (domain.md 4.1.6).
var facts = map[string]Text{"art9": StepsFactArt9, "art10": StepsFactArt10, "secrecy": StepsFactSecrecy, "protected_identity": StepsFactProtected,
	"osl26": StepsFactOSL26, "mtd_h": StepsFactOutage, "legal_effect": StepsFactLegal}

// ClassFact says a fact by its code; a code without words says itself.
func ClassFact(code string) Text {
	if t, ok := facts[code]; ok {
		return t
	}
	return Text{code, code}
}
