//go:build linux && !race

package sheet

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// bombFile names the file that a child process of TestBombs shall read.
const bombFile = "GENOMLYS_BOMB_FILE"

// TestMain reads a hostile file in a process of its own when asked to, so
// that its memory can be measured from outside.
func TestMain(m *testing.M) {
	name := os.Getenv(bombFile)
	if name == "" {
		os.Exit(m.Run())
	}
	fmt.Println(peak(), detonate(name), peak())
}

// peak is the most memory, in KiB, that this process has had resident.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var kib int64
	if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
		fmt.Sscan(rest, &kib)
	}
	return kib
}

func detonate(name string) string {
	f, err := os.Open(name)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err.Error()
	}
	ctx := context.Background()
	b, err := Open(ctx, f, info.Size(), name, DefaultLimits())
	if err != nil {
		return err.Error()
	}
	if _, err := b.Header(ctx, b.Sheets()[0], isField); err != nil {
		return err.Error()
	}
	n := 0
	for _, err := range b.Read(ctx, b.Sheets()[0]) {
		if err != nil {
			return err.Error()
		}
		n++
	}
	return fmt.Sprintf("%d rows", n)
}

func repeat(before, s string, n int, after string) func(io.Writer) {
	return func(w io.Writer) {
		b := bufio.NewWriter(w)
		defer b.Flush()
		b.WriteString(before)
		for range n {
			b.WriteString(s)
		}
		b.WriteString(after)
	}
}

