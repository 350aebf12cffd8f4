package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// version is set when a release is built.
var version = "0.1.0-dev"

// RegistersCmd prints the registers.
type RegistersCmd struct{}

// Run prints registers, fields, types, labels and allowed values.
func (c *RegistersCmd) Run(g *Globals) error {
	type option struct {
		Value string `json:"value"`
		SV    string `json:"sv"`
		EN    string `json:"en"`
	}
	type field struct {
		Name     string   `json:"name"`
		Type     string   `json:"type"`
		SV       string   `json:"sv"`
		EN       string   `json:"en"`
		Required bool     `json:"required,omitempty"`
		Unit     string   `json:"unit,omitempty"`
		Target   string   `json:"target,omitempty"`
		Allowed  []option `json:"allowed,omitempty"`
	}
	type reg struct {
		Name       string   `json:"name"`
		Collection string   `json:"collection"`
		SV         string   `json:"sv"`
		EN         string   `json:"en"`
		Prefix     string   `json:"prefix"`
		Actions    []string `json:"actions,omitempty"`
		Fields     []field  `json:"fields"`
	}
	var out []reg
	for _, r := range registers.Catalogue().All {
		x := reg{r.Name, r.Collection, r.Title.SV, r.Title.EN, r.Prefix, r.Actions(), nil}
		for _, f := range r.Fields {
			fd := field{Name: f.Name, Type: f.Kind.String(), SV: f.Title.SV, EN: f.Title.EN, Required: f.Needed, Unit: f.Unit}
			if f.Target != nil {
				fd.Target = f.Target.Collection
			}
			for _, o := range f.Choices {
				fd.Allowed = append(fd.Allowed, option{o.Code, o.SV, o.EN})
			}
			x.Fields = append(x.Fields, fd)
		}
		out = append(out, x)
	}
	if g.JSON {
		return g.result(out)
	}
	for _, r := range out {
		fmt.Fprintf(g.out, "%s\t%s\t%s\n", r.Collection, r.SV, r.EN)
		for _, f := range r.Fields {
			var vals []string
			for _, o := range f.Allowed {
				vals = append(vals, o.Value)
			}
			fmt.Fprintf(g.out, "  %s\t%s\t%s\t%s\t%s\n", f.Name, f.Type, f.SV, f.EN, strings.Join(vals, " "))
		}
	}
	return nil
}

// VersionCmd prints the version.
type VersionCmd struct {
	Sbom bool `help:"Print the bill of materials (CycloneDX 1.6)."`
}

// Run prints the version.
func (c *VersionCmd) Run(g *Globals) error {
	info, _ := debug.ReadBuildInfo()
	if !c.Sbom {
		if g.JSON {
			return g.result(map[string]any{"version": version, "go": runtime.Version(), "schema": store.SchemaVersion})
		}
		_, err := fmt.Fprintf(g.out, "genomlys %s (%s, schema %d)\n", version, runtime.Version(), store.SchemaVersion)
		return err
	}
	type component struct {
		Type    string           `json:"type"`
		Name    string           `json:"name"`
		Version string           `json:"version"`
		Purl    string           `json:"purl"`
		Props   []map[string]any `json:"properties,omitempty"`
	}
	var cs []component
	if info != nil {
		for _, d := range info.Deps {
			cs = append(cs, component{"library", d.Path, d.Version, "pkg:golang/" + d.Path + "@" + d.Version, []map[string]any{{"name": "go:sum", "value": d.Sum}}})
		}
	}
	cs = append(cs, component{"library", "stdlib", strings.TrimPrefix(runtime.Version(), "go"), "pkg:golang/stdlib@" + strings.TrimPrefix(runtime.Version(), "go"), nil})
	e := json.NewEncoder(g.out)
	e.SetIndent("", " ")
	return e.Encode(map[string]any{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
		"metadata": map[string]any{"component": map[string]any{"type": "application", "name": "genomlys", "version": version}}, "components": cs})
}

// DoctorCmd prints settings and deviations.
type DoctorCmd struct{}

// Run looks for what differs from safe defaults.
func (c *DoctorCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	type finding struct {
		Name  string `json:"name"`
		Value string `json:"value"`
		OK    bool   `json:"ok"`
		Why   string `json:"why,omitempty"`
	}
	var out []finding
	add := func(ok bool, name, value, sv, en string) {
		why := ""
		if !ok {
			if why = sv; g.Lang == "en" {
				why = en
			}
		}
		out = append(out, finding{name, value, ok, why})
	}
	add(true, "engine", h.DB.Engine(), "", "")
	if h.DB.Engine() == "sqlite" {
		if st, err := os.Stat(strings.TrimPrefix(g.DB, "sqlite://")); err == nil {
			add(st.Mode().Perm()&0o077 == 0, "database-mode", st.Mode().Perm().String(), "Andra på maskinen kan läsa databasen. Kör chmod 600.", "Others on the machine can read the database. Run chmod 600.")
		}
	}
	n, err := h.DB.Position(g.ctx)
	if err != nil {
		return err
	}
	add(true, "ledger", fmt.Sprint(n), "", "")
	cps, err := h.DB.Checkpoints(g.ctx)
	if err != nil {
		return err
	}
	add(len(cps) > 0 || n == 0, "checkpoints", fmt.Sprint(len(cps)), "Ingen signerad kontrollpunkt finns än. Starta servern eller kör backup.", "There is no signed checkpoint yet. Start the server or run backup.")
	k, err := h.Keys(g.ctx)
	if err != nil {
		return err
	}
	add(k.Here || k.Public == "", "ledger-key", k.Path, "Nyckeln som signerar liggaren finns inte här. Lägg filen på sin plats, eller kör genomlys key renew --lost.", "The key that signs the ledger is not here. Put the file in its place, or run genomlys key renew --lost.")
	last, err := h.DB.Meta(g.ctx, "last_verified_restore")
	if err != nil {
		return err
	}
	add(last != "", "last-verified-restore", last, "Ingen återställning har provats. Kör restore --verify-only på en säkerhetskopia.", "No restore has been tried. Run restore --verify-only on a backup.")
	bad := 0
	for _, f := range out {
		if !f.OK {
			bad++
		}
		if !g.JSON {
			mark := "ok"
			if !f.OK {
				mark = "!!"
			}
			fmt.Fprintf(g.out, "%s  %s\t%s\t%s\n", mark, f.Name, f.Value, f.Why)
		}
	}
	if g.JSON {
		if err := g.result(map[string]any{"findings": out, "deviations": bad}); err != nil {
			return err
		}
	}
	if bad > 0 {
		return errFound
	}
	return nil
}
