package postgres

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/secret"
)

const (
	linkSignature  = "signature"
	signatureHours = 7 * 24
	signaturePath  = "/sign/"
)

var (
	// signatureTries is how often whoever holds the link may be wrong about the certificate.
	signatureTries = Rate{Name: "signature", Most: 5, Window: 24 * time.Hour}
	// signatureLetters is how often the owner of one filing is invited.
	signatureLetters = Rate{Name: "signature_letters", Most: 5, Window: 24 * time.Hour}
)

// invitation of an owner: which way the link went, sealed beside it.
type signatureWay struct {
	Channel Channel `json:"channel"`
}

// inviteOwner sends the principal of a filing on behalf a link by each way, which ends the earlier ones. Whoever opens
// one has shown that the mobile or the address is theirs.
func (s *Store) inviteOwner(ctx context.Context, tx pgx.Tx, f Filing, doc *filing.Document) error {
	if _, err := tx.Exec(ctx, `DELETE FROM one_time_link WHERE purpose = 'signature' AND subject_id = $1`, f.ID); err != nil {
		return err
	}
	p := doc.Entity.Principal
	for channel, to := range map[Channel]recipient{ByMobile: {Filing: f.ID, Mobile: p.Mobile()}, ByEmail: {Filing: f.ID, Email: p.Email}} {
		if to.Mobile == "" && to.Email == "" {
			continue
		}
		payload, err := s.seal(sealLink, signatureWay{channel})
		if err != nil {
			return err
		}
		token, err := s.makeLink(ctx, tx, link{Purpose: linkSignature, Subject: f.ID, Hours: signatureHours, Payload: payload})
		if err != nil {
			return err
		}
		if err := s.say(ctx, tx, to, message.SignInvitation(f.Receipt, f.ProviderName, s.url(signaturePath+token)), true); err != nil {
			return err
		}
	}
	return nil
}

// InviteOwner invites the owner of a filing on behalf again.
func (d *Desk) InviteOwner(ctx context.Context, id int64) error {
	f, err := d.BehalfFiling(ctx, id)
	if err != nil {
		return err
	}
	if f.State != filing.OwnerSignature {
		return &filing.TransitionError{State: f.State, Action: filing.Sign}
	}
	wait, err := d.s.Hit(ctx, signatureLetters, strconv.FormatInt(id, 10))
	if err != nil {
		return err
	}
	if wait > 0 {
		return filing.Problems{{Flaw: filing.TooOften, Number: int(wait.Seconds()) + 1}}
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		locked, err := d.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if locked.State != filing.OwnerSignature {
			return &filing.TransitionError{State: locked.State, Action: filing.Sign}
		}
		doc, err := d.s.document(ctx, tx, id, locked.Version)
		if err != nil {
			return err
		}
		return d.s.inviteOwner(ctx, tx, locked, doc)
	})
}

// Invitation is what the holder of a link may know before showing who they are.
type Invitation struct {
	Filing   int64
	Receipt  string
	Provider string
	Unit     string
	Nature   filing.Nature
	Owner    int64 // the account that has taken it already; 0: none
}

// SignatureLink reads an invitation without using it up. ErrNotFound: unknown, expired, or the filing does not wait for
// a signature any more.
func (s *Store) SignatureLink(ctx context.Context, token string) (Invitation, error) {
	_, id, _, err := s.linkState(ctx, s.db, linkSignature, token)
	if err != nil {
		return Invitation{}, err
	}
	f, err := s.As(filing.ByClock()).Filing(ctx, id)
	if err == nil && f.State != filing.OwnerSignature {
		err = filing.ErrNotFound
	}
	return Invitation{f.ID, f.Receipt, f.ProviderName, f.UnitName, f.Nature, f.OwnerID}, err
}

// TakeInvitation makes the registrant of the desk the owner of the filing on behalf. tail is the end of the principal's
// certificate number: a link that went astray is no use without it.
func (s *Store) TakeInvitation(ctx context.Context, token, tail string, account int64) (int64, error) {
	return s.invited(ctx, token, tail, func(tx pgx.Tx, f Filing, _ *filing.Document, _ Channel) (int64, error) {
		if f.OwnerID != 0 && f.OwnerID != account {
			return 0, filing.Problems{{Flaw: filing.InvitedOther}}
		}
		return account, nil
	})
}

// NewOwner is what somebody without an account types to get one by an invitation.
type NewOwner struct{ UserName, Password, Again, Tail string }

