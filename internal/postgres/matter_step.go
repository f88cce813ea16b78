package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/zh"
)

// MatterMove is what an actor wants done with a matter.
type MatterMove struct {
	Step     filing.Step
	Revision int // the state of things the actor saw; 0 does not care
	Words    string
	Internal string
	Days     int    // working days, where the step sets a new day
	Article  string // legal ground, where an act of the bureau's follows
	Public   bool   // the answer may be shown to everybody
	Province string // whose bureau it is transferred to
	Files    []Paper
}

// TakeStep is the one door through which a matter moves: in one transaction it
// locks it, asks the table, and writes stage, journal, letters and what follows.
func (d *Desk) TakeStep(ctx context.Context, c filing.Course, id int64, v MatterMove) (Matter, error) {
	var m Matter
	err := d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		var said MatterSaid
		if m, said, err = d.matter(ctx, tx, c, id, "FOR UPDATE OF m"); err != nil {
			return err
		}
		to, err := filing.NextStage(c, m.Stage, v.Step, d.MatterFacts(m))
		if err != nil {
			return err
		}
		if v.Revision != 0 && v.Revision != m.Revision {
			return filing.ErrStale
		}
		if v.Step.WantsWords() {
			if err := wordsOf("note", &v.Words).Or(); err != nil {
				return err
			}
		}
		from := m.Stage
		m.Stage = to
		return d.step(ctx, tx, &m, said, from, v)
	})
	return m, err
}

func (d *Desk) step(ctx context.Context, tx pgx.Tx, m *Matter, said MatterSaid, from filing.Stage, v MatterMove) error {
	words := MatterWords{Words: v.Words, Internal: v.Internal}
	if v.Step.SetsDay() || v.Step == filing.StepBegin {
		if v.Days <= 0 {
			v.Days = m.Course.AnswerDays()
		}
		m.DueOn, _ = d.s.Days().AddWorkdays(calendar.DateOf(d.s.now()), v.Days)
		words.Due = m.DueOn
	}
	switch v.Step {
	case filing.StepTake:
		m.TakenBy = d.me.Account
	case filing.StepTransfer:
		if err := transfer(m, v.Province); err != nil {
			return err
		}
		words.Province = m.Province
	}
	if err := d.follow(ctx, tx, m, v); err != nil {
		return err
	}
	m.Revision++
	if _, err := tx.Exec(ctx, `
		UPDATE matter SET stage = @stage, province = @province, due_on = @due, taken_by = nullif(@taken, 0), act_id = nullif(@act, 0), answer_public = @public, revision = @revision,
		       updated_at = @now, ended_at = CASE WHEN @ended THEN @now::timestamptz END WHERE id = @id`,
		d.args(pgx.NamedArgs{"id": m.ID, "stage": m.Stage, "province": m.Province, "due": m.DueOn, "taken": m.TakenBy, "act": m.ActID, "public": v.Public, "revision": m.Revision,
			"ended": !m.Stage.Open()})); violates(err) == "matter_province_fkey" {
		return filing.Problems{{Path: "to_bureau", Flaw: filing.NotListed}}
	} else if err != nil {
		return err
	}
	if err := d.keepStep(ctx, tx, *m, v.Step, from, words, v.Files); err != nil {
		return err
	}
	return d.tellStep(ctx, tx, *m, said, v)
}

// transfer puts a matter into another bureau's hands, where somebody has to take it anew.
// Its day stays: whoever asked has waited since then.
func transfer(m *Matter, province string) error {
	switch province {
	case "":
		return filing.Problems{{Path: "to_bureau", Flaw: filing.Missing}}
	case m.Province:
		return filing.Problems{{Path: "to_bureau", Flaw: filing.NotListed}}
	}
	m.Province, m.TakenBy = province, 0
	return nil
}

// follow opens what a step leads to: a rectify notice, or the bureau's own act.
func (d *Desk) follow(ctx context.Context, tx pgx.Tx, m *Matter, v MatterMove) error {
	act := filing.Measure{Article: v.Article, Words: v.Words, Service: m.Service, Conflict: m.Receipt}
	switch v.Step {
	case filing.StepNotice:
		_, err := d.begin(ctx, tx, beginning{course: filing.Rectify, province: m.Province, entity: m.EntityID, service: string(m.Service), parent: m.ID,
			said: MatterSaid{Subject: string(m.Service), Words: v.Words}, days: v.Days})
		return err
	case filing.StepEnforce:
		act.Target = filing.TargetSite
		if m.Service == "" {
			act.Target = filing.TargetEntity
		}
	case filing.StepUphold:
		act.Target, act.Domain = filing.TargetDomain, m.Domain
	default:
		return nil
	}
	if err := act.Check(filing.ForcedCancel, d.s.now()).Or(); err != nil {
		return err
	}
	now, err := d.s.register(ctx, tx, m.EntityID)
	if err != nil {
		return err
	}
	doc := now.live()
	if doc == nil {
		return filing.Problems{{Flaw: filing.Cancelled, Text: string(m.Service)}}
	}
	part, err := concerned(doc, &act)
	if err != nil {
		return err
	}
	f, err := d.openMeasure(ctx, tx, filing.ForcedCancel, m.EntityID, act, part, nil)
	m.ActID = f.ID
	return err
}

