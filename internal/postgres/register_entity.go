package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/secret"
	"beian/internal/task"
)

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

// changeEntity writes what a change says of the entity itself. Its certificate and
// province never change.
func (s *step) changeEntity(ctx context.Context) error {
	e := s.doc.Entity
	details, err := s.d.s.seal(sealEntity, e)
	if err != nil {
		return err
	}
	_, err = s.tx.Exec(ctx, `UPDATE entity SET name = @name, nature = @nature, details = @details, changed_at = @now WHERE id = @id`,
		s.d.args(pgx.NamedArgs{"id": s.f.EntityID, "name": e.Name, "nature": e.Nature, "details": details}))
	return err
}

// cancelEntity ends the entity with everything under it. The numbers stay taken,
// the certificate and the domains are free to be filed anew.
func (s *step) cancelEntity(ctx context.Context, sites []filing.Site) error {
	if err := s.cancelSites(ctx, sites); err != nil {
		return err
	}
	s.out.Sites = nil
	_, err := s.tx.Exec(ctx, `UPDATE entity SET cancelled_at = $2 WHERE id = $1`, s.f.EntityID, s.d.s.now())
	return err
}

// passwordLinkHours is how long the link to a new filing password works.
const passwordLinkHours = 7 * 24

// givePassword makes the entity's filing password. The principal gets a link
// that shows it once; the register gets its hash from a job, because hashing is
// slow on purpose and no approver should wait for it under a lock.
func (s *step) givePassword(ctx context.Context, number filing.Number) error {
	p := s.doc.Entity.Principal
	to := recipient{Account: s.f.OwnerID, Filing: s.f.ID, Mobile: p.Mobile(), Email: p.Email}
	token, err := s.d.s.sendPassword(ctx, s.tx, s.f.EntityID, number, to)
	if err != nil {
		return err
	}
	return s.d.s.enqueue(ctx, s.tx, task.HashFilingPassword{Entity: s.f.EntityID, Link: secret.HashToken(token)})
}
