package footer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/width"

	"beian/internal/certificate"
	"beian/internal/filing"
)

// Verdict is how one part of a look came out.
type Verdict string

// The verdicts.
const (
	Good    Verdict = "good"
	Missing Verdict = "missing" // there is none
	Wrong   Verdict = "wrong"   // there is another one
)

// Trouble is why a page could not be looked at.
type Trouble string

// The troubles.
const (
	NoTrouble   Trouble = ""
	NoAddress   Trouble = "address"     // not an address on the web
	Internal    Trouble = "internal"    // not a public address
	Unreachable Trouble = "unreachable" // no answer in time
	Insecure    Trouble = "insecure"    // its TLS certificate does not hold
	Refused     Trouble = "refused"     // it answered with an error
	NoPage      Trouble = "no_page"     // what came back is no page
)

// Finding is what a look found.
type Finding struct {
	URL         string  `json:"url"` // after redirects
	Trouble     Trouble `json:"trouble,omitempty"`
	Status      int     `json:"status,omitempty"` // of HTTP
	Number      Verdict `json:"number,omitempty"` // shown on the page
	Shown       string  `json:"shown,omitempty"`  // the number that is shown
	Link        Verdict `json:"link,omitempty"`   // of the number to the register
	Certificate Verdict `json:"certificate,omitempty"`
}

// Fine reports whether everything that must be there is there. The certificate is
// asked for where one is issued.
func (f Finding) Fine() bool {
	return f.Trouble == NoTrouble && f.Number == Good && f.Link == Good && f.Certificate != Wrong
}

// Want is what a page should show.
type Want struct {
	Numbers   []filing.Number // any of these
	Hosts     []string        // a link to one of these leads to the register
	Authority []byte          // PEM, that signs electronic certificates; empty: none is asked for
}

// MinistryHost is where the ministry asks the number to be linked to.
const MinistryHost = "beian.miit.gov.cn"

// longestHost is the longest name there is, in bytes (RFC 1035, 2.3.4).
const longestHost = 255

// Parse reads an address as people type it; without a scheme https is meant.
func Parse(typed string) (*url.URL, error) {
	typed = strings.TrimSpace(width.Narrow.String(typed))
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || u.Hostname() == "" || len(u.Hostname()) > longestHost || !strings.ContainsAny(u.Hostname(), ".:") {
		return nil, ErrAddress
	}
	u.Fragment = ""
	return u, (&Fetcher{Loopback: true}).check(u) // Look knows which ports it may use
}

// Look looks at a page. A site whose address was typed without a scheme and that
// has no https is looked at by http.
func (f *Fetcher) Look(ctx context.Context, u *url.URL, plainToo bool, want Want) Finding {
	got, err := f.get(ctx, u, pageBytes)
	if err != nil && plainToo && u.Scheme == "https" && !errors.Is(err, ErrInternal) {
		plain := *u
		plain.Scheme = "http"
		if other, again := f.get(ctx, &plain, pageBytes); again == nil {
			got, err = other, nil
		}
	}
	if err != nil {
		return Finding{URL: u.String(), Trouble: trouble(err)}
	}
	found := Finding{URL: got.url.String(), Status: got.status}
	switch {
	case got.status >= 400:
		found.Trouble = Refused
	case !strings.Contains(got.kind, "html") && got.kind != "":
		found.Trouble = NoPage
	}
	if found.Trouble != NoTrouble {
		return found
	}
	found.read(got.text(), want)
	if len(want.Authority) > 0 {
		found.Certificate = f.certificate(ctx, got.url, want)
	}
	return found
}

func trouble(err error) Trouble {
	var secure interface{ Unwrap() error }
	switch {
	case errors.Is(err, ErrInternal):
		return Internal
	case errors.Is(err, ErrAddress):
		return NoAddress
	case errors.Is(err, ErrTooMany):
		return NoPage
	case errors.As(err, &secure) && strings.Contains(err.Error(), "tls: failed to verify"):
		return Insecure
	}
	return Unreachable
}

// shownNumber finds numbers in the text of a page; what it finds is read by filing.ParseNumber.
var shownNumber = regexp.MustCompile(`\p{Han}\s*(?:[Ii][Cc][Pp]\s*[备证]\s*\d{6,10}\s*号?|[Bb]\d\s*-\s*\d{8})(?:\s*[-－—]\s*\d{1,6}[AXK]?)?`)

// read looks for the number in the text of the page and in its links.
func (f *Finding) read(r io.Reader, want Want) {
	f.Number, f.Link = Missing, Missing
	doc, err := html.Parse(r)
	if err != nil {
		return
	}
	var linked []anchor
	var text strings.Builder
	collect(doc, &text, &linked)
	for _, shown := range numbersIn(text.String()) {
		if slices.Contains(want.Numbers, shown) {
			f.Number, f.Shown = Good, string(shown)
			break
		}
		if f.Number == Missing {
			f.Number, f.Shown = Wrong, string(shown)
		}
	}
	if f.Number != Good {
		return
	}
	for _, a := range linked {
		if !slices.Contains(numbersIn(a.text), filing.Number(f.Shown)) {
			continue
		}
		if to, err := url.Parse(a.href); err == nil && slices.Contains(append([]string{MinistryHost}, want.Hosts...), strings.ToLower(to.Hostname())) {
			f.Link = Good
			return
		}
		f.Link = Wrong
	}
}

func numbersIn(text string) (list []filing.Number) {
	for _, s := range shownNumber.FindAllString(width.Narrow.String(text), 50) {
		if n, ok := filing.ParseNumber(s); ok {
			list = append(list, n)
		}
	}
	return list
}

type anchor struct{ href, text string }

// collect gathers the text people see, and the links with theirs.
func collect(n *html.Node, text *strings.Builder, links *[]anchor) {
	if n.Type == html.TextNode {
		text.WriteString(n.Data)
		return
	}
	if n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "template"}, n.Data) {
		return
	}
	from := text.Len()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		collect(c, text, links)
	}
	if n.Type == html.ElementNode {
		switch n.Data {
		case "a":
			*links = append(*links, anchor{attribute(n, "href"), text.String()[from:]})
		case "br", "p", "div", "li", "td", "footer":
			text.WriteByte('\n')
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// certificate looks for the electronic certificate where the rules of 2005 want it.
func (f *Fetcher) certificate(ctx context.Context, page *url.URL, want Want) Verdict {
	at := &url.URL{Scheme: page.Scheme, Host: page.Host, Path: "/cert/bazu.cert"}
	got, err := f.get(ctx, at, certificate.MostBytes)
	if err != nil || got.status != 200 {
		return Missing
	}
	b, err := certificate.Verify(got.body, want.Authority)
	if err != nil {
		return Wrong
	}
	for _, n := range want.Numbers {
		if filing.Number(b.Number) == n || filing.Number(b.Number).Entity() == n {
			return Good
		}
	}
	return Wrong
}

func bytesReader(b []byte) io.Reader { return bytes.NewReader(b) }
