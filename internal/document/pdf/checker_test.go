package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// checker verifies a read file against what PDF/UA-1 (ISO 14289-1) and
// PDF/A-2a/3a (ISO 19005-2, -3) ask of a file like ours. It stands in for an
// outside validator, so it reads the file and shares no code with the writer.
type checker struct {
	*pfile
	problems []string
	root     pdict
	archive  bool

	fonts   map[pname]*pfont
	pages   []int          // object numbers
	scans   map[int]*scan  // by page object
	reached map[[2]int]int // page, MCID -> element
	objr    map[int]int    // annotation -> element
	parents map[int]any    // the parent tree
	heads   []int
	tags    map[string]int
}

func (c *checker) bad(rule, format string, args ...any) {
	c.problems = append(c.problems, rule+": "+fmt.Sprintf(format, args...))
}

// check gives what is wrong with the file, nothing when it conforms.
func check(f *pfile, archive bool) []string {
	c := &checker{pfile: f, archive: archive, fonts: map[pname]*pfont{}, scans: map[int]*scan{}, reached: map[[2]int]int{}, objr: map[int]int{}, parents: map[int]any{}, tags: map[string]int{}}
	c.root = f.dict(f.trailer["Root"])
	c.references()
	c.catalog()
	c.metadata()
	c.readPages()
	c.numberTree(c.dict(c.root["StructTreeRoot"])["ParentTree"])
	tree := c.dict(c.root["StructTreeRoot"])
	if top, ok := tree["K"].(pref); ok {
		c.element(int(top), c.root["StructTreeRoot"].(pref), "")
	} else {
		c.bad("structure", "no top element")
	}
	c.headings()
	c.marked()
	c.annotations()
	c.outline()
	c.files()
	return c.problems
}

// references makes sure that every reference leads somewhere and that nothing
// active or foreign is in the file.
func (c *checker) references() {
	var walk func(id int, v any)
	walk = func(id int, v any) {
		switch v := v.(type) {
		case pref:
			if _, ok := c.objs[int(v)]; !ok {
				c.bad("reference", "object %d refers to %d, which is not there", id, int(v))
			}
		case pdict:
			for k, x := range v {
				switch k {
				case "JS", "AA", "OpenAction", "Encrypt", "SMask", "XFA", "AcroForm", "OCProperties", "Group":
					c.bad("forbidden", "object %d has %s", id, k)
				}
				walk(id, x)
			}
		case []any:
			for _, x := range v {
				walk(id, x)
			}
		case pstream:
			walk(id, v.dict)
		}
	}
	for id, o := range c.objs {
		walk(id, o)
	}
	if c.trailer["Encrypt"] != nil || len(c.array(c.trailer["ID"])) != 2 {
		c.bad("trailer", "ID is missing or the file is encrypted")
	}
}

func (c *checker) catalog() {
	if l := c.text(c.root["Lang"]); l != "sv-SE" && l != "en-GB" {
		c.bad("Lang", "catalog language is %q", l)
	}
	if c.dict(c.root["MarkInfo"])["Marked"] != true {
		c.bad("MarkInfo", "Marked is not true")
	}
	if c.dict(c.root["ViewerPreferences"])["DisplayDocTitle"] != true {
		c.bad("DisplayDocTitle", "is not true")
	}
	intents := c.array(c.root["OutputIntents"])
	if len(intents) != 1 {
		c.bad("OutputIntent", "%d of them", len(intents))
		return
	}
	i := c.dict(intents[0])
	icc, _ := c.get(i["DestOutputProfile"]).(pstream)
	if i["S"] != pname("GTS_PDFA1") || icc.dict["N"] != 3.0 || len(icc.data) < 132 || string(icc.data[36:40]) != "acsp" || u32(icc.data, 0) != len(icc.data) {
		c.bad("OutputIntent", "no sRGB profile")
	}
}

var between = regexp.MustCompile(`(?s)<rdf:li[^>]*>(.*?)</rdf:li>`)

