package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/zh"
)

// applyMeasure lets a bureau's own act take effect: the entity's open filing ends
// with its ground, then the register, the blacklist or the password follows.
func (s *step) applyMeasure(ctx context.Context) error {
	m, err := s.d.s.measure(ctx, s.tx, s.f.ID)
	if err != nil {
		return err
	}
	if err := s.overrule(ctx, m); err != nil {
		return err
	}
	if s.f.EntityID != 0 {
		if s.out.Number, err = s.d.s.numberOf(ctx, s.tx, s.f.EntityID); err != nil {
			return err
		}
	}
	s.move.Detail.Ground, s.move.Detail.Note = m.Article, m.Words
	switch s.f.Kind {
	case filing.ForcedCancel:
		return s.conflict(s.forceCancel(ctx, m))
	case filing.Blacklist:
		return s.list(ctx, m)
	default:
		return s.resetPassword(ctx, m)
	}
}

// overrule ends what is open about the same entity, certificate or domain in the
// bureau's province, wherever it stands.
func (s *step) overrule(ctx context.Context, m filing.Measure) error {
	if m.Lifts != 0 {
		return nil
	}
	certificate := s.d.s.certificateIndex(filing.Entity{CertificateType: m.CertificateType, CertificateNumber: m.CertificateNumber})
	open, err := all[Filing](ctx, s.tx, `
		SELECT `+filingColumns+` FROM `+filingFrom+`
		WHERE f.id IN (SELECT id FROM filing WHERE entity_id = @entity
		               UNION SELECT filing_id FROM claim WHERE kind = 'certificate' AND key = @certificate
		               UNION SELECT filing_id FROM claim WHERE kind = 'site' AND key = @domain)
		  AND f.kind <= 7 AND f.province = @province
		  AND f.state IN ('provider_review', 'returned_to_registrant', 'sms_verification', 'bureau_review', 'returned_to_provider')
		ORDER BY f.id FOR UPDATE OF f`,
		pgx.NamedArgs{"entity": s.f.EntityID, "certificate": claimKey(certificate), "domain": m.Domain, "province": s.f.Province})
	if err != nil {
		return err
	}
	for _, f := range open {
		facts := s.facts
		facts.Kind, facts.Owner, facts.Overruled = f.Kind, f.OwnerID, true
		if _, err := s.d.take(ctx, s.tx, f, facts, Move{Action: filing.Overrule, Detail: filing.Detail{Ground: m.Article,
			Note: zh.MeasureTitle(s.f.Kind, m) + "（受理号 " + s.f.Receipt + "）已生效。" + m.Words}}); err != nil {
			return err
		}
	}
	return nil
}

// forceCancel ends what the act names. Nothing left to end means that it has ended
// meanwhile.
func (s *step) forceCancel(ctx context.Context, m filing.Measure) error {
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
	if m.Target == filing.TargetEntity {
		err = s.cancelEntity(ctx, was.Document.Sites)
	} else {
		err = s.cancelPart(ctx, was.Document.Numbered(m.Service), m)
	}
	if err != nil {
		return err
	}
	if err := s.d.s.publishNames(ctx, s.tx, s.f.EntityID); err != nil {
		return err
	}
	return s.keepVersion(ctx, version+1, was.Document)
}

func (s *step) cancelPart(ctx context.Context, site *filing.Site, m filing.Measure) error {
	if site == nil {
		return filing.Problems{{Path: "target", Flaw: filing.Cancelled, Text: string(m.Service)}}
	}
	switch m.Target {
	case filing.TargetDomain:
		less, reachable := site.WithoutDomain(m.Domain)
		if !reachable {
			return s.cancelSites(ctx, []filing.Site{*site})
		}
		id, err := s.siteID(ctx, site.Number)
		if err != nil {
			return err
		}
		s.out.Sites = append(s.out.Sites, site.Number)
		return s.changeSite(ctx, id, *site, less)
	case filing.TargetAccess:
		return s.cutAccess(ctx, site.Number, m.Access)
	default:
		return s.cancelSites(ctx, []filing.Site{*site})
	}
}

// cutAccess ends one access, whosever it is; the last one leaves an empty shell.
func (s *step) cutAccess(ctx context.Context, site filing.Number, access int64) error {
	var provider int64
	err := s.tx.QueryRow(ctx, `
		UPDATE access SET cancelled_at = @now, ended_by = @filing WHERE id = @id AND cancelled_at IS NULL RETURNING provider_id`,
		s.d.args(pgx.NamedArgs{"id": access, "filing": s.f.ID})).Scan(&provider)
	if errors.Is(err, pgx.ErrNoRows) {
		return filing.Problems{{Path: "access", Flaw: filing.Cancelled, Text: string(site)}}
	}
	s.ended = append(s.ended, provider)
	s.out.Sites = append(s.out.Sites, site)
	return err
}

// resetPassword sends the link to a new filing password to where the proof says
// that the owner can be reached.
func (s *step) resetPassword(ctx context.Context, m filing.Measure) error {
	if _, err := s.tx.Exec(ctx, `DELETE FROM one_time_link WHERE purpose = 'filing_password' AND subject_id = $1 AND used_at IS NULL`, s.f.EntityID); err != nil {
		return err
	}
	if _, err := s.tx.Exec(ctx, `INSERT INTO password_renewal (entity_id, account_id, proof, at) VALUES ($1, $2, $3, $4)`,
		s.f.EntityID, s.d.me.Account, "受理号 "+s.f.Receipt, s.d.s.now()); err != nil {
		return err
	}
	_, err := s.d.s.sendPassword(ctx, s.tx, s.f.EntityID, s.out.Number, recipient{Filing: s.f.ID, Mobile: m.Mobile, Email: m.Email})
	return err
}

// tellMeasure is what owners learn of an act: that it is in force, or that nothing
// comes of it.
func (s *step) tellMeasure(ctx context.Context) error {
	m, err := s.d.s.measure(ctx, s.tx, s.f.ID)
	if err != nil || s.f.EntityID == 0 {
		return err
	}
	number, err := s.d.s.numberOf(ctx, s.tx, s.f.EntityID)
	if err != nil {
		return err
	}
	bureau, title, url := bureauName(s.f.Province), zh.MeasureTitle(s.f.Kind, m), s.d.s.url("/records/"+string(number))
	switch s.move.Action {
	case filing.Approve:
		done := message.MeasureInForce(bureau, title, about(number, m), m.Article, m.Words, s.f.Receipt, url)
		if err := s.d.s.sayToAccount(ctx, s.tx, s.f.OwnerID, s.f.ID, done); err != nil {
			return err
		}
		return s.d.s.sayToOwners(ctx, s.tx, s.f.EntityID, s.f.ID, done)
	case filing.Refuse, filing.Abandon:
		if s.f.OwnerID != 0 {
			return s.d.s.sayToAccount(ctx, s.tx, s.f.OwnerID, s.f.ID, message.Refused(s.f.Receipt, bureau, s.move.Detail.Ground,
				s.d.s.url(fmt.Sprintf("/my/filings/%d", s.f.ID))))
		}
		if s.f.Kind == filing.ForcedCancel { // of others nobody was told that they were coming
			return s.d.s.sayToOwners(ctx, s.tx, s.f.EntityID, s.f.ID, message.MeasureDropped(bureau, title, about(number, m), s.f.Receipt, url))
		}
	}
	return nil
}
