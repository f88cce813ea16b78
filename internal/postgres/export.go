package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Export is everything kept about the owner of an account, as it leaves the house.
type Export struct {
	MadeAt   time.Time        `json:"made_at"`
	Account  ExportedAccount  `json:"account"`
	Entities []ExportedEntity `json:"entities"`
	Filings  []ExportedFiling `json:"filings"`
	Messages []Letter         `json:"messages"`
	Looks    []ExportedLook   `json:"disclosures"`
}

// ExportedAccount is the account itself.
type ExportedAccount struct {
	UserName     string         `json:"user_name"`
	Name         string         `json:"name"`
	Province     string         `json:"province"`
	Mobile       string         `json:"mobile"`
	Email        string         `json:"email"`
	Remark       string         `json:"remark"`
	SecondFactor bool           `json:"second_factor"`
	Sessions     []Session      `json:"sessions"`
	Events       []AccountEvent `json:"events"`
}

// ExportedEntity is an entity the account acts for, as the register has it.
type ExportedEntity struct {
	Number      filing.Number    `json:"number"`
	ApprovedAt  time.Time        `json:"approved_at"`
	CancelledAt *time.Time       `json:"cancelled_at,omitempty"`
	Document    *filing.Document `json:"document"`
}

// ExportedFiling is a filing with its journal and its papers.
type ExportedFiling struct {
	Receipt     string           `json:"receipt"`
	Kind        filing.Kind      `json:"kind"`
	State       filing.State     `json:"state"`
	Provider    string           `json:"provider"`
	CreatedAt   time.Time        `json:"created_at"`
	SubmittedAt *time.Time       `json:"submitted_at,omitempty"`
	DecidedAt   *time.Time       `json:"decided_at,omitempty"`
	Document    *filing.Document `json:"document"`
	Events      []Event          `json:"events"`
	Papers      []Paper          `json:"-"` // their bytes go beside this file
	PaperNames  []string         `json:"papers"`
}

// ExportedLook is one look of somebody at unmasked personal data.
type ExportedLook struct {
	Tier    filing.Tier `db:"tier" json:"tier"`
	Receipt string      `db:"receipt" json:"receipt,omitempty"`
	Number  string      `db:"number" json:"entity,omitempty"`
	What    string      `db:"what" json:"what"`
	Reason  string      `db:"reason" json:"reason"`
	At      time.Time   `db:"at" json:"at"`
}

// Export gathers it, on proof of the password, and notes that it was done.
func (d *Desk) Export(ctx context.Context, password string) (Export, error) {
	x := Export{MadeAt: d.s.now()}
	if d.me.Tier != filing.Registrant {
		return x, filing.ErrNotFound
	}
	if err := d.proveSelf(ctx, password); err != nil {
		return x, err
	}
	for _, part := range []func(context.Context, *Export) error{
		d.exportAccount, d.exportEntities, d.exportFilings, d.exportMessages, d.exportLooks,
	} {
		if err := part(ctx, &x); err != nil {
			return x, err
		}
	}
	return x, d.s.transact(ctx, func(tx pgx.Tx) error { return d.noteAccount(ctx, tx, d.me.Account, AccountExported, 0) })
}

func (d *Desk) exportAccount(ctx context.Context, x *Export) error {
	self, err := d.Self(ctx)
	if err != nil {
		return err
	}
	x.Account = ExportedAccount{UserName: self.UserName, Name: self.Name, Province: self.Province, Mobile: self.Mobile, Email: self.Email,
		Remark: self.Remark, SecondFactor: self.SecondFactor}
	if x.Account.Sessions, err = d.Sessions(ctx); err != nil {
		return err
	}
	for i := range x.Account.Sessions {
		x.Account.Sessions[i].Token = ""
	}
	x.Account.Events, err = d.accountEvents(ctx, d.s.db)
	return err
}

func (d *Desk) exportEntities(ctx context.Context, x *Export) error {
	own, err := all[Entity](ctx, d.s.db, `
		SELECT `+entityColumns+` FROM entity e JOIN entity_account o ON o.entity_id = e.id WHERE o.account_id = @me ORDER BY e.id`, d.args(nil))
	if err != nil {
		return err
	}
	for _, e := range own {
		r, err := d.s.register(ctx, d.s.db, e.ID)
		if err != nil {
			return err
		}
		x.Entities = append(x.Entities, ExportedEntity{e.Number, e.ApprovedAt, e.CancelledAt, r.Document})
	}
	return nil
}

func (d *Desk) exportFilings(ctx context.Context, x *Export) error {
	own, err := all[Filing](ctx, d.s.db, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.owner_id = @me ORDER BY f.id`, d.args(nil))
	if err != nil {
		return err
	}
	for _, f := range own {
		one := ExportedFiling{Receipt: f.Receipt, Kind: f.Kind, State: f.State, Provider: f.ProviderName, CreatedAt: f.CreatedAt,
			SubmittedAt: f.SubmittedAt, DecidedAt: f.DecidedAt}
		if one.Document, err = d.Document(ctx, f); err != nil {
			return err
		}
		if one.Events, err = d.Events(ctx, f); err != nil {
			return err
		}
		if one.Papers, err = d.Papers(ctx, f); err != nil {
			return err
		}
		x.Filings = append(x.Filings, one)
	}
	return nil
}

func (d *Desk) exportMessages(ctx context.Context, x *Export) error {
	const at = 200
	for before := int64(0); ; {
		list, err := d.Letters(ctx, before, at)
		if err != nil {
			return err
		}
		x.Messages = append(x.Messages, list...)
		if len(list) < at {
			return nil
		}
		before = list[at-1].ID
	}
}

func (d *Desk) exportLooks(ctx context.Context, x *Export) (err error) {
	x.Looks, err = all[ExportedLook](ctx, d.s.db, `
		SELECT a.tier, coalesce(f.receipt, '') AS receipt, coalesce(e.number, '') AS number, x.what, x.reason, x.at
		FROM disclosure x JOIN account a ON a.id = x.account_id
		LEFT JOIN filing f ON f.id = x.filing_id LEFT JOIN entity e ON e.id = x.entity_id
		WHERE f.owner_id = @me OR EXISTS (SELECT FROM entity_account o WHERE o.entity_id = x.entity_id AND o.account_id = @me)
		ORDER BY x.id`, d.args(nil))
	return err
}
