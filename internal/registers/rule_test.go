package registers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"genomlys/internal/register"
)

// generic are codes that the register package itself gives and puts into words.
var generic = map[string]bool{"out-of-range": true}

// TestEveryRefusalHasWords reads the rules: each code has its message, and no
// message is left of a rule that is gone.
func TestEveryRefusalHasWords(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") || e.Name() == "messages.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "At" {
				return true
			}
			if lit, ok := call.Args[1].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				code, _ := strconv.Unquote(lit.Value)
				used[code] = true
				if m := Messages[code]; !generic[code] && (m.SV == "" || m.EN == "" || m.SV == m.EN) {
					t.Errorf("%s: %q has no words in messages.go", e.Name(), code)
				}
			}
			return true
		})
	}
	if len(used) == 0 {
		t.Fatal("no rules were read")
	}
	for code := range Messages {
		if !used[code] {
			t.Errorf("no rule refuses with %q", code)
		}
	}
}

type values map[string]any

// refused runs decoding, derivation and rules on values, and gives the codes
// as "field code".
func refused(t *testing.T, r *register.Register, in values) []string {
	t.Helper()
	got, ps := r.Decode(in)
	if len(ps) > 0 {
		t.Fatalf("%v: %+v", in, ps)
	}
	rec := r.NewRecord("01hzzzzzzzzzzzzzzzzzzzzzzz", "01horgzzzzzzzzzzzzzzzzzzzz")
	for k, v := range got {
		rec.Set(k, v)
	}
	rec.Set("source", "manual")
	rec.Derive()
	var p register.Problems
	rec.Check(&p)
	var out []string
	for _, x := range p.List {
		out = append(out, x.Field+" "+x.Code)
	}
	return out
}

