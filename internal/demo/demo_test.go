package demo_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/demo"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// nation is a filled database seen through the one transaction it lives in.
type nation struct {
	*testing.T
	store  *postgres.Store
	tx     pgx.Tx
	folder *material.Folder
}

func fill(t *testing.T, change ...func(*postgres.Options)) nation {
	t.Helper()
	store, tx := pgtest.StoreTx(t, change...)
	folder, err := material.OpenFolder(t.TempDir(), store.Keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.Close() })
	n := nation{t, store, tx, folder}
	begun := time.Now()
	n.fill()
	t.Logf("filled in %.1f s", time.Since(begun).Seconds())
	return n
}

func (n nation) fill() {
	n.Helper()
	if err := demo.Fill(n.Context(), n.store, n.folder, nil); err != nil {
		n.Fatal(err)
	}
}

// rows reads a query of one column.
func rows[T any](n nation, sql string, args ...any) []T {
	n.Helper()
	found, err := n.tx.Query(n.Context(), sql, args...)
	if err != nil {
		n.Fatal(err)
	}
	list, err := pgx.CollectRows(found, pgx.RowTo[T])
	if err != nil {
		n.Fatal(err)
	}
	return list
}

func TestFill(t *testing.T) {
	n := fill(t)
	for name, check := range map[string]func(nation){
		"states": states, "register equals documents": applied, "later kinds": laterKinds, "numbers": numbers, "messages": messages,
		"journal": journals, "papers": scans, "people": people, "clock": clock, "named people": named,
	} {
		t.Run(name, func(t *testing.T) {
			n := n
			n.T = t
			check(n)
		})
	}
	before := rows[int64](n, `SELECT (SELECT count(*) FROM filing) + (SELECT count(*) FROM entity) + (SELECT count(*) FROM account)`)
	n.fill()
	if after := rows[int64](n, `SELECT (SELECT count(*) FROM filing) + (SELECT count(*) FROM entity) + (SELECT count(*) FROM account)`); after[0] != before[0] {
		t.Errorf("a second filling made %d rows of %d", after[0], before[0])
	}
}

func states(n nation) {
	least := map[filing.State]int64{filing.Draft: 15, filing.ProviderReview: 20, filing.ReturnedToRegistrant: 8, filing.SMSVerification: 8,
		filing.BureauReview: 25, filing.ReturnedToProvider: 6, filing.Approved: 35, filing.Refused: 4, filing.Withdrawn: 6, filing.OwnerSignature: 5}
	for state, want := range least {
		if got := rows[int64](n, `SELECT count(*) FROM filing WHERE state = $1`, state)[0]; got < want {
			n.Errorf("%d filings in %s, want at least %d", got, state, want)
		}
	}
	for what, sql := range map[string]string{
		"at work at a provider": `SELECT count(*) FROM filing WHERE state = 'provider_review' AND claimed_until > $1`,
		"at work at a bureau":   `SELECT count(*) FROM filing WHERE state = 'bureau_review' AND claimed_until > $1`,
		"overdue":               `SELECT count(*) FROM filing WHERE state = 'bureau_review' AND due_on < ($1 AT TIME ZONE 'Asia/Shanghai')::date`,
		"due today":             `SELECT count(*) FROM filing WHERE state = 'bureau_review' AND due_on = ($1 AT TIME ZONE 'Asia/Shanghai')::date`,
		"with a first approval": `SELECT count(*) FROM filing WHERE state = 'bureau_review' AND first_approved_by IS NOT NULL AND claimed_by IS NULL AND updated_at < $1`,
		"half confirmed": `SELECT count(*) FROM filing f WHERE state = 'sms_verification' AND sms_due > $1
		                   AND EXISTS (SELECT FROM sms_check c WHERE c.filing_id = f.id AND confirmed_at IS NOT NULL)`,
	} {
		if got := rows[int64](n, sql, pgtest.Now)[0]; got == 0 {
			n.Errorf("no filing is %s", what)
		}
	}
}

