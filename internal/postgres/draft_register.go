package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// fromRegister fills in how a filing about an entity of the actor's begins, and
// refuses what the register already speaks against.
func (d *Desk) fromRegister(ctx context.Context, o Opening) (Opening, error) {
	o.site, o.passwordGiven = 0, false
	now, err := d.registerOf(ctx, d.s.db, o.Entity)
	if err != nil {
		return o, err
	}
	doc := now.live()
	if doc == nil {
		return o, filing.Problems{{Flaw: filing.Cancelled}}
	}
	if o.site, err = d.serviceID(ctx, o); err != nil {
		return o, err
	}
	if o.Service != "" && doc.Numbered(o.Service) == nil {
		return o, filing.Problems{{Path: "sites", Flaw: filing.Cancelled, Text: string(o.Service)}}
	}
	if o.Provider == 0 && o.Kind >= filing.Change {
		o.Provider = onlyProvider(doc, o.Service)
	}
	if o.Provider == 0 && o.Kind >= filing.Change && doc.Accessed() {
		return o, filing.Problems{{Path: "provider", Flaw: filing.ProviderMissing}}
	}
	o.version, o.Document = int64(now.Version), doc.Begin(o.Kind, o.Provider, o.Service, o.Access)
	if o.like != nil {
		o.Document.Like(o.Kind, o.like)
	}
	if err := cannotBegin(o, doc, d).Or(); err != nil {
		return o, err
	}
	if o.Password != "" {
		if err := d.checkFilingPassword(ctx, o.Entity, o.Password); err != nil {
			return o, err
		}
		o.passwordGiven = true
	}
	return o, nil
}

// cannotBegin keeps of what a submission would be told only what no typing mends.
func cannotBegin(o Opening, register *filing.Document, d *Desk) filing.Problems {
	begun := *o.Document
	var never filing.Problems
	for _, p := range filing.CheckFiling(o.Kind, register, &begun, o.Provider, d.s.now()) {
		switch p.Flaw {
		case filing.Cancelled, filing.LastAccess, filing.AlreadyAccessed, filing.NotAccessedHere:
			never = append(never, p)
		}
	}
	if o.Kind == filing.Change && len(begun.Sites) == 0 && register.Accessed() {
		never = append(never, filing.Problem{Path: "provider", Flaw: filing.NotAccessedHere})
	}
	return never
}

// serviceID finds the service a filing names among those of its entity; kinds that
// name none have 0.
func (d *Desk) serviceID(ctx context.Context, o Opening) (id int64, err error) {
	named := o.Kind == filing.AddAccess || o.Kind == filing.CancelAccess || o.Kind == filing.CancelSite
	if !named && o.Service == "" {
		return 0, nil
	}
	err = d.s.db.QueryRow(ctx, `SELECT id FROM site WHERE number = @number AND entity_id = @entity`,
		pgx.NamedArgs{"number": o.Service, "entity": o.Entity}).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.ErrNotFound
	}
	return id, err
}

// onlyProvider is the provider of all accesses in question, 0 when there are
// several or none.
func onlyProvider(doc *filing.Document, service filing.Number) (only int64) {
	for _, s := range doc.Sites {
		if service != "" && s.Number != service {
			continue
		}
		for _, a := range s.Accesses {
			if only != 0 && only != a.Provider {
				return 0
			}
			only = a.Provider
		}
	}
	return only
}
