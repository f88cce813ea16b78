package api_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"beian/internal/api"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func door(t *testing.T, keys ...api.Key) http.Handler {
	t.Helper()
	s, tx := pgtest.StoreTx(t)
	w := pgtest.NewWorld(t, s, tx)
	f := w.Forward(t, tx, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Approve})
	desk := lookup.New(s.Lookup(), func() time.Time { return pgtest.Now })
	return api.New(desk, api.Options{Keys: keys, Logger: slog.New(slog.DiscardHandler), Address: func(r *http.Request) string { return r.RemoteAddr }})
}

func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestLookup(t *testing.T) {
	h := door(t)
	w := get(h, "/api/v1/lookup?q=www.example.cn")
	var body struct {
		Query   string
		Filed   bool
		Records []map[string]any
	}
	pgtest.Must(t, json.Unmarshal(w.Body.Bytes(), &body))
	if w.Code != 200 || !body.Filed || body.Query != "example.cn" || len(body.Records) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if r := body.Records[0]; r["number"] != "沪ICP备2026000001号-1" || r["province"] != "sh" || r["unit_name"] != "陈晓云" || r["status"] != "active" {
		t.Errorf("record %v", r)
	}
	for _, private := range []string{filingtest.PersonID, "13800000001", "chen@example.cn", "人民路"} {
		if strings.Contains(w.Body.String(), private) {
			t.Errorf("the answer holds %q", private)
		}
	}
	if again := get(h, "/api/v1/lookup?q=www.example.cn", "If-None-Match", w.Header().Get("ETag")); again.Code != 304 || again.Body.Len() != 0 {
		t.Errorf("with its ETag: %d", again.Code)
	}
}

func TestNotFiledAndBadQuestions(t *testing.T) {
	h := door(t)
	for path, want := range map[string]int{
		"lookup?q=unfiled.cn": 200, "lookup?q=": 400, "lookup": 400, "lookup?q=%E6%B2%AA": 400, "lookup?q=" + strings.Repeat("x", 300): 400,
		"lookup?q=" + strings.Repeat("x", 10_000): 400, "lookup?q=" + strings.Repeat(",", 10_000): 400, "lookup?q=a%00b": 400, "lookup?q=%E6%B2": 400,
		"lookup?q=.*": 400, "lookup?q=%25%25": 400, "lookup?q=example.cn&after=x": 400, "lookup?q=%E9%9D%92%E7%A6%BE&after=-1": 400,
		"lookup?q=110101194912310021&by=certificate": 400,
		"domains/www.example.cn":                     200, "domains/unfiled.cn": 404, "domains/not%20one": 404, "domains/" + strings.Repeat("x", 1000): 400,
		"records/sh-2026000001-1": 200, "records/sh-2026000001": 200, "records/sh-2026000009": 404, "records/nonsense": 404, "records/%00": 400,
		"units/" + url.PathEscape("陈晓云"): 200, "units/" + url.PathEscape("陈晓"): 404, "units/x": 400, "units/xx?after=a": 400,
		"none": 404,
	} {
		w := get(h, "/api/v1/"+path)
		if w.Code != want {
			t.Errorf("%.60s: %d, want %d: %s", path, w.Code, want, w.Body)
		}
		if kind := w.Header().Get("Content-Type"); want >= 400 && kind != "application/problem+json" {
			t.Errorf("%.60s: %s", path, kind)
		}
	}
}

func post(h http.Handler, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
	return w
}

