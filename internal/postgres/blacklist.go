package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

const sealBlacklist = "blacklist"

// inForceNow is when an entry of the blacklist b counts.
const inForceNow = `b.lifted_at IS NULL AND (b.until IS NULL OR b.until >= @today)`

// Listed is whom or what an entry of the blacklist (黑名单) names.
type Listed struct {
	Target            filing.Target `json:"target"`
	Name              string        `json:"name,omitempty"` // of whoever files with the certificate, when known
	Nature            filing.Nature `json:"nature,omitempty"`
	Domain            string        `json:"domain,omitempty"`
	CertificateType   int           `json:"certificate_type,omitempty"`
	CertificateNumber string        `json:"certificate_number,omitempty"`
}

// BlacklistEntry is one entry with the acts that listed and lifted it.
type BlacklistEntry struct {
	ID       int64
	Label    Listed
	Province string
	Filing   int64
	Receipt  string
	Article  string
	ListedAt time.Time
	Until    calendar.Date // zero: until lifted
	LiftedAt *time.Time
	InForce  bool
}

type blacklistRow struct {
	ID       int64         `db:"id"`
	Label    []byte        `db:"label"`
	Province string        `db:"province"`
	Filing   int64         `db:"filing_id"`
	Receipt  string        `db:"receipt"`
	Article  string        `db:"article"`
	ListedAt time.Time     `db:"listed_at"`
	Until    calendar.Date `db:"until"`
	LiftedAt *time.Time    `db:"lifted_at"`
	InForce  bool          `db:"in_force"`
}

const blacklistColumns = `b.id, b.label, b.province, b.filing_id, f.receipt, b.article, b.listed_at, b.until, b.lifted_at, ` + inForceNow + ` AS in_force`

// blacklistScope is whose entries the actor may read: a bureau its own, the ministry all.
func (d *Desk) blacklistScope() string {
	switch d.me.Tier {
	case filing.Bureau:
		return `b.province = @my_province`
	case filing.Ministry:
		return `true`
	default:
		return `false`
	}
}

func (d *Desk) today(more pgx.NamedArgs) pgx.NamedArgs {
	more["today"] = calendar.DateOf(d.s.now())
	return d.args(more)
}

