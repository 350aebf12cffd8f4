// Package example holds an invented office's registers at three dates, so that
// a fresh installation has something to show and tests have figures to hold.
package example

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"io/fs"
	"sync"

	"genomlys/internal/register"
)

// packed is the folder data, packed so that the program is a megabyte smaller;
// a test holds the two to be the same.
//
//go:embed data.zip
var packed []byte

var data = sync.OnceValues(func() (*zip.Reader, error) {
	return zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
})

// Export is one export of the same registers.
type Export struct {
	Year  string        // folder: 2022, 2023 or 2024
	Dated register.Date // as the registers stood
}

// Exports are the exports, oldest first: imported in order, each updates the
// one before.
var Exports = []Export{{"2022", "2022-11-15"}, {"2023", "2023-11-15"}, {"2024", "2024-02-29"}}

// Dir gives the folder of an export.
func (e Export) Dir() fs.FS {
	all, err := data()
	if err != nil {
		panic(err) // it is embedded
	}
	d, err := fs.Sub(all, e.Year)
	if err != nil {
		panic(err)
	}
	return d
}
