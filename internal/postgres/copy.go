package postgres

import (
	"context"
	"errors"

	"beian/internal/filing"
)

// Copyable reports whether a filing may be the pattern of a new one: what was handed
// over, or ended without a number. An approved change or cancellation is done.
func (f Filing) Copyable() bool {
	switch {
	case f.Kind.BureauAct():
		return false
	case f.State == filing.Refused, f.State == filing.Withdrawn:
		return true
	}
	return f.SubmittedAt != nil && (f.Kind == filing.FirstFiling || f.Kind == filing.AddSite)
}

// CopyFiling begins a new draft that says what an earlier filing of the actor's own
// said. A first filing whose entity is in force becomes a further site of it.
func (d *Desk) CopyFiling(ctx context.Context, id int64) (Filing, error) {
	f, err := d.Filing(ctx, id)
	if err != nil {
		return f, err
	}
	may, err := d.edits(ctx, d.s.db, f)
	if err != nil {
		return f, err
	}
	if !may || !f.Copyable() {
		return f, &filing.TransitionError{State: f.State, Action: filing.Open}
	}
	old, err := d.s.document(ctx, d.s.db, f.ID, f.Version)
	if err != nil {
		return f, err
	}
	o := Opening{Kind: f.Kind, Provider: f.ProviderID, Channel: f.Channel, Entity: f.EntityID}
	if o, err = d.patterned(ctx, f, o, old); err != nil {
		return f, err
	}
	return d.Open(ctx, o)
}

// patterned decides what the copy is of.
func (d *Desk) patterned(ctx context.Context, f Filing, o Opening, old *filing.Document) (Opening, error) {
	if f.State == filing.Approved {
		old = old.Anew().Undomained()
	}
	if o.Kind == filing.FirstFiling {
		live, err := d.liveEntity(ctx, f.EntityID)
		if err != nil {
			return o, err
		}
		if !live {
			o.Document, o.Entity = old.Anew(), 0
			return o, nil
		}
		o.Kind = filing.AddSite
	}
	o.like = old
	if f.SiteID != 0 {
		s, _, err := d.Site(ctx, f.SiteID)
		if err != nil {
			return o, err
		}
		o.Service = s.Number
	}
	return o, nil
}

// liveEntity reports whether an entity is in force and in the actor's sight.
func (d *Desk) liveEntity(ctx context.Context, id int64) (bool, error) {
	e, _, err := d.Entity(ctx, id)
	if errors.Is(err, filing.ErrNotFound) {
		return false, nil
	}
	return err == nil && e.CancelledAt == nil, err
}
