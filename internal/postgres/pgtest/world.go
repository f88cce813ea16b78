package pgtest

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
)

var codeInLetter = regexp.MustCompile(`验证码(\d{6}).*?/sms-verify/([A-Za-z0-9_-]+)`)

// World is a small cast on a store: the bureaus of Shanghai (one person
// decides) and Zhejiang (two do), one provider with filed ranges, and people.
type World struct {
	*postgres.Store
	Provider int64

	Wang   *postgres.Desk // 王芳, registrant
	Owner2 *postgres.Desk // another registrant
	Li     *postgres.Desk // 李强, verifier at the provider
	Li2    *postgres.Desk // a colleague of his
	Zhao   *postgres.Desk // 赵敏, reviewer in Shanghai
	Zhao2  *postgres.Desk // a colleague of hers
	Qian   *postgres.Desk // reviewer in Zhejiang
	Qian2  *postgres.Desk
	Zhou   *postgres.Desk // 周远, administrator at the ministry
	Other  *postgres.Desk // verifier at another provider
}

// NewWorld puts the cast on a store whose rows db can write.
func NewWorld(t testing.TB, s *postgres.Store, db postgres.DB) *World {
	t.Helper()
	w := &World{Store: s}
	run := func(sql string, args ...any) int64 {
		t.Helper()
		var id int64
		if err := db.QueryRow(context.WithoutCancel(t.Context()), sql, args...).Scan(&id); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
		return id
	}
	for province, two := range map[string]bool{"310000": false, "330000": true} {
		run(`INSERT INTO bureau (province, name, two_persons, created_at) VALUES ($1, $1 || '通信管理局', $2, $3) RETURNING 1`, province, two, Now)
	}
	provider := func(slug, name, first, last string) int64 {
		id := run(`INSERT INTO provider (slug, name, licence, province, created_at) VALUES ($1, $2, 'B1-20260001', '310000', $3) RETURNING id`, slug, name, Now)
		run(`INSERT INTO provider_range (provider_id, first, last, created_at) VALUES ($1, $2, $3, $4) RETURNING id`, id, first, last, Now)
		return id
	}
	w.Provider = provider("yunfan", "云帆数据科技有限公司", "121.40.0.0", "121.40.255.255")
	run(`INSERT INTO provider_range (provider_id, first, last, created_at) VALUES ($1, '2408:4001::', '2408:4001:ffff:ffff:ffff:ffff:ffff:ffff', $2) RETURNING id`, w.Provider, Now)
	other := provider("beichen", "北辰网络有限公司", "122.51.0.0", "122.51.255.255")

	desk := func(a filing.Actor) *postgres.Desk {
		a.Account = run(`
			INSERT INTO account (tier, role, user_name, user_name_key, name, province, provider_id, password_hash, created_at)
			VALUES ($1, $2, $3, $3, $4, nullif($5, ''), nullif($6, 0), '', $7) RETURNING id`,
			a.Tier, a.Role, fmt.Sprintf("user%d", serial.Add(1)), a.Name, a.Province, a.Provider, Now)
		return s.As(a)
	}
	w.Wang = desk(filing.Actor{Tier: filing.Registrant, Name: "王芳"})
	w.Owner2 = desk(filing.Actor{Tier: filing.Registrant, Name: "许文"})
	w.Li = desk(filing.Actor{Tier: filing.Provider, Role: filing.Verifier, Provider: w.Provider, Name: "李强"})
	w.Li2 = desk(filing.Actor{Tier: filing.Provider, Role: filing.Verifier, Provider: w.Provider, Name: "李玲"})
	w.Other = desk(filing.Actor{Tier: filing.Provider, Role: filing.Verifier, Provider: other, Name: "沈远"})
	w.Zhao = desk(filing.Actor{Tier: filing.Bureau, Role: filing.Reviewer, Province: "310000", Name: "赵敏"})
	w.Zhao2 = desk(filing.Actor{Tier: filing.Bureau, Role: filing.Reviewer, Province: "310000", Name: "赵宁"})
	w.Qian = desk(filing.Actor{Tier: filing.Bureau, Role: filing.Reviewer, Province: "330000", Name: "钱琳"})
	w.Qian2 = desk(filing.Actor{Tier: filing.Bureau, Role: filing.Chief, Province: "330000", Name: "钱峰"})
	w.Zhou = desk(filing.Actor{Tier: filing.Ministry, Role: filing.Admin, Name: "周远"})
	return w
}

// Draft opens a first filing of that document for its owner, papers included.
func (w *World) Draft(t testing.TB, owner *postgres.Desk, doc *filing.Document) postgres.Filing {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	f, err := owner.Open(ctx, postgres.Opening{Kind: filing.FirstFiling, Provider: w.Provider, Channel: "provider", Document: doc})
	Must(t, err)
	w.Bring(t, owner, f.ID, filing.Registrant)
	f, err = owner.Filing(ctx, f.ID)
	Must(t, err)
	return f
}

