package postgres

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/secret"
)

// resourceTries is how often an account may be wrong about authorisation codes (授权码) in an hour.
var resourceTries = Rate{Name: "resource_code", Most: 10, Window: time.Hour}

// offers are the resources of a filing's provider that its owner bought: by account, by a mobile or an address that is
// proved, or by having shown a code of the same customer.
const offers = `
	FROM resource r WHERE r.provider_id = @provider AND r.ended_at IS NULL AND (r.valid_until IS NULL OR r.valid_until >= @today)
	  AND (r.owner_id = @owner
	       OR r.mobile_index = (SELECT mobile_index FROM account WHERE id = @owner AND mobile_verified_at IS NOT NULL)
	       OR r.email_index = (SELECT email_index FROM account WHERE id = @owner AND email_verified_at IS NOT NULL)
	       OR r.customer = ANY(ARRAY(SELECT c.customer FROM resource_customer c WHERE c.account_id = @owner AND c.provider_id = @provider)))`

// Offers lists the resources that the owner of a filing may fill its accesses with, oldest first.
func (d *Desk) Offers(ctx context.Context, f Filing) ([]Resource, error) {
	return d.offers(ctx, d.s.db, f)
}

func (d *Desk) offers(ctx context.Context, q DB, f Filing) ([]Resource, error) {
	if f.ProviderID == 0 || f.OwnerID == 0 {
		return nil, nil
	}
	return all[Resource](ctx, q, `SELECT `+resourceColumns+offers+` ORDER BY r.id LIMIT 100`,
		pgx.NamedArgs{"provider": f.ProviderID, "owner": f.OwnerID, "today": calendar.DateOf(d.s.now())})
}

// ShowResourceCode takes an authorisation code of the filing's provider: from then on its customer's resources are the
// account's too. Tries are limited, and what is left is told.
func (d *Desk) ShowResourceCode(ctx context.Context, id int64, code string) (Resource, error) {
	f, err := d.Filing(ctx, id)
	if err == nil && (f.OwnerID != d.me.Account || !f.State.OwnerEdits()) {
		err = filing.ErrNotFound
	}
	if err != nil {
		return Resource{}, err
	}
	who := strconv.FormatInt(d.me.Account, 10)
	wait, err := d.s.Hit(ctx, resourceTries, who)
	if err != nil {
		return Resource{}, err
	}
	if wait > 0 {
		return Resource{}, filing.Problems{{Path: "resource_code", Flaw: filing.TooOften, Number: int(wait.Seconds()) + 1}}
	}
	r, err := d.takeResource(ctx, f, secret.NormalResourceCode(code))
	if errors.Is(err, filing.ErrNotFound) {
		return r, d.resourceUnknown(ctx, who)
	}
	return r, err
}

func (d *Desk) resourceUnknown(ctx context.Context, who string) error {
	hits, err := d.s.Hits(ctx, resourceTries, who)
	if err != nil {
		return err
	}
	return filing.Problems{{Path: "resource_code", Flaw: filing.ResourceUnknown, Number: max(resourceTries.Most-hits, 0)}}
}

func (d *Desk) takeResource(ctx context.Context, f Filing, code string) (r Resource, err error) {
	r, err = one[Resource](ctx, d.s.db, `
		SELECT `+resourceColumns+` FROM resource r
		WHERE r.code_index = @code AND r.provider_id = @provider AND r.ended_at IS NULL AND (r.valid_until IS NULL OR r.valid_until >= @today)`,
		pgx.NamedArgs{"code": d.s.indexed(indexResource, code), "provider": f.ProviderID, "today": calendar.DateOf(d.s.now())})
	if err != nil {
		return r, err
	}
	_, err = d.s.db.Exec(ctx, `
		INSERT INTO resource_customer (account_id, provider_id, customer, since) VALUES (@me, @provider, @customer, @now) ON CONFLICT DO NOTHING`,
		d.args(pgx.NamedArgs{"provider": f.ProviderID, "customer": r.Customer}))
	return r, err
}

// fillResources lets every access that was filled from a resource say what the resource says now. One that has ended,
// or is not the owner's, is a problem.
func (d *Desk) fillResources(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	if !slices.ContainsFunc(doc.Sites, func(s filing.Site) bool {
		return slices.ContainsFunc(s.Accesses, func(a filing.Access) bool { return a.Resource != 0 })
	}) {
		return nil, nil
	}
	list, err := d.offers(ctx, q, f)
	if err != nil {
		return nil, err
	}
	var found filing.Problems
	for i := range doc.Sites {
		for j := range doc.Sites[i].Accesses {
			a := &doc.Sites[i].Accesses[j]
			k := slices.IndexFunc(list, func(r Resource) bool { return r.ID == a.Resource })
			switch {
			case k >= 0:
				list[k].Fill(a)
			case a.Resource != 0:
				found = append(found, filing.Problem{Path: filing.AccessIPs.In(doc.Sites[i].Key, a.Key), Flaw: filing.ResourceEnded})
			}
		}
	}
	return found, nil
}

// dropResources leaves the accesses of a draft as they are filled, but no longer bound to the resources of a provider
// that is another one now.
func (d *Desk) dropResources(ctx context.Context, tx pgx.Tx, f *Filing) error {
	doc, err := d.s.document(ctx, tx, f.ID, f.Version)
	if err != nil {
		return err
	}
	bound := false
	for i := range doc.Sites {
		for j := range doc.Sites[i].Accesses {
			a := &doc.Sites[i].Accesses[j]
			bound = bound || a.Resource != 0
			a.Resource = 0
		}
	}
	if !bound {
		return nil
	}
	return d.writeDocument(ctx, tx, f, doc)
}
