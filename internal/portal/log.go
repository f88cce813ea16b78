package portal

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"beian/web/page"
	"beian/web/ui"
)

// logged writes one line per request: ids and the pattern of the route, never the address asked for, which may name
// people, nor anything typed.
func (p *Portal) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		sent := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() { p.log(r, sent, time.Since(began)) }()
		next.ServeHTTP(sent, r)
	})
}

func (p *Portal) log(r *http.Request, sent middleware.WrapResponseWriter, took time.Duration) {
	v := visitOf(r)
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("request", v.number),
		slog.String("method", r.Method),
		slog.String("route", chi.RouteContext(r.Context()).RoutePattern()),
		slog.Int("status", sent.Status()),
		slog.Int("bytes", sent.BytesWritten()),
		slog.Int64("ms", took.Milliseconds()),
		slog.String("tier", string(v.me().Tier)),
		slog.Int64("account", v.me().Account),
	}
	if v.fault != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("fault", describe(v.fault)))
	}
	p.Logger.LogAttrs(r.Context(), level, "request", attrs...)
}

// recovered turns a panic into a page with the request's number.
func (p *Portal) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(cause) // the server's own way to drop a connection
			}
			v := visitOf(r)
			v.fault = fmt.Errorf("portal: panic of type %T at %s", cause, panicked())
			p.apologise(w, r)
		}()
		next.ServeHTTP(w, r)
	})
}

// apologise answers a fault before or beyond the session: a page with the request's number and nothing of the inside.
func (p *Portal) apologise(w http.ResponseWriter, r *http.Request) {
	m := page.Trouble{Page: ui.Page{Frame: p.frame(r)}, Status: max(statusOf(visitOf(r).fault), http.StatusInternalServerError), Number: visitOf(r).number}
	p.render(w, r, m.Status, page.TroublePage(m))
}

// panicked is the place of our own code that the panic came from. The panic's value is left out: it may quote data.
func panicked() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if f.Function != "runtime.gopanic" && f.Function != "runtime.panicmem" && f.Function != "runtime.sigpanic" &&
			f.Function != "runtime.goPanicIndex" {
			return fmt.Sprintf("%s:%d", f.Function, f.Line)
		}
		if !more {
			return "unknown"
		}
	}
}
