package postgres

import (
	"fmt"
	"time"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/secret"
)

// issue is what goes out with an approval: the letter to the owner, and to the
// principal the link to the entity's filing password. The link shows it once; the
// register gets its hash from a job, because hashing is slow on purpose and no
// approver should wait for it under a lock.
type issue struct {
	s        *step
	token    string
	owner    *issued // none where the filing has no owner
	password *issued
}

// issued is one letter; say gives its words, which are whole once the number is there.
type issued struct {
	to        recipient
	secret    bool
	say       func() message.Letter
	mail, sms int64 // ids of its messages; 0: not on that channel
}

// lettersEach is how many letters an approval sends at most.
const lettersEach = 2

func (d *Desk) newIssue(s *step, owner recipient, entity int64) *issue {
	p := &issue{s: s, token: secret.Token()}
	s.f.EntityID = entity
	if s.f.OwnerID != 0 {
		owner.Filing = s.f.ID
		p.owner = &issued{to: owner, say: func() message.Letter { return s.approval(d.s.url(fmt.Sprintf("/my/filings/%d", s.f.ID))) }}
	}
	who := s.doc.Entity.Principal
	p.password = &issued{to: recipient{Account: s.f.OwnerID, Filing: s.f.ID, Mobile: who.Mobile(), Email: who.Email}, secret: true,
		say: func() message.Letter {
			return message.FilingPassword(string(s.out.Number), d.s.url("/filing-password/"+p.token), passwordLinkHours)
		}}
	return p
}

func (p *issue) link() []byte { return secret.HashToken(p.token) }

func (p *issue) letters() []*issued {
	if p.owner == nil {
		return []*issued{p.password}
	}
	return []*issued{p.password, p.owner}
}

// addLetters adds the messages of a step and its link.
func (a *approval) addLetters(p *issue) {
	keys := a.d.s.Keys
	a.rows.add("one_time_link", row{"hash": p.link(), "purpose": linkFilingPassword, "subject_id": p.s.f.EntityID,
		"payload": keys.SealString(sealLink, secret.FilingPassword()), "created_at": a.now, "expires_at": a.now.Add(passwordLinkHours * time.Hour)})
	for _, l := range p.letters() {
		said := l.say()
		add := func(id int64, channel, address, body string, twin int64) {
			if id != 0 {
				a.rows.add("message", row{"id": id, "account_id": orNull(l.to.Account), "filing_id": orNull(l.to.Filing), "channel": channel,
					"recipient": keys.SealString(sealMessage, address), "subject": said.Subject, "body": keys.SealString(sealMessage, body),
					"secret": l.secret, "state": "queued", "created_at": a.now, "twin_of": orNull(twin)})
			}
		}
		add(l.mail, "mail", l.to.Email, said.Text, 0)
		add(l.sms, "sms", l.to.Mobile, said.SMS, l.mail)
	}
}

// addNews adds the provider's feed row of a step.
func (a *approval) addNews(s *step) {
	if s.f.ProviderID != 0 {
		a.rows.add("feed", row{"provider_id": s.f.ProviderID, "filing_id": s.f.ID, "action": filing.Approve, "number": s.concerned(), "at": a.now})
	}
	for _, h := range a.hooks {
		if h.s == s {
			a.rows.add("webhook_delivery", row{"id": h.id, "webhook_id": h.hook, "event": filing.Approve, "receipt": s.f.Receipt,
				"number": s.concerned(), "state": "queued", "created_at": a.now})
		}
	}
}

// orNull is nothing for an id that is none.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
