package risk

import "slices"

// Residue is what remains of privacy risks after measures.
type Residue struct {
	Residual string // low, medium or high; "" when no risk was given
	Band     string // the highest band among the risks
	// Consult: the supervisory authority must be asked before processing starts.
	Consult bool
}

// Remaining gives what a DPIA leaves, from the bands of its privacy risks with
// measures counted in. The highest band decides.
func (s Scale) Remaining(assessed []Assessment) Residue {
	var r Residue
	top := -1
	for _, a := range assessed {
		i := slices.IndexFunc(s.Bands, func(b Band) bool { return b.Code == a.Band.Code })
		if i > top {
			top = i
			r.Band, r.Residual = s.Bands[i].Code, s.Bands[i].Residual
		}
	}
	r.Consult = r.Residual != "" && r.Residual == s.Consult
	return r
}
