package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// BundleReader reads a bundle line by line; it holds one line at a time, of
// at most [MaxLine] bytes.
type BundleReader struct {
	r      *bufio.Reader
	meta   Bundle
	number int64
	long   []byte // a line longer than the buffer of r
	links  chain
	again  bytes.Buffer
	lines  *json.Encoder
}

// NewBundleReader reads the first line. Its errors and those of Next are a
// [*Break] if the bundle is at fault, otherwise those of r.
func NewBundleReader(r io.Reader) (*BundleReader, error) {
	b := &BundleReader{r: bufio.NewReaderSize(r, 1<<16)}
	b.lines = lineEncoder(&b.again)
	raw, err := b.next()
	if err == io.EOF {
		return nil, &Break{Kind: BadBundle, Seq: 1, Name: "empty file"}
	}
	if err != nil {
		return nil, err
	}
	var l firstLine
	if err := b.decode(raw, &l); err != nil {
		return nil, err
	}
	if l.Bundle != bundleFormat || l.Size < 0 || l.Size > maxSeq {
		return nil, b.bad("not a bundle of the form " + bundleFormat)
	}
	b.meta = Bundle{Origin: l.Origin, Size: l.Size}
	if l.Org != nil {
		b.meta.Extract, b.meta.Org = true, *l.Org
	}
	return b, nil
}

// Bundle gives the first line.
func (b *BundleReader) Bundle() Bundle { return b.meta }

// Next gives the next line, or io.EOF after the last.
func (b *BundleReader) Next() (Item, error) {
	raw, err := b.next()
	if err != nil {
		return Item{}, err
	}
	var l entryLine
	if err := b.decode(raw, &l); err != nil {
		return Item{}, err
	}
	it, err := l.item()
	if err != nil {
		return Item{}, b.bad(err.Error())
	}
	return it, nil
}

func (b *BundleReader) bad(why string) *Break {
	return &Break{Kind: BadBundle, Seq: b.number, Name: why}
}

// next gives the next line with its newline; valid until the next call.
func (b *BundleReader) next() ([]byte, error) {
	b.number++
	line, err := b.r.ReadSlice('\n')
	if err == nil {
		return line, nil
	}
	b.long = b.long[:0]
	for {
		b.long = append(b.long, line...)
		switch {
		case len(b.long) > MaxLine:
			return nil, b.bad(fmt.Sprintf("longer than %d bytes", MaxLine))
		case err == nil:
			return b.long, nil
		case err == io.EOF && len(b.long) == 0:
			return nil, io.EOF
		case err == io.EOF:
			return nil, b.bad("the line has no end: the file was cut off")
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, fmt.Errorf("read ledger bundle, line %d: %w", b.number, err)
		}
		line, err = b.r.ReadSlice('\n')
	}
}

// decode reads a line and writes it anew: an unknown or repeated key, another
// order or a blank would otherwise let two readers see different things.
func (b *BundleReader) decode(raw []byte, into any) error {
	if err := json.Unmarshal(raw, into); err != nil {
		return b.bad("no JSON of the expected kind: " + err.Error())
	}
	b.again.Reset()
	if err := b.lines.Encode(into); err != nil || !bytes.Equal(raw, b.again.Bytes()) {
		return b.bad("not in canonical form")
	}
	return nil
}

// VerifyBundle checks a whole bundle with the log's public keys (see
// [OpenCheckpoint]) against its own checkpoints and those in trusted, which
// come from elsewhere: an earlier bundle, a mail, a printed report. All
// entries must be under a checkpoint. A key that the log changed to holds from
// the checkpoint on that a key given vouches for it by. What is wrong with the log is a
// [*Break]; other errors are about the keys or from r.
func VerifyBundle(r io.Reader, public string, trusted ...Checkpoint) (Bundle, Result, error) {
	keys, err := verifiers(public)
	if err != nil {
		return Bundle{}, Result{}, err
	}
	b, err := NewBundleReader(r)
	if err != nil {
		return Bundle{}, Result{}, err
	}
	res, err := b.verify(keys, trusted)
	return b.meta, res, err
}

func (b *BundleReader) verify(keys []note.Verifier, trusted []Checkpoint) (Result, error) {
	var v Verifier
	ring := &keyring{keys: keys}
	if b.meta.Extract {
		v.Extract(b.meta.Org)
	}
	if !slices.ContainsFunc(keys, func(k note.Verifier) bool { return k.Name() == b.meta.Origin }) {
		return Result{}, &Break{Kind: WrongKey, Name: b.meta.Origin}
	}
	for _, cp := range trusted {
		if cp.Origin != b.meta.Origin {
			return Result{}, &Break{Kind: BadCheckpoint, Name: fmt.Sprintf("it is for %q, the bundle for %q", cp.Origin, b.meta.Origin)}
		}
		if err := v.Expect(cp, false); err != nil {
			return Result{}, err
		}
	}
	for {
		it, err := b.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = b.feed(&v, ring, it)
		}
		if err != nil {
			return Result{}, err
		}
	}
	if v.out == nil && v.edge.size < b.meta.Size {
		return Result{}, &Break{Kind: CutTail, Seq: v.edge.size, Other: b.meta.Size}
	}
	res, err := v.Close()
	switch {
	case err != nil:
		return Result{}, err
	case res.Size > b.meta.Size:
		return Result{}, b.bad(fmt.Sprintf("%d entries, the first line says %d", res.Size, b.meta.Size))
	case res.Size > res.Covered || res.Checkpoints == 0:
		return Result{}, &Break{Kind: Unsigned, Seq: res.Covered, Other: res.Size}
	}
	return res, nil
}

func (b *BundleReader) feed(v *Verifier, ring *keyring, it Item) error {
	switch {
	case it.Checkpoint != nil:
		ring.changes = slices.Clone(v.result.Keys) // one that is there already does no harm
		cp, err := ring.open(it.Checkpoint)
		if err != nil {
			return err
		}
		if cp.Origin != b.meta.Origin {
			return &Break{Kind: BadCheckpoint, Name: fmt.Sprintf("it is for %q, the bundle for %q", cp.Origin, b.meta.Origin)}
		}
		if err := b.links.next(cp, it.Checkpoint, false); err != nil {
			return err
		}
		return v.Expect(cp, true)
	case it.Masked && !b.meta.Extract:
		return b.bad("masked entry in a bundle that is no extract")
	case it.Masked:
		return v.AddMasked(it.Seq, it.Org, it.Rest, it.Hashes)
	case it.Withheld:
		return v.AddWithheld(it.Seq, it.Header, it.Hashes)
	}
	return v.Add(it.Seq, it.Header, it.Hashes, it.Salt, it.Payload, it.Erased)
}
