package bench

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"beian/internal/api"
	"beian/internal/lookup"
	"beian/internal/portal"
	"beian/internal/postgres"
)

// doors are both doors of a node that hears of changes, without limits per address:
// all clients of a bench come from one.
type doors struct {
	desk    *lookup.Desk
	api     http.Handler
	portal  http.Handler
	changed chan string
}

func (h *house) doors() *doors {
	d := &doors{desk: lookup.New(h.store.Lookup(), time.Now), changed: make(chan string, 100)}
	lookup.Points.Most, lookup.Searches.Most = 1<<40, 1<<40
	p, err := portal.New(h.store, portal.Options{Lookup: d.desk, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		h.t.Fatal(err)
	}
	d.portal = p
	d.api = api.New(d.desk, api.Options{Address: p.Address, Logger: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(context.Background())
	ear, open := d.desk.Ear(), make(chan struct{}, 1)
	inner := ear.Open
	ear.Open = func() { inner(); open <- struct{}{} }
	heard := ear.Changed
	ear.Changed = func(word string) {
		heard(word)
		select {
		case d.changed <- word:
		default:
		}
	}
	done := make(chan struct{})
	go func() { postgres.Listen(ctx, h.url, ear); close(done) }()
	h.t.Cleanup(func() { stop(); <-done })
	<-open
	return d
}

// bare sends the same bytes, headers and all, from memory through chi and does
// nothing else.
func bare(pattern string, like *httptest.ResponseRecorder) http.Handler {
	body, header, status := like.Body.Bytes(), like.Header(), like.Code
	r := chi.NewRouter()
	r.Get(pattern, func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		_, _ = w.Write(body)
	})
	return r
}

func answerTo(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const hotClients = 32

func hot(h *house, r *report) {
	d := h.doors()
	key := h.texts(`SELECT key FROM public_domain WHERE key NOT LIKE '%:%' LIMIT 1`)[0]
	number := h.texts(`SELECT number FROM public_domain WHERE key = $1`, key)[0]
	tag := ""
	for _, one := range []struct {
		name, path, pattern string
		door                http.Handler
		bar                 float64
		conditional         bool
	}{
		{"hot JSON against a bare chi handler", "/api/v1/lookup?q=" + key, "/api/v1/lookup", d.api, 0.85, false},
		{"hot page (search) against a bare chi handler", "/search?q=" + key, "/search", d.portal, 0.75, false},
		{"hot page (record) against a bare chi handler", "/records/" + url.PathEscape(number), "/records/{number}", d.portal, 0.75, false},
		{"304 against a bare chi handler's 304", "/api/v1/lookup?q=" + key, "/api/v1/lookup", d.api, 0.95, true},
	} {
		var header []string
		first := answerTo(one.door, one.path)
		if one.conditional {
			tag = first.Header().Get("ETag")
			header = []string{"If-None-Match", tag}
		}
		like := answerTo(one.door, one.path, header...)
		if like.Code != http.StatusOK && like.Code != http.StatusNotModified {
			h.t.Fatalf("%s answers %d", one.path, like.Code)
		}
		ours, plain := serve(h.t, one.door), serve(h.t, bare(one.pattern, like))
		medians, ratios := rounds(9,
			func() float64 { return hammer(h.t, ours, hotClients, span(), request(one.path, header...)).perCPU(0) },
			func() float64 { return hammer(h.t, plain, hotClients, span(), request(one.path, header...)).perCPU(0) })
		r.atLeast(one.name, one.bar, ratios[0], "", short(medians[0])+" against "+short(medians[1])+" per CPU second with the clients', "+short(float64(like.Body.Len()))+" bytes")
	}
}

// hostile questions are refused before the register is asked.
func hostile(h *house, r *report) {
	d := h.doors()
	for _, q := range []struct{ name, q string }{{"10 kB", strings.Repeat("x", 10<<10)}, {"NUL", "a%00b"}, {"half a UTF-8 sequence", "%E6%B2"},
		{"a regular expression", ".*"}, {"10,000 commas", strings.Repeat(",", 10_000)}} {
		var worst time.Duration
		for _, door := range []struct {
			h    http.Handler
			path string
		}{{d.api, "/api/v1/lookup?q="}, {d.portal, "/search?q="}} {
			var took []time.Duration
			for range 101 {
				began := time.Now()
				if w := answerTo(door.h, door.path+q.q); w.Code != 400 && w.Code != 404 {
					h.t.Errorf("%s: %d", q.name, w.Code)
				}
				took = append(took, time.Since(began))
			}
			worst = max(worst, time.Duration(quantile(took, 0.5)*1e6))
		}
		r.atMost("hostile question: "+q.name+" (median of 101, slower door)", 5, worst.Seconds()*1000, " ms", "400 without a query")
	}
}

// heard is how long a change takes from its transaction's end to another node.
func heard(h *house, r *report) {
	d := h.doors()
	var took []time.Duration
	for range 101 {
		began := time.Now()
		h.must(`SELECT pg_notify('beian_public', 'example.cn')`)
		<-d.changed
		took = append(took, time.Since(began))
	}
	r.atMost("a change is heard by a node after (worst of 101)", 1, quantile(took, 1)/1000, " s", "median "+short(quantile(took, 0.5))+" ms")
}

// flood: point lookups with and without a hundred clients who search by name.
func flood(h *house, r *report) {
	d := h.doors()
	keys := h.texts(`SELECT key FROM public_domain TABLESAMPLE SYSTEM (1) LIMIT 20000`)
	words := []string{"科技", "有限", "北京", "网络", "管理", "服务"}
	ask := func() outcome {
		return many(16, span(), func(c, n int) int {
			_, err := d.desk.Ask(context.Background(), lookup.Domain, keys[(c*7919+n)%len(keys)], "")
			return status(err)
		})
	}
	flooded := func() (o outcome) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		for c := range 100 {
			go func() {
				for n := 0; ctx.Err() == nil; n++ {
					if _, err := d.desk.Ask(ctx, lookup.Name, words[(c+n)%len(words)], ""); err != nil {
						time.Sleep(20 * time.Millisecond) // told to wait, and hardly does
					}
				}
			}()
		}
		time.Sleep(50 * time.Millisecond)
		return ask()
	}
	var quiet, loud []float64
	medians, ratios := rounds(5, func() float64 { o := flooded(); loud = append(loud, o.p99.Seconds()*1000); return o.rate },
		func() float64 { o := ask(); quiet = append(quiet, o.p99.Seconds()*1000); return o.rate })
	r.atLeast("point lookups beside a flood of searches, against alone", 0.5, ratios[0], "",
		short(medians[0])+" against "+short(medians[1])+" a second; p99 "+short(median(loud))+" against "+short(median(quiet))+" ms")
}

func status(err error) int {
	if err != nil {
		return 500
	}
	return 200
}

// memory is the most that a server of its own takes at full lookup load.
func memory(h *house, r *report) {
	dir := h.t.TempDir()
	bin := filepath.Join(dir, "beian")
	if out, err := exec.Command("go", "build", "-o", bin, "../../cmd/beian").CombinedOutput(); err != nil {
		h.t.Fatalf("%v\n%s", err, out)
	}
	const addr = "127.0.0.1:18461"
	cmd := exec.Command(bin, "serve", "--addr", addr, "--data", dir, "--keys", filepath.Join(h.dir, "keys"))
	cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), "DATABASE_URL="+h.url, "BEIAN_LOOKUP_KEYS=bench:0123456789abcdef:1000000000"), io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() }()
	waitFor(h.t, "http://"+addr+"/readyz")
	keys := h.texts(`SELECT key FROM public_domain TABLESAMPLE SYSTEM (2) LIMIT 100000`)
	conns := make([]*client, 64)
	for i := range conns {
		conns[i] = dial(h.t, addr)
	}
	o := many(64, 5*span(), func(c, n int) int {
		return conns[c].get(request("/api/v1/lookup?q="+keys[(c*15485863+n)%len(keys)], "Authorization", "Bearer 0123456789abcdef"))
	})
	r.atMost("memory of a server at full lookup load (most resident)", 256, float64(memoryOf(cmd.Process.Pid))/(1<<20), " MB",
		short(o.rate)+" questions a second over HTTP, 64 clients, "+short(float64(len(keys)))+" keys; p99 "+short(o.p99.Seconds()*1000)+" ms")
	if o.status[200] == 0 {
		h.t.Errorf("answers: %v", o.status)
	}
}

func waitFor(t *testing.T, address string) {
	t.Helper()
	for range 600 {
		if response, err := http.Get(address); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the server is not ready after a minute")
}