// applied compares what an approved filing of an owner says with the rows it made.
func applied(n nation) {
	desk := n.store.As(filing.Actor{Account: 1, Tier: filing.Ministry, Role: filing.Admin})
	ids := rows[int64](n, `SELECT id FROM filing WHERE state = 'approved' AND kind = 1`)
	for _, id := range ids {
		f, err := desk.Filing(n.Context(), id)
		if err != nil {
			n.Fatal(err)
		}
		doc, err := desk.Document(n.Context(), f)
		if err != nil {
			n.Fatal(err)
		}
		var e filing.Entity
		n.open("entity", rows[[]byte](n, `SELECT details FROM entity WHERE id = $1 AND name = $2 AND province = $3`, f.EntityID, f.UnitName, f.Province), &e)
		if !reflect.DeepEqual(e, doc.Entity) {
			n.Errorf("filing %d: the register says %+v, the document %+v", id, e, doc.Entity)
		}
		now, err := desk.RegisteredDocument(n.Context(), f.EntityID)
		if err != nil || len(now.Sites) != len(doc.Sites) {
			n.Fatalf("filing %d: %d sites registered of %d: %v", id, len(now.Sites), len(doc.Sites), err)
		}
		for i := range doc.Sites { // the register has keys of its own
			doc.Sites[i].Key = now.Sites[i].Key
			for j := range doc.Sites[i].Accesses {
				doc.Sites[i].Accesses[j].Key = now.Sites[i].Accesses[j].Key
			}
		}
		if c := append(filing.Differences(doc, now), filing.Differences(now, doc)...); len(c) > 0 {
			n.Errorf("filing %d: the register differs: %+v", id, c)
		}
		if keys := rows[string](n, `SELECT spelling FROM site_key k JOIN site s ON s.id = k.site_id WHERE s.entity_id = $1`, f.EntityID); len(keys) != len(doc.DomainList()) {
			n.Errorf("filing %d: keys %v for the domains %v", id, keys, doc.DomainList())
		}
	}
}

// laterKinds have happened to what was filed before: what was to change has changed, what was to come is there, what
// was to end has ended.
func laterKinds(n nation) {
	desk := n.store.As(filing.Actor{Account: 1, Tier: filing.Ministry, Role: filing.Admin})
	for kind, want := range map[filing.Kind]int{filing.Change: 5, filing.AddSite: 3, filing.CancelSite: 2} {
		if open := rows[int64](n, `SELECT id FROM filing WHERE state = 'bureau_review' AND kind = $1`, kind); len(open) < 2 {
			n.Errorf("%d filings of kind %d at the bureaus", len(open), kind)
		}
		ids := rows[int64](n, `SELECT id FROM filing WHERE state = 'approved' AND kind = $1`, kind)
		if len(ids) < want {
			n.Errorf("%d approved filings of kind %d, want %d", len(ids), kind, want)
		}
		for _, id := range ids {
			f, err := desk.Filing(n.Context(), id)
			if err != nil {
				n.Fatal(err)
			}
			doc, err := desk.Document(n.Context(), f)
			if err != nil {
				n.Fatal(err)
			}
			now, err := desk.RegisteredDocument(n.Context(), f.EntityID)
			if err != nil {
				n.Fatal(err)
			}
			for _, s := range doc.Sites {
				there := slices.ContainsFunc(now.Sites, func(one filing.Site) bool {
					return slices.Equal(one.Domains, s.Domains) && slices.Equal(one.Names, s.Names)
				})
				if there == (kind == filing.CancelSite) {
					n.Errorf("filing %d of kind %d: %v in force is %v", id, kind, s.Domains, there)
				}
			}
		}
	}
}

func (n nation) open(purpose string, sealed [][]byte, v any) {
	n.Helper()
	if len(sealed) != 1 {
		n.Fatalf("%d rows of %s", len(sealed), purpose)
	}
	plain, err := n.store.Keys.Open(purpose, sealed[0])
	if err == nil {
		err = json.Unmarshal(plain, v)
	}
	if err != nil {
		n.Fatal(err)
	}
}

