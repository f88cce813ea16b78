package postgres

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/region"
)

// Ask takes a report (我要举报) or a question (我要咨询) from anybody. The answer goes
// to the mobile or address given, which also asks for it by number.
func (d *Desk) Ask(ctx context.Context, c filing.Course, province string, said MatterSaid, files []Paper) (Matter, error) {
	found := wordsOf("body", &said.Words)
	if said.Subject = strings.TrimSpace(said.Subject); said.Subject == "" {
		found = append(found, filing.Problem{Path: "subject", Flaw: filing.Missing})
	} else if utf8.RuneCountInString(said.Subject) > shortLimit {
		found = append(found, filing.Problem{Path: "subject", Flaw: filing.TooLong, Number: shortLimit})
	}
	if _, ok := region.ByCode(province); !ok {
		found = append(found, filing.Problem{Path: "province", Flaw: filing.NotListed, Text: province})
	}
	flaw := filing.Malformed
	if strings.TrimSpace(said.Mobile) == "" {
		flaw = filing.Missing
	}
	contact, err := contactOf(&said)
	if err != nil {
		found = append(found, filing.Problem{Path: "contact", Flaw: flaw})
	}
	if c != filing.Report && c != filing.Question {
		return Matter{}, filing.ErrNotFound
	}
	if err := found.Or(); err != nil {
		return Matter{}, err
	}
	b := beginning{course: c, province: province, contact: contact, said: said, files: files}
	if d.me.Tier == filing.Registrant {
		b.owner = d.me.Account
	}
	return d.beginAlone(ctx, b)
}

// contactOf normalises where the answer goes: said.Mobile holds whatever was typed.
func contactOf(said *MatterSaid) (string, error) {
	typed := said.Mobile
	said.Mobile, said.Email = "", ""
	if strings.Contains(typed, "@") || strings.Contains(typed, "＠") {
		mail, err := ident.Email(typed)
		said.Email = mail
		return mail, err
	}
	phone, err := ident.Mobile(typed)
	said.Mobile = phone
	return phone, err
}

// AskedBefore finds a report or question by its number and the contact it was asked with; NotMatching when they do not
// belong together.
func (d *Desk) AskedBefore(ctx context.Context, c filing.Course, receipt, contact string) (Matter, []MatterEvent, error) {
	said := MatterSaid{Mobile: contact}
	normal, err := contactOf(&said)
	wrong := filing.Problems{{Path: "tracking", Flaw: filing.NotMatching}}
	if err != nil {
		return Matter{}, nil, wrong
	}
	m, err := one[Matter](ctx, d.s.db, `SELECT `+matterColumns+` FROM `+matterFrom+` WHERE m.receipt = @receipt AND m.course = @course AND m.contact_index = @contact`,
		d.args(pgx.NamedArgs{"receipt": strings.ToUpper(strings.TrimSpace(receipt)), "course": c, "contact": d.s.Keys.Index(indexMobile, normal)}))
	if errors.Is(err, filing.ErrNotFound) {
		return m, nil, wrong
	}
	if err != nil {
		return m, nil, err
	}
	clock := *d
	clock.me = filing.ByClock() // whoever holds number and contact reads it as its owner would
	events, err := clock.MatterEvents(ctx, m)
	return m, events, err
}
