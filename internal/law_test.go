package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"genomlys/internal/method/clock"
	"genomlys/internal/rulebook"
)

// law is what the rule book says of all times: the names of levels, bands,
// grounds, decisions and clocks, and the numbers of its limits.
type law struct {
	words   map[string]bool
	numbers map[int]bool
}

func readLaw(t *testing.T) law {
	t.Helper()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := law{map[string]bool{}, map[int]bool{}}
	for _, day := range []clock.Date{rulebook.Epoch, "2022-01-01", "2024-01-01", "2026-07-01", "2026-11-23", "2028-09-01"} {
		r := book.At(day)
		for _, ladder := range []rulebook.Ladder{rulebook.VulnerabilityLadder, rulebook.SituationLadder, rulebook.ResidualLadder, rulebook.IndividualRiskLadder, rulebook.DeviationLadder} {
			for _, c := range r.Degrees(ladder).Codes() {
				l.words[c] = true
			}
		}
		for _, k := range []rulebook.RiskKind{rulebook.Information, rulebook.Privacy, rulebook.VOR} {
			for _, b := range r.Risk(k).Bands {
				l.words[b.Code] = true
				l.numbers[b.From], l.numbers[b.To] = true, true
			}
		}
		for _, m := range r.Mechanisms() {
			l.words[m.Code] = true
		}
		for _, a := range r.Adequacies() {
			l.words[a.Code] = true
		}
		for _, c := range r.Clocks() {
			l.words[c.Code] = true
			for _, n := range append(c.WarnAt, c.Length, c.Extension) {
				l.numbers[n] = true
			}
		}
		for _, x := range r.Thresholds() {
			for _, n := range x.Values {
				l.numbers[n] = true
			}
		}
		for _, x := range r.Retentions() {
			l.numbers[x.Months], l.numbers[x.MonthsTo] = true, true
		}
		for _, x := range r.Significances("public_administration") {
			l.numbers[x.Value] = true
		}
	}
	// Words of the language rather than of the law, and what counts the things of
	// a program: these alone tell nothing.
	for _, w := range []string{"none", "unknown", "normal", "info", "act", "follow", "handle", "risk", "RSA", "CONTRACT"} {
		delete(l.words, w)
	}
	for _, n := range []int{0, 1, 2} {
		delete(l.numbers, n)
	}
	return l
}

// branches lists where a file branches on the law, or keeps it as a constant of
// its own: a comparison, a case, a list to look in, a constant, a stretch of time.
func (l law) branches(file *ast.File, fset *token.FileSet) []string {
	var out []string
	say := func(n ast.Node, what string) {
		out = append(out, fmt.Sprintf("%d: %s", fset.Position(n.Pos()).Line, what))
	}
	word := func(e ast.Expr) (string, bool) {
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return "", false
		}
		s, _ := strconv.Unquote(lit.Value)
		return s, l.words[s]
	}
	number := func(e ast.Expr) bool {
		if u, ok := e.(*ast.UnaryExpr); ok {
			e = u.X
		}
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Kind != token.INT {
			return false
		}
		n, err := strconv.Atoi(lit.Value)
		return err == nil && l.numbers[n]
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.BinaryExpr:
			compares := slices.Contains([]token.Token{token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ}, x.Op)
			for _, pair := range [][2]ast.Expr{{x.X, x.Y}, {x.Y, x.X}} {
				if s, ok := word(pair[0]); ok && compares {
					say(x, "compares with "+s)
				}
				if number(pair[0]) && (compares && !counts(pair[1]) || x.Op == token.MUL && isHour(pair[1])) {
					say(x, "goes by a number of the law")
				}
			}
		case *ast.CaseClause:
			for _, e := range x.List {
				if s, ok := word(e); ok {
					say(e, "a case of "+s)
				}
			}
		case *ast.ValueSpec:
			for _, e := range x.Values {
				if s, ok := word(e); ok {
					say(e, "a constant "+s)
				}
				if number(e) {
					say(e, "a constant number of the law")
				}
			}
		case *ast.CallExpr:
			if f, ok := x.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"AddMonths", "AddDays", "AddDate"}, f.Sel.Name) && slices.ContainsFunc(x.Args, number) {
				say(x, "a stretch of time of the law")
			}
		case *ast.CompositeLit:
			list, ok := x.Type.(*ast.ArrayType)
			if !ok || !isName(list.Elt, "string") || len(x.Elts) == 0 {
				break
			}
			if !slices.ContainsFunc(x.Elts, func(e ast.Expr) bool { _, ok := word(e); return !ok }) {
				say(x, "a list of levels")
			}
		}
		return true
	})
	return out
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// isHour tells whether an expression is an hour: hours are the law's, what is
// shorter is the machine's.
func isHour(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Hour"
}

// counts tells whether an expression is how many of something there are.
func counts(e ast.Expr) bool {
	if c, ok := e.(*ast.CallExpr); ok {
		return isName(c.Fun, "len") || isName(c.Fun, "cap")
	}
	return false
}

// judged are the packages in which the office's methods and rules live. Others
// carry and count, and have numbers of their own: of them only the best known of
// the law are looked for. What draws pages and reads file formats is left out.
func judged(pkg string) bool {
	for _, p := range []string{"method/", "assess", "respond", "ropa", "rounds", "figure", "review", "whatif", "duty", "control", "continuity", "plan", "campaign", "officer", "steering", "archive", "cityreview", "registers", "access", "command", "api", "web"} {
		if pkg == p || strings.HasPrefix(pkg, strings.TrimSuffix(p, "/")+"/") {
			return true
		}
	}
	return false
}

