package sheet

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

var fieldNames = map[string]bool{
	"objektnamn": true, "objektägare": true, "status": true, "beslutad": true, "k": true, "r": true, "t": true,
	"klassning konfidentialitet": true, "antal": true,
}

func isField(s string) bool { return fieldNames[strings.ToLower(s)] }

func headerOf(t *testing.T, text string) (Header, []string) {
	t.Helper()
	b, err := open([]byte(text), "x.csv", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	h, err := b.Header(context.Background(), b.Sheets()[0], isField)
	if err != nil {
		t.Fatal(err)
	}
	var below []string
	for r, err := range b.Read(context.Background(), b.Sheets()[0]) {
		if err != nil {
			t.Fatal(err)
		}
		if why := h.Skip(r); why != AboveTable {
			below = append(below, string(why)+" "+show(r))
		}
	}
	return h, below
}

func TestFindHeader(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		row    int
		lines  int
		labels []string
		least  float64
	}{
		"first":       {"Objektnamn;Status\nLön;I drift\n", 1, 1, []string{"Objektnamn", "Status"}, 1},
		"titles":      {"Lindhamns stad\nSystem;2023-10-31\n\nObjektnamn;Status;Rum\nLön;I drift;1\n", 4, 1, []string{"Objektnamn", "Status", "Rum"}, 0.6},
		"two lines":   {"Objektnamn;;Klassning;\n;Objektägare;Konfidentialitet;R\nLön;Åsa;1;2\n", 2, 2, []string{"Objektnamn", "Objektägare", "Klassning Konfidentialitet", "R"}, 1},
		"broken line": {"\"Objekt-\nnamn\";\"Objektägare\";Status\nLön;Åsa;Ny\n", 1, 1, []string{"Objekt- namn", "Objektägare", "Status"}, 0.6},
		"label below": {"Objektnamn;Objektägare;Beslutad\nLön;Status;2023-10-31\n", 1, 1, []string{"Objektnamn", "Objektägare", "Beslutad"}, 1},
		"unknown":     {"Rapport\nNamn;Typ;Rum\nLön;System;1\nHR;System;2\n", 2, 1, []string{"Namn", "Typ", "Rum"}, 0.3},
		"numbers":     {"1;2\n3;4\n", 0, 0, nil, 0},
	} {
		h, _ := headerOf(t, c.text)
		if h.Row != c.row || h.Lines != c.lines || !reflect.DeepEqual(h.Labels, c.labels) || h.Confidence < c.least || h.Confidence > 1 {
			t.Errorf("%s: %+v; want row %d of %d lines %q", name, h, c.row, c.lines, c.labels)
		}
	}
	h, _ := headerOf(t, "Lindhamns stad\nSystem;2023-10-31\n\nObjektnamn;Status\nLön;Ny\n")
	if !reflect.DeepEqual(h.Above, []string{"Lindhamns stad", "System 2023-10-31"}) {
		t.Errorf("above %q", h.Above)
	}
}

func TestMergedHeader(t *testing.T) {
	data := xlsx(t, part{name: "xl/worksheets/sheet1.xml", text: `<worksheet><sheetData>` +
		`<row r="1"><c r="A1" t="str"><v>Förteckning</v></c></row>` +
		`<row r="3"><c r="A3" t="str"><v>Objektnamn</v></c><c r="B3" t="str"><v>Klassning</v></c></row>` +
		`<row r="4"><c r="B4" t="str"><v>K</v></c><c r="C4" t="str"><v>R</v></c><c r="D4" t="str"><v>T</v></c></row>` +
		`<row r="5"><c r="A5" t="str"><v>Lön</v></c><c r="B5"><v>1</v></c></row>` +
		`</sheetData><mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:D3"/></mergeCells></worksheet>`})
	b, err := open(data, "", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	h, err := b.Header(context.Background(), b.Sheets()[0], isField)
	if err != nil || h.Row != 4 || h.Lines != 2 || !reflect.DeepEqual(h.Labels, []string{"Objektnamn", "K", "R", "T"}) || !reflect.DeepEqual(h.Above, []string{"Förteckning"}) {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestSkip(t *testing.T) {
	_, below := headerOf(t, `Objektnamn;Objektägare;Status;Antal
Lön;Åsa;I drift;3
Delsumma;;;3
Objektnamn;Objektägare;Status;Antal
HR;Åsa;I drift;4
Totalt försvar;Bo;I drift;1
Summa förvaltning;Bo;Ny;
Status;Åsa;Ny;2
Totalt 3 st;;;8
Antal system: 3;;;
SUMMA;;;1 234,5 kr
`)
	want := []string{
		" 2: Lön|Åsa|I drift|3", "total 3: Delsumma|||3", "repeated-heading 4: Objektnamn|Objektägare|Status|Antal",
		" 5: HR|Åsa|I drift|4", " 6: Totalt försvar|Bo|I drift|1", " 7: Summa förvaltning|Bo|Ny", " 8: Status|Åsa|Ny|2",
		"total 9: Totalt 3 st|||8", "total 10: Antal system: 3", "total 11: SUMMA|||1 234,5 kr",
	}
	if !reflect.DeepEqual(below, want) {
		t.Errorf("below\n%s\nwant\n%s", strings.Join(below, "\n"), strings.Join(want, "\n"))
	}
}
