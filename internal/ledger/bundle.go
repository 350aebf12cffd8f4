package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// MaxLine is how many bytes one line of a bundle may have.
const MaxLine = 8 << 20

// bundleFormat begins the first line of every bundle of this form.
const bundleFormat = "genomlys-ledger/1"

// Bundle is the first line of a bundle.
type Bundle struct {
	Origin  string // name of the log, which is the name of its key
	Size    int64  // number of entries; all of them stand in the bundle, shown or masked
	Extract bool   // made for one organisation
	Org     string // that organisation, if Extract
}

// Item is one line after the first: an entry or a checkpoint.
type Item struct {
	Seq      int64
	Header   []byte   // nil if masked
	Hashes   []byte   // blob made by [Append]
	Salt     []byte   // nil if erased, withheld or masked
	Payload  []byte   // likewise
	Erased   bool     // contents are gone
	Withheld bool     // contents are kept but not shown
	Masked   bool     // only Org and Rest are shown
	Org      string   // organisation of a masked entry
	Rest     [32]byte // digest of a masked entry, see [Rest]

	Checkpoint []byte // signed checkpoint; then everything else is empty
}

// The lines as JSON. Key order is the order of the fields; a line has exactly
// one form, which the reader checks by writing it anew.
type (
	firstLine struct {
		Bundle string  `json:"bundle"`
		Origin string  `json:"origin"`
		Size   int64   `json:"size"`
		Org    *string `json:"org,omitempty"`
	}
	entryLine struct {
		Seq        *int64  `json:"seq,omitempty"`
		Header     *string `json:"header,omitempty"`
		Org        *string `json:"org,omitempty"`
		Rest       []byte  `json:"rest,omitempty"`
		Hashes     []byte  `json:"hashes,omitempty"`
		Salt       []byte  `json:"salt,omitempty"`
		Payload    *string `json:"payload,omitempty"`
		State      string  `json:"state,omitempty"`
		Checkpoint *string `json:"checkpoint,omitempty"`
	}
)

// What State says of contents that are not in the line.
const (
	stateErased   = "erased"
	stateWithheld = "withheld"
	stateMasked   = "masked"
)

// BundleWriter writes a bundle: one JSON value a line. Entries are written in
// order from 0; a checkpoint comes right after the last entry it covers, so
// that a reader can check it without keeping what it has read. Call Flush at
// the end.
type BundleWriter struct {
	w     *bufio.Writer
	meta  Bundle
	next  int64
	line  bytes.Buffer
	lines *json.Encoder
}

// NewBundleWriter writes the first line.
func NewBundleWriter(w io.Writer, meta Bundle) (*BundleWriter, error) {
	b := &BundleWriter{w: bufio.NewWriterSize(w, 1<<16), meta: meta}
	b.lines = lineEncoder(&b.line)
	return b, b.write(meta.line())
}

func (m Bundle) line() firstLine {
	l := firstLine{Bundle: bundleFormat, Origin: m.Origin, Size: m.Size}
	if m.Extract {
		l.Org = &m.Org
	}
	return l
}

// lineEncoder writes text as it is: escaping <, > and & is for web pages.
func lineEncoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// Write writes an entry or a checkpoint. In an extract, what belongs to other
// organisations must come masked.
func (b *BundleWriter) Write(it Item) error {
	l, err := it.line()
	if err != nil {
		return fmt.Errorf("write ledger bundle: %w", err)
	}
	if it.Checkpoint == nil {
		if it.Seq != b.next || it.Seq >= b.meta.Size {
			return fmt.Errorf("write ledger bundle: entry %d of %d, expected %d", it.Seq, b.meta.Size, b.next)
		}
		if b.meta.Extract && !it.Masked {
			if org, _, _ := Rest(it.Header); org != b.meta.Org {
				return fmt.Errorf("write ledger bundle: entry %d belongs to %q, the extract to %q", it.Seq, org, b.meta.Org)
			}
		}
		b.next++
	}
	return b.write(l)
}

