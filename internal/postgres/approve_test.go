package postgres_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// TestApprovedAsRead: what an approval writes without asking the register back is what
// the register then says: history, public rows, the filing's own row, entity's owner
// and phones.
func TestApprovedAsRead(t *testing.T) {
	w, db := world(t)
	ranges := filingtest.Of(filing.Enterprise)
	ranges.Sites[0].Accesses[0].IPs = []string{"121.40.1.12-121.40.1.14", "121.40.1.10"}
	address := filingtest.Of(filing.Institution)
	address.Sites[0].IPOnly, address.Sites[0].Domains, address.Sites[0].HomeURLs = true, nil, []string{"http://121.40.1.10:8080/blog"}
	second := filingtest.Of(filing.Government)
	second.Sites = append(second.Sites, filingtest.Company().Sites[1])
	second.Sites[0].Domains, second.Sites[0].HomeURLs = []string{"archive.cn"}, []string{"https://archive.cn/"}
	person := filingtest.Person()
	person.Sites[0].Domains, person.Sites[0].HomeURLs = []string{"chen.cn"}, []string{"https://chen.cn/"}
	for _, doc := range []*filing.Document{ranges, address, second, person} {
		f := w.Forward(t, db, w.Wang, doc)
		out := w.Approve(t, w.Zhao, f.ID)
		f, err := w.Zhao.Filing(t.Context(), f.ID)
		pgtest.Must(t, err)
		out.Filing.ClaimedName = "" // of who let go of it
		if got, want := inJSON(t, out.Filing), inJSON(t, f); got != want {
			t.Errorf("the outcome says\n%s\nthe filing is\n%s", got, want)
		}
		said, err := w.Wang.RegisteredDocument(t.Context(), f.EntityID)
		pgtest.Must(t, err)
		kept, err := w.Wang.RegisteredAt(t.Context(), f.EntityID, 1)
		pgtest.Must(t, err)
		if got, want := inJSON(t, kept), inJSON(t, said); got != want {
			t.Errorf("the history says\n%s\nthe register\n%s", got, want)
		}
		var owner, phones, next, waiting int64
		pgtest.Must(t, db.QueryRow(t.Context(), `
			SELECT (SELECT account_id FROM entity_account WHERE entity_id = $1), (SELECT count(*) FROM entity_phone WHERE entity_id = $1),
			       (SELECT next_sequence FROM entity WHERE id = $1),
			       (SELECT count(*) FROM log_waiting w JOIN event e ON e.id = w.event_id WHERE e.filing_id = $2 AND e.action = 'approve')`,
			f.EntityID, f.ID).Scan(&owner, &phones, &next, &waiting))
		if owner != w.Wang.Me().Account || phones < 2 || next != int64(len(doc.Sites)+1) || waiting != 1 {
			t.Errorf("owner %d, %d phones, next service %d, %d entries for the log", owner, phones, next, waiting)
		}
	}
	publicIsRight(t, w.Store, db)
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	pgtest.Must(t, err)
	return string(b)
}

