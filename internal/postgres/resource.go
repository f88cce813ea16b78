package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/secret"
)

const (
	sealResource     = "resource"
	sealResourceCode = "resource_code"
	indexResource    = "resource_code"
)

// Resource (接入资源) is what a provider has sold to a customer: where servers are reached. Code (授权码) lets whoever
// bought it use it in a filing.
type Resource struct {
	ID         int64         `db:"id"`
	ProviderID int64         `db:"provider_id"`
	Customer   string        `db:"customer"` // the provider's own customer id
	Holder     string        `db:"-"`        // account, mobile or address of the buyer, as given
	Method     int           `db:"method"`
	Dynamic    bool          `db:"dynamic"`
	IPs        []string      `db:"ips"`
	Places     []string      `db:"places"`
	Note       string        `db:"note"`
	Code       string        `db:"-"`
	ValidUntil calendar.Date `db:"valid_until"` // the last day; zero: no end
	CreatedAt  time.Time     `db:"created_at"`
	EndedAt    *time.Time    `db:"ended_at"`

	SealedHolder []byte `db:"holder"`
	SealedCode   []byte `db:"code"`
}

const resourceColumns = `r.id, r.provider_id, r.customer, r.holder, r.method, r.dynamic, r.ips, r.places, r.note, r.code, r.valid_until,
	r.created_at, r.ended_at`

// Fill puts what the resource says into an access.
func (r Resource) Fill(a *filing.Access) {
	a.Resource, a.Method, a.Dynamic, a.IPs, a.Places = r.ID, r.Method, r.Dynamic, r.IPs, r.Places
}

// NewResource is one as it is typed or imported.
type NewResource struct {
	Customer, Holder, Note string
	Access                 filing.Access // method, addresses and places
	ValidUntil             string        // 2006-01-02; empty: no end
}

// buyer is how the owner of a resource is recognised.
type buyer struct {
	account       int64
	mobile, email []byte
}

// AddResource keeps one more resource of the actor's provider. Its addresses lie in ranges already filed.
func (d *Desk) AddResource(ctx context.Context, n NewResource) (Resource, error) {
	if d.me.Tier != filing.Provider {
		return Resource{}, filing.ErrNotFound
	}
	var r Resource
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		until, who, err := d.readResource(ctx, tx, &n)
		if err != nil {
			return err
		}
		r, err = d.insertResource(ctx, tx, n, until, who)
		return err
	})
	return r, err
}

func (d *Desk) insertResource(ctx context.Context, tx pgx.Tx, n NewResource, until calendar.Date, who buyer) (Resource, error) {
	code := secret.ResourceCode()
	r, err := one[Resource](ctx, tx, `
		INSERT INTO resource AS r (provider_id, customer, holder, owner_id, mobile_index, email_index, method, dynamic, ips, places, note,
		                           code, code_index, valid_until, created_by, created_at)
		VALUES (@my_provider, @customer, @holder, nullif(@owner, 0), @mobile, @email, @method, @dynamic, @ips, @places, @note,
		        @code, @code_index, @until, @me, @now) RETURNING `+resourceColumns,
		d.args(pgx.NamedArgs{"customer": n.Customer, "holder": d.s.sealed(sealResource, n.Holder), "owner": who.account, "mobile": who.mobile,
			"email": who.email, "method": n.Access.Method, "dynamic": n.Access.Dynamic, "ips": orNone(n.Access.IPs), "places": n.Access.Places,
			"note": n.Note, "code": d.s.sealed(sealResourceCode, code), "code_index": d.s.indexed(indexResource, code), "until": until}))
	if err != nil {
		return r, err
	}
	return r, d.s.openResource(&r)
}

// readResource normalises what was typed, with paths that are the controls' names.
func (d *Desk) readResource(ctx context.Context, tx pgx.Tx, n *NewResource) (until calendar.Date, who buyer, err error) {
	found := tidy([]said{{"customer", &n.Customer, true, 60}, {"holder", &n.Holder, false, shortLimit}, {"note", &n.Note, false, shortLimit}})
	for _, p := range filing.CheckAccess(&n.Access) {
		p.Path = controlOf[p.Path.Field()]
		found = append(found, p)
	}
	outside, err := d.s.outside(ctx, tx, d.me.Provider, n.Access.IPs)
	if err != nil {
		return until, who, err
	}
	for _, ip := range outside {
		found = append(found, filing.Problem{Path: "ips", Flaw: filing.OutsideProvider, Text: ip})
	}
	if n.ValidUntil = strings.TrimSpace(n.ValidUntil); n.ValidUntil != "" {
		until, err = calendar.ParseDate(n.ValidUntil)
		if err != nil || until.Before(calendar.DateOf(d.s.now())) {
			found = append(found, filing.Problem{Path: "valid_until", Flaw: filing.PastDay})
		}
	}
	who, problems, err := d.buyerOf(ctx, tx, n.Holder)
	if err != nil {
		return until, who, err
	}
	return until, who, append(found, problems...).Or()
}

