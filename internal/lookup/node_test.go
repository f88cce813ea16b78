package lookup_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// node is one server of several on a database, as far as lookup goes.
type node struct {
	store *postgres.Store
	app   *pgxpool.Pool
	desk  *lookup.Desk
}

func startNode(t *testing.T, url string) node {
	t.Helper()
	pools, err := postgres.Open(t.Context(), url)
	pgtest.Must(t, err)
	s, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	n := node{s, pools.App, lookup.New(s.Lookup(), func() time.Time { return pgtest.Now })}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { postgres.Listen(ctx, url, n.desk.Ear()); close(done) }()
	t.Cleanup(func() { stop(); <-done; pools.Close() })
	return n
}

var page = http.Header{"Content-Type": {"text/plain"}}

// keeps reports whether the node keeps an answer made now.
func (n node) keeps() bool {
	n.desk.Cache.Put("probe", n.desk.Cache.Stamp(""), lookup.NewResponse(page, []byte("x")))
	return n.desk.Cache.Get("probe") != nil
}

func within(t *testing.T, limit time.Duration, what string, f func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for !f() {
		if time.Since(began) > limit {
			t.Fatalf("%s: not within %v", what, limit)
		}
		time.Sleep(2 * time.Millisecond)
	}
	return time.Since(began)
}

// answer asks as a door does: from memory, else from the register.
func (n node) answer(t *testing.T, q string) string {
	t.Helper()
	if kept := n.desk.Cache.Get(q); kept != nil {
		w := httptest.NewRecorder()
		kept.Send(w, httptest.NewRequest("GET", "/", nil))
		return w.Body.String()
	}
	a, err := n.desk.Ask(t.Context(), lookup.Auto, q, "")
	pgtest.Must(t, err)
	var numbers []string
	for _, r := range a.Records {
		numbers = append(numbers, string(r.Number)+" "+r.Names[0])
	}
	body := strings.Join(numbers, ",")
	n.desk.Cache.Put(q, a.Stamp, lookup.NewResponse(page, []byte(body)))
	return body
}

// TestApprovalIsSeenOnEveryNode: two nodes keep the answer 未备案; an approval through
// one is seen on both within a second, by domain, number and name.
func TestApprovalIsSeenOnEveryNode(t *testing.T) {
	url := pgtest.URL(t)
	nodes := []node{startNode(t, url), startNode(t, url)}
	w := pgtest.NewWorld(t, nodes[0].store, nodes[0].app)
	f := w.Forward(t, nodes[0].app, w.Wang, filingtest.Person())
	questions := []string{"www.example.cn", "沪ICP备2026000001号-1", "沪ICP备2026000001号", "摄影笔记"}
	for _, n := range nodes {
		within(t, 5*time.Second, "listening", n.keeps)
		for _, q := range questions {
			if got := n.answer(t, q); got != "" || n.desk.Cache.Get(q) == nil {
				t.Fatalf("%s before the approval: %q, kept %v", q, got, n.desk.Cache.Get(q) != nil)
			}
		}
	}
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Approve})
	for i, n := range nodes {
		for _, q := range questions {
			took := within(t, time.Second, q, func() bool { return strings.Contains(n.answer(t, q), "沪ICP备2026000001号-1") })
			t.Logf("node %d, %s: after %v", i, q, took)
		}
	}
}

// TestLostConnectionEmptiesTheCache: a node that hears nothing keeps nothing, and
// works again by itself.
func TestLostConnectionEmptiesTheCache(t *testing.T) {
	url := pgtest.URL(t)
	n := startNode(t, url)
	within(t, 5*time.Second, "listening", n.keeps)
	admin, err := pgxpool.New(t.Context(), url)
	pgtest.Must(t, err)
	defer admin.Close()
	n.desk.Cache.Put("other", n.desk.Cache.Stamp(""), lookup.NewResponse(page, []byte("x")))
	_, err = admin.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'beian listener' AND datname = current_database()`)
	pgtest.Must(t, err)
	within(t, time.Second, "emptied", func() bool { return n.desk.Cache.Get("other") == nil })
	within(t, 5*time.Second, "listening again", n.keeps)
}
