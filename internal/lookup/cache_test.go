package lookup_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestCacheForgets(t *testing.T) {
	c := lookup.NewCache()
	answer := lookup.NewResponse(page, []byte("answer"))
	put := func(word string) bool {
		c.Put("q", c.Stamp(word), answer)
		return c.Get("q") != nil
	}
	if put("a.cn") {
		t.Error("a closed cache keeps")
	}
	c.Open()
	for _, x := range []struct {
		word, changed string
		kept          bool
	}{{"a.cn", "b.cn", true}, {"a.cn", "a.cn", false}, {"a.cn", "", false}, {"", "b.cn", false}} {
		if !put(x.word) {
			t.Fatalf("%q is not kept", x.word)
		}
		c.Changed(x.changed)
		if kept := c.Get("q") != nil; kept != x.kept {
			t.Errorf("about %q after a change of %q: kept %v", x.word, x.changed, kept)
		}
	}
	asked := c.Stamp("a.cn")
	c.Changed("a.cn") // while the register is being read
	if c.Put("late", asked, answer); c.Get("late") != nil {
		t.Error("an answer from before the change was kept after it")
	}
	if put("a.cn"); c.Get("q") == nil {
		t.Fatal("not kept")
	}
	if c.Close(); c.Get("q") != nil || put("a.cn") {
		t.Error("a closed cache answers")
	}
}

// TestCacheIsBounded puts four times as much in as it may hold.
func TestCacheIsBounded(t *testing.T) {
	c := lookup.NewCache()
	c.Open()
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, stamp := heap(), c.Stamp("a.cn")
	for i := range 40_000 {
		body := []byte(fmt.Sprintf("%06d", i) + strings.Repeat("x", 6000))
		c.Put(fmt.Sprint(i), stamp, lookup.NewResponse(page, body))
	}
	if c.Get("39999") == nil {
		t.Error("the newest is gone")
	}
	if grown := int64(heap()) - int64(before); grown > 96<<20 {
		t.Errorf("it holds %d MB", grown>>20)
	}
	runtime.KeepAlive(c)
}

func TestResponse(t *testing.T) {
	body := strings.Repeat("备案", 500)
	p := lookup.NewResponse(page, []byte(body))
	get := func(header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/", nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		p.Send(w, r)
		return w
	}
	w := get()
	tag := w.Header().Get("ETag")
	if w.Body.String() != body || tag == "" || !strings.HasPrefix(w.Header().Get("Cache-Control"), "public") {
		t.Errorf("%v", w.Header())
	}
	if w := get("Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 200 {
		t.Errorf("compressed: %v", w.Header())
	}
	for _, known := range []string{tag, strings.TrimPrefix(tag, "W/"), `"x", ` + tag, "*"} {
		if w := get("If-None-Match", known); w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match %s: %d %v", known, w.Code, w.Header())
		}
	}
	if w := get("If-None-Match", `"x"`); w.Code != 200 {
		t.Errorf("another tag: %d", w.Code)
	}
}

// TestQuestionsTogether: a hundred at once are answered right, with far fewer queries.
func TestQuestionsTogether(t *testing.T) {
	pools, err := postgres.Open(t.Context(), pgtest.URL(t))
	pgtest.Must(t, err)
	defer pools.Close()
	public := &countingDB{DB: pools.Public}
	s, err := postgres.New(pools.App, public, pgtest.Options())
	pgtest.Must(t, err)
	for i := range 50 {
		_, err := pools.App.Exec(t.Context(), `
			INSERT INTO public_domain (key, id, number, entity_number, province, unit_name, nature, service, names, home_urls, domains, ip_only,
				approvals, restricted, approved_at, changed_at)
			VALUES ($1, $2, $1, $1, '310000', '某公司', 4, 1, '{某站}', '{}', '{}', false, '{}', false, now(), now())`, fmt.Sprintf("a%d.cn", i), i+1)
		pgtest.Must(t, err)
	}
	d := lookup.New(s.Lookup(), time.Now)
	var all sync.WaitGroup
	for i := range 1000 {
		all.Go(func() {
			key := fmt.Sprintf("a%d.cn", i%100)
			a, err := d.Ask(context.Background(), lookup.Domain, "www."+key, "")
			if err != nil || (len(a.Records) == 1) != (i%100 < 50) || len(a.Records) == 1 && string(a.Records[0].Number) != key {
				t.Errorf("%s: %+v %v", key, a.Records, err)
			}
		})
	}
	all.Wait()
	if n := public.queries.Load(); n > 300 {
		t.Errorf("%d queries for 1000 questions", n)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Ask(ended, lookup.Domain, "b.cn", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that has gone: %v", err)
	}
}

// TestHostileQuestionsReachNothing counts what gets through to the database.
func TestHostileQuestionsReachNothing(t *testing.T) {
	_, tx := pgtest.StoreTx(t)
	public := &countingDB{DB: tx}
	s, err := postgres.New(tx, public, pgtest.Options())
	pgtest.Must(t, err)
	d := lookup.New(s.Lookup(), time.Now)
	for _, q := range []string{strings.Repeat("x", 10<<10), strings.Repeat("网", 10<<10), "a\x00b", "\x00", "\xe6\xb2", "网站\xff", strings.Repeat(",", 10_000),
		".*", "(((((", "^$", "%", "_%_", "\\", "[[]]*", "\u202e\u202e", ""} {
		began := time.Now()
		_, err := d.Ask(t.Context(), lookup.Auto, q, "")
		if err == nil {
			t.Errorf("%.20q was answered", q)
		}
		if took := time.Since(began); took > 50*time.Millisecond {
			t.Errorf("%.20q took %v", q, took)
		}
	}
	if n := public.queries.Load(); n != 0 {
		t.Errorf("%d queries", n)
	}
}

// TestTooManySearches: who finds no seat is told at once to come again, and point
// lookups go on beside.
func TestTooManySearches(t *testing.T) {
	pools, err := postgres.Open(t.Context(), pgtest.URL(t))
	pgtest.Must(t, err)
	defer pools.Close()
	slow := &countingDB{DB: pools.Public, slow: 400 * time.Millisecond, only: "public_name"}
	s, err := postgres.New(pools.App, slow, pgtest.Options())
	pgtest.Must(t, err)
	d := lookup.New(s.Lookup(), time.Now)
	var all sync.WaitGroup
	var mu sync.Mutex
	busy, answered := 0, 0
	for range 200 {
		all.Go(func() {
			_, err := d.Ask(context.Background(), lookup.Name, "摄影", "")
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, lookup.ErrBusy):
				busy++
			case err == nil:
				answered++
			default:
				t.Error(err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	began := time.Now()
	if _, err := d.Ask(t.Context(), lookup.Domain, "example.cn", ""); err != nil || time.Since(began) > 350*time.Millisecond {
		t.Errorf("a point lookup beside a flood took %v, %v", time.Since(began), err)
	}
	all.Wait()
	if busy < 100 || answered == 0 {
		t.Errorf("%d answered, %d told to wait", answered, busy)
	}
}
