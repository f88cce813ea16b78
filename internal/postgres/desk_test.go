package postgres_test

import (
	"errors"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// lead is an administrator at the world's provider.
func lead(t *testing.T, w *pgtest.World, db postgres.DB) *postgres.Desk {
	t.Helper()
	a := filing.Actor{Tier: filing.Provider, Role: filing.Admin, Provider: w.Provider, Name: "周宁"}
	pgtest.Must(t, db.QueryRow(t.Context(), `INSERT INTO account (tier, role, user_name, user_name_key, name, provider_id, password_hash, created_at)
		VALUES ('provider', 'admin', 'zhouning', 'zhouning', '周宁', $1, '', $2) RETURNING id`, w.Provider, pgtest.Now).Scan(&a.Account))
	return w.As(a)
}

// other is a person like filingtest.Person with numbers, names and domain of its own.
func other(n int) *filing.Document {
	doc := filingtest.Person()
	doc.Entity.CertificateNumber = string(ident.MakeResidentID("310101", time.Date(1980, 1, n%28+1, 0, 0, 0, 0, time.UTC), n%900+1))
	domain := "desk" + string(rune('a'+n%26)) + string(rune('a'+n/26%26)) + ".cn"
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{domain}, []string{domain}
	return doc
}

func submitted(t *testing.T, w *pgtest.World, doc *filing.Document) postgres.Filing {
	t.Helper()
	f := w.Draft(t, w.Wang, doc)
	return w.Act(t, w.Wang, f.ID, move(filing.Submit)).Filing
}

func TestAssign(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := submitted(t, w, filingtest.Person())
	boss := lead(t, w, db)
	to := w.Li2.Me().Account
	if _, err := w.Li.Act(ctx, f.ID, postgres.Move{Action: filing.Assign, To: to}); !isTransition(err, filing.ByLead) {
		t.Errorf("a verifier assigns: %v", err)
	}
	if _, err := boss.Act(ctx, f.ID, postgres.Move{Action: filing.Assign, To: w.Other.Me().Account}); !hasFlaw(err, filing.NotListed) {
		t.Errorf("assigned to another provider's: %v", err)
	}
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	got := w.Act(t, boss, f.ID, postgres.Move{Action: filing.Assign, To: to}).Filing
	if got.ClaimedBy != to || !got.ClaimedUntil.Equal(pgtest.Now.Add(filing.AssignedFor)) || !got.EnteredAt.Equal(f.EnteredAt) {
		t.Errorf("assigned: by %d until %v, entered %v", got.ClaimedBy, got.ClaimedUntil, got.EnteredAt)
	}
	if _, err := w.Li.Act(ctx, f.ID, move(filing.Forward)); !isTransition(err, filing.ClaimedByMe) {
		t.Errorf("the earlier holder goes on: %v", err)
	}
	pgtest.Must(t, w.Li2.Renew(ctx, f.ID))
	if n, err := w.Li2.Count(ctx, postgres.Search{View: postgres.ViewMine}); err != nil || n.N != 1 {
		t.Errorf("in the colleague's hands: %v %v", n, err)
	}
	for d, want := range map[*postgres.Desk]string{w.Li: "李玲", w.Wang: ""} {
		events, err := d.Events(ctx, f)
		pgtest.Must(t, err)
		if last := events[len(events)-1]; last.Detail.To != want {
			t.Errorf("%s reads %+v", d.Me().Name, last.Detail)
		}
	}
	if peers, err := w.Li.Peers(ctx); err != nil || len(peers) != 3 {
		t.Errorf("colleagues: %v %v", peers, err)
	}
}

func TestNotesAreAmongStaff(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	before, err := w.Zhao.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	if _, err := w.Li.Act(ctx, f.ID, postgres.Move{Action: filing.AddNote, Detail: filing.Detail{Internal: " "}}); !hasFlaw(err, filing.Missing) {
		t.Errorf("an empty note: %v", err)
	}
	w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.AddNote, Detail: filing.Detail{Internal: "老客户，电话常换"}})
	after, err := w.Zhao.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	if after.Revision != before.Revision || after.ClaimedBy != before.ClaimedBy || !after.EnteredAt.Equal(before.EnteredAt) {
		t.Errorf("a note moved the case: %+v", after)
	}
	read := func(d *postgres.Desk) bool {
		events, err := d.Events(ctx, f)
		pgtest.Must(t, err)
		return events[len(events)-1].Action == filing.AddNote
	}
	if !read(w.Zhao) || read(w.Wang) {
		t.Error("the bureau reads the note, the owner does not")
	}
}

