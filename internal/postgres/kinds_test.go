package postgres_test

import (
	"fmt"
	"slices"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

const filingPassword = "abcd2345efgh"

// filed is an entity that a test files, adds to, changes and cancels.
type filed struct {
	*pgtest.World
	t      *testing.T
	db     postgres.DB
	entity int64
	number filing.Number
}

func file(t *testing.T, w *pgtest.World, db postgres.DB, doc *filing.Document) *filed {
	t.Helper()
	x := &filed{World: w, t: t, db: db}
	out := x.through(w.Draft(t, w.Wang, doc), w.Li, func(d *filing.Document) { d.Entity.RemarkBureau = "已按要求补充说明" })
	x.entity, x.number = out.Filing.EntityID, out.Number
	w.SetFilingPassword(t, db, x.entity, filingPassword)
	return x
}

// begin opens a draft and answers what it asks.
func (x *filed) begin(o postgres.Opening, answer func(*filing.Document)) postgres.Filing {
	x.t.Helper()
	o.Entity, o.Channel = x.entity, "provider"
	f, err := x.Wang.Open(x.t.Context(), o)
	pgtest.Must(x.t, err)
	if answer != nil {
		f, err = x.Wang.Save(x.t.Context(), f.ID, 0, answer)
		pgtest.Must(x.t, err)
	}
	return f
}

// through is a filing's whole way with one return: submitted, returned, mended,
// verified, confirmed and approved. The register says then what the filing says.
func (x *filed) through(f postgres.Filing, verifier *postgres.Desk, mend func(*filing.Document)) postgres.Outcome {
	x.t.Helper()
	ctx := x.t.Context()
	x.Bring(x.t, x.Wang, f.ID, filing.Registrant)
	x.Act(x.t, x.Wang, f.ID, move(filing.Submit))
	x.Act(x.t, verifier, f.ID, move(filing.Claim))
	x.Act(x.t, verifier, f.ID, postgres.Move{Action: filing.ReturnToRegistrant,
		Detail: filing.Detail{Marks: []filing.Mark{{Path: filing.EntityToBureau.At(), Note: "请补充"}}}})
	_, err := x.Wang.Save(ctx, f.ID, 0, mend)
	pgtest.Must(x.t, err)
	f = x.ForwardDraft(x.t, x.db, x.Wang, verifier, f.ID)
	out := x.Approve(x.t, x.Zhao, f.ID)
	doc, err := x.Wang.Document(ctx, out.Filing)
	pgtest.Must(x.t, err)
	if f.Kind.HasDocument() {
		x.registerSays(out.Filing, doc, out.Sites)
	}
	publicIsRight(x.t, x.Store, x.db)
	return out
}

// registerSays compares the register with an approved document.
func (x *filed) registerSays(f postgres.Filing, doc *filing.Document, sites []filing.Number) {
	x.t.Helper()
	now, err := x.Wang.RegisteredDocument(x.t.Context(), f.EntityID)
	pgtest.Must(x.t, err)
	for i := range doc.Sites { // a new service has its number from the approval
		if doc.Sites[i].Number == "" {
			doc.Sites[i].Number = sites[i]
		}
	}
	now = now.Beside(doc, f.ProviderID)
	if f.Kind != filing.FirstFiling && f.Kind != filing.Change { // what they tell the bureau beside is of the filing alone
		now.Entity.RemarkBureau = doc.Entity.RemarkBureau
	}
	for i := range now.Sites { // a new access has its key from the register
		for j := range now.Sites[i].Accesses {
			now.Sites[i].Accesses[j].Key = doc.Sites[i].Accesses[j].Key
		}
	}
	if c := append(filing.Differences(doc, now), filing.Differences(now, doc)...); len(c) > 0 || len(now.Sites) != len(doc.Sites) {
		x.t.Errorf("kind %d: the register differs: %+v", f.Kind, c)
	}
}

func (x *filed) site(sequence int, s filing.ServiceKind) filing.Number {
	return x.number.Service(sequence, s)
}

func TestEveryKindOfEveryNature(t *testing.T) {
	for _, nature := range filingtest.Natures {
		for _, service := range filing.ServiceKinds {
			t.Run(fmt.Sprintf("%s %d", filing.NameOf(filing.Natures, int(nature)), service), func(t *testing.T) {
				w, db := world(t)
				doc := filingtest.Of(nature)
				if service.App() {
					filingtest.AsApp(&doc.Sites[0], service)
				}
				file(t, w, db, doc).lifeOf(service)
			})
		}
	}
}

// lifeOf goes through every kind of filing after the first.
func (x *filed) lifeOf(service filing.ServiceKind) {
	other := x.Other.Me().Provider
	note := func(d *filing.Document) { d.Entity.RemarkBureau = "补充说明" }
	why := func(d *filing.Document) { d.Ending.Note = "合并到主站" }
	first, second := x.site(1, service), x.site(2, service)

	x.through(x.begin(postgres.Opening{Kind: filing.AddSite, Provider: x.Provider}, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], d.Entity.Personal(), "example.net.cn", "121.40.1.11")
		if service.App() {
			filingtest.AsApp(&d.Sites[0], service)
		}
	}), x.Li, note)
	x.sites(first, second)

	x.through(x.begin(postgres.Opening{Kind: filing.AddAccess, Provider: other, Service: first, Password: filingPassword}, func(d *filing.Document) {
		filingtest.FillAccess(&d.Sites[0].Accesses[0], "122.51.0.7")
	}), x.Other, note)

	old := x.names(first)
	x.through(x.begin(postgres.Opening{Kind: filing.Change, Provider: x.Provider}, func(d *filing.Document) {
		d.Entity.CertificateAddress = "上海市黄浦区人民路 200 号 5 室"
		d.Numbered(first).Names = []string{"城市光影记录"}
		d.Numbered(first).Accesses[0].IPs = []string{"121.40.1.20-121.40.1.25"}
		d.Numbered(second).Principal = filingtest.Successor()
	}), x.Li, note)
	x.oldNamesKept(first, old)

	x.through(x.begin(postgres.Opening{Kind: filing.CancelAccess, Provider: x.Provider, Service: first}, nil), x.Li, why)
	if n := x.count(`SELECT count(*) FROM access a JOIN site s ON s.id = a.site_id WHERE s.number = $1 AND a.cancelled_at IS NULL`, first); n != 1 {
		x.t.Errorf("%d accesses left, want 1", n)
	}
	x.through(x.begin(postgres.Opening{Kind: filing.CancelSite, Service: second}, nil), x.Li, why)
	x.sites(first)
	x.through(x.begin(postgres.Opening{Kind: filing.CancelEntity, Password: filingPassword}, nil), x.Other, why)
	x.sites()
	x.ended(first, second)
}

