package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/secret"
)

// SMSAnswer is what a principal types. Either Link or Mobile finds the row; with
// the link, whoever holds the phone has shown it, and neither mobile nor the
// number's tail is asked again.
type SMSAnswer struct {
	Link   string
	Mobile string
	IDTail string // last six of the certificate number
	Code   string
}

// ConfirmSMS checks an answer; the last principal's moves the filing to the
// bureau. A wrong answer counts only when link or mobile was right.
func (s *Store) ConfirmSMS(ctx context.Context, a SMSAnswer) (Outcome, error) {
	var out Outcome
	var wrong filing.Problems
	err := s.transact(ctx, func(tx pgx.Tx) (err error) {
		row, f, err := s.lockSMS(ctx, tx, a)
		if err != nil {
			return err
		}
		if wrong, err = s.judgeSMS(ctx, tx, row, f, a); err != nil || len(wrong) > 0 {
			return err
		}
		out, err = s.confirmed(ctx, tx, row, f)
		return err
	})
	if err == nil && len(wrong) > 0 {
		err = wrong // after the commit: the try has been counted
	}
	return out, err
}

// lockSMS finds the row and locks its filing first, in the order every other
// step locks.
func (s *Store) lockSMS(ctx context.Context, tx pgx.Tx, a SMSAnswer) (smsRow, Filing, error) {
	var row smsRow
	var err error
	if a.Link != "" {
		row, err = one[smsRow](ctx, tx, `SELECT `+smsColumns+` FROM sms_check WHERE link_hash = @hash`,
			pgx.NamedArgs{"hash": secret.HashToken(a.Link)})
	} else {
		row, err = s.smsRowByMobile(ctx, tx, a.Mobile)
		if errors.Is(err, filing.ErrNotFound) {
			err = filing.Problems{{Path: "mobile", Flaw: filing.MobileWrong}}
		}
	}
	if err != nil {
		return row, Filing{}, err
	}
	f, err := s.As(filing.ByPrincipal()).lock(ctx, tx, row.Filing)
	if err != nil {
		return row, f, err
	}
	row, err = one[smsRow](ctx, tx, `SELECT `+smsColumns+` FROM sms_check WHERE id = @id`, pgx.NamedArgs{"id": row.ID})
	return row, f, err
}

func (s *Store) judgeSMS(ctx context.Context, tx pgx.Tx, row smsRow, f Filing, a SMSAnswer) (filing.Problems, error) {
	switch {
	case row.Confirmed != nil:
		return nil, &filing.TransitionError{State: f.State, Action: filing.ConfirmSMS}
	case row.Closed != nil || f.State != filing.SMSVerification || !s.now().Before(timeOr(f.SMSDue)):
		return filing.Problems{{Path: "code", Flaw: filing.CodeExpired}}, nil
	case row.CodeHash == nil:
		return filing.Problems{{Path: "code", Flaw: filing.TriesUsedUp}}, nil
	}
	var flaw filing.Problem
	switch {
	case !secret.Equal(string(s.codeHash(row.ID, a.Code)), string(row.CodeHash)):
		flaw = filing.Problem{Path: "code", Flaw: filing.CodeWrong}
	case a.Link == "" && !s.tailFits(row, a.IDTail):
		flaw = filing.Problem{Path: "id_tail", Flaw: filing.IDTailWrong}
	default:
		return nil, nil
	}
	return s.countTry(ctx, tx, row, flaw)
}

func (s *Store) tailFits(row smsRow, tail string) bool {
	var p filing.Principal
	if s.unseal(sealPrincipal, row.Principal, &p) != nil {
		return false
	}
	number := []rune(p.CertificateNumber)
	return secret.Equal(strings.ToUpper(strings.TrimSpace(tail)), string(number[max(0, len(number)-6):]))
}

// countTry counts a wrong answer; the fifth voids the code.
func (s *Store) countTry(ctx context.Context, tx pgx.Tx, row smsRow, p filing.Problem) (filing.Problems, error) {
	p.Number = smsTries - row.Tries - 1
	if p.Number <= 0 {
		p.Path, p.Flaw = "code", filing.TriesUsedUp
	}
	_, err := tx.Exec(ctx, `UPDATE sms_check SET tries = tries + 1, code_hash = CASE WHEN $2 THEN NULL ELSE code_hash END WHERE id = $1`,
		row.ID, p.Number <= 0)
	return filing.Problems{p}, err
}

func (s *Store) confirmed(ctx context.Context, tx pgx.Tx, row smsRow, f Filing) (Outcome, error) {
	if _, err := tx.Exec(ctx, `UPDATE sms_check SET confirmed_at = $2, code_hash = NULL WHERE id = $1`, row.ID, s.now()); err != nil {
		return Outcome{}, err
	}
	d := s.As(filing.ByPrincipal())
	facts, err := d.facts(ctx, tx, f)
	if err != nil {
		return Outcome{}, err
	}
	return d.take(ctx, tx, f, facts, Move{Action: filing.ConfirmSMS})
}
