package bench

import (
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"beian/internal/demo"
)

// TestFigures is make bench. BEIAN_BENCH is the size of the register (nation, or a
// number of entities such as 500k), BEIAN_BENCH_ONLY a pattern of the groups: the
// rows of the others stay in the document as they were.
func TestFigures(t *testing.T) {
	var size demo.Size
	if os.Getenv("BEIAN_BENCH") == "" {
		t.Skip("run by make bench")
	}
	slog.SetDefault(slog.New(slog.DiscardHandler))
	if err := size.UnmarshalText([]byte(os.Getenv("BEIAN_BENCH"))); err != nil {
		t.Fatal(err)
	}
	only := regexp.MustCompile(os.Getenv("BEIAN_BENCH_ONLY"))
	h, r := openHouse(t, size), &report{t: t}
	at, register := machine(h), fmt.Sprintf("%d entities, %d services, %d domains", h.entities, h.services, h.count(`SELECT count(*) FROM public_domain`))
	for _, g := range []struct {
		name string
		run  func(*house, *report)
	}{{"hot", hot}, {"cold", cold}, {"names", names}, {"trigrams", trigrams}, {"typos", typos}, {"pages", pages},
		{"hostile", hostile}, {"flood", flood}, {"heard", heard}, {"memory", memory}, {"import", imports}, {"desk", desk}, {"approval", approval}, {"book", desks}} {
		if only.MatchString(g.name) {
			began := time.Now()
			g.run(h, r)
			t.Logf("%s took %v", g.name, time.Since(began).Round(time.Second))
			so := &report{t: t, lines: slices.Clone(r.lines)} // what is measured is kept, should a later group fail
			so.keepOthers(document)
			so.write(document, at, register)
		}
	}
	if os.Getenv("BEIAN_BENCH_ONLY") == "" {
		r.write(document, at, register) // without rows that are no longer measured
	}
}

const document = "../../docs/benchmarks.md"

// span is how long one side of one round is measured.
func span() time.Duration {
	if s, err := strconv.ParseFloat(os.Getenv("BEIAN_BENCH_SECONDS"), 64); err == nil {
		return time.Duration(s * float64(time.Second))
	}
	return 3 * time.Second
}