func (x *filed) count(sql string, args ...any) (n int) {
	x.t.Helper()
	pgtest.Must(x.t, x.db.QueryRow(x.t.Context(), sql, args...).Scan(&n))
	return n
}

// sites wants exactly these services in force.
func (x *filed) sites(want ...filing.Number) {
	x.t.Helper()
	doc, err := x.Wang.RegisteredDocument(x.t.Context(), x.entity)
	pgtest.Must(x.t, err)
	var got []filing.Number
	for _, s := range doc.Sites {
		got = append(got, s.Number)
	}
	if !slices.Equal(got, want) {
		x.t.Errorf("in force: %v, want %v", got, want)
	}
}

func (x *filed) names(n filing.Number) []string {
	doc, err := x.Wang.RegisteredDocument(x.t.Context(), x.entity)
	pgtest.Must(x.t, err)
	return doc.Numbered(n).Names
}

// oldNamesKept finds the names from before the newest change in the history.
func (x *filed) oldNamesKept(n filing.Number, want []string) {
	x.t.Helper()
	ctx := x.t.Context()
	history, err := x.Wang.RegisterHistory(ctx, x.entity)
	pgtest.Must(x.t, err)
	last := history[len(history)-1]
	before, err := x.Wang.RegisteredAt(ctx, x.entity, last.Version-1)
	pgtest.Must(x.t, err)
	if last.Kind != filing.Change || !slices.Equal(before.Numbered(n).Names, want) || slices.Equal(x.names(n), want) {
		x.t.Errorf("history %+v: before %v, now %v", last, before.Numbered(n).Names, x.names(n))
	}
}

// ended wants nothing left in force, the public history whole, and the keys free
// for another owner, whose numbers are new.
func (x *filed) ended(numbers ...filing.Number) {
	x.t.Helper()
	ctx := x.t.Context()
	if n := x.count(`SELECT (SELECT count(*) FROM site_key WHERE cancelled_at IS NULL) + (SELECT count(*) FROM access WHERE cancelled_at IS NULL)
		+ (SELECT count(*) FROM claim)`); n != 0 {
		x.t.Errorf("%d keys, accesses and claims left", n)
	}
	for n, want := range map[filing.Number][]filing.Kind{
		x.number:   {filing.FirstFiling, filing.AddSite, filing.AddAccess, filing.Change, filing.CancelAccess, filing.CancelSite, filing.CancelEntity},
		numbers[0]: {filing.FirstFiling, filing.AddAccess, filing.Change, filing.CancelAccess, filing.CancelEntity},
		numbers[1]: {filing.AddSite, filing.Change, filing.CancelSite},
	} {
		steps, err := x.Lookup().History(ctx, n)
		pgtest.Must(x.t, err)
		var kinds []filing.Kind
		for _, s := range steps {
			kinds = append(kinds, s.Kind)
		}
		if !slices.Equal(kinds, want) {
			x.t.Errorf("public history of %s: %v", n, kinds)
		}
	}
	records, err := x.Lookup().ByNumber(ctx, x.number)
	pgtest.Must(x.t, err)
	for _, r := range records {
		if r.CancelledAt == nil || len(r.Domains) == 0 && r.Service == filing.Website {
			x.t.Errorf("%s: cancelled %v, domains %v", r.Number, r.CancelledAt, r.Domains)
		}
	}
	doc, err := x.Wang.RegisteredAt(ctx, x.entity, 1)
	pgtest.Must(x.t, err)
	again := &filing.Document{Entity: doc.Entity, Sites: doc.Sites}
	again.Sites[0].Number, again.Sites[0].Accesses[0] = "", filing.Access{Key: "1", Method: 3, IPs: []string{"121.40.1.10"}, Places: []string{"310000"}}
	f := x.Forward(x.t, x.db, x.Owner2, again)
	if out := x.Approve(x.t, x.Zhao, f.ID); out.Number == x.number {
		x.t.Errorf("%s was issued again", out.Number)
	}
}