// BlacklistOf lists entries the actor may see, newest first: those in force, or all that ever were.
func (d *Desk) BlacklistOf(ctx context.Context, ended bool, after int64, limit int) ([]BlacklistEntry, error) {
	rows, err := all[blacklistRow](ctx, d.s.db, `
		SELECT `+blacklistColumns+` FROM blacklist b JOIN filing f ON f.id = b.filing_id
		WHERE (`+d.blacklistScope()+`) AND (@all OR (`+inForceNow+`)) AND (@after = 0 OR b.id < @after) ORDER BY b.id DESC LIMIT @limit`,
		d.today(pgx.NamedArgs{"all": ended, "after": after, "limit": limit}))
	if err != nil {
		return nil, err
	}
	var list []BlacklistEntry
	for _, r := range rows {
		e, err := d.s.entry(r)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// Blacklisted is one entry the actor may see.
func (d *Desk) Blacklisted(ctx context.Context, id int64) (BlacklistEntry, error) {
	r, err := one[blacklistRow](ctx, d.s.db, `
		SELECT `+blacklistColumns+` FROM blacklist b JOIN filing f ON f.id = b.filing_id WHERE b.id = @id AND (`+d.blacklistScope()+`)`,
		d.today(pgx.NamedArgs{"id": id}))
	if err != nil {
		return BlacklistEntry{}, err
	}
	return d.s.entry(r)
}

func (s *Store) entry(r blacklistRow) (BlacklistEntry, error) {
	e := BlacklistEntry{r.ID, Listed{}, r.Province, r.Filing, r.Receipt, r.Article, r.ListedAt, r.Until, r.LiftedAt, r.InForce}
	return e, s.unseal(sealBlacklist, r.Label, &e.Label)
}

// list enters what an act names into the blacklist, or lifts the entry it names.
func (s *step) list(ctx context.Context, m filing.Measure) error {
	if m.Lifts != 0 {
		tag, err := s.tx.Exec(ctx, `UPDATE blacklist SET lifted_by = @filing, lifted_at = @now WHERE id = @id AND lifted_at IS NULL`,
			s.d.args(pgx.NamedArgs{"id": m.Lifts, "filing": s.f.ID}))
		if err == nil && tag.RowsAffected() == 0 {
			err = filing.ErrStale
		}
		return err
	}
	kind, key := s.d.s.listKey(m)
	label, err := s.d.s.seal(sealBlacklist, Listed{Target: m.Target, Name: s.doc.Entity.Name, Nature: s.doc.Entity.Nature, Domain: m.Domain,
		CertificateType: m.CertificateType, CertificateNumber: m.CertificateNumber})
	if err != nil {
		return err
	}
	args := s.d.today(pgx.NamedArgs{"kind": kind, "key": key, "label": label, "province": s.f.Province, "filing": s.f.ID, "article": m.Article, "until": m.Until})
	if _, err := s.tx.Exec(ctx, `UPDATE blacklist SET lifted_at = @now, lifted_by = @filing WHERE kind = @kind AND key = @key AND lifted_at IS NULL AND until < @today`, args); err != nil {
		return err
	}
	_, err = s.tx.Exec(ctx, `
		INSERT INTO blacklist (kind, key, label, province, filing_id, article, listed_at, until)
		VALUES (@kind, @key, @label, @province, @filing, @article, @now, @until)`, args)
	if violates(err) == "blacklist_in_force" {
		return filing.Problems{{Path: "target", Flaw: filing.AlreadyListed, Text: m.Domain}}
	}
	return err
}

// listKey is under what an act lists somebody or something.
func (s *Store) listKey(m filing.Measure) (kind, key string) {
	if m.Target == filing.TargetDomain {
		return "domain", m.Domain
	}
	return "certificate", claimKey(s.certificateIndex(filing.Entity{CertificateType: m.CertificateType, CertificateNumber: m.CertificateNumber}))
}

// notListed refuses to list twice.
func (d *Desk) notListed(ctx context.Context, q DB, m filing.Measure) error {
	kind, key := d.s.listKey(m)
	var listed bool
	err := q.QueryRow(ctx, `SELECT EXISTS (SELECT FROM blacklist b WHERE b.kind = @kind AND b.key = @key AND `+inForceNow+`)`,
		d.today(pgx.NamedArgs{"kind": kind, "key": key})).Scan(&listed)
	if err == nil && listed {
		err = filing.Problems{{Path: "target", Flaw: filing.AlreadyListed, Text: m.Domain}}
	}
	return err
}

// checkBlacklist tells which certificate or domains of doc may not be filed. What is filed already may still be
// cancelled.
func (d *Desk) checkBlacklist(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	if !f.Kind.HasDocument() {
		return nil, nil
	}
	listed, err := d.listed(ctx, q, d.keysOf(doc))
	var problems filing.Problems
	for _, k := range listed {
		problems = append(problems, filing.Problem{Path: k.path, Flaw: filing.Blacklisted, Text: k.shown})
	}
	return problems, err
}

// listed keeps the keys that are on the blacklist now.
func (d *Desk) listed(ctx context.Context, q DB, keys []uniqueKey) ([]uniqueKey, error) {
	var names []string
	for _, k := range keys {
		names = append(names, k.key)
	}
	rows, err := q.Query(ctx, `SELECT DISTINCT b.key FROM blacklist b WHERE b.key = ANY(@keys) AND `+inForceNow, d.today(pgx.NamedArgs{"keys": names}))
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return slices.DeleteFunc(slices.Clone(keys), func(k uniqueKey) bool { return !slices.Contains(found, k.key) }), err
}

// DomainListed reports whether the registrable part of a domain is on the blacklist.
func (s *Store) DomainListed(ctx context.Context, registrable string) (listed bool, err error) {
	err = s.db.QueryRow(ctx, `SELECT EXISTS (SELECT FROM blacklist b WHERE b.kind = 'domain' AND b.key = @key AND `+inForceNow+`)`,
		pgx.NamedArgs{"key": registrable, "today": calendar.DateOf(s.now())}).Scan(&listed)
	return listed, err
}
