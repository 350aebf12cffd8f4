package respond

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// part is one field of an authority's form, as it is to be copied.
type part struct {
	label lang.Text
	runs  []document.Run
	from  *register.Record
}

// form makes the fields of a notice out of an incident.
type form struct {
	*draft.Draft
	inc, controller *register.Record
	stage           string
}

func newForm(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang, title lang.Text, stage string) form {
	w := draft.New(ctx, d, c, l, title)
	f := form{Draft: w, inc: w.Must(registers.Incidents, id), stage: stage}
	if w.Err() == nil {
		f.controller = w.Controller(f.inc.Org)
		w.Headed(f.controller, f.inc)
	}
	return f
}

// field carries a field that must be there.
func (f form) field(name string) part { return f.labelled(f.inc.Register.Must(name).Title, name) }

func (f form) labelled(label lang.Text, name string) part {
	return part{label, f.Value(f.inc, name), f.inc}
}

// may carries a field that a first notice can do without: what is not known yet
// is sent later (GDPR art. 33(4)).
func (f form) may(name string) part {
	p := part{f.inc.Register.Must(name).Title, f.Optional(f.inc, name), f.inc}
	if p.runs == nil {
		p.runs = []document.Run{document.T(f.Say(lang.Text{"Ännu inte känt; lämnas som komplettering.", "Not known yet; will follow as a supplement."}))}
	}
	return p
}

func (f form) said(label lang.Text, text lang.Text) part {
	return part{label, []document.Run{document.T(f.Say(text))}, nil}
}

var stageWords = map[string]lang.Text{
	"first":      {"Preliminär anmälan; kompletteras när mer är känt", "Preliminary notification; supplemented when more is known"},
	"supplement": {"Komplettering av tidigare anmälan", "Supplement to an earlier notification"},
}

// imy gives what GDPR art. 33(3) and the authority's form ask for. No names: the
// notification becomes an official document.
func (f form) imy() []part {
	out := []part{f.said(lang.Text{"Slag av anmälan", "Kind of notification"}, stageWords[f.stage]),
		{lang.Text{"Personuppgiftsansvarig", "Controller"}, f.Named(f.controller, lang.Text{"Personuppgiftsansvarig", "Controller"}), f.controller}}
	if f.controller != nil {
		out = append(out, part{lang.Text{"Organisationsnummer", "Registration number"}, f.Value(f.controller, "org_no"), f.controller},
			part{lang.Text{"Postadress", "Postal address"}, f.Value(f.controller, "postal_address"), f.controller})
	}
	out = append(out, part{lang.Text{"Dataskyddsombud eller annan kontakt", "Data protection officer or other contact"}, f.Officer(f.controller), f.controller},
		part{lang.Text{"Vår beteckning", "Our reference"}, f.reference(), f.inc},
		f.labelled(lang.Text{"Incidentens art", "Nature of the breach"}, "category"), f.labelled(lang.Text{"Vad som hände", "What happened"}, "title"),
		f.may("occurred_from"), f.may("occurred_to"), f.field("detected_at"),
		part{lang.Text{"Kännedom", "Aware"}, f.aware("gdpr"), f.inc},
		f.labelled(lang.Text{"Hur incidenten upptäcktes", "How the breach was found"}, "channel"), f.may("cause"))
	if f.stage == "first" {
		out = append(out, f.may("subject_categories"), f.may("subjects_count"), f.may("subjects_count_kind"), f.may("data_categories"), f.may("records_count"),
			f.field("consequences"), f.may("containment"))
	} else {
		out = append(out, f.field("subject_categories"), f.field("subjects_count"), f.field("subjects_count_kind"), f.field("data_categories"), f.field("records_count"),
			f.field("consequences"), f.field("containment"), f.may("root_cause"))
	}
	out = append(out, f.labelled(lang.Text{"Vår bedömning av risken för enskilda", "Our judgement of the risk to individuals"}, "risk_to_individuals"), f.informed())
	if d := f.Optional(f.inc, "gdpr_delay_reason"); d != nil {
		out = append(out, part{lang.Text{"Skäl till att anmälan lämnas efter fristen", "Reasons why the notification comes after the time limit"}, d, f.inc})
	}
	return out
}

func (f form) reference() []document.Run {
	if n := f.inc.Text("diary_no"); n != "" {
		return []document.Run{document.T(n + " (" + f.inc.Ref + ")")}
	}
	return []document.Run{document.T(f.inc.Ref)}
}

func (f form) aware(track string) []document.Run {
	if at := awareness(f.inc, track); !at.IsZero() {
		return []document.Run{document.T(f.Clock(at))}
	}
	return f.Gap(lang.Text{"Tid för kännedom", "Time of awareness"})
}

// informed says whether the data subjects are told, when, or why not.
func (f form) informed() part {
	p := part{label: lang.Text{"Information till de registrerade", "Information to the data subjects"}, from: f.inc}
	var words []string
	for _, name := range []string{"subjects_decision", "subjects_exception", "subjects_informed_at", "subjects_channel"} {
		words = append(words, f.Words(f.inc, name)...)
	}
	switch {
	case len(words) > 0:
		p.runs = []document.Run{document.T(strings.Join(words, "; "))}
	case f.inc.Text("risk_to_individuals") != "" && !risks(f.inc).Is(f.inc.Text("risk_to_individuals"), rulebook.SubjectsTold):
		p.runs = []document.Run{document.T(f.Say(lang.Text{"Behövs inte: risken är inte bedömd som hög (artikel 34.1).", "Not needed: the risk is not judged high (article 34(1))."}))}
	default:
		p.runs = f.Gap(lang.Text{"Beslut om information till registrerade", "Decision on information to data subjects"})
	}
	return p
}

