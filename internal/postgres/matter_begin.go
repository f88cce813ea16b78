package postgres

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
)

// matterWordsLimit is the length of what is said in a step, in characters.
const matterWordsLimit = 2000

// beginning is a matter about to be begun.
type beginning struct {
	course            filing.Course
	province, service string
	entity, provider  int64
	owner, parent     int64
	domain            string
	contact           string
	said              MatterSaid
	days              int // working days for the answer; 0: as usual
	files             []Paper
}

// receiptLetters begin the numbers of matters, so that nobody takes them for a filing's.
var receiptLetters = map[filing.Course]string{filing.SpotCheck: "CC", filing.Rectify: "ZG", filing.Conflict: "YM", filing.Report: "JB", filing.Question: "ZX"}

func (d *Desk) begin(ctx context.Context, tx pgx.Tx, b beginning) (Matter, error) {
	var id int64
	if err := tx.QueryRow(ctx, `SELECT nextval(pg_get_serial_sequence('matter', 'id'))`).Scan(&id); err != nil {
		return Matter{}, err
	}
	sealed, err := d.s.seal(sealMatter, b.said)
	if err != nil {
		return Matter{}, err
	}
	if b.days <= 0 {
		b.days = b.course.AnswerDays()
	}
	now := d.s.now()
	due, _ := d.s.Days().AddWorkdays(calendar.DateOf(now), b.days)
	var contact []byte
	if b.contact != "" {
		contact = d.s.Keys.Index(indexMobile, b.contact)
	}
	m := Matter{ID: id, Receipt: receiptLetters[b.course] + receipt(calendar.DateOf(now), id), Course: b.course, Stage: b.course.FirstStage(),
		Province: b.province, EntityID: b.entity, Service: filing.Number(b.service), Domain: b.domain, ProviderID: b.provider, OwnerID: b.owner, DueOn: due, Revision: 1, CreatedAt: now}
	_, err = tx.Exec(ctx, `
		INSERT INTO matter (id, receipt, course, stage, province, entity_id, service, domain, provider_id, owner_id, parent_id, contact_index, sealed, due_on, created_at, updated_at)
		OVERRIDING SYSTEM VALUE
		VALUES (@id, @receipt, @course, @stage, @province, nullif(@entity, 0), @service, @domain, nullif(@provider, 0), nullif(@owner, 0), nullif(@parent, 0), @contact, @sealed, @due, @now, @now)`,
		d.args(pgx.NamedArgs{"id": id, "receipt": m.Receipt, "course": b.course, "stage": m.Stage, "province": b.province, "entity": b.entity, "service": b.service,
			"domain": b.domain, "provider": b.provider, "owner": b.owner, "parent": b.parent, "contact": contact, "sealed": sealed, "due": due}))
	switch violates(err) {
	case "matter_conflict_open":
		return m, filing.Problems{{Path: "domain", Flaw: filing.DomainOpen, Text: b.domain}}
	case "matter_rectify_open":
		return m, filing.Problems{{Path: "note", Flaw: filing.AlreadyNoticed}}
	case "matter_province_fkey":
		return m, filing.Problems{{Path: "province", Flaw: filing.NotListed}}
	}
	if err != nil {
		return m, err
	}
	if err := d.keepStep(ctx, tx, m, filing.StepBegin, "", MatterWords{Words: b.said.Words, Due: due}, b.files); err != nil {
		return m, err
	}
	return m, d.tellBegun(ctx, tx, m, b.said)
}

// keepStep writes the one journal entry of a step and its evidence.
func (d *Desk) keepStep(ctx context.Context, tx pgx.Tx, m Matter, step filing.Step, from filing.Stage, words MatterWords, files []Paper) error {
	sealed, err := d.s.seal(sealMatterWords, words)
	if err != nil {
		return err
	}
	var seq int
	if err := tx.QueryRow(ctx, `
		INSERT INTO matter_event (matter_id, seq, step, from_stage, to_stage, tier, account_id, sealed, at)
		SELECT @id, coalesce(max(seq), 0) + 1, @step, @from, @to, @tier, nullif(@me, 0), @sealed, @now FROM matter_event WHERE matter_id = @id RETURNING seq`,
		d.args(pgx.NamedArgs{"id": m.ID, "step": step, "from": from, "to": m.Stage, "tier": tierOr(d.me.Tier), "sealed": sealed})).Scan(&seq); err != nil {
		return err
	}
	for _, p := range files {
		if _, err := tx.Exec(ctx, `
			INSERT INTO matter_file (matter_id, seq, file_name, media_type, size, sha256, store_key, preview_key, at)
			VALUES (@id, @seq, @name, @type, @size, @sha, @store, @preview, @now)`,
			d.args(pgx.NamedArgs{"id": m.ID, "seq": seq, "name": p.FileName, "type": p.MediaType, "size": p.Size, "sha": p.SHA256, "store": p.StoreKey, "preview": p.PreviewKey})); err != nil {
			return err
		}
	}
	return nil
}

func tierOr(t filing.Tier) filing.Tier {
	if t == "" {
		return filing.Public
	}
	return t
}

