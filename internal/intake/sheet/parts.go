package sheet

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"io"
	"path"
	"strings"
)

// parts is the packed parts of a workbook, under the caps.
type parts struct {
	limits Limits
	files  map[string]*zip.File // by lower-case name: some writers mix cases
}

// budget stops the reading of a directory that is larger than its cap, since
// archive/zip reads it whole whatever number of entries it says it has.
type budget struct {
	r    io.ReaderAt
	left int64
}

var errDirectory = errors.New("directory of the zip is too large")

func (b *budget) ReadAt(p []byte, off int64) (int, error) {
	b.left -= int64(len(p))
	if b.left < 0 {
		return 0, errDirectory
	}
	return b.r.ReadAt(p, off)
}

func openParts(r io.ReaderAt, size int64, limits Limits) (*parts, error) {
	cap := &budget{r: r, left: int64(limits.Entries)*512 + 256<<10}
	z, err := zip.NewReader(cap, size)
	if errors.Is(err, errDirectory) {
		return nil, &Refusal{Code: TooManyEntries, Limit: int64(limits.Entries), Found: int64(limits.Entries) + 1}
	}
	if err != nil {
		return nil, &Refusal{Code: BrokenFile, Err: err}
	}
	cap.left = 1 << 62
	if len(z.File) > limits.Entries {
		return nil, &Refusal{Code: TooManyEntries, Limit: int64(limits.Entries), Found: int64(len(z.File))}
	}
	p := &parts{limits: limits, files: make(map[string]*zip.File, len(z.File))}
	var total uint64
	for _, f := range z.File {
		if total += min(f.UncompressedSize64, 1<<40); total > uint64(limits.Unpacked) {
			return nil, &Refusal{Code: UnpackedTooLarge, Limit: limits.Unpacked, Found: int64(total), Detail: f.Name}
		}
		if f.UncompressedSize64 > ratioFreeSize && int64(f.UncompressedSize64) > limits.Ratio*int64(f.CompressedSize64) {
			return nil, &Refusal{Code: RatioTooHigh, Limit: limits.Ratio, Detail: f.Name,
				Found: int64(f.UncompressedSize64) / max(1, int64(f.CompressedSize64))}
		}
		if f.Flags&1 != 0 {
			return nil, &Refusal{Code: Encrypted, Detail: f.Name}
		}
		p.files[partName(f.Name)] = f
	}
	return p, nil
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (p *parts) has(name string) bool { return p.files[partName(name)] != nil }

// open gives a part's bytes. What the directory says of its size is not
// believed: the bytes are counted as they come.
func (p *parts) open(name string) (io.ReadCloser, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, &Refusal{Code: NotAWorkbook, Detail: name}
	}
	rc, err := f.Open()
	if err != nil {
		return nil, &Refusal{Code: BrokenFile, Detail: name, Err: err}
	}
	ratio := max(ratioFreeSize, p.limits.Ratio*int64(f.CompressedSize64))
	return &counted{rc: rc, name: name, limit: p.limits.Unpacked, ratio: ratio, packed: max(1, int64(f.CompressedSize64)), caps: p.limits}, nil
}

type counted struct {
	rc                   io.ReadCloser
	name                 string
	read                 int64
	limit, ratio, packed int64
	caps                 Limits
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.rc.Read(b)
	c.read += int64(n)
	switch {
	case c.read > c.limit:
		return 0, &Refusal{Code: UnpackedTooLarge, Limit: c.limit, Found: c.read, Detail: c.name}
	case c.read > c.ratio:
		return 0, &Refusal{Code: RatioTooHigh, Limit: c.caps.Ratio, Found: c.read / c.packed, Detail: c.name}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, &Refusal{Code: BrokenFile, Detail: c.name, Err: err}
	}
	return n, err
}

func (c *counted) Close() error { return c.rc.Close() }

func isPackError(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt) || errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) ||
		errors.Is(err, io.ErrUnexpectedEOF)
}