// csl gives what cybersäkerhetslagen 2 ch. asks for at each stage.
func (f form) csl() []part {
	out := []part{{lang.Text{"Verksamhetsutövare", "Operator"}, f.Named(f.controller, lang.Text{"Verksamhetsutövare", "Operator"}), f.controller}}
	if f.controller != nil {
		out = append(out, part{lang.Text{"Organisationsnummer", "Registration number"}, f.Value(f.controller, "org_no"), f.controller},
			part{lang.Text{"Kontaktuppgift", "Contact"}, f.Reach(f.controller), f.controller})
	}
	out = append(out, part{lang.Text{"Vår beteckning", "Our reference"}, f.reference(), f.inc},
		part{lang.Text{"Kännedom om den betydande incidenten", "Aware of the significant incident"}, f.aware("csl"), f.inc},
		f.labelled(lang.Text{"Vad som har hänt", "What has happened"}, "title"),
		f.field("suspected_unlawful"), f.field("cross_border"))
	switch f.stage {
	case "first":
		out = append(out, f.labelled(lang.Text{"Första bedömning av allvarlighet", "First assessment of severity"}, "severity"),
			f.labelled(lang.Text{"Konsekvenser", "Impact"}, "consequences"), f.may("indicators"), f.may("significant_rules"), f.objects())
	case "interim":
		out = append(out, f.field("status"), f.field("severity"), f.field("consequences"), f.field("containment"), f.may("indicators"))
	case "final":
		out = append(out, f.field("occurred_from"), f.field("recovered_at"), f.field("severity"), f.field("consequences"), f.objects(),
			f.labelled(lang.Text{"Trolig orsak eller hot", "Likely cause or threat"}, "cause"), f.field("root_cause"), f.field("containment"), f.field("lessons"))
	}
	return out
}

func (f form) objects() part {
	return part{lang.Text{"Berörda system och tjänster", "Systems and services affected"}, f.Value(f.inc, "objects"), f.inc}
}

// stages are the forms that a notice can have, by receiver and stage.
var stages = map[string]lang.Text{
	"imy.first":           {"Anmälan av personuppgiftsincident", "Notification of a personal data breach"},
	"imy.supplement":      {"Komplettering av anmäld personuppgiftsincident", "Supplement to a notified personal data breach"},
	"csirt.early_warning": {"Upplysning om betydande incident", "First notice of a significant incident"},
	"csirt.first":         {"Incidentanmälan", "Incident notification"},
	"csirt.interim":       {"Lägesrapport om betydande incident", "Interim report on a significant incident"},
	"csirt.final":         {"Slutrapport om betydande incident", "Final report on a significant incident"},
}

func (f form) parts(authority string) []part {
	if authority == "imy" {
		return f.imy()
	}
	return f.csl()
}

// Notice gives the change that makes a draft notification out of an incident:
// the form field by field, as it is to be copied into the receiver's portal.
func Notice(ctx context.Context, d draft.Deps, c access.Caller, id, authority, stage string, l lang.Lang) (command.Change, error) {
	f := newForm(ctx, d, c, id, l, stages[authority+"."+stage], stage)
	if f.Err() != nil {
		return command.Change{}, f.Err()
	}
	var content []any
	for _, p := range f.parts(authority) {
		var text strings.Builder
		for _, r := range p.runs {
			text.WriteString(r.Text)
		}
		content = append(content, map[string]any{"key": p.label.In(l), "text": text.String()})
	}
	ch := create(registers.Notifications, f.inc.Org, map[string]any{"incident": string(f.inc.ID), "authority": authority, "stage": stage,
		"language": string(l), "content": content, "secrecy": f.inc.Get("secrecy")})
	ch.Source = "generated"
	return ch, f.Err()
}

// sentNotices says what has been sent before, so that a supplement can be read alone.
func (f form) sentNotices(authority string) {
	var rows [][]document.Cell
	for _, n := range f.earlier(authority) {
		rows = append(rows, []document.Cell{document.C(n.Ref), document.C(strings.Join(f.Words(n, "stage"), "")), document.C(strings.Join(f.Words(n, "sent_at"), "")),
			document.C(strings.Join(append(f.Words(n, "ref_no"), f.Words(n, "receipt")...), ", "))})
	}
	if len(rows) > 0 {
		f.Table(lang.Text{"Tidigare skickat", "Sent before"}, []document.Column{{Title: f.Say(lang.Text{"Nummer", "Number"})}, {Title: f.Say(lang.Text{"Steg", "Stage"})},
			{Title: f.Say(lang.Text{"Skickat", "Sent"})}, {Title: f.Say(lang.Text{"Mottagarens kvitto", "Receiver's receipt"})}}, rows)
	}
}

func (f form) earlier(authority string) []*register.Record {
	all := f.All(registers.Notifications, storeQuery(draft.Where("incident", string(f.inc.ID))))
	all = slices.DeleteFunc(all, func(n *register.Record) bool { return n.Text("authority") != authority || n.Moment("sent_at").IsZero() })
	slices.SortStableFunc(all, func(a, b *register.Record) int {
		return cmp.Or(a.Moment("sent_at").Compare(b.Moment("sent_at")), cmp.Compare(a.Ref, b.Ref))
	})
	return all
}