// wordsOf trims and measures what is said.
func wordsOf(path filing.Path, text *string) filing.Problems {
	*text = strings.TrimSpace(*text)
	switch n := utf8.RuneCountInString(*text); {
	case n == 0:
		return filing.Problems{{Path: path, Flaw: filing.Missing}}
	case n > matterWordsLimit:
		return filing.Problems{{Path: path, Flaw: filing.TooLong, Number: matterWordsLimit}}
	}
	return nil
}

// BeginConflict opens a dispute (域名争议): the actor says that a domain that another
// entity has filed is the actor's own. The bureau of the holder's province decides.
func (d *Desk) BeginConflict(ctx context.Context, domain, words string, files []Paper) (Matter, error) {
	if d.me.Tier != filing.Registrant || d.me.Account == 0 {
		return Matter{}, filing.ErrNotFound
	}
	found := wordsOf("note", &words)
	key, ok := ident.RegistrableOf(filing.HostOf(domain))
	if !ok {
		found = append(found, filing.Problem{Path: "domain", Flaw: filing.Malformed})
	}
	if err := found.Or(); err != nil {
		return Matter{}, err
	}
	b := beginning{course: filing.Conflict, owner: d.me.Account, domain: key, said: MatterSaid{Subject: key, Words: words}, files: files}
	var mine bool
	err := d.s.db.QueryRow(ctx, `
		SELECT e.id, e.province, s.number, EXISTS (SELECT FROM entity_account o WHERE o.entity_id = e.id AND o.account_id = @me)
		FROM site_key k JOIN site s ON s.id = k.site_id JOIN entity e ON e.id = s.entity_id WHERE k.key = @key AND k.cancelled_at IS NULL LIMIT 1`,
		d.args(pgx.NamedArgs{"key": key})).Scan(&b.entity, &b.province, &b.service, &mine)
	if errors.Is(err, pgx.ErrNoRows) || mine {
		return Matter{}, filing.Problems{{Path: "domain", Flaw: filing.NotHeldElsewhere, Text: key}}
	}
	if err != nil {
		return Matter{}, err
	}
	return d.beginAlone(ctx, b)
}

func (d *Desk) beginAlone(ctx context.Context, b beginning) (m Matter, err error) {
	err = d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		m, err = d.begin(ctx, tx, b)
		return err
	})
	return m, err
}

// Notice is a rectify notice (整改通知) that a bureau sends to an owner, or to one of the providers.
type RectifyNotice struct {
	Entity   int64
	Service  filing.Number // empty: the entity itself
	Provider int64         // 0: to the owner
	Words    string
	Days     int // working days
}

// BeginRectify sends a rectify notice about an entity of the bureau's province.
func (d *Desk) BeginRectify(ctx context.Context, n RectifyNotice) (Matter, error) {
	if d.me.Tier != filing.Bureau {
		return Matter{}, filing.ErrNotFound
	}
	if err := wordsOf("note", &n.Words).Or(); err != nil {
		return Matter{}, err
	}
	e, _, err := d.Entity(ctx, n.Entity)
	if err != nil {
		return Matter{}, err
	}
	if e.CancelledAt != nil {
		return Matter{}, filing.Problems{{Flaw: filing.Cancelled, Text: string(e.Number)}}
	}
	return d.beginAlone(ctx, beginning{course: filing.Rectify, province: d.me.Province, entity: n.Entity, service: string(n.Service), provider: n.Provider,
		said: MatterSaid{Subject: string(e.Number), Words: n.Words}, days: n.Days})
}

// BeginSpotChecks asks the providers of services about them: of those named, or of
// random ones of the province. One that is under check already is left out; how
// many were begun is told.
func (d *Desk) BeginSpotChecks(ctx context.Context, numbers []filing.Number, random int, words string, days int) (int, error) {
	if d.me.Tier != filing.Bureau {
		return 0, filing.ErrNotFound
	}
	if err := wordsOf("note", &words).Or(); err != nil {
		return 0, err
	}
	type picked struct {
		Entity   int64         `db:"entity"`
		Service  filing.Number `db:"service"`
		Provider int64         `db:"provider"`
	}
	where, order := `s.number = ANY(@numbers)`, `s.id`
	if len(numbers) == 0 {
		where, order = `true`, `random()`
	}
	list, err := all[picked](ctx, d.s.db, `
		SELECT s.entity_id AS entity, s.number AS service, min(a.provider_id) AS provider
		FROM site s JOIN entity e ON e.id = s.entity_id JOIN access a ON a.site_id = s.id AND a.cancelled_at IS NULL
		WHERE e.province = @my_province AND s.cancelled_at IS NULL AND `+where+`
		  AND NOT EXISTS (SELECT FROM matter m WHERE m.course = 'spot_check' AND m.entity_id = e.id AND m.service = s.number AND m.ended_at IS NULL)
		GROUP BY s.id ORDER BY `+order+` LIMIT @limit`, d.args(pgx.NamedArgs{"numbers": numbers, "limit": max(random, len(numbers))}))
	if err != nil {
		return 0, err
	}
	err = d.s.transact(ctx, func(tx pgx.Tx) error {
		for _, p := range list {
			if _, err := d.begin(ctx, tx, beginning{course: filing.SpotCheck, province: d.me.Province, entity: p.Entity, service: string(p.Service), provider: p.Provider,
				said: MatterSaid{Subject: string(p.Service), Words: words}, days: days}); err != nil {
				return err
			}
		}
		return nil
	})
	return len(list), err
}
