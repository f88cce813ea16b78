package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/name"
	"beian/internal/postgres"
)

// publicPool connects as lookup does.
func (h *house) publicPool(most int32) *pgxpool.Pool {
	config, err := pgxpool.ParseConfig(h.url)
	if err != nil {
		h.t.Fatal(err)
	}
	config.MaxConns = most
	for name, value := range map[string]string{"role": "beian_public", "synchronize_seqscans": "off", "max_parallel_workers_per_gather": "0",
		"plan_cache_mode": "force_generic_plan"} {
		config.ConnConfig.RuntimeParams[name] = value
	}
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(pool.Close)
	return pool
}

// searcher asks on one connection whose processor time is watched.
type searcher struct {
	h      *house
	lookup *postgres.Lookup
	pool   *pgxpool.Pool
	pid    int
}

func (h *house) searcher() *searcher {
	pool := h.publicPool(1)
	s, err := postgres.New(h.pools.App, pool, postgres.Options{Keys: h.keys, Now: time.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	x := &searcher{h: h, lookup: s.Lookup(), pool: pool}
	if err := pool.QueryRow(context.Background(), `SELECT pg_backend_pid()`).Scan(&x.pid); err != nil {
		h.t.Fatal(err)
	}
	return x
}

var firstPage = postgres.Place{Rank: -1}

// cpu is what PostgreSQL spends on one search.
func (x *searcher) cpu(words string, after postgres.Place) (time.Duration, postgres.Names) {
	before := cpuOf(x.pid)
	found, err := x.lookup.ByName(context.Background(), words, after, 20)
	if err != nil {
		x.h.t.Fatalf("%s: %v", words, err)
	}
	return cpuOf(x.pid) - before, found
}

// words are questions of each sort, made from names of the register itself.
func (h *house) words() map[string][]string {
	random := rand.New(rand.NewPCG(6, 2026))
	units := h.texts(`SELECT unit FROM (SELECT unit FROM public_name TABLESAMPLE SYSTEM (5) WHERE NOT person AND length(unit) > 6 LIMIT 20000) u ORDER BY md5(unit) LIMIT 2000`)
	cut := func(length int) (list []string) {
		for len(list) < 200 {
			unit := []rune(units[random.IntN(len(units))])
			from := random.IntN(len(unit) - length + 1)
			list = append(list, string(unit[from:from+length]))
		}
		return list
	}
	common := h.texts(`SELECT chr((gram >> 16) & 65535) || chr(gram & 65535) FROM pg_stats, unnest(most_common_elems::text::int4[], most_common_elem_freqs) AS s (gram, share)
		WHERE tablename = 'public_name' AND attname = 'grams' AND gram IS NOT NULL ORDER BY share DESC LIMIT 40`)
	rare := h.texts(`SELECT chr((gram >> 16) & 65535) || chr(gram & 65535) FROM pg_stats, unnest(most_common_elems::text::int4[], most_common_elem_freqs) AS s (gram, share)
		WHERE tablename = 'public_name' AND attname = 'grams' AND gram IS NOT NULL AND (gram >> 16) & 65535 > 12000 ORDER BY share LIMIT 40`)
	var absent []string
	for range 200 {
		absent = append(absent, string([]rune{rune(0x9000 + random.IntN(500)), rune(0x7200 + random.IntN(300)), rune(0x8900 + random.IntN(500)), rune(0x9000 + random.IntN(500))}))
	}
	return map[string][]string{"whole name": units[:200], "two characters, common": common, "two characters, rare": rare, "two characters of a name": cut(2),
		"three characters of a name": cut(3), "four characters of a name": cut(4), "absent name": absent}
}

func names(h *house, r *report) {
	x, words := h.searcher(), h.words()
	x.cpu("科技", firstPage)
	mid := map[string]float64{}
	for _, sort := range []struct {
		name string
		bar  float64
	}{{"whole name", 5}, {"two characters, rare", 60}, {"two characters, common", 60}, {"two characters of a name", 60}, {"three characters of a name", 80},
		{"four characters of a name", 80}, {"absent name", 2}} {
		var all []time.Duration
		for range 5 {
			for _, w := range words[sort.name] {
				took, _ := x.cpu(w, firstPage)
				all = append(all, took)
			}
		}
		mid[sort.name] = quantile(all, 0.5)
		r.atMost("search by name, "+sort.name+": CPU p95", sort.bar, quantile(all, 0.95), " ms", "p50 "+short(quantile(all, 0.5))+" ms, "+fmt.Sprint(len(words[sort.name]))+" words, 5 rounds")
	}
	r.atMost("a common two-character word against a rare one", 5, mid["two characters, common"]/mid["two characters, rare"], "", "medians of CPU")
}

// trigrams compares with pg_trgm on a part of the same names.
func trigrams(h *house, r *report) {
	const part = 100_000
	h.must(`CREATE EXTENSION IF NOT EXISTS pg_trgm`)
	h.must(`DROP TABLE IF EXISTS bench_name`)
	h.must(`CREATE TABLE bench_name AS SELECT id, unit || E'\n' || names AS text, grams FROM public_name LIMIT ` + fmt.Sprint(part))
	defer h.must(`DROP TABLE bench_name`)
	h.must(`CREATE INDEX bench_grams ON bench_name USING gin (grams) WITH (fastupdate = on)`)
	h.must(`CREATE INDEX bench_trgm ON bench_name USING gin (text gin_trgm_ops)`)
	h.must(`ALTER TABLE bench_name ALTER COLUMN grams SET STATISTICS 1000`)
	h.must(`ANALYZE bench_name`)
	h.must(`GRANT SELECT ON bench_name TO beian_public`)
	x := h.searcher()
	once := func(sql string, args ...any) float64 {
		before := cpuOf(x.pid)
		if _, err := x.pool.Exec(context.Background(), sql, args...); err != nil {
			h.t.Fatal(err)
		}
		return (cpuOf(x.pid) - before).Seconds() * 1000
	}
	if _, err := x.pool.Exec(context.Background(), `SET enable_seqscan = off`); err != nil { // or pg_trgm would not be used at all
		h.t.Fatal(err)
	}
	rare := h.words()["two characters, rare"]
	medians, ratios := rounds(5, func() float64 {
		sum := 0.0
		for _, w := range rare {
			sum += once(`SELECT id FROM bench_name WHERE text LIKE $1 LIMIT 1001`, "%"+w+"%")
		}
		return sum / float64(len(rare))
	}, func() float64 {
		sum := 0.0
		for _, w := range rare {
			sum += once(`SELECT id FROM bench_name WHERE grams @> $1 AND strpos(text, $2) > 0 LIMIT 1001`, name.Pairs(w), w)
		}
		return sum / float64(len(rare))
	})
	r.atLeast(fmt.Sprintf("two rare characters: pg_trgm's CPU against bigrams', %d names", part), 10, ratios[0], " ×", short(medians[0])+" against "+short(medians[1])+" ms")
	ours, theirs := h.count(`SELECT pg_relation_size('bench_grams')`), h.count(`SELECT pg_relation_size('bench_trgm')`)
	r.atMost("size of the bigram index against pg_trgm's", 0.4, float64(ours)/float64(theirs), "", fmt.Sprintf("%d against %d MB; on all names %d MB", ours>>20, theirs>>20,
		h.count(`SELECT pg_relation_size('public_name_grams')`)>>20))
}

// typos asks for whole names with one edit.
func typos(h *house, r *report) {
	x, random := h.searcher(), rand.New(rand.NewPCG(7, 2026))
	units := h.words()["whole name"]
	found, tried := 0, 0
	var took []time.Duration
	for i, unit := range units {
		letters := []rune(unit)
		at := random.IntN(len(letters))
		other := rune(0x4E00 + random.IntN(2000))
		switch i % 4 {
		case 0:
			letters[at] = other
		case 1:
			letters = slices.Delete(letters, at, at+1)
		case 2:
			letters = slices.Insert(letters, at, other)
		case 3:
			at = min(at, len(letters)-2)
			letters[at], letters[at+1] = letters[at+1], letters[at]
		}
		cost, hits := x.cpu(string(letters), firstPage)
		took = append(took, cost)
		tried++
		if slices.ContainsFunc(hits.Records, func(n postgres.Record) bool { return name.Bare(n.UnitName) == unit }) {
			found++
		}
	}
	r.atLeast("one-edit typos of whole names found in the first 20", 0.9, float64(found)/float64(tried), "",
		fmt.Sprintf("%d of %d; CPU p50 %s, p95 %s ms", found, tried, short(quantile(took, 0.5)), short(quantile(took, 0.95))))
}

// pages compares the last page of a long list with its first.
func pages(h *house, r *report) {
	x := h.searcher()
	place, n := firstPage, 0
	for {
		_, found := x.cpu("管理", place)
		if n++; found.Next == nil {
			break
		}
		place = *found.Next
	}
	last := place
	medians, ratios := rounds(11, func() float64 { t, _ := x.cpu("管理", last); return t.Seconds() * 1000 },
		func() float64 { t, _ := x.cpu("管理", firstPage); return t.Seconds() * 1000 })
	r.atMost("the last page of a long list against the first", 2, ratios[0], "", fmt.Sprintf("page %d: ", n)+short(medians[0])+" against "+short(medians[1])+" ms of CPU")
}
