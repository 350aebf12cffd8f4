package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// languages a decided review is kept in; the first is the original.
var languages = []lang.Lang{lang.SV, lang.EN}

// DecideRequest is what the head decides with.
type DecideRequest struct {
	Date    register.Date
	DiaryNo string
	Minutes string
	Via     string
}

// Decide decides a review whose meeting has been held, by a head who is
// not its reporter. In one transaction the decision points are decided and the
// review is frozen: figures with their records and versions, the ledger's
// position and root, texts and files in both languages, under a hash that stands
// in the record. What is entered later changes none of it.
func Decide(ctx context.Context, d Deps, caller access.Caller, id string, in DecideRequest) (*register.Record, error) {
	rec, holder, err := decidable(ctx, d, caller, id)
	if err != nil {
		return nil, err
	}
	if !register.ValidDate(string(in.Date)) {
		return nil, fault.Problems([]fault.Problem{{Field: "decided_on", Code: "not-a-date", Value: string(in.Date), Allowed: []string{"2023-11-24"}}})
	}
	at := effectiveOn(d, in.Date, rec)
	reviews, err := buildAll(ctx, d, caller, Request{ID: rec.ID}, func(rv *Review) {
		rv.State, rv.Status, rv.DecidedOn, rv.DecidedBy = "decided", "decided", in.Date, holder.Title
		if in.DiaryNo != "" {
			rv.DiaryNo = in.DiaryNo
		}
		for i := range rv.Decisions {
			rv.Decisions[i].State, rv.Decisions[i].Date, rv.Decisions[i].DecidedBy = "decided", string(in.Date), holder.Title
		}
	}, map[string]any{"status": "decided", "decided_on": string(in.Date), "decided_by": string(holder.Assignment), "diary_no": in.DiaryNo})
	if err != nil {
		return nil, err
	}
	if err := fault.Problems(Check(reviews[0])); err != nil {
		return nil, err
	}
	inputs := make([]any, 0, len(Inputs))
	for _, k := range Inputs {
		inputs = append(inputs, map[string]any{"input": k, "state": reviews[0].Inputs[k], "reason": reviews[0].Reasons[k]})
	}
	fields := map[string]any{"decided_on": string(in.Date), "decided_by": string(holder.Assignment), "inputs": inputs, "template_version": reviews[0].Template}
	if in.DiaryNo != "" {
		fields["diary_no"] = in.DiaryNo
	}
	if in.Minutes != "" {
		fields["minutes"] = in.Minutes
	}
	changes := []command.Change{{Op: "decide", Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: fields, Effective: at}}
	points, err := proposed(ctx, d, caller, rec)
	if err != nil {
		return nil, err
	}
	for _, p := range points {
		changes = append(changes, command.Change{Op: "decide", Register: p.Register, ID: string(p.ID), Effective: effectiveOn(d, in.Date, p),
			Fields: map[string]any{"decided_on": string(in.Date), "decided_by": string(holder.Assignment)}})
	}
	return freeze(ctx, d, caller, in.Via, in.DiaryNo, reviews, at, changes)
}

// decidable finds the review and the function the caller decides by.
func decidable(ctx context.Context, d Deps, caller access.Caller, id string) (*register.Record, access.Held, error) {
	r := d.register("management_review")
	rec, err := d.DB.Get(ctx, caller.Read(r), r, id, time.Time{}, 0)
	if err != nil {
		return nil, access.Held{}, err
	}
	if err := caller.Decide(r, "decide", rec.Org); err != nil {
		return nil, access.Held{}, err
	}
	var holder access.Held
	wanted := rec.Text("obtained_by")
	for _, h := range caller.Held {
		if !slices.Contains(access.Decisions["management_review.decide"], h.Function) || !slices.Contains(h.Reach, rec.Org) {
			continue
		}
		if holder.Assignment == "" || string(h.Assignment) == wanted {
			holder = h
		}
	}
	if holder.Assignment == "" {
		return nil, holder, fault.New(fault.Denied, "may-not-decide", append([]string{r.Name, "decide"}, access.Decisions["management_review.decide"]...)...)
	}
	// The head may not be the reporter: neither as function nor as person (domain.md 2).
	if rep := rec.Text("reporter"); rep != "" {
		fr := d.register("role_assignment")
		reporter, err := d.DB.Get(ctx, caller.Read(fr), fr, rep, time.Time{}, 0)
		if err != nil {
			return nil, holder, err
		}
		if reporter.ID == holder.Assignment || caller.Person != "" && reporter.Text("person") == string(caller.Person) {
			return nil, holder, fault.Problems([]fault.Problem{{Field: "decided_by", Code: "reporter-is-receiver"}})
		}
	}
	return rec, holder, nil
}