// numbers of today's form have no gaps in any province and year, in the order
// of approval, and the counters stand at the last of them.
func numbers(n nation) {
	if bad := rows[string](n, `
		WITH issued AS (
			SELECT number, province, substring(number from 'ICP备(\d{4})\d{6}号')::int AS year,
			       substring(number from 'ICP备\d{4}(\d{6})号')::int AS serial, approved_at
			FROM entity WHERE number ~ 'ICP备\d{10}号'),
		placed AS (SELECT *, row_number() OVER (PARTITION BY province, year ORDER BY approved_at, id_order) AS place
			FROM (SELECT *, serial AS id_order FROM issued) i)
		SELECT number FROM placed WHERE serial <> place
		UNION ALL
		SELECT c.province || '/' || c.year FROM number_counter c
		WHERE last <> (SELECT count(*) FROM issued i WHERE i.province = c.province AND i.year = c.year)`); len(bad) > 0 {
		n.Errorf("numbers out of step: %v", bad)
	}
	if old := rows[int64](n, `SELECT count(*) FROM entity WHERE number ~ 'ICP备\d{8}号'`)[0]; old < 500 {
		n.Errorf("only %d entities have a number of the older form", old)
	}
}

func messages(n nation) {
	if lost := rows[int64](n, `
		SELECT m.id FROM message m WHERE NOT EXISTS (
			SELECT FROM river.river_job j WHERE j.kind = 'send_message' AND (j.args->>'message')::bigint = m.id)`); len(lost) > 0 {
		n.Errorf("messages without a job: %v", lost)
	}
	if late := rows[int64](n, `SELECT count(*) FROM message WHERE state <> 'sent' OR sent_at - created_at > '1 hour'`)[0]; late > 0 {
		n.Errorf("%d messages did not leave when they were written", late)
	}
	if untold := rows[int64](n, `
		SELECT f.id FROM filing f WHERE state IN ('approved', 'refused') AND kind < 100 AND NOT EXISTS (
			SELECT FROM message m WHERE m.filing_id = f.id AND m.account_id = f.owner_id AND m.created_at BETWEEN f.decided_at AND f.decided_at + interval '1 minute')`); len(untold) > 0 {
		n.Errorf("decided filings whose owner was not told: %v", untold)
	}
}

func journals(n nation) {
	if broken := rows[int64](n, `
		SELECT DISTINCT filing_id FROM (
			SELECT filing_id, seq, from_state, at,
			       row_number() OVER w AS place, lag(to_state, 1, '') OVER w AS before, lag(at) OVER w AS earlier
			FROM event WINDOW w AS (PARTITION BY filing_id ORDER BY seq)) e
		WHERE seq <> place OR from_state <> before OR earlier > at`); len(broken) > 0 {
		n.Errorf("journals with a gap or out of order: %v", broken)
	}
	if apart := rows[int64](n, `
		SELECT f.id FROM filing f WHERE f.state IS DISTINCT FROM
			(SELECT to_state FROM event e WHERE e.filing_id = f.id ORDER BY seq DESC LIMIT 1)`); len(apart) > 0 {
		n.Errorf("filings whose journal ends elsewhere: %v", apart)
	}
}

// scans can be read, and every paper is the picture its row describes.
func scans(n nation) {
	seen := map[string]bool{}
	for _, key := range rows[string](n, `SELECT DISTINCT unnest(ARRAY[store_key, preview_key]) FROM paper`) {
		data, err := n.folder.Get(n.Context(), key)
		if err != nil || len(data) == 0 {
			n.Errorf("paper %s: %d bytes, %v", key, len(data), err)
		}
		seen[key] = true
	}
	if len(seen) < 20 {
		n.Errorf("only %d scans and previews", len(seen))
	}
}

// people have numbers that validate and mobiles of a segment nobody has.
func people(n nation) {
	for _, sealed := range rows[[]byte](n, `SELECT details FROM entity`) {
		var e filing.Entity
		n.open("entity", [][]byte{sealed}, &e)
		if _, err := filing.CertificateNumber(e.CertificateType, e.CertificateNumber, pgtest.Now); err != nil {
			n.Errorf("%s: %v", e.Name, err)
		}
		if m := e.Principal.Mobile(); m[:3] != "154" {
			n.Errorf("%s can be reached by telephone", e.Name)
		}
	}
}

