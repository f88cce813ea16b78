package demo

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Size is how many entities the register of a demonstration has. Nation is the
// real nation's, with about 5 million services and 6 million domains.
type Size int

// The sizes that have names.
const (
	Usual  Size = registerEntities
	Nation Size = 4_000_000
)

var sizeForm = regexp.MustCompile(`^([1-9]\d*)(k|m)?$`)

// UnmarshalText reads "nation", or a number such as 20000, 100k or 1m, at most Nation.
func (s *Size) UnmarshalText(typed []byte) error {
	word := strings.ToLower(string(typed))
	switch word {
	case "", "usual":
		*s = Usual
		return nil
	case "nation":
		*s = Nation
		return nil
	}
	m := sizeForm.FindStringSubmatch(word)
	if m == nil {
		return fmt.Errorf("demo: %q is no size: nation, or a number of entities such as 100k or 1m", typed)
	}
	n, err := strconv.Atoi(m[1])
	n *= map[string]int{"": 1, "k": 1000, "m": 1_000_000}[m[2]]
	if err != nil || n > int(Nation) || n < int(Usual) {
		return fmt.Errorf("demo: a register has %d to %d entities, not %s", Usual, Nation, typed)
	}
	*s = Size(n)
	return nil
}

// multitude adds to the register what a larger size asks for.
func (f *fill) multitude(ctx context.Context) error {
	if f.size <= Usual {
		return nil
	}
	return f.enterCrowd(ctx, int(f.size), f.told)
}
