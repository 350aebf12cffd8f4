package figure_test

import (
	"context"
	"genomlys/internal/access"
	"genomlys/internal/figure"
	"testing"
)

// BenchmarkOffice computes all figures of one office with last year's beside.
func BenchmarkOffice(b *testing.B) {
	o := take(b, open(b, b.TempDir()+"/a.db"), "2022", "2023")
	for b.Loop() {
		if _, err := o.engine.Compute(context.Background(), access.System(), figure.Request{Org: o.org["SLK"], AsOf: "2023-11-15", Compare: "2022-11-15"}); err != nil {
			b.Fatal(err)
		}
	}
}
