package main

import (
	"fmt"
	"strings"

	"genomlys/internal/app"
	"genomlys/internal/lang"
	"genomlys/internal/ledger"
)

// KeyCmd gathers what is done with the key that signs the ledger.
type KeyCmd struct {
	Show  KeyShowCmd  `cmd:"" help:"Show which key signs the ledger, where it is looked for and which there have been."`
	Renew KeyRenewCmd `cmd:"" help:"Change the key: the change stands in the ledger, signed by the former."`
}

// KeyShowCmd shows the ledger's keys.
type KeyShowCmd struct{}

// Run shows.
func (c *KeyShowCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	k, err := h.Keys(g.ctx)
	if err != nil {
		return err
	}
	if err := g.keys(k); err != nil {
		return err
	}
	if !k.Here && k.Public != "" {
		return errFound
	}
	return nil
}

// KeyRenewCmd changes the key.
type KeyRenewCmd struct {
	Lost bool `help:"The former key is nowhere to be had: nothing vouches for the new one, and the ledger and verify say so for ever."`
}

// Run changes.
func (c *KeyRenewCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	k, err := h.ChangeKey(g.ctx, c.Lost)
	if err != nil {
		return err
	}
	g.say("Liggaren har en ny nyckel. Lägg undan en kopia av %s, skild från säkerhetskopiorna.", "The ledger has a new key. Put a copy of %s away, apart from the backups.", k.Path)
	return g.keys(k)
}

// keys prints the ledger's keys, the latest last.
func (g *Globals) keys(k app.Keys) error {
	type key struct {
		Public      string `json:"public"`
		Fingerprint string `json:"fingerprint"`
		From        int64  `json:"from_entry"`
		Vouched     bool   `json:"vouched"`
	}
	list := []key{}
	add := func(public string, from int64, vouched bool) error {
		print, err := ledger.Fingerprint(public)
		if err != nil {
			return fmt.Errorf("read the ledger's key: %w", err)
		}
		list = append(list, key{public, print, from, vouched})
		return nil
	}
	if k.First != "" {
		if err := add(k.First, 0, true); err != nil {
			return err
		}
	}
	for _, x := range k.Changes {
		if err := add(x.Key, x.Seq, !x.Lost); err != nil {
			return err
		}
	}
	if g.JSON {
		return g.result(map[string]any{"file": k.Path, "here": k.Here, "keys": list})
	}
	for _, x := range list {
		fmt.Fprintf(g.out, "%d\t%s\t%s\n", x.From, x.Fingerprint, x.Public)
	}
	switch l := lang.Parse(g.Lang); {
	case k.Public == "":
		g.say("Ingen nyckel än: den görs vid första kontrollpunkten.", "No key yet: it is made at the first checkpoint.")
	case k.Here:
		g.say("Nyckelfilen är %s", "The key file is %s", k.Path)
	default:
		fmt.Fprintln(g.err, lang.Text{SV: "Nyckelfilen finns inte i ", EN: "The key file is not at "}.In(l)+k.Path)
	}
	return nil
}

// verified prints what was found whole, and each change of key that the former
// key does not vouch for: that is for the reader to judge.
func (g *Globals) verified(res ledger.Result, more map[string]any) error {
	if g.JSON {
		keys := []map[string]any{}
		for _, k := range res.Keys {
			keys = append(keys, map[string]any{"from_entry": k.Seq, "public": k.Key, "vouched": !k.Lost})
		}
		out := map[string]any{"verified": true, "entries": res.Size, "root": res.Root.String(), "checkpoints": res.Checkpoints, "covered": res.Covered, "keys": keys}
		for n, v := range more {
			out[n] = v
		}
		return g.result(out)
	}
	if _, err := fmt.Fprintf(g.out, "verified: %d entries, root %s\n", res.Size, res.Root); err != nil {
		return err
	}
	g.say("Signerade kontrollpunkter: %d. Den senaste omfattar %d poster.", "Signed checkpoints: %d. The last covers %d entries.", res.Checkpoints, res.Covered)
	for _, k := range res.Keys {
		print, err := ledger.Fingerprint(k.Key)
		if err != nil {
			return fmt.Errorf("read the ledger's key: %w", err)
		}
		text := lang.Text{SV: "Från post %d har liggaren en ny nyckel, %s; den förra har signerat bytet.\n", EN: "From entry %d the ledger has a new key, %s; the former signed the change.\n"}
		if k.Lost {
			text = lang.Text{SV: "OBS Från post %d har liggaren en ny nyckel, %s, som den förra inte har signerat: den fanns inte att tillgå. Fråga varför.\n",
				EN: "NOTE From entry %d the ledger has a new key, %s, that the former did not sign: it was not to be had. Ask why.\n"}
		}
		fmt.Fprintf(g.out, text.In(lang.Parse(g.Lang)), k.Seq, strings.TrimSpace(print))
	}
	return nil
}
