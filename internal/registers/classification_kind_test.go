package registers

import "testing"

// A class of an object, or of an information type, need not say that it is one;
// one that applies a norm is left for its writer to say.
func TestClassificationSaysItsKind(t *testing.T) {
	for _, c := range []struct {
		is   Classification
		want string
	}{
		{Classification{Object: "a"}, "object"},
		{Classification{InfoType: "a"}, "information"},
		{Classification{Object: "a", InfoType: "b"}, "object"},
		{Classification{Object: "a", Kind: "norm"}, "norm"},
		{Classification{Object: "a", Norm: "b"}, ""},
		{Classification{}, ""},
	} {
		x := c.is
		if x.derive(); x.Kind != c.want {
			t.Errorf("%+v is of kind %q, want %q", c.is, x.Kind, c.want)
		}
	}
}
