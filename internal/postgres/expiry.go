package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/message"
)

// ExpirySubject is what ends.
type ExpirySubject string

// The subjects. A site has its own principal's certificate and its domains.
const (
	ExpiryEntity        ExpirySubject = "entity"         // 主办单位证件
	ExpiryPrincipal     ExpirySubject = "principal"      // 主体负责人证件
	ExpirySitePrincipal ExpirySubject = "site_principal" // 网站负责人证件
	ExpiryDomain        ExpirySubject = "domain"         // 域名, the first of the site's that ends
)

// Expiry is one day on which something ends.
type Expiry struct {
	Subject ExpirySubject `db:"subject"`
	Site    int64         `db:"site_id"` // 0 for the entity's own
	Until   calendar.Date `db:"until"`   // the last day
}

// ExpiryDays are the days ahead of an end on which its owner is reminded.
var ExpiryDays = []int{90, 30, 7}

// Expiries lists the days that are kept for an entity the actor may see.
func (d *Desk) Expiries(ctx context.Context, entity int64) ([]Expiry, error) {
	if _, _, err := d.Entity(ctx, entity); err != nil {
		return nil, err
	}
	return all[Expiry](ctx, d.s.db, `SELECT subject, site_id, until FROM expiry WHERE entity_id = @entity ORDER BY until, subject, site_id`,
		pgx.NamedArgs{"entity": entity})
}

// SetExpiries keeps the days of an entity the actor acts for; an empty day forgets it.
// A day that changes is reminded of anew.
func (d *Desk) SetExpiries(ctx context.Context, entity int64, list []Expiry) error {
	if d.me.Tier != filing.Registrant {
		return filing.ErrNotFound
	}
	if _, err := d.openingOwner(ctx, d.s.db, entity); err != nil {
		return err
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		for _, e := range list {
			args := d.args(pgx.NamedArgs{"entity": entity, "subject": e.Subject, "site": e.Site, "until": e.Until})
			sql := `
				INSERT INTO expiry (entity_id, subject, site_id, until, set_by, set_at)
				SELECT @entity, @subject, @site, @until, @me, @now
				WHERE @site::bigint = 0 OR EXISTS (SELECT FROM site s WHERE s.id = @site AND s.entity_id = @entity)
				ON CONFLICT (entity_id, subject, site_id) DO UPDATE SET until = excluded.until, set_by = excluded.set_by, set_at = excluded.set_at,
				       reminded = CASE WHEN expiry.until = excluded.until THEN expiry.reminded END`
			if e.Until.IsZero() {
				sql = `DELETE FROM expiry WHERE entity_id = @entity AND subject = @subject AND site_id = @site`
			}
			if _, err := tx.Exec(ctx, sql, args); err != nil {
				return err
			}
		}
		return nil
	})
}

// expiryDue says that a letter @ahead days before the end is due and has not gone out,
// about what is still in force.
const expiryDue = `x.until - @today::date BETWEEN 0 AND @ahead AND coalesce(x.reminded > @ahead, true)
	AND EXISTS (SELECT FROM entity e WHERE e.id = x.entity_id AND e.cancelled_at IS NULL)
	AND (x.site_id = 0 OR EXISTS (SELECT FROM site s WHERE s.id = x.site_id AND s.cancelled_at IS NULL))`

type expiryKey struct {
	Entity  int64         `db:"entity_id"`
	Subject ExpirySubject `db:"subject"`
	Site    int64         `db:"site_id"`
}

// RemindExpiry writes to the accounts of entities 90, 30 and 7 days before something
// ends, once each. Whoever enters a day that is nearer gets the nearest letter only.
func (s *Store) RemindExpiry(ctx context.Context) (int, error) {
	n := 0
	for i := len(ExpiryDays) - 1; i >= 0; i-- {
		args := pgx.NamedArgs{"today": calendar.DateOf(s.now()), "ahead": ExpiryDays[i], "most": perTick}
		due, err := all[expiryKey](ctx, s.db, `SELECT x.entity_id, x.subject, x.site_id FROM expiry x WHERE `+expiryDue+` ORDER BY x.until LIMIT @most`, args)
		if err != nil {
			return n, err
		}
		for _, key := range due {
			told, err := s.remindExpiry(ctx, key, ExpiryDays[i])
			if err != nil {
				return n, err
			}
			n += told
		}
	}
	return n, nil
}

func (s *Store) remindExpiry(ctx context.Context, key expiryKey, ahead int) (told int, err error) {
	err = s.transact(ctx, func(tx pgx.Tx) error {
		var until calendar.Date
		var number, site string
		err := tx.QueryRow(ctx, `UPDATE expiry x SET reminded = @ahead WHERE x.entity_id = @entity AND x.subject = @subject AND x.site_id = @site AND `+expiryDue+`
			RETURNING x.until, (SELECT number FROM entity e WHERE e.id = x.entity_id), coalesce((SELECT names[1] FROM site s WHERE s.id = x.site_id), '')`,
			pgx.NamedArgs{"today": calendar.DateOf(s.now()), "ahead": ahead, "entity": key.Entity, "subject": key.Subject, "site": key.Site}).
			Scan(&until, &number, &site)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // another node has done it
		}
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT account_id FROM entity_account WHERE entity_id = $1`, key.Entity)
		if err != nil {
			return err
		}
		accounts, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		l := message.Expiring(number, key.Subject.what(site), until.Time(), s.url(fmt.Sprintf("/my/entities/%d", key.Entity)))
		for _, account := range accounts {
			if err := s.sayToAccount(ctx, tx, account, 0, l); err != nil {
				return err
			}
		}
		told = 1
		return nil
	})
	return told, err
}

// what names what ends, for a letter.
func (s ExpirySubject) what(site string) string {
	switch s {
	case ExpiryEntity:
		return "主办者的证件"
	case ExpiryPrincipal:
		return "主体负责人的证件"
	case ExpirySitePrincipal:
		return "“" + site + "”负责人的证件"
	default:
		return "“" + site + "”的域名"
	}
}

// validUntil is the last day of what a paper shows, when its owner has told it; zero
// when not.
func (d *Desk) validUntil(ctx context.Context, q DB, entity int64, p filing.Paper, site int64) (until calendar.Date, err error) {
	subject := ExpirySubject("")
	switch p.Slot {
	case filing.SlotEntity:
		subject, site = ExpiryEntity, 0
	case filing.SlotPrincipalFront, filing.SlotPrincipalBack:
		subject, site = ExpiryPrincipal, 0
	case filing.SlotSiteFront, filing.SlotSiteBack:
		subject = ExpirySitePrincipal
	default:
		return until, nil
	}
	err = q.QueryRow(ctx, `SELECT until FROM expiry WHERE entity_id = $1 AND subject = $2 AND site_id = $3`, entity, subject, site).Scan(&until)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return until, err
}
