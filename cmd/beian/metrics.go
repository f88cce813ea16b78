package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the numbers an operator watches, in a registry of their own.
type metrics struct {
	registry  *prometheus.Registry
	durations *prometheus.HistogramVec
}

func newMetrics(h *house) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "beian_http_request_seconds", Help: "Time to answer a request, by route.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"method", "route", "status"})}
	m.registry.MustRegister(m.durations, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		poolNumbers{"app": h.pools.App, "public": h.pools.Public}, queueNumbers{h})
	return m
}

// timed measures the answers of next. The route is the pattern, never the path, which may hold a number or a token.
func (m *metrics) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, route := time.Now(), chi.NewRouteContext()
		answer := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			pattern := or(route.RoutePattern(), "none")
			m.durations.WithLabelValues(known(r.Method), pattern, strconv.Itoa(answer.Status())).Observe(time.Since(began).Seconds())
		}()
		next.ServeHTTP(answer, r.WithContext(context.WithValue(r.Context(), chi.RouteCtxKey, route)))
	})
}

// known keeps invented methods from making new series without end.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// serveMetrics answers on a listener of its own, which is not for the public.
func serveMetrics(addr string, m *metrics, log *slog.Logger) (*http.Server, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	go func() { _ = server.Serve(listener) }() // ends when it is closed
	return server, nil
}

// poolNumbers tells of the pools of connections.
type poolNumbers map[string]*pgxpool.Pool

var (
	poolConnections = prometheus.NewDesc("beian_pool_connections", "Connections to the database.", []string{"pool", "state"}, nil)
	poolWaits       = prometheus.NewDesc("beian_pool_waits_total", "Times a request waited for a connection.", []string{"pool"}, nil)
	queueJobs       = prometheus.NewDesc("beian_queue_jobs", "Background jobs that are not done.", []string{"kind", "state"}, nil)
)

// Describe implements prometheus.Collector.
func (poolNumbers) Describe(out chan<- *prometheus.Desc) { out <- poolConnections; out <- poolWaits }

// Collect implements prometheus.Collector.
func (n poolNumbers) Collect(out chan<- prometheus.Metric) {
	for name, pool := range n {
		stat := pool.Stat()
		for state, count := range map[string]int32{"idle": stat.IdleConns(), "used": stat.AcquiredConns(), "most": stat.MaxConns()} {
			out <- prometheus.MustNewConstMetric(poolConnections, prometheus.GaugeValue, float64(count), name, state)
		}
		out <- prometheus.MustNewConstMetric(poolWaits, prometheus.CounterValue, float64(stat.EmptyAcquireCount()), name)
	}
}

// queueNumbers tells how much work waits.
type queueNumbers struct{ h *house }

// Describe implements prometheus.Collector.
func (queueNumbers) Describe(out chan<- *prometheus.Desc) { out <- queueJobs }

// Collect implements prometheus.Collector.
func (n queueNumbers) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	list, err := n.h.store.QueueDepth(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(queueJobs, err)
		return
	}
	for _, d := range list {
		out <- prometheus.MustNewConstMetric(queueJobs, prometheus.GaugeValue, float64(d.Jobs), d.Kind, d.State)
	}
}
