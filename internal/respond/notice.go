package respond

import (
	"regexp"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// mayNotify: a notice is sent on a decision, whole, without anybody's identity
// number, and stays as it was sent; a late one says why (GDPR art. 33(1)).
func (h *house) mayNotify(f command.Following) ([]fault.Problem, error) {
	n := f.New
	if f.Old != nil && f.Old.Text("status") != "draft" {
		for _, field := range []string{"content", "sent_at", "authority", "stage", "incident"} {
			if f.Changed(field) {
				return problem(field, "sent-stays", n.Ref), nil
			}
		}
	}
	if f.Became("received") && n.Text("receipt") == "" && n.Text("ref_no") == "" {
		return problem("receipt", "receipt-needed", n.Ref), nil
	}
	if !f.Became("sent") {
		return nil, nil
	}
	inc, err := f.Get(registers.Incidents, n.Text("incident"))
	if err != nil || inc == nil {
		return nil, err
	}
	var ps []fault.Problem
	content := register.As[registers.Notification](n).Content
	if len(content) == 0 {
		ps = append(ps, problem("content", "text-needed", n.Ref)...)
	}
	var gaps []string // all at once: what is told one by one is sent for one by one
	for _, part := range content {
		gaps = append(gaps, draft.GapsIn(part.Text)...)
		if HasIdentityNumber(part.Text) {
			ps = append(ps, problem("content", "identity-number-in-text", part.Key)...)
		}
	}
	if len(gaps) > 0 {
		ps = append(ps, problem("content", "text-has-gaps", n.Ref, gaps...)...)
	}
	if n.Text("authority") == "imy" && n.Text("stage") == "first" && inc.Text("notify_decision") != "notify" {
		ps = append(ps, problem("incident", "notice-decision-needed", inc.Ref, access.Judgements["incident.notify_decision"]...)...)
	}
	if slices.Contains([]string{"supplement", "final"}, n.Text("stage")) {
		sent, err := h.sent(f, n, "first")
		if err != nil {
			return nil, err
		}
		if !sent {
			ps = append(ps, problem("stage", "first-before-this", inc.Ref)...)
		}
	}
	clocks, err := h.met(f, n)
	if err != nil {
		return nil, err
	}
	for _, c := range clocks {
		if due := c.Moment("due_at"); !due.IsZero() && n.Moment("sent_at").After(due) && n.Text("delay_reason") == "" {
			ps = append(ps, problem("delay_reason", "late-needs-reason", lang.Clock(lang.SV, due.In(h.db.Zone)))...)
		}
	}
	return ps, nil
}

// sent tells whether a notice of a stage has gone to the same receiver.
func (h *house) sent(f command.Following, n *register.Record, stage string) (bool, error) {
	all, err := f.Find(registers.Notifications, draft.Where("incident", n.Text("incident")))
	return slices.ContainsFunc(all, func(o *register.Record) bool {
		return o.ID != n.ID && o.Text("authority") == n.Text("authority") && o.Text("stage") == stage && (o.Text("status") == "sent" || o.Text("status") == "received")
	}), err
}

// met gives the running clocks of the incident that a notice meets.
func (h *house) met(f command.Following, n *register.Record) ([]*register.Record, error) {
	clocks, err := h.clocksOn(f, "incident", register.ID(n.Text("incident")))
	return slices.DeleteFunc(clocks, func(c *register.Record) bool {
		// A notice by one agreement does not meet the time of another.
		if a, b := n.Text("agreement"), c.Text("agreement"); a != "" && b != "" && a != b {
			return true
		}
		return c.Text("status") != "running" || h.def(c).MetBy != n.Text("authority")+"."+n.Text("stage")
	}), err
}

// notified meets the clocks that the notice answers, starts those that follow
// from it, and notes the first notice on the incident.
func (h *house) notified(f command.Following) ([]command.Change, error) {
	n := f.New
	if !f.Became("sent") {
		return nil, nil
	}
	at := n.Moment("sent_at")
	what := n.Text("authority") + "." + n.Text("stage")
	clocks, err := h.met(f, n)
	if err != nil {
		return nil, err
	}
	var out []command.Change
	for _, c := range clocks {
		out = append(out, meet(c, at, n.Text("delay_reason")))
	}
	inc, err := f.Get(registers.Incidents, n.Text("incident"))
	if err != nil || inc == nil {
		return out, err
	}
	running, err := h.clocksOn(f, "incident", inc.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range h.rules(at).Clocks() {
		if d.Event == "notified."+what && of(running, d.Code) == nil {
			out = append(out, start(d.Code, "incident", inc, at))
		}
	}
	fields := map[string]any{}
	switch what {
	case "imy.first":
		fields["gdpr_notified_at"] = at
		if r := n.Text("delay_reason"); r != "" {
			fields["gdpr_delay_reason"] = r
		}
	case "csirt.early_warning":
		fields["csl_warned_at"] = at
	}
	if len(fields) > 0 {
		out = append(out, change("update", inc, fields))
	}
	name := n.Register.Must("stage").Choices.Label(n.Text("stage")).SV + ", " + n.Register.Must("authority").Choices.Label(n.Text("authority")).SV
	return append(out, logLine(inc.ID, inc.Org, f, "Skickat: "+name+" ("+n.Ref+")")), nil
}

var tenDigits = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)?([0-9]{2})([0-9]{2})([0-9]{2})[-+ ]?([0-9]{4}))(?:[^0-9]|$)`)

// HasIdentityNumber tells whether a text holds a Swedish identity number: a
// possible date and a right check digit (Luhn), so that case numbers pass.
func HasIdentityNumber(text string) bool {
	for _, m := range tenDigits.FindAllStringSubmatch(text, -1) {
		month, day := m[3], m[4]
		// Coordination numbers have 60 added to the day.
		if month < "01" || month > "12" || day < "01" || day > "31" && day < "61" || day > "91" {
			continue
		}
		sum := 0
		for i, c := range m[2] + m[3] + m[4] + m[5] {
			d := int(c - '0')
			if i%2 == 0 {
				if d *= 2; d > 9 {
					d -= 9
				}
			}
			sum += d
		}
		if sum%10 == 0 {
			return true
		}
	}
	return false
}
