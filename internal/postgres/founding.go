package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/region"
)

// Found gives the system the bureaus of all provinces, which exist by law and not by anybody's typing. What is known
// of a bureau already stays. Public rows of an older release are written anew.
func (s *Store) Found(ctx context.Context) error {
	var codes, names []string
	for _, p := range region.Provinces() {
		codes, names = append(codes, p.Code), append(names, p.BureauName())
	}
	if err := s.freshenPublic(ctx); err != nil {
		return err
	}
	_, err := s.db.Exec(ctx, `
		INSERT INTO bureau (province, name, created_at) SELECT code, name, @now FROM unnest(@codes::text[], @names::text[]) AS b(code, name)
		ON CONFLICT (province) DO NOTHING`, pgx.NamedArgs{"codes": codes, "names": names, "now": s.now()})
	return err
}

// Empty reports whether nobody has worked here yet: no account, no provider, no record, no filing.
func (s *Store) Empty(ctx context.Context) (empty bool, err error) {
	err = s.db.QueryRow(ctx, `
		SELECT NOT EXISTS (SELECT FROM account) AND NOT EXISTS (SELECT FROM provider)
		   AND NOT EXISTS (SELECT FROM entity) AND NOT EXISTS (SELECT FROM filing)`).Scan(&empty)
	return empty, err
}
