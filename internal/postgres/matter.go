package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

const (
	sealMatter      = "matter"
	sealMatterWords = "matter_words"
)

// MatterSaid is what begins a matter: what it is about and who says so.
type MatterSaid struct {
	Subject string `json:"subject,omitempty"`
	Words   string `json:"words"`
	URL     string `json:"url,omitempty"`    // of what is reported
	Name    string `json:"name,omitempty"`   // of whoever asks, from outside
	Mobile  string `json:"mobile,omitempty"` // where the answer goes
	Email   string `json:"email,omitempty"`
}

// Matter is one case of a small procedure.
type Matter struct {
	ID           int64         `db:"id"`
	Receipt      string        `db:"receipt"`
	Course       filing.Course `db:"course"`
	Stage        filing.Stage  `db:"stage"`
	Province     string        `db:"province"`
	EntityID     int64         `db:"entity_id"`
	Number       filing.Number `db:"number"` // of the entity
	Unit         string        `db:"unit"`
	Nature       filing.Nature `db:"nature"`
	Service      filing.Number `db:"service"`
	Domain       string        `db:"domain"`
	ProviderID   int64         `db:"provider_id"`
	ProviderName string        `db:"provider_name"`
	OwnerID      int64         `db:"owner_id"`
	ActID        int64         `db:"act_id"`
	Sealed       []byte        `db:"sealed"`
	AnswerPublic bool          `db:"answer_public"`
	TakenBy      int64         `db:"taken_by"`
	TakenName    string        `db:"taken_name"`
	DueOn        calendar.Date `db:"due_on"`
	Revision     int           `db:"revision"`
	Party        bool          `db:"party"` // it is addressed to the actor
	CreatedAt    time.Time     `db:"created_at"`
	EndedAt      *time.Time    `db:"ended_at"`
	Subject      string        `db:"-"` // of a report or question
}

// matterParty is whether a matter m is addressed to the actor.
const matterParty = `CASE WHEN m.provider_id IS NOT NULL THEN m.provider_id = @my_provider
	ELSE m.entity_id IS NOT NULL AND EXISTS (SELECT FROM entity_account o WHERE o.entity_id = m.entity_id AND o.account_id = @me) END`

const matterColumns = `m.id, m.receipt, m.course, m.stage, m.province, coalesce(m.entity_id, 0) AS entity_id, coalesce(e.number, '') AS number,
	coalesce(e.name, '') AS unit, coalesce(e.nature, 0) AS nature, m.service, m.domain, coalesce(m.provider_id, 0) AS provider_id,
	coalesce(p.name, '') AS provider_name, coalesce(m.owner_id, 0) AS owner_id, coalesce(m.act_id, 0) AS act_id, m.sealed, m.answer_public,
	coalesce(m.taken_by, 0) AS taken_by, coalesce(a.name, '') AS taken_name, m.due_on, m.revision, (` + matterParty + `) AS party, m.created_at, m.ended_at`

const matterFrom = `matter m LEFT JOIN entity e ON e.id = m.entity_id LEFT JOIN provider p ON p.id = m.provider_id LEFT JOIN account a ON a.id = m.taken_by`

// matterScope is which matters the actor may see, over table matter as m.
func (d *Desk) matterScope() string {
	switch d.me.Tier {
	case filing.Registrant:
		return `(m.owner_id = @me OR m.provider_id IS NULL AND m.course IN ('rectify', 'conflict')
			AND EXISTS (SELECT FROM entity_account o WHERE o.entity_id = m.entity_id AND o.account_id = @me))`
	case filing.Provider:
		return `m.provider_id = @my_provider`
	case filing.Bureau:
		return `m.province = @my_province`
	case filing.Ministry, filing.Clock:
		return `true`
	default:
		return `false`
	}
}

// MatterSearch narrows a list of matters.
type MatterSearch struct {
	Course filing.Course
	Ended  bool // the ended ones instead of the open ones
	After  int64
	Limit  int
}

