package rights_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/method/clock"
	"genomlys/internal/method/rights"
)

var def = clock.Def{Code: "GDPR12", Counting: clock.EUMonths, Length: 1, Extension: 2}

func TestJudge_5_1(t *testing.T) {
	type req = rights.Request
	for _, x := range []struct {
		name       string
		r          req
		asOf       clock.Date
		due, moved clock.Date
		outcome    rights.Outcome
		days       int
		reason     string
	}{
		// Dates as in the example office's register.
		{"5.1 answered in time", req{Received: "2022-01-10", Answered: "2022-02-02"}, "2023-11-15", "2022-02-10", "2022-02-10", rights.InTime, 8, rights.FirstDue},
		{"5.1 answered late", req{Received: "2022-01-27", Answered: "2022-03-06"}, "2023-11-15", "2022-02-27", "2022-02-28", rights.Late, -7, rights.FirstDue},
		{"5.1 no such day", req{Received: "2022-03-31", Answered: "2022-05-10"}, "2023-11-15", "2022-04-30", "2022-05-02", rights.Late, -10, rights.FirstDue},
		{"5.1 last of January", req{Received: "2023-01-31", Answered: "2023-02-06"}, "2023-11-15", "2023-02-28", "2023-02-28", rights.InTime, 22, rights.FirstDue},
		{"5.1 extended", req{Received: "2022-06-03", Extended: "2022-06-29", Answered: "2022-08-30"}, "2023-11-15", "2022-09-03", "2022-09-05", rights.InTime, 4, rights.ExtendedDue},
		{"5.1 extended, second", req{Received: "2023-07-26", Extended: "2023-08-22", Answered: "2023-10-09"}, "2023-11-15", "2023-10-26", "2023-10-26", rights.InTime, 17, rights.ExtendedDue},
		{"5.1 as of before the extension", req{Received: "2023-07-26", Extended: "2023-08-22", Answered: "2023-10-09"}, "2023-08-20", "2023-08-26", "2023-08-28", rights.Open, 6, rights.FirstDue},
		{"5.1 told too late", req{Received: "2022-06-03", Extended: "2022-07-05", Answered: "2022-08-30"}, "2023-11-15", "2022-07-03", "2022-07-04", rights.Late, -58, rights.ToldTooLate},
		{"5.1 told within the weekend's grace", req{Received: "2022-06-03", Extended: "2022-07-04", Answered: "2022-08-30"}, "2023-11-15", "2022-09-03", "2022-09-05", rights.InTime, 4, rights.ExtendedDue},
		{"5.1 running", req{Received: "2023-10-30"}, "2023-11-15", "2023-11-30", "2023-11-30", rights.Open, 15, rights.FirstDue},
		{"5.1 on the last day", req{Received: "2023-10-30"}, "2023-11-30", "2023-11-30", "2023-11-30", rights.Open, 0, rights.FirstDue},
		{"5.1 a day over", req{Received: "2023-10-30"}, "2023-12-01", "2023-11-30", "2023-11-30", rights.Overdue, -1, rights.FirstDue},
		{"5.1 answered on the last day", req{Received: "2023-10-30", Answered: "2023-11-30"}, "2024-01-01", "2023-11-30", "2023-11-30", rights.InTime, 0, rights.FirstDue},
		{"5.2 moved over Easter, shown beside", req{Received: "2026-03-05", Answered: "2026-04-07"}, "2026-05-01", "2026-04-05", "2026-04-07", rights.Late, -2, rights.WithinTheGrace},
		{"5.1 withdrawn", req{Received: "2023-01-10", Withdrawn: true}, "2023-11-15", "2023-02-10", "2023-02-10", rights.Cancel, 0, rights.FirstDue},
		{"5.1 not yet received", req{Received: "2023-12-10"}, "2023-11-15", "", "", rights.Unjudged, 0, ""},
		{"5.1 receipt unknown", req{}, "2023-11-15", "", "", rights.Unjudged, 0, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			j := rights.Judge(x.r, def, x.asOf)
			if j.Due != x.due || j.Moved != x.moved || j.Outcome != x.outcome || j.Days != x.days {
				t.Errorf("%+v, want due %s moved %s %s %d", j, x.due, x.moved, x.outcome, x.days)
			}
			if x.reason != "" && !slices.Contains(j.Reasons, x.reason) {
				t.Errorf("reasons %v lack %s", j.Reasons, x.reason)
			}
		})
	}
}

// An extension told in time never brings the due date forward, and the moved day never comes before it.
func TestDueInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received := clock.Date("2020-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "day"))
		told := received.AddDays(rapid.IntRange(0, 60).Draw(t, "told"))
		plain := rights.Judge(rights.Request{Received: received}, def, received.AddDays(100))
		long := rights.Judge(rights.Request{Received: received, Extended: told}, def, received.AddDays(100))
		if long.Due < plain.Due || plain.Moved < plain.Due || long.Moved < long.Due || plain.Due != plain.First {
			t.Fatalf("plain %+v, extended %+v", plain, long)
		}
	})
}
