package pdf

import (
	"bytes"
	"cmp"
	"crypto/md5"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf16"

	"genomlys/internal/document"
)

// finish writes what can be known only at the end: fonts, page tree, parent
// tree, bookmarks, metadata, attachments and the catalog.
func (e *engine) finish(opt Options) error {
	o := e.out
	var fonts strings.Builder
	for i, s := range o.fonts {
		if s.used() {
			fmt.Fprintf(&fonts, "/F%d %s", i, ref(o.writeFont(s)))
		}
	}
	o.put(o.resources, "<</Font<<"+fonts.String()+">>>>")
	o.put(o.pagesID, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(o.pageIDs), refs(o.pageIDs)))
	o.put(o.treeID, fmt.Sprintf("<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d>>", ref(e.root.id), ref(o.parentTree()), len(o.parents)))

	about := describe(e.doc, opt)
	icc := o.stream("/N 3", sRGB(), true)
	metadata := o.stream("/Type/Metadata/Subtype/XML", about.xmp(), false)
	info := o.add(about.info())

	extra := ""
	if bookmarks := o.bookmarks(e.heads); bookmarks != 0 {
		extra += "/PageMode/UseOutlines/Outlines " + ref(bookmarks)
	}
	if !opt.Archive && len(e.doc.Attachments) > 0 {
		extra += o.attach(e.doc.Attachments, about.pdfDate())
	}
	root := o.add(fmt.Sprintf("<</Type/Catalog/Version/1.7/Pages %s/Lang(%s)/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot %s/Metadata %s/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile %s>>]%s>>",
		ref(o.pagesID), e.words.tag, ref(o.treeID), ref(metadata), ref(icc), extra))
	return o.finish(root, info, about.fileID())
}

func refs(ids []int) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(ref(id))
	}
	return b.String()
}

// parentTree leads from marked content and annotations back to the structure.
func (o *output) parentTree() int {
	const leaf = 200
	var nodes []int
	for from := 0; from < len(o.parents); from += leaf {
		to := min(from+leaf, len(o.parents))
		var b strings.Builder
		for k := from; k < to; k++ {
			fmt.Fprintf(&b, "%d %s ", k, ref(o.parents[k]))
		}
		nodes = append(nodes, o.add(fmt.Sprintf("<</Limits[%d %d]/Nums[%s]>>", from, to-1, b.String())))
	}
	return o.add("<</Kids[" + refs(nodes) + "]>>")
}

// bookmarks writes the outline by tag level; 0 when there are no headings.
func (o *output) bookmarks(heads []heading) int {
	if len(heads) == 0 {
		return 0
	}
	type node struct {
		id, parent, prev, next, first, last, count int
	}
	nodes := make([]node, len(heads)+1) // 0 is the root
	for i := range nodes {
		nodes[i].id = o.reserve()
	}
	path := []int{0}
	for i, h := range heads {
		n := i + 1
		for len(path) > 1 && heads[path[len(path)-1]-1].tag >= h.tag {
			path = path[:len(path)-1]
		}
		parent := &nodes[path[len(path)-1]]
		nodes[n].parent = parent.id
		if parent.last != 0 {
			nodes[n].prev, nodes[parent.last].next = nodes[parent.last].id, nodes[n].id
		} else {
			parent.first = n
		}
		parent.last = n
		parent.count++
		path = append(path, n)
	}
	for i, n := range nodes {
		var b strings.Builder
		b.WriteString("<<")
		if i == 0 {
			b.WriteString("/Type/Outlines")
		} else {
			h := heads[i-1]
			fmt.Fprintf(&b, "/Title %s/Parent %s/Dest%s", textString(withoutSoft(h.text)), ref(n.parent), o.dest(h.page, h.y))
		}
		if n.prev != 0 {
			b.WriteString("/Prev " + ref(n.prev))
		}
		if n.next != 0 {
			b.WriteString("/Next " + ref(n.next))
		}
		if n.first != 0 {
			count := n.count
			if i > 0 {
				count = -count // closed
			}
			fmt.Fprintf(&b, "/First %s/Last %s/Count %d", ref(nodes[n.first].id), ref(nodes[n.last].id), count)
		}
		o.put(n.id, b.String()+">>")
	}
	return nodes[0].id
}

// withoutSoft takes the soft hyphens away, for texts that are not broken.
func withoutSoft(s string) string { return strings.ReplaceAll(s, softHyphen, "") }

// attach embeds files and gives the catalog's entries (ISO 19005-3, 6.8).
func (o *output) attach(files []document.Attachment, date string) string {
	sorted := slices.Clone(files)
	slices.SortFunc(sorted, func(a, b document.Attachment) int {
		return cmp.Compare(textString(a.Name), textString(b.Name)) // name trees are in order
	})
	var af, names strings.Builder
	for _, a := range sorted {
		file := o.stream(fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<</Size %d/ModDate(%s)/CheckSum<%X>>>", name(a.Mime), len(a.Data), date, md5.Sum(a.Data)), a.Data, true)
		desc := ""
		if a.Description != "" {
			desc = "/Desc " + textString(a.Description)
		}
		spec := o.add(fmt.Sprintf("<</Type/Filespec/F %s/UF %s%s/AFRelationship/%s/EF<</F %s/UF %s>>>>",
			textString(a.Name), textString(a.Name), desc, cmp.Or(a.Relationship, "Unspecified"), ref(file), ref(file)))
		af.WriteString(ref(spec) + " ")
		names.WriteString(textString(a.Name) + " " + ref(spec) + " ")
	}
	return "/AF[" + af.String() + "]/Names<</EmbeddedFiles<</Names[" + names.String() + "]>>>>"
}

// name writes a PDF name without its slash; what is no plain letter or figure
// is escaped.
func name(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}

// writeFont embeds a subset as a composite font with identity encoding.
func (o *output) writeFont(s *subset) int {
	f := s.face
	data, widths := s.file()
	file := o.stream(fmt.Sprintf("/Length1 %d", len(data)), data, true)
	k := func(v int) int { return int(math.Round(f.scale(v))) }
	sum := md5.Sum(data)
	var tag [6]byte
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	base := string(tag[:]) + "+" + f.name
	flags := 4 // symbolic: the codes are our own
	if f.italicAngle != 0 {
		flags |= 64
	}
	desc := o.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %s>>",
		base, flags, k(f.bbox[0]), k(f.bbox[1]), k(f.bbox[2]), k(f.bbox[3]), f.italicAngle, k(f.ascent), k(f.descent), k(f.capHeight), ref(file)))
	cid := o.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %s/CIDToGIDMap/Identity/DW 1000/W[0[%s]]>>",
		base, ref(desc), nums(widths...)))
	unicode := o.stream("", s.toUnicode(), true)
	return o.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>", base, ref(cid), ref(unicode)))
}

// toUnicode is the way back from codes to characters.
func (s *subset) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	for from := 1; from < len(s.runes); from += 100 { // at most 100 in a block
		to := min(from+100, len(s.runes))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for c := from; c < to; c++ {
			fmt.Fprintf(&b, "<%04X><", c)
			for _, u := range utf16.Encode([]rune{s.runes[c]}) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
