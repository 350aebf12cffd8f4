package pdf

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A checker that never complains proves nothing: each mutation breaks a good
// file on purpose, and the checker must name the rule.
func TestCheckerSeesFaults(t *testing.T) {
	data, _ := write(t, report(20), Options{})

	find := func(f *pfile, match func(pdict) bool) pdict {
		for _, id := range slices.Sorted(maps.Keys(f.objs)) {
			if d := f.dict(pref(id)); d != nil && match(d) {
				return d
			}
		}
		t.Fatal("the report holds no such object")
		return nil
	}
	elem := func(f *pfile, kind pname) pdict {
		return find(f, func(d pdict) bool { return d["Type"] == pname("StructElem") && d["S"] == kind })
	}
	typed := func(f *pfile, typ pname) pdict {
		return find(f, func(d pdict) bool { return d["Type"] == typ })
	}
	root := func(f *pfile) pdict { return f.dict(f.trailer["Root"]) }
	link := func(f *pfile) pdict {
		return find(f, func(d pdict) bool { return d["Subtype"] == pname("Link") && d["A"] != nil })
	}
	content := func(change func([]byte) []byte) func(*pfile) {
		return func(f *pfile) {
			r := typed(f, "Page")["Contents"].(pref)
			s := f.objs[int(r)].(pstream)
			out := change(s.data)
			if bytes.Equal(out, s.data) {
				t.Fatal("the mutation changes nothing")
			}
			s.data = out
			f.objs[int(r)] = s
		}
	}
	replace := func(old, new string) func(*pfile) {
		return content(func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) })
	}
	xmp := func(old, new string) func(*pfile) {
		return func(f *pfile) {
			r := root(f)["Metadata"].(pref)
			s := f.objs[int(r)].(pstream)
			if !bytes.Contains(s.data, []byte(old)) {
				t.Fatalf("no %q in XMP", old)
			}
			s.data = bytes.Replace(s.data, []byte(old), []byte(new), 1)
			f.objs[int(r)] = s
		}
	}

	for _, m := range []struct {
		name, rule string
		do         func(*pfile)
	}{
		{"language", "Lang", func(f *pfile) { delete(root(f), "Lang") }},
		{"not marked", "MarkInfo", func(f *pfile) { root(f)["MarkInfo"] = pdict{"Marked": false} }},
		{"title not shown", "DisplayDocTitle", func(f *pfile) { delete(root(f), "ViewerPreferences") }},
		{"no output intent", "OutputIntent", func(f *pfile) { delete(root(f), "OutputIntents") }},
		{"a script", "forbidden", func(f *pfile) { root(f)["OpenAction"] = pdict{"S": pname("JavaScript")} }},
		{"dead reference", "reference", func(f *pfile) { root(f)["Outlines"] = pref(99999) }},
		{"title in XMP", "XMP", xmp("Ledningens genomgång inför", "Ledningens genomgång efter")},
		{"date in XMP", "XMP", xmp("2023-11-24T08:30:00Z", "2023-11-24T08:30:01Z")},
		{"claim", "XMP", xmp("<pdfaid:part>3", "<pdfaid:part>1")},
		{"broken XMP", "XMP", xmp("</rdf:RDF>", "")},
		{"author in Info", "XMP", func(f *pfile) { f.dict(f.trailer["Info"])["Author"] = []byte("x") }},
		{"tab order", "Tabs", func(f *pfile) { delete(typed(f, "Page"), "Tabs") }},
		{"untagged text", "content", replace("/H1<</MCID 0>>BDC\n", "")},
		{"BDC without properties", "content", replace("/Artifact BMC", "/Artifact BDC")},
		{"open content", "content", content(func(b []byte) []byte { return bytes.TrimSuffix(b, []byte("EMC\n")) })},
		{"nested content", "content", replace("/H1<</MCID 0>>BDC\n", "/H1<</MCID 0>>BDC\n/Artifact BMC\n")},
		{"device CMYK", "content", content(func(b []byte) []byte { return append([]byte("0 0 0 1 k\n"), b...) })},
		{"transparency", "content", content(func(b []byte) []byte { return append([]byte("/GS0 gs\n"), b...) })},
		{"unknown glyph", "content", content(func(b []byte) []byte {
			i := bytes.Index(b, []byte("Td<")) + 3
			return slices.Concat(b[:i], []byte("FFF0"), b[i+4:])
		})},
		{"other tag", "MCID", replace("/H1<</MCID 0>>BDC", "/P<</MCID 0>>BDC")},
		{"MCID out of the tree", "MCID", func(f *pfile) { elem(f, "H1")["K"] = []any{} }},
		{"MCID reached twice", "MCID", func(f *pfile) { e := elem(f, "H1"); e["K"] = []any{0.0, 0.0} }},
		{"MCID not on the page", "MCID", func(f *pfile) { e := elem(f, "H1"); e["K"] = []any{0.0, 4711.0} }},
		{"parent tree", "parent tree", func(f *pfile) {
			nums := f.array(find(f, func(d pdict) bool { return d["Nums"] != nil })["Nums"])
			list := f.array(nums[1])
			list[0], list[1] = list[1], list[0]
		}},
		{"limits", "parent tree", func(f *pfile) { find(f, func(d pdict) bool { return d["Limits"] != nil })["Limits"] = []any{1.0, 2.0} }},
		{"wrong parent", "structure", func(f *pfile) { elem(f, "TR")["P"] = pref(1) }},
		{"strange type", "structure", func(f *pfile) { elem(f, "P")["S"] = pname("Blink") }},
		{"cell outside a row", "structure", func(f *pfile) { elem(f, "TR")["S"] = pname("P") }},
		{"heading jump", "headings", func(f *pfile) { elem(f, "H2")["S"] = pname("H4") }},
		{"first heading", "headings", func(f *pfile) { elem(f, "H1")["S"] = pname("H2") }},
		{"figure without Alt", "Alt", func(f *pfile) { delete(elem(f, "Figure"), "Alt") }},
		{"figure without BBox", "BBox", func(f *pfile) { delete(elem(f, "Figure"), "A") }},
		{"no scope", "Scope", func(f *pfile) { delete(elem(f, "TH"), "A") }},
		{"a cell too few", "table", func(f *pfile) {
			r := find(f, func(d pdict) bool { return d["S"] == pname("TR") && f.dict(d["P"])["S"] == pname("TBody") })
			k := f.array(r["K"])
			r["K"] = k[:len(k)-1]
		}},
		{"table without head", "table", func(f *pfile) { e := elem(f, "Table"); k := f.array(e["K"]); e["K"] = k[1:] }},
		{"item without label", "list", func(f *pfile) { e := elem(f, "LI"); k := f.array(e["K"]); e["K"] = k[1:] }},
		{"list numbering", "list", func(f *pfile) { elem(f, "L")["A"] = pdict{} }},
		{"foreign words", "Lang", func(f *pfile) { delete(elem(f, "Span"), "Lang") }},
		{"link without words", "annotation", func(f *pfile) { delete(link(f), "Contents") }},
		{"link not printed", "annotation", func(f *pfile) { link(f)["F"] = 0.0 }},
		{"link out of the tree", "annotation", func(f *pfile) { delete(link(f), "StructParent") }},
		{"link to a script", "annotation", func(f *pfile) { f.dict(link(f)["A"])["URI"] = []byte("javascript:x") }},
		{"Link element alone", "annotation", func(f *pfile) { e := elem(f, "Link"); k := f.array(e["K"]); e["K"] = k[:len(k)-1] }},
		{"bookmark order", "outline", func(f *pfile) {
			delete(find(f, func(d pdict) bool { return d["Prev"] != nil && d["Dest"] != nil }), "Prev")
		}},
		{"bookmark count", "outline", func(f *pfile) { typed(f, "Outlines")["Count"] = 1.0 }},
		{"font not embedded", "font", func(f *pfile) { delete(typed(f, "FontDescriptor"), "FontFile2") }},
		{"font without Unicode", "font", func(f *pfile) { delete(find(f, func(d pdict) bool { return d["ToUnicode"] != nil }), "ToUnicode") }},
		{"wrong width", "font", func(f *pfile) {
			w := f.array(find(f, func(d pdict) bool { return d["Subtype"] == pname("CIDFontType2") })["W"])
			f.array(w[1])[2] = 1234.0
		}},
		{"file without relation", "files", func(f *pfile) { delete(typed(f, "Filespec"), "AFRelationship") }},
		{"file not in AF", "files", func(f *pfile) { delete(root(f), "AF") }},
		{"file of wrong size", "files", func(f *pfile) { f.dict(typed(f, "EmbeddedFile")["Params"])["Size"] = 1.0 }},
	} {
		t.Run(m.name, func(t *testing.T) {
			f, err := readPDF(data)
			if err != nil {
				t.Fatal(err)
			}
			m.do(f)
			for _, p := range check(f, false) {
				if strings.HasPrefix(p, m.rule+":") {
					return
				}
			}
			t.Errorf("the checker does not see it (rule %q); it says %v", m.rule, check(f, false))
		})
	}
	f, err := readPDF(data)
	if err != nil {
		t.Fatal(err)
	}
	if p := check(f, true); len(p) == 0 {
		t.Error("attachments and a claim of part 3 pass as PDF/A-2a")
	}
}

// The reader must notice damage to the file's frame.
func TestReaderSeesDamage(t *testing.T) {
	data, _ := write(t, report(1), Options{})
	for name, b := range map[string][]byte{
		"cut":             data[:len(data)-20],
		"shifted":         append([]byte("%PDF-1.7\n"), data...),
		"stream too long": bytes.Replace(data, []byte("\nendstream"), []byte("x\nendstream"), 1),
	} {
		if _, err := readPDF(b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
