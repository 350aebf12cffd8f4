package access_test

import (
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// TestLinkedSeesOneMatter: who comes by a link sees and does what the link is
// about, and nothing that a function would give.
func TestLinkedSeesOneMatter(t *testing.T) {
	c := access.Linked(access.Limit{Key: "k", Records: map[string][]register.ID{"response": {"r1"}}, Object: "o1", Of: []string{"classification"}, About: "r1", Write: "response", Fields: []string{"answers"}, Steps: []string{"send"}})
	for _, reg := range registers.Catalogue().All {
		read, write := c.Read(reg), c.Write(reg)
		if read.All || len(read.Orgs)+len(read.Parties)+len(read.Public)+len(read.Secret) > 0 || read.Person != "" {
			t.Errorf("%s: reads %+v", reg.Name, read)
		}
		if reg.Name == "response" != (len(read.Records) > 0) || reg.Name == "classification" != (len(read.Objects) > 0) {
			t.Errorf("%s: reads %+v", reg.Name, read)
		}
		if write.Empty() == (reg.Name == "response") || len(write.Objects) > 0 {
			t.Errorf("%s: writes %+v", reg.Name, write)
		}
		if c.Create(reg, "near", "o1") == nil {
			t.Errorf("%s: may be created", reg.Name)
		}
		if _, ok := c.Remark(registers.Comments, reg); ok {
			t.Errorf("%s: may be commented on", reg.Name)
		}
		for _, f := range reg.Fields {
			if may := c.Writes(reg, f.Name, "near") == nil; may != (reg.Name == "response" && f.Name == "answers") {
				t.Errorf("%s.%s: writes %v", reg.Name, f.Name, may)
			}
		}
		if st := reg.Status(); st != nil {
			for _, s := range st.StepList {
				if may := c.Decide(reg, s.Action, "near", "o1") == nil; may != (reg.Name == "response" && s.Action == "send") {
					t.Errorf("%s.%s: %v", reg.Name, s.Action, may)
				}
			}
		}
	}
	for _, r := range access.Rules {
		if c.Holds(r.Function, "near") {
			t.Error("holds", r.Function)
		}
	}
	if c.Actor() == access.Linked(access.Limit{Key: "other"}).Actor() || c.IsSystem() || !c.IsLinked() {
		t.Error("two links are one actor")
	}
}