func TestRulesBetweenFields(t *testing.T) {
	decided := values{"status": "decided", "kind": "object", "object": "OBJ-0001", "decided_on": "2022-05-02", "decided_by": "FUN-0001", "participants": "Ägare, samordnare", "k": 2, "r": 2, "t": 1}
	with := func(base values, more values) values {
		out := values{}
		for k, v := range base {
			out[k] = v
		}
		for k, v := range more {
			if v == nil {
				delete(out, k)
				continue
			}
			out[k] = v
		}
		return out
	}
	transfer := values{"processing": "BEH-0001", "importer": "LEV-0026", "country": "US", "mechanism": "dpf_45"}
	processing := values{"status": "registered", "role": "controller", "legal_basis": "public_interest"}
	dpia := values{"status": "decided", "kind": "single", "processings": "BEH-0001", "dpo_advice_on": "2023-01-02", "decided_on": "2023-01-20", "residual": "low"}
	for _, c := range []struct {
		name string
		r    *register.Register
		in   values
		want string // "" = taken
	}{
		{"a decided protocol is taken", Classifications, decided, ""},
		{"level 4 stops (4.1)", Classifications, with(decided, values{"k": 4}), "k level-four-not-here"},
		{"level 3 is taken", Classifications, with(decided, values{"r": 3}), ""},
		{"a decision needs its levels", Classifications, with(decided, values{"t": nil}), "t needed-when-decided"},
		{"a decision needs participants (R09)", Classifications, with(decided, values{"participants": nil}), "participants needed-when-decided"},
		{"a draft does not", Classifications, with(decided, values{"participants": nil, "status": "draft"}), ""},
		{"something is classified", Classifications, with(decided, values{"object": nil}), "object classification-needs-target"},
		{"a norm may stand alone", Classifications, with(decided, values{"object": nil, "kind": "norm"}), ""},
		{"an applied norm names it", Classifications, with(decided, values{"kind": "applied"}), "norm needed-when-applied"},
		{"more met than asked", Classifications, with(decided, values{"requirements_total": 9, "requirements_implemented": 10}), "requirements_implemented part-over-whole"},
		{"a raise is one step (4.1.3)", Classifications, with(decided, values{"aggregate_raise": `[{"aspect":"k","by":2,"reason":"många"}]`}), "aggregate_raise adjustment-too-large"},
		{"a raise has a reason", Classifications, with(decided, values{"aggregate_raise": `[{"aspect":"k","by":1,"reason":""}]`}), "aggregate_raise adjustment-needs-reason"},
		{"a lowering is approved", Classifications, with(decided, values{"lowering": `[{"aspect":"k","by":1,"reason":"öppet"}]`}), "lowering lowering-needs-approval"},
		{"protective security stays out", Classifications, with(decided, values{"flags": "security_protection"}), "flags protective-security-not-here"},
		{"level 4 of one type stops", Classifications, with(decided, values{"per_info_type": `[{"info_type":"INF-0001","k":4,"r":1,"t":1}]`}), "per_info_type level-four-not-here"},
		{"art. 9 data need K 2 (R04)", InfoTypes, values{"status": "decided", "personal_data": "special_art9", "k": 1}, "k confidentiality-too-low"},
		{"art. 9 data at K 2", InfoTypes, values{"status": "decided", "personal_data": "special_art9", "k": 2}, ""},
		{"protected identity needs K 3", InfoTypes, values{"status": "decided", "personal_data": "protected_identity", "k": 2}, "k confidentiality-too-low"},
		{"none excludes others", InfoTypes, values{"personal_data": "none;personal"}, "personal_data none-excludes-others"},
		{"recovery within the tolerable (R03)", Objects, values{"rto_h": 24, "mtd_h": 8}, "rto_h rto-over-mtd"},
		{"equal is within", Objects, values{"rto_h": 8, "mtd_h": 8}, ""},
		{"retired has a day", Objects, values{"status": "retired"}, "retired_on needed-when-retired"},
		{"retired before it started", Objects, values{"go_live": "2020-01-02", "retired_on": "2020-01-01"}, "retired_on end-before-start"},
		{"an object without owner or processing is a finding", Objects, values{"kind": "shared_it", "personal_data": "yes"}, ""},
		{"DPF in the United States", Transfers, transfer, ""},
		{"DPF elsewhere", Transfers, with(transfer, values{"country": "IN"}), "mechanism dpf-only-us"},
		{"Norway is no third country", Transfers, with(transfer, values{"country": "NO", "mechanism": "scc_46"}), "country not-a-third-country"},
		{"SCC without assessment is a finding", Transfers, with(transfer, values{"mechanism": "scc_46"}), ""},
		{"art. 49 needs a reason", Transfers, with(transfer, values{"mechanism": "derogation_49", "derogation": "a"}), "derogation_reason derogation-needs-reason"},
		{"ended before it began", Transfers, with(transfer, values{"valid_from": "2023-07-10", "valid_to": "2023-07-09"}), "valid_to end-before-start"},
		{"ended the same day", Transfers, with(transfer, values{"valid_from": "2023-07-10", "valid_to": "2023-07-10"}), ""},
		{"certified outside the United States", Recipients, values{"country": "JP", "dpf_certified": "yes"}, "dpf_certified dpf-only-us"},
		{"a controller has a legal basis (R05)", Processings, with(processing, values{"legal_basis": nil}), "legal_basis needed-for-controller"},
		{"a processor need not", Processings, with(processing, values{"legal_basis": nil, "role": "processor"}), ""},
		{"a draft need not", Processings, with(processing, values{"legal_basis": nil, "status": "review"}), ""},
		{"a criterion once", Processings, with(processing, values{"dpia_screening": `[{"criterion":"matching","answer":"yes"},{"criterion":"matching","answer":"no"}]`}), "dpia_screening criterion-twice"},
		{"an agreement has a counterparty", Agreements, values{"kind": "dpa", "valid_from": "2020-01-01"}, "supplier agreement-needs-party"},
		{"a board may be it", Agreements, values{"kind": "dpa", "valid_from": "2020-01-01", "counter_org": "ORG-0012"}, ""},
		{"a measure is verified by another (R10)", Measures, values{"status": "verified", "implemented_by": "FUN-0001", "verified_by": "FUN-0001"}, "verified_by verifier-is-implementer"},
		{"an action is verified by another (3.35)", Actions, values{"owner": "FUN-0001", "verified_by": "FUN-0001"}, "verified_by verifier-is-owner"},
		{"a moved day has a reason", Actions, values{"moved_due": `[{"from":"2023-01-01","to":"2023-02-01","reason":""}]`}, "moved_due move-needs-reason"},
		{"an assessed risk has degrees", Risks, values{"status": "assessed", "p": 2}, "c needed-when-assessed"},
		{"an analysis names its object", RiskAnalyses, values{"scope": "object"}, "object scope-needs-record"},
		{"a decided assessment is taken", Dpias, dpia, ""},
		{"the DPO comes first (35.2)", Dpias, with(dpia, values{"dpo_advice_on": nil}), "dpo_advice_on dpo-before-decision"},
		{"high risk goes to the authority (36.1)", Dpias, with(dpia, values{"residual": "high", "decision": "go"}), "prior_consultation high-risk-needs-consultation"},
		{"high risk with consultation", Dpias, with(dpia, values{"residual": "high", "prior_consultation": "yes"}), ""},
		{"high risk not carried out", Dpias, with(dpia, values{"residual": "high", "decision": "no_go"}), ""},
		{"advice set aside with reason", Dpias, with(dpia, values{"dpo_followed": "no"}), "dpo_reason reason-needed"},
		{"an adopted reference names it", Dpias, with(dpia, values{"kind": "adopted"}), "reference needed-when-adopted"},
		{"an address", Persons, values{"email": "inte en adress"}, "email not-an-address"},
		{"a kind of board for a company", Orgs, values{"kind": "company", "board_kind": "district"}, "board_kind only-for-boards"},
		{"not applicable with reason (C3)", Requirements, values{"applicable": "no"}, "not_applicable reason-needed"},
		{"annulled on a day", AdequacyDecisions, values{"country": "US", "status": "annulled"}, "ended_on needed-when-ended"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(refused(t, c.r, c.in), ", ")
			if got != c.want {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
}

func TestAnImportedProtocolIsTakenAsItStands(t *testing.T) {
	rec := Classifications.NewRecord("01hzzzzzzzzzzzzzzzzzzzzzzz", "01horgzzzzzzzzzzzzzzzzzzzz")
	given := values{"status": "decided", "kind": "object", "object": "x", "decided_on": "2016-03-22", "k": int64(1), "r": int64(1), "t": int64(1), "source": "import"}
	for k, v := range given {
		rec.Set(k, v)
	}
	rec.Derive()
	var p register.Problems
	if rec.Check(&p); len(p.List) > 0 {
		t.Errorf("refused: %+v", p.List)
	}
	if rec.Text("title") != "Klassning 2016-03-22 K1 R1 T1" || rec.Text("held_on") != "2016-03-22" {
		t.Errorf("title %q, held %q", rec.Text("title"), rec.Text("held_on"))
	}
}

// TestRiskValue goes through the products that a four by four scale can give.
func TestRiskValue(t *testing.T) {
	seen := map[int64]bool{}
	for p := int64(1); p <= 4; p++ {
		for c := int64(1); c <= 4; c++ {
			rec := Risks.NewRecord("a", "o")
			rec.Set("p", p)
			rec.Set("c", c)
			rec.Set("p2", p)
			rec.Derive()
			got, _ := rec.Number("value")
			seen[got] = true
			if got != p*c {
				t.Errorf("%d × %d gave %d", p, c, got)
			}
			if _, ok := rec.Number("value2"); ok {
				t.Error("a value was made of half an assessment")
			}
		}
	}
	for _, v := range []int64{5, 7, 10, 11, 13, 14, 15} { // domain.md 4.3
		if seen[v] {
			t.Errorf("%d cannot occur", v)
		}
	}
	if _, p := Risks.Must("p").Decode(5); p == nil {
		t.Error("a likelihood of 5 was taken")
	}
}
