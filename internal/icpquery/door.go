// Package icpquery is the door for programs that speak the query protocol of the
// ministry's public site (beian.miit.gov.cn, /icpproject_query/api): a token for a
// hashed time, a slider check where it is switched on, and pages of records in the
// envelope of MyBatis PageHelper. Field names, the spelling "bussiness" among them,
// are that protocol's.
package icpquery

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"beian/internal/lookup"
	"beian/internal/postgres"
)

// Prefix is where the door stands.
const Prefix = "/icpproject_query/api/"

// Options are what the door needs.
type Options struct {
	Lookup    *lookup.Desk
	Store     *postgres.Store            // whose keys sign tokens, so that each node knows the others'
	Address   func(*http.Request) string // network of the caller
	Slider    bool                       // a query needs a solved slider
	PerMinute int                        // queries from one address
	Log       *slog.Logger
}

type door struct {
	Options
	register *postgres.Lookup
	now      func() time.Time
	queries  *gate
	tokens   *gate
}

// New builds the door.
func New(o Options) http.Handler {
	d := &door{Options: o, register: o.Store.Lookup(), now: o.Store.Now,
		queries: newGate(o.PerMinute, o.Store.Now), tokens: newGate(o.PerMinute, o.Store.Now)}
	rows := map[string]http.HandlerFunc{
		"auth":                               d.auth,
		"image/getCheckImagePoint":           d.withToken(d.image),
		"image/checkImage":                   d.withToken(d.check),
		"icpAbbreviateInfo/queryByCondition": d.withToken(d.limited(d.withSign(d.query))),
		"icpAbbreviateInfo/queryDetailByAppAndMiniId":         d.withToken(d.limited(d.detail)),
		"icpAbbreviateInfo/queryDetailByServiceIdAndDomainId": d.withToken(d.limited(d.siteDetails)),
		"blackListDomain/queryByCondition":                    d.withToken(d.limited(d.blacklisted)),
		"blackListDomain/queryByCondition_appAndMini":         d.withToken(d.limited(d.blacklistedApp)),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		if rci := r.Header.Get("Rci"); printable(rci) {
			h.Set("Rci", rci) // clients that page send back what they got
		}
		// Some clients end the address with a slash, some do not.
		serve, found := rows[strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, Prefix), "/")]
		switch {
		case !found:
			answer(w, failed(http.StatusNotFound, "请求的地址不存在"))
		case r.Method != http.MethodPost:
			answer(w, failed(http.StatusMethodNotAllowed, "请使用 POST 请求"))
		default:
			serve(w, r)
		}
	})
}

const bodyLimit = 64 << 10

func printable(s string) bool {
	return s != "" && len(s) <= 200 && strings.IndexFunc(s, func(r rune) bool { return r < 0x20 || r > 0x7e }) < 0
}

// envelope is every answer. The status of HTTP is always 200; Code says how it went:
// 200, 401 for a token that is none or has ended, 429 for too many queries, 4xx for
// what cannot be read, 500 for our own faults.
type envelope struct {
	Code    int    `json:"code"`
	Msg     string `json:"msg"`
	Success bool   `json:"success"`
	Params  any    `json:"params,omitempty"`
}

func good(params any) envelope {
	return envelope{Code: 200, Msg: "操作成功", Success: true, Params: params}
}

func failed(code int, msg string) envelope { return envelope{Code: code, Msg: msg} }

func answer(w http.ResponseWriter, e envelope) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	body := json.NewEncoder(w)
	body.SetEscapeHTML(false)
	_ = body.Encode(e) // the caller may have gone
}

func (d *door) broken(w http.ResponseWriter, r *http.Request, err error) {
	d.Log.ErrorContext(r.Context(), "icpquery", "error", err)
	answer(w, failed(http.StatusInternalServerError, "系统繁忙，请稍后再试"))
}

// limited counts queries of an address.
func (d *door) limited(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if wait := d.queries.hit(d.Address(r)); wait > 0 {
			tooMany(w, wait)
			return
		}
		next(w, r)
	}
}
