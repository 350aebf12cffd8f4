package pdf

import (
	"slices"
	"strings"
)

// kids are the element types that may stand in each element of ours.
var kids = map[string]string{
	"Document": "H1 H2 H3 H4 H5 H6 P L Table Figure TOC Div",
	"Div":      "P", "L": "LI", "LI": "Lbl LBody", "LBody": "Link Span",
	"Table": "Caption THead TBody", "THead": "TR", "TBody": "TR", "TR": "TH TD",
	"TH": "Link Span", "TD": "Link Span", "P": "Link Span", "Caption": "Link Span",
	"TOC": "TOCI", "TOCI": "Reference", "Reference": "Link",
	"Lbl": "", "Link": "", "Span": "", "Figure": "", "H1": "", "H2": "", "H3": "", "H4": "", "H5": "", "H6": "",
}

// grouping elements hold no content of their own.
var grouping = strings.Fields("Document Div L LI Table THead TBody TR TOC TOCI Reference")

// element walks the structure tree and gives the number of cells of a row.
func (c *checker) element(id int, parent pref, in string) (kind string, cells int) {
	e := c.dict(pref(id))
	t, _ := e["S"].(pname)
	kind = string(t)
	c.tags[kind]++
	if e["P"] != parent {
		c.bad("structure", "%s %d names another parent", kind, id)
	}
	if _, known := kids[kind]; !known {
		c.bad("structure", "%q is not a type of ours", kind)
	}
	if in != "" && !slices.Contains(strings.Fields(kids[in]), kind) || in == "" && kind != "Document" {
		c.bad("structure", "%s inside %q", kind, in)
	}
	attrs := c.dict(e["A"])
	switch kind {
	case "H1", "H2", "H3", "H4", "H5", "H6":
		c.heads = append(c.heads, int(kind[1]-'0'))
	case "Figure":
		if strings.TrimSpace(c.text(e["Alt"])) == "" {
			c.bad("Alt", "figure %d has none", id)
		}
		if len(c.array(attrs["BBox"])) != 4 {
			c.bad("BBox", "figure %d has none", id)
		}
	case "TH":
		if s := attrs["Scope"]; attrs["O"] != pname("Table") || s != pname("Column") && s != pname("Row") {
			c.bad("Scope", "header cell %d has none", id)
		}
	case "L":
		if attrs["ListNumbering"] == nil {
			c.bad("list", "list %d without ListNumbering", id)
		}
	case "Span":
		if l := c.text(e["Lang"]); l == "" || strings.ContainsAny(l, " _") {
			c.bad("Lang", "Span %d without language", id)
		}
	}
	pg, hasPage := e["Pg"].(pref)
	var childKinds []string
	rows := map[int]bool{}
	links := 0
	for _, k := range c.array(e["K"]) {
		switch k := k.(type) {
		case float64:
			if !hasPage {
				c.bad("structure", "%s %d has content but no page", kind, id)
			}
			c.reach(int(pg), int(k), id, kind)
		case pdict:
			switch k["Type"] {
			case pname("MCR"):
				p, _ := k["Pg"].(pref)
				n, _ := k["MCID"].(float64)
				c.reach(int(p), int(n), id, kind)
			case pname("OBJR"):
				a, _ := k["Obj"].(pref)
				if _, twice := c.objr[int(a)]; twice {
					c.bad("annotation", "%d stands in two elements", int(a))
				}
				c.objr[int(a)] = id
				links++
			default:
				c.bad("structure", "strange child in %s %d", kind, id)
			}
		case pref:
			ck, n := c.element(int(k), pref(id), kind)
			childKinds = append(childKinds, ck)
			if ck == "TR" {
				rows[n] = true
				cells = n
			}
			if ck == "THead" || ck == "TBody" {
				rows[n] = true
			}
		}
	}
	if kind == "TR" {
		cells = len(childKinds)
	}
	if len(rows) > 1 {
		c.bad("table", "%s %d has rows of different length", kind, id)
	}
	switch kind {
	case "Table":
		want := strings.Join(childKinds, " ")
		if want = strings.TrimPrefix(want, "Caption "); want != "THead TBody" && want != "THead" {
			c.bad("table", "table %d holds %s", id, want)
		}
	case "LI":
		if strings.Join(childKinds, " ") != "Lbl LBody" {
			c.bad("list", "item %d holds %v", id, childKinds)
		}
	case "THead", "TBody":
		for n := range rows {
			cells = n
		}
	case "Link":
		if links == 0 {
			c.bad("annotation", "Link %d without annotation", id)
		}
	}
	return kind, cells
}

func (c *checker) reach(page, mcid, id int, kind string) {
	if slices.Contains(grouping, kind) {
		c.bad("structure", "%s %d holds content itself", kind, id)
	}
	if _, twice := c.reached[[2]int{page, mcid}]; twice {
		c.bad("MCID", "%d on page %d is reached twice", mcid, page)
	}
	c.reached[[2]int{page, mcid}] = id
	s := c.scans[page]
	if s == nil {
		c.bad("MCID", "%s %d points at no page", kind, id)
	} else if tag, ok := s.tags[mcid]; !ok {
		c.bad("MCID", "%s %d points at %d, which is not on page %d", kind, id, mcid, page)
	} else if tag != kind {
		c.bad("MCID", "%d on page %d is tagged %s in the content, %s in the tree", mcid, page, tag, kind)
	}
}

func (c *checker) headings() {
	prev := 0
	for i, h := range c.heads {
		if h > prev+1 {
			c.bad("headings", "number %d jumps from H%d to H%d", i+1, prev, h)
		}
		prev = h
	}
	if len(c.heads) == 0 || c.heads[0] != 1 {
		c.bad("headings", "the first is not H1")
	}
}