// tellStep tells those who wait what a step has brought.
func (d *Desk) tellStep(ctx context.Context, tx pgx.Tx, m Matter, said MatterSaid, v MatterMove) error {
	switch {
	case v.Step == filing.StepAskMore:
		return d.tellParty(ctx, tx, m, v.Words)
	case m.Stage.Open():
		return nil
	}
	l := message.MatterEnded(zh.Course(m.Course), m.Receipt, zh.Stage(m.Stage), v.Words, d.s.url("/my"))
	if m.Course == filing.Report || m.Course == filing.Question {
		l = message.MatterEnded(zh.Course(m.Course), m.Receipt, zh.Stage(m.Stage), v.Words, d.s.url("/"+string(m.Course)+"s/progress"))
		if m.OwnerID == 0 {
			return d.s.say(ctx, tx, recipient{Mobile: said.Mobile, Email: said.Email}, l, false)
		}
		return d.s.sayToAccount(ctx, tx, m.OwnerID, 0, l)
	}
	if m.Course == filing.Conflict {
		l = message.MatterEnded(zh.Course(m.Course), m.Receipt, zh.Stage(m.Stage), v.Words, d.s.url(fmt.Sprintf("/my/conflicts/%d", m.ID)))
		if err := d.s.sayToAccount(ctx, tx, m.OwnerID, 0, l); err != nil {
			return err
		}
	}
	if m.ProviderID != 0 {
		return d.s.sayToAdmins(ctx, tx, m.ProviderID, l)
	}
	return d.s.sayToOwners(ctx, tx, m.EntityID, 0, l)
}

// LapseMatters moves on those whose day to answer is over.
func (s *Store) LapseMatters(ctx context.Context) (int, error) {
	clock := s.As(filing.ByClock())
	list, err := all[Matter](ctx, s.db, `SELECT `+matterColumns+` FROM `+matterFrom+` WHERE m.stage = 'asked' AND m.due_on < @today ORDER BY m.due_on LIMIT @most`,
		clock.today(pgx.NamedArgs{"most": perTick}))
	if err != nil {
		return 0, err
	}
	n := 0
	var failures error
	for _, m := range list {
		var refused *filing.TurnError
		switch _, err := clock.TakeStep(ctx, m.Course, m.ID, MatterMove{Step: filing.StepLapse}); {
		case err == nil:
			n++
		case !errors.As(err, &refused):
			failures = errors.Join(failures, err)
		}
	}
	return n, failures
}

// PublicAnswer is a question with an answer that everybody may read.
type PublicAnswer struct {
	Subject, Question, Answer string
	Province                  string
}

// PublicAnswers lists the newest questions whose answers are public.
func (s *Store) PublicAnswers(ctx context.Context, limit int) ([]PublicAnswer, error) {
	clock := s.As(filing.ByClock())
	list, err := all[Matter](ctx, s.db, `SELECT `+matterColumns+` FROM `+matterFrom+`
		WHERE m.course = 'question' AND m.stage = 'replied' AND m.answer_public ORDER BY m.id DESC LIMIT @limit`, clock.args(pgx.NamedArgs{"limit": limit}))
	var answers []PublicAnswer
	for _, m := range list {
		var said MatterSaid
		if err := s.unseal(sealMatter, m.Sealed, &said); err != nil {
			return nil, err
		}
		events, err := clock.MatterEvents(ctx, m)
		if err != nil {
			return nil, err
		}
		answers = append(answers, PublicAnswer{said.Subject, said.Words, events[len(events)-1].Words, m.Province})
	}
	return answers, err
}

// Shell is an empty entity (空壳主体) or service (空壳网站) of the province, and the notice that runs about it.
type Shell struct {
	Entity  int64         `db:"entity"`
	Number  filing.Number `db:"number"`
	Service filing.Number `db:"service"` // empty: the entity has no service at all
	Name    string        `db:"name"`
	Nature  filing.Nature `db:"nature"`
	Notice  int64         `db:"notice"`
	Stage   filing.Stage  `db:"stage"`
	Due     calendar.Date `db:"due"`
}

// Shells lists the empty shells of the bureau's province: entities without a service, services without an access.
func (d *Desk) Shells(ctx context.Context, limit int) ([]Shell, error) {
	if d.me.Tier != filing.Bureau {
		return nil, nil
	}
	return all[Shell](ctx, d.s.db, `
		SELECT x.entity, x.number, x.service, x.name, x.nature, coalesce(m.id, 0) AS notice, coalesce(m.stage, '') AS stage, m.due_on AS due
		FROM (SELECT e.id AS entity, e.number, '' AS service, e.name, e.nature FROM entity e
		      WHERE e.province = @my_province AND e.cancelled_at IS NULL AND NOT EXISTS (SELECT FROM site s WHERE s.entity_id = e.id AND s.cancelled_at IS NULL)
		      UNION ALL
		      SELECT e.id, e.number, s.number, e.name, e.nature FROM entity e JOIN site s ON s.entity_id = e.id
		      WHERE e.province = @my_province AND e.cancelled_at IS NULL AND s.cancelled_at IS NULL
		        AND NOT EXISTS (SELECT FROM access a WHERE a.site_id = s.id AND a.cancelled_at IS NULL)) AS x
		LEFT JOIN matter m ON m.course = 'rectify' AND m.entity_id = x.entity AND m.service = x.service AND m.ended_at IS NULL AND m.provider_id IS NULL
		ORDER BY x.entity, x.service LIMIT @limit`, d.args(pgx.NamedArgs{"limit": limit}))
}
