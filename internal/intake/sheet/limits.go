package sheet

import (
	"context"
	"fmt"
	"time"
)

// Limits caps what a file may cost. The defaults hold a reading within
// 64 MiB and 10 s whatever the file contains.
type Limits struct {
	Input    int64         // bytes of the file as given
	Unpacked int64         // bytes of all parts of a workbook, unpacked
	Ratio    int64         // unpacked bytes per packed byte, for parts above 1 MiB
	Entries  int           // parts in a workbook
	Rows     int           // rows with content in a sheet
	Columns  int           // columns with content in a sheet
	Cell     int           // bytes of text in a cell
	Strings  int64         // bytes of the workbook's shared strings, 16 for each besides its text
	Time     time.Duration // spent reading, the caller's own work between rows not counted
}

// DefaultLimits are the caps of a file that comes from outside.
func DefaultLimits() Limits {
	return Limits{
		Input:    20 << 20,
		Unpacked: 50 << 20,
		Ratio:    100,
		Entries:  2000,
		Rows:     20_000,
		Columns:  200,
		Cell:     4 * 32767, // a cell in Excel holds 32 767 characters
		Strings:  16 << 20,
		Time:     10 * time.Second,
	}
}

// Caps that no honest file reaches whatever limits the caller sets.
const (
	maxRowNumber  = 1 << 20   // rows in an XLSX sheet, ECMA-376
	maxColumn     = 1 << 14   // columns in an XLSX sheet
	maxRowText    = 4 << 20   // bytes of text in one row
	maxToken      = 256 << 10 // bytes between two "<" in XML
	maxMerges     = 20_000
	maxSheets     = 500
	maxStyles     = 65_536 // cell formats, Excel's own cap is 65 490
	ratioFreeSize = 1 << 20
)

// watch stops work that has gone on for too long. Only the time between
// resume and pause counts, so that a slow receiver of rows is not blamed on
// the file.
type watch struct {
	ctx   context.Context
	limit time.Duration
	spent time.Duration
	start time.Time
	ticks int
}

func newWatch(ctx context.Context, limit time.Duration) *watch {
	return &watch{ctx: ctx, limit: limit, start: time.Now()}
}

func (w *watch) pause()  { w.spent += time.Since(w.start) }
func (w *watch) resume() { w.start = time.Now() }

// tick is cheap enough to call for every token.
func (w *watch) tick() error {
	w.ticks++
	if w.ticks%512 != 0 {
		return nil
	}
	return w.check()
}

func (w *watch) check() error {
	if err := w.ctx.Err(); err != nil {
		return fmt.Errorf("read sheet: %w", err)
	}
	if spent := w.spent + time.Since(w.start); w.limit > 0 && spent > w.limit {
		return &Refusal{Code: TooSlow, Limit: w.limit.Milliseconds(), Found: spent.Milliseconds()}
	}
	return nil
}
