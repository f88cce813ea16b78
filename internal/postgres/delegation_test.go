package postgres_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// consent is an owner with a filed entity, and an account that the owner has invited and that has accepted.
type consent struct {
	w               *pgtest.World
	db              postgres.DB
	owner, delegate *postgres.Desk
	entity          int64
	filing          postgres.Filing
	id              int64 // of the delegation
}

// provedAccount signs somebody up who has proved mobile and address.
func provedAccount(t *testing.T, w *pgtest.World, name, mobile string) *postgres.Desk {
	t.Helper()
	u := wangSignsUp
	u.UserName, u.Mobile, u.Name = name, mobile, "代办人"+name
	u.Name = "何代"
	id, codes, err := w.SignUp(t.Context(), u, false)
	pgtest.Must(t, err)
	_, err = w.Prove(t.Context(), id, postgres.TypedCodes(codes))
	pgtest.Must(t, err)
	return w.As(filing.Actor{Account: id, Tier: filing.Registrant, Name: u.Name})
}

func consenting(t *testing.T, level postgres.Level, personal bool) consent {
	t.Helper()
	w, db := world(t)
	c := consent{w: w, db: db, owner: w.Wang, delegate: provedAccount(t, w, "hedai", "13700137000")}
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	c.filing, c.entity = f, f.EntityID
	pgtest.Must(t, w.Wang.InviteDelegate(t.Context(), postgres.Consent{Entity: c.entity, Who: "hedai", Level: level, Days: 30, Personal: personal}))
	c.nothing(t, "before accepting")
	own, err := c.delegate.OwnDelegations(t.Context())
	pgtest.Must(t, err)
	if len(own) != 1 || own[0].Accepted != nil || own[0].Invited != "" {
		t.Fatalf("invitations: %+v", own)
	}
	c.id = own[0].ID
	if err := w.Owner2.AcceptDelegation(t.Context(), c.id); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a stranger accepts: %v", err)
	}
	pgtest.Must(t, c.delegate.AcceptDelegation(t.Context(), c.id))
	return c
}

// nothing wants the delegate to see nothing of the entity.
func (c consent) nothing(t *testing.T, when string) {
	t.Helper()
	ctx := t.Context()
	papers, err := c.owner.Papers(ctx, c.filing)
	pgtest.Must(t, err)
	for name, try := range asks {
		got, err := try(ctx, c.delegate, c.filing, papers[0].ID)
		if !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%s %s: %v %v", name, when, got, err)
		}
	}
	for name, list := range lists {
		if n, err := list(ctx, c.delegate, c.filing); err != nil || n != 0 {
			t.Errorf("%s %s gives %d, %v", name, when, n, err)
		}
	}
}

func TestDelegateActsForTheOwner(t *testing.T) {
	c := consenting(t, postgres.LevelAct, false)
	ctx := t.Context()
	f, err := c.delegate.Open(ctx, postgres.Opening{Kind: filing.Change, Entity: c.entity, Channel: "provider"})
	pgtest.Must(t, err)
	if f.OwnerID != c.owner.Me().Account {
		t.Errorf("the filing belongs to %d", f.OwnerID)
	}
	doc, err := c.delegate.Document(ctx, f)
	pgtest.Must(t, err)
	whole := filingtest.Person().Entity
	if said, _ := json.Marshal(doc); strings.Contains(string(said), whole.CertificateNumber) || strings.Contains(string(said), whole.Principal.Mobiles[0]) {
		t.Error("a delegate who was not granted them sees personal data")
	}
	// What was shown as stars comes back as stars; what was typed anew is taken.
	_, err = c.delegate.Save(ctx, f.ID, 0, func(d *filing.Document) {
		d.Entity.Principal.Mobiles = doc.Entity.Principal.Mobiles
		d.Entity.Principal.Email = "neu@example.cn"
	})
	pgtest.Must(t, err)
	own, err := c.owner.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	saved, err := c.owner.Document(ctx, own)
	pgtest.Must(t, err)
	if saved.Entity.Principal.Mobiles[0] != whole.Principal.Mobiles[0] || saved.Entity.Principal.Email != "neu@example.cn" {
		t.Errorf("saved: %+v", saved.Entity.Principal)
	}
	c.w.Bring(t, c.delegate, f.ID, filing.Registrant)
	c.w.Act(t, c.delegate, f.ID, move(filing.Submit))
	events, err := c.owner.Events(ctx, own)
	pgtest.Must(t, err)
	if last := events[len(events)-1]; last.Action != filing.Submit || last.Account != c.delegate.Me().Account || last.Who != "何代" {
		t.Errorf("the journal says %+v", last)
	}
	pgtest.Must(t, c.owner.EndDelegation(ctx, c.id))
	c.nothing(t, "after the end")
	var refused *filing.TransitionError
	if _, err := c.delegate.Act(ctx, f.ID, move(filing.Withdraw)); !errors.Is(err, filing.ErrNotFound) || errors.As(err, &refused) {
		t.Errorf("an ended delegate withdraws: %v", err)
	}
	if _, err := c.delegate.Open(ctx, postgres.Opening{Kind: filing.Change, Entity: c.entity}); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("an ended delegate begins: %v", err)
	}
}

