package demo

import (
	"context"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
)

// Password is the one of every account of the demonstration.
const Password = "beian-demo-2026"

// Account is one way to sign in to the demonstration.
type Account struct {
	Tier         filing.Tier `json:"tier"`
	Role         filing.Role `json:"role"` // empty for registrants
	Organisation string      `json:"organisation"`
	Province     string      `json:"province"` // letters as in addresses: sh; empty for the ministry
	User         string      `json:"user"`
	Password     string      `json:"password"`

	name string
	slug string // of a provider's staff
}

// Accounts lists the named people first (王芳, 李强, 赵敏, the ministry's), then a
// reviewer, a chief and an administrator of every bureau and a verifier and an
// administrator of every provider.
func Accounts() []Account {
	list := carriers()
	accounts := append(namedPeople(list[0]), everyOffice(newMaker(streamStaff, epoch), list)...)
	for i := range accounts {
		accounts[i].Password = Password
	}
	return accounts
}

func namedPeople(first *carrier) []Account {
	const ministry = "工业和信息化部"
	return []Account{
		{Tier: filing.Registrant, Province: "sh", User: "wangfang", name: "王芳"},
		staffOf(first, filing.Verifier, "liqiang", "李强"),
		officer(mustProvince("sh"), filing.Reviewer, "zhaomin", "赵敏"),
		{Tier: filing.Ministry, Role: filing.Overseer, Organisation: ministry, User: "ministry", name: "郑思远"},
		{Tier: filing.Ministry, Role: filing.Admin, Organisation: ministry, User: "zhouyuan", name: "周远"},
	}
}

func everyOffice(m *maker, list []*carrier) []Account {
	var accounts []Account
	for _, p := range region.Provinces() {
		for _, r := range []filing.Role{filing.Reviewer, filing.Chief, filing.Admin} {
			accounts = append(accounts, officer(p, r, p.ISO+"_"+string(r), m.staffName()))
		}
	}
	for _, c := range list {
		for _, r := range []filing.Role{filing.Verifier, filing.Admin} {
			accounts = append(accounts, staffOf(c, r, c.slug+"_"+string(r), m.staffName()))
		}
	}
	return accounts
}

func mustProvince(iso string) region.Province {
	p, _ := region.ByISO(iso)
	return p
}

func officer(p region.Province, r filing.Role, user, name string) Account {
	return Account{Tier: filing.Bureau, Role: r, Organisation: p.BureauName(), Province: p.ISO, User: user, name: name}
}

func staffOf(c *carrier, r filing.Role, user, name string) Account {
	return Account{Tier: filing.Provider, Role: r, Organisation: c.name, Province: c.seat.ISO, User: user, name: name, slug: c.slug}
}

func (m *maker) staffName() string {
	return m.once("staff", func() string { return pick(m, surnames).plus(pick(m, givenFirst)).plus(pick(m, givenLast)).han })
}

// entry is the account as the store takes it in.
func (a Account) entry(hash string, provider int64) postgres.AccountEntry {
	e := postgres.AccountEntry{Tier: a.Tier, Role: a.Role, UserName: a.User, Name: a.name, Provider: provider, PasswordHash: hash}
	if a.Tier == filing.Bureau || a.Tier == filing.Registrant {
		e.Province = mustProvince(a.Province).Code
	}
	return e
}

// actor is who acts once the account is there.
func (a Account) actor(id, provider int64) filing.Actor {
	who := filing.Actor{Account: id, Tier: a.Tier, Role: a.Role, Provider: provider, Name: a.name}
	if a.Tier == filing.Bureau {
		who.Province = mustProvince(a.Province).Code
	}
	return who
}

// enter writes the account and gives its actor.
func (a Account) enter(ctx context.Context, s *postgres.Store, hash string, provider int64) (filing.Actor, error) {
	id, err := s.ImportAccount(ctx, a.entry(hash, provider))
	return a.actor(id, provider), err
}
