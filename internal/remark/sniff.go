package remark

import (
	"archive/zip"
	"bytes"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"genomlys/internal/fault"
)

// MaxFile is the largest file that is taken, in bytes.
const MaxFile = 10 << 20

// kinds are the files that are taken: by extension, the media type and how the
// content is known. What a browser or an office program would run is not among
// them: no HTML, SVG, macros or programs.
var kinds = []struct {
	ext, media string
	is         func([]byte) bool
}{
	{"pdf", "application/pdf", starts("%PDF-")},
	{"png", "image/png", starts("\x89PNG\r\n\x1a\n")},
	{"jpg", "image/jpeg", starts("\xff\xd8\xff")},
	{"jpeg", "image/jpeg", starts("\xff\xd8\xff")},
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", office("word/document.xml")},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office("xl/workbook.xml")},
	{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", office("ppt/presentation.xml")},
	{"odt", "application/vnd.oasis.opendocument.text", office("content.xml")},
	{"ods", "application/vnd.oasis.opendocument.spreadsheet", office("content.xml")},
	{"csv", "text/csv", plain},
	{"txt", "text/plain", plain},
}

// Sniff tells what a file is by what it holds; the name must agree.
func Sniff(name string, data []byte) (string, error) {
	no := func(code, value string, allowed ...string) (string, error) {
		return "", fault.Problems([]fault.Problem{{Field: "file", Code: code, Value: value, Allowed: allowed}})
	}
	if len(data) == 0 {
		return no("file-empty", name)
	}
	if len(data) > MaxFile {
		return no("file-too-big", name, strconv.Itoa(MaxFile>>20))
	}
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	var allowed []string
	for _, k := range kinds {
		if k.ext == ext {
			if !k.is(data) {
				return no("file-not-as-named", name)
			}
			return k.media, nil
		}
		allowed = append(allowed, k.ext)
	}
	return no("file-type", name, allowed...)
}

func starts(with string) func([]byte) bool {
	return func(b []byte) bool { return bytes.HasPrefix(b, []byte(with)) }
}

// office tells an office document by a part it must have; one with macros is
// none of ours, whatever it is called.
func office(part string) func([]byte) bool {
	return func(b []byte) bool {
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return false
		}
		found := false
		for _, f := range z.File {
			if strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin") {
				return false
			}
			found = found || f.Name == part
		}
		return found
	}
}

func plain(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
	}
	return true
}
