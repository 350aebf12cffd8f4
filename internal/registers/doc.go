// Package registers declares what the office keeps: one file per register,
// each with its fields, states and rules between fields (domain.md 3).
//
// References point from the newer register to the older. Rules that look at
// several records (cycles, four-eyes, completeness) belong to command and to
// figures, not here: what is merely missing is a finding, never a refusal.
package registers
