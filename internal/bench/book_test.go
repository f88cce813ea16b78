package bench

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"beian/internal/demo"
	"beian/internal/portal"
	"beian/internal/postgres"
)

// The case book: a million filings, of which 50,000 wait at one provider and as many
// at one bureau, far more than any real desk has.
const (
	bookFilings = 1_000_000
	bookWaiting = 50_000
)

const bookSQL = `
	INSERT INTO filing (receipt, kind, state, owner_id, provider_id, province, unit_name, nature, site_name, domains, name_pairs, certificate_index,
	                    entered_at, submitted_at, received_at, due_on, decided_at, created_at, updated_at)
	SELECT 'BOOK' || i, CASE WHEN i % 20 = 0 THEN 4 WHEN i % 7 = 0 THEN 2 ELSE 1 END, state, a.id,
	       CASE WHEN i <= $3 OR i % 3 = 0 THEN $4::bigint ELSE ($5::bigint[])[1 + i % cardinality($5::bigint[])] END,
	       CASE WHEN i > $3 AND i <= 2 * $3 THEN '310000' ELSE ($6::text[])[1 + (hashint4(i::int) & 1023)] END,
	       '单位' || i, CASE WHEN i % 5 = 0 THEN 5 ELSE 4 END, '网站' || i, ARRAY['book' || i || '.cn'], ARRAY[i::int, 1 + i::int % 50000],
	       int8send(i), at, at, CASE WHEN state IN ('bureau_review', 'approved', 'refused') THEN at END,
	       CASE WHEN state IN ('bureau_review', 'approved', 'refused') THEN at::date + 28 END,
	       CASE WHEN state IN ('approved', 'refused', 'withdrawn') THEN at + interval '9 days' END, at, at
	FROM (SELECT i, CASE WHEN i <= $3 THEN 'provider_review' WHEN i <= 2 * $3 THEN 'bureau_review' WHEN i <= 2.2 * $3 AND i % 2 = 0 THEN 'bureau_review'
	             WHEN i % 25 = 1 THEN 'refused' WHEN i % 16 = 1 THEN 'withdrawn' ELSE 'approved' END AS state,
	             CASE WHEN i <= 2.2 * $3 THEN now() - interval '20 days' + i % $3 * interval '30 seconds'
	             ELSE now() - interval '3 years' + i * interval '90 seconds' END AS at
	      FROM generate_series($1::bigint, $2::bigint) AS i) AS x,
	     (SELECT id FROM account WHERE tier = 'registrant' ORDER BY id LIMIT 1) AS a`

// book fills the case book beside the register; made once, it stays.
func (h *house) book() (provider int64) {
	provider = int64(h.count(`SELECT provider_id FROM account WHERE user_name = 'liqiang'`))
	var begun bool
	if err := h.admin.QueryRow(context.Background(), `SELECT EXISTS (SELECT FROM filing WHERE receipt = 'BOOK`+fmt.Sprint(bookFilings)+`')`).Scan(&begun); err != nil {
		h.t.Fatal(err)
	}
	if begun {
		h.fold()
		return provider
	}
	began := time.Now()
	var providers []int64
	var provinces []string
	if err := h.admin.QueryRow(context.Background(), `SELECT (SELECT array_agg(id) FROM provider), (SELECT array_agg(province) FROM (
		SELECT province FROM entity TABLESAMPLE SYSTEM (10) LIMIT 100000) e)`).Scan(&providers, &provinces); err != nil {
		h.t.Fatal(err)
	}
	var spread []string // 1024 of them, in their proportions
	for i := range 1024 {
		spread = append(spread, provinces[i*len(provinces)/1024])
	}
	const part = 50_000
	for first := 1; first <= bookFilings; first += part {
		h.must(bookSQL, first, first+part-1, bookWaiting, provider, providers, spread)
	}
	h.must(`VACUUM ANALYZE filing`)
	h.fold()
	h.t.Logf("case book of %d filings: %v", bookFilings, time.Since(began).Round(time.Second))
	return provider
}

