package pdf

import (
	"errors"
	"fmt"
	"strings"

	"genomlys/internal/document"
)

// validate finds what would make the file break PDF/UA or PDF/A, before
// anything is written.
func validate(doc document.Doc) error {
	if strings.TrimSpace(doc.Title) == "" {
		return errors.New("the document has no title; PDF/UA requires one")
	}
	if doc.Created.IsZero() {
		return errors.New("the document has no Created time; it dates the file")
	}
	if _, ok := vocabulary[doc.Lang]; !ok {
		return fmt.Errorf("language %q: use sv or en", doc.Lang)
	}
	seen := map[string]bool{}
	for i, b := range doc.Blocks {
		switch b := b.(type) {
		case document.Heading:
			if strings.TrimSpace(b.Text) == "" {
				return fmt.Errorf("block %d: heading without text", i+1)
			}
			if b.Level < 1 || b.Level > 5 {
				return fmt.Errorf("block %d: heading level %d; levels are 1 to 5", i+1, b.Level)
			}
			if b.ID != "" && seen[b.ID] {
				return fmt.Errorf("block %d: two headings have the ID %q", i+1, b.ID)
			}
			seen[b.ID] = true
		case document.Figure:
			if strings.TrimSpace(b.Alt) == "" {
				return fmt.Errorf("block %d: figure %q has no text alternative (Alt)", i+1, b.Label)
			}
			if b.Drawing.Width <= 0 || b.Drawing.Height <= 0 {
				return fmt.Errorf("block %d: figure %q has no size", i+1, b.Label)
			}
		case document.Table:
			if len(b.Columns) == 0 {
				return fmt.Errorf("block %d: table %q has no columns", i+1, b.Label)
			}
		}
	}
	names := map[string]bool{}
	for _, a := range doc.Attachments {
		if a.Name == "" || names[a.Name] {
			return fmt.Errorf("attachment %q: the name is empty or used twice", a.Name)
		}
		if !strings.Contains(a.Mime, "/") {
			return fmt.Errorf("attachment %q: media type %q is not of the form type/subtype", a.Name, a.Mime)
		}
		switch a.Relationship {
		case "", "Data", "Source", "Supplement", "Alternative", "Unspecified":
		default:
			return fmt.Errorf("attachment %q: relationship %q; use Data, Source, Supplement, Alternative or Unspecified", a.Name, a.Relationship)
		}
		names[a.Name] = true
	}
	return nil
}

// tagLevels gives the H-level of each heading. The document's title is H1;
// PDF/UA (7.4.2) allows no jump downwards, so a heading never lies more than
// one level below the one before it, however it looks.
func tagLevels(levels []int) []int {
	out := make([]int, len(levels))
	prev := 1
	for i, l := range levels {
		prev = min(l+1, prev+1, 6)
		out[i] = prev
	}
	return out
}