// notLaw are numbers and words that only look like the law's, with why.
var notLaw = map[string]string{
	"archive/select.go: if i == 50 {":              "how many a message names",
	"assess/text.go: const most = 25":              "how many a text names",
	"campaign/colleague.go: return 24 * time.Hour": "how long a refused mail address rests",
	"campaign/colleague.go: wait, _, err := tx.Try(store.Limit{Name: store.Digest(\"ask \" + string(v.Response)), Window: 24 * time.Hour, Wait: often})": "how often a colleague may be asked",
	"cityreview/figures.go: const perTable = 6":                                                                "columns on a page",
	"control/texts.go: for m := 1; m <= 12; m++ {":                                                             "the months of a year",
	"method/control/control.go: for m := 1; m <= 12; m++ {":                                                    "the months of a year",
	"method/control/control.go: Found      = \"material\"     // something material was found":                 "a verdict on a period, not a level",
	"figure/expand.go: if depth == 8 {":                                                                        "how deep macros may stand in each other",
	"method/classify/object.go: Raised          = \"raised\"":                                                  "a reason, not a level of the situation",
	"method/clock/count.go: if length < 48*time.Hour {":                                                        "two days: the way of counting itself, Regulation 1182/71 art. 3(5)",
	"method/clock/date.go: return int(b.Sub(a) / (24 * time.Hour))":                                            "a day",
	"officer/years.go: const maxYears = 6":                                                                     "columns on a page",
	"respond/notice.go: if d *= 2; d > 9 {":                                                                    "the check digit of an identity number",
	"respond/report.go: const most = 90":                                                                       "characters of a headline",
	"respond/warn.go: const stale = 24 * time.Hour":                                                            "how late a letter is still sent",
	"review/figures.go: case n >= 48 && l == lang.EN:":                                                         "when hours are said as days",
	"review/figures.go: case n >= 48:":                                                                         "when hours are said as days",
	"review/write.go: const tries = 3 // others may write between our reading and our writing":                 "attempts",
	"whatif/ask.go: for to, n := register.ID(transfers.text(i, \"importer\")), 0; to != \"\" && n < 20; n++ {": "how long a chain of owners may be",
	"lang/format.go: if d >= 72*time.Hour {":                                                                   "when hours are said as days",
}

// TestLawIsNoBranch: levels, bands, grounds, clocks and limits are dated data in
// the rule book; the code asks it and branches on none of them.
func TestLawIsNoBranch(t *testing.T) {
	l := readLaw(t)
	known := law{map[string]bool{}, map[int]bool{72: true, 36: true}}
	for w := range l.words {
		known.words[w] = strings.Contains(w, "dpf")
	}
	used := map[string]bool{}
	for _, s := range sources(t) {
		of := l
		switch {
		case s.isTest() || s.pkg == "rulebook" || strings.HasPrefix(s.pkg, "document") || s.pkg == "intake/sheet" || s.pkg == "chart":
			continue
		case !judged(s.pkg):
			of = known
		case slices.Contains([]string{"access", "command", "api"}, s.pkg) || s.pkg == "web" || strings.HasPrefix(s.pkg, "web/"):
			of = law{l.words, known.numbers} // doors and pages count what they show
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, s.path, s.text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range of.branches(file, fset) {
			line, what, _ := strings.Cut(b, ": ")
			n, _ := strconv.Atoi(line)
			text := strings.TrimSpace(strings.Split(string(s.text), "\n")[n-1])
			key := s.path + ": " + text
			if notLaw[key] != "" {
				used[key] = true
				continue
			}
			t.Errorf("%s:%s %s: %s", s.path, line, what, text)
		}
	}
	for key := range notLaw {
		if !used[key] {
			t.Errorf("no longer there, or no longer found: %s", key)
		}
	}
}

// The test finds what it is for: each planted line is a branch on the law, and
// what only looks like one is left alone.
func TestLawIsNoBranchFinds(t *testing.T) {
	l := readLaw(t)
	for line, want := range map[string]int{
		`if severity == "high" || severity == "critical" { f() }`:       2,
		`switch band { case "medium", "low": f() }`:                     2,
		`if mechanism != "dpf_45" { f() }`:                              1,
		`if decision == "dpf" { f() }`:                                  1,
		`if code == "GDPR33" { f() }`:                                   1,
		`if level >= 3 { f() }`:                                         1,
		`if months > 36 { f() }`:                                        1,
		`const limit = 72`:                                              1,
		`const worst = "material"`:                                      1,
		`due := at.Add(72 * time.Hour)`:                                 1,
		`old := day.AddMonths(-36)`:                                     1,
		`severe := []string{"critical", "high"}`:                        1,
		`if len(list) > 3 { f() }`:                                      0,
		`if status == "closed" { f() }`:                                 0,
		`fields := []string{"critical", "scope"}`:                       0,
		`names := map[string]string{"high": "hög"}`:                     0,
		`if rules.Degrees(l).Is(severity, rulebook.Grave) { f() }`:      0,
		`wait := 24 * time.Millisecond`:                                 0,
		`due := start.AddMonths(rules.Number(rulebook.RiskAcceptance))`: 0,
	} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "planted.go", "package planted\n\nfunc x() {\n"+line+"\n}\n", 0)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if got := l.branches(file, fset); len(got) != want {
			t.Errorf("%s: %q, want %d", line, got, want)
		}
	}
}
