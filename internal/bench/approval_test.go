package bench

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/secret"
)

// office is a bureau with filings, in a database of its own beside the register,
// with commits that wait for the disk.
type office struct {
	*pgtest.World
	h      *house
	db     *reopened
	tape   *tape
	serial int
	like   postgres.Filing // in the reviewer's hands: what copies are made of
	doc    *filing.Document
}

// reopened is a pool that can be closed and opened again under a store.
type reopened struct{ *pgxpool.Pool }

const officeName = "bench_office"

func (h *house) office() *office {
	h.must(`DROP DATABASE IF EXISTS ` + officeName + ` WITH (FORCE)`)
	h.must(`CREATE DATABASE ` + officeName)
	if err := postgres.Migrate(context.Background(), urlOf(h.url, officeName)); err != nil {
		h.t.Fatal(err)
	}
	o := &office{h: h, tape: &tape{}, db: &reopened{}}
	o.open()
	now := pgtest.Now
	s, err := postgres.New(o.db, o.db, postgres.Options{Keys: h.keys, Passwords: secret.NewPasswords(), Calendar: calendar.Default(),
		Now: func() time.Time { return now }, BaseURL: "http://beian.test"})
	if err != nil {
		h.t.Fatal(err)
	}
	o.World = pgtest.NewWorld(h.t, s, o.db)
	return o
}

func (o *office) close() {
	o.db.Close()
	o.h.must(`DROP DATABASE ` + officeName)
}

func (o *office) open() {
	config, err := pgxpool.ParseConfig(o.h.url)
	if err != nil {
		o.h.t.Fatal(err)
	}
	config.ConnConfig.Database = officeName
	config.ConnConfig.RuntimeParams["role"], config.ConnConfig.RuntimeParams["timezone"] = "beian_app", "UTC"
	config.ConnConfig.Tracer, config.MaxConns = o.tape, approvers
	if o.db.Pool, err = pgxpool.NewWithConfig(context.Background(), config); err != nil {
		o.h.t.Fatal(err)
	}
}

// another is a document like the last with a certificate and a domain of its own.
func (o *office) another() *filing.Document {
	o.serial++
	doc := filingtest.Of(filing.Enterprise)
	doc.Entity.CertificateNumber = ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA1%05d", o.serial))
	name := fmt.Sprintf("bench%d.cn", o.serial)
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{name}, []string{"https://" + name + "/"}
	return doc
}

// drafts are n first filings, ready to submit.
func (o *office) drafts(n int) (ids []int64) {
	for range n {
		ids = append(ids, o.Draft(o.h.t, o.Wang, o.another()).ID)
	}
	return ids
}

// claimed are n filings at the bureau, in the reviewer's hands. The first one came
// there through the desk; the others repeat its rows, each with its own certificate,
// domain, document, claims and journal.
func (o *office) claimed(n int) (picks []postgres.Pick) {
	if o.like.ID == 0 {
		id := o.drafts(1)[0]
		o.ForwardDraft(o.h.t, o.db, o.Wang, o.Li, id)
		o.like = o.Act(o.h.t, o.Zhao, id, postgres.Move{Action: filing.Claim}).Filing
		var err error
		if o.doc, err = o.Zhao.Document(context.Background(), o.like); err != nil {
			o.h.t.Fatal(err)
		}
	}
	for range n {
		picks = append(picks, postgres.Pick{ID: o.repeat(), Revision: o.like.Revision})
	}
	return picks
}

const repeatSQL = `
	WITH made AS (
		INSERT INTO filing (receipt, kind, state, owner_id, provider_id, province, channel, version, frozen_version, revision, unit_name, nature, site_name,
		                    domains, name_pairs, certificate_index, claimed_by, claimed_until, entered_at, submitted_at, received_at, due_on, rounds, rules_version,
		                    created_at, updated_at)
		SELECT $2, kind, state, owner_id, provider_id, province, channel, version, frozen_version, revision, unit_name, nature, site_name,
		       ARRAY[$3], name_pairs, decode($4, 'hex'), claimed_by, claimed_until, entered_at, submitted_at, received_at, due_on, rounds, rules_version,
		       created_at, updated_at
		FROM filing WHERE id = $1 RETURNING id),
	documents AS (
		INSERT INTO filing_document (filing_id, version, sealed, account_id, tier, at)
		SELECT m.id, d.version, $5, d.account_id, d.tier, d.at FROM made m, filing_document d WHERE d.filing_id = $1),
	events AS (
		INSERT INTO event (filing_id, seq, action, from_state, to_state, tier, account_id, version, detail, leaf, at)
		SELECT m.id, e.seq, e.action, e.from_state, e.to_state, e.tier, e.account_id, e.version, e.detail, e.leaf, e.at FROM made m, event e WHERE e.filing_id = $1),
	checks AS (
		INSERT INTO sms_check (filing_id, principal, mobile_index, link_hash, sent, sent_at, confirmed_at)
		SELECT m.id, c.principal, c.mobile_index, convert_to($2 || c.id, 'UTF8'), c.sent, c.sent_at, c.confirmed_at FROM made m, sms_check c WHERE c.filing_id = $1),
	claims AS (INSERT INTO claim (kind, key, filing_id) SELECT k.kind, k.key, m.id FROM made m, (VALUES ('certificate', $4), ('site', $3)) AS k (kind, key))
	SELECT id FROM made`