var controlOf = map[filing.Field]filing.Path{filing.AccessMethod: "method", filing.AccessDynamic: "dynamic", filing.AccessIPs: "ips",
	filing.AccessPlaces: "places", filing.AccessRemark: "note"}

// buyerOf reads whom a resource was sold to: a mobile, an address, or the name of an account. Nobody in particular is
// possible: then the code alone opens it.
func (d *Desk) buyerOf(ctx context.Context, q DB, holder string) (b buyer, found filing.Problems, err error) {
	if holder == "" {
		return b, nil, nil
	}
	if mobile, err := ident.Mobile(holder); err == nil {
		b.mobile = d.s.indexed(indexMobile, mobile)
		return b, nil, nil
	}
	if strings.Contains(holder, "@") {
		address, err := ident.Email(holder)
		if err != nil {
			return b, filing.Problems{malformed("holder", err)}, nil
		}
		b.email = d.s.indexed(indexEmail, address)
		return b, nil, nil
	}
	if key, wrong := ident.UserName(holder); wrong == nil {
		_, b.account, err = holderOf(ctx, q, key)
	}
	if err == nil && b.account == 0 {
		found = filing.Problems{{Path: "holder", Flaw: filing.NoSuchAccount, Text: holder}}
	}
	return b, found, err
}

func holderOf(ctx context.Context, q DB, key string) (string, int64, error) {
	return holder(ctx, q, `SELECT user_name, id FROM account WHERE user_name_key = @key AND tier = 'registrant' AND disabled_at IS NULL`,
		pgx.NamedArgs{"key": key})
}

func (s *Store) openResource(r *Resource) (err error) {
	if r.Holder, err = s.openString(sealResource, r.SealedHolder); err != nil {
		return err
	}
	r.Code, err = s.openString(sealResourceCode, r.SealedCode)
	r.SealedHolder, r.SealedCode = nil, nil
	return err
}

// ResourceSearch narrows the list of a provider's resources.
type ResourceSearch struct {
	Customer string // or one of its addresses
	Before   int64  // the page after this one; 0: the first
	Limit    int
}

// Resources lists those of the actor's provider that have not been ended, newest first.
func (d *Desk) Resources(ctx context.Context, s ResourceSearch) ([]Resource, error) {
	if d.me.Tier != filing.Provider {
		return nil, nil
	}
	list, err := all[Resource](ctx, d.s.db, `
		SELECT `+resourceColumns+` FROM resource r
		WHERE r.provider_id = @my_provider AND r.ended_at IS NULL AND (@before = 0 OR r.id < @before)
		  AND (@words = '' OR r.customer = @words OR @words = ANY(r.ips))
		ORDER BY r.id DESC LIMIT @limit`, d.args(pgx.NamedArgs{"before": s.Before, "words": s.Customer, "limit": s.Limit}))
	for i := range list {
		if err == nil {
			err = d.s.openResource(&list[i])
		}
	}
	return list, err
}

// EndResource takes a resource out of use; filings that have been submitted with it stay as they are.
func (d *Desk) EndResource(ctx context.Context, id int64) error {
	return d.changeResource(ctx, `UPDATE resource SET ended_at = @now WHERE id = @id AND provider_id = @my_provider AND ended_at IS NULL`, id, nil)
}

// RenewResourceCode gives a resource a new authorisation code; the old one opens nothing any more.
func (d *Desk) RenewResourceCode(ctx context.Context, id int64) error {
	code := secret.ResourceCode()
	return d.changeResource(ctx, `
		UPDATE resource SET code = @code, code_index = @index WHERE id = @id AND provider_id = @my_provider AND ended_at IS NULL`, id,
		pgx.NamedArgs{"code": d.s.sealed(sealResourceCode, code), "index": d.s.indexed(indexResource, code)})
}

func (d *Desk) changeResource(ctx context.Context, sql string, id int64, args pgx.NamedArgs) error {
	if d.me.Tier != filing.Provider {
		return filing.ErrNotFound
	}
	all := d.args(args)
	all["id"] = id
	tag, err := d.s.db.Exec(ctx, sql, all)
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.ErrNotFound
	}
	return err
}
