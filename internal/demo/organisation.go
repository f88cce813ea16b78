package demo

import (
	"context"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
)

// bureau is the staff of one bureau.
type bureau struct {
	reviewer, chief, admin filing.Actor
	twoPersons             bool
}

// twoPersons are the provinces that ask for 初审 and 复审 in the demonstration.
var twoPersons = map[string]bool{"bj": true, "gd": true, "cq": true}

// organisations enters the ministry, its bureaus, the providers and everybody
// who works there, two years back.
func (f *fill) organisations(ctx context.Context) error {
	f.at = f.now.AddDate(-2, 0, 0)
	f.carriers = carriers()
	accounts := Accounts()
	if err := f.overseers(ctx, accounts); err != nil {
		return err
	}
	m, desk := newMaker(streamOrganisations, epoch), f.store.As(f.ministry)
	for _, p := range region.Provinces() {
		if err := desk.SetBureau(ctx, m.office(p)); err != nil {
			return err
		}
	}
	for i, c := range f.carriers {
		if err := c.enter(ctx, desk, m, i); err != nil {
			return err
		}
	}
	return f.staff(ctx, accounts)
}

// overseers enters the ministry's own, the administrator last, who makes all others.
func (f *fill) overseers(ctx context.Context, accounts []Account) (err error) {
	for _, a := range accounts {
		if a.Tier != filing.Ministry {
			continue
		}
		if f.ministry, err = a.enter(ctx, f.store, f.hash, 0); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) office(p region.Province) postgres.BureauOffice {
	return postgres.BureauOffice{Province: p.Code, Name: p.BureauName(), Phone: m.landline(p), Address: m.address(m.capital(p)),
		Hours: pick(m, []string{"工作日 9:00—11:30，13:30—17:00", "工作日 8:30—12:00，14:00—17:30"}), SMS: true, TwoPersons: twoPersons[p.ISO]}
}

func (f *fill) staff(ctx context.Context, accounts []Account) error {
	bySlug := map[string]*carrier{}
	for _, c := range f.carriers {
		bySlug[c.slug] = c
	}
	for _, a := range accounts {
		var err error
		switch a.Tier {
		case filing.Provider:
			err = f.colleague(ctx, a, bySlug[a.slug])
		case filing.Bureau:
			err = f.officer(ctx, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// colleague enters one of a provider's staff; the first verifier works its cases.
func (f *fill) colleague(ctx context.Context, a Account, c *carrier) error {
	who, err := a.enter(ctx, f.store, f.hash, c.id)
	switch {
	case err != nil:
		return err
	case a.Role == filing.Admin:
		c.admin = who
	case c.verifier.Account == 0:
		c.verifier = who
	}
	return nil
}

// officer enters one of a bureau's staff; the first reviewer works its cases.
func (f *fill) officer(ctx context.Context, a Account) error {
	who, err := a.enter(ctx, f.store, f.hash, 0)
	if err != nil {
		return err
	}
	b := f.bureaus[who.Province]
	b.twoPersons = twoPersons[a.Province]
	switch {
	case a.Role == filing.Chief:
		b.chief = who
	case a.Role == filing.Admin:
		b.admin = who
	case b.reviewer.Account == 0:
		b.reviewer = who
	}
	f.bureaus[who.Province] = b
	return nil
}