func clock(n nation) {
	for table, column := range map[string]string{"event": "at", "message": "created_at", "entity": "changed_at", "site": "changed_at",
		"notice": "published_at", "account": "created_at", "filing": "updated_at"} {
		if late := rows[int64](n, `SELECT count(*) FROM `+table+` WHERE `+column+` > $1`, pgtest.Now)[0]; late > 0 {
			n.Errorf("%d rows of %s are of the future", late, table)
		}
	}
	night := rows[int64](n, `
		SELECT count(*) FROM event WHERE tier = 'bureau' AND action = 'approve'
		AND extract(hour FROM at AT TIME ZONE 'Asia/Shanghai') NOT BETWEEN 9 AND 17`)[0]
	if night > 0 {
		n.Errorf("%d approvals outside working hours", night)
	}
}

func named(n nation) {
	for _, a := range demo.Accounts() {
		if err := ident.Password(a.Password, a.User); err != nil {
			n.Errorf("%s: %v", a.User, err)
		}
		found := rows[string](n, `SELECT tier || role FROM account WHERE user_name = $1`, a.User)
		if len(found) != 1 || found[0] != string(a.Tier)+string(a.Role) {
			n.Errorf("%s is %v, want %s %s", a.User, found, a.Tier, a.Role)
		}
	}
	hash := rows[string](n, `SELECT DISTINCT password_hash FROM account`)
	if ok, _, err := n.store.Passwords.Verify(n.Context(), hash[0], demo.Password); len(hash) != 1 || !ok || err != nil {
		n.Errorf("the password does not open the accounts: %v", err)
	}
	hers := rows[string](n, `SELECT DISTINCT f.state FROM filing f JOIN account a ON a.id = f.owner_id WHERE a.user_name = 'wangfang'`)
	if len(hers) < 7 {
		n.Errorf("王芳 has filings in %v only", hers)
	}
	for what, sql := range map[string]string{
		"no filing on behalf to sign": `SELECT count(*) FROM filing f JOIN account a ON a.id = f.owner_id WHERE a.user_name = 'wangfang' AND f.state = 'owner_signature' AND $1::timestamptz IS NOT NULL`,
		"no visit to come": `SELECT count(*) FROM appointment v JOIN appointment_slot s ON s.id = v.slot_id JOIN account a ON a.id = v.account_id
		                     WHERE a.user_name = 'wangfang' AND s.starts_at > $1`,
		"no site to bring to another provider": `SELECT count(*) FROM filing f JOIN account a ON a.id = f.owner_id
		                                         WHERE a.user_name = 'wangfang' AND f.state = 'draft' AND f.kind = 3 AND $1::timestamptz IS NOT NULL`,
	} {
		if rows[int64](n, sql, pgtest.Now)[0] == 0 {
			n.Errorf("王芳 has %s", what)
		}
	}
}

// TestEqualDays fills twice in the first minutes of a year, one after the other:
// a filling waits for another one on the same database.
func TestEqualDays(t *testing.T) {
	night := time.Date(2027, 1, 1, 0, 5, 0, 0, calendar.Shanghai)
	var days [2][]string
	for i := range days {
		t.Run("", func(t *testing.T) {
			n := fill(t, func(o *postgres.Options) { o.Now = func() time.Time { return night } })
			numbers(n)
			journals(n)
			// Of a receipt only the day: the id behind it goes on where the rolled-back filling stopped.
			days[i] = rows[string](n, `SELECT number || name || approved_at::text FROM entity UNION ALL
				SELECT left(receipt, 8) || unit_name || site_name || array_to_string(domains, ' ') || state || updated_at::text FROM filing ORDER BY 1`)
		})
	}
	if len(days[0]) < 1600 || !slices.Equal(days[0], days[1]) {
		t.Errorf("two fillings of one day differ, or are small: %d and %d rows", len(days[0]), len(days[1]))
	}
}
