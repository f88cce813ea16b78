// Package lookup answers the public's question: is this filed? It reads what
// people type — a number in any spelling, a domain or a whole address, an IP, a
// name, a certificate — and asks the register in the one way that fits.
package lookup

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/name"
	"beian/internal/postgres"
	"beian/internal/region"
)

// By is the way a question is understood.
type By string

// The ways. Auto lets the server decide between the first three.
const (
	Auto        By = ""
	Number      By = "number"
	Domain      By = "domain"
	Name        By = "name"        // site or unit
	Certificate By = "certificate" // exact, and only filed or not
)

// ErrTooShort is a name of one character, ErrEmpty no question,
// ErrTooLong one of more than 200 characters, ErrUnreadable one that is no text.
// None of them reaches the register.
var (
	ErrEmpty      = errors.New("lookup: nothing asked")
	ErrTooShort   = errors.New("lookup: a name needs two characters")
	ErrTooLong    = errors.New("lookup: question too long")
	ErrUnreadable = errors.New("lookup: question is no text")
)

const (
	longest = 200
	// MostBytes is what a question of the longest kind may take.
	MostBytes = longest * utf8.UTFMax
	PageSize  = 20
)

// Answer is what the register says.
type Answer struct {
	By      By
	Asked   string // the question in its normal form, such as a registrable domain
	Note    Note
	Records []postgres.Record
	Entity  *postgres.EntityRecord // of a number whose entity has no service left
	Filed   filing.Number          // of a certificate
	Next    string                 // where a list of names goes on; empty when it ends
	Hits    int                    // of a name, in all, up to postgres.MostHits
	More    bool                   // there are more hits than were counted
	Stamp   Stamp                  // when the register was asked, for keeping what is made of the answer
}

// Note tells how the question was read when that may surprise.
type Note string

// The notes.
const (
	NoNote         Note = ""
	ReadAsAlias    Note = "alias"     // 川ICP was read as 蜀ICP
	ReadAsParent   Note = "parent"    // a sub-domain was read as its registrable domain
	ReadFromURL    Note = "url"       // the domain was taken out of an address
	CancelledFound Note = "cancelled" // the record found is no longer in force
	ReadAsSimilar  Note = "similar"   // nothing has that name; these are spelt almost so
)

// Empty reports whether nothing is filed under the question.
func (a Answer) Empty() bool { return len(a.Records) == 0 && a.Filed == "" && a.Entity == nil }

// Desk asks the register. A node has one, which all its doors share.
type Desk struct {
	Cache   *Cache
	Limiter *Limiter

	register                 *postgres.Lookup
	now                      func() time.Time
	numbers, entities, keyed asker
	names                    *gate
}

// New makes a desk over the public side of the store. Its cache is closed until
// somebody listens for changes (Ear).
func New(register *postgres.Lookup, now func() time.Time) *Desk {
	d := &Desk{Cache: NewCache(), Limiter: &Limiter{}, register: register, now: now, names: newGate()}
	d.numbers.find, d.entities.find, d.keyed.find = register.ByNumbers, register.ByEntities, register.ByKeys
	return d
}

// Ear is what postgres.Listen tells of changes.
func (d *Desk) Ear() postgres.Ear {
	return postgres.Ear{Open: d.Cache.Open, Changed: d.Cache.Changed, Close: d.Cache.Close}
}

// Ask answers one question. after continues a list of names; what is no place in
// one is ErrNotFound.
func (d *Desk) Ask(ctx context.Context, by By, q string, after string) (Answer, error) {
	q, err := readable(q)
	if err != nil {
		return Answer{}, err
	}
	if _, err := postgres.ParsePlace(after); err != nil {
		return Answer{}, err
	}
	switch Reading(by, q) {
	case Certificate:
		return d.certificate(ctx, q)
	case Number:
		return d.number(ctx, q)
	case Domain:
		return d.domain(ctx, q)
	}
	return d.name(ctx, q, after)
}

// readable trims a question and refuses what cannot be one.
func readable(q string) (string, error) {
	if len(q) > MostBytes {
		return "", ErrTooLong
	}
	if !utf8.ValidString(q) || strings.ContainsFunc(q, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }) {
		return "", ErrUnreadable
	}
	q = strings.TrimSpace(q)
	switch n := utf8.RuneCountInString(q); {
	case n == 0:
		return "", ErrEmpty
	case n > longest:
		return "", ErrTooLong
	}
	return q, nil
}

// Reading is how a question is understood: what looks like a number or a domain is
// taken for one, all else for a name.
func Reading(by By, q string) By {
	switch by {
	case Certificate, Number, Domain, Name:
		return by
	}
	if len(q) > MostBytes {
		return Name
	}
	if _, ok := filing.ParseNumber(q); ok {
		return Number
	}
	if key, _, ok := keyOf(strings.TrimSpace(q)); ok && key != "" {
		return Domain
	}
	return Name
}

