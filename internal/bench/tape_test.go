package bench

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/embeddedpg"
	"beian/internal/filing"
	"beian/internal/postgres"
)

// tape keeps the statements of a connection in their order, with what was sent
// along, while it runs.
type tape struct {
	sync.Mutex
	runs    bool
	said    []statement
	batches int
}

type statement struct {
	sql   string
	args  []any
	batch int // statements of one batch go out together; 0: alone
}

func (t *tape) TraceQueryStart(ctx context.Context, c *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	sql, args := d.SQL, d.Args
	if len(args) > 0 {
		if rewriter, is := args[0].(pgx.QueryRewriter); is {
			sql, args, _ = rewriter.RewriteQuery(ctx, c, sql, args[1:]) // the driver tells of the error
		}
	}
	t.keep(sql, args, 0)
	return ctx
}

func (t *tape) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (t *tape) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	t.batches++
	return ctx
}

func (t *tape) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	t.keep(d.SQL, d.Args, t.batches)
}

func (t *tape) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// comment is a line that only people read; pgbench finds variables even there.
var comment = regexp.MustCompile(`(?m)^\s*--.*$`)

func (t *tape) keep(sql string, args []any, batch int) {
	t.Lock()
	defer t.Unlock()
	if t.runs {
		t.said = append(t.said, statement{comment.ReplaceAllString(sql, ""), slices.Clone(args), batch})
	}
}

// script is the tape for pgbench: every statement prepared once, as the driver
// prepares it, and executed with the very values that were sent, together where they
// were sent together.
func (t *tape) script() string {
	names := map[string]string{}
	var prepare, run strings.Builder
	prepare.WriteString("SET ROLE beian_app;\nSET timezone = 'UTC';\n")
	batch := 0
	for _, s := range append(t.said, statement{sql: "SELECT"}) {
		if s.batch != batch {
			if batch != 0 {
				run.WriteString("\\endpipeline\n")
			}
			if batch = s.batch; batch != 0 {
				run.WriteString("\\startpipeline\n")
			}
		}
		if len(s.args) == 0 {
			run.WriteString(s.sql + ";\n")
			continue
		}
		name, known := names[s.sql]
		if !known {
			name = fmt.Sprintf("s%d", len(names))
			names[s.sql] = name
			fmt.Fprintf(&prepare, "PREPARE %s AS %s;\n", name, strings.TrimSuffix(strings.TrimSpace(s.sql), ";"))
		}
		values := make([]string, len(s.args))
		for i, a := range s.args {
			values[i] = literal(a)
		}
		fmt.Fprintf(&run, "EXECUTE %s(%s);\n", name, strings.Join(values, ", "))
	}
	return prepare.String() + run.String()
}

// literal writes a value for SQL; a colon would begin one of pgbench's variables.
func literal(v any) string {
	text, null := plain(v)
	if null {
		return "NULL"
	}
	return `E'` + strings.NewReplacer(`\`, `\\`, `'`, `\'`, `:`, `\x3A`).Replace(text) + `'`
}

// plain is the text form that PostgreSQL reads.
func plain(v any) (text string, null bool) {
	switch x := v.(type) {
	case nil:
		return "", true
	case time.Time:
		return x.Format(time.RFC3339Nano), false
	case []byte:
		if x == nil {
			return "", true
		}
		if len(x) > 0 && (x[0] == '{' || x[0] == '[') && json.Valid(x) {
			return string(x), false
		}
		return `\x` + hex.EncodeToString(x), false
	case netip.Addr:
		return x.String(), false
	case driver.Valuer:
		if inner, err := x.Value(); err == nil {
			return plain(inner)
		}
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Pointer:
		if r.IsNil() {
			return "", true
		}
		return plain(r.Elem().Interface())
	case reflect.Slice:
		if r.IsNil() {
			return "", true
		}
		items := make([]string, r.Len())
		for i := range items {
			item, none := plain(r.Index(i).Interface())
			if items[i] = "NULL"; !none {
				items[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(item) + `"`
			}
		}
		return "{" + strings.Join(items, ",") + "}", false
	case reflect.Map, reflect.Struct:
		b, _ := json.Marshal(v) // of what the driver could send
		return string(b), false
	}
	return fmt.Sprint(v), false
}

// desk compares submitting and approving through the desk, one after another on one
// connection, with pgbench that runs the very statements on a copy of the database:
// the same rows, plans and triggers, without what Go does around them.
func desk(h *house, r *report) {
	o := h.office()
	defer o.close()
	for _, one := range []struct {
		name   string
		action filing.Action
		by     *postgres.Desk
		make   func(int) []int64
	}{{"submit", filing.Submit, o.Wang, o.drafts}, {"approve", filing.Approve, o.Zhao, func(n int) []int64 { return idsOf(o.claimed(n)) }}} {
		var ours, theirs, ratios, clock []float64
		for range 5 {
			a, b, c := o.replay(one.by, one.make(2*inOneGo), one.action)
			ours, theirs, ratios, clock = append(ours, a), append(theirs, b), append(ratios, a/b), append(clock, c)
		}
		r.atLeast(one.name+" through the desk against pgbench with the same statements", 0.6, median(ratios), "",
			fmt.Sprintf("%s against %s per CPU second; by the clock %s", short(median(ours)), short(median(theirs)), short(median(clock))))
	}
}

func idsOf(picks []postgres.Pick) (ids []int64) {
	for _, p := range picks {
		ids = append(ids, p.ID)
	}
	return ids
}

// replay acts on each filing, then lets pgbench do the same on the copy. Rates are
// acts for each second of processor time, clock is the ratio by the clock.
func (o *office) replay(d *postgres.Desk, ids []int64, a filing.Action) (ours, theirs, clock float64) {
	const copyName = "bench_replay"
	o.db.Close()
	o.h.must(`DROP DATABASE IF EXISTS ` + copyName)
	o.h.must(`CREATE DATABASE ` + copyName + ` TEMPLATE ` + officeName)
	defer func() { o.h.must(`DROP DATABASE ` + copyName) }()
	o.open()
	o.h.must(`CHECKPOINT`)
	o.tape.said, o.tape.runs = nil, true
	began, own, base := time.Now(), ownCPU(), o.h.databaseCPU()
	for _, id := range ids {
		o.Act(o.h.t, d, id, postgres.Move{Action: a})
	}
	ownTook := time.Since(began)
	ours = float64(len(ids)) / (ownCPU() - own + o.h.databaseCPU() - base).Seconds()
	o.tape.runs = false

	path := filepath.Join(o.h.t.TempDir(), "replay.sql")
	if err := os.WriteFile(path, []byte(o.tape.script()), 0o600); err != nil {
		o.h.t.Fatal(err)
	}
	bin, _, err := embeddedpg.Find()
	if err != nil {
		o.h.t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(bin, "pgbench"), "-n", "-M", "extended", "-c", "1", "-t", "1", "-f", path, urlOf(o.h.url, copyName))
	o.h.must(`CHECKPOINT`)
	began, base = time.Now(), o.h.databaseCPU()
	out, err := cmd.CombinedOutput()
	took := time.Since(began)
	if err != nil || !strings.Contains(string(out), "actually processed: 1/1") || strings.Contains(string(out), "ERROR") {
		o.h.t.Fatalf("pgbench: %v\n%.2000s", err, out)
	}
	theirs = float64(len(ids)) / (o.h.databaseCPU() - base + cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return ours, theirs, took.Seconds() / ownTook.Seconds()
}
