package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/message"
)

// Slot is a time at which a provider's staff verify face to face.
type Slot struct {
	ID       int64     `db:"id"`
	StartsAt time.Time `db:"starts_at"`
	Minutes  int       `db:"minutes"`
	Place    string    `db:"place"`
	Seats    int       `db:"seats"`
	Taken    int       `db:"taken"`
}

const slotColumns = `s.id, s.starts_at, s.minutes, s.place, s.seats,
	(SELECT count(*) FROM appointment a WHERE a.slot_id = s.id AND a.cancelled_at IS NULL) AS taken`

// Visit is a filing whose people come to a slot.
type Visit struct {
	Slot   int64
	Filing Filing
}

// slotsMost is how many slots a page shows.
const slotsMost = 200

// Slots lists the times ahead of a filing's provider that still have room.
func (d *Desk) Slots(ctx context.Context, f Filing) ([]Slot, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return nil, err
	}
	list, err := d.slotsAhead(ctx, f.ProviderID)
	var free []Slot
	for _, s := range list {
		if s.Taken < s.Seats {
			free = append(free, s)
		}
	}
	return free, err
}

// OwnSlots lists the times ahead of the actor's provider, full ones too.
func (d *Desk) OwnSlots(ctx context.Context) ([]Slot, error) { return d.slotsAhead(ctx, d.me.Provider) }

func (d *Desk) slotsAhead(ctx context.Context, provider int64) ([]Slot, error) {
	return all[Slot](ctx, d.s.db, `SELECT `+slotColumns+` FROM appointment_slot s
		WHERE s.provider_id = @provider AND s.starts_at > @now AND s.closed_at IS NULL ORDER BY s.starts_at, s.id LIMIT @most`,
		d.args(pgx.NamedArgs{"provider": provider, "most": slotsMost}))
}

// Visits lists who comes to the actor's provider from now on.
func (d *Desk) Visits(ctx context.Context) ([]Visit, error) {
	if d.me.Tier != filing.Provider {
		return nil, nil
	}
	type row struct {
		Slot   int64 `db:"slot_id"`
		Filing int64 `db:"filing_id"`
	}
	rows, err := all[row](ctx, d.s.db, `SELECT a.slot_id, a.filing_id FROM appointment a JOIN appointment_slot s ON s.id = a.slot_id
		WHERE s.provider_id = @my_provider AND s.starts_at > @now::timestamptz - interval '1 day' AND a.cancelled_at IS NULL ORDER BY s.starts_at, a.id LIMIT @most`,
		d.args(pgx.NamedArgs{"most": slotsMost}))
	var list []Visit
	for _, r := range rows {
		f, err := d.Filing(ctx, r.Filing)
		if errors.Is(err, filing.ErrNotFound) {
			continue // withdrawn meanwhile: a draft again
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Visit{r.Slot, f})
	}
	return list, err
}

// NewSlots are times to be offered on one day, one after the other.
type NewSlots struct {
	Day      calendar.Date
	From, To time.Duration // since midnight in Shanghai
	Minutes  int
	Place    string
	Seats    int
}

// OfferSlots opens times for the actor's provider and says how many are new: those
// that are open already stay as they are.
func (d *Desk) OfferSlots(ctx context.Context, n NewSlots) (int, error) {
	if d.me.Tier != filing.Provider {
		return 0, filing.ErrNotFound
	}
	n.Place = strings.TrimSpace(n.Place)
	if err := n.check(d.s.now()).Or(); err != nil {
		return 0, err
	}
	var starts []time.Time
	step := time.Duration(n.Minutes) * time.Minute
	for at := n.From; at+step <= n.To; at += step {
		starts = append(starts, n.Day.Time().Add(at))
	}
	tag, err := d.s.db.Exec(ctx, `
		INSERT INTO appointment_slot (provider_id, starts_at, minutes, place, seats, account_id, created_at)
		SELECT @my_provider, at, @minutes, @place, @seats, @me, @now FROM unnest(@starts::timestamptz[]) AS at
		ON CONFLICT (provider_id, starts_at, place) DO UPDATE SET closed_at = NULL, seats = excluded.seats
		    WHERE appointment_slot.closed_at IS NOT NULL`,
		d.args(pgx.NamedArgs{"minutes": n.Minutes, "place": n.Place, "seats": n.Seats, "starts": starts}))
	return int(tag.RowsAffected()), err
}

