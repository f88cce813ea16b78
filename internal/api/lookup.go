package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
)

// Answer is the body of a lookup.
type Answer struct {
	Query   string          `json:"query" doc:"the question in its normal form, such as a registrable domain"`
	By      lookup.By       `json:"by" enum:"number,domain,name" doc:"how the question was understood"`
	Note    lookup.Note     `json:"note,omitempty" enum:"alias,parent,url,cancelled,similar" doc:"how it was read when that may surprise"`
	Filed   bool            `json:"filed" doc:"whether anything in force was found under exactly this"`
	Records []lookup.Public `json:"records"`
	Hits    int             `json:"hits" doc:"records in all; of names up to 1000"`
	More    bool            `json:"more" doc:"there are more hits than were counted"`
	Next    string          `json:"next,omitempty" doc:"address of the rest of the list"`
	Links   []lookup.Link   `json:"links"`
	Notices []lookup.Notice `json:"notices"`
}

// notices stand in every answer.
var notices = []lookup.Notice{{Title: "Source",
	Description: []string{"The register of filed websites and apps. It holds no personal data beyond the names of natural persons who filed."},
	Links:       []lookup.Link{{Rel: "terms-of-service", Href: "/about/api", Type: "text/html"}}}}

const asJSON = "application/json"

func (a *API) ask(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	by := lookup.By(q.Get("by"))
	if !slices.Contains([]lookup.By{lookup.Auto, lookup.Number, lookup.Domain, lookup.Name}, by) { // certificate numbers stand in no address
		problem(w, http.StatusBadRequest, "by is number, domain or name; certificates are looked up on the page /search")
		return
	}
	a.reply(w, r, by, q.Get("q"), false)
}

// byDomain and byNumber are the question in the path; what is not filed is not found.
func (a *API) byDomain(w http.ResponseWriter, r *http.Request) {
	a.reply(w, r, lookup.Domain, inPath(r, "domain"), true)
}

func (a *API) byNumber(w http.ResponseWriter, r *http.Request) {
	a.reply(w, r, lookup.Number, inPath(r, "number"), true)
}

func inPath(r *http.Request, name string) string {
	value := chi.URLParam(r, name)
	if plain, err := url.PathUnescape(value); err == nil && r.URL.RawPath != "" {
		return plain
	}
	return value
}

func (a *API) reply(w http.ResponseWriter, r *http.Request, by lookup.By, asked string, must bool) {
	q := r.URL.Query()
	found, err := a.lookup.Ask(r.Context(), by, asked, q.Get("after"))
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	if must && found.Empty() {
		problem(w, http.StatusNotFound, "nothing is filed under this")
		return
	}
	body := answerOf(r, found)
	if found.Next != "" {
		q.Set("after", found.Next)
		body.Next = r.URL.EscapedPath() + "?" + q.Encode()
		body.Links = append(body.Links, lookup.Link{Rel: "next", Href: body.Next, Type: asJSON})
	}
	a.send(w, r, found.Stamp, body)
}

func answerOf(r *http.Request, found lookup.Answer) Answer {
	body := Answer{Query: found.Asked, By: found.By, Note: found.Note, Records: records(found.Records), Hits: max(found.Hits, len(found.Records)),
		More: found.More, Notices: notices, Links: []lookup.Link{{Rel: "self", Href: r.URL.RequestURI(), Type: asJSON},
			{Rel: "alternate", Href: "/search?" + url.Values{"q": {found.Asked}, "by": {string(found.By)}}.Encode(), Type: "text/html"}}}
	for _, one := range found.Records {
		body.Filed = body.Filed || one.CancelledAt == nil && found.Note != lookup.ReadAsSimilar
	}
	body.Filed = body.Filed || found.Entity != nil && found.Entity.CancelledAt == nil
	return body
}

func records(list []postgres.Record) []lookup.Public {
	out := make([]lookup.Public, 0, len(list))
	for _, one := range list {
		out = append(out, lookup.PublicOf(one))
	}
	return out
}

// byUnit lists the services of units of exactly that name.
func (a *API) byUnit(w http.ResponseWriter, r *http.Request) {
	name := inPath(r, "name")
	after, err := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	if r.URL.Query().Has("after") && (err != nil || after < 0) {
		a.refuse(w, r, filing.ErrNotFound)
		return
	}
	found, err := a.lookup.Unit(r.Context(), name, after, lookup.PageSize)
	switch {
	case err != nil:
		a.refuse(w, r, err)
		return
	case found.Empty():
		problem(w, http.StatusNotFound, "no unit of exactly this name has a service in force")
		return
	}
	body := answerOf(r, found)
	if found.Next != "" {
		body.Next = r.URL.EscapedPath() + "?after=" + found.Next
		body.Links = append(body.Links, lookup.Link{Rel: "next", Href: body.Next, Type: asJSON})
	}
	a.send(w, r, found.Stamp, body)
}

// send answers with a body that everybody may keep, and keeps it here.
func (a *API) send(w http.ResponseWriter, r *http.Request, s lookup.Stamp, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	answer := lookup.NewResponse(w.Header(), append(b, '\n'))
	if r.Method == http.MethodGet {
		a.lookup.Cache.Put(memoryKey(r), s, answer)
	}
	answer.Send(w, r)
}
