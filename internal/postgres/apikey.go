package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/secret"
)

// Scope is what a key of a provider's program may do.
type Scope string

// The scopes.
const (
	ScopeFilings   Scope = "filings"   // file, correct and forward
	ScopeMaterials Scope = "materials" // upload and read papers
	ScopeFeed      Scope = "feed"      // read results and acknowledge them
	ScopeCustomers Scope = "customers" // read the own customers in the register
)

// Scopes lists every scope.
var Scopes = []Scope{ScopeFilings, ScopeMaterials, ScopeFeed, ScopeCustomers}

const (
	keyMark   = "bk_" // so that scanners of leaked secrets know one
	keyLife   = 2     // years at most
	keysAtAll = 50    // of one provider, alive
)

// APIKey is one key without its secret.
type APIKey struct {
	ID         int64      `db:"id"`
	Name       string     `db:"name"`
	Scopes     []Scope    `db:"scopes"`
	Start      string     `db:"start"`
	By         string     `db:"by"`
	ExpiresAt  time.Time  `db:"expires_at"`
	CreatedAt  time.Time  `db:"created_at"`
	LastUsedAt *time.Time `db:"last_used_at"`
	RevokedAt  *time.Time `db:"revoked_at"`
}

// NewKey is a key as it is asked for; Until is its last day, 2006-01-02.
type NewKey struct {
	Name   string
	Scopes []Scope
	Until  string
}

// machines holds keys and webhooks to the administrators of the own provider.
func (d *Desk) machines() error {
	if d.me.Tier != filing.Provider || !d.me.Is(filing.Admin) {
		return filing.ErrNotFound
	}
	return nil
}

// CreateKey makes a key and gives its secret, which is never to be seen again.
func (d *Desk) CreateKey(ctx context.Context, n NewKey) (token string, err error) {
	if err := d.machines(); err != nil {
		return "", err
	}
	until, found := d.readKey(&n)
	if err := found.Or(); err != nil {
		return "", err
	}
	token = keyMark + secret.Token()
	tag, err := d.s.db.Exec(ctx, `
		INSERT INTO api_key (provider_id, name, scopes, start, hash, expires_at, created_by, created_at)
		SELECT @my_provider, @name, @scopes, @start, @hash, @until, @me, @now
		WHERE (SELECT count(*) FROM api_key WHERE provider_id = @my_provider AND revoked_at IS NULL) < @most`,
		d.args(pgx.NamedArgs{"name": n.Name, "scopes": n.Scopes, "start": token[:9], "hash": secret.HashToken(token), "until": until, "most": keysAtAll}))
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.Problems{{Path: "name", Flaw: filing.TooMany, Number: keysAtAll}}
	}
	return token, err
}

// readKey gives the end of the last day.
func (d *Desk) readKey(n *NewKey) (until time.Time, found filing.Problems) {
	found = tidy([]said{{"name", &n.Name, true, shortLimit}})
	if len(n.Scopes) == 0 {
		found = append(found, filing.Problem{Path: "scopes", Flaw: filing.Missing})
	}
	for _, s := range n.Scopes {
		if !slices.Contains(Scopes, s) {
			found = append(found, filing.Problem{Path: "scopes", Flaw: filing.NotListed})
			break
		}
	}
	day, err := calendar.ParseDate(strings.TrimSpace(n.Until))
	today := calendar.DateOf(d.s.now())
	switch {
	case n.Until == "":
		found = append(found, filing.Problem{Path: "until", Flaw: filing.Missing})
	case err != nil || day.Before(today):
		found = append(found, filing.Problem{Path: "until", Flaw: filing.PastDay})
	case day.After(calendar.DateOf(d.s.now().AddDate(keyLife, 0, 0))):
		found = append(found, filing.Problem{Path: "until", Flaw: filing.TooFar, Number: keyLife})
	}
	if len(found) > 0 {
		return until, found
	}
	return day.AddDays(1).Time(), nil
}

// Keys lists the keys of the actor's provider, newest first.
func (d *Desk) Keys(ctx context.Context) ([]APIKey, error) {
	if err := d.machines(); err != nil {
		return nil, err
	}
	return all[APIKey](ctx, d.s.db, `
		SELECT k.id, k.name, k.scopes, k.start, a.name AS by, k.expires_at, k.created_at, k.last_used_at, k.revoked_at
		FROM api_key k JOIN account a ON a.id = k.created_by WHERE k.provider_id = @my_provider ORDER BY k.revoked_at IS NOT NULL, k.id DESC LIMIT 200`,
		d.args(nil))
}

// RevokeKey ends a key at once.
func (d *Desk) RevokeKey(ctx context.Context, id int64) error {
	if err := d.machines(); err != nil {
		return err
	}
	tag, err := d.s.db.Exec(ctx, `UPDATE api_key SET revoked_at = @now WHERE id = @id AND provider_id = @my_provider AND revoked_at IS NULL`,
		d.args(pgx.NamedArgs{"id": id}))
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.ErrNotFound
	}
	return err
}

// KeyActor is who a key speaks for, and what it may do. ErrNotFound: unknown, expired or revoked, its maker's account is
// disabled, or the provider is suspended; the reasons are not told apart.
func (s *Store) KeyActor(ctx context.Context, token string) (filing.Actor, []Scope, error) {
	if !strings.HasPrefix(token, keyMark) {
		return filing.Actor{}, nil, filing.ErrNotFound
	}
	var account, provider int64
	var name string
	var scopes []Scope
	err := s.db.QueryRow(ctx, `
		UPDATE api_key k SET last_used_at = @now FROM account a, provider p
		WHERE k.hash = @hash AND k.revoked_at IS NULL AND k.expires_at > @now
		  AND a.id = k.created_by AND a.disabled_at IS NULL AND p.id = k.provider_id AND p.suspended_at IS NULL
		RETURNING a.id, p.id, k.name, k.scopes`, pgx.NamedArgs{"hash": secret.HashToken(token), "now": s.now()}).
		Scan(&account, &provider, &name, &scopes)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.ErrNotFound
	}
	return filing.Actor{Account: account, Tier: filing.Provider, Role: filing.Verifier, Provider: provider, Name: name}, scopes, err
}