// TestBombs reads files made to cost memory or time (security.md T10, S9):
// each must be refused for the right reason, or read, within 10 s and 64 MiB
// beside what an ordinary small file takes.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("builds files of tens of MiB")
	}
	const (
		name  = "xl/worksheets/sheet1.xml"
		start = `<worksheet><sheetData>`
		end   = `</sheetData></worksheet>`
		mib   = 1 << 20
	)
	cell := `<row><c t="inlineStr"><is><t>`
	books := map[string]struct {
		parts []part
		want  string
	}{
		"zip bomb":       {[]part{{name: name, fill: repeat(start, `<row><c><v>1</v></c></row>`, 2*mib+mib/8, end)}}, "unpacked-too-large"},
		"ratio":          {[]part{{name: name, fill: repeat(start, strings.Repeat(" ", 1024), 10*1024, end)}}, "ratio-too-high"},
		"million rows":   {[]part{{name: name, fill: manyRows}}, "too-many-rows"},
		"row index":      {[]part{{name: name, text: start + `<row r="1048576"><c r="GR1048576"><v>1</v></c></row>` + end}}, "1 rows"},
		"column index":   {[]part{{name: name, text: start + `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` + end}}, "too-many-columns"},
		"empty rows":     {[]part{{name: name, raw: true, fill: repeat(start, `<row/>`, 17*mib/6, end)}}, "broken-row"},
		"entities":       {[]part{{name: name, text: `<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + start + end}}, "xml-entity"},
		"entities in":    {[]part{{name: "xl/sharedStrings.xml", text: `<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>`}, sheet1("")}, "xml-entity"},
		"long DTD":       {[]part{{name: name, raw: true, fill: repeat(`<!DOCTYPE x [`, "<!ELEMENT a ANY>", mib, "]>")}}, "xml-entity"},
		"deep":           {[]part{{name: name, raw: true, fill: repeat(start, `<a>`, 2*mib, end)}}, "0 rows"},
		"long text":      {[]part{{name: name, raw: true, fill: repeat(start+cell, "xxxxxxxx", 2*mib, end)}}, "cell-too-long"},
		"text in pieces": {[]part{{name: name, raw: true, fill: repeat(start+cell, "xxxxxxxx<a/>", mib, end)}}, "cell-too-long"},
		"long comment":   {[]part{{name: name, raw: true, fill: repeat(start+"<!--", "<<<<<<<<", 2*mib, "-->"+end)}}, "xml-too-long"},
		"long CDATA":     {[]part{{name: name, raw: true, fill: repeat(start+"<![CDATA[", "<<<<<<<<", 2*mib, "]]>"+end)}}, "xml-too-long"},
		"long PI":        {[]part{{name: name, raw: true, fill: repeat(start+"<?a ", "<<<<<<<<", 2*mib, "?>"+end)}}, "xml-too-long"},
		"attributes":     {[]part{{name: name, raw: true, fill: repeat(start+"<row ", `a="" `, 3*mib, "/>"+end)}}, "xml-too-long"},
		"wide rows":      {[]part{{name: name, raw: true, fill: repeat(start+"<row>", `<c t="inlineStr"><is><t>`+strings.Repeat("x", 100_000)+`</t></is></c>`, 150, "</row>"+end)}}, "row-too-long"},
		"strings":        {[]part{{name: "xl/sharedStrings.xml", raw: true, fill: repeat("<sst>", "<si/>", 3*mib, "</sst>")}, sheet1("")}, "too-many-strings"},
		"text of strings": {[]part{{name: "xl/sharedStrings.xml", raw: true, fill: repeat("<sst>", "<si><t>"+strings.Repeat("x", 1000)+"</t></si>", 18*1024, "</sst>")},
			sheet1("")}, "too-many-strings"},
		"one string often": {[]part{{name: "xl/sharedStrings.xml", text: "<sst><si><t>" + strings.Repeat("x ", 60_000) + "</t></si></sst>"},
			{name: name, raw: true, fill: repeat(start, "<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 200)+"</row>", 500, end)}}, "500 rows"},
		"merges":     {[]part{{name: name, raw: true, fill: repeat(start+"</sheetData>", `<mergeCell ref="A1:XFD1048576"/>`, mib/2, "</worksheet>")}}, "too-many-merges"},
		"overlapped": {[]part{{name: name, fill: repeat(start+"<row><c><v>1</v></c></row></sheetData>", `<mergeCell ref="A1:XFD1048576"/>`, 19_999, "</worksheet>")}}, "too-many-merges"},
		"styles":     {[]part{{name: "xl/styles.xml", raw: true, fill: repeat("<styleSheet><cellXfs>", "<xf/>", 3*mib, "</cellXfs></styleSheet>")}, sheet1("")}, "too-many-styles"},
		"formats": {[]part{{name: "xl/styles.xml", raw: true, fill: repeat("<styleSheet><numFmts>", `<numFmt numFmtId="9" formatCode="0"/>`, mib/4, "</numFmts></styleSheet>")},
			sheet1("")}, "0 rows"},
		"sheets":   {[]part{{name: "xl/workbook.xml", raw: true, fill: repeat(`<workbook><sheets>`, `<sheet name="a" r:id="rId1"/>`, mib/2, `</sheets></workbook>`)}, sheet1("")}, "too-many-sheets"},
		"entries":  {manyParts(60_000), "too-many-entries"},
		"ordinary": {[]part{{name: name, fill: ordinaryRows}}, "20000 rows"},
	}
	csvs := map[string]struct {
		fill func(io.Writer)
		want string
	}{
		"csv breaks":    {repeat("", "\n", 20*mib, ""), "0 rows"},
		"csv marks":     {repeat("", ";", 20*mib, ""), "0 rows"},
		"csv fields":    {repeat("", "a;", 10*mib, ""), "too-many-columns"},
		"csv quote":     {repeat("a;\"", "x", 20*mib-4, ""), "cell-too-long"},
		"csv quotes":    {repeat("", "\"", 20*mib, ""), "cell-too-long"},
		"csv long row":  {repeat("", strings.Repeat("x", 100_000)+";", 200, ""), "row-too-long"},
		"csv rows":      {repeat("", "a;b\n", 5*mib, ""), "too-many-rows"},
		"csv no breaks": {repeat("", "x", 20*mib, ""), "cell-too-long"},
		"csv utf-16":    {repeat("\xFF\xFE", ";\x00\n\x00", mib, ""), "0 rows"},
		"csv too large": {repeat("", "x", 20*mib+1, ""), "file-too-large"},
	}
	dir := t.TempDir()
	for what, b := range books {
		path := filepath.Join(dir, "b.xlsx")
		writeFile(t, path, func(w io.Writer) error { return pack(w, book(b.parts...)) })
		check(t, what, path, b.want)
	}
	for what, c := range csvs {
		path := filepath.Join(dir, "b.csv")
		writeFile(t, path, func(w io.Writer) error { c.fill(w); return nil })
		check(t, what, path, c.want)
	}
}

func manyRows(w io.Writer) {
	b := bufio.NewWriter(w)
	defer b.Flush()
	b.WriteString(`<worksheet><sheetData>`)
	for i := range 1 << 20 {
		fmt.Fprintf(b, `<row r="%d"><c><v>%d</v></c></row>`, i+1, i*7919%1000003)
	}
	b.WriteString(`</sheetData></worksheet>`)
}

// ordinaryRows is a sheet at the cap: it must be read, not refused.
func ordinaryRows(w io.Writer) {
	b := bufio.NewWriter(w)
	defer b.Flush()
	b.WriteString(`<worksheet><sheetData>`)
	for i := range 20_000 {
		fmt.Fprintf(b, `<row r="%d">`, i+1)
		for c := range 20 {
			fmt.Fprintf(b, `<c r="%s%d" t="inlineStr"><is><t>Objekt %d</t></is></c>`, ColumnName(c+1), i+1, (i*31+c)*7919%1000003)
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
}

func manyParts(n int) []part {
	out := make([]part, n)
	for i := range out {
		out[i].name = fmt.Sprintf("a%d", i)
	}
	return out
}

func writeFile(t *testing.T, path string, fill func(io.Writer) error) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// check reads a file in a process of its own.
func check(t *testing.T, what, path, want string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), bombFile+"="+path)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Errorf("%s: %v: %.500s", what, err, out.String())
		return
	}
	// What it took of a processor, where others use the machine too.
	took := min(time.Since(began), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	words := strings.Fields(out.String())
	before, _ := strconv.ParseInt(words[0], 10, 64)
	after, _ := strconv.ParseInt(words[len(words)-1], 10, 64)
	got := strings.Join(words[1:len(words)-1], " ")
	t.Logf("%-16s %3d MiB more, %5d ms: %s", what, (after-before)>>10, took.Milliseconds(), got)
	if !strings.HasPrefix(got, want) {
		t.Errorf("%s: %.300s; want %s", what, got, want)
	}
	if before == 0 || after-before > 64<<10 {
		t.Errorf("%s: from %d to %d KiB", what, before, after)
	}
	if took > 11*time.Second { // the reader's 10 s and the process's start
		t.Errorf("%s: took %v", what, took)
	}
}

// TestLyingZip has the directory say that a part is small.
func TestLyingZip(t *testing.T) {
	data := xlsx(t, part{name: "xl/worksheets/sheet1.xml", fill: repeat("<worksheet><sheetData>", strings.Repeat("<row><c><v>1</v></c></row>", 100), 30_000, "</sheetData></worksheet>")})
	// The size is at 24 in a directory entry, whose mark is PK\1\2.
	for i := 0; ; {
		n := bytes.Index(data[i:], []byte("PK\x01\x02"))
		if n < 0 {
			break
		}
		i += n + 4
		if binary.LittleEndian.Uint32(data[i+20:]) > 1<<20 {
			binary.LittleEndian.PutUint32(data[i+20:], 1000)
		}
	}
	_, got, err := readAll(data, "", DefaultLimits())
	if c := refusal(err).Code; c != BrokenFile && c != RatioTooHigh {
		t.Errorf("%d rows, %v", len(got), err)
	}
}
