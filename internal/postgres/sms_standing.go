package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// Confirmations lists the principals who are asked, or were asked last, to confirm a filing by SMS, and who of them
// has.
func (d *Desk) Confirmations(ctx context.Context, f Filing) ([]SMSOther, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return nil, err
	}
	rows, err := all[smsRow](ctx, d.s.db, `SELECT `+smsColumns+` FROM sms_check WHERE filing_id = @id AND closed_at IS NULL ORDER BY id`,
		pgx.NamedArgs{"id": f.ID})
	if err != nil {
		return nil, err
	}
	blind := d.me.Staff() || f.OwnerID != d.me.Account
	list := make([]SMSOther, 0, len(rows))
	for _, r := range rows {
		var p filing.Principal
		if err := d.s.unseal(sealPrincipal, r.Principal, &p); err != nil {
			return nil, err
		}
		other := SMSOther{Name: p.Name, Mobile: p.Mobile(), Confirmed: r.Confirmed != nil}
		if blind {
			other.Name, other.Mobile = ident.MaskName(p.Name), ""
		}
		list = append(list, other)
	}
	return list, nil
}
