package demo

import (
	"context"
	"fmt"
	"time"

	"beian/internal/calendar"
	"beian/internal/postgres"
)

// mBook chooses the first free time for the verification face to face (当面核验).
var mBook = move{30 * minute, 6 * hour, home, bookVisit}

// visitDays are on how many working days from tomorrow the providers receive people.
const visitDays = 3

// offerVisits opens every provider's mornings of the coming working days, offered a fortnight ago.
func (f *fill) offerVisits(ctx context.Context) error {
	f.at = f.now.AddDate(0, 0, -14)
	day := calendar.DateOf(f.now)
	for range visitDays {
		for day = day.AddDays(1); !f.calendar.IsWorkday(day); {
			day = day.AddDays(1)
		}
		for _, c := range f.carriers {
			slots := postgres.NewSlots{Day: day, From: 9*time.Hour + 30*time.Minute, To: 11*time.Hour + 30*time.Minute, Minutes: 30, Seats: 2,
				Place: c.seat.Short + "核验点"}
			if _, err := f.desk(c.verifier).OfferSlots(ctx, slots); err != nil {
				return fmt.Errorf("times of %s: %w", c.name, err)
			}
		}
	}
	return nil
}

func bookVisit(f *fill, ctx context.Context, c *matter) error {
	desk := f.desk(c.owner.actor)
	now, err := desk.Filing(ctx, c.id)
	if err != nil {
		return err
	}
	free, err := desk.Slots(ctx, now)
	if err != nil {
		return err
	}
	if len(free) == 0 {
		return fmt.Errorf("%s has no time free", c.carrier.name)
	}
	return desk.Book(ctx, c.id, free[0].ID)
}
