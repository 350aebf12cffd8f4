// Package sheet reads CSV and XLSX files into rows of cells, refusing what is
// too large, too slow or not what it says before it costs memory.
//
// [Open] recognises the file by its content, [Book.Read] streams the rows of
// one sheet and [Book.Header] finds where the headings stand. The package
// decides nothing about what a cell means: that is intake/value.
package sheet
