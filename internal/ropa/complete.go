package ropa

import (
	"slices"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Missing is a field that the record of processing lacks, and the article that
// asks for it.
type Missing struct{ Field, Article string }

// Around is what is known of a processing besides its own record.
type Around struct {
	Transfers int // active transfers
	Measures  int // implemented or verified measures of its objects
}

// item is one thing that the record must say.
type item struct {
	field     string
	article   string // for a controller; empty when only a processor must say it
	processor string // for a processor; empty when only a controller must say it
	has       func(p *registers.Processing, a Around) bool
}

func some[T any](get func(p *registers.Processing) []T) func(*registers.Processing, Around) bool {
	return func(p *registers.Processing, _ Around) bool { return len(get(p)) > 0 }
}

func answered(f register.Fact) bool { return f == register.Yes || f == register.No }

// record lists what domain.md R05 asks for, with the articles of GDPR.
var record = []item{
	{"on_behalf_of", "", "30.2 a", some(func(p *registers.Processing) []register.Link { return p.OnBehalfOf })},
	{"processing_categories", "", "30.2 b", func(p *registers.Processing, _ Around) bool { return p.ProcessingCategories != "" }},
	{"purposes", "30.1 b", "", func(p *registers.Processing, _ Around) bool { return p.Purposes != "" || len(p.PurposeBases) > 0 }},
	{"legal_basis", "5.2, 6", "", some(func(p *registers.Processing) []string { return p.LegalBasis })},
	{"art9_basis", "9", "", func(p *registers.Processing, _ Around) bool {
		special := slices.ContainsFunc(p.SpecialCategories, func(s string) bool { return s != "criminal" && s != "protected_identity" })
		return !special || len(p.Art9Basis) > 0
	}},
	{"art10_basis", "10", "", func(p *registers.Processing, _ Around) bool {
		return !slices.Contains(p.SpecialCategories, "criminal") || p.Art10Basis != ""
	}},
	{"data_subjects", "30.1 c", "", some(func(p *registers.Processing) []string { return p.DataSubjects })},
	{"data_categories", "30.1 c", "", some(func(p *registers.Processing) []string { return p.DataCategories })},
	{"recipient_categories", "30.1 d", "", func(p *registers.Processing, _ Around) bool {
		return len(p.RecipientCategories)+len(p.Recipients)+len(p.Processors) > 0
	}},
	{"third_country", "30.1 e", "30.2 c", func(p *registers.Processing, a Around) bool {
		return p.ThirdCountry == register.No || p.ThirdCountry == register.Yes && a.Transfers > 0
	}},
	{"retention", "30.1 f", "", func(p *registers.Processing, _ Around) bool { return p.Retention != "" || len(p.RetentionRules) > 0 }},
	{"security_measures", "30.1 g", "30.2 d", func(p *registers.Processing, a Around) bool { return p.SecurityMeasures != "" || a.Measures > 0 }},
	{"source_of_data", "13, 14", "", func(p *registers.Processing, _ Around) bool { return p.SourceOfData != "" }},
	{"automated_decision", "22", "", func(p *registers.Processing, _ Around) bool { return answered(p.AutomatedDecision) }},
	{"decision_logic", "13.2 f, 22", "", func(p *registers.Processing, _ Around) bool {
		return p.AutomatedDecision != register.Yes || p.DecisionLogic != ""
	}},
	{"notice", "13, 14", "", func(p *registers.Processing, _ Around) bool {
		return p.Notice != "" || p.NoticeMet != "" && p.NoticeMet != register.NotKnown
	}},
	{"objects", "32", "32", some(func(p *registers.Processing) []register.Link { return p.Objects })},
	{"encryption_required", "32", "32", func(p *registers.Processing, _ Around) bool { return answered(p.EncryptionRequired) }},
	{"encryption_status", "32", "32", func(p *registers.Processing, _ Around) bool {
		known := len(p.EncryptionStatus) > 0 && !slices.Contains(p.EncryptionStatus, "unknown") || p.EncryptionDone != "" && p.EncryptionDone != "unknown"
		return p.EncryptionRequired != register.Yes || known
	}},
	{"dpia_need", "35", "", func(p *registers.Processing, _ Around) bool {
		return p.DpiaNeed == "needed" || p.DpiaNeed == "not_needed"
	}},
}

// Complete lists what a processing's record lacks by GDPR art. 30(1) or 30(2)
// and what belongs with it; none means that it is complete.
func Complete(p *registers.Processing, a Around) []Missing {
	var out []Missing
	for _, it := range record {
		article := it.article
		if p.Role == "processor" {
			article = it.processor
		}
		if article != "" && !it.has(p, a) {
			out = append(out, Missing{it.field, article})
		}
	}
	return out
}

// EncryptionGap tells whether encryption is required and not in place. What is
// not known is a gap: it is not yes (domain.md C3).
func EncryptionGap(p *registers.Processing) bool {
	if p.EncryptionRequired != register.Yes {
		return false
	}
	if p.EncryptionDone != "" {
		return p.EncryptionDone != "yes"
	}
	return len(p.EncryptionStatus) == 0 || slices.Contains(p.EncryptionStatus, "none") || slices.Contains(p.EncryptionStatus, "unknown")
}
