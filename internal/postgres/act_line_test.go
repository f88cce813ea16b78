package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// crowded is a bureau whose numbers somebody holds, so that whoever approves waits.
type crowded struct {
	*pgtest.World
	db      *pgxpool.Pool
	t       *testing.T
	serial  int
	release func()
	answers []chan answer
}

type answer struct {
	list []postgres.Result
	err  error
}

// newCrowded lets two single approvals take both turns and stop at the numbers.
func newCrowded(t *testing.T) *crowded {
	w, db := openWorld(t)
	c := &crowded{World: w, db: db, t: t}
	w.Act(t, w.Zhao, c.picks(1)[0].ID, move(filing.Approve))
	tx, err := db.Begin(t.Context())
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	_, err = tx.Exec(t.Context(), `SELECT FROM number_counter FOR UPDATE`)
	pgtest.Must(t, err)
	c.release = func() { pgtest.Must(t, tx.Rollback(t.Context())) }
	for n := range 2 {
		c.ask(t.Context(), w.Zhao, c.picks(1))
		c.inLine(0, n+1)
	}
	return c
}

func (c *crowded) picks(n int) (list []postgres.Pick) {
	for range n {
		f := c.Forward(c.t, c.db, c.Wang, person(c.serial))
		c.serial++
		list = append(list, postgres.Pick{ID: f.ID, Revision: c.Act(c.t, c.Zhao, f.ID, move(filing.Claim)).Filing.Revision})
	}
	return list
}

// ask approves many and waits until that call is in line or under way.
func (c *crowded) ask(ctx context.Context, d *postgres.Desk, picks []postgres.Pick) {
	waiting, _ := c.InLine()
	got := make(chan answer, 1)
	c.answers = append(c.answers, got)
	go func() {
		list, err := d.ActMany(ctx, picks, move(filing.Approve))
		got <- answer{list, err}
	}()
	if len(c.answers) > 2 {
		c.inLine(waiting+1, 2)
	}
}

// inLine waits until so many wait, and so many have their turn.
func (c *crowded) inLine(wait, turn int) {
	c.t.Helper()
	for range 1000 {
		if n, m := c.InLine(); n == wait && m == turn {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	n, m := c.InLine()
	c.t.Fatalf("%d in line and %d at it, want %d and %d", n, m, wait, turn)
}

// got is what became of the n-th call after the two that hold the turns.
func (c *crowded) got(n int) answer { return <-c.answers[n+2] }

func (c *crowded) wantApproved(what string, a answer) {
	c.t.Helper()
	if a.err != nil {
		c.t.Errorf("%s: %v", what, a.err)
	}
	for _, one := range a.list {
		if one.Err != nil || one.Number == "" {
			c.t.Errorf("%s: %q %v", what, one.Number, one.Err)
		}
	}
}

// noGap: every number that was taken is an entity's.
func (c *crowded) noGap(entities int) {
	c.t.Helper()
	var last, there int
	pgtest.Must(c.t, c.db.QueryRow(c.t.Context(), `SELECT (SELECT last FROM number_counter), (SELECT count(DISTINCT number) FROM entity)`).Scan(&last, &there))
	if last != entities || there != entities {
		c.t.Errorf("%d numbers taken, %d entities, want %d", last, there, entities)
	}
}

// TestBulksGoTogether: those who wait go in one transaction, each with an answer of their own: the same filings picked twice
// are one's, the other is told; whoever may not is refused; whoever has left approves nothing.
func TestBulksGoTogether(t *testing.T) {
	c := newCrowded(t)
	first, twice, strange, left := c.picks(3), c.picks(2), c.picks(2), c.picks(2)
	leaving, leave := context.WithCancel(t.Context())
	c.ask(t.Context(), c.Zhao, first)
	c.ask(t.Context(), c.Zhao, twice)
	c.ask(t.Context(), c.Zhao, twice)
	c.ask(t.Context(), c.Li, strange)
	c.ask(leaving, c.Zhao, left)
	leave()
	c.inLine(4, 2)
	c.release()
	c.wantApproved("the first", c.got(0))
	a, b := c.got(1), c.got(2)
	if a.list[0].Err != nil {
		a, b = b, a
	}
	c.wantApproved("one of two", a)
	for _, one := range b.list {
		var refused *filing.TransitionError
		if b.err != nil || !errors.As(one.Err, &refused) || one.Number != "" {
			t.Errorf("the other of two is told %v %v", b.err, one.Err)
		}
	}
	for _, one := range c.got(3).list {
		if one.Err == nil || one.Number != "" {
			t.Errorf("a provider's clerk approves: %+v", one)
		}
	}
	if err := c.got(4).err; !errors.Is(err, context.Canceled) {
		t.Errorf("who left: %v", err)
	}
	var transactions, open int
	pgtest.Must(t, c.db.QueryRow(t.Context(), `
		SELECT (SELECT count(DISTINCT e.xmin::text) FROM entity e JOIN filing f ON f.entity_id = e.id WHERE f.id = ANY($1)),
		       (SELECT count(*) FROM filing WHERE state = 'bureau_review' AND id = ANY($2))`,
		ids(first, twice), ids(strange, left)).Scan(&transactions, &open))
	if transactions != 1 || open != 4 {
		t.Errorf("%d transactions for five approvals, %d of 4 still open", transactions, open)
	}
	c.noGap(3 + 5)
}

// TestBulksDoNotSpoilEachOther: when the register refuses one filing of those that go together, everybody else's are approved.
func TestBulksDoNotSpoilEachOther(t *testing.T) {
	c := newCrowded(t)
	fine, mixed := c.picks(2), c.picks(2)
	_, err := c.db.Exec(t.Context(), `INSERT INTO site_key (site_id, key, spelling) SELECT max(s.id), f.domains[1], f.domains[1] FROM site s, filing f WHERE f.id = $1 GROUP BY f.id`, mixed[1].ID)
	pgtest.Must(t, err)
	c.ask(t.Context(), c.Zhao, fine)
	c.ask(t.Context(), c.Zhao, mixed)
	c.release()
	c.wantApproved("nothing wrong", c.got(0))
	a := c.got(1)
	if a.err != nil || a.list[0].Err != nil || !hasFlaw(a.list[1].Err, filing.DomainFiled) {
		t.Errorf("%v: %+v", a.err, a.list)
	}
	c.noGap(3 + 3)
}

// TestBulksLeaveOneTurn: those who go together take one of the two turns, not one each: somebody else is served meanwhile.
func TestBulksLeaveOneTurn(t *testing.T) {
	c := newCrowded(t)
	stuck, along, other := c.picks(2), c.picks(2), c.picks(2)
	tx, err := c.db.Begin(t.Context())
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	_, err = tx.Exec(t.Context(), `SELECT FROM filing WHERE id = $1 FOR UPDATE`, stuck[0].ID)
	pgtest.Must(t, err)
	c.ask(t.Context(), c.Zhao, stuck)
	c.ask(t.Context(), c.Zhao, along)
	c.release()
	c.inLine(0, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	list, err := c.Zhao.ActMany(ctx, other, move(filing.Approve))
	c.wantApproved("somebody else", answer{list, err})
	pgtest.Must(t, tx.Rollback(t.Context()))
	c.wantApproved("whose filing was held", c.got(0))
	c.wantApproved("who went along", c.got(1))
	c.noGap(3 + 6)
}

func ids(lists ...[]postgres.Pick) (all []int64) {
	for _, list := range lists {
		for _, p := range list {
			all = append(all, p.ID)
		}
	}
	return all
}