func TestBatch(t *testing.T) {
	h := door(t)
	names := []string{"www.example.cn", "unfiled.cn", "沪ICP备2026000001号", "sh-2026000001-1", "陈晓云", "陈晓", "", "x", "a\x00b", "example.cn"}
	in, err := json.Marshal(map[string]any{"names": names})
	pgtest.Must(t, err)
	w := post(h, "/api/v1/lookup:batch", string(in))
	var out struct {
		Answers []struct {
			Asked, Query, Problem string
			Filed                 bool
			Records               []struct{ Number string }
		}
	}
	pgtest.Must(t, json.Unmarshal(w.Body.Bytes(), &out))
	if len(out.Answers) != len(names) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for i, want := range []string{"1", "", "1", "1", "1", "", "empty", "too short", "unreadable", "1"} {
		a := out.Answers[i]
		if (want == "1") != a.Filed || len(a.Records) != len(want)*boolInt(want == "1") || want != "1" && a.Problem != want {
			t.Errorf("%q: %+v, want %q", names[i], a, want)
		}
	}
	for body, want := range map[string]int{"": 400, "[]": 400, `{"names":[]}`: 400, `{"names":["` + strings.Repeat("x", 2<<20) + `"]}`: 413,
		`{"names":[` + strings.Repeat(`"a.cn",`, 1000) + `"b.cn"]}`: 400,
		`{"names":[null]}`: 400, `{"names":["a.cn"],"x":1}`: 400, `{"names":["a.cn"]} trailing`: 400} {
		if w := post(h, "/api/v1/lookup:batch", body); w.Code != want {
			t.Errorf("%.40s: %d, want %d", body, w.Code, want)
		}
	}
	if w := post(h, "/api/v1/lookup:batch", `{"names":[""]}`); strings.Contains(w.Body.String(), `"by"`) {
		t.Errorf("nothing asked was understood: %s", w.Body)
	}
	if w := get(h, "/api/v1/lookup:batch"); w.Code != 405 || w.Header().Get("Allow") != "OPTIONS, POST" {
		t.Errorf("GET of a batch: %d %v", w.Code, w.Header())
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestLimits(t *testing.T) {
	h := door(t, api.Key{Name: "research", Secret: "0123456789abcdef", Most: 1200})
	search := "/api/v1/lookup?q=" + url.QueryEscape("摄影")
	for i := range lookup.Searches.Most {
		if w := get(h, search); w.Code != 200 {
			t.Fatalf("search %d: %d", i, w.Code)
		}
	}
	w := get(h, search)
	if w.Code != 429 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Header().Get("RateLimit"), `"search";r=0;t=`) ||
		w.Header().Get("RateLimit-Policy") != `"search";q=60;w=60` {
		t.Errorf("beyond the limit: %d %v", w.Code, w.Header())
	}
	if w := get(h, "/api/v1/lookup?q=example.cn"); w.Code != 200 || w.Header().Get("RateLimit-Policy") != `"lookup";q=600;w=60` {
		t.Errorf("a point lookup beside: %d %v", w.Code, w.Header())
	}
	if w := get(h, search, "Authorization", "Bearer 0123456789abcdef"); w.Code != 200 || w.Header().Get("RateLimit-Policy") != `"search";q=120;w=60` {
		t.Errorf("with a key: %d %v", w.Code, w.Header())
	}
	if w := get(h, search, "Authorization", "Bearer wrong"); w.Code != 401 {
		t.Errorf("with a wrong key: %d", w.Code)
	}
}

func TestParseKeys(t *testing.T) {
	keys, err := api.ParseKeys(" a:0123456789abcdef:600, b:fedcba9876543210:10 ")
	if err != nil || len(keys) != 2 || keys[1].Most != 10 {
		t.Errorf("%+v %v", keys, err)
	}
	for _, s := range []string{"a", "a:short:1", "a:0123456789abcdef:x", "a:0123456789abcdef:0", ":0123456789abcdef:1"} {
		if _, err := api.ParseKeys(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

func TestCrossOrigin(t *testing.T) {
	h := door(t)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("OPTIONS", "/api/v1/lookup", nil))
	if w.Code != 204 || w.Header().Get("Access-Control-Allow-Methods") != "GET, HEAD" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("OPTIONS", "/api/v1/lookup:batch", nil))
	if w.Header().Get("Access-Control-Allow-Methods") != "POST" || !strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "Content-Type") {
		t.Errorf("batch: %v", w.Header())
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("DELETE", "/api/v1/lookup?q=example.cn", nil))
	if w.Code != 405 || w.Header().Get("Allow") != "OPTIONS, GET, HEAD" {
		t.Errorf("DELETE: %d %v", w.Code, w.Header())
	}
	if w := get(h, "/api/v1/lookup?q=example.cn&by=bogus"); w.Code != 400 {
		t.Errorf("by=bogus: %d", w.Code)
	}
	if w := get(h, "/api/v1/lookup?q=example.cn"); w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Cache-Control") == "" {
		t.Errorf("%v", w.Header())
	}
}

// TestHead asks as the server does: who measures has begun the route already.
func TestHead(t *testing.T) {
	h := door(t)
	r := httptest.NewRequest("HEAD", "/api/v1/lookup?q=example.cn", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), chi.RouteCtxKey, chi.NewRouteContext())))
	if w.Code != 200 || w.Header().Get("ETag") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
