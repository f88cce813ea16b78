package portal

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// Limits of a request's body in bytes. With files it may be far larger than the files that are taken (10 MB each): what
// is too large comes back as a form with the reason at its control, and nothing typed is lost, only if it has been read.
const (
	bodyLimit   = 1 << 20
	uploadLimit = 80 << 20
	drainLimit  = 64 << 20 // read and thrown away beyond, so that the browser reads the answer before the connection ends
)

// uploadPatience is how long a form with files may take to come in over a slow line.
const uploadPatience = 5 * time.Minute

// who may use a row of the table of routes. The zero who is nobody.
type who struct {
	open  bool          // anyone, signed in or not
	tiers []filing.Tier // any of these
	roles []filing.Role // and, when given, one of these roles
	files bool          // a form that brings files
}

var (
	anyone        = who{open: true}
	registrant    = who{tiers: []filing.Tier{filing.Registrant}}
	provider      = who{tiers: []filing.Tier{filing.Provider}}
	providerAdmin = who{tiers: []filing.Tier{filing.Provider}, roles: []filing.Role{filing.Admin}}
	bureau        = who{tiers: []filing.Tier{filing.Bureau}}
	bureauChief   = who{tiers: []filing.Tier{filing.Bureau}, roles: []filing.Role{filing.Chief, filing.Admin}}
	bureauAdmin   = who{tiers: []filing.Tier{filing.Bureau}, roles: []filing.Role{filing.Admin}}
	ministry      = who{tiers: []filing.Tier{filing.Ministry}}
	ministryAdmin = who{tiers: []filing.Tier{filing.Ministry}, roles: []filing.Role{filing.Admin}}
	staff         = who{tiers: []filing.Tier{filing.Provider, filing.Bureau, filing.Ministry}}
	staffAdmin    = who{tiers: []filing.Tier{filing.Provider, filing.Bureau, filing.Ministry}, roles: []filing.Role{filing.Admin}}
)

// upload is the same people with room for files in the request.
func (o who) upload() who {
	o.files = true
	return o
}

// read takes in the form of a request as far as it may be long.
func (o who) read(w http.ResponseWriter, r *http.Request) error {
	limit := int64(bodyLimit)
	if o.files {
		limit = uploadLimit
		line := http.NewResponseController(w)
		until := time.Now().Add(uploadPatience)
		_, _ = line.SetReadDeadline(until), line.SetWriteDeadline(until.Add(2*patience)) // what has no deadlines needs none
	}
	whole := r.Body
	r.Body = http.MaxBytesReader(w, whole, limit)
	if r.Method != http.MethodPost {
		return nil
	}
	err := parse(r)
	if errors.Is(err, errTooLarge) {
		_, _ = io.CopyN(io.Discard, whole, drainLimit) // who stops sending earlier reads the answer as well
	}
	return err
}

// audience is whose session a row uses: staff pages that of staff, registrants' pages theirs, and pages for everyone
// that of whoever is signed in.
func (o who) audience(v *visit) postgres.Audience {
	forRegistrants := o.open || slices.Contains(o.tiers, filing.Registrant)
	forStaff := o.open || slices.ContainsFunc(o.tiers, func(t filing.Tier) bool { return t != filing.Registrant })
	if forStaff && (!forRegistrants || v.seats[postgres.ForRegistrants].Actor.Account == 0 && v.seats[postgres.ForStaff].Actor.Account != 0) {
		return postgres.ForStaff
	}
	return postgres.ForRegistrants
}

// admits says whether an actor may come in. Pages of another tier do not exist for staff; a page of the own tier for
// another role is forbidden.
func (o who) admits(v *visit) error {
	me := v.me()
	switch {
	case o.open:
		return nil
	case len(o.tiers) == 0:
		return filing.ErrNotFound
	case me.Account == 0:
		if v.seats[1-v.audience].Actor.Account != 0 {
			return errOtherAccount
		}
		return errSignIn
	case !slices.Contains(o.tiers, me.Tier):
		return filing.ErrNotFound
	case len(o.roles) > 0 && !me.Is(o.roles...):
		return errRole
	}
	return nil
}
