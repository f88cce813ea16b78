package postgres

import (
	"context"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/zh"
)

const sealMeasure = "measure"

// OpenMeasure opens a bureau's own act (依职权办理) about an entity of its province, or
// with entity 0 about a certificate or domain that need not be filed. It begins at
// the bureau's review, in the hands of whoever opens it, with its evidence; owners
// are told that it is coming. Problems say what is missing.
func (d *Desk) OpenMeasure(ctx context.Context, k filing.Kind, entity int64, m filing.Measure, evidence []Paper) (Filing, error) {
	if d.me.Tier != filing.Bureau {
		return Filing{}, filing.ErrNotFound
	}
	if err := d.certificateOf(ctx, entity, &m); err != nil {
		return Filing{}, err
	}
	if err := m.Check(k, d.s.now()).Or(); err != nil {
		return Filing{}, err
	}
	doc, err := d.subject(ctx, k, entity, &m)
	if err != nil {
		return Filing{}, err
	}
	var f Filing
	err = d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		f, err = d.openMeasure(ctx, tx, k, entity, m, doc, evidence)
		return err
	})
	return f, err
}

// subject is the part of the register that an act is about, as its document.
func (d *Desk) subject(ctx context.Context, k filing.Kind, entity int64, m *filing.Measure) (*filing.Document, error) {
	if entity == 0 {
		return d.unfiled(ctx, k, m)
	}
	now, err := d.registerOf(ctx, d.s.db, entity)
	if err != nil {
		return nil, err
	}
	doc := now.live()
	if doc == nil {
		return nil, filing.Problems{{Flaw: filing.Cancelled}}
	}
	return concerned(doc, m)
}

// certificateOf fills in the certificate of an entity that is to be blacklisted.
func (d *Desk) certificateOf(ctx context.Context, entity int64, m *filing.Measure) error {
	if entity == 0 || m.Target != filing.TargetCertificate {
		return nil
	}
	_, filed, err := d.Entity(ctx, entity)
	m.CertificateType, m.CertificateNumber = filed.CertificateType, filed.CertificateNumber
	return err
}

// concerned narrows an entity to what an act is about.
func concerned(doc *filing.Document, m *filing.Measure) (*filing.Document, error) {
	part := &filing.Document{Entity: doc.Entity}
	switch m.Target {
	case filing.TargetEntity:
		part.Sites = doc.Sites
	case filing.TargetSite, filing.TargetDomain, filing.TargetAccess:
		site := doc.Numbered(m.Service)
		if site == nil {
			return nil, filing.Problems{{Path: "target", Flaw: filing.Cancelled, Text: string(m.Service)}}
		}
		if m.Target == filing.TargetAccess && !accessed(*site, m.Access) {
			return nil, filing.Problems{{Path: "access", Flaw: filing.Cancelled, Text: string(m.Service)}}
		}
		part.Sites = []filing.Site{*site}
	}
	return part, nil
}

func accessed(s filing.Site, access int64) bool {
	for _, a := range s.Accesses {
		if a.ID == access {
			return true
		}
	}
	return false
}

// unfiled is the document of an act about what need not be in the register.
func (d *Desk) unfiled(ctx context.Context, k filing.Kind, m *filing.Measure) (*filing.Document, error) {
	if k != filing.Blacklist {
		return nil, filing.ErrNotFound
	}
	doc := &filing.Document{Entity: filing.Entity{Province: d.me.Province}}
	if m.Lifts != 0 {
		e, err := d.Blacklisted(ctx, m.Lifts)
		if err != nil {
			return nil, err
		}
		if !e.InForce {
			return nil, filing.ErrStale
		}
		m.Target, m.Domain, m.CertificateType, m.CertificateNumber = e.Label.Target, e.Label.Domain, e.Label.CertificateType, e.Label.CertificateNumber
		doc.Entity.Name = e.Label.Name
	}
	if m.Target == filing.TargetDomain {
		doc.Sites = []filing.Site{{Key: "1", Service: filing.Website, Names: []string{m.Domain}, Domains: []string{m.Domain}}}
		return doc, nil
	}
	doc.Entity.CertificateType, doc.Entity.CertificateNumber = m.CertificateType, m.CertificateNumber
	if err := d.s.nameOf(ctx, d.s.db, &doc.Entity); err != nil {
		return nil, err
	}
	if doc.Entity.Name == "" {
		doc.Entity.Name = zh.Certificate(m.CertificateType)
	}
	return doc, nil
}

// nameOf finds the name under which a certificate is filed, nationwide; none is no error.
func (s *Store) nameOf(ctx context.Context, q DB, e *filing.Entity) error {
	err := q.QueryRow(ctx, `SELECT name, nature FROM entity WHERE certificate_index = $1 AND cancelled_at IS NULL`, s.certificateIndex(*e)).
		Scan(&e.Name, &e.Nature)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}

func (d *Desk) openMeasure(ctx context.Context, tx pgx.Tx, k filing.Kind, entity int64, m filing.Measure, doc *filing.Document, evidence []Paper) (Filing, error) {
	if k == filing.Blacklist && m.Lifts == 0 {
		if err := d.notListed(ctx, tx, m); err != nil {
			return Filing{}, err
		}
	}
	f, err := d.beginMeasure(ctx, tx, k, entity, 0, d.me.Province, m, doc)
	if err != nil {
		return f, err
	}
	if err := d.addEvidence(ctx, tx, f.ID, 1, evidence); err != nil {
		return f, err
	}
	if err := d.record(ctx, tx, f, filing.Open, "", filing.BureauReview, filing.Detail{Ground: m.Article, Note: m.Words}); err != nil {
		return f, err
	}
	if k != filing.ForcedCancel {
		return f, nil
	}
	number, err := d.s.numberOf(ctx, tx, entity)
	if err != nil {
		return f, err
	}
	return f, d.s.sayToOwners(ctx, tx, entity, f.ID, message.MeasureComing(bureauName(f.Province), zh.MeasureTitle(k, m), about(number, m), m.Article, f.Receipt,
		d.s.url("/records/"+string(number))))
}