// Matters lists the matters of a course that the actor may see, newest first.
func (d *Desk) Matters(ctx context.Context, s MatterSearch) ([]Matter, error) {
	ended := `m.ended_at IS NULL`
	if s.Ended {
		ended = `m.ended_at IS NOT NULL`
	}
	list, err := all[Matter](ctx, d.s.db, `
		SELECT `+matterColumns+` FROM `+matterFrom+`
		WHERE m.course = @course AND `+ended+` AND (`+d.matterScope()+`) AND (@after = 0 OR m.id < @after)
		ORDER BY m.id DESC LIMIT @limit`, d.args(pgx.NamedArgs{"course": s.Course, "after": s.After, "limit": s.Limit}))
	if err != nil || s.Course != filing.Report && s.Course != filing.Question {
		return list, err
	}
	for i := range list {
		var said MatterSaid
		if err := d.s.unseal(sealMatter, list[i].Sealed, &said); err != nil {
			return nil, err
		}
		list[i].Subject = said.Subject
	}
	return list, nil
}

// Matter is one matter of a course as the actor may see it, with what began it.
func (d *Desk) Matter(ctx context.Context, c filing.Course, id int64) (Matter, MatterSaid, error) {
	return d.matter(ctx, d.s.db, c, id, "")
}

func (d *Desk) matter(ctx context.Context, q DB, c filing.Course, id int64, lock string) (Matter, MatterSaid, error) {
	var said MatterSaid
	m, err := one[Matter](ctx, q, `SELECT `+matterColumns+` FROM `+matterFrom+` WHERE m.id = @id AND m.course = @course AND (`+d.matterScope()+`) `+lock,
		d.args(pgx.NamedArgs{"id": id, "course": c}))
	if err != nil {
		return m, said, err
	}
	if err := d.s.unseal(sealMatter, m.Sealed, &said); err != nil {
		return m, said, err
	}
	if d.me.Tier == filing.Registrant && m.OwnerID != d.me.Account { // the other side reads the words, not how to reach whoever wrote them
		said.Name, said.Mobile, said.Email = "", "", ""
	}
	return m, said, nil
}

// MatterFacts are what the state machine of the courses asks about m, for this desk.
func (d *Desk) MatterFacts(m Matter) filing.MatterFacts {
	return filing.MatterFacts{Actor: d.me, Opener: m.OwnerID, Party: m.Party, Taken: m.TakenBy, Today: calendar.DateOf(d.s.now()), Due: m.DueOn}
}

// MatterWords are what a step says.
type MatterWords struct {
	Words    string        `json:"words,omitempty"`
	Internal string        `json:"internal,omitempty"` // staff only
	Due      calendar.Date `json:"due,omitzero"`       // until when the party may answer
	Province string        `json:"province,omitempty"` // whose bureau has to see to it from now on
}

// MatterEvent is one step in the journal of a matter.
type MatterEvent struct {
	Seq  int
	Step filing.Step
	To   filing.Stage
	Tier filing.Tier
	Who  string // for staff only
	MatterWords
	At time.Time
}

// MatterEvents is the journal of a matter, oldest first, for whoever may see it.
func (d *Desk) MatterEvents(ctx context.Context, m Matter) ([]MatterEvent, error) {
	rows, err := all[matterEventRow](ctx, d.s.db, `
		SELECT x.seq, x.step, x.to_stage, x.tier, coalesce(a.name, '') AS who, x.sealed, x.at
		FROM matter_event x JOIN matter m ON m.id = x.matter_id LEFT JOIN account a ON a.id = x.account_id
		WHERE x.matter_id = @id AND (`+d.matterScope()+`) ORDER BY x.seq`, d.args(pgx.NamedArgs{"id": m.ID}))
	if err != nil {
		return nil, err
	}
	var list []MatterEvent
	for _, r := range rows {
		e := MatterEvent{Seq: r.Seq, Step: r.Step, To: r.To, Tier: r.Tier, Who: r.Who, At: r.At}
		if err := d.s.unseal(sealMatterWords, r.Sealed, &e.MatterWords); err != nil {
			return nil, err
		}
		if !d.me.Staff() {
			e.Who, e.Internal = "", ""
		}
		list = append(list, e)
	}
	return list, nil
}

