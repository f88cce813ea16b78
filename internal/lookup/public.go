package lookup

import (
	"net/url"
	"time"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
)

// Public is one record as programs read it. Its shape leans on RDAP (RFC 9083):
// an object class, status, events and links.
type Public struct {
	Class        string        `json:"objectClassName" enum:"record" doc:"always record"`
	Number       filing.Number `json:"number" doc:"备案号 of the service, such as 沪ICP备2026000001号-1"`
	EntityNumber filing.Number `json:"entity_number" doc:"备案号 of the unit behind it"`
	Province     string        `json:"province" doc:"ISO 3166-2:CN letters, lower case"`
	UnitName     string        `json:"unit_name" doc:"主办单位; of a natural person the name"`
	Nature       string        `json:"nature" doc:"性质 of the unit, in Chinese"`
	Service      int           `json:"service_type" enum:"1,6,7,8" doc:"1 website, 6 app, 7 mini program, 8 quick app"`
	Names        []string      `json:"names" doc:"of the service"`
	HomeURLs     []string      `json:"home_urls"`
	Domains      []string      `json:"domains" doc:"as filed; *.example.cn is a wildcard"`
	Approvals    []string      `json:"pre_approvals" doc:"kinds of approval needed before filing, in Chinese"`
	Restricted   bool          `json:"restricted" doc:"限制接入: no provider may connect it"`
	Status       string        `json:"status" enum:"active,cancelled"`
	ApprovedAt   time.Time     `json:"approved_at"`
	ChangedAt    time.Time     `json:"changed_at"`
	CancelledAt  *time.Time    `json:"cancelled_at,omitempty"`
	Events       []Event       `json:"events"`
	Links        []Link        `json:"links"`
}

// Event is something that happened to a record, in the words of RDAP.
type Event struct {
	Action string    `json:"eventAction" enum:"registration,last changed,deletion"`
	Date   time.Time `json:"eventDate"`
}

// Link leads on; its address is relative to the answer's own.
type Link struct {
	Rel  string `json:"rel" enum:"self,up,next,alternate,terms-of-service"`
	Href string `json:"href"`
	Type string `json:"type"`
}

// Notice is what the reader of an answer should know.
type Notice struct {
	Title       string   `json:"title"`
	Description []string `json:"description"`
	Links       []Link   `json:"links,omitempty"`
}

// RecordsPath is where programs find records by number.
const RecordsPath = "/api/v1/records/"

// PublicOf is r for programs.
func PublicOf(r postgres.Record) Public {
	p, _ := region.ByCode(r.Province)
	out := Public{Class: "record", Number: r.Number, EntityNumber: r.EntityNumber, Province: p.ISO, UnitName: r.UnitName,
		Nature: filing.NameOf(filing.Natures, int(r.Nature)), Service: int(r.Service), Names: r.Names, HomeURLs: r.HomeURLs,
		Domains: r.Domains, Approvals: []string{}, Restricted: r.Restricted, Status: "active",
		ApprovedAt: r.ApprovedAt, ChangedAt: r.ChangedAt, CancelledAt: r.CancelledAt}
	for _, a := range r.Approvals {
		out.Approvals = append(out.Approvals, filing.NameOf(filing.PreApprovals, a))
	}
	out.Events = []Event{{"registration", r.ApprovedAt}, {"last changed", r.ChangedAt}}
	if r.CancelledAt != nil {
		out.Status = "cancelled"
		out.Events = append(out.Events, Event{"deletion", *r.CancelledAt})
	}
	number := url.PathEscape(string(r.Number))
	out.Links = []Link{{"self", RecordsPath + number, "application/json"},
		{"up", RecordsPath + url.PathEscape(string(r.EntityNumber)), "application/json"},
		{"alternate", "/records/" + number, "text/html"}}
	return out
}
