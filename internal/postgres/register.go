package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// approveAlone approves one first filing.
func (s *step) approveAlone(ctx context.Context) (Outcome, error) {
	if err := s.checkListed(ctx); err != nil {
		return Outcome{}, err
	}
	if err := s.conflict(s.d.s.approveFirst(ctx, s.tx, []*step{s})); err != nil {
		return Outcome{}, err
	}
	return s.out, nil
}

func (s *step) checkListed(ctx context.Context) error {
	listed, err := s.d.checkBlacklist(ctx, s.tx, s.f, s.doc)
	if err != nil {
		return err
	}
	return listed.Or()
}

// apply writes an approved filing that is no first one into the register, inside the
// transaction of the approval. It locks its entity.
func (s *step) apply(ctx context.Context) error {
	if err := s.d.s.freeClaims(ctx, s.tx, s.f.ID); err != nil {
		return err
	}
	if s.f.Kind.BureauAct() {
		return s.applyMeasure(ctx)
	}
	if err := s.checkListed(ctx); err != nil {
		return err
	}
	return s.conflict(s.applyToEntity(ctx))
}

// applyToEntity does what a filing asks of an entity in the register. Old values
// stay in its history.
func (s *step) applyToEntity(ctx context.Context) error {
	version, err := s.lockEntity(ctx)
	if err != nil {
		return err
	}
	was, err := s.d.s.register(ctx, s.tx, s.f.EntityID)
	if err != nil {
		return err
	}
	if err := s.keepFirstVersion(ctx, version); err != nil {
		return err
	}
	if err := Bulk(ctx, s.tx); err != nil {
		return err
	}
	switch s.f.Kind {
	case filing.AddSite:
		err = s.addSites(ctx, s.f.EntityID)
	case filing.AddAccess:
		err = s.addAccess(ctx, was)
	case filing.Change:
		err = s.change(ctx, was.Document.Beside(s.doc, s.f.ProviderID))
	case filing.CancelAccess:
		err = s.cancelAccess(ctx)
	case filing.CancelSite:
		err = s.cancelNamed(ctx, was.Document)
	case filing.CancelEntity:
		err = s.cancelEntity(ctx, was.Document.Sites)
	default:
		err = fmt.Errorf("postgres: kind %d writes nothing", s.f.Kind)
	}
	if err == nil {
		err = s.publish(ctx)
	}
	if err != nil {
		return err
	}
	return s.keepVersion(ctx, version+1, was.Document)
}

// publish writes the public rows of the entity's services, once for all that the
// filing did to them, and wakes the triggers.
func (s *step) publish(ctx context.Context) error {
	if _, err := s.tx.Exec(ctx, `
		SELECT pg_notify('beian_public', e.number), publish(ARRAY(SELECT id FROM site WHERE entity_id = e.id)), set_config('beian.bulk', 'off', true)
		FROM entity e WHERE e.id = $1`, s.f.EntityID); err != nil {
		return err
	}
	return s.d.s.publishNames(ctx, s.tx, s.f.EntityID)
}

// lockEntity takes the entity for this filing and raises its version; one that is
// cancelled meanwhile takes no more filings.
func (s *step) lockEntity(ctx context.Context) (version int, err error) {
	err = s.tx.QueryRow(ctx, `
		UPDATE entity SET version = version + 1, changed_at = $2 WHERE id = $1 AND cancelled_at IS NULL RETURNING version - 1, number`,
		s.f.EntityID, s.d.s.now()).Scan(&version, &s.out.Number)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.Problems{{Flaw: filing.Cancelled}}
	}
	return version, err
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
	case "last_access_stays":
		return filing.Problems{{Path: "sites", Flaw: filing.LastAccess}}
	case "cancelled_is_frozen":
		return filing.Problems{{Flaw: filing.Cancelled}}
	default:
		return err
	}
}