type matterEventRow struct {
	Seq    int          `db:"seq"`
	Step   filing.Step  `db:"step"`
	To     filing.Stage `db:"to_stage"`
	Tier   filing.Tier  `db:"tier"`
	Who    string       `db:"who"`
	Sealed []byte       `db:"sealed"`
	At     time.Time    `db:"at"`
}

// MatterFile is one file of evidence.
type MatterFile struct {
	ID         int64     `db:"id"`
	Seq        int       `db:"seq"`
	FileName   string    `db:"file_name"`
	MediaType  string    `db:"media_type"`
	Size       int       `db:"size"`
	SHA256     []byte    `db:"sha256"`
	StoreKey   string    `db:"store_key"`
	PreviewKey string    `db:"preview_key"`
	At         time.Time `db:"at"`
}

// MatterFiles lists the evidence of a matter the actor may see.
func (d *Desk) MatterFiles(ctx context.Context, m Matter) ([]MatterFile, error) {
	return all[MatterFile](ctx, d.s.db, `
		SELECT x.id, x.seq, x.file_name, x.media_type, x.size, x.sha256, x.store_key, x.preview_key, x.at
		FROM matter_file x JOIN matter m ON m.id = x.matter_id WHERE x.matter_id = @id AND (`+d.matterScope()+`) ORDER BY x.id`,
		d.args(pgx.NamedArgs{"id": m.ID}))
}

// MatterFigures are the open, late and ended matters of a course in the actor's sight, by province.
func (d *Desk) MatterFigures(ctx context.Context, c filing.Course) ([]MatterCount, error) {
	switch d.me.Tier {
	case filing.Ministry, filing.Bureau:
		return all[MatterCount](ctx, d.s.db, `
			SELECT province, coalesce(sum(n) FILTER (WHERE code <> @course || ':ended'), 0)::bigint AS open,
			       coalesce(sum(n) FILTER (WHERE code <> @course || ':ended' AND day < @today), 0)::bigint AS late,
			       coalesce(sum(n) FILTER (WHERE code = @course || ':ended'), 0)::bigint AS ended
			FROM figure_now WHERE what = 'matter' AND split_part(code, ':', 1) = @course AND (@all OR province = @my_province)
			GROUP BY province HAVING sum(n) > 0 ORDER BY province`,
			d.today(pgx.NamedArgs{"course": c, "all": d.me.Tier == filing.Ministry}))
	case filing.Provider:
		return all[MatterCount](ctx, d.s.db, `
			SELECT m.province, count(*) FILTER (WHERE m.ended_at IS NULL) AS open,
			       count(*) FILTER (WHERE m.ended_at IS NULL AND m.due_on < @today) AS late, count(*) FILTER (WHERE m.ended_at IS NOT NULL) AS ended
			FROM matter m WHERE m.course = @course AND (`+d.matterScope()+`) GROUP BY m.province ORDER BY m.province`,
			d.today(pgx.NamedArgs{"course": c}))
	}
	return nil, nil
}

// WaitingMatter is how many matters of a course wait for the bureau, and how many of those past their day.
type WaitingMatter struct {
	Course filing.Course `db:"course"`
	N      int           `db:"n"`
	Late   int           `db:"late"`
}

// WaitingMatters counts what waits for the actor's bureau; nothing for anybody else.
func (d *Desk) WaitingMatters(ctx context.Context) ([]WaitingMatter, error) {
	if d.me.Tier != filing.Bureau {
		return nil, nil
	}
	return all[WaitingMatter](ctx, d.s.db, `
		SELECT split_part(code, ':', 1) AS course, sum(n)::bigint AS n, coalesce(sum(n) FILTER (WHERE day < @today), 0)::bigint AS late FROM figure_now
		WHERE what = 'matter' AND province = @my_province AND split_part(code, ':', 2) IN ('received', 'answered', 'overdue')
		GROUP BY 1 HAVING sum(n) > 0 ORDER BY 1`, d.today(pgx.NamedArgs{}))
}

// MatterCount are the figures of one province.
type MatterCount struct {
	Province string `db:"province"`
	Open     int    `db:"open"`
	Late     int    `db:"late"`
	Ended    int    `db:"ended"`
}