func (n NewSlots) check(now time.Time) filing.Problems {
	var list filing.Problems
	add := func(wrong bool, path filing.Path, flaw filing.Flaw, number int) {
		if wrong {
			list = append(list, filing.Problem{Path: path, Flaw: flaw, Number: number})
		}
	}
	add(n.Day.IsZero(), "slot_day", filing.Missing, 0)
	add(!n.Day.IsZero() && !n.Day.Time().Add(n.From).After(now), "slot_day", filing.Passed, 0)
	add(n.Minutes < 5 || n.Minutes > 240, "slot_minutes", filing.NotListed, 0)
	add(n.To-n.From < time.Duration(max(n.Minutes, 5))*time.Minute || n.To > 24*time.Hour, "slot_to", filing.SlotTooShort, n.Minutes)
	add(n.Place == "", "slot_place", filing.Missing, 0)
	add(utf8.RuneCountInString(n.Place) > shortLimit, "slot_place", filing.TooLong, shortLimit)
	add(n.Seats < 1 || n.Seats > 50, "slot_seats", filing.NotListed, 0)
	return list
}

// CloseSlot takes a time back to which nobody comes.
func (d *Desk) CloseSlot(ctx context.Context, id int64) error {
	if d.me.Tier != filing.Provider {
		return filing.ErrNotFound
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		args := d.args(pgx.NamedArgs{"id": id})
		s, err := one[Slot](ctx, tx, `SELECT `+slotColumns+` FROM appointment_slot s
			WHERE s.id = @id AND s.provider_id = @my_provider AND s.closed_at IS NULL FOR UPDATE OF s`, args)
		if err != nil {
			return err
		}
		if s.Taken > 0 {
			return filing.Problems{{Path: "slot", Flaw: filing.SlotBooked, Number: s.Taken}}
		}
		_, err = tx.Exec(ctx, `UPDATE appointment_slot SET closed_at = @now WHERE id = @id`, args)
		return err
	})
}

// Appointment is when and where the people of a filing come; false when there is none.
func (d *Desk) Appointment(ctx context.Context, f Filing) (Slot, bool, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return Slot{}, false, err
	}
	s, err := one[Slot](ctx, d.s.db, `SELECT `+slotColumns+` FROM appointment a JOIN appointment_slot s ON s.id = a.slot_id
		WHERE a.filing_id = @id AND a.cancelled_at IS NULL`, pgx.NamedArgs{"id": f.ID})
	if errors.Is(err, filing.ErrNotFound) {
		return Slot{}, false, nil
	}
	return s, err == nil, err
}

// Book makes the appointment of a filing with its provider, in place of the one it
// had. Only its owner books, while the provider has the filing.
func (d *Desk) Book(ctx context.Context, id, slot int64) error {
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		f, err := d.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.me.Tier != filing.Registrant {
			return filing.ErrNotFound
		}
		if f.State.Holder() != filing.Provider {
			return &filing.TransitionError{State: f.State, Action: filing.Forward}
		}
		args := d.args(pgx.NamedArgs{"id": id, "slot": slot, "provider": f.ProviderID})
		s, err := one[Slot](ctx, tx, `SELECT `+slotColumns+` FROM appointment_slot s
			WHERE s.id = @slot AND s.provider_id = @provider AND s.starts_at > @now AND s.closed_at IS NULL`, args)
		if errors.Is(err, filing.ErrNotFound) {
			return filing.Problems{{Path: "slot", Flaw: filing.SlotGone}}
		}
		if err != nil {
			return err
		}
		if _, err := d.cancelBooking(ctx, tx, id); err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, `INSERT INTO appointment (slot_id, filing_id, account_id, booked_at) VALUES (@slot, @id, @me, @now)`, args); err != nil {
			return err
		}
		return d.s.sayToAccount(ctx, tx, f.OwnerID, f.ID, message.Appointment(f.Receipt, f.ProviderName, s.StartsAt, s.Place, d.s.url(fmt.Sprintf("/my/filings/%d/appointment", id))))
	})
	if violates(err) == "appointment_seat" {
		return filing.Problems{{Path: "slot", Flaw: filing.SlotGone}}
	}
	return err
}

// CancelAppointment ends the appointment of a filing, by its owner or by the provider,
// who tells the owner so.
func (d *Desk) CancelAppointment(ctx context.Context, id int64) error {
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		f, err := d.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.me.Tier != filing.Registrant && d.me.Tier != filing.Provider {
			return filing.ErrNotFound
		}
		had, err := d.cancelBooking(ctx, tx, id)
		if err != nil || !had || d.me.Tier == filing.Registrant {
			return err
		}
		return d.s.sayToAccount(ctx, tx, f.OwnerID, f.ID, message.AppointmentCancelled(f.Receipt, f.ProviderName, d.s.url(fmt.Sprintf("/my/filings/%d/appointment", id))))
	})
}

func (d *Desk) cancelBooking(ctx context.Context, tx pgx.Tx, id int64) (bool, error) {
	tag, err := tx.Exec(ctx, `UPDATE appointment SET cancelled_at = @now, cancelled_by = @me WHERE filing_id = @id AND cancelled_at IS NULL`,
		d.args(pgx.NamedArgs{"id": id}))
	return tag.RowsAffected() > 0, err
}