func (o *office) repeat() (id int64) {
	other := o.another()
	doc := *o.doc
	doc.Entity.CertificateNumber = other.Entity.CertificateNumber
	doc.Sites = []filing.Site{o.doc.Sites[0]}
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = other.Sites[0].Domains, other.Sites[0].HomeURLs
	plain, err := json.Marshal(doc)
	if err == nil {
		index := o.h.keys.Index("certificate", strconv.Itoa(doc.Entity.CertificateType)+":"+doc.Entity.CertificateNumber)
		err = o.db.QueryRow(context.Background(), repeatSQL, o.like.ID, fmt.Sprintf("BENCH%d", o.serial), doc.Sites[0].Domains[0],
			hex.EncodeToString(index), o.h.keys.Seal("document", plain)).Scan(&id)
	}
	if err != nil {
		o.h.t.Fatal(err)
	}
	return id
}

const (
	inOneGo   = 20 // as many as the page of bulk approval takes
	approvers = 16
)

// approval compares approving one by one with approving many in one go, by as many
// people at once, all in one province. Those who approve many and wait go together.
func approval(h *house, r *report) {
	o := h.office()
	defer o.close()
	for _, inOne := range []int{1, inOneGo} { // every connection has made its plans, files have grown
		o.perSecond(2*approvers*inOneGo, inOne, o.inGoes)
	}
	var alone []float64
	var cost, costAlone []float64
	measured := func(cost *[]float64, n, inOne int) func() float64 {
		return func() float64 {
			rate, cpu := o.perSecond(n*approvers*inOneGo, inOne, o.inGoes)
			*cost = append(*cost, cpu)
			return rate
		}
	}
	medians, ratios := rounds(5, measured(&cost, 8, inOneGo), measured(&costAlone, 1, 1)) // eight bulks each: both sides take a second or two
	for range 5 {
		one, _ := o.perSecond(inOneGo, 1, func(g [][]postgres.Pick) { o.each(flat(g)) })
		many, _ := o.perSecond(5*inOneGo, inOneGo, func(g [][]postgres.Pick) {
			for _, picks := range g {
				o.many(picks)
			}
		})
		alone = append(alone, many/one)
	}
	r.atLeast("approvals a second against the nation's 0.7", 100, medians[1]/0.7, " ×", short(medians[1])+" a second by 16 at once in one province")
	r.atLeast("bulk approval, 20 by each of 16 at once, against one by one", 10, ratios[0], " ×",
		short(medians[0])+" against "+short(medians[1])+" a second; "+short(median(cost))+
			" against "+short(median(costAlone))+" ms of the processors each; one reviewer alone "+short(median(alone))+" ×")
}

// perSecond makes n filings, approves them by so many in one go and gives approvals a
// second, and the processor time of each in milliseconds.
func (o *office) perSecond(n, inOne int, approve func([][]postgres.Pick)) (rate, cpu float64) {
	picks := o.claimed(n)
	var goes [][]postgres.Pick
	for len(picks) > 0 {
		goes, picks = append(goes, picks[:inOne]), picks[inOne:]
	}
	began, own, base := time.Now(), ownCPU(), o.h.databaseCPU()
	approve(goes)
	took, spent := time.Since(began), ownCPU()-own+o.h.databaseCPU()-base
	return float64(n) / took.Seconds(), spent.Seconds() * 1000 / float64(n)
}

// inGoes lets 16 people take one go after another.
func (o *office) inGoes(goes [][]postgres.Pick) {
	var all sync.WaitGroup
	work := make(chan []postgres.Pick)
	for range approvers {
		all.Go(func() {
			for picks := range work {
				if len(picks) == 1 {
					o.each(picks)
				} else {
					o.many(picks)
				}
			}
		})
	}
	for _, picks := range goes {
		work <- picks
	}
	close(work)
	all.Wait()
}

func flat(goes [][]postgres.Pick) (picks []postgres.Pick) {
	for _, g := range goes {
		picks = append(picks, g...)
	}
	return picks
}

func (o *office) each(picks []postgres.Pick) {
	for _, p := range picks {
		if _, err := o.Zhao.Act(context.Background(), p.ID, postgres.Move{Action: filing.Approve, Revision: p.Revision}); err != nil {
			o.h.t.Error(err)
		}
	}
}

func (o *office) many(picks []postgres.Pick) {
	list, err := o.Zhao.ActMany(context.Background(), picks, postgres.Move{Action: filing.Approve})
	if err != nil {
		o.h.t.Error(err)
	}
	for _, one := range list {
		if one.Err != nil {
			o.h.t.Error(one.Err)
		}
	}
}