func TestLevelsOfDelegates(t *testing.T) {
	for level, want := range map[postgres.Level]struct{ opens, submits bool }{
		postgres.LevelRead: {false, false}, postgres.LevelPrepare: {true, false}, postgres.LevelAct: {true, true},
	} {
		t.Run(string(level), func(t *testing.T) {
			c := consenting(t, level, true)
			ctx := t.Context()
			if doc, err := c.delegate.RegisteredDocument(ctx, c.entity); err != nil || doc.Entity.CertificateNumber != filingtest.Person().Entity.CertificateNumber {
				t.Errorf("with personal data granted: %v", err)
			}
			f, err := c.delegate.Open(ctx, postgres.Opening{Kind: filing.CancelSite, Entity: c.entity, Service: "沪ICP备2026000001号-1", Channel: "provider"})
			if opens := err == nil; opens != want.opens {
				t.Fatalf("opens %v: %v", opens, err)
			}
			if err != nil {
				return
			}
			if _, err = c.delegate.Act(ctx, f.ID, move(filing.Submit)); (err == nil) != want.submits {
				t.Errorf("submits %v", err)
			}
		})
	}
}

func TestDelegationEnds(t *testing.T) {
	c := consenting(t, postgres.LevelRead, false)
	ctx := t.Context()
	if err := c.w.Owner2.EndDelegation(ctx, c.id); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a stranger ends it: %v", err)
	}
	if err := c.delegate.InviteDelegate(ctx, postgres.Consent{Entity: c.entity, Who: "x", Level: postgres.LevelRead, Days: 30}); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a delegate gives it on: %v", err)
	}
	papers, err := c.delegate.Papers(ctx, c.filing)
	pgtest.Must(t, err)
	for _, p := range papers {
		if _, err := c.delegate.ViewPaper(ctx, c.filing.ID, p.ID); p.Slot.OfPerson() && !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%s is shown: %v", p.Slot, err)
		}
	}
	_, err = c.db.Exec(ctx, `UPDATE delegation SET invited_at = $1, expires_at = $2`, pgtest.Now.Add(-48*time.Hour), pgtest.Now)
	pgtest.Must(t, err)
	c.nothing(t, "after its time")
}

func TestInvitingDelegates(t *testing.T) {
	c := consenting(t, postgres.LevelRead, false)
	ctx := t.Context()
	for _, wrong := range []postgres.Consent{{Level: postgres.LevelRead, Days: 30}, {Who: "hedai", Level: "all", Days: 30}, {Who: "hedai", Level: postgres.LevelRead, Days: 5}} {
		wrong.Entity = c.entity
		if len(flaws(c.owner.InviteDelegate(ctx, wrong))) != 1 {
			t.Errorf("%+v is taken", wrong)
		}
	}
	// Somebody who has no account: the same answer, and nothing happens.
	pgtest.Must(t, c.owner.InviteDelegate(ctx, postgres.Consent{Entity: c.entity, Who: "niemand", Level: postgres.LevelRead, Days: 30}))
	pgtest.Must(t, c.owner.InviteDelegate(ctx, postgres.Consent{Entity: c.entity, Who: "13700137000", Level: postgres.LevelPrepare, Days: 90}))
	list, err := c.owner.Delegations(ctx, c.entity)
	pgtest.Must(t, err)
	if len(list) != 2 || list[0].Invited != "niemand" || list[1].Level != postgres.LevelPrepare || list[1].Accepted != nil {
		t.Errorf("a new invitation takes the place of the old: %+v", list)
	}
	c.nothing(t, "invited anew and not accepted")
}
