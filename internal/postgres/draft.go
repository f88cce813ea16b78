package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// Opening is how a filing begins: a first filing with what has been typed, any
// other with what the register says of an entity in the actor's portfolio.
type Opening struct {
	Kind     filing.Kind
	Provider int64            // 0 while none is chosen; of a change or cancellation, one that gives access
	Channel  string           // the way in: ministry, bureau, provider
	Document *filing.Document // of a first filing
	Entity   int64            // of any other
	Service  filing.Number    // of a new access, a cancelled access or site; a change may be narrowed to it
	Access   int64            // a cancellation may be narrowed to one access of the provider; 0 ends all of them
	Password string           // the entity's filing password, where it is asked for; it may be given later

	site, version int64
	passwordGiven bool
	like          *filing.Document // of an earlier filing: its answers are carried over
}

// Open begins a draft of the actor's own and enters it in the journal. What could
// never be submitted is refused with filing.Problems at once.
func (d *Desk) Open(ctx context.Context, o Opening) (Filing, error) {
	if d.me.Tier != filing.Registrant || o.Kind.BureauAct() || !o.Kind.Valid() {
		return Filing{}, &filing.TransitionError{State: filing.Draft, Action: filing.Open}
	}
	var f Filing
	var err error
	if o.Kind.FromRegister() {
		if o, err = d.fromRegister(ctx, o); err != nil {
			return f, err
		}
	}
	err = d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		f, err = d.open(ctx, tx, o)
		return err
	})
	return f, err
}

func (d *Desk) open(ctx context.Context, tx pgx.Tx, o Opening) (Filing, error) {
	var id int64
	if err := tx.QueryRow(ctx, `SELECT nextval(pg_get_serial_sequence('filing', 'id'))`).Scan(&id); err != nil {
		return Filing{}, err
	}
	owner, err := d.openingOwner(ctx, tx, o.Entity)
	if err != nil {
		return Filing{}, err
	}
	now := d.s.now()
	_, err = tx.Exec(ctx, `
		INSERT INTO filing (id, receipt, kind, state, owner_id, on_behalf, provider_id, province, channel, entity_id, site_id, base_version,
		                    password_given, entered_at, created_at, updated_at)
		OVERRIDING SYSTEM VALUE
		VALUES (@id, @receipt, @kind, 'draft', nullif(@owner, 0), @behalf, nullif(@provider, 0), nullif(@province, ''), @channel, nullif(@entity, 0),
		        nullif(@site, 0), @version, @password, @now, @now, @now)`,
		d.args(pgx.NamedArgs{"id": id, "owner": owner, "receipt": receipt(calendar.DateOf(now), id), "kind": o.Kind, "provider": o.Provider,
			"province": o.Document.Entity.Province, "channel": o.Channel, "entity": o.Entity, "site": o.site, "version": o.version,
			"password": o.passwordGiven, "behalf": d.me.Tier == filing.Provider}))
	if err != nil {
		return Filing{}, err
	}
	f, err := d.filing(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if err := d.writeDocument(ctx, tx, &f, o.Document); err != nil {
		return f, err
	}
	return f, d.record(ctx, tx, f, filing.Open, "", filing.Draft, filing.Detail{})
}

// receipt is the 受理号: the day it was opened and the filing's number.
func receipt(day calendar.Date, id int64) string {
	return fmt.Sprintf("%04d%02d%02d%06d", day.Year, int(day.Month), day.Day, id)
}

// Save writes the owner's draft, right or wrong. revision is the one the form
// was drawn from; when somebody wrote in the meantime, nothing is overwritten
// and the answer is filing.ErrStale. Revision 0 overwrites.
func (d *Desk) Save(ctx context.Context, id int64, revision int, change func(*filing.Document)) (Filing, error) {
	var f Filing
	err := d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		if f, err = d.lock(ctx, tx, id); err != nil {
			return err
		}
		may, err := d.edits(ctx, tx, f)
		if err != nil {
			return err
		}
		if !f.State.OwnerEdits() || !may {
			return &filing.TransitionError{State: f.State, Action: filing.Submit}
		}
		if revision != 0 && revision != f.Revision {
			return filing.ErrStale
		}
		doc, err := d.s.document(ctx, tx, id, f.Version)
		if err != nil {
			return err
		}
		old, err := d.s.document(ctx, tx, id, f.Version)
		if err != nil {
			return err
		}
		if change(doc); d.me.Tier == filing.Registrant && f.OwnerID != d.me.Account {
			doc.Restore(old) // a delegate may have seen stars
		}
		return d.writeDocument(ctx, tx, &f, doc)
	})
	return f, err
}

// ChooseProvider sets the one provider of a draft. Its licence may be limited to
// one province; whether it fits is checked at submission.
func (d *Desk) ChooseProvider(ctx context.Context, id, provider int64) error {
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		f, err := d.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		may, err := d.edits(ctx, tx, f)
		if err != nil {
			return err
		}
		if f.State != filing.Draft || !may {
			return &filing.TransitionError{State: f.State, Action: filing.Submit}
		}
		if f.Kind >= filing.Change && f.ProviderID != 0 { // it began with the accesses of its provider
			return filing.Problems{{Path: "provider", Flaw: filing.Fixed}}
		}
		if provider != f.ProviderID {
			if err := d.dropResources(ctx, tx, &f); err != nil {
				return err
			}
		}
		tag, err := tx.Exec(ctx, `
			UPDATE filing SET provider_id = p.id, revision = revision + 1, updated_at = @now
			FROM provider p WHERE filing.id = @id AND p.id = @provider AND p.suspended_at IS NULL`,
			d.args(pgx.NamedArgs{"id": id, "provider": provider}))
		if err == nil && tag.RowsAffected() == 0 {
			err = filing.Problems{{Path: "provider", Flaw: filing.ProviderMissing}}
		}
		return err
	})
}