// TestActManyFallsBack: one of several has a domain that the register got meanwhile.
// It alone is refused; the numbers of the others have no gap, and letters, jobs and
// feed are those of the approved ones.
func TestActManyFallsBack(t *testing.T) {
	w, db := world(t)
	var picks []postgres.Pick
	for i := range 4 {
		doc := filingtest.Of(filing.Enterprise)
		doc.Entity.CertificateNumber = ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA1FC00%d", i))
		doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{fmt.Sprintf("fall%d.cn", i)}, []string{fmt.Sprintf("https://fall%d.cn/", i)}
		f := w.Forward(t, db, w.Wang, doc)
		f = w.Act(t, w.Zhao, f.ID, move(filing.Claim)).Filing
		picks = append(picks, postgres.Pick{ID: f.ID, Revision: f.Revision})
	}
	w.Act(t, w.Zhao, picks[0].ID, move(filing.Approve))
	_, err := db.Exec(t.Context(), `INSERT INTO site_key (site_id, key, spelling) SELECT max(id), 'fall2.cn', 'fall2.cn' FROM site`)
	pgtest.Must(t, err)
	list, err := w.Zhao.ActMany(t.Context(), picks[1:], postgres.Move{Action: filing.Approve})
	pgtest.Must(t, err)
	for i, want := range []filing.Number{"沪ICP备2026000002号", "", "沪ICP备2026000003号"} {
		if list[i].Number != want || hasFlaw(list[i].Err, filing.DomainFiled) != (want == "") {
			t.Errorf("filing %d: %q %v, want %q", i, list[i].Number, list[i].Err, want)
		}
	}
	pgtest.Must(t, w.TellAll(t.Context()))
	var feed, letters, hashes, links int
	pgtest.Must(t, db.QueryRow(t.Context(), `
		SELECT (SELECT count(*) FROM feed WHERE action = 'approve'), (SELECT count(*) FROM message WHERE secret AND body IS NOT NULL AND subject LIKE '%密码%'),
		       (SELECT count(*) FROM river.river_job WHERE kind = 'hash_filing_password'), (SELECT count(*) FROM one_time_link WHERE purpose = 'filing_password')`).
		Scan(&feed, &letters, &hashes, &links))
	if feed != 3 || letters < 3 || hashes != 3 || links != 3 {
		t.Errorf("%d in the feed, %d letters, %d hashes, %d links of 3 approved", feed, letters, hashes, links)
	}
	var lost int
	pgtest.Must(t, db.QueryRow(t.Context(), `
		SELECT count(*) FROM message m WHERE state = 'queued' AND NOT EXISTS (
			SELECT FROM river.river_job j WHERE j.kind = 'send_message' AND (j.args ->> 'message')::bigint = m.id)`).Scan(&lost))
	if lost != 0 {
		t.Errorf("%d messages without a job", lost)
	}
}

// TestActManyLeavesTheListed: what got on a blacklist is refused alone.
func TestActManyLeavesTheListed(t *testing.T) {
	w, db := world(t)
	var picks []postgres.Pick
	for i := range 3 {
		doc := filingtest.Of(filing.Enterprise)
		doc.Entity.CertificateNumber = ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA1FD00%d", i))
		doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{fmt.Sprintf("listed%d.cn", i)}, []string{fmt.Sprintf("https://listed%d.cn/", i)}
		f := w.Forward(t, db, w.Wang, doc)
		f = w.Act(t, w.Zhao, f.ID, move(filing.Claim)).Filing
		picks = append(picks, postgres.Pick{ID: f.ID, Revision: f.Revision})
	}
	_, err := db.Exec(t.Context(), `INSERT INTO blacklist (kind, key, label, province, filing_id, article, listed_at) VALUES ('domain', 'listed1.cn', '', '310000', $1, '', now())`, picks[0].ID)
	pgtest.Must(t, err)
	list, err := w.Zhao.ActMany(t.Context(), picks, postgres.Move{Action: filing.Approve})
	pgtest.Must(t, err)
	for i := range list {
		if hasFlaw(list[i].Err, filing.Blacklisted) != (i == 1) || (list[i].Number == "") != (i == 1) {
			t.Errorf("filing %d: %q %v", i, list[i].Number, list[i].Err)
		}
	}
}

// TestActReadsOwnJournal: what an act costs does not grow with the journal of all
// others.
func TestActReadsOwnJournal(t *testing.T) {
	w, db := world(t)
	f := w.Forward(t, db, w.Wang, filingtest.Of(filing.Enterprise))
	other := w.Draft(t, w.Owner2, filingtest.Person())
	_, err := db.Exec(t.Context(), `
		INSERT INTO event (filing_id, seq, action, from_state, to_state, tier, version, leaf, at)
		SELECT $1, 100 + i, 'note', 'provider_review', 'bureau_review', 'provider', 1, '', $2 FROM generate_series(1, 3000) AS i`, other.ID, pgtest.Now)
	pgtest.Must(t, err)
	read := func() (n int) {
		pgtest.Must(t, db.QueryRow(t.Context(), `SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables WHERE relname = 'event'`).Scan(&n))
		return n
	}
	before := read()
	w.Approve(t, w.Zhao, f.ID)
	if n := read() - before; n > 300 {
		t.Errorf("claim and approval read %d journal entries", n)
	}
}
