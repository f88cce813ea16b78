package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/message"
	"beian/internal/secret"
	"beian/internal/task"
)

// apply writes an approved document into the register, inside the transaction
// of the approval. The number counter is the last lock taken before the rows
// that need the number, so approvers of one province wait for each other as
// briefly as possible and numbers have no gaps.
func (s *step) apply(ctx context.Context) error {
	if err := s.d.s.freeClaims(ctx, s.tx, s.f.ID); err != nil {
		return err
	}
	switch s.f.Kind {
	case filing.FirstFiling:
		return s.conflict(s.addEntity(ctx))
	case filing.AddSite:
		return s.conflict(s.addSites(ctx, s.f.EntityID))
	default:
		return fmt.Errorf("postgres: approval of kind %d is not built", s.f.Kind)
	}
}

// conflict turns a broken uniqueness into words: somebody else's filing was
// approved first, or the provider gave up a range meanwhile.
func (s *step) conflict(err error) error {
	switch violates(err) {
	case "entity_certificate_live":
		return filing.Problems{{Path: filing.EntityCertNumber.At(), Flaw: filing.CertificateFiled}}
	case "site_key_live":
		return filing.Problems{{Path: "sites", Flaw: filing.DomainFiled}}
	case "access_range_inside":
		return filing.Problems{{Path: "sites", Flaw: filing.OutsideProvider, Other: s.f.ProviderName}}
	default:
		return err
	}
}

func (s *step) addEntity(ctx context.Context) error {
	e := s.doc.Entity
	details, err := s.d.s.seal(sealEntity, e)
	if err != nil {
		return err
	}
	number, err := s.d.s.takeNumber(ctx, s.tx, s.f.Province)
	if err != nil {
		return err
	}
	err = s.tx.QueryRow(ctx, `
		INSERT INTO entity (number, province, name, nature, certificate_type, certificate_index, details, approved_at, changed_at)
		VALUES (@number, @province, @name, @nature, @type, @index, @details, @now, @now) RETURNING id`,
		s.d.args(pgx.NamedArgs{"number": number, "province": s.f.Province, "name": e.Name, "nature": e.Nature,
			"type": e.CertificateType, "index": s.d.s.certificateIndex(e), "details": details})).Scan(&s.f.EntityID)
	if err != nil {
		return err
	}
	s.out.Number = number
	if _, err := s.tx.Exec(ctx, `INSERT INTO entity_account (entity_id, account_id, since) SELECT @entity, owner_id, @now FROM filing WHERE id = @id AND owner_id IS NOT NULL`,
		s.d.args(pgx.NamedArgs{"entity": s.f.EntityID, "id": s.f.ID})); err != nil {
		return err
	}
	if _, err := s.tx.Exec(ctx, `UPDATE filing SET entity_id = $2 WHERE id = $1`, s.f.ID, s.f.EntityID); err != nil {
		return err
	}
	if err := s.addSites(ctx, s.f.EntityID); err != nil {
		return err
	}
	return s.givePassword(ctx, number)
}

// takeNumber locks the counter of province and year and gives the next number.
// A transaction that fails gives it back.
func (s *Store) takeNumber(ctx context.Context, tx pgx.Tx, province string) (filing.Number, error) {
	year := calendar.DateOf(s.now()).Year
	var serial int
	err := tx.QueryRow(ctx, `
		INSERT INTO number_counter (province, year, last) VALUES ($1, $2, 1)
		ON CONFLICT (province, year) DO UPDATE SET last = number_counter.last + 1
		RETURNING last`, province, year).Scan(&serial)
	if err != nil {
		return "", err
	}
	return filing.EntityNumber(province, year, serial)
}

