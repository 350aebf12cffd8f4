package pdf

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// output is what the second pass draws on: the current page and the open
// structure elements. All its methods may be called on nil, which is how the
// first pass measures without writing.
type output struct {
	*objects
	fonts     [faceCount]*subset
	pagesID   int
	treeID    int
	resources int
	pageIDs   []int // reserved in advance, so that links can point forward

	page    int // from 1; 0 before the first
	content []byte
	face    faceID // state on the page: what was last set
	size    float64
	fill    rgb
	fresh   bool // nothing set yet on this page
	mcids   []int
	annots  []string
	pageKey int
	parents []int // parent tree: key -> object
}

func newOutput(w io.Writer, fs *faces, pages int) *output {
	o := &output{objects: newObjects(w)}
	for i := range o.fonts {
		o.fonts[i] = newSubset(fs[i])
	}
	o.pagesID, o.treeID, o.resources = o.reserve(), o.reserve(), o.reserve()
	for range pages {
		o.pageIDs = append(o.pageIDs, o.reserve())
	}
	return o
}

// elem is an open structure element.
type elem struct {
	id, parent int
	kind       string
	attrs      string
	page       int // the page that plain MCIDs in kids refer to
	kids       []byte
}

// open starts a structure element below parent (nil: the root).
func (o *output) open(parent *elem, kind, attrs string) *elem {
	if o == nil {
		return nil
	}
	e := &elem{id: o.reserve(), parent: o.treeID, kind: kind, attrs: attrs}
	if parent != nil {
		e.parent = parent.id
		parent.kids = append(strconv.AppendInt(parent.kids, int64(e.id), 10), " 0 R "...)
	}
	return e
}

func (o *output) close(e *elem) {
	if o == nil {
		return
	}
	pg := ""
	if e.page > 0 {
		pg = "/Pg " + ref(o.pageIDs[e.page-1])
	}
	o.put(e.id, fmt.Sprintf("<</Type/StructElem/S/%s/P %s%s%s/K[%s]>>", e.kind, ref(e.parent), pg, e.attrs, strings.TrimSpace(string(e.kids))))
}

// begin starts marked content that belongs to e.
func (o *output) begin(e *elem) {
	if o == nil {
		return
	}
	n := len(o.mcids)
	o.content = fmt.Appendf(o.content, "/%s<</MCID %d>>BDC\n", e.kind, n)
	if e.page == 0 {
		e.page = o.page
	}
	if e.page == o.page {
		e.kids = append(strconv.AppendInt(e.kids, int64(n), 10), ' ')
	} else {
		e.kids = fmt.Appendf(e.kids, "<</Type/MCR/Pg %d 0 R/MCID %d>> ", o.pageIDs[o.page-1], n)
	}
	o.mcids = append(o.mcids, e.id)
}

// artifact starts content that is no part of the text. Props may be empty;
// then the operator must be BMC, or readers report too few arguments.
func (o *output) artifact(props string) {
	if o == nil {
		return
	}
	if props == "" {
		o.content = append(o.content, "/Artifact BMC\n"...)
	} else {
		o.content = append(o.content, "/Artifact<<"+props+">>BDC\n"...)
	}
}

func (o *output) end() {
	if o != nil {
		o.content = append(o.content, "EMC\n"...)
	}
}

// newPage starts a page; the one before must be closed.
func (o *output) newPage() {
	if o == nil {
		return
	}
	o.page++
	o.pageKey = o.key(0)
	o.content, o.mcids, o.annots, o.fresh = o.content[:0], o.mcids[:0], o.annots[:0], true
}

func (o *output) endPage() {
	if o == nil || o.page == 0 {
		return
	}
	c := o.stream("", o.content, true)
	annots := ""
	if len(o.annots) > 0 {
		annots = "/Annots[" + strings.Join(o.annots, " ") + "]"
	}
	o.put(o.pageIDs[o.page-1], fmt.Sprintf("<</Type/Page/Parent %s/MediaBox[0 0 %s]/Resources %s/Contents %s/StructParents %d/Tabs/S%s>>",
		ref(o.pagesID), nums(pageW, pageH), ref(o.resources), ref(c), o.pageKey, annots))
	b := []byte("[")
	for _, id := range o.mcids {
		b = append(strconv.AppendInt(b, int64(id), 10), " 0 R "...)
	}
	o.parents[o.pageKey] = o.add(string(append(b, ']')))
}

