package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/secret"
)

// PublicProgress finds a filing by its receipt (受理号) and the last four digits of the mobile of its entity's principal,
// or of the account that filed it. A wrong receipt and a wrong mobile are the same ErrNotFound; drafts have no
// progress. Nothing personal of what it returns may be shown.
func (s *Store) PublicProgress(ctx context.Context, receipt, tail string) (Filing, filing.Facts, error) {
	d := s.As(filing.Actor{Tier: filing.Ministry}) // sees every filing that is not a draft
	f, err := d.FilingByReceipt(ctx, receipt)
	if err != nil && !errors.Is(err, filing.ErrNotFound) {
		return Filing{}, filing.Facts{}, err
	}
	found := err == nil && f.SubmittedAt != nil
	ends, err := s.mobileEnds(ctx, f)
	if err != nil {
		return Filing{}, filing.Facts{}, err
	}
	fits := false
	for _, end := range ends {
		fits = secret.Equal(end, tail) || fits
	}
	if !found || !fits {
		return Filing{}, filing.Facts{}, filing.ErrNotFound
	}
	facts, err := d.Facts(ctx, f)
	return f, facts, err
}

// mobileEnds are the last four digits that open a filing's progress.
func (s *Store) mobileEnds(ctx context.Context, f Filing) ([]string, error) {
	var ends []string
	if f.ID == 0 {
		return nil, nil
	}
	doc, err := s.document(ctx, s.db, f.ID, f.Version)
	if err != nil {
		return nil, err
	}
	for _, m := range doc.Entity.Principal.Mobiles {
		ends = append(ends, lastFour(m))
	}
	var sealed []byte
	err = s.db.QueryRow(ctx, `SELECT mobile FROM account WHERE id = $1`, f.OwnerID).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return ends, nil
	}
	if err != nil {
		return nil, err
	}
	mobile, err := s.openString(sealMobile, sealed)
	if mobile != "" {
		ends = append(ends, lastFour(mobile))
	}
	return ends, err
}

func lastFour(mobile string) string {
	digits := []rune(strings.TrimSpace(mobile))
	return string(digits[max(0, len(digits)-4):])
}