// effectiveOn is when a decision of a day takes effect on a record: now, or for
// one entered later the end of its day, unless the record has changed since.
func effectiveOn(d Deps, day register.Date, rec *register.Record) time.Time {
	end := d.DB.EndOfDay(day)
	if d.Now().Before(end) || end.Before(rec.Since) {
		return time.Time{}
	}
	return end
}

// proposed gives the decision points of a review that are not yet decided.
func proposed(ctx context.Context, d Deps, caller access.Caller, review *register.Record) ([]*register.Record, error) {
	r := d.register("improvement_decision")
	var out []*register.Record
	err := d.DB.Each(ctx, caller.Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if rec.Text("review") == string(review.ID) && rec.Text("status") == "proposed" {
			out = append(out, rec)
		}
		return nil
	})
	return out, err
}

// buildAll builds the review in each language at one ledger position. with
// stands for fields of the record that the coming change will write.
func buildAll(ctx context.Context, d Deps, caller access.Caller, req Request, finish func(*Review), with map[string]any) ([]Review, error) {
	if d.Key != nil {
		if err := d.Key(ctx); err != nil {
			return nil, fmt.Errorf("make the ledger's key: %w", err)
		}
	}
	size, _, err := d.DB.Root(ctx)
	if err != nil {
		return nil, err
	}
	req.KnownAt = size
	var out []Review
	for _, l := range languages {
		req.Lang = l
		b, err := prepare(ctx, d, caller, req)
		if err != nil {
			return nil, err
		}
		b.record = b.record.Clone()
		for k, v := range with {
			if v == "" {
				continue
			}
			b.record.Set(k, v)
		}
		b.titles["management_review "+string(b.record.ID)] = b.record
		rv, err := b.build()
		if err != nil {
			return nil, err
		}
		finish(&rv)
		out = append(out, rv)
	}
	return out, nil
}

// freeze makes the changes and keeps the files, all or nothing. The record's
// hash is over the hashes of its files in order.
func freeze(ctx context.Context, d Deps, caller access.Caller, via, reason string, reviews []Review, at time.Time, changes []command.Change) (*register.Record, error) {
	type file struct {
		name string
		data []byte
	}
	var files []file
	for _, rv := range reviews {
		made, err := Files(rv, Options{})
		if err != nil {
			return nil, err
		}
		for _, f := range Formats {
			files = append(files, file{rv.Language + "/" + FileName(rv, f), made[f]})
		}
	}
	var frozen *register.Record
	_, err := d.Commands.Do(ctx, caller, command.Options{Via: via, Now: d.Now(), Reason: reason, Sealed: true, After: func(tx *store.Tx, r command.Receipt) error {
		decided := r.Items[0].New
		rows := make([]registers.FrozenFile, len(files))
		sum := sha256.New()
		for i, f := range files {
			hash, err := tx.PutBlob(f.data)
			if err != nil {
				return fmt.Errorf("keep %s: %w", f.name, err)
			}
			rows[i] = registers.FrozenFile{Name: f.name, Hash: hash, Size: int64(len(f.data))}
			fmt.Fprintln(sum, hash, f.name)
		}
		list, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		frozen = decided.Clone()
		frozen.Set("frozen", json.RawMessage(list))
		frozen.Set("hash", hex.EncodeToString(sum.Sum(nil)))
		frozen.Set("known_at", reviews[0].Ledger.Size)
		if err := tx.Put(frozen, decided, "freeze", at); err != nil {
			return err
		}
		for _, f := range rows {
			if err := tx.Freeze(string(frozen.ID), frozen.Version, f.Name, f.Hash); err != nil {
				return fmt.Errorf("freeze %s: %w", f.Name, err)
			}
		}
		return nil
	}}, changes...)
	return frozen, err
}
