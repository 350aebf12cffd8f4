package ledger

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

const goldenHeader = `{"v":1,"org":"socialnämnden","seq":7,"at":"2023-10-31T22:59:58.123456Z","n":3,` +
	`"actor":"p-7f3a","action":"update","register":"object","id":"o2","fields":["kind","name"],` +
	`"commit":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","set":"s3","reason":"dnr \"1\\2\"\u000a","effective":"2022-11-15T00:00:00.000000Z","via":"import"}`

func goldenEntry() Entry {
	return Entry{
		Seq: 7, At: time.Date(2023, 10, 31, 23, 59, 58, 123456789, time.FixedZone("CET", 3600)),
		Org: "socialnämnden", OrgSeq: 3, Actor: "p-7f3a", Action: "update", Register: "object", ID: "o2",
		Fields: []string{"name", "kind", "name"}, Commit: [32]byte{1}, Set: "s3", Reason: "dnr \"1\\2\"\n", Via: "import",
		Effective: time.Date(2022, 11, 15, 0, 0, 0, 0, time.UTC),
	}
}

func TestHeader(t *testing.T) {
	e := goldenEntry()
	if got := string(e.Header()); got != goldenHeader {
		t.Fatalf("got  %s\nwant %s", got, goldenHeader)
	}
	if e.Fields[0] != "name" || len(e.Fields) != 3 {
		t.Error("Header changed the caller's fields")
	}
	got, err := ParseHeader([]byte(goldenHeader))
	if err != nil {
		t.Fatal(err)
	}
	e.Fields, e.At = []string{"kind", "name"}, e.At.UTC().Truncate(time.Microsecond)
	if !reflect.DeepEqual(got, e) {
		t.Errorf("got  %+v\nwant %+v", got, e)
	}
	small := Entry{At: testStart, OrgSeq: 1, Actor: "system", Action: "create", Set: "s", Via: "system"}
	back, err := ParseHeader(small.Header())
	if err != nil || !reflect.DeepEqual(back, small) {
		t.Errorf("got %+v, %v", back, err)
	}
}

