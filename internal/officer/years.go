package officer

import (
	"context"
	"strconv"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Standing is how a finding stood at the end of a year, or as of the day asked
// about in the last of them.
type Standing struct {
	Year   int64  `json:"year"`
	Status string `json:"status"` // empty before it was found
}

// Row is a finding with its standing year by year.
type Row struct {
	Line
	Years []Standing
}

// maxYears bounds the years side by side, which a page's width does too.
const maxYears = 6

// yearTable gives every finding up to a report's year with how it stood each
// year. The registers are read once a year, as they were then.
func (d Deps) yearTable(ctx context.Context, c access.Caller, m *Matters, org register.ID, upTo int64, at time.Time, known int64) ([]Row, []int64, error) {
	var rows []Row
	first := int64(at.In(d.DB.Zone).Year())
	last := first
	for _, l := range m.sorted {
		if l.Year <= upTo {
			rows = append(rows, Row{Line: *l})
			first = min(first, l.Year+1)
		}
	}
	before := map[register.ID]*register.Record{}
	for _, l := range m.sorted {
		before[l.Finding.ID] = l.Before
	}
	var years []int64
	for y := max(first, last-maxYears+1); y <= last; y++ {
		years = append(years, y)
	}
	for _, y := range years {
		asOf := d.DB.EndOfDay(register.Date(strconv.FormatInt(y, 10) + "-12-31"))
		if asOf.After(at) {
			asOf = at
		}
		then, err := d.all(ctx, c, registers.DpoFindings, org, asOf, known)
		if err != nil {
			return nil, nil, err
		}
		status := map[register.ID]string{}
		for _, f := range then {
			status[f.ID] = f.Text("status")
		}
		for i := range rows {
			// Before it was taken up again, the matter stood as its earlier finding did.
			s := ""
			for f := rows[i].Finding; f != nil && s == ""; f = before[f.ID] {
				s = stood(f, y, status[f.ID])
			}
			rows[i].Years = append(rows[i].Years, Standing{y, s})
		}
	}
	return rows, years, nil
}

// stood is how a finding stood at the end of a year: a year that somebody wrote
// down counts before what the register held then.
func stood(f *register.Record, y int64, held string) string {
	for _, n := range register.As[registers.DpoFinding](f).CommentByYear {
		if int64(n.Year) == y && n.Status != "" {
			return n.Status
		}
	}
	return held
}

// picture is all that is told of one report.
type picture struct {
	report  *register.Record
	matters *Matters
	at      time.Time
	known   int64
	rows    []Row
	years   []int64
}

// picture reads a report with what came before it. A report that has been handed
// over is told as it stood then, unless another time is asked for.
func (d Deps) picture(ctx context.Context, c access.Caller, id string, now, asOf time.Time) (*picture, error) {
	rec, err := d.DB.Get(ctx, c.Read(registers.DpoReports), registers.DpoReports, id, time.Time{}, 0)
	if err != nil {
		return nil, err
	}
	p := &picture{report: rec, at: now}
	if !asOf.IsZero() {
		p.at = asOf
	} else if at := rec.Moment("submitted_at"); !at.IsZero() {
		p.at = at
	} else if on := register.Date(rec.Text("received_on")); !on.IsZero() && d.DB.EndOfDay(on).Before(now) {
		p.at = d.DB.EndOfDay(on) // taken in from elsewhere, without its hour
	}
	var reports, findings []*register.Record
	if reports, err = d.all(ctx, c, registers.DpoReports, rec.Org, p.at, p.known); err == nil {
		findings, err = d.all(ctx, c, registers.DpoFindings, rec.Org, p.at, p.known)
	}
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		if r.ID == rec.ID {
			p.matters = Tie(reports, findings)
			p.rows, p.years, err = d.yearTable(ctx, c, p.matters, rec.Org, year(rec), p.at, p.known)
			return p, err
		}
	}
	return nil, fault.New(fault.Unknown, "no-such-record", rec.Ref)
}

// FindingView is a finding as data.
type FindingView struct {
	Ref            string     `json:"ref"`
	Year           int64      `json:"year"`
	Area           string     `json:"area"`
	Observation    string     `json:"observation"`
	Recommendation string     `json:"recommendation,omitempty"`
	Severity       string     `json:"severity,omitempty"`
	Status         string     `json:"status"`
	State          string     `json:"state"`
	Before         string     `json:"before,omitempty"`
	Times          int        `json:"times"`
	Since          int64      `json:"since"`
	Response       string     `json:"response,omitempty"`
	RespondedOn    string     `json:"responded_on,omitempty"`
	Comment        string     `json:"comment,omitempty"`
	Actions        int        `json:"actions"`
	Years          []Standing `json:"years,omitempty"`
}

func view(l Line, years []Standing) FindingView {
	f := l.Finding
	v := FindingView{Ref: f.Ref, Year: l.Year, Area: f.Text("area"), Observation: f.Text("observation"), Recommendation: f.Text("recommendation"), Severity: f.Text("severity"),
		Status: f.Text("status"), State: l.State, Times: l.Times, Since: l.Since, Response: f.Text("management_response"), RespondedOn: f.Text("responded_on"), Comment: f.Text("comment"),
		Actions: len(f.LinksOf("actions")), Years: years}
	if l.Before != nil {
		v.Before = l.Before.Ref
	}
	return v
}

// CarryView is a report's findings and what became of the last report's, as data.
type CarryView struct {
	Report   string        `json:"report"`
	Year     int64         `json:"year"`
	Last     int64         `json:"last_year,omitempty"`
	New      int           `json:"new"`
	Repeated int           `json:"repeated"`
	Closed   int           `json:"closed"`
	Left     int           `json:"left"`
	Findings []FindingView `json:"findings"`
	Carried  []FindingView `json:"carried"`
}

func (p *picture) carry() CarryView {
	y := year(p.report)
	v := CarryView{Report: p.report.Ref, Year: y, Last: p.matters.Last(y), Findings: []FindingView{}, Carried: []FindingView{}}
	years := map[register.ID][]Standing{}
	for _, r := range p.rows {
		years[r.Finding.ID] = r.Years
	}
	for _, l := range p.matters.Of(y) {
		v.Findings = append(v.Findings, view(l, years[l.Finding.ID]))
		if l.State == New {
			v.New++
		} else {
			v.Repeated++
		}
	}
	for _, l := range p.matters.Carried(y) {
		v.Carried = append(v.Carried, view(l, years[l.Finding.ID]))
		switch l.State {
		case Closed:
			v.Closed++
		case Left:
			v.Left++
		}
	}
	return v
}
