package ledger

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Limits of a header. Headers are never erased, so they stay small.
const (
	MaxHeader = 64 << 10 // bytes of one header
	maxName   = 128      // bytes of a name or identifier
	maxReason = 500      // bytes of Reason
	maxFields = 1000     // changed fields in one entry
)

// timeLayout is RFC 3339 in UTC with exactly six decimals.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// ActionDispose marks the entry by which earlier contents were erased
// (gallring); its payload is made by [DisposalPayload].
const ActionDispose = "dispose"

// Entry is what the ledger keeps for ever about one change. It holds no
// values and, apart from the pseudonym Actor, nothing about a person.
type Entry struct {
	Seq       int64     // place in the log, from 0
	At        time.Time // when it was written, UTC, microseconds; never before the previous entry
	Org       string    // owning organisation; empty = the installation itself
	OrgSeq    int64     // the organisation's own gapless number, from 1
	Actor     string    // pseudonym id of who did it
	Action    string    // what was done, e.g. create, update, dispose
	Register  string    // kind of record; may be empty when the act is about none
	ID        string    // the record; may be empty likewise
	Fields    []string  // names of the fields changed; kept in ascending order, each once
	Commit    [32]byte  // Commitment(salt, payload)
	Set       string    // change set: all entries of one command share it
	Reason    string    // code or diary number, never text about people; may be empty
	Via       string    // web, api, cli, import or system
	Effective time.Time // instant the version is true from; zero = At
}

// Header gives the canonical bytes of e: one JSON object without blanks,
// keys in a fixed order with org before everything else that varies, because
// the leaf hashes what follows org apart (see [Leaf]). Times are cut to
// microseconds. [Entry.Check] tells whether the result can be read back.
func (e Entry) Header() []byte {
	b := make([]byte, 0, 384)
	b = append(b, headerStart...)
	b = appendString(b, e.Org)
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, e.Seq, 10)
	b = append(b, `,"at":"`...)
	b = e.At.UTC().AppendFormat(b, timeLayout)
	b = append(b, `","n":`...)
	b = strconv.AppendInt(b, e.OrgSeq, 10)
	b = append(b, `,"actor":`...)
	b = appendString(b, e.Actor)
	b = append(b, `,"action":`...)
	b = appendString(b, e.Action)
	b = append(b, `,"register":`...)
	b = appendString(b, e.Register)
	b = append(b, `,"id":`...)
	b = appendString(b, e.ID)
	b = append(b, `,"fields":[`...)
	for i, f := range ascending(e.Fields) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, f)
	}
	b = append(b, `],"commit":"`...)
	b = base64.StdEncoding.AppendEncode(b, e.Commit[:])
	b = append(b, `","set":`...)
	b = appendString(b, e.Set)
	if e.Reason != "" {
		b = append(b, `,"reason":`...)
		b = appendString(b, e.Reason)
	}
	if !e.Effective.IsZero() {
		b = append(b, `,"effective":"`...)
		b = e.Effective.UTC().AppendFormat(b, timeLayout)
		b = append(b, '"')
	}
	b = append(b, `,"via":`...)
	b = appendString(b, e.Via)
	return append(b, '}')
}

// headerStart is how every header of version 1 begins.
const headerStart = `{"v":1,"org":`

// ascending gives names in ascending byte order, each once, without touching
// the argument.
func ascending(names []string) []string {
	for i := 1; i < len(names); i++ {
		if names[i-1] >= names[i] {
			return slices.Compact(slices.Sorted(slices.Values(names)))
		}
	}
	return names
}

// Check tells what in e could not be written to the ledger, or nil.
func (e Entry) Check() error {
	switch {
	case e.Seq < 0:
		return fmt.Errorf("ledger entry: seq is %d, must be 0 or more", e.Seq)
	case e.OrgSeq < 1:
		return fmt.Errorf("ledger entry %d: n is %d, must be 1 or more", e.Seq, e.OrgSeq)
	case len(e.Fields) > maxFields:
		return fmt.Errorf("ledger entry %d: %d fields, at most %d", e.Seq, len(e.Fields), maxFields)
	case len(e.Reason) > maxReason:
		return fmt.Errorf("ledger entry %d: reason has %d bytes, at most %d", e.Seq, len(e.Reason), maxReason)
	case !utf8.ValidString(e.Reason):
		return fmt.Errorf("ledger entry %d: reason is not UTF-8", e.Seq)
	}
	switch e.Via {
	case "web", "api", "cli", "import", "system":
	default:
		return fmt.Errorf("ledger entry %d: via is %q, must be web, api, cli, import or system", e.Seq, e.Via)
	}
	if err := e.checkTimes(); err != nil {
		return err
	}
	for _, s := range [...]struct{ key, value string }{
		{"actor", e.Actor}, {"action", e.Action}, {"set", e.Set},
	} {
		if s.value == "" {
			return fmt.Errorf("ledger entry %d: %s is empty", e.Seq, s.key)
		}
	}
	for _, s := range [...]struct{ key, value string }{
		{"org", e.Org}, {"actor", e.Actor}, {"action", e.Action},
		{"register", e.Register}, {"id", e.ID}, {"set", e.Set},
	} {
		if err := checkName(s.value); err != nil {
			return fmt.Errorf("ledger entry %d: %s %w", e.Seq, s.key, err)
		}
	}
	for _, f := range e.Fields {
		if f == "" {
			return fmt.Errorf("ledger entry %d: a field name is empty", e.Seq)
		}
		if err := checkName(f); err != nil {
			return fmt.Errorf("ledger entry %d: field name %w", e.Seq, err)
		}
	}
	return nil
}

// checkTimes refuses years that RFC 3339 cannot write.
func (e Entry) checkTimes() error {
	if y := e.At.UTC().Year(); y < 1 || y > 9999 || e.At.IsZero() {
		return fmt.Errorf("ledger entry %d: at is missing or outside the years 1-9999", e.Seq)
	}
	if e.Effective.IsZero() {
		return nil
	}
	if y := e.Effective.UTC().Year(); y < 1 || y > 9999 {
		return fmt.Errorf("ledger entry %d: effective is outside the years 1-9999", e.Seq)
	}
	return nil
}

// checkName refuses what would make a name unreadable on a printed line.
func checkName(s string) error {
	if len(s) > maxName {
		return fmt.Errorf("has %d bytes, at most %d", len(s), maxName)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("is not UTF-8")
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] == 0x7f {
			return fmt.Errorf("holds a control character")
		}
	}
	return nil
}

// appendString writes s as a JSON string in its one canonical form: only
// quote, backslash and control characters below 0x20 are escaped, the last
// as \u00xx in lower case; what is not UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(b, s[start:i]...)
				b = append(b, "\ufffd"...)
				start = i + 1
			}
			i += n
			continue
		}
		if c < 0x20 || c == '"' || c == '\\' {
			b = append(b, s[start:i]...)
			if c < 0x20 {
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			} else {
				b = append(b, '\\', c)
			}
			start = i + 1
		}
		i++
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
