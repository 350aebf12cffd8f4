package respond

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/remark"
	"genomlys/internal/store"
)

// Report is what anybody tells of what may be an incident, in their own words.
type Report struct {
	To           register.ID // the organisation that receives it
	By           register.ID // who tells, when it is somebody signed in
	Name         string      // who tells, as they say it; may be empty
	Reach        string      // how they are reached
	What         string
	Noticed      any // a moment, as a form reads it
	Ongoing      string
	PersonalData string // yes, no, unknown: register.Facts
	Where        string // system, equipment or paper
	Harmed       []string
	FileName     string
	File         []byte
	Nonce        string // of the form, so that the same report is made once however often it is sent
}

// Receipt is what whoever reports is told: a number, and who has got it.
type Receipt struct {
	Ref string      `json:"ref"`
	Org register.ID `json:"org"`
}

// made are the fields that a report fills in: all that its caller may write.
var made = map[string][]string{
	"incident":   {"title", "status", "source", "detected_at", "registered_at", "reported_by", "channel", "category"},
	"log_entry":  {"title", "status", "source", "incident", "at", "who", "who_text", "what"},
	"attachment": {"title", "status", "source", "about", "file_name", "media_type", "size", "hash", "author"},
}

// TakeReport makes an incident of a report: state reported, its words as the
// first line of the log, the file beside it, and a letter to those who must
// know, all in one transaction. The caller can make this and read nothing.
func TakeReport(ctx context.Context, s *command.Service, db *store.DB, post Post, rep Report, now time.Time) (Receipt, error) {
	digest := rep.digest()
	key := "report:" + rep.Nonce + ":" + digest
	if got, ok, err := answered(ctx, db, key, digest); ok || err != nil {
		return got, err
	}
	if ps := rep.wrong(); len(ps) > 0 {
		return Receipt{}, fault.Problems(ps)
	}
	c := access.Linked(access.Limit{Key: "incident-report", Person: rep.By, Name: rep.Name, In: rep.To, Make: made,
		Records: map[string][]register.ID{"org": {rep.To}, "person": {rep.By}}})
	id := register.NewID(now)
	inc := create(registers.Incidents, rep.To, map[string]any{"title": headline(rep.What), "channel": "form", "detected_at": rep.Noticed, "registered_at": now,
		"reported_by": shorten(strings.Trim(rep.Name+", "+rep.Reach, ", "), 200), "category": list(rep.Harmed)})
	inc.NewID = id
	line := map[string]any{"incident": string(id), "at": now, "what": rep.words()}
	if rep.By != "" {
		line["who"] = string(rep.By)
	} else if rep.Name != "" {
		line["who_text"] = shorten(rep.Name, 200)
	}
	changes := []command.Change{inc, create(registers.LogEntries, rep.To, line)}
	var keep func(*store.Tx, command.Receipt) error
	if rep.FileName != "" {
		ch, k, err := remark.Attach(c, registers.Incidents.NewRecord(id, rep.To), rep.FileName, rep.File)
		if err != nil {
			return Receipt{}, err
		}
		changes, keep = append(changes, ch), k
	}
	told, err := holders(ctx, db, rep.To, now, rep.toldFunctions()...)
	if err != nil {
		return Receipt{}, err
	}
	var out Receipt
	_, err = s.Do(ctx, c, command.Options{Via: "web", Now: now, After: func(tx *store.Tx, r command.Receipt) error {
		out = Receipt{Ref: r.Items[0].New.Ref, Org: rep.To}
		if keep != nil {
			if err := keep(tx, r); err != nil {
				return err
			}
		}
		b, err := json.Marshal(out)
		if err != nil {
			return fmt.Errorf("write a receipt: %w", err)
		}
		if err := tx.KeepAnswer(key, digest, b); err != nil {
			return err
		}
		return post.report(tx, told, out.Ref, rep, now)
	}}, changes...)
	if fault.Is(err, fault.Conflict) { // the same report came twice at once
		if got, ok, err2 := answered(ctx, db, key, digest); ok || err2 != nil {
			return got, err2
		}
	}
	return out, err
}

// answered gives the receipt of a report that has come before.
func answered(ctx context.Context, db *store.DB, key, digest string) (Receipt, bool, error) {
	var out Receipt
	b, same, err := db.Answered(ctx, key, digest)
	if err != nil || !same {
		return out, false, err
	}
	if err := json.Unmarshal(b, &out); err != nil {
		return out, false, fmt.Errorf("read a receipt: %w", err)
	}
	return out, true, nil
}

const (
	longestWhat   = 10_000
	longestAnswer = 200
)

// wrong tells what is missing or too long; all else is left to those who judge.
func (r Report) wrong() []fault.Problem {
	var ps []fault.Problem
	switch n := utf8.RuneCountInString(r.What); {
	case strings.TrimSpace(r.What) == "":
		ps = append(ps, problem("what", "what-happened", "")...)
	case n > longestWhat:
		ps = append(ps, problem("what", "too-long", "", fmt.Sprint(longestWhat))...)
	}
	for field, v := range map[string]string{"where": r.Where, "name": r.Name, "reach": r.Reach} {
		if utf8.RuneCountInString(v) > longestAnswer {
			ps = append(ps, problem(field, "too-long", "", fmt.Sprint(longestAnswer))...)
		}
	}
	return ps
}

func (r Report) digest() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q", []any{r.To, r.By, r.Name, r.Reach, r.What, r.Noticed, r.Ongoing, r.PersonalData, r.Where, r.Harmed, r.FileName})
	sum.Write(r.File)
	return hex.EncodeToString(sum.Sum(nil))
}

// headline is the first sentence, cut at a word, as the incident is called
// until somebody names it better.
func headline(what string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(what), "\n")
	if at := strings.IndexAny(first, ".?!"); at > 0 && (at+1 == len(first) || first[at+1] == ' ') {
		first = first[:at]
	}
	const most = 90
	if utf8.RuneCountInString(first) <= most {
		return strings.TrimSpace(first)
	}
	cut := string([]rune(first)[:most])
	if at := strings.LastIndex(cut, " "); at > most/2 {
		cut = cut[:at]
	}
	return strings.TrimSpace(cut) + " …"
}

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// words are the report as the log keeps it.
func (r Report) words() string {
	var b strings.Builder
	b.WriteString("Rapport:\n\n" + strings.TrimSpace(r.What) + "\n")
	say := func(label, v string) {
		if v != "" {
			b.WriteString("\n" + label + ": " + v)
		}
	}
	fact := func(code string) string {
		if code == "" {
			return ""
		}
		return register.Facts.Label(code).SV
	}
	say("Pågår fortfarande", fact(r.Ongoing))
	say("Gäller", r.Where)
	say("Uppgifter om personer kan ha drabbats", fact(r.PersonalData))
	switch {
	case r.By == "" && r.Name == "" && r.Reach == "":
		say("Rapporterad", "utan namn")
	case r.By == "":
		say("Rapporterad av", strings.Trim(r.Name+", "+r.Reach, ", "))
	default:
		say("Nås på", r.Reach)
	}
	return b.String()
}
