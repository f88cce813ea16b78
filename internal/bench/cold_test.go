package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"beian/internal/embeddedpg"
	"beian/internal/lookup"
	"beian/internal/postgres"
)

// The three-table join that the denormalised row replaces, and the row's own statement.
const (
	joinSQL = `SELECT s.id, s.number, e.number, e.province, e.name, e.nature, s.service, s.names, s.home_urls,
 ARRAY(SELECT o.spelling FROM site_key o WHERE o.site_id = s.id AND o.cancelled_at IS NULL ORDER BY o.spelling),
 s.ip_only, s.approvals, s.restricted, s.approved_at, s.changed_at, s.cancelled_at
 FROM site_key k JOIN site s ON s.id = k.site_id JOIN entity e ON e.id = s.entity_id WHERE k.key = '%s' AND k.cancelled_at IS NULL AND NOT k.shared;`
	rowSQL = `SELECT id, number, entity_number, province, unit_name, nature, service, names, home_urls, domains, ip_only, approvals,
 restricted, approved_at, changed_at, cancelled_at FROM public_domain WHERE key = '%s';`
)

// pgbenchKeys is as many scripts as pgbench takes; each asks one key, so that the
// statement is prepared as it is in the server.
const pgbenchKeys = 100

var processed = regexp.MustCompile(`transactions actually processed: ([0-9]+)`)

// pgbench runs scripts from eight clients and gives transactions a second of
// processor time, its own and the database's.
func (h *house) pgbench(scripts []string) float64 {
	bin, _, err := embeddedpg.Find()
	if err != nil {
		h.t.Fatal(err)
	}
	args := []string{"-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", strconv.Itoa(max(4, int(span().Seconds())))}
	for _, s := range scripts {
		args = append(args, "-f", s)
	}
	cmd, before := exec.Command(filepath.Join(bin, "pgbench"), append(args, h.url)...), h.databaseCPU()
	out, err := cmd.CombinedOutput()
	found := processed.FindSubmatch(out)
	if err != nil || found == nil {
		h.t.Fatalf("pgbench: %v\n%s", err, out)
	}
	n, _ := strconv.ParseFloat(string(found[1]), 64)
	return n / (h.databaseCPU() - before + cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}

func (h *house) scripts(sql string, keys []string) (paths []string) {
	dir := h.t.TempDir()
	for i, key := range keys {
		path := filepath.Join(dir, fmt.Sprint(i)+".sql")
		text := strings.ReplaceAll(fmt.Sprintf(sql, strings.ReplaceAll(key, "'", "''")), "\n", " ")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			h.t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// cold asks 64 clients' questions with nothing kept in memory: together, and one
// query each on as many connections as pgbench has.
func cold(h *house, r *report) {
	desk := lookup.New(h.store.Lookup(), time.Now) // its cache is closed
	single := h.oneByOne()
	few := h.texts(`SELECT key FROM (SELECT key FROM public_domain TABLESAMPLE SYSTEM (1) LIMIT 20000) k ORDER BY md5(key) LIMIT $1`, pgbenchKeys)
	uniform := h.texts(`SELECT key FROM public_domain TABLESAMPLE SYSTEM (20) LIMIT 200000`)
	join, row := h.scripts(joinSQL, few), h.scripts(rowSQL, few)

	h.coldAgainst(r, "uniform keys", uniform, desk, single)
	together := func() float64 {
		before := h.databaseCPU()
		o := askAll(desk, few, nil)
		return o.perCPU(h.databaseCPU() - before)
	}
	medians, ratios := rounds(5, together, func() float64 { return h.pgbench(row) }, func() float64 { return h.pgbench(join) })
	r.atLeast("cold point lookup, 100 keys, against pgbench -c8 on the three-table join", 0.6, ratios[0], "",
		fmt.Sprintf("%s against %s per CPU second; pgbench on the row's own statement %s", short(medians[0]), short(medians[2]), short(medians[1])))
	h.coldAgainst(r, "100 keys", few, desk, single)
}

// coldAgainst compares questions asked together with one query each.
func (h *house) coldAgainst(r *report, what string, keys []string, desk *lookup.Desk, single *postgres.Lookup) {
	var cpu, cpuOne, p99, p99One []float64
	measured := func(cpu, p99 *[]float64, ask func() outcome) func() float64 {
		return func() float64 {
			before := h.databaseCPU()
			o := ask()
			spent := h.databaseCPU() - before
			*cpu = append(*cpu, spent.Seconds()*1e6/float64(o.count))
			*p99 = append(*p99, o.p99.Seconds()*1000)
			return o.perCPU(spent)
		}
	}
	medians, ratios := rounds(5, measured(&cpu, &p99, func() outcome { return askAll(desk, keys, nil) }),
		measured(&cpuOne, &p99One, func() outcome { return askAll(nil, keys, single) }))
	r.atLeast("cold point lookup, "+what+", 64 clients, against one query each", 1.7, ratios[0], "",
		short(medians[0])+" against "+short(medians[1])+" per CPU second")
	r.atMost("PostgreSQL's CPU of that, against one query each", 0.5, median(cpu)/median(cpuOne), "",
		short(median(cpu))+" against "+short(median(cpuOne))+" µs a lookup")
	r.atMost("p99 of that, against one query each", 1.2, median(p99)/median(p99One), "", short(median(p99))+" against "+short(median(p99One))+" ms")
}

// askAll asks from 64 clients, each its own way through the keys: through the desk,
// or one query each.
func askAll(desk *lookup.Desk, keys []string, single *postgres.Lookup) outcome {
	return many(64, span(), func(c, n int) int {
		key := keys[(c*15485863+n*7)%len(keys)]
		if desk != nil {
			_, err := desk.Ask(context.Background(), lookup.Domain, key, "")
			return status(err)
		}
		_, err := single.ByKey(context.Background(), key)
		return status(err)
	})
}

// oneByOne is the register's public side on eight connections.
func (h *house) oneByOne() *postgres.Lookup {
	pool := h.publicPool(8)
	s, err := postgres.New(h.pools.App, pool, postgres.Options{Keys: h.keys, Now: time.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	return s.Lookup()
}