// fold brings the figures to where the jobs of a running server keep them.
func (h *house) fold() {
	for {
		n, err := h.store.FoldFigures(context.Background())
		if err != nil {
			h.t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	h.must(`VACUUM ANALYZE figure, figure_delta`)
}

// visitor is somebody signed in at the portal.
type visitor struct {
	h    *house
	door http.Handler
	jar  http.CookieJar
}

var site = &url.URL{Scheme: "http", Host: "beian.test", Path: "/"}

func (h *house) visitor(door http.Handler, tier, user string) *visitor {
	jar, _ := cookiejar.New(nil) // has no error
	v := &visitor{h, door, jar}
	if user == "" {
		return v
	}
	form := url.Values{"tier": {tier}, "user_name": {user}, "password": {demo.Password}}
	r := httptest.NewRequest("POST", "http://beian.test/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := v.send(r); w.Code != http.StatusSeeOther || strings.HasPrefix(w.Header().Get("Location"), "/login") {
		h.t.Fatalf("%s cannot sign in: %d %s", user, w.Code, w.Header().Get("Location"))
	}
	return v
}

func (v *visitor) send(r *http.Request) *httptest.ResponseRecorder {
	for _, c := range v.jar.Cookies(site) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.door.ServeHTTP(w, r)
	v.jar.SetCookies(site, w.Result().Cookies())
	return w
}

// page opens a page and gives the processor time that server and database took, in
// milliseconds.
func (v *visitor) page(path string) (ms float64) {
	own, base := ownCPU(), v.h.databaseCPU()
	w := v.send(httptest.NewRequest("GET", "http://beian.test"+path, nil))
	took := ownCPU() - own + v.h.databaseCPU() - base
	if w.Code != http.StatusOK || w.Body.Len() < 2000 {
		v.h.t.Fatalf("%s: %d", path, w.Code)
	}
	return took.Seconds() * 1000
}

// page1000 is the address of a queue's thousandth page.
func (h *house) page1000(base, where, order string) string {
	var c postgres.Cursor
	if err := h.admin.QueryRow(context.Background(), `SELECT coalesce(due_on, DATE '2026-01-01'), entered_at, id FROM filing WHERE `+where+
		` ORDER BY `+order+` OFFSET 999 * 30 - 1 LIMIT 1`).Scan(&c.Due, &c.At, &c.ID); err != nil {
		h.t.Fatal(err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		h.t.Fatal(err)
	}
	return base + "/queue?after=" + base64.RawURLEncoding.EncodeToString(text)
}

// pageLimit is what a page may cost, in milliseconds of the processors, whatever the
// size of register and case book.
const pageLimit = 100

// desks opens the pages of staff, and the open figures, as a browser does.
func desks(h *house, r *report) {
	provider := h.book()
	door, err := portal.New(h.store, portal.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		h.t.Fatal(err)
	}
	clerk, reviewer := h.visitor(door, "provider", "liqiang"), h.visitor(door, "bureau", "zhaomin")
	ministry, anyone := h.visitor(door, "ministry", "zhouyuan"), h.visitor(door, "", "")
	waiting := h.count(`SELECT count(*) FROM filing WHERE state = 'provider_review' AND provider_id = $1 AND claimed_by IS NULL`, provider)
	for _, q := range []struct {
		who          string
		v            *visitor
		base, where  string
		order, below string
	}{{"provider", clerk, "/provider", fmt.Sprintf(`state = 'provider_review' AND provider_id = %d`, provider), `entered_at, id`, fmt.Sprint(waiting)},
		{"bureau", reviewer, "/bureau", `state = 'bureau_review' AND province = '310000'`, `due_on, id`, "as many"}} {
		deep := h.page1000(q.base, q.where, q.order)
		medians, ratios := rounds(15, func() float64 { return q.v.page(deep) }, func() float64 { return q.v.page(q.base + "/queue") })
		name := "queue of the " + q.who + ", " + q.below + " waiting"
		r.atMost(name+": page 1", pageLimit, medians[1], " ms", "CPU of server and database; median of 15")
		r.atMost(name+": page 1000", pageLimit, medians[0], " ms", "CPU of server and database; median of 15")
		r.atMost(name+": page 1000 against page 1", 2, ratios[0], "", "medians of 15 rounds")
	}
	for _, p := range []struct {
		name, path string
		v          *visitor
	}{{"provider's desk", "/provider", clerk}, {"provider's figures", "/provider/figures", clerk}, {"bureau's desk", "/bureau", reviewer},
		{"bureau's figures", "/bureau/figures", reviewer}, {"national overview", "/ministry", ministry}, {"one province, for the ministry", "/ministry/provinces/sh", ministry},
		{"open statistics", "/stats", anyone}} {
		medians, _ := rounds(5, func() float64 { return p.v.page(p.path) })
		r.atMost("page: "+p.name, pageLimit, medians[0], " ms", "CPU of server and database; median of 5")
	}
}
