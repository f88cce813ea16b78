package portal

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/region"
)

// nation fills register, case book, journal, matters and figures so far that a plan which reads too much of them shows.
func nation(t *testing.T, w *pgtest.World, tx pgx.Tx) {
	t.Helper()
	args := pgx.NamedArgs{"owner": w.Wang.Me().Account, "provider": w.Provider, "now": pgtest.Now}
	var provinces []string
	for _, p := range region.Provinces() {
		provinces = append(provinces, p.Code)
	}
	args["provinces"] = provinces
	for _, sql := range []string{
		`SET LOCAL ROLE NONE`, `SET LOCAL session_replication_role = replica`, // nothing is counted, which takes its time
		`INSERT INTO bureau (province, name, created_at) SELECT p, p, @now FROM unnest(@provinces::text[]) AS p ON CONFLICT DO NOTHING`,
		`INSERT INTO filing (receipt, kind, state, owner_id, provider_id, province, unit_name, nature, site_name, domains, name_pairs, certificate_index,
		                     entered_at, submitted_at, received_at, due_on, decided_at, created_at, updated_at)
		 SELECT 'N' || i, CASE WHEN i % 20 = 0 THEN 4 ELSE 1 END, state, @owner, @provider, CASE WHEN i % 4 = 0 THEN '310000' ELSE (@provinces::text[])[1 + i % 31] END, '单位' || i,
		        CASE WHEN i % 25 = 0 THEN 5 ELSE 4 END, '网站' || i, ARRAY['nation' || i || '.cn'], ARRAY[i], int8send(i), at, at, at, at::date + 28,
		        CASE WHEN state IN ('approved', 'refused') THEN at END, at, at
		 FROM (SELECT i, CASE WHEN j % 4 = 0 THEN 'bureau_review' WHEN j % 40 = 1 THEN 'provider_review' WHEN j % 23 = 1 THEN 'refused' ELSE 'approved' END AS state,
		              @now::timestamptz - interval '40 days' + i * interval '2 minutes' AS at
		       FROM generate_series(1, 40000) AS i, LATERAL (SELECT abs(hashint4(i)) AS j) AS h) AS x`,
		`INSERT INTO event (filing_id, seq, action, from_state, to_state, tier, version, leaf, at)
		 SELECT id, s, 'x', CASE s WHEN 1 THEN 'draft' ELSE 'bureau_review' END, CASE s WHEN 1 THEN 'bureau_review' ELSE 'approved' END, 'bureau', 1, int8send(id), entered_at
		 FROM filing, generate_series(1, 2) AS s WHERE receipt LIKE 'N%'`,
		`INSERT INTO entity (number, province, name, nature, certificate_type, certificate_index, details, approved_at, changed_at)
		 SELECT '沪ICP备2025' || lpad(i::text, 6, '0') || '号', CASE WHEN i % 4 = 0 THEN '310000' ELSE (@provinces::text[])[1 + i % 31] END, '单位' || i, 4, 1, int8send(i + 100000), '', @now, @now
		 FROM generate_series(1, 12000) AS i`,
		`INSERT INTO site (entity_id, sequence, number, service, names, home_urls, ip_only, details, approved_at, changed_at)
		 SELECT id, 1, number || '-1', 1, ARRAY[name], ARRAY['https://n' || id || '.cn'], false, '', @now, @now FROM entity WHERE number LIKE '沪ICP备2025%' AND id % 400 <> 0`,
		`INSERT INTO access (site_id, provider_id, method, dynamic, places, approved_at) SELECT id, @provider, 1, true, '{}', @now FROM site WHERE id % 400 <> 1`,
		`INSERT INTO matter (receipt, course, stage, province, sealed, due_on, created_at, updated_at, ended_at)
		 SELECT 'M' || i, CASE WHEN i % 2 = 0 THEN 'report' ELSE 'question' END, CASE WHEN i <= 100 THEN 'received' ELSE 'replied' END,
		        CASE WHEN i % 3 = 0 THEN '330000' ELSE '310000' END, '', '2026-11-25', @now, @now, CASE WHEN i > 100 THEN @now::timestamptz END
		 FROM generate_series(1, 12000) AS i`,
		`INSERT INTO figure (what, day, province, code, n)
		 SELECT what, DATE '2026-11-20' - d, p, CASE what WHEN 'decided' THEN 'approved' WHEN 'moved' THEN 'in' ELSE '' END, 1
		 FROM unnest(ARRAY['submitted', 'decided', 'moved']) AS what, generate_series(0, 1000) AS d, unnest(@provinces::text[]) AS p`,
		`INSERT INTO provider_figure (province, what, day, provider_id, code, n)
		 SELECT p, 'answer', DATE '2026-11-01' - 30 * m, x, 'approved', 1 FROM unnest(ARRAY['all', '310000', '330000', '440000']) AS p, generate_series(0, 24) AS m, generate_series(1000, 1500) AS x`,
		`SET LOCAL session_replication_role = origin`, `SET LOCAL default_statistics_target = 1000`, `ANALYZE`, `SET LOCAL ROLE beian_app`, // every row counts, the same at every run
	} {
		if _, err := tx.Exec(t.Context(), sql, args); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
}

// large are the tables that grow with the nation, each with the most rows of it that one question of a page may read:
// a list shows 30 or 50 and counts to a thousand, and figures are of 31 provinces, a quarter of a year, and of each
// provider.
var large = map[string]float64{"filing": 3000, "event": 200, "entity": 200, "entity_phone": 200, "site": 200, "access": 200, "matter": 200,
	"public_number": 200, "public_domain": 200, "public_name": 200, "figure": 9000, "provider_figure": 2500}

// wide are the pages that still read a whole province of the register: a part of a name has no index by province, and
// what has nothing below it is found by looking.
var wide = []string{"/bureau/records?q=陈晓云", "/bureau/records?q=单位7", "/bureau/shells"}

// TestPagesOfBureausAndMinistry opens every page of bureau and ministry and lists its questions with their plans: none
// reads a large table from one end to the other, or more of it than the page shows.
func TestPagesOfBureausAndMinistry(t *testing.T) {
	_, tx := pgtest.StoreTx(t)
	var asked []question
	store, err := postgres.New(recorder{tx, &asked}, recorder{tx, &asked}, pgtest.Options())
	pgtest.Must(t, err)
	b := open(t, Options{})
	b.store, b.tx, b.portal = store, tx, nil
	if b.portal, err = New(store, Options{Logger: slog.New(slog.DiscardHandler), Demo: true}); err != nil {
		t.Fatal(err)
	}
	w := pgtest.NewWorld(t, store, tx)
	at, seen := things(t, w, tx), map[string]bool{}
	nation(t, w, tx)
	for _, x := range []struct {
		desk *postgres.Desk
		base string
	}{{w.Zhao, "/bureau"}, {w.Zhou, "/ministry"}} {
		one := b.as(x.desk)
		for _, r := range b.portal.routes() {
			if r.method != http.MethodGet || r.pattern != x.base && !strings.HasPrefix(r.pattern, x.base+"/") || !slices.Contains(r.who.tiers, x.desk.Me().Tier) {
				continue
			}
			for _, path := range at.paths(r.pattern) {
				asked = asked[:0]
				v := one.do("GET", path, nil)
				if v.status != http.StatusOK {
					t.Errorf("%s: %d", path, v.status)
				}
				explained(t, tx, path, asked, seen)
			}
		}
	}
}

// explained lists a page's questions with what they read, each once.
func explained(t *testing.T, tx pgx.Tx, path string, asked []question, seen map[string]bool) {
	t.Helper()
	for _, q := range append([]question{}, asked...) {
		key := fmt.Sprint(q)
		if q.writes() || seen[key] {
			continue
		}
		seen[key] = true
		var said []string
		q.plan(t, tx).reads(func(n node) {
			most, is := large[n.Relation]
			if !is {
				return
			}
			said = append(said, fmt.Sprintf("%s %s %s %.0f", n.Type, n.Relation, n.Index, n.read()))
			if (n.Type == "Seq Scan" || n.read() > most) && !slices.Contains(wide, path) {
				t.Errorf("%s: %s of %s reads %.0f rows, want at most %.0f\n%s\n%v", path, n.Type, n.Relation, n.read(), most, q.sql, q.args)
			}
		})
		t.Logf("%s: %.90s … %s", path, strings.Join(strings.Fields(q.sql), " "), strings.Join(said, ", "))
	}
}

// sights are the addresses opened for a pattern that names a thing, or that shows several lists; none for what is no
// page of its own, or shows what a form just did.
type sights map[string][]string

func (s sights) paths(pattern string) []string {
	if list, known := s[pattern]; known {
		return list
	}
	return []string{pattern}
}

// things makes one of each thing that pages show: a case in a reviewer's hands, an entity, an act, questions.
func things(t *testing.T, w *pgtest.World, tx pgx.Tx) sights {
	t.Helper()
	done := w.Forward(t, tx, w.Wang, filingtest.Person())
	entity := w.Approve(t, w.Zhao, done.ID).Filing.EntityID
	doc := filingtest.Person()
	doc.Entity.CertificateNumber, doc.Sites[0].Domains, doc.Sites[0].HomeURLs = filingtest.EditorID, []string{"second.cn"}, []string{"www.second.cn"}
	f := w.Forward(t, tx, w.Owner2, doc)
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	paper := postgres.Paper{FileName: "e.jpg", MediaType: "image/jpeg", Size: 1, SHA256: []byte{1}, StoreKey: "e", Pages: 1}
	act, err := w.Zhao.OpenMeasure(t.Context(), filing.Blacklist, entity, filing.Measure{Target: filing.TargetCertificate, Article: fraud, Words: "多次填报虚假信息"}, []postgres.Paper{paper})
	pgtest.Must(t, err)
	asked, err := w.As(filing.Actor{}).Ask(t.Context(), filing.Report, "310000", postgres.MatterSaid{Subject: "example.cn", Words: "冒用备案号", Mobile: "13900000009"}, nil)
	pgtest.Must(t, err)
	_, err = tx.Exec(t.Context(), `UPDATE account SET role = 'admin' WHERE id = $1`, w.Zhao.Me().Account)
	pgtest.Must(t, err)
	at, record := fmt.Sprint("/bureau/filings/", f.ID), fmt.Sprint("/bureau/records/", entity)
	s := sights{
		"/bureau/queue": {"/bureau/queue"}, "/bureau/filings/{id}": {at}, "/bureau/filings/{id}/return": {at + "/return"},
		"/bureau/filings/{id}/approve": {at + "/approve"}, "/bureau/filings/{id}/refuse": {at + "/refuse"},
		"/bureau/filings/{id}/approved": nil, "/bureau/filings/{id}/decline-return": nil, "/bureau/filings/{id}/papers/{paper}": nil,
		"/bureau/queue/result": nil, "/bureau/bulk": nil, "/bureau/bulk/done": nil, "/bureau/blacklist/{id}/lift": nil,
		"/bureau/records": {"/bureau/records", "/bureau/records?q=陈晓云", "/bureau/records?q=example.cn", "/bureau/records?q=单位7"}, "/bureau/records/{entity}": {record},
		"/bureau/records/{entity}/acts/{kind}": {record + "/acts/101", record + "/acts/102"}, "/bureau/records/{entity}/rectify": {record + "/rectify"},
		"/bureau/acts/{id}": {actPath(act.ID)}, "/bureau/providers/{id}": {fmt.Sprint("/bureau/providers/", w.Provider)},
		"/bureau/rules/edit":             {"/bureau/rules/edit"},
		"/ministry":                      {"/ministry", "/ministry?metric=overdue-rate", "/ministry?metric=workdays"},
		"/ministry/provinces/{abbr}":     {"/ministry/provinces/sh"},
		"/ministry/provinces/{abbr}.csv": {"/ministry/provinces/sh.csv"},
		"/ministry/bureaus/{abbr}":       {"/ministry/bureaus/sh"},
		"/ministry/providers/{id}":       {fmt.Sprint("/ministry/providers/", w.Provider)}, "/ministry/providers/{id}/suspend": {fmt.Sprint("/ministry/providers/", w.Provider, "/suspend")},
		"/ministry/journal": {"/ministry/journal", "/ministry/journal?receipt=" + f.Receipt, "/ministry/journal?before=20000"}, "/ministry/codes/{table}": {"/ministry/codes/methods"},
	}
	for _, v := range append(postgres.Views(filing.Bureau), postgres.ViewAll) {
		for _, more := range []string{"", "&sort=newest", "&kind=4", "&nature=5", "&q=单位77"} {
			s["/bureau/queue"] = append(s["/bureau/queue"], "/bureau/queue?view="+string(v)+more)
		}
	}
	for course, name := range docketName {
		for _, base := range []string{"/bureau/", "/ministry/"} {
			s[base+name] = []string{base + name, base + name + "?view=ended"}
			s[base+name+"/{id}"], s[base+name+"/{id}/files/{file}"] = nil, nil
			if course == filing.Report {
				s[base+name+"/{id}"] = []string{fmt.Sprint(base, name, "/", asked.ID)}
			}
		}
	}
	return s
}