func (s *step) addSites(ctx context.Context, entity int64) error {
	for _, site := range s.doc.Sites {
		if err := s.addSite(ctx, entity, site); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) addSite(ctx context.Context, entity int64, site filing.Site) error {
	var sequence int
	var number filing.Number
	if err := s.tx.QueryRow(ctx, `UPDATE entity SET next_sequence = next_sequence + 1, changed_at = $2 WHERE id = $1 RETURNING next_sequence - 1, number`,
		entity, s.d.s.now()).Scan(&sequence, &number); err != nil {
		return err
	}
	if s.out.Number == "" {
		s.out.Number = number
	}
	site.Number = number.Service(sequence, site.Service)
	details, err := s.d.s.seal(sealSite, site)
	if err != nil {
		return err
	}
	var id int64
	err = s.tx.QueryRow(ctx, `
		INSERT INTO site (entity_id, filing_id, sequence, number, service, names, home_urls, ip_only, approvals, details, approved_at, changed_at)
		VALUES (@entity, @filing, @sequence, @number, @service, @names, @urls, @ip_only, @approvals, @details, @now, @now) RETURNING id`,
		s.d.args(pgx.NamedArgs{"entity": entity, "filing": s.f.ID, "sequence": sequence, "number": site.Number, "service": site.Service,
			"names": site.Names, "urls": site.HomeURLs, "ip_only": site.IPOnly, "approvals": approvalKinds(site), "details": details})).Scan(&id)
	if err != nil {
		return err
	}
	for _, k := range siteKeys(site) {
		if _, err := s.tx.Exec(ctx, `INSERT INTO site_key (site_id, key, spelling) VALUES ($1, $2, $3)`, id, k.key, k.shown); err != nil {
			return err
		}
	}
	s.out.Sites = append(s.out.Sites, site.Number)
	return s.addAccesses(ctx, id, site)
}

func approvalKinds(site filing.Site) []int {
	kinds := []int{}
	for _, a := range site.Approvals {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

func (s *step) addAccesses(ctx context.Context, site int64, from filing.Site) error {
	for _, a := range from.Accesses {
		var id int64
		if err := s.tx.QueryRow(ctx, `
			INSERT INTO access (site_id, provider_id, method, dynamic, places, remark, approved_at)
			VALUES (@site, @provider, @method, @dynamic, @places, @remark, @now) RETURNING id`,
			s.d.args(pgx.NamedArgs{"site": site, "provider": s.f.ProviderID, "method": a.Method, "dynamic": a.Dynamic,
				"places": a.Places, "remark": a.Remark})).Scan(&id); err != nil {
			return err
		}
		for _, ip := range a.IPs {
			r, err := ident.ParseIPRange(ip)
			if err != nil {
				return err
			}
			if _, err := s.tx.Exec(ctx, `INSERT INTO access_range (access_id, first, last) VALUES ($1, $2::inet, $3::inet) ON CONFLICT DO NOTHING`,
				id, r.Start.String(), r.End.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

// PasswordLinkFor is how long the link to a new filing password works.
const passwordLinkHours = 7 * 24

// givePassword makes the entity's filing password. The principal gets a link
// that shows it once; the register gets its hash from a job, because hashing is
// slow on purpose and no approver should wait for it under a lock.
func (s *step) givePassword(ctx context.Context, number filing.Number) error {
	store := s.d.s
	p := s.doc.Entity.Principal
	token, err := store.makeLink(ctx, s.tx, link{Purpose: linkFilingPassword, Subject: s.f.EntityID, Hours: passwordLinkHours,
		Payload: store.Keys.SealString(sealLink, secret.FilingPassword())})
	if err != nil {
		return err
	}
	if err := store.enqueue(ctx, s.tx, task.HashFilingPassword{Entity: s.f.EntityID, Link: secret.HashToken(token)}); err != nil {
		return err
	}
	to := recipient{Account: s.f.OwnerID, Filing: s.f.ID, Mobile: p.Mobile(), Email: p.Email}
	return store.say(ctx, s.tx, to, message.FilingPassword(string(number), store.url("/filing-password/"+token), passwordLinkHours), true)
}
