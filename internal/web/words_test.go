package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// phrases are the names that the catalogue declares, with what they say.
func phrases(t *testing.T) map[string]*ast.CompositeLit {
	t.Helper()
	out := map[string]*ast.CompositeLit{}
	files, _ := filepath.Glob("../lang/phrases*.go")
	for _, f := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				if v, ok := s.(*ast.ValueSpec); ok {
					out[v.Names[0].Name] = v.Values[0].(*ast.CompositeLit)
				}
			}
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d phrases are found", len(out))
	}
	return out
}

// sources are the files of a tree whose names end in one of some ways.
func sources(t *testing.T, root string, ends ...string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		for _, e := range ends {
			if strings.HasSuffix(path, e) {
				out = append(out, path)
				break
			}
		}
		return nil
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("no files under %s: %v", root, err)
	}
	return out
}

var letters = regexp.MustCompile(`\pL`)

// TestPhrases: each phrase says something in both languages, with the same
// places, and is used. That a phrase used is declared, the compiler holds.
func TestPhrases(t *testing.T) {
	used := map[string]bool{}
	for _, f := range sources(t, "..", ".go", ".templ") {
		if strings.HasSuffix(f, "_test.go") || strings.HasSuffix(f, "_templ.go") || strings.Contains(f, "phrases") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		prefix := `\blang\.`
		if strings.HasPrefix(f, "../lang/") {
			prefix = `\b`
		}
		for _, m := range regexp.MustCompile(prefix+`([A-Z]\w+)`).FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
		}
	}
	verb := regexp.MustCompile(`%[sd]`)
	var texts func(name string, c *ast.CompositeLit)
	texts = func(name string, c *ast.CompositeLit) {
		var said []string
		for _, e := range c.Elts {
			switch e := e.(type) {
			case *ast.CompositeLit:
				texts(name, e)
			case *ast.BasicLit:
				s, _ := strconv.Unquote(e.Value)
				said = append(said, s)
			default:
				t.Errorf("phrase %s is not written out", name)
			}
		}
		if len(said) == 0 {
			return
		}
		if len(said) != 2 || said[0] == "" || said[1] == "" {
			t.Errorf("phrase %s lacks a language", name)
			return
		}
		if sv, en := verb.FindAllString(said[0], -1), verb.FindAllString(said[1], -1); strings.Join(sv, "") != strings.Join(en, "") {
			t.Errorf("phrase %s has other places in English: %v and %v", name, sv, en)
		}
	}
	for name, c := range phrases(t) {
		if !used[name] {
			t.Errorf("phrase %s is not used", name)
		}
		texts(name, c)
	}
}

// written gives what a call in a generated template writes as it stands.
func written(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) < 3 {
		return "", false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	lit, ok2 := call.Args[2].(*ast.BasicLit)
	if !ok || !ok2 || sel.Sel.Name != "WriteString" {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// TestNoWordsInTemplates: what a page says to people stands in the catalogue.
func TestNoWordsInTemplates(t *testing.T) {
	files := sources(t, ".", "_templ.go")
	spoken := regexp.MustCompile(`(?:aria-label|placeholder|title|alt|value)="([^"]*)"`)
	allowed := map[string]bool{"sv": true, "en": true, "light": true, "dark": true, "digg.se/tdosanmalan": true, "ja": true /* what a box that is ticked sends */}
	for _, f := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		inTag := false // carried from piece to piece: attributes are written apart
		ast.Inspect(tree, func(n ast.Node) bool {
			s, ok := written(n)
			if !ok {
				return true
			}
			for _, m := range spoken.FindAllStringSubmatch(s, -1) {
				if letters.MatchString(m[1]) && !allowed[m[1]] {
					t.Errorf("%s says %q in an attribute", f, m[1])
				}
			}
			var text strings.Builder
			for _, c := range s {
				switch {
				case c == '<':
					inTag = true
					text.WriteByte(0)
				case c == '>':
					inTag = false
				case !inTag:
					text.WriteRune(c)
				}
			}
			for _, p := range strings.Split(text.String(), "\x00") {
				if p = strings.TrimSpace(p); letters.MatchString(p) && !allowed[p] {
					t.Errorf("%s says %q", f, p)
				}
			}
			return true
		})
	}
	for _, f := range sources(t, ".", ".templ") {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if !strings.HasPrefix(strings.TrimSpace(line), "//") && strings.ContainsAny(line, "åäöÅÄÖ") && !strings.Contains(line, "`title :") {
				t.Errorf("%s:%d is Swedish: %s", f, i+1, strings.TrimSpace(line))
			}
		}
	}
}

