package postgres_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

const article = "《非经营性互联网信息服务备案管理办法》第二十三条：填报虚假备案信息"

func ground(m filing.Measure) filing.Measure {
	m.Article, m.Words = article, "实地走访查无此单位"
	return m
}

func evidence(n int) []postgres.Paper {
	var list []postgres.Paper
	for i := range n {
		list = append(list, postgres.Paper{FileName: fmt.Sprintf("e%d.jpg", i), MediaType: "image/jpeg", Size: 1, SHA256: []byte{1}, StoreKey: fmt.Sprint("e", i), Pages: 1})
	}
	return list
}

// act opens an act of Shanghai's bureau and lets it take effect.
func (x *filed) act(k filing.Kind, m filing.Measure) postgres.Outcome {
	x.t.Helper()
	f, err := x.Zhao.OpenMeasure(x.t.Context(), k, x.entity, ground(m), evidence(1))
	pgtest.Must(x.t, err)
	return x.Act(x.t, x.Zhao, f.ID, move(filing.Approve))
}

func TestForcedCancel(t *testing.T) {
	for name, c := range map[string]struct {
		target      filing.Target
		live, sites int
	}{
		"an entity": {filing.TargetEntity, 0, 0}, "a site": {filing.TargetSite, 1, 0},
		"the only domain of a site": {filing.TargetDomain, 1, 0}, "the last access, which leaves a shell": {filing.TargetAccess, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, db := world(t)
			x := file(t, w, db, filingtest.Person())
			now, err := w.Zhao.RegisteredDocument(t.Context(), x.entity)
			pgtest.Must(t, err)
			m := filing.Measure{Target: c.target}
			if c.target != filing.TargetEntity {
				m.Service, m.Domain, m.Access = now.Sites[0].Number, "www.example.cn", now.Sites[0].Accesses[0].ID
			}
			out := x.act(filing.ForcedCancel, m)
			if out.Number != x.number {
				t.Errorf("number %s", out.Number)
			}
			var live, sites, accesses, letters, fed int
			pgtest.Must(t, db.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM entity WHERE cancelled_at IS NULL),
				(SELECT count(*) FROM site WHERE cancelled_at IS NULL), (SELECT count(*) FROM access WHERE cancelled_at IS NULL),
				(SELECT count(*) FROM message WHERE filing_id = $1), (SELECT count(*) FROM feed WHERE filing_id = $1)`, out.Filing.ID).
				Scan(&live, &sites, &accesses, &letters, &fed))
			if live != c.live || sites != c.sites || accesses != 0 || fed != 1 {
				t.Errorf("%d entities, %d sites, %d accesses, %d letters, %d fed", live, sites, accesses, letters, fed)
			}
			if c.live == 0 || c.sites == 0 { // what was freed may be filed anew
				again := w.Draft(t, w.Owner2, freshPerson())
				w.Act(t, w.Owner2, again.ID, move(filing.Submit))
			}
		})
	}
}

// freshPerson is somebody else with the domain of filingtest.Person.
func freshPerson() *filing.Document {
	doc := person(77)
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{"example.cn"}, []string{"www.example.cn"}
	return doc
}

func TestActDropsOneOfTwoDomains(t *testing.T) {
	w, db := world(t)
	doc := filingtest.Person()
	doc.Sites[0].Domains = []string{"example.cn", "example.net.cn"}
	x := file(t, w, db, doc)
	x.act(filing.ForcedCancel, filing.Measure{Target: filing.TargetDomain, Service: x.site(1, filing.Website), Domain: "example.cn"})
	now, err := w.Zhao.RegisteredDocument(t.Context(), x.entity)
	pgtest.Must(t, err)
	if s := now.Sites[0]; !slices.Equal(s.Domains, []string{"example.net.cn"}) || !slices.Equal(s.HomeURLs, []string{"example.net.cn"}) {
		t.Errorf("left: %v at %v", s.Domains, s.HomeURLs)
	}
	history, err := w.Zhao.RegisterHistory(t.Context(), x.entity)
	pgtest.Must(t, err)
	if last := history[len(history)-1]; last.Kind != filing.ForcedCancel || !slices.Equal(last.Services, []filing.Number{x.site(1, filing.Website)}) {
		t.Errorf("history ends with %+v", last)
	}
}

// An act that takes effect ends the entity's open filing with its ground, wherever it stands.
func TestActEndsTheOpenFiling(t *testing.T) {
	for _, state := range []filing.State{filing.ProviderReview, filing.ReturnedToRegistrant, filing.BureauReview, filing.ReturnedToProvider} {
		t.Run(string(state), func(t *testing.T) { actEnds(t, state) })
	}
}

func actEnds(t *testing.T, state filing.State) {
	w, db := world(t)
	x := file(t, w, db, filingtest.Person())
	f := x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Entity.Principal.Email = "neu@example.cn" })
	marks := filing.Detail{Marks: []filing.Mark{{Path: "entity.name", Note: "请核对"}}}
	if state == filing.BureauReview || state == filing.ReturnedToProvider {
		x.ForwardDraft(t, db, w.Wang, w.Li, f.ID)
	} else {
		x.Bring(t, w.Wang, f.ID, filing.Registrant)
		w.Act(t, w.Wang, f.ID, move(filing.Submit))
	}
	switch state {
	case filing.ReturnedToRegistrant:
		w.Act(t, w.Li, f.ID, move(filing.Claim))
		w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: marks})
	case filing.ReturnedToProvider:
		w.Act(t, w.Zhao, f.ID, move(filing.Claim))
		w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: marks})
	}
	x.act(filing.ForcedCancel, filing.Measure{Target: filing.TargetEntity})
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	events, err := w.Wang.Events(t.Context(), f)
	pgtest.Must(t, err)
	last := events[len(events)-1]
	if f.State != filing.Refused || last.Action != filing.Overrule || last.From != state || last.Detail.Ground != article || !strings.Contains(last.Detail.Note, "实地走访") {
		t.Errorf("from %s: %s, %+v", state, f.State, last)
	}
	var claims int
	pgtest.Must(t, db.QueryRow(t.Context(), `SELECT count(*) FROM claim`).Scan(&claims))
	if claims != 0 {
		t.Errorf("from %s: %d claims stay", state, claims)
	}
}

func TestActsAreOpenedWithGround(t *testing.T) {
	w, db := world(t)
	x := file(t, w, db, filingtest.Person())
	ctx := t.Context()
	for path, m := range map[filing.Path]filing.Measure{
		"article": {Target: filing.TargetEntity, Words: "x"}, "words": {Target: filing.TargetEntity, Article: article},
		"target": {Target: filing.TargetPassword, Article: article, Words: "x"}, "access": {Target: filing.TargetAccess, Service: x.site(1, filing.Website), Article: article, Words: "x"},
	} {
		_, err := w.Zhao.OpenMeasure(ctx, filing.ForcedCancel, x.entity, m, nil)
		var problems filing.Problems
		if errors.As(err, &problems); len(problems) == 0 || problems[0].Path != path {
			t.Errorf("%s: %v", path, problems)
		}
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "verifier": w.Li, "another bureau": w.Qian, "ministry": w.Zhou} {
		if _, err := d.OpenMeasure(ctx, filing.ForcedCancel, x.entity, ground(filing.Measure{Target: filing.TargetEntity}), nil); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%s opens one: %v", who, err)
		}
	}
	f, err := w.Zhao.OpenMeasure(ctx, filing.ForcedCancel, x.entity, ground(filing.Measure{Target: filing.TargetEntity}), evidence(2))
	pgtest.Must(t, err)
	papers, err := w.Zhao.Papers(ctx, f)
	pgtest.Must(t, err)
	if len(papers) != 2 || papers[1].Site != "2" {
		t.Errorf("papers %+v", papers)
	}
	w.Act(t, w.Zhao, f.ID, move(filing.Abandon))
	if _, err := w.Zhao.Act(ctx, f.ID, move(filing.Approve)); !isTransition(err, "") {
		t.Errorf("a withdrawn act: %v", err)
	}
}

// Two people decide about an act where the province asks for it.
func TestActsWantTwoPersons(t *testing.T) {
	w, _ := world(t)
	f, err := w.Qian.OpenMeasure(t.Context(), filing.Blacklist, 0, ground(filing.Measure{Target: filing.TargetDomain, Domain: "www.fraud.cn"}), nil)
	pgtest.Must(t, err)
	if _, err := w.Qian.Act(t.Context(), f.ID, move(filing.Approve)); !isTransition(err, filing.LastPersonDue) {
		t.Errorf("one person alone: %v", err)
	}
	w.Act(t, w.Qian, f.ID, move(filing.FirstApprove))
	w.Approve(t, w.Qian2, f.ID)
	list, err := w.Qian.BlacklistOf(t.Context(), false, 0, 10)
	pgtest.Must(t, err)
	if len(list) != 1 || list[0].Label.Domain != "fraud.cn" || list[0].Filing != f.ID {
		t.Errorf("listed %+v", list)
	}
}

func TestBlacklistStopsNewFilings(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	waiting := w.Forward(t, db, w.Wang, person(5))
	block := func(m filing.Measure) int64 {
		f, err := w.Qian.OpenMeasure(ctx, filing.Blacklist, 0, ground(m), nil)
		pgtest.Must(t, err)
		w.Act(t, w.Qian, f.ID, move(filing.FirstApprove))
		w.Approve(t, w.Qian2, f.ID)
		list, err := w.Qian.BlacklistOf(ctx, false, 0, 1)
		pgtest.Must(t, err)
		return list[0].ID
	}
	until := calendar.DateOf(pgtest.Now).AddDays(30)
	entry := block(filing.Measure{Target: filing.TargetDomain, Domain: "person5.cn", Until: until})
	doc := person(6)
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{"person5.cn"}, []string{"shop.person5.cn"}
	d := w.Draft(t, w.Owner2, doc)
	if check, err := w.Owner2.TypeCheck(ctx, doc); err != nil || check.Verdict != postgres.VerdictBlacklisted {
		t.Errorf("the type check says %+v, %v", check, err)
	}
	if found, err := w.Owner2.Preflight(ctx, d); err != nil || !hasFlaw(found, filing.Blacklisted) {
		t.Errorf("preflight: %v %v", found, err)
	}
	if _, err := w.Owner2.Act(ctx, d.ID, move(filing.Submit)); !hasFlaw(err, filing.Blacklisted) {
		t.Errorf("submitted: %v", err)
	}
	w.Act(t, w.Zhao, waiting.ID, move(filing.Claim))
	if _, err := w.Zhao.Act(ctx, waiting.ID, move(filing.Approve)); !hasFlaw(err, filing.Blacklisted) {
		t.Errorf("another province approves it: %v", err)
	}
	if _, err := w.Qian.OpenMeasure(ctx, filing.Blacklist, 0, ground(filing.Measure{Target: filing.TargetDomain, Domain: "person5.cn"}), nil); !hasFlaw(err, filing.AlreadyListed) {
		t.Errorf("listed twice: %v", err)
	}
	lift, err := w.Qian.OpenMeasure(ctx, filing.Blacklist, 0, ground(filing.Measure{Target: filing.TargetDomain, Lifts: entry}), nil)
	pgtest.Must(t, err)
	w.Act(t, w.Qian, lift.ID, move(filing.FirstApprove))
	w.Approve(t, w.Qian2, lift.ID)
	if found, err := w.Owner2.Preflight(ctx, d); err != nil || hasFlaw(found, filing.Blacklisted) {
		t.Errorf("lifted: %v %v", found, err)
	}
	block(filing.Measure{Target: filing.TargetDomain, Domain: "person5.cn", Until: until})
	w.Options.Now = func() time.Time { return pgtest.Now.AddDate(0, 0, 31) } // it has run out
	if found, err := w.Owner2.Preflight(ctx, d); err != nil || hasFlaw(found, filing.Blacklisted) {
		t.Errorf("run out: %v %v", found, err)
	}
	until = until.AddDays(365)
	block(filing.Measure{Target: filing.TargetDomain, Domain: "person5.cn", Until: until})
}

// Whose certificate is on the blacklist, whose open filing ends and who files nothing more.
func TestBlacklistOfAnEntity(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	x := file(t, w, db, filingtest.Person())
	f := x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Entity.Principal.Email = "neu@example.cn" })
	x.Bring(t, w.Wang, f.ID, filing.Registrant)
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	x.act(filing.Blacklist, filing.Measure{Target: filing.TargetCertificate})
	if f, err := w.Wang.Filing(ctx, f.ID); err != nil || f.State != filing.Refused {
		t.Errorf("the open filing is %s, %v", f.State, err)
	}
	again := x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Entity.Principal.Email = "neu@example.cn" })
	x.Bring(t, w.Wang, again.ID, filing.Registrant)
	if _, err := w.Wang.Act(ctx, again.ID, move(filing.Submit)); !hasFlaw(err, filing.Blacklisted) {
		t.Errorf("a change: %v", err)
	}
	out := x.begin(postgres.Opening{Kind: filing.CancelSite, Service: x.site(1, filing.Website)}, nil)
	w.Act(t, w.Wang, out.ID, move(filing.Submit)) // leaving stays open
}

func TestPasswordAskedOfTheBureau(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	x := file(t, w, db, filingtest.Person())
	ask := postgres.PasswordRequest{Number: x.number, Email: "neu@example.cn", Mobile: "13900000009", Words: "原邮箱已停用",
		Certificate: filing.Entity{CertificateType: filing.ResidentID, CertificateNumber: filingtest.PersonID}}
	wrong := ask
	wrong.Certificate.CertificateNumber = filingtest.EditorID
	if _, err := w.Owner2.RequestPassword(ctx, wrong, evidence(1)); !hasFlaw(err, filing.NotMatching) {
		t.Errorf("somebody else's certificate: %v", err)
	}
	f, err := w.Owner2.RequestPassword(ctx, ask, evidence(2))
	pgtest.Must(t, err)
	doc, err := w.Owner2.Document(ctx, f)
	pgtest.Must(t, err)
	if len(doc.Sites) != 0 || doc.Entity.Principal.Name != "" || doc.Entity.CertificateAddress != "" {
		t.Errorf("whoever asks reads the register: %+v", doc)
	}
	if _, err := w.Owner2.RequestPassword(ctx, ask, nil); !hasFlaw(err, filing.CertificateOpen) {
		t.Errorf("asked twice: %v", err)
	}
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	if _, err := w.Zhao.Act(ctx, f.ID, move(filing.Abandon)); !isTransition(err, filing.OwnAct) {
		t.Errorf("the bureau takes back what an owner asked for: %v", err)
	}
	w.Act(t, w.Zhao, f.ID, move(filing.Approve))
	var links, letters int
	pgtest.Must(t, db.QueryRow(ctx, `SELECT (SELECT count(*) FROM one_time_link WHERE purpose = 'filing_password' AND subject_id = $1 AND used_at IS NULL),
		(SELECT count(*) FROM message WHERE filing_id = $2 AND secret)`, x.entity, f.ID).Scan(&links, &letters))
	if links != 1 || letters != 2 {
		t.Errorf("%d links, %d letters", links, letters)
	}
}

func TestSearchOverTheProvince(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	x := file(t, w, db, filingtest.Person())
	for _, text := range []string{string(x.number), string(x.site(1, filing.Website)), "陈晓", "https://www.example.cn/a", filingtest.PersonID, ""} {
		if list, err := w.Zhao.SearchRegister(ctx, postgres.RegisterSearch{Text: text, Limit: 10}); err != nil || len(list) != 1 {
			t.Errorf("%q finds %d, %v", text, len(list), err)
		}
		if list, err := w.Qian.SearchRegister(ctx, postgres.RegisterSearch{Text: text, Limit: 10}); err != nil || len(list) != 0 {
			t.Errorf("%q finds %d in another province, %v", text, len(list), err)
		}
	}
	phone := postgres.RegisterSearch{Phone: "138 0000 0001", Limit: 10}
	if _, err := w.Zhao.SearchRegister(ctx, phone); !hasFlaw(err, filing.ReasonMissing) {
		t.Errorf("a phone without a reason: %v", err)
	}
	phone.Reason = "核查同一电话的备案"
	if list, err := w.Zhao.SearchRegister(ctx, phone); err != nil || len(list) != 1 {
		t.Errorf("the phone finds %d, %v", len(list), err)
	}
	phone.Phone = "13900000000"
	if list, err := w.Zhao.SearchRegister(ctx, phone); err != nil || len(list) != 0 {
		t.Errorf("another phone finds %d, %v", len(list), err)
	}
	pgtest.Must(t, w.Zhao.DiscloseEntity(ctx, x.entity, "核对投诉"))
	looks, err := w.Wang.EntityDisclosures(ctx, x.entity)
	pgtest.Must(t, err)
	if len(looks) != 2 || looks[0].What != "record" || looks[1].What != "phone" || looks[1].Reason != "核查同一电话的备案" {
		t.Errorf("looks %+v", looks)
	}
	var none int
	pgtest.Must(t, db.QueryRow(ctx, `SELECT count(*) FROM disclosure WHERE what = 'phone' AND entity_id IS NULL`).Scan(&none))
	if none != 1 {
		t.Errorf("%d searches that found nobody are recorded", none)
	}
}
