package postgres_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// rounds of every pair; all of them are run where BEIAN_FULL is set.
func rounds() int {
	if os.Getenv("BEIAN_FULL") != "" {
		return 200
	}
	return 2
}

// contest is one entity of 王芳's, whose filing two people decide about at once.
type contest struct {
	*filed
	pool *pgxpool.Pool
	n    int
}

// underReview brings a cancelled access of the entity's to the bureau: it asks nobody to confirm and needs no paper.
func (c *contest) underReview() int64 {
	c.t.Helper()
	f := c.begin(postgres.Opening{Kind: filing.CancelAccess, Service: c.site(1, filing.Website), Access: c.lastAccess()}, nil)
	c.Act(c.t, c.Wang, f.ID, move(filing.Submit))
	c.Act(c.t, c.Li, f.ID, move(filing.Claim))
	c.Act(c.t, c.Li, f.ID, move(filing.Forward))
	c.Act(c.t, c.Zhao, f.ID, move(filing.Claim))
	return f.ID
}

// lastAccess is the newest access; there is always another beside it, brought back where a round has ended one.
func (c *contest) lastAccess() int64 {
	c.t.Helper()
	var id int64
	pgtest.Must(c.t, c.pool.QueryRow(c.t.Context(), `
		INSERT INTO access (site_id, provider_id, method, dynamic, places, approved_at)
		SELECT id, $2, 3, false, ARRAY['310000'], $3 FROM site WHERE entity_id = $1 RETURNING id`, c.entity, c.Provider, pgtest.Now).Scan(&id))
	return id
}

// rival is one of those who want to decide.
type rival struct {
	name string
	do   func(c *contest, id, act int64) error
}

var rivals = []rival{
	{"approve", func(c *contest, id, _ int64) error { return c.decide(c.Zhao, id, filing.Approve) }},
	{"return", func(c *contest, id, _ int64) error { return c.decide(c.Zhao, id, filing.ReturnToProvider) }},
	{"refuse", func(c *contest, id, _ int64) error { return c.decide(c.Zhao, id, filing.Refuse) }},
	{"withdraw", func(c *contest, id, _ int64) error { return c.decide(c.Wang, id, filing.Withdraw) }},
	{"forced cancel", func(c *contest, _, act int64) error { return c.decide(c.Zhao2, act, filing.Approve) }},
}

func (c *contest) decide(d *postgres.Desk, id int64, a filing.Action) error {
	_, err := d.Act(c.t.Context(), id, postgres.Move{Action: a, Detail: filing.Detail{Ground: "第十二条", Marks: []filing.Mark{{Path: "entity.name", Note: "请核对"}}}})
	return err
}

// Whoever decides about one filing at once: one wins, the loser is told, and the journal tells one story without a gap.
// A withdrawal comes too late once the bureau has it; a forced cancel always takes effect and ends what is still open.
func TestRivalsWithABureausOwnAct(t *testing.T) {
	w, pool := openWorld(t)
	c := &contest{filed: file(t, w, pool, filingtest.Person()), pool: pool}
	for i, a := range rivals {
		for _, b := range rivals[i:] {
			for range rounds() {
				c.round(a, b)
			}
		}
	}
	t.Logf("%d rounds", c.n)
}

func (c *contest) round(a, b rival) {
	c.t.Helper()
	c.n++
	id := c.underReview()
	act, err := c.Zhao2.OpenMeasure(c.t.Context(), filing.ForcedCancel, c.entity, ground(filing.Measure{Target: filing.TargetAccess,
		Service: c.site(1, filing.Website), Access: c.lastAccess()}), nil)
	pgtest.Must(c.t, err)
	pair := []rival{a, b}
	errs := make([]error, 2)
	at(2, func(i int) { errs[i] = pair[i].do(c, id, act.ID) })
	what := a.name + " against " + b.name
	for i, err := range errs {
		c.told(fmt.Sprintf("%s: %s", what, pair[i].name), err)
	}
	if a.name == b.name && a.name != "withdraw" && (errs[0] == nil) == (errs[1] == nil) {
		c.t.Errorf("%s: %v, %v", what, errs[0], errs[1])
	}
	if b.name == "forced cancel" && a.name != b.name && errs[1] != nil {
		c.t.Errorf("%s: the act does not take effect: %v", what, errs[1])
	}
	c.story(what, id)
	_ = c.decide(c.Zhao2, act.ID, filing.Approve) // so that nothing stays open for the next round
	_, err = c.pool.Exec(c.t.Context(), `
		UPDATE access SET cancelled_at = $1 WHERE cancelled_at IS NULL AND id > (SELECT min(id) FROM access WHERE cancelled_at IS NULL)`, pgtest.Now)
	pgtest.Must(c.t, err)
}

// told wants a loser to be refused by the table, never to meet a fault.
func (c *contest) told(what string, err error) {
	var refused *filing.TransitionError
	var problems filing.Problems
	if err != nil && !errors.As(err, &refused) && !errors.Is(err, filing.ErrNotFound) && !errors.As(err, &problems) {
		c.t.Errorf("%s: told %v", what, err)
	}
}

// story wants a journal whose steps follow on each other and end where the filing stands, with one decision at most
// from each state.
func (c *contest) story(what string, id int64) {
	c.t.Helper()
	f, err := c.Wang.Filing(c.t.Context(), id)
	pgtest.Must(c.t, err)
	events, err := c.Wang.Events(c.t.Context(), f)
	pgtest.Must(c.t, err)
	at := filing.State("")
	for i, e := range events {
		if e.Seq != i+1 || e.From != at {
			c.t.Errorf("%s: step %d is %s from %s, after %s", what, e.Seq, e.Action, e.From, at)
		}
		at = e.To
	}
	if at != f.State {
		c.t.Errorf("%s: the journal ends in %s, the filing stands in %s", what, at, f.State)
	}
}