func (b *BundleWriter) write(line any) error {
	b.line.Reset()
	if err := b.lines.Encode(line); err != nil {
		return fmt.Errorf("write ledger bundle: %w", err)
	}
	if b.line.Len() > MaxLine {
		return fmt.Errorf("write ledger bundle: entry %d needs a line of %d bytes, at most %d", b.next-1, b.line.Len(), MaxLine)
	}
	if _, err := b.w.Write(b.line.Bytes()); err != nil {
		return fmt.Errorf("write ledger bundle: %w", err)
	}
	return nil
}

// Flush writes what is left; it fails if not all entries were written.
func (b *BundleWriter) Flush() error {
	if b.next != b.meta.Size {
		return fmt.Errorf("write ledger bundle: %d of %d entries written", b.next, b.meta.Size)
	}
	if err := b.w.Flush(); err != nil {
		return fmt.Errorf("write ledger bundle: %w", err)
	}
	return nil
}

func (it Item) line() (entryLine, error) {
	var l entryLine
	text := func(b []byte) *string {
		s := string(b)
		return &s
	}
	if it.Checkpoint != nil {
		if !utf8.Valid(it.Checkpoint) {
			return l, errors.New("checkpoint is not UTF-8")
		}
		l.Checkpoint = text(it.Checkpoint)
		return l, nil
	}
	l.Seq, l.Hashes = &it.Seq, it.Hashes
	if it.Masked {
		l.Org, l.Rest, l.State = &it.Org, it.Rest[:], stateMasked
		return l, nil
	}
	if !utf8.Valid(it.Header) || !utf8.Valid(it.Payload) {
		return l, fmt.Errorf("entry %d is not UTF-8", it.Seq)
	}
	l.Header = text(it.Header)
	switch {
	case it.Erased:
		l.State = stateErased
	case it.Withheld:
		l.State = stateWithheld
	case len(it.Salt) == 0:
		return l, fmt.Errorf("entry %d has no salt and is not said to be erased", it.Seq)
	default:
		l.Salt, l.Payload = it.Salt, text(it.Payload)
	}
	return l, nil
}

func (l entryLine) item() (Item, error) {
	it := Item{Hashes: l.Hashes}
	if l.Checkpoint != nil {
		if l.Seq != nil || l.Header != nil || l.Org != nil || l.Rest != nil || l.Hashes != nil || l.Salt != nil || l.Payload != nil || l.State != "" {
			return it, errors.New("a checkpoint stands alone on its line")
		}
		it.Checkpoint = []byte(*l.Checkpoint)
		return it, nil
	}
	if l.Seq == nil || *l.Seq < 0 {
		return it, errors.New("neither seq nor checkpoint")
	}
	it.Seq = *l.Seq
	shown := l.Salt != nil || l.Payload != nil
	switch {
	case l.State == stateMasked:
		if l.Org == nil || len(l.Rest) != len(it.Rest) || l.Header != nil || shown {
			return it, errors.New("a masked entry has org, rest and hashes only")
		}
		it.Masked, it.Org = true, *l.Org
		copy(it.Rest[:], l.Rest)
		return it, nil
	case l.Header == nil || l.Org != nil || l.Rest != nil:
		return it, errors.New("an entry has a header, or state masked")
	case l.State == stateErased, l.State == stateWithheld:
		if shown {
			return it, errors.New("contents shown and said not to be")
		}
	case l.State != "":
		return it, errors.New("state must be erased, withheld or masked")
	case l.Salt == nil || l.Payload == nil:
		return it, errors.New("salt or payload missing; state must say why")
	default:
		it.Salt, it.Payload = l.Salt, []byte(*l.Payload)
	}
	it.Header = []byte(*l.Header)
	it.Erased, it.Withheld = l.State == stateErased, l.State == stateWithheld
	return it, nil
}
