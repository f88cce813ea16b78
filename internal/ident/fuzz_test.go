package ident

import "testing"

// fuzzParser: no input panics, what is accepted is read again to itself, and
// every refusal is a Fault.
func fuzzParser(f *testing.F, read func(string) (string, error), seeds ...string) {
	for _, s := range append(seeds, "", " ", "\xff", "　", "×") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, err := read(s)
		if err != nil {
			if FaultOf(err) == nil || once != "" {
				t.Fatalf("%q gives %q and %v", s, once, err)
			}
			return
		}
		twice, err := read(once)
		if err != nil || twice != once {
			t.Fatalf("%q is read as %q, that as %q, %+v", s, once, twice, FaultOf(err))
		}
	})
}
