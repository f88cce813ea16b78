package postgres

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// Notice is an announcement (公告) of the ministry, a bureau or a provider.
type Notice struct {
	ID          int64     `db:"id"`
	Province    string    `db:"province"`
	ProviderID  int64     `db:"provider_id"`
	Title       string    `db:"title"`
	Body        string    `db:"body"`
	Pinned      bool      `db:"pinned"`
	PublishedAt time.Time `db:"published_at"`

	Files []NoticeFile `db:"-"` // of one that is published
}

const noticeColumns = `id, coalesce(province, '') AS province, coalesce(provider_id, 0) AS provider_id, title, body, pinned, published_at`

// Notices lists what one publisher has announced, pinned ones first: of a
// province, of a provider, or with neither of the ministry. before continues a
// list after the id shown last; 0 begins it.
func (d *Desk) Notices(ctx context.Context, province string, provider int64, before int64, limit int) ([]Notice, error) {
	return all[Notice](ctx, d.s.db, `
		SELECT `+noticeColumns+` FROM notice
		WHERE removed_at IS NULL AND published_at <= @now
		  AND coalesce(province, '') = @province AND coalesce(provider_id, 0) = @provider
		  AND (@before = 0 OR id < @before)
		ORDER BY (@before = 0 AND pinned) DESC, id DESC LIMIT @limit`,
		d.args(pgx.NamedArgs{"province": province, "provider": provider, "before": before, "limit": limit}))
}

// PlannedNotices lists what the actor's organisation has announced for a later day, the nearest first.
func (d *Desk) PlannedNotices(ctx context.Context) ([]Notice, error) {
	if !d.me.Staff() {
		return nil, filing.ErrNotFound
	}
	return all[Notice](ctx, d.s.db, `
		SELECT `+noticeColumns+` FROM notice
		WHERE removed_at IS NULL AND published_at > @now
		  AND coalesce(province, '') = @my_province AND coalesce(provider_id, 0) = @my_provider
		ORDER BY published_at, id LIMIT 100`, d.args(pgx.NamedArgs{}))
}

// Notice is one announcement.
func (d *Desk) Notice(ctx context.Context, id int64) (Notice, error) {
	return one[Notice](ctx, d.s.db, `SELECT `+noticeColumns+` FROM notice WHERE id = @id AND removed_at IS NULL AND published_at <= @now`,
		d.args(pgx.NamedArgs{"id": id}))
}

// Limits of an announcement in characters.
const (
	titleLimit = 100
	bodyLimit  = 20000
)

// plannedFor is how far ahead something may be announced.
const plannedFor = 366 * 24 * time.Hour

// Publish announces something in the name of the actor's organisation, now or at a later time.
func (d *Desk) Publish(ctx context.Context, n Notice) (int64, error) {
	if !d.me.Staff() || !d.me.Is(filing.Admin, filing.Chief) {
		return 0, filing.ErrNotFound
	}
	var problems filing.Problems
	if strings.TrimSpace(n.Title) == "" {
		problems = append(problems, filing.Problem{Path: "title", Flaw: filing.Missing})
	}
	if strings.TrimSpace(n.Body) == "" {
		problems = append(problems, filing.Problem{Path: "body", Flaw: filing.Missing})
	}
	if utf8.RuneCountInString(n.Title) > titleLimit {
		problems = append(problems, filing.Problem{Path: "title", Flaw: filing.TooLong, Number: titleLimit})
	}
	if utf8.RuneCountInString(n.Body) > bodyLimit {
		problems = append(problems, filing.Problem{Path: "body", Flaw: filing.TooLong, Number: bodyLimit})
	}
	at := d.s.now()
	if !n.PublishedAt.IsZero() {
		if n.PublishedAt.Before(calendar.DateOf(at).Time()) {
			problems = append(problems, filing.Problem{Path: "from", Flaw: filing.Passed})
		} else if n.PublishedAt.After(at.Add(plannedFor)) {
			problems = append(problems, filing.Problem{Path: "from", Flaw: filing.Malformed})
		}
		if n.PublishedAt.After(at) {
			at = n.PublishedAt
		}
	}
	if err := problems.Or(); err != nil {
		return 0, err
	}
	var id int64
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			INSERT INTO notice (province, provider_id, title, body, pinned, author_id, published_at, made_at)
			VALUES (nullif(@my_province, ''), nullif(@my_provider, 0), @title, @body, @pinned, @me, @at, @now) RETURNING id`,
			d.args(pgx.NamedArgs{"at": at, "title": n.Title, "body": n.Body, "pinned": n.Pinned})).Scan(&id)
		if err != nil {
			return err
		}
		return addNoticeFiles(ctx, tx, id, n.Files)
	})
	return id, err
}

// TakeDown ends an announcement of the actor's organisation.
func (d *Desk) TakeDown(ctx context.Context, id int64) error {
	if !d.me.Staff() || !d.me.Is(filing.Admin, filing.Chief) {
		return filing.ErrNotFound
	}
	tag, err := d.s.db.Exec(ctx, `
		UPDATE notice SET removed_at = @now WHERE id = @id AND removed_at IS NULL
		  AND coalesce(province, '') = @my_province AND coalesce(provider_id, 0) = @my_provider`, d.args(pgx.NamedArgs{"id": id}))
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.ErrNotFound
	}
	return err
}
