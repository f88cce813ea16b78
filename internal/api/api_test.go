package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"beian/internal/api"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func door(t *testing.T) http.Handler {
	t.Helper()
	s, tx := pgtest.StoreTx(t)
	w := pgtest.NewWorld(t, s, tx)
	f := w.Forward(t, tx, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Approve})
	return api.New(lookup.New(s.Lookup(), func() time.Time { return pgtest.Now }), slog.New(slog.DiscardHandler))
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
	for q, want := range map[string]int{"unfiled.cn": 200, "": 400, "沪": 400, strings.Repeat("x", 300): 400} {
		w := get(h, "/api/v1/lookup?q="+url.QueryEscape(q))
		if w.Code != want {
			t.Errorf("%q: %d, want %d", q, w.Code, want)
		}
		if want == 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%q: %s", q, w.Header().Get("Content-Type"))
		}
	}
	if w := get(h, "/api/v1/lookup?q=example.cn&after=x"); w.Code != 400 {
		t.Errorf("a wrong cursor: %d", w.Code)
	}
	if w := get(h, "/api/none"); w.Code != 404 {
		t.Errorf("an unknown address: %d", w.Code)
	}
}
