package cityreview

import "genomlys/internal/method/coverage"

// Heat is a table of boards and figures. Each cell has its value in words, a
// step of tint and a mark, so that colour is never alone in saying anything.
type Heat struct {
	Steps   []int       `json:"steps"` // shares at which the tint changes
	Figures []HeatHead  `json:"figures"`
	Rows    []HeatBoard `json:"rows"`
	Total   []Cell      `json:"total"`
	Overlap []string    `json:"overlap"` // figures whose rows sum to more than the total, which counts each record once
	Note    string      `json:"note,omitempty"`
}

// HeatHead is a column.
type HeatHead struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Unit  string `json:"unit"`
	Good  string `json:"good"` // up, down or none
	Goal  *int   `json:"goal"`
}

// HeatBoard is a row.
type HeatBoard struct {
	ID    string `json:"id"`
	Short string `json:"short"`
	Title string `json:"title"`
	Cells []Cell `json:"cells"`
}

// Cell is one figure of one board. Step is from 0, the worst, to the number of
// steps, the best; nil where no share can be judged. Mark is "reached" or "below"
// where the figure has a goal, "missing" where nothing is known.
type Cell struct {
	Figure string `json:"figure"`
	Value  *int   `json:"value"`
	Of     *int   `json:"of"`
	Share  *int   `json:"share"`
	Shown  string `json:"shown"`
	Step   *int   `json:"step"`
	Mark   string `json:"mark,omitempty"`
}

// judge gives a cell its step and mark. share is of a hundred; a figure that is
// good when low is judged by what is left.
func judge(b book, c Cell, good string, goal *int) Cell {
	if c.Value == nil {
		c.Mark = "missing"
		return c
	}
	if c.Of != nil && *c.Of > 0 {
		n, _ := coverage.Share{Part: *c.Value, Whole: *c.Of}.Percent() // rounded as the same share is everywhere else
		c.Share = &n
	}
	if c.Share != nil && good != "none" && good != "" {
		s := *c.Share
		if good == "down" {
			s = 100 - s
		}
		step := 0
		for _, limit := range b.Steps {
			if s >= limit {
				step++
			}
		}
		c.Step = &step
	}
	if goal == nil {
		return c
	}
	value := *c.Value
	if c.Share != nil {
		value = *c.Value * 100 / *c.Of // a goal of a part is a share, and rounding up does not reach it
	}
	c.Mark = "below"
	if good == "down" && value <= *goal || good != "down" && value >= *goal {
		c.Mark = "reached"
	}
	return c
}
