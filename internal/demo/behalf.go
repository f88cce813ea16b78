package demo

import (
	"context"
	"errors"
	"regexp"

	"beian/internal/filing"
)

// The moves of a filing that its provider fills in (代为报备) and its owner takes over by the link in the letter.
var (
	mFillIn = move{0, 0, office, fillIn}
	mOffer  = move{10 * minute, 2 * hour, office, by(verifierOf, filing.SubmitOnBehalf)}
	mAccept = move{20 * minute, 2 * hour, answers, acceptOffer} // on the day of the offer: its link does not outlive a long holiday
)

// fillIn drafts what the owner has told, and once more with what the province's rules ask for beyond the nation's.
func fillIn(f *fill, ctx context.Context, c *matter) error {
	c.doc.Complete()
	desk := f.desk(c.carrier.verifier)
	drafted, err := desk.DraftOnBehalf(ctx, c.doc)
	var asked filing.Problems
	if errors.As(err, &asked) {
		for _, p := range asked {
			c.answer(c.doc, p.Path)
		}
		drafted, err = desk.DraftOnBehalf(ctx, c.doc)
	}
	c.id = drafted.ID
	return err
}

var signIn = regexp.MustCompile(`/sign/([A-Za-z0-9_-]+)`)

// acceptOffer answers the invitation with the end of the principal's certificate number; the owner has yet to sign.
func acceptOffer(f *fill, ctx context.Context, c *matter) error {
	if c.offered == "" {
		return errors.New("no owner was invited")
	}
	number := c.doc.Entity.Principal.CertificateNumber
	_, err := f.store.TakeInvitation(ctx, c.offered, number[len(number)-6:], c.owner.actor.Account)
	return err
}