func (d *Desk) number(ctx context.Context, q string) (Answer, error) {
	n, ok := filing.ParseNumber(q)
	if !ok {
		return Answer{By: Number, Asked: q, Stamp: d.Cache.Stamp("")}, nil
	}
	a := Answer{By: Number, Asked: string(n)}
	if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(q)); region.AbbrAlias(string(first)) != string(first) {
		a.Note = ReadAsAlias
	}
	var err error
	a.Stamp = d.Cache.Stamp(string(n))
	find := &d.entities
	if n.IsService() {
		find = &d.numbers
	}
	if a.Records, err = find.ask(ctx, string(n)); err != nil {
		return a, err
	}
	if len(a.Records) == 0 && !n.IsService() {
		e, err := d.register.Entity(ctx, n)
		if err == nil {
			a.Entity = &e
		} else if !errors.Is(err, filing.ErrNotFound) {
			return a, err
		}
	}
	if len(a.Records) == 1 && a.Records[0].CancelledAt != nil {
		a.Note = CancelledFound
	}
	return a, nil
}

func (d *Desk) domain(ctx context.Context, q string) (Answer, error) {
	key, note, ok := keyOf(q)
	if !ok {
		return Answer{By: Domain, Asked: q, Stamp: d.Cache.Stamp("")}, nil
	}
	a := Answer{By: Domain, Asked: shown(key), Note: note}
	var err error
	a.Stamp = d.Cache.Stamp(key)
	a.Records, err = d.keyed.ask(ctx, key)
	return a, err
}

// shown is a key as people write it.
func shown(key string) string {
	if name, err := ident.Domain(key); err == nil {
		return name.Unicode
	}
	return key
}

// keyOf finds what the register keys a site by in anything people paste: a
// domain, a sub-domain, a whole address, an IP.
func keyOf(q string) (key string, note Note, ok bool) {
	host, isURL := hostOf(q)
	if ip, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		if ip.Is6() && !ip.Is4In6() {
			return "[" + ip.String() + "]", NoNote, true
		}
		return ip.Unmap().String(), NoNote, true
	}
	key, ok = ident.RegistrableOf(host)
	if !ok {
		return "", NoNote, false
	}
	switch name, err := ident.Domain(host); {
	case isURL:
		note = ReadFromURL
	case err != nil || name.IsSubdomain:
		note = ReadAsParent
	}
	return key, note, true
}

// hostOf cuts scheme, user, port and path off an address.
func hostOf(q string) (host string, isURL bool) {
	host = strings.NewReplacer("：", ":", "／", "/", "。", ".", "．", ".").Replace(q)
	if i := strings.Index(host, "//"); i == 0 || i > 0 && host[i-1] == ':' {
		host, isURL = host[i+2:], true
	}
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host, isURL = host[:i], true
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 && isURL {
		host = host[i+1:]
	}
	if i := strings.LastIndexByte(host, ':'); i >= 0 && (strings.Count(host, ":") == 1 || strings.HasSuffix(host[:i], "]")) {
		host = host[:i]
	}
	return host, isURL
}

func (d *Desk) name(ctx context.Context, q string, after string) (Answer, error) {
	a := Answer{By: Name, Asked: q}
	if utf8.RuneCountInString(name.Bare(q)) < 2 {
		return a, ErrTooShort
	}
	place, err := postgres.ParsePlace(after)
	if err != nil {
		return a, err
	}
	leave, err := d.names.enter(ctx)
	if err != nil {
		return a, err
	}
	defer leave()
	a.Stamp = d.Cache.Stamp("")
	found, err := d.register.ByName(ctx, q, place, PageSize)
	if err != nil {
		return a, err
	}
	a.Records, a.Hits, a.More = found.Records, found.Hits, found.More
	if found.Next != nil {
		a.Next = found.Next.String()
	}
	if found.Similar {
		a.Note = ReadAsSimilar
	}
	return a, nil
}

func (d *Desk) certificate(ctx context.Context, q string) (Answer, error) {
	a := Answer{By: Certificate}
	var possible []filing.Entity // what was typed, as each kind of paper would write it
	for _, t := range filing.CertificateTypes {
		if n, err := filing.CertificateNumber(t.ID, q, d.now()); err == nil {
			possible = append(possible, filing.Entity{CertificateType: t.ID, CertificateNumber: n})
		}
	}
	n, err := d.register.ByCertificate(ctx, possible)
	if errors.Is(err, filing.ErrNotFound) {
		return a, nil
	}
	a.Filed = n
	return a, err
}
