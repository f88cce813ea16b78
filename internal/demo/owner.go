package demo

import (
	"context"
	"fmt"

	"beian/internal/filing"
)

// ownerCount is how many registrants have an account, 王芳 among them.
const ownerCount = 72

// owner is a registrant (网站主办者) with an account.
type owner struct {
	human
	place
	actor filing.Actor
}

// enterOwners signs up 王芳 and the other registrants, within the last year.
func (f *fill) enterOwners(ctx context.Context, m *maker) error {
	for i := range ownerCount {
		at := m.place(m.province())
		name, user := word{}, "wangfang"
		if i == 0 {
			at = m.place(mustProvince("sh"))
			name = word{"王芳", user}
		} else {
			name = pick(m, surnames).plus(pick(m, givenFirst)).plus(pick(m, givenLast))
			user = m.once("user", func() string { return fmt.Sprintf("%s%02d", name.latin, m.IntN(100)) })
		}
		o := owner{human: m.person(name, at.county.Code), place: at}
		f.at = f.now.AddDate(0, -3-m.IntN(9), -m.IntN(28))
		if err := f.signUp(ctx, &o, user); err != nil {
			return err
		}
		f.owners = append(f.owners, o)
	}
	return nil
}

func (f *fill) signUp(ctx context.Context, o *owner, user string) (err error) {
	a := Account{Tier: filing.Registrant, Province: o.province.ISO, User: user, name: o.han}
	e := a.entry(f.hash, 0)
	e.Mobile, e.Email = o.mobile, o.email
	id, err := f.store.ImportAccount(ctx, e)
	o.actor = a.actor(id, 0)
	return err
}
