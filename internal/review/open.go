package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Open gives a review by identity or human number: a decided one as it was
// frozen, any other built anew from the registers as of its day.
func Open(ctx context.Context, d Deps, caller access.Caller, id string, l lang.Lang) (Review, error) {
	rec, err := record(ctx, d, caller, id)
	if err != nil {
		return Review{}, err
	}
	if !isFrozen(rec) {
		return Build(ctx, d, caller, Request{ID: rec.ID, Lang: l})
	}
	data, err := OpenFile(ctx, d, caller, id, l, "json", 0)
	if err != nil {
		return Review{}, err
	}
	var rv Review
	if err := json.Unmarshal(data, &rv); err != nil {
		return Review{}, fmt.Errorf("read the frozen review %s: %w", rec.Ref, err)
	}
	rv.Status = rec.Text("status") // annexed and archived come after the lock
	return rv, nil
}

// OpenFile gives a review as a file: of a decided one the very bytes that were
// frozen, checked against the hash in the record. A version names one that has
// been corrected since; 0 is the latest.
func OpenFile(ctx context.Context, d Deps, caller access.Caller, id string, l lang.Lang, format string, version int64) ([]byte, error) {
	r := d.register("management_review")
	rec, err := d.DB.Get(ctx, caller.Read(r), r, id, time.Time{}, version)
	if err != nil {
		return nil, err
	}
	if l == "" {
		l = lang.SV
	}
	if !isFrozen(rec) {
		rv, err := Build(ctx, d, caller, Request{ID: rec.ID, Lang: l})
		if err != nil {
			return nil, err
		}
		if format == "json" {
			return JSON(rv)
		}
		files, err := Files(rv, Options{})
		if err != nil {
			return nil, err
		}
		if files[format] == nil {
			return nil, fault.New(fault.Unknown, "no-such-file", format)
		}
		return files[format], nil
	}
	year, _ := rec.Number("year")
	name := string(l) + "/" + FileName(Review{Language: string(l), Year: int(year)}, format)
	for _, f := range frozenFiles(rec) {
		if f.Name != name {
			continue
		}
		data, _, err := d.DB.Frozen(ctx, string(rec.ID), name, version)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		if hex.EncodeToString(sum[:]) != f.Hash {
			return nil, fmt.Errorf("the frozen file %s of %s is not the one that was decided: its hash is not %s", name, rec.Ref, f.Hash)
		}
		return data, nil
	}
	return nil, fault.New(fault.Unknown, "no-such-file", name)
}

func record(ctx context.Context, d Deps, caller access.Caller, id string) (*register.Record, error) {
	r := d.register("management_review")
	return d.DB.Get(ctx, caller.Read(r), r, id, time.Time{}, 0)
}

func isFrozen(rec *register.Record) bool {
	return decided(rec.Text("status")) && rec.Text("hash") != ""
}

func frozenFiles(rec *register.Record) []registers.FrozenFile {
	raw, _ := rec.Get("frozen").(json.RawMessage)
	var out []registers.FrozenFile
	_ = json.Unmarshal(raw, &out) // a list the product wrote itself; unreadable means none
	return out
}
