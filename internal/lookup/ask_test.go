package lookup

import "testing"

// TestAtOnce: while few wait a query is small, a crowd is not answered in small ones, and
// no query is larger than the most.
func TestAtOnce(t *testing.T) {
	for waiting, want := range map[int]int{0: 0, 1: 1, 16: 16, 64: 16, 400: 100, 5000: 256} {
		if got := atOnce(waiting); got != want {
			t.Errorf("%d of %d, want %d", got, waiting, want)
		}
	}
}
