// Package internal_test holds the rules of the house itself: who may import
// whom, where SQL may stand, who makes a scope.
package internal_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// storeys, from the ground up (architecture.md 3). A package imports only from
// storeys below its own, and within its storey only those before it in the
// line. A package that is not here has no place yet: give it one.
var storeys = []struct {
	name     string
	packages []string
}{
	{"stones", []string{"fault", "lang", "query", "register", "chart", "textdiff", "method/clock", "method/classify", "method/coverage", "method/dpia", "method/rights", "method/risk", "method/continuity", "method/control",
		"document", "document/ooxml", "document/sheet", "document/csv", "document/docx", "document/html", "document/jsondoc", "document/pdf", "document/xlsx", "document/markdown", "document/sample", "signin"}},
	{"ground", []string{"ledger", "store", "store/storetest", "intake/match", "intake/sheet", "intake/value"}},
	{"core", []string{"access", "command", "mail"}},
	{"field", []string{"rulebook", "registers"}},
	{"work", []string{"said", "room", "room/roomtest", "savedview", "remark", "figure", "draft", "review", "ropa", "respond", "campaign", "assess", "plan", "whatif", "city", "rounds", "officer", "steering", "continuity", "control", "archive", "cityreview", "duty", "people", "settings"}},
	{"doors", []string{"door", "intake", "api", "web/asset", "web/page", "web", "web/form", "web/edit", "web/builder", "web/desk", "web/admin", "web/steps", "web/gate", "web/incident", "web/help", "web/reference", "web/answer", "web/followup", "web/taking", "web/question", "web/disposal"}},
	{"examples", []string{"example"}},
	{"app", []string{"app", "acceptance", "web/webtest"}},
}

const module = "genomlys/internal/"

// source is a Go file of the product, without tests and made ones.
type source struct {
	path, pkg string
	file      *ast.File
	text      []byte
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	for _, root := range []string{".", "../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(path, ".go") {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			head, _, _ := bytes.Cut(text, []byte("\npackage "))
			if bytes.Contains(head, []byte("Code generated")) || strings.HasSuffix(path, "_templ.go") {
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
			if err != nil {
				return err
			}
			out = append(out, source{path, filepath.ToSlash(filepath.Dir(path)), file, text})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 200 {
		t.Fatalf("only %d files were found", len(out))
	}
	return out
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// imports gives what a file imports.
func (s source) imports() (out []string) {
	for _, i := range s.file.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

func TestStoreys(t *testing.T) {
	place := map[string][2]int{}
	for i, s := range storeys {
		for j, p := range s.packages {
			place[p] = [2]int{i, j}
		}
	}
	for _, s := range sources(t) {
		if s.isTest() || s.pkg == "." {
			continue
		}
		at, ok := place[s.pkg]
		cmd := strings.HasPrefix(s.pkg, "../cmd/")
		if !ok && !cmd {
			t.Errorf("%s: package %s has no storey", s.path, s.pkg)
			continue
		}
		for _, i := range s.imports() {
			p, ours := strings.CutPrefix(i, module)
			if !ours || cmd {
				continue
			}
			of, known := place[p]
			if !known || of[0] > at[0] || of[0] == at[0] && of[1] >= at[1] {
				t.Errorf("%s (%s) imports %s, which does not stand below it", s.path, storeys[at[0]].name, p)
			}
		}
		if s.pkg == "../cmd/genomlys-verify" {
			for _, i := range s.imports() {
				if p, ours := strings.CutPrefix(i, module); ours && p != "ledger" {
					t.Errorf("%s: the auditor's tool imports %s", s.path, p)
				}
			}
		}
	}
}

// Only store speaks SQL; stones do no input or output over the network and read
// no clock.
func TestSQLStandsInStore(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() || s.pkg == "store" || s.pkg == "store/storetest" {
			continue
		}
		for _, i := range s.imports() {
			if strings.HasPrefix(i, "database/sql") || strings.HasPrefix(i, "modernc.org/sqlite") || strings.HasPrefix(i, "github.com/jackc/pgx") {
				t.Errorf("%s imports %s", s.path, i)
			}
		}
	}
}

func TestStonesReadNoClock(t *testing.T) {
	stones := storeys[0].packages
	for _, s := range sources(t) {
		if s.isTest() || !slices.Contains(stones, s.pkg) {
			continue
		}
		for _, i := range s.imports() {
			if i == "net/http" || i == "net" || i == "os/exec" {
				t.Errorf("%s is a stone and imports %s", s.path, i)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since") {
					t.Errorf("%s is a stone and reads the clock", s.path)
				}
			}
			return true
		})
	}
}

// A scope is made by access alone: whoever else could make one could see
// everything. An empty one, which sees nothing, may stand anywhere.
func TestScopesAreMadeByAccess(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() || s.pkg == "access" || s.pkg == "store" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if isScope(n.Type) && len(n.Elts) > 0 {
					t.Errorf("%s makes a store.Scope", s.path)
				}
			case *ast.AssignStmt: // scope.All = true
				for _, l := range n.Lhs {
					if sel, ok := l.(*ast.SelectorExpr); ok && slices.Contains([]string{"Orgs", "Parties", "Secret"}, sel.Sel.Name) {
						if x, ok := sel.X.(*ast.Ident); ok && strings.Contains(strings.ToLower(x.Name), "scope") {
							t.Errorf("%s changes the scope %s", s.path, x.Name)
						}
					}
				}
			}
			return true
		})
	}
}

func isScope(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Scope" {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == "store"
}

func TestFilesAreShortAndDone(t *testing.T) {
	const most = 500
	unfinished := []string{"TO" + "DO", "FIX" + "ME", "XX" + "X:"}
	for _, s := range sources(t) {
		if n := bytes.Count(s.text, []byte("\n")); n > most {
			t.Errorf("%s has %d lines, at most %d are read at a sitting", s.path, n, most)
		}
		for _, c := range s.file.Comments {
			for _, w := range unfinished {
				if strings.Contains(c.Text(), w) {
					t.Errorf("%s is not done: %.80s", s.path, c.Text())
				}
			}
		}
	}
}

// Names that attract anything, and unsafe, have no place here.
func TestNoDustRooms(t *testing.T) {
	for _, s := range sources(t) {
		for _, part := range strings.Split(s.pkg, "/") {
			if slices.Contains([]string{"util", "utils", "common", "helpers", "misc", "models", "services"}, part) {
				t.Errorf("%s: a package called %s keeps anything", s.path, part)
			}
		}
		if slices.Contains(s.imports(), "unsafe") {
			t.Errorf("%s imports unsafe", s.path)
		}
	}
}
