// Package example holds an invented office's registers at three dates, so that
// a fresh installation has something to show and tests have figures to hold.
package example

import (
	"embed"
	"io/fs"

	"genomlys/internal/register"
)

//go:embed data
var data embed.FS

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
	d, err := fs.Sub(data, "data/"+e.Year)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return d
}