// SignUpInvited makes the account that a filing on behalf is signed with. Name, mobile and address are the principal's;
// the way the link came by is proved by it.
func (s *Store) SignUpInvited(ctx context.Context, token string, n NewOwner) (filingID, account int64, err error) {
	hash, err := s.newPassword(ctx, n.UserName, n.Password, n.Again)
	if err != nil {
		return 0, 0, err
	}
	filingID, err = s.invited(ctx, token, n.Tail, func(tx pgx.Tx, f Filing, doc *filing.Document, way Channel) (int64, error) {
		if f.OwnerID != 0 {
			return 0, filing.Problems{{Flaw: filing.InvitedOther}}
		}
		p := doc.Entity.Principal
		u := SignUp{UserName: n.UserName, Password: n.Password, Province: doc.Entity.Province, Name: p.Name, Mobile: p.Mobile(), Email: p.Email}
		if found := u.read(); len(found) > 0 {
			return 0, found
		}
		account, err = s.insertAccount(ctx, tx, newAccount{Tier: filing.Registrant, UserName: u.UserName, Name: u.Name, Province: u.Province,
			Mobile: u.Mobile, Email: u.Email, Hash: hash})
		if err != nil {
			return 0, err
		}
		return account, s.markProved(ctx, tx, account, way)
	})
	return filingID, account, err
}

// invited uses a link up: who gives the owner. Wrong tails are counted for the filing, whichever link they come by.
func (s *Store) invited(ctx context.Context, token, tail string, who func(pgx.Tx, Filing, *filing.Document, Channel) (int64, error)) (id int64, err error) {
	i, err := s.SignatureLink(ctx, token)
	if err != nil {
		return 0, err
	}
	if err := s.tailOf(ctx, i.Filing, tail); err != nil {
		return 0, err
	}
	err = s.transact(ctx, func(tx pgx.Tx) error {
		_, _, payload, err := s.linkState(ctx, tx, linkSignature, token)
		if err != nil {
			return err
		}
		var way signatureWay
		if err := s.unseal(sealLink, payload, &way); err != nil {
			return err
		}
		f, err := s.As(filing.ByClock()).lock(ctx, tx, i.Filing)
		if err == nil && f.State != filing.OwnerSignature {
			err = filing.ErrNotFound
		}
		if err != nil {
			return err
		}
		doc, err := s.document(ctx, tx, f.ID, f.Version)
		if err != nil {
			return err
		}
		owner, err := who(tx, f, doc, way.Channel)
		if err != nil {
			return err
		}
		return s.bindOwner(ctx, tx, f.ID, owner)
	})
	return i.Filing, err
}

func (s *Store) bindOwner(ctx context.Context, tx pgx.Tx, id, owner int64) error {
	if _, err := tx.Exec(ctx, `UPDATE filing SET owner_id = $2, revision = revision + 1, updated_at = $3 WHERE id = $1`, id, owner, s.now()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE one_time_link SET used_at = $2, payload = NULL WHERE purpose = 'signature' AND subject_id = $1 AND used_at IS NULL`, id, s.now())
	return err
}

// tailOf wants the last six characters of the principal's certificate number.
func (s *Store) tailOf(ctx context.Context, id int64, tail string) error {
	key := strconv.FormatInt(id, 10)
	wait, err := s.Hit(ctx, signatureTries, key)
	if err != nil {
		return err
	}
	if wait > 0 {
		return filing.Problems{{Path: "id_tail", Flaw: filing.TooOften, Number: int(wait.Seconds()) + 1}}
	}
	f, err := s.As(filing.ByClock()).Filing(ctx, id)
	if err != nil {
		return err
	}
	doc, err := s.document(ctx, s.db, id, f.Version)
	if err != nil {
		return err
	}
	doc.Complete()
	number := []rune(strings.ToUpper(doc.Entity.Principal.CertificateNumber))
	if secret.Equal(strings.ToUpper(strings.TrimSpace(tail)), string(number[max(0, len(number)-6):])) && len(number) > 0 {
		return s.Forgive(ctx, signatureTries, key)
	}
	hits, err := s.Hits(ctx, signatureTries, key)
	if err != nil {
		return err
	}
	return filing.Problems{{Path: "id_tail", Flaw: filing.IDTailWrong, Number: max(signatureTries.Most-hits, 0)}}
}