// metadata compares XMP with Info and reads the claims of conformance.
func (c *checker) metadata() {
	m, ok := c.get(c.root["Metadata"]).(pstream)
	if !ok || m.dict["Filter"] != nil {
		c.bad("XMP", "missing or compressed")
		return
	}
	for d := xml.NewDecoder(bytes.NewReader(m.data)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			c.bad("XMP", "not well-formed: %v", err)
			return
		}
	}
	x := string(m.data)
	value := func(tag string) string {
		_, s, _ := strings.Cut(x, "<"+tag+">")
		s, _, _ = strings.Cut(s, "</"+tag+">")
		if li := between.FindStringSubmatch(s); li != nil {
			s = li[1]
		}
		return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'").Replace(s)
	}
	part := "3"
	if c.archive {
		part = "2"
	}
	if value("pdfaid:part") != part || value("pdfaid:conformance") != "A" || value("pdfuaid:part") != "1" {
		c.bad("XMP", "claims PDF/A-%s%s, PDF/UA-%s", value("pdfaid:part"), value("pdfaid:conformance"), value("pdfuaid:part"))
	}
	info := c.dict(c.trailer["Info"])
	date := func(s string) string { // D:20231124083000+00'00' as in XMP
		if len(s) != 23 {
			return "not a date: " + s
		}
		return s[2:6] + "-" + s[6:8] + "-" + s[8:10] + "T" + s[10:12] + ":" + s[12:14] + ":" + s[14:16] + "Z"
	}
	for _, p := range [][3]string{
		{"Title", c.text(info["Title"]), value("dc:title")},
		{"Author", c.text(info["Author"]), value("dc:creator")},
		{"Subject", c.text(info["Subject"]), value("dc:description")},
		{"Creator", c.text(info["Creator"]), value("xmp:CreatorTool")},
		{"Producer", c.text(info["Producer"]), value("pdf:Producer")},
		{"CreationDate", date(c.text(info["CreationDate"])), value("xmp:CreateDate")},
		{"ModDate", date(c.text(info["ModDate"])), value("xmp:ModifyDate")},
		{"Lang", c.text(c.root["Lang"]), value("dc:language")},
	} {
		if p[1] != p[2] {
			c.bad("XMP", "%s is %q in Info, %q in XMP", p[0], p[1], p[2])
		}
	}
	if strings.TrimSpace(value("dc:title")) == "" {
		c.bad("XMP", "no title")
	}
}

func (c *checker) readPages() {
	tree := c.dict(c.root["Pages"])
	for _, k := range c.array(tree["Kids"]) {
		c.pages = append(c.pages, int(k.(pref)))
	}
	if tree["Count"] != float64(len(c.pages)) {
		c.bad("pages", "Count is %v of %d", tree["Count"], len(c.pages))
	}
	for _, id := range c.pages {
		p := c.dict(pref(id))
		if p["Tabs"] != pname("S") {
			c.bad("Tabs", "page %d: %v", id, p["Tabs"])
		}
		res := c.dict(p["Resources"])
		for k := range res {
			if k != "Font" {
				c.bad("resources", "page %d has %s", id, k)
			}
		}
		for n, r := range c.dict(res["Font"]) {
			if c.fonts[n] == nil {
				c.fonts[n] = c.font(n, c.dict(r))
			}
		}
		s, _ := c.get(p["Contents"]).(pstream)
		c.scans[id] = scanContent(s.data, c.fonts)
		for _, m := range c.scans[id].problems {
			c.bad("content", "page %d: %s", id, m)
		}
	}
}