// said is what reads as said to people: two words or more, the first of them
// with a capital (Open records), or one that ends as a sentence does.
var said = regexp.MustCompile(`^\P{L}*\p{Lu}\p{Ll}+[,:]?(?:[ \x{a0}][^ \x{a0}]*\pL[^ \x{a0}]*)+\P{L}*$|^\p{Lu}\p{Ll}+[.?:]$`)

// sentence is a literal that reads as said to people: Swedish letters, or words.
func sentence(s string) bool { return strings.ContainsAny(s, "åäöÅÄÖ") || said.MatchString(s) }

// unsaid are the calls whose texts no reader of a page sees.
func unsaid(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		id, ok := call.Fun.(*ast.Ident)
		return ok && id.Name == "panic"
	}
	x, _ := sel.X.(*ast.Ident)
	switch {
	case x == nil:
		return sel.Sel.Name == "Error" || sel.Sel.Name == "Warn" || sel.Sel.Name == "Info"
	case x.Name == "fmt":
		return sel.Sel.Name == "Errorf"
	}
	return x.Name == "errors" || x.Name == "regexp" || x.Name == "slog"
}

// wordsIn gives the literals of a Go file that are said to people outside the
// catalogue. Struct tags and paths of imports are not said.
func wordsIn(t *testing.T, name string, src any) []string {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(tree, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.ImportSpec, *ast.StructType:
			return false
		case *ast.CallExpr:
			return !unsaid(x)
		case *ast.CompositeLit:
			// Text in both languages beside what it names (lang.Text{…}) cannot be
			// said in one language: it would not compile.
			if sel, ok := x.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Text" {
				return false
			}
		case *ast.BasicLit:
			if s, err := strconv.Unquote(x.Value); err == nil && x.Kind == token.STRING && sentence(s) {
				out = append(out, s)
			}
		}
		return true
	})
	return out
}

// TestNoWordsInGo: what the web's own code gives a page comes from catalogues
// and registers, never from a literal.
func TestNoWordsInGo(t *testing.T) {
	planted := "package x\nfunc f(p *P) { p.Title = \"Alla ärenden\"; p.Sub = \"Three words said.\"; p.Two = \"Open records\"; p.Count = \"Open: %d records\"; p.End = \"Done.\"; p.Code = \"owner\"; p.Zone = \"Europe/Stockholm\"; p.Href = \"/objects\"; panic(\"No such thing here\") }"
	if got := wordsIn(t, "planted.go", planted); len(got) != 5 {
		t.Fatalf("the test does not see what is planted: %q", got)
	}
	for _, f := range sources(t, ".", ".go") {
		if strings.HasSuffix(f, "_test.go") || strings.HasSuffix(f, "_templ.go") || strings.HasPrefix(f, "webtest/") {
			continue
		}
		for _, s := range wordsIn(t, f, nil) {
			if s == "Mac OS X" {
				continue // what a browser calls itself, looked for and not said
			}
			t.Errorf("%s says %q", f, s)
		}
	}
}

// avoided are words that the rules of language keep out (design.md 11).
var avoided = regexp.MustCompile(`(?i)\bvänligen\b|\bhantera\w*|säkerställ att du|!|\bklicka\b|[\x{1F300}-\x{1FAFF}]`)

// TestPlainSwedish holds all catalogues to the words of design.md 11, and each
// button to saying what happens.
func TestPlainSwedish(t *testing.T) {
	if !avoided.MatchString("Vänligen logga in") || !avoided.MatchString("Det gick bra!") {
		t.Fatal("the test does not see what is planted")
	}
	files := append(sources(t, "../lang", ".go"), sources(t, "..", "messages.go")...)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			c, ok := n.(*ast.CompositeLit)
			if !ok || len(c.Elts) != 2 {
				return true
			}
			sv, ok1 := c.Elts[0].(*ast.BasicLit)
			_, ok2 := c.Elts[1].(*ast.BasicLit)
			if !ok1 || !ok2 {
				return true
			}
			s, _ := strconv.Unquote(sv.Value)
			if m := avoided.FindString(s); m != "" {
				t.Errorf("%s: %q is not said here: %s", f, m, s)
			}
			if s == "OK" || s == "Ok" || s == "Submit" {
				t.Errorf("%s: a button says what happens, not %s", f, s)
			}
			return true
		})
	}
}