// key takes the next key of the parent tree.
func (o *output) key(id int) int {
	o.parents = append(o.parents, id)
	return len(o.parents) - 1
}

// link puts a link annotation over a box (top left, width, height) into e.
// target is "/Dest[...]" or "/A<<...>>".
func (o *output) link(e *elem, x, y, w, h float64, target, description string) {
	if o == nil {
		return
	}
	id := o.add(fmt.Sprintf("<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4%s/Contents %s/StructParent %d>>",
		nums(x, pageH-y-h, x+w, pageH-y), target, textString(description), o.key(e.id)))
	o.annots = append(o.annots, ref(id))
	e.kids = fmt.Appendf(e.kids, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>> ", id, o.pageIDs[o.page-1])
}

// dest points at a height on a page.
func (o *output) dest(page int, y float64) string {
	if o == nil {
		return ""
	}
	return fmt.Sprintf("[%s/XYZ %s null]", ref(o.pageIDs[page-1]), nums(0, min(pageH-y+12, pageH)))
}

func (c rgb) operands() string {
	part := func(shift uint) string {
		return strconv.FormatFloat(float64(c>>shift&255)/255, 'f', 3, 64)
	}
	return part(16) + " " + part(8) + " " + part(0)
}

func (o *output) setFill(c rgb) {
	if o.fresh || o.fill != c {
		o.content = append(o.content, c.operands()+" rg\n"...)
		o.fill = c
		if o.fresh {
			o.fresh, o.size = false, 0
		}
	}
}

// text writes s with its baseline at (x, y).
func (o *output) text(f faceID, size float64, c rgb, x, y float64, s string) {
	if o == nil || s == "" {
		return
	}
	o.setFill(c)
	b := append(o.content, "BT"...)
	if o.face != f || o.size != size {
		b = append(b, "/F"...)
		b = strconv.AppendInt(b, int64(f), 10)
		b = append(b, ' ')
		b = appendNum(b, size)
		b = append(b, " Tf"...)
		o.face, o.size = f, size
	}
	b = append(b, ' ')
	b = appendNum(b, x)
	b = append(b, ' ')
	b = appendNum(b, pageH-y)
	b = append(b, " Td"...)
	b = o.fonts[f].encode(b, s)
	o.content = append(b, "Tj ET\n"...)
}

// box fills a rectangle given by its top left corner.
func (o *output) box(x, y, w, h float64, c rgb) {
	if o == nil {
		return
	}
	o.setFill(c)
	o.content = append(o.content, nums(x, pageH-y-h, w, h)+" re f\n"...)
}

// polygon fills what lies between corners.
func (o *output) polygon(corners [][2]float64, c rgb) {
	if o == nil {
		return
	}
	o.setFill(c)
	for i, p := range corners {
		op := " l "
		if i == 0 {
			op = " m "
		}
		o.content = append(o.content, nums(p[0], pageH-p[1])+op...)
	}
	o.content = append(o.content, "h f\n"...)
}

// frame strokes a rectangle.
func (o *output) frame(x, y, w, h, thick float64, c rgb) {
	if o == nil {
		return
	}
	o.content = append(o.content, c.operands()+" RG "+nums(thick)+" w "+nums(x, pageH-y-h, w, h)+" re S\n"...)
}

// rule draws a straight line.
func (o *output) rule(x1, y1, x2, y2, thick float64, c rgb) {
	if o == nil {
		return
	}
	o.content = append(o.content, c.operands()+" RG "+nums(thick)+" w "+nums(x1, pageH-y1)+" m "+nums(x2, pageH-y2)+" l S\n"...)
}

// dotted draws a row of round dots: a line of zero-length dashes with round caps.
func (o *output) dotted(x1, x2, y float64, c rgb) {
	if o == nil {
		return
	}
	o.content = append(o.content, "q 1 J [0 2] 0 d "...)
	o.rule(x1, y, x2, y, 0.7, c)
	o.content = append(o.content, "Q\n"...)
}