func TestTwoPeopleVerify(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	_, err := db.Exec(ctx, `UPDATE provider SET two_persons = true WHERE id = $1`, w.Provider)
	pgtest.Must(t, err)
	f := submitted(t, w, filingtest.Person())
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	if _, err := w.Li.Act(ctx, f.ID, move(filing.Verify)); !hasFlaw(err, filing.PaperMissing) {
		t.Errorf("verified without papers: %v", err)
	}
	w.Act(t, w.Li, f.ID, move(filing.Release))
	w.Verify(t, w.Li, f.ID)
	if _, err := w.Li.Act(ctx, f.ID, move(filing.Forward)); !isTransition(err, filing.LastVerifierDue) {
		t.Errorf("forwarded by one: %v", err)
	}
	w.Act(t, w.Li, f.ID, move(filing.Verify))
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	if _, err := w.Li.Act(ctx, f.ID, move(filing.Forward)); !isTransition(err, filing.LastVerifierDue) {
		t.Errorf("the same person twice: %v", err)
	}
	w.Act(t, w.Li, f.ID, move(filing.Release))
	if _, err := w.Li.NextCase(ctx); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("the next case of the first verifier is the one to be checked: %v", err)
	}
	next, err := w.Li2.NextCase(ctx)
	pgtest.Must(t, err)
	sheet, err := w.Li2.Sheet(ctx, next)
	pgtest.Must(t, err)
	sheet.Place = "另一处"
	pgtest.Must(t, w.Li2.SaveSheet(ctx, f.ID, sheet, true))
	if _, err := w.Li2.Act(ctx, f.ID, move(filing.Forward)); !isTransition(err, filing.LastVerifierDue) {
		t.Errorf("a sheet nobody else has seen: %v", err)
	}
	w.Act(t, w.Li2, f.ID, move(filing.Verify))
	if n, err := w.Li.Count(ctx, postgres.Search{View: postgres.ViewSecond}); err != nil || n.N != 1 {
		t.Errorf("waiting for the second: %v %v", n, err)
	}
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	if got := w.Act(t, w.Li, f.ID, move(filing.Forward)).Filing.State; got != filing.SMSVerification {
		t.Errorf("state %s", got)
	}
}

func TestQueueSearch(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	f := submitted(t, w, filingtest.Person())
	submitted(t, w, other(3))
	w.Options.Now = func() time.Time { return pgtest.Now.Add(5 * 24 * time.Hour) } // three working days on, a Wednesday
	last := submitted(t, w, other(4))
	find := func(s postgres.Search) int {
		t.Helper()
		list, err := w.Li.Queue(ctx, s)
		pgtest.Must(t, err)
		n, err := w.Li.Count(ctx, s)
		pgtest.Must(t, err)
		if n.N != len(list) {
			t.Errorf("%+v: counted %d, listed %d", s, n.N, len(list))
		}
		return len(list)
	}
	for _, c := range []struct {
		s    postgres.Search
		want int
	}{
		{postgres.Search{View: postgres.ViewWaiting}, 3}, {postgres.Search{View: postgres.ViewToday}, 2},
		{postgres.Search{View: postgres.ViewWaiting, Text: f.Receipt}, 1}, {postgres.Search{View: postgres.ViewWaiting, Text: "EXAMPLE.cn"}, 1},
		{postgres.Search{View: postgres.ViewAll, Text: "摄影"}, 3}, {postgres.Search{View: postgres.ViewAll, Text: "没有"}, 0},
		{postgres.Search{View: postgres.ViewAll, Text: "影"}, 0}, {postgres.Search{View: postgres.ViewAll, Text: "%%"}, 0},
		{postgres.Search{View: postgres.ViewWaiting, Kind: filing.Change}, 0}, {postgres.Search{View: postgres.ViewWaiting, Nature: filing.Individual}, 3},
		{postgres.Search{View: postgres.ViewWaiting, Province: "310000"}, 3}, {postgres.Search{View: postgres.ViewWaiting, Province: "330000"}, 0},
		{postgres.Search{View: postgres.ViewWaiting, Waited: 2}, 2}, {postgres.Search{View: postgres.ViewWaiting, Waited: 3}, 0}, // the third is not over
	} {
		if got := find(c.s); got != c.want {
			t.Errorf("%+v finds %d, want %d", c.s, got, c.want)
		}
	}
	newest, err := w.Li.Queue(ctx, postgres.Search{View: postgres.ViewWaiting, Newest: true, Limit: 1})
	pgtest.Must(t, err)
	rest, err := w.Li.Queue(ctx, postgres.Search{View: postgres.ViewWaiting, Newest: true, After: postgres.Cursor{At: newest[0].EnteredAt, ID: newest[0].ID}})
	pgtest.Must(t, err)
	if newest[0].ID != last.ID || len(rest) != 2 {
		t.Errorf("newest %d, then %d more", newest[0].ID, len(rest))
	}
}

func TestSharedTraits(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	f := submitted(t, w, filingtest.Person())
	same := other(5) // another certificate, the same mobile
	w.Draft(t, w.Owner2, same)
	if got, err := w.Li.SharedTraits(ctx, f); err != nil || len(got) != 0 {
		t.Errorf("a draft counts: %v %v", got, err)
	}
	submitted(t, w, other(6))
	got, err := w.Li.SharedTraits(ctx, f)
	pgtest.Must(t, err)
	if len(got) != 1 || got[0] != (postgres.Shared{Trait: "mobile", Owners: 1}) {
		t.Errorf("shared: %+v", got)
	}
}