// numberTree reads the parent tree and checks its limits.
func (c *checker) numberTree(v any) {
	d := c.dict(v)
	for _, k := range c.array(d["Kids"]) {
		c.numberTree(k)
	}
	nums := c.array(d["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		c.parents[int(nums[i].(float64))] = nums[i+1]
	}
	if l := c.array(d["Limits"]); len(nums) > 0 && (len(l) != 2 || l[0] != nums[0] || l[1] != nums[len(nums)-2]) {
		c.bad("parent tree", "Limits %v", l)
	}
}

// marked makes sure that each MCID on a page is reached and has its place in
// the parent tree.
func (c *checker) marked() {
	for _, id := range c.pages {
		key, ok := c.dict(pref(id))["StructParents"].(float64)
		if !ok {
			c.bad("parent tree", "page %d has no StructParents", id)
			continue
		}
		list := c.array(c.parents[int(key)])
		if len(list) != len(c.scans[id].mcids) {
			c.bad("parent tree", "page %d: %d entries for %d MCIDs", id, len(list), len(c.scans[id].mcids))
		}
		for n := range c.scans[id].mcids {
			el, ok := c.reached[[2]int{id, n}]
			if !ok {
				c.bad("MCID", "%d on page %d is not in the structure", n, id)
			}
			if n < 0 || n >= len(list) || list[n] != pref(el) {
				c.bad("parent tree", "MCID %d on page %d leads elsewhere", n, id)
			}
		}
	}
}

func (c *checker) annotations() {
	seen := 0
	for _, id := range c.pages {
		for _, r := range c.array(c.dict(pref(id))["Annots"]) {
			seen++
			a := c.dict(r)
			n := int(r.(pref))
			if strings.TrimSpace(c.text(a["Contents"])) == "" {
				c.bad("annotation", "%d has no Contents", n)
			}
			if a["F"] != 4.0 {
				c.bad("annotation", "%d has F %v; it must print", n, a["F"])
			}
			key, ok := a["StructParent"].(float64)
			if el, in := c.objr[n]; !ok || !in || c.parents[int(key)] != pref(el) {
				c.bad("annotation", "%d is not tied to the structure", n)
			}
			if len(c.array(a["Rect"])) != 4 || a["Subtype"] != pname("Link") {
				c.bad("annotation", "%d is no link or has no place", n)
			}
			act := c.dict(a["A"])
			switch {
			case act != nil:
				if act["S"] != pname("URI") || !regexp.MustCompile(`^(https?|mailto|tel):[!-~]+$`).MatchString(c.text(act["URI"])) {
					c.bad("annotation", "%d has a doubtful address %q", n, c.text(act["URI"]))
				}
			default:
				c.destination("annotation", a["Dest"])
			}
		}
	}
	if seen != len(c.objr) {
		c.bad("annotation", "%d on pages, %d in the structure", seen, len(c.objr))
	}
}

func (c *checker) destination(rule string, v any) {
	d := c.array(v)
	if len(d) != 5 || d[1] != pname("XYZ") {
		c.bad(rule, "no destination")
		return
	}
	if p, ok := d[0].(pref); !ok || !slices.Contains(c.pages, int(p)) {
		c.bad(rule, "a destination is no page")
	}
}

func (c *checker) outline() {
	var walk func(parent pref) int
	walk = func(parent pref) int {
		p := c.dict(parent)
		n, prev := 0, any(nil)
		for at := p["First"]; at != nil; {
			b := c.dict(at)
			if b["Parent"] != parent || b["Prev"] != prev || c.text(b["Title"]) == "" {
				c.bad("outline", "bookmark %v is linked wrongly", at)
			}
			c.destination("outline", b["Dest"])
			if b["First"] != nil {
				if k := walk(at.(pref)); b["Count"] != float64(-k) {
					c.bad("outline", "Count of %v is %v of %d", at, b["Count"], k)
				}
			}
			n++
			prev = at
			if at = b["Next"]; at == nil && p["Last"] != prev {
				c.bad("outline", "Last of %v", parent)
			}
			if n > 100000 {
				c.bad("outline", "a circle")
				return n
			}
		}
		return n
	}
	if o, ok := c.root["Outlines"].(pref); ok {
		if n := walk(o); c.dict(o)["Count"] != float64(n) || n == 0 {
			c.bad("outline", "Count")
		}
	} else if len(c.heads) > 1 {
		c.bad("outline", "headings but no bookmarks")
	}
}

// files checks embedded files: none in PDF/A-2a, each with its relation in 3a.
func (c *checker) files() {
	named := map[any]bool{}
	last := ""
	for i, v := range c.array(c.dict(c.dict(c.root["Names"])["EmbeddedFiles"])["Names"]) {
		if i%2 == 1 {
			named[v] = true
		} else if b, _ := v.([]byte); string(b) < last {
			c.bad("files", "the names are not in order")
		} else {
			last = string(b)
		}
	}
	af := c.array(c.root["AF"])
	if c.archive && (len(af) > 0 || len(named) > 0) {
		c.bad("files", "PDF/A-2a with attachments")
	}
	if len(af) != len(named) {
		c.bad("files", "%d in AF, %d in Names", len(af), len(named))
	}
	embedded := 0
	for _, o := range c.objs {
		if s, ok := o.(pstream); ok && s.dict["Type"] == pname("EmbeddedFile") {
			embedded++
		}
	}
	if embedded != len(af) {
		c.bad("files", "%d embedded files, %d in AF", embedded, len(af))
	}
	for _, r := range af {
		s := c.dict(r)
		rel, _ := s["AFRelationship"].(pname)
		if !named[r] || !slices.Contains(strings.Fields("Data Source Supplement Alternative Unspecified"), string(rel)) {
			c.bad("files", "%v: relationship %q", r, rel)
		}
		if c.text(s["F"]) == "" || c.text(s["UF"]) == "" {
			c.bad("files", "%v has no name", r)
		}
		f, ok := c.get(c.dict(s["EF"])["F"]).(pstream)
		if sub, _ := f.dict["Subtype"].(pname); !ok || !strings.Contains(string(sub), "/") {
			c.bad("files", "%v has no media type", r)
		}
		if p := c.dict(f.dict["Params"]); p["Size"] != float64(len(f.data)) || p["ModDate"] == nil {
			c.bad("files", "%v has wrong Params", r)
		}
	}
}
