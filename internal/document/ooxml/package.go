// Package ooxml writes what Office files have in common: a zip of XML parts
// with the same bytes for the same content (ECMA-376 part 2).
package ooxml

import (
	"archive/zip"
	"fmt"
	"io"
	"time"
)

// Declaration opens every XML part.
const Declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// Package is an Office file being written, part by part.
type Package struct {
	zip *zip.Writer
	at  time.Time
}

// New starts a file. Each part is dated at, in UTC, so that two runs agree.
func New(w io.Writer, at time.Time) *Package {
	if !at.IsZero() {
		// The zip format knows no fractions of a second and no years before 1980.
		at = at.UTC().Truncate(time.Second)
		if at.Year() < 1980 {
			at = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
		}
	}
	return &Package{zip: zip.NewWriter(w), at: at}
}

// Part opens the next part; it is written until the next call.
func (p *Package) Part(name string) (io.Writer, error) {
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: p.at})
	if err != nil {
		return nil, fmt.Errorf("open part %s: %w", name, err)
	}
	return w, nil
}

// Put writes a whole part.
func (p *Package) Put(name, content string) error {
	w, err := p.Part(name)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, content); err != nil {
		return fmt.Errorf("write part %s: %w", name, err)
	}
	return nil
}

// Close ends the file; it does not close the writer given to New.
func (p *Package) Close() error {
	if err := p.zip.Close(); err != nil {
		return fmt.Errorf("end of file: %w", err)
	}
	return nil
}
