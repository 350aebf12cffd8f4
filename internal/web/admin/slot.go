package admin

import (
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/review"
)

// slot is a place in a heading that is filled in when a review is made.
type slot struct {
	Token string
	Means string
}

var slotted = []struct {
	token string
	means lang.Text
}{
	{"{organisation}", lang.AdminSlotInside}, {"{Organisation}", lang.AdminSlotName},
	{"{year}", lang.AdminSlotYear}, {"{year-1}", lang.AdminSlotBefore}, {"{year-2}", lang.AdminSlotTwoBefore}, {"{year+1}", lang.AdminSlotAfter}, {"{year+2}", lang.AdminSlotTwoAfter},
}

// slots are the places that a heading may have.
func slots(l lang.Lang) (out []slot) {
	for _, s := range slotted {
		out = append(out, slot{s.token, s.means.In(l)})
	}
	return out
}

// spelled says a heading with each place named by what it is filled with.
func spelled(l lang.Lang, heading string) string {
	for _, s := range slotted {
		heading = strings.ReplaceAll(heading, s.token, "["+s.means.In(l)+"]")
	}
	return heading
}

// filledIn gives the headings of the next review of the caller's organisation as
// they come out, by key; none where the caller belongs to no organisation.
func (a *Admin) filledIn(r *door.Request) (map[string]string, error) {
	own, err := a.Own(r)
	if err != nil || own == nil {
		return nil, err
	}
	lines, err := review.Headings(r.Context(), a.Reviews, r.Caller, review.Request{Org: own.ID, Year: r.Now.Year() + 1, AsOf: a.today(r), Lang: r.Lang}, "", "", "")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, h := range lines {
		out[h.Key] = h.Heading
	}
	return out, nil
}
