package ledger

import (
	"fmt"
	"strings"
	"testing"
)

func erasedList(seqs ...int64) []Erased {
	var out []Erased
	for _, s := range seqs {
		out = append(out, Erased{s, Commitment(nil, fmt.Append(nil, s))})
	}
	return out
}

func TestDisposalPayload(t *testing.T) {
	b, err := DisposalPayload(`KS "4"`, erasedList(0, 1, 2, 5, 7, 8))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"count":6,"decision":"KS \"4\"","ranges":"0-2,5,7-8","root":"`; !strings.HasPrefix(string(b), want) {
		t.Errorf("got %s, want %s…", b, want)
	}
	if _, err := parseDisposal(b); err != nil {
		t.Error(err)
	}
	extra := strings.Replace(string(b), `{"count"`, `{"archive":"ja","count"`, 1)
	if _, err := parseDisposal([]byte(extra)); err != nil {
		t.Errorf("beside other fields: %v", err)
	}
	for name, c := range map[string]struct {
		decision string
		list     []Erased
	}{"no decision": {"", erasedList(1)}, "none": {"d", nil}, "twice": {"d", erasedList(1, 1)}, "order": {"d", erasedList(2, 1)}} {
		if _, err := DisposalPayload(c.decision, c.list); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestParseDisposalRefuses(t *testing.T) {
	good, err := DisposalPayload("d", erasedList(1, 2, 5))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]string{
		"no decision":  {`"decision":"d"`, `"decision":""`},
		"count short":  {`"count":3`, `"count":2`},
		"count long":   {`"count":3`, `"count":4`},
		"negative":     {`"count":3`, `"count":-3`},
		"no ranges":    {`1-2,5`, ``},
		"backwards":    {`1-2,5`, `5,1-2`},
		"overlap":      {`1-2,5`, `1-2,2`},
		"wrong way":    {`1-2,5`, `2-1,5`},
		"open":         {`1-2,5`, `1-,5`},
		"letters":      {`1-2,5`, `a`},
		"overflow":     {`1-2,5`, `0-9223372036854775807`},
		"root cut":     {`"root":"`, `"root":"A`},
		"not JSON":     {`{`, ``},
		"wrong type":   {`"count":3`, `"count":"3"`},
		"minus number": {`1-2,5`, `-1-2,5`},
	} {
		bad := strings.Replace(string(good), c[0], c[1], 1)
		if _, err := parseDisposal([]byte(bad)); err == nil {
			t.Errorf("%s: read %s", name, bad)
		}
	}
}

// TestDisposalCoverage feeds logs whose decisions do not fit what is erased.
func TestDisposalCoverage(t *testing.T) {
	// decide replaces what the decision in entry 20 says, with everything
	// hashed anew: the fault is in the log, not in its bytes.
	decide := func(decided []Erased, erase ...int64) error {
		rows := testRows(t, 32, map[int64][]int64{20: {3}})
		rows[3] = testRows(t, 4, nil)[3]
		for _, s := range erase {
			rows[s].salt, rows[s].payload, rows[s].erased = nil, nil, true
		}
		if len(decided) > 0 {
			for i := range decided {
				decided[i].Commit = rows[decided[i].Seq].commit
			}
			payload, err := DisposalPayload("d", decided)
			if err != nil {
				t.Fatal(err)
			}
			rows[20].payload = payload
			edit(t, &rows[20], func(e *Entry) { e.Commit = Commitment(rows[20].salt, payload) })
		}
		_, err := verifyRows(rebuild(rows))
		return err
	}
	if err := decide(erasedList(3, 6, 9), 3, 6, 9); err != nil {
		t.Errorf("all covered: %v", err)
	}
	wantBreak(t, decide(erasedList(3, 6), 3, 6, 9), Break{Kind: Undecided, Seq: 9})
	wantBreak(t, decide(erasedList(3, 6, 9), 3, 9), Break{Kind: NotErased, Seq: 20, Other: 6})
	wantBreak(t, decide(erasedList(3)), Break{Kind: NotErased, Seq: 20, Other: 3})
	wantBreak(t, decide(erasedList(3, 4), 3, 4), Break{Kind: NotErased, Seq: 20, Other: 4}) // 4 is another board's
	wantBreak(t, decide(erasedList(3, 24), 3, 24), Break{Kind: NotErased, Seq: 20, Other: 24})
}

func TestDisposalTwiceAndFalseRoot(t *testing.T) {
	rows := testRows(t, 32, map[int64][]int64{20: {3, 6}, 25: {6}})
	_, err := verifyRows(rows)
	wantBreak(t, err, Break{Kind: NotErased, Seq: 25, Other: 6})

	rows = testRows(t, 32, testDecisions)
	payload, err := DisposalPayload("d", erasedList(3, 6, 12)) // other commitments
	if err != nil {
		t.Fatal(err)
	}
	rows[20].payload = payload
	edit(t, &rows[20], func(e *Entry) { e.Commit = Commitment(rows[20].salt, payload) })
	_, err = verifyRows(rebuild(rows))
	wantBreak(t, err, Break{Kind: BadDisposal, Seq: 20})
}

func TestAwaitingForgetsTheCovered(t *testing.T) {
	var w awaiting
	for i := range int64(1000) {
		w.add(Erased{Seq: i})
	}
	for i := range int64(999) {
		var tree frontier
		tree.push(nil, erasedHash(Erased{Seq: i}))
		if b := w.cover(2000, disposal{Root: tree.root(), spans: []span{{i, i}}}); b != nil {
			t.Fatal(b)
		}
	}
	if len(w.entries) > 2 {
		t.Errorf("%d entries kept of 1 awaiting", len(w.entries))
	}
	if seq, ok := w.first(); !ok || seq != 999 {
		t.Errorf("first is %d, %v", seq, ok)
	}
}
