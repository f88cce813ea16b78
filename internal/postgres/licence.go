package postgres

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Limits of what is said about an organisation, in characters.
const (
	shortLimit = 100
	introLimit = 2000
)

// said is one text of a form and what may be wrong with it.
type said struct {
	path     filing.Path
	text     *string
	required bool
	limit    int
}

// tidy trims texts and lists those that are missing or too long.
func tidy(list []said) filing.Problems {
	var found filing.Problems
	for _, s := range list {
		*s.text = strings.TrimSpace(*s.text)
		switch n := utf8.RuneCountInString(*s.text); {
		case n == 0 && s.required:
			found = append(found, filing.Problem{Path: s.path, Flaw: filing.Missing})
		case n > s.limit:
			found = append(found, filing.Problem{Path: s.path, Flaw: filing.TooLong, Number: s.limit})
		}
	}
	return found
}

func (b *BureauOffice) check() filing.Problems {
	return tidy([]said{{"name", &b.Name, true, shortLimit}, {"phone", &b.Phone, false, shortLimit},
		{"address", &b.Address, false, shortLimit}, {"hours", &b.Hours, false, shortLimit}})
}

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,39}$`)

// check lists what is wrong with a provider before it is written.
func (p *AccessProvider) check() filing.Problems {
	found := tidy([]said{{"name", &p.Name, true, shortLimit}, {"slug", &p.Slug, true, 40}, {"licence", &p.Licence, true, shortLimit},
		{"phone", &p.Phone, false, shortLimit}, {"address", &p.Address, false, shortLimit}, {"intro", &p.Intro, false, introLimit}})
	if _, bad := found.At("slug"); !bad && !slugForm.MatchString(p.Slug) {
		found = append(found, filing.Problem{Path: "slug", Flaw: filing.Malformed})
	}
	if p.Province == "" {
		found = append(found, filing.Problem{Path: "province", Flaw: filing.NotListed})
	}
	for _, id := range p.Methods {
		if filing.NameOf(filing.Methods, id) == "" {
			return append(found, filing.Problem{Path: "methods", Flaw: filing.NotListed})
		}
	}
	return found
}

// clash turns what the database refuses of a provider into the problem behind it.
func (p *AccessProvider) clash(err error) error {
	switch violates(err) {
	case "provider_slug_key":
		return filing.Problems{{Path: "slug", Flaw: filing.InUse, Text: p.Slug}}
	case "provider_name_key":
		return filing.Problems{{Path: "name", Flaw: filing.InUse, Text: p.Name}}
	case "provider_province_fkey":
		return filing.Problems{{Path: "province", Flaw: filing.NotListed}}
	case "provider_licence_province_fkey":
		return filing.Problems{{Path: "limited", Flaw: filing.NotListed}}
	}
	return err
}

// ChangeProvider changes what is known of a provider. Only the ministry's administrators may.
func (d *Desk) ChangeProvider(ctx context.Context, p AccessProvider) error {
	if d.me.Tier != filing.Ministry || !d.me.Is(filing.Admin) {
		return filing.ErrNotFound
	}
	if err := p.check().Or(); err != nil {
		return err
	}
	args := p.args()
	args["id"] = p.ID
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE provider SET slug = @slug, name = @name, licence = @licence, licence_province = nullif(@limited, ''),
			    province = @province, phone = @phone, address = @address, intro = @intro, methods = @methods WHERE id = @id`, args)
		if err == nil && tag.RowsAffected() == 0 {
			err = filing.ErrNotFound
		}
		return err
	})
	return p.clash(err)
}

func (p *AccessProvider) args() pgx.NamedArgs {
	return pgx.NamedArgs{"slug": p.Slug, "name": p.Name, "licence": p.Licence, "limited": p.LicenceProvince, "province": p.Province,
		"phone": p.Phone, "address": p.Address, "intro": p.Intro, "methods": orEmpty(p.Methods)}
}
