package main

import "testing"

// TestItem18YearlyWheel tells what is due for whom on a day, and what needs the
// caller now.
func TestItem18YearlyWheel(t *testing.T) {
	o := newWorld(t)
	isam, auditor := o.person("isam", "SLK"), o.person("auditor", "SLK")
	wheel := o.value("report", "year-wheel", "--param", "org=SLK", "--param", "day=2027-01-31").(f)
	all := items(wheel, "items")
	if len(all) == 0 || str(all[0], "text") == "" || str(all[0], "source") == "" {
		t.Fatalf("nothing is due in January: %v", wheel)
	}
	mine := items(o.report(isam, "year-wheel", "org=SLK&day=2027-01-31&mine=yes"), "items")
	theirs := items(o.report(auditor, "year-wheel", "org=SLK&day=2027-01-31&mine=yes"), "items")
	if len(mine) == 0 || len(mine) > len(all) || len(theirs) >= len(mine) {
		t.Errorf("%d in all, %d the coordinator's, %d the auditor's", len(all), len(mine), len(theirs))
	}
	needs := items(o.report(isam, "needs", ""), "items")
	if len(needs) == 0 || len(items(needs[0], "records")) == 0 {
		t.Errorf("nothing needs the coordinator: %v", needs)
	}
	o.refused(isam, "GET", "/api/v1/reports/year-wheel?org=SLK&day=2027-02-30", nil, "not-a-date")
	o.refused(isam, "GET", "/api/v1/reports/year-wheel?day=2027-01-31", nil, "required")
}
