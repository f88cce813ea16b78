// Package footer looks at a website from outside, as its visitors do: whether its
// page shows the number it is filed under, linked to the register, and whether it
// serves its electronic certificate. It goes to addresses that strangers type, so
// nothing but public addresses and the two ports of the web is ever reached.
package footer

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"

	"golang.org/x/net/html/charset"

	"beian/internal/ident"
)

// Limits of one look at a page.
const (
	pageTime      = 10 * time.Second
	pageBytes     = 2 << 20
	headBytes     = 64 << 10
	mostRedirects = 5
)

// Why a page could not be seen.
var (
	ErrAddress  = errors.New("footer: not the address of a page on the web")
	ErrInternal = errors.New("footer: the name leads to an address that is not public")
	ErrTooMany  = errors.New("footer: too many redirects")
)

// Fetcher gets pages. Loopback, for tests and demonstrations only, lets it reach
// this machine, on any port.
type Fetcher struct {
	Loopback bool
	client   *http.Client
}

// NewFetcher makes a fetcher. resolve, which may be nil, asks for names in place of the system.
func NewFetcher(loopback bool, resolve *net.Resolver) *Fetcher {
	f := &Fetcher{Loopback: loopback}
	dialer := &net.Dialer{Timeout: 5 * time.Second, Resolver: resolve, FallbackDelay: -1, ControlContext: f.control}
	f.client = &http.Client{
		Timeout: pageTime,
		Transport: &http.Transport{ // no proxy: it would be the one to resolve names
			DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: headBytes,
			TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: pageTime,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects {
				return ErrTooMany
			}
			r.Header.Del("Referer")
			return f.check(r.URL)
		},
	}
	return f
}

// NewFetcherAt is a fetcher for tests: every connection is made by dial, whatever it is for.
func NewFetcherAt(dial func(ctx context.Context, network, address string) (net.Conn, error)) *Fetcher {
	f := NewFetcher(false, nil)
	f.client.Transport = &http.Transport{DialContext: dial, DisableKeepAlives: true}
	return f
}

// control is asked with the very address a connection is about to be made to, after
// names were resolved: a name that changed meanwhile helps nobody.
func (f *Fetcher) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !f.may(at) {
		return ErrInternal
	}
	return nil
}

func (f *Fetcher) may(at netip.AddrPort) bool {
	a := at.Addr().Unmap().WithZone("")
	return f.Public(a) && (f.Loopback && a.IsLoopback() || slices.Contains([]uint16{80, 443}, at.Port()))
}

// Public reports whether an address is one that may be gone to.
func (f *Fetcher) Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if f.Loopback && a.IsLoopback() {
		return true
	}
	_, err := ident.ParseIPRange(a.String()) // public addresses only
	return err == nil && a.IsGlobalUnicast()
}

// check refuses what is no plain address of the web before anybody is asked.
func (f *Fetcher) check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.User != nil, u.Opaque != "":
		return ErrAddress
	case f.Loopback || slices.Contains([]string{"", "80", "443"}, u.Port()):
		return nil
	}
	return ErrAddress
}

// page is what came back.
type page struct {
	url    *url.URL // after redirects
	status int
	kind   string
	body   []byte
}

// get gets at most so many bytes of an address.
func (f *Fetcher) get(ctx context.Context, u *url.URL, most int64) (page, error) {
	if err := f.check(u); err != nil {
		return page{}, err
	}
	ctx, stop := context.WithTimeout(ctx, pageTime)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return page{}, ErrAddress
	}
	r.Header.Set("User-Agent", "Mozilla/5.0 (compatible; BeianFooterCheck/1.0)")
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.5")
	r.Header.Set("Accept-Language", "zh-CN,zh;q=0.9")
	w, err := f.client.Do(r)
	if err != nil {
		return page{}, err
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(w.Body, most))
	if err != nil && len(body) == 0 {
		return page{}, err
	}
	return page{w.Request.URL, w.StatusCode, w.Header.Get("Content-Type"), body}, nil
}

// text is the page in UTF-8, whatever it was written in.
func (p page) text() io.Reader {
	r, err := charset.NewReader(bytesReader(p.body), p.kind)
	if err != nil {
		return bytesReader(p.body)
	}
	return r
}
