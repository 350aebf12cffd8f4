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

// grounds are how a list says in a word on what ground data leaves the EEA.
var grounds = map[string]Text{"adequacy_45": GroundAdequacy, "dpf_45": GroundDPF, "scc_46": GroundSCC, "bcr_47": GroundBCR, "ad_hoc_46_3": GroundClauses,
	"code_46": GroundCode, "certification_46": GroundCertified, "public_body_46_2a": GroundBodies, "derogation_49": GroundDerogation, "none": GroundNone, "unknown": GroundUnknown}

// Ground says in a word a ground for transfer by its code; nothing for a code without words.
func Ground(code string) Text { return grounds[code] }
