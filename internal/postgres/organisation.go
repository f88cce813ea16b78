package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// BureauOffice is one provincial bureau (省通信管理局) and how it works.
type BureauOffice struct {
	Province   string `db:"province"`
	Name       string `db:"name"`
	Phone      string `db:"phone"`
	Address    string `db:"address"`
	Hours      string `db:"hours"`
	SMS        bool   `db:"sms"`         // 短信核验 comes before the review
	TwoPersons bool   `db:"two_persons"` // 初审 and 复审
}

const bureauColumns = `province, name, phone, address, hours, sms, two_persons`

// Bureaus lists every bureau that works on the system, in the order of codes.
func (d *Desk) Bureaus(ctx context.Context) ([]BureauOffice, error) {
	return all[BureauOffice](ctx, d.s.db, `SELECT `+bureauColumns+` FROM bureau ORDER BY province`, nil)
}

// BureauOf is the bureau of one province.
func (d *Desk) BureauOf(ctx context.Context, province string) (BureauOffice, error) {
	return one[BureauOffice](ctx, d.s.db, `SELECT `+bureauColumns+` FROM bureau WHERE province = @province`,
		pgx.NamedArgs{"province": province})
}

// SetBureau creates a bureau or changes what is known of it. The ministry's
// administrators create; a bureau's own administrator changes its own.
func (d *Desk) SetBureau(ctx context.Context, b BureauOffice) error {
	mine := d.me.Tier == filing.Bureau && d.me.Is(filing.Admin) && d.me.Province == b.Province
	if !mine && !(d.me.Tier == filing.Ministry && d.me.Is(filing.Admin)) {
		return filing.ErrNotFound
	}
	if err := b.check().Or(); err != nil {
		return err
	}
	_, err := d.s.db.Exec(ctx, `
		INSERT INTO bureau (province, name, phone, address, hours, sms, two_persons, created_at)
		VALUES (@province, @name, @phone, @address, @hours, @sms, @two, @now)
		ON CONFLICT (province) DO UPDATE SET name = excluded.name, phone = excluded.phone, address = excluded.address,
		    hours = excluded.hours, sms = excluded.sms, two_persons = excluded.two_persons`,
		d.args(pgx.NamedArgs{"province": b.Province, "name": b.Name, "phone": b.Phone, "address": b.Address,
			"hours": b.Hours, "sms": b.SMS, "two": b.TwoPersons}))
	return err
}

// AccessProvider is one access provider (接入服务商).
type AccessProvider struct {
	ID              int64      `db:"id"`
	Slug            string     `db:"slug"`
	Name            string     `db:"name"`
	Licence         string     `db:"licence"`
	LicenceProvince string     `db:"licence_province"` // empty: nationwide
	Province        string     `db:"province"`         // of its seat
	Phone           string     `db:"phone"`
	Address         string     `db:"address"`
	Intro           string     `db:"intro"`
	Methods         []int      `db:"methods"`
	SuspendedAt     *time.Time `db:"suspended_at"`
}

const providerColumns = `id, slug, name, licence, coalesce(licence_province, '') AS licence_province, province, phone, address, intro, methods, suspended_at`

// ProviderSearch narrows the list of providers (自行备案导航).
type ProviderSearch struct {
	Province  string   // only those who may file for it
	Method    int      // only those who offer it
	Words     []string // every one is in the name
	Suspended bool     // suspended ones too
}

// Providers lists access providers by name.
func (d *Desk) Providers(ctx context.Context, s ProviderSearch) ([]AccessProvider, error) {
	words := make([]string, 0, len(s.Words))
	for _, w := range s.Words {
		words = append(words, "%"+escapeLike(w)+"%")
	}
	return all[AccessProvider](ctx, d.s.db, `
		SELECT `+providerColumns+` FROM provider
		WHERE (@province = '' OR licence_province IS NULL OR licence_province = @province)
		  AND (@method = 0 OR @method = ANY(methods))
		  AND name LIKE ALL(@words::text[])
		  AND (@suspended OR suspended_at IS NULL)
		  AND (@province = '' OR @suspended OR NOT EXISTS (SELECT FROM provider_suspension x WHERE x.provider_id = provider.id AND x.province = @province AND x.resumed_at IS NULL))
		ORDER BY name COLLATE "C"`,
		pgx.NamedArgs{"province": s.Province, "method": s.Method, "words": words, "suspended": s.Suspended})
}

// Provider is one provider by its id.
func (d *Desk) Provider(ctx context.Context, id int64) (AccessProvider, error) {
	return one[AccessProvider](ctx, d.s.db, `SELECT `+providerColumns+` FROM provider WHERE id = @id`, pgx.NamedArgs{"id": id})
}

// ProviderBySlug is one provider by the name in its address.
func (d *Desk) ProviderBySlug(ctx context.Context, slug string) (AccessProvider, error) {
	return one[AccessProvider](ctx, d.s.db, `SELECT `+providerColumns+` FROM provider WHERE slug = @slug`, pgx.NamedArgs{"slug": slug})
}

// AddProvider licenses a provider. Only the ministry's administrators may.
func (d *Desk) AddProvider(ctx context.Context, p AccessProvider) (int64, error) {
	if d.me.Tier != filing.Ministry || !d.me.Is(filing.Admin) {
		return 0, filing.ErrNotFound
	}
	if err := p.check().Or(); err != nil {
		return 0, err
	}
	var id int64
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			INSERT INTO provider (slug, name, licence, licence_province, province, phone, address, intro, methods, created_at)
			VALUES (@slug, @name, @licence, nullif(@limited, ''), @province, @phone, @address, @intro, @methods, @now) RETURNING id`,
			d.args(p.args())).Scan(&id)
	})
	return id, p.clash(err)
}

// Suspend stops or resumes a provider; its staff lose access with their next
// request.
func (d *Desk) Suspend(ctx context.Context, provider int64, suspended bool) error {
	if d.me.Tier != filing.Ministry || !d.me.Is(filing.Admin) {
		return filing.ErrNotFound
	}
	tag, err := d.s.db.Exec(ctx, `UPDATE provider SET suspended_at = CASE WHEN @on THEN coalesce(suspended_at, @now) END WHERE id = @id`,
		d.args(pgx.NamedArgs{"id": provider, "on": suspended}))
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.ErrNotFound
	}
	return err
}

func orEmpty(list []int) []int {
	if list == nil {
		return []int{}
	}
	return list
}
