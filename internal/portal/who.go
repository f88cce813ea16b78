package portal

import (
	"net/http"
	"slices"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// Limits of a request's body in bytes.
const (
	bodyLimit   = 1 << 20
	uploadLimit = 12 << 20
)

// who may use a row of the table of routes. The zero who is nobody.
type who struct {
	open  bool          // anyone, signed in or not
	tiers []filing.Tier // any of these
	roles []filing.Role // and, when given, one of these roles
	body  int64         // limit of the body where it is not the usual one
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

// upload is the same people with room for a file in the request.
func (o who) upload() who { return o.uploads(1) }

// uploads is the same with room for several files.
func (o who) uploads(files int64) who {
	o.body = files * uploadLimit
	return o
}

func (o who) limit(w http.ResponseWriter, r *http.Request) {
	limit := int64(bodyLimit)
	if o.body > 0 {
		limit = o.body
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
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
