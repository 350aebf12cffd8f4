package figure_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/figure"
	"genomlys/internal/register"
)

// The three moments of testdata/seed-figures.json, to the minute.
func TestMoments(t *testing.T) {
	var want expected
	read(t, "seed-figures.json", &want)
	o := take(t, open(t, t.TempDir()+"/a.db"), "2024")
	incident := func(ref string, at string) figure.Incident {
		t.Helper()
		when, err := time.ParseInLocation("2006-01-02 15:04", at, o.db.Zone)
		if err != nil {
			t.Fatal(err)
		}
		i, err := o.engine.IncidentAt(context.Background(), access.System(), ref, when)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	// The breach of 24 March 2023, over the change to summer time.
	spring := ""
	o.each(t, "incident", func(rec *register.Record) {
		for _, track := range rec.Get("tracks").([]string) {
			if track == "gdpr" && rec.Moment("detected_at").In(o.db.Zone).Format("2006-01-02") == "2023-03-24" {
				spring = rec.Ref
			}
		}
	})
	seen := 0
	for _, m := range want.Moments {
		seen++
		switch m.ID {
		case "inc034_acknowledged":
			i := incident("INC-2023-034", m.At)
			if got := fmt.Sprintf("%d av %d", i.Acknowledged, i.Informed); got != m.Expected {
				t.Errorf("%s: %s, want %v", m.ID, got, m.Expected)
			}
		case "inc034_time_left":
			left := incident("INC-2023-034", m.At).Left
			if got := fmt.Sprintf("%d tim %d min", int(left.Hours()), int(left.Minutes())%60); got != m.Expected {
				t.Errorf("%s: %s, want %v", m.ID, got, m.Expected)
			}
		case "spring_incident_hours":
			hours := incident(spring, m.At).Took.Hours()
			if math.Round(hours*100)/100 != m.Expected {
				t.Errorf("%s: %.4f, want %v", m.ID, hours, m.Expected)
			}
		default:
			t.Errorf("%s is not held here", m.ID)
		}
	}
	if seen != 3 {
		t.Errorf("%d moments", seen)
	}
	if i := incident("INC-2023-034", "2023-11-06 06:00"); i.Informed != 0 || i.Took != 0 {
		t.Errorf("before anybody was told: %+v", i)
	}
}
