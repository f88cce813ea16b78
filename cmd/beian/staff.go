package main

import (
	"errors"
	"fmt"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/secret"
	"beian/internal/zh"
)

// staffCommand is beian staff: the first accounts of an empty system are made where the server is.
type staffCommand struct {
	place    `embed:""`
	Tier     string `name:"tier" required:"" enum:"provider,bureau,ministry" help:"Whose staff: provider, bureau or ministry."`
	Role     string `name:"role" default:"admin" enum:"admin,overseer,chief,reviewer,verifier" help:"What the person may do: admin; ministry: overseer; bureau: chief, reviewer; provider: verifier."`
	User     string `name:"user" required:"" help:"User name."`
	Name     string `name:"name" required:"" help:"The person's own name."`
	Province string `name:"province" placeholder:"sh" help:"Of a bureau: letters of the province."`
	Provider string `name:"provider" placeholder:"SLUG" help:"Of a provider: its name in addresses."`
	Mobile   string `name:"mobile" help:"Mobile number."`
	Email    string `name:"email" help:"Mail address."`
}

// Run makes the account and shows its password, which is stored nowhere.
func (s *staffCommand) Run(c *console) (err error) {
	h, err := s.enter(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	shell := h.store.As(filing.Actor{Tier: filing.Ministry, Role: filing.Admin})
	organisation, err := s.organisation(c, shell)
	if err != nil {
		return err
	}
	password := secret.FilingPassword()
	_, _, err = shell.CreateStaff(c.ctx, postgres.NewStaff{Organisation: organisation, Role: filing.Role(s.Role), UserName: s.User,
		Name: s.Name, Mobile: s.Mobile, Email: s.Email, Password: password})
	if err != nil {
		return worded(err)
	}
	c.printf("user:     %s\npassword: %s\nThe password is shown this once; change it after the first sign-in.\n", s.User, password)
	return nil
}

// organisation finds whom the account works for.
func (s *staffCommand) organisation(c *console, d *postgres.Desk) (postgres.Organisation, error) {
	o := postgres.Organisation{Tier: filing.Tier(s.Tier)}
	switch o.Tier {
	case filing.Bureau:
		p, ok := region.ByISO(s.Province)
		if !ok {
			return o, usageError{fmt.Errorf("--province: %q is none of the letters of a province, such as sh", s.Province)}
		}
		o.Province = p.Code
	case filing.Provider:
		p, err := d.ProviderBySlug(c.ctx, s.Provider)
		if err != nil {
			return o, usageError{fmt.Errorf("--provider: there is no provider %q", s.Provider)}
		}
		o.Provider = p.ID
	}
	return o, nil
}

// worded says problems in the words their readers get on a page.
func worded(err error) error {
	var problems filing.Problems
	if !errors.As(err, &problems) {
		return err
	}
	var list []error
	for _, p := range problems {
		list = append(list, fmt.Errorf("%s: %s", p.Path, zh.Problem(p)))
	}
	return errors.Join(list...)
}