// beginMeasure writes the rows of an act at the bureau's review; owner is the account that asks for it, 0 for the
// bureau itself, in whose opener's hands it then lies.
func (d *Desk) beginMeasure(ctx context.Context, tx pgx.Tx, k filing.Kind, entity, owner int64, province string, m filing.Measure, doc *filing.Document) (Filing, error) {
	var id int64
	if err := tx.QueryRow(ctx, `SELECT nextval(pg_get_serial_sequence('filing', 'id'))`).Scan(&id); err != nil {
		return Filing{}, err
	}
	now := d.s.now()
	due, _ := d.s.Days().AddWorkdays(calendar.DateOf(now), filing.ReviewWorkdays)
	args := d.args(pgx.NamedArgs{"id": id, "receipt": receipt(calendar.DateOf(now), id), "kind": k, "entity": entity, "owner": owner,
		"province": province, "due": due, "mine": owner == 0, "until": now.Add(filing.LeaseFor)})
	if _, err := tx.Exec(ctx, `
		INSERT INTO filing (id, receipt, kind, state, owner_id, province, channel, entity_id, frozen_version, claimed_by, claimed_until,
		                    entered_at, submitted_at, received_at, due_on, created_at, updated_at)
		OVERRIDING SYSTEM VALUE
		VALUES (@id, @receipt, @kind, 'bureau_review', nullif(@owner, 0), @province, 'bureau', nullif(@entity, 0), 0,
		        CASE WHEN @mine THEN @me::bigint END, CASE WHEN @mine THEN @until::timestamptz END,
		        @now, @now, @now, @due, @now, @now)`, args); err != nil {
		return Filing{}, err
	}
	f, err := one[Filing](ctx, tx, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.id = @id`, args)
	if err != nil {
		return f, err
	}
	sealed, err := d.s.seal(sealMeasure, m)
	if err != nil {
		return f, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO measure (filing_id, target, sealed) VALUES ($1, $2, $3)`, f.ID, m.Target, sealed); err != nil {
		return f, err
	}
	if err := d.writeDocument(ctx, tx, &f, doc); err != nil {
		return f, err
	}
	_, err = tx.Exec(ctx, `UPDATE filing SET frozen_version = version WHERE id = $1`, f.ID)
	return f, err
}

// addEvidence puts papers beside an act, counted on from first.
func (d *Desk) addEvidence(ctx context.Context, tx pgx.Tx, id int64, first int, evidence []Paper) error {
	for i, p := range evidence {
		p.Slot, p.Site = filing.SlotEvidence, strconv.Itoa(first+i)
		if _, err := d.insertPaper(ctx, tx, id, p); err != nil {
			return err
		}
	}
	return nil
}

// Measure is what a bureau's own act says; ErrNotFound for a filing that is none or not the actor's to see. Owners do
// not read it: they are told in letters.
func (d *Desk) Measure(ctx context.Context, id int64) (filing.Measure, error) {
	if _, err := d.Filing(ctx, id); err != nil {
		return filing.Measure{}, err
	}
	if !d.me.Staff() {
		return filing.Measure{}, filing.ErrNotFound
	}
	return d.s.measure(ctx, d.s.db, id)
}

func (s *Store) measure(ctx context.Context, q DB, id int64) (m filing.Measure, err error) {
	var sealed []byte
	err = q.QueryRow(ctx, `SELECT sealed FROM measure WHERE filing_id = $1`, id).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return m, filing.ErrNotFound
	}
	if err != nil {
		return m, err
	}
	return m, s.unseal(sealMeasure, sealed, &m)
}

func (s *Store) numberOf(ctx context.Context, q DB, entity int64) (n filing.Number, err error) {
	err = q.QueryRow(ctx, `SELECT number FROM entity WHERE id = $1`, entity).Scan(&n)
	return n, err
}

// about names what an act is about: a service by its number, a domain by its name.
func about(entity filing.Number, m filing.Measure) string {
	switch {
	case m.Target == filing.TargetDomain:
		return m.Domain
	case m.Service != "":
		return string(m.Service)
	}
	return string(entity)
}

// sayToOwners tells every account that acts for an entity; one that nobody has taken is told at the addresses on file.
func (s *Store) sayToOwners(ctx context.Context, tx pgx.Tx, entity, filingID int64, l message.Letter) error {
	rows, err := tx.Query(ctx, `SELECT account_id FROM entity_account WHERE entity_id = $1 ORDER BY account_id`, entity)
	if err != nil {
		return err
	}
	accounts, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if err := s.sayToAccount(ctx, tx, a, filingID, l); err != nil {
			return err
		}
	}
	if len(accounts) > 0 || entity == 0 {
		return nil
	}
	var details []byte
	var e filing.Entity
	if err := tx.QueryRow(ctx, `SELECT details FROM entity WHERE id = $1`, entity).Scan(&details); err != nil {
		return err
	}
	if err := s.unseal(sealEntity, details, &e); err != nil {
		return err
	}
	return s.say(ctx, tx, recipient{Filing: filingID, Mobile: e.Principal.Mobile(), Email: e.Principal.Email}, l, false)
}