func TestParseHeaderRefuses(t *testing.T) {
	for name, c := range map[string][2]string{
		"blank":             {`"seq":7`, `"seq": 7`},
		"leading zero":      {`"seq":7`, `"seq":07`},
		"minus zero":        {`"seq":7`, `"seq":-0`},
		"fraction":          {`"seq":7`, `"seq":7.0`},
		"too large":         {`"seq":7`, `"seq":99999999999999999999`},
		"version":           {`"v":1`, `"v":2`},
		"no microseconds":   {`.123456Z`, `Z`},
		"comma in time":     {`58.123456Z`, `58,123456Z`},
		"offset":            {`.123456Z`, `.123456+00:00`},
		"no such day":       {`2023-10-31`, `2023-02-30`},
		"number of nothing": {`"n":3`, `"n":0`},
		"key order":         {`"register":"object","id":"o2"`, `"id":"o2","register":"object"`},
		"repeated key":      {`"id":"o2"`, `"id":"o2","id":"o2"`},
		"unknown key":       {`"id":"o2"`, `"id":"o2","name":"Anna"`},
		"fields order":      {`["kind","name"]`, `["name","kind"]`},
		"fields twice":      {`["kind","name"]`, `["kind","kind"]`},
		"fields comma":      {`["kind","name"]`, `["kind",]`},
		"fields null":       {`["kind","name"]`, `null`},
		"empty field":       {`["kind","name"]`, `[""]`},
		"short commit":      {`AQAAAA`, `AQA`},
		"sloppy base64":     {`AAA="`, `AAB="`},
		"escape of letter":  {`"o2"`, `"\u006f2"`},
		"escape in capital": {`\u000a`, `\u000A`},
		"short escape":      {`\u000a`, `\n`},
		"raw newline":       {`\u000a`, "\n"},
		"not UTF-8":         {`socialn`, "\xffsocialn"},
		"surrogate":         {`socialn`, "\xed\xa0\x80"},
		"control in name":   {`"o2"`, `"o\u00002"`},
		"empty actor":       {`"p-7f3a"`, `""`},
		"empty set":         {`"s3"`, `""`},
		"empty reason":      {`"reason":"dnr \"1\\2\"\u000a"`, `"reason":""`},
		"empty effective":   {`2022-11-15T00:00:00.000000Z`, `0001-01-01T00:00:00.000000Z`},
		"via":               {`"import"`, `"mail"`},
		"long id":           {`"o2"`, `"` + strings.Repeat("x", 129) + `"`},
		"long reason":       {`dnr`, strings.Repeat("x", 501)},
		"after the end":     {`"import"}`, `"import"}` + "\n"},
		"cut off":           {`"import"}`, `"import"`},
		"open string":       {`"import"}`, `"import`},
		"open escape":       {`"import"}`, `"import\`},
		"huge":              {`"import"}`, `"import"}` + strings.Repeat(" ", MaxHeader)},
	} {
		bad := strings.Replace(goldenHeader, c[0], c[1], 1)
		if bad == goldenHeader {
			t.Fatalf("%s: %q does not occur", name, c[0])
		}
		if e, err := ParseHeader([]byte(bad)); err == nil {
			t.Errorf("%s: read as %+v", name, e)
		}
	}
}

func TestCheck(t *testing.T) {
	for name, change := range map[string]func(*Entry){
		"seq":       func(e *Entry) { e.Seq = -1 },
		"n":         func(e *Entry) { e.OrgSeq = 0 },
		"at":        func(e *Entry) { e.At = time.Time{} },
		"at year":   func(e *Entry) { e.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"effective": func(e *Entry) { e.Effective = time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC) },
		"actor":     func(e *Entry) { e.Actor = "" },
		"org":       func(e *Entry) { e.Org = "a\nb" },
		"fields":    func(e *Entry) { e.Fields = make([]string, 1001) },
		"field":     func(e *Entry) { e.Fields = []string{"a\x7f"} },
		"reason":    func(e *Entry) { e.Reason = "\xff" },
		"via":       func(e *Entry) { e.Via = "" },
	} {
		e := goldenEntry()
		if err := e.Check(); err != nil {
			t.Fatal(err)
		}
		change(&e)
		if e.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestLeaf(t *testing.T) {
	e := goldenEntry()
	h := e.Header()
	org, rest, ok := Rest(h)
	if !ok || org != e.Org || string(MaskedLeaf(org, rest)) != string(Leaf(h)) {
		t.Errorf("masked and shown leaves differ: %q %x %v", org, rest, ok)
	}
	if len(Leaf(h)) != 3+len(e.Org)+32 {
		t.Errorf("leaf has %d bytes", len(Leaf(h)))
	}
	leaves := map[string]string{string(Leaf(h)): "the entry"}
	for name, change := range map[string]func(*Entry){
		"org": func(e *Entry) { e.Org = "x" }, "seq": func(e *Entry) { e.Seq++ }, "at": func(e *Entry) { e.At = e.At.Add(time.Microsecond) },
		"n": func(e *Entry) { e.OrgSeq++ }, "actor": func(e *Entry) { e.Actor = "x" }, "action": func(e *Entry) { e.Action = "x" },
		"register": func(e *Entry) { e.Register = "x" }, "id": func(e *Entry) { e.ID = "x" }, "fields": func(e *Entry) { e.Fields = nil },
		"commit": func(e *Entry) { e.Commit[31]++ }, "set": func(e *Entry) { e.Set = "x" }, "reason": func(e *Entry) { e.Reason = "" },
		"via": func(e *Entry) { e.Via = "web" }, "effective": func(e *Entry) { e.Effective = time.Time{} },
	} {
		e := goldenEntry()
		change(&e)
		leaf := string(Leaf(e.Header()))
		if leaves[leaf] != "" {
			t.Errorf("%s: same leaf as %s", name, leaves[leaf])
		}
		leaves[leaf] = name
	}
	for _, bad := range []string{"", "{}", `{"v":1,"org":`, `{"v":1,"org":"` + strings.Repeat("x", 200) + `"`} {
		if Leaf([]byte(bad)) != nil {
			t.Errorf("%q has a leaf", bad)
		}
	}
}

func TestCommitmentSeparatesSaltAndPayload(t *testing.T) {
	seen := map[[32]byte]string{}
	for _, p := range [][2]string{{"", ""}, {"a", ""}, {"", "a"}, {"ab", "c"}, {"a", "bc"}} {
		c := Commitment([]byte(p[0]), []byte(p[1]))
		if seen[c] != "" {
			t.Errorf("%q and %s have one commitment", p, seen[c])
		}
		seen[c] = p[0] + "|" + p[1]
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add([]byte(goldenHeader))
	f.Add([]byte(`{"v":1,"org":"","seq":0,"at":"2023-10-31T22:59:58.123456Z","n":1,"actor":"a","action":"a","register":"","id":"","fields":[],"commit":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","set":"s","via":"cli"}`))
	f.Add([]byte(strings.Replace(goldenHeader, `["kind","name"]`, `["\u0000","\\","\""]`, 1)))
	f.Add([]byte(`{"v":1,"org":"\u00`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ParseHeader(b)
		if err != nil {
			return
		}
		if string(e.Header()) != string(b) {
			t.Errorf("%q is written back as %q", b, e.Header())
		}
		if Leaf(b) == nil {
			t.Errorf("%q has no leaf", b)
		}
	})
}
