package postgres

import (
	"bytes"
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Audience is whom a session cookie is for. Staff and registrants have cookies of their own, so that one browser
// can hold both and neither lasts as long as the other.
type Audience int

// The audiences.
const (
	ForRegistrants Audience = iota
	ForStaff
)

// Visitor is who sends one request: address and browser, and the account of each audience's session. The session
// store fills the accounts when it finds a session and stores them when it saves one.
type Visitor struct {
	Address netip.Addr
	Agent   string
	Account [2]int64 // by Audience; 0: nobody is signed in
	found   [2]string
	data    [2][]byte
}

// Session is the hashed token of the session that was found; it names the session and opens nothing.
func (v *Visitor) Session(who Audience) string { return v.found[who] }

type visitorKey struct{}

// WithVisitor gives the session store its visitor.
func WithVisitor(ctx context.Context, v *Visitor) context.Context {
	return context.WithValue(ctx, visitorKey{}, v)
}

func visitorOf(ctx context.Context) *Visitor {
	if v, ok := ctx.Value(visitorKey{}).(*Visitor); ok {
		return v
	}
	return &Visitor{}
}

// Sessions keeps the browser sessions of one audience. Its methods are those a session manager asks of a store;
// tokens arrive hashed. Expiry follows the real clock, because the manager sets it by that.
type Sessions struct {
	s   *Store
	who Audience
}

// Sessions is the session store of an audience.
func (s *Store) Sessions(who Audience) *Sessions { return &Sessions{s, who} }

// FindCtx reads a live session and tells the visitor whose it is.
func (x *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	var account *int64
	err = x.s.db.QueryRow(ctx, `
		SELECT data, account_id FROM session
		WHERE token = $1 AND audience = $2 AND expires_at > $3`, token, int16(x.who), time.Now()).Scan(&data, &account)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	v := visitorOf(ctx)
	v.found[x.who], v.data[x.who] = token, data
	if account != nil {
		v.Account[x.who] = *account
	}
	return data, true, nil
}

// CommitCtx writes a session with its account, address and browser. One that was found when the request began is only
// updated: if it was revoked in the meantime it stays so. Data that has not changed is left alone, because a request
// that ran beside this one may have written newer.
func (x *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	v := visitorOf(ctx)
	sql := `
		INSERT INTO session (token, audience, account_id, data, address, agent, created_at, seen_at, expires_at)
		VALUES (@token, @audience, nullif(@account::bigint, 0), @data, @address, left(@agent, 200), @now, @now, @expiry)`
	if v.found[x.who] == token {
		sql = `
		UPDATE session SET account_id = nullif(@account::bigint, 0), data = @data, address = @address,
			agent = left(@agent, 200), seen_at = @now, expires_at = @expiry
		WHERE token = @token`
		if bytes.Equal(data, v.data[x.who]) {
			sql = `UPDATE session SET address = @address, agent = left(@agent, 200), seen_at = @now, expires_at = @expiry WHERE token = @token`
		}
	}
	_, err := x.s.db.Exec(ctx, sql, pgx.NamedArgs{"token": token, "audience": int16(x.who), "account": v.Account[x.who],
		"data": data, "address": addressOf(v), "agent": v.Agent, "now": x.s.now(), "expiry": expiry})
	v.found[x.who], v.data[x.who] = token, data
	return err
}

// DeleteCtx ends a session.
func (x *Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := x.s.db.Exec(ctx, `DELETE FROM session WHERE token = $1`, token)
	return err
}

var errNeedsContext = errors.New("postgres: sessions are asked with a context")

// Find is part of the manager's interface and never called by it.
func (x *Sessions) Find(string) ([]byte, bool, error) { return nil, false, errNeedsContext }

// Commit is part of the manager's interface and never called by it.
func (x *Sessions) Commit(string, []byte, time.Time) error { return errNeedsContext }

// Delete is part of the manager's interface and never called by it.
func (x *Sessions) Delete(string) error { return errNeedsContext }

func addressOf(v *Visitor) *netip.Addr {
	if !v.Address.IsValid() {
		return nil
	}
	return &v.Address
}

// Session is one live session of an account, as its owner sees it.
type Session struct {
	Token     string // hashed: names the session, opens nothing
	Address   *netip.Addr
	Agent     string
	CreatedAt time.Time
	SeenAt    time.Time
}

// Sessions lists the desk's own live sessions, the most recent first.
func (d *Desk) Sessions(ctx context.Context) ([]Session, error) {
	return all[Session](ctx, d.s.db, `
		SELECT token, address, agent, created_at, seen_at FROM session
		WHERE account_id = @me AND expires_at > @now ORDER BY seen_at DESC, token`,
		pgx.NamedArgs{"me": d.me.Account, "now": time.Now()})
}

// EndSession ends one of the desk's own sessions.
func (d *Desk) EndSession(ctx context.Context, token string) error {
	tag, err := d.s.db.Exec(ctx, `DELETE FROM session WHERE token = $1 AND account_id = $2`, token, d.me.Account)
	if err == nil && tag.RowsAffected() == 0 {
		return filing.ErrNotFound
	}
	return err
}

// endSessions ends the sessions of an account but one; an empty token ends all.
func (s *Store) endSessions(ctx context.Context, tx pgx.Tx, account int64, but string) error {
	_, err := tx.Exec(ctx, `DELETE FROM session WHERE account_id = $1 AND token <> $2`, account, but)
	return err
}