// Bring puts the papers one tier has to bring into their slots.
func (w *World) Bring(t testing.TB, d *postgres.Desk, id int64, by filing.Tier) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	f, err := d.Filing(ctx, id)
	Must(t, err)
	doc, err := d.Document(ctx, f)
	Must(t, err)
	wants, err := d.Wants(ctx, f, doc)
	Must(t, err)
	for _, p := range wants.Papers {
		if p.Required && p.By == by {
			_, err := d.AddPaper(ctx, f.ID, postgres.Paper{Slot: p.Slot, Site: p.Site, FileName: "a.jpg",
				MediaType: "image/jpeg", Size: 1, Width: 1520, Height: 1008, Sharpness: 200, SHA256: []byte{1}, StoreKey: fmt.Sprintf("k%d", serial.Add(1)), Pages: 1})
			Must(t, err)
		}
	}
}

// Act does one step that must succeed.
func (w *World) Act(t testing.TB, d *postgres.Desk, id int64, m postgres.Move) postgres.Outcome {
	t.Helper()
	out, err := d.Act(context.WithoutCancel(t.Context()), id, m)
	Must(t, err)
	return out
}

// Verify claims a submitted filing for the provider, fills and signs its sheet
// and adds the provider's papers: it can be forwarded.
func (w *World) Verify(t testing.TB, d *postgres.Desk, id int64) {
	t.Helper()
	w.Act(t, d, id, postgres.Move{Action: filing.Claim})
	w.Bring(t, d, id, filing.Provider)
	Must(t, d.SaveSheet(context.WithoutCancel(t.Context()), id, Sheet(), true))
}

// Sheet is a verification sheet with every line confirmed.
func Sheet() postgres.Sheet {
	answers := map[string]string{}
	for _, item := range filing.SheetItems {
		answers[string(item)] = "yes"
	}
	return postgres.Sheet{Answers: answers, Verifier: "李强", Place: "上海市黄浦区营业厅", Date: "2026-11-20"}
}

// Codes reads the confirmation codes and links waiting in queued messages of a
// filing, newest first, as the principals' phones would show them.
func (w *World) Codes(t testing.TB, db postgres.DB, id int64) []postgres.SMSAnswer {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	rows, err := db.Query(ctx, `SELECT body FROM message WHERE filing_id = $1 AND channel = 'sms' AND secret AND body IS NOT NULL ORDER BY id DESC`, id)
	Must(t, err)
	bodies, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	Must(t, err)
	var list []postgres.SMSAnswer
	for _, sealed := range bodies {
		text, err := w.Keys.OpenString("message", sealed)
		Must(t, err)
		if m := codeInLetter.FindStringSubmatch(text); m != nil {
			list = append(list, postgres.SMSAnswer{Code: m[1], Link: m[2]})
		}
	}
	return list
}

// Forward brings a draft of doc all the way to the bureau.
func (w *World) Forward(t testing.TB, db postgres.DB, owner *postgres.Desk, doc *filing.Document) postgres.Filing {
	t.Helper()
	return w.ForwardDraft(t, db, owner, w.Li, w.Draft(t, owner, doc).ID)
}

// ForwardDraft brings any draft to the bureau, through one provider's verifier.
func (w *World) ForwardDraft(t testing.TB, db postgres.DB, owner, verifier *postgres.Desk, id int64) postgres.Filing {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	w.Bring(t, owner, id, filing.Registrant)
	w.Act(t, owner, id, postgres.Move{Action: filing.Submit})
	w.Verify(t, verifier, id)
	w.Act(t, verifier, id, postgres.Move{Action: filing.Forward})
	for _, answer := range w.Codes(t, db, id) {
		_, err := w.ConfirmSMS(ctx, answer)
		Must(t, err)
	}
	f, err := owner.Filing(ctx, id)
	if err != nil || f.State != filing.BureauReview {
		t.Fatalf("state is %s, want bureau_review: %v", f.State, err)
	}
	return f
}

// Approve claims a filing and approves it.
func (w *World) Approve(t testing.TB, reviewer *postgres.Desk, id int64) postgres.Outcome {
	t.Helper()
	w.Act(t, reviewer, id, postgres.Move{Action: filing.Claim})
	return w.Act(t, reviewer, id, postgres.Move{Action: filing.Approve})
}

// SetFilingPassword gives an entity the filing password that its principal would
// have received.
func (w *World) SetFilingPassword(t testing.TB, db postgres.DB, entity int64, password string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	hash, err := w.Passwords.HashFiling(ctx, password)
	Must(t, err)
	_, err = db.Exec(ctx, `UPDATE entity SET password_hash = $2 WHERE id = $1`, entity, hash)
	Must(t, err)
}

// Must fails the test on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		var found filing.Problems
		if errors.As(err, &found) {
			t.Fatalf("unexpected problems: %+v", []filing.Problem(found))
		}
		t.Fatalf("unexpected error: %v %+v", err, err)
	}
}
