package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"beian/internal/api"
	"beian/internal/lookup"
)

// BenchmarkKept is one answer from memory to a caller who has it already.
func BenchmarkKept(b *testing.B) {
	lookup.Points.Most = 1 << 40
	desk := lookup.New(nil, time.Now)
	desk.Cache.Open()
	door := api.New(desk, api.Options{Address: func(r *http.Request) string {
		a, _ := netip.ParseAddrPort(r.RemoteAddr)
		return lookup.Network(a.Addr())
	}})
	const path = "/api/v1/lookup?q=example.cn"
	header := http.Header{"Content-Type": {"application/json; charset=utf-8"}, "Access-Control-Allow-Origin": {"*"},
		"Access-Control-Expose-Headers": {"ETag"}, "X-Content-Type-Options": {"nosniff"}}
	desk.Cache.Put(path, desk.Cache.Stamp("example.cn"), lookup.NewResponse(header, make([]byte, 1446)))
	r := httptest.NewRequest("GET", path, nil)
	first := httptest.NewRecorder()
	door.ServeHTTP(first, r)
	r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	b.ReportAllocs()
	for b.Loop() {
		w := nothing{http.Header{}}
		door.ServeHTTP(w, r)
	}
}

type nothing struct{ h http.Header }

func (n nothing) Header() http.Header         { return n.h }
func (n nothing) Write(b []byte) (int, error) { return len(b), nil }
func (n nothing) WriteHeader(int)             {}
