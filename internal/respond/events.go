package respond

import (
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// seriousAI begins the names of the events of a serious incident in high-risk AI.
const seriousAI = "serious_ai."

// seriousAI gives the events that a serious incident in high-risk AI is: who
// provides one of the systems reports it by its degree, who deploys them tells
// the provider (AI Act art. 26.5, 73).
func (h *house) seriousAI(f command.Following) ([]string, error) {
	degree := f.New.Text("serious_ai")
	if degree == "" || degree == "no" || !slices.Contains(set(f.New, "tracks"), "ai") {
		return nil, nil
	}
	var deploys, provides bool
	for _, o := range f.New.LinksOf("objects") {
		profiles, err := f.Find(registers.AiProfiles, draft.Where("object", string(o.To)))
		if err != nil {
			return nil, err
		}
		for _, p := range profiles {
			provides = provides || p.Text("role") == "provider"
			deploys = deploys || p.Text("role") != "provider"
		}
	}
	var out []string
	if deploys || !provides {
		out = append(out, seriousAI+"deployer")
	}
	if provides {
		out = append(out, seriousAI+degree)
	}
	return out, nil
}

// interim starts a clock for each interim report that is asked for, of the hours
// that the request gives. While one runs, another moment or time puts it right;
// once it is met, it is another request.
func (h *house) interim(f command.Following, d rulebook.Clock, clocks []*register.Record) ([]command.Change, error) {
	at := f.New.Moment("interim_requested_at")
	if at.IsZero() {
		return nil, nil
	}
	hours, _ := f.New.Number("interim_within_h")
	begin := start(d.Code, "incident", f.New, at)
	if hours > 0 {
		begin.Fields["agreed_h"] = hours
	}
	for _, c := range clocks {
		if c.Text("code") != d.Code {
			continue
		}
		had, _ := c.Number("agreed_h")
		running := c.Text("status") == "running"
		switch {
		case c.Moment("started_at").Equal(at) && (had == hours || !running):
			return nil, nil
		case running:
			begin.Fields["replaces"] = string(c.ID)
			return []command.Change{change("void", c, map[string]any{"void_reason": "Begäran om lägesrapport rättades i " + f.New.Ref + "."}), begin}, nil
		}
	}
	return []command.Change{begin}, nil
}
