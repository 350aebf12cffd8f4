package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
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

var letters = regexp.MustCompile(`\pL`)

// TestPhrases: each phrase says something in both languages, with the same
// places, and is used. That a phrase used is declared, the compiler holds.
func TestPhrases(t *testing.T) {
	used := map[string]bool{}
	files, _ := filepath.Glob("*.go")
	more, _ := filepath.Glob("*/*.templ")
	pages, _ := filepath.Glob("*/*.go")
	own, _ := filepath.Glob("../lang/*.go")
	for _, f := range append(append(append(files, more...), pages...), own...) {
		if strings.HasSuffix(f, "_test.go") || strings.HasSuffix(f, "_templ.go") || strings.Contains(f, "phrases") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		prefix := `\blang\.`
		if strings.Contains(f, "../lang") {
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
	files, _ := filepath.Glob("*/*_templ.go")
	if len(files) == 0 {
		t.Fatal("no templates")
	}
	spoken := regexp.MustCompile(`(?:aria-label|placeholder|title|alt|value)="([^"]*)"`)
	allowed := map[string]bool{"sv": true, "en": true, "light": true, "dark": true, "digg.se/tdosanmalan": true}
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
	templates, _ := filepath.Glob("*/*.templ")
	for _, f := range templates {
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
