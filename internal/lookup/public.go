package lookup

import (
	"time"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
)

// Public is one record as programs read it.
type Public struct {
	Number       filing.Number `json:"number"`
	EntityNumber filing.Number `json:"entity_number"`
	Province     string        `json:"province"` // ISO 3166-2:CN letters, lower case
	UnitName     string        `json:"unit_name"`
	Nature       string        `json:"nature"`
	Service      int           `json:"service_type"` // 1 website, 6 app, 7 mini program, 8 quick app
	Names        []string      `json:"names"`
	HomeURLs     []string      `json:"home_urls"`
	Domains      []string      `json:"domains"`
	Approvals    []string      `json:"pre_approvals"`
	Restricted   bool          `json:"restricted"`
	Status       string        `json:"status"` // active, cancelled
	ApprovedAt   time.Time     `json:"approved_at"`
	ChangedAt    time.Time     `json:"changed_at"`
	CancelledAt  *time.Time    `json:"cancelled_at,omitempty"`
}

// PublicOf is r for programs.
func PublicOf(r postgres.Record) Public {
	p, _ := region.ByCode(r.Province)
	out := Public{Number: r.Number, EntityNumber: r.EntityNumber, Province: p.ISO, UnitName: r.UnitName,
		Nature: filing.NameOf(filing.Natures, int(r.Nature)), Service: int(r.Service), Names: r.Names, HomeURLs: r.HomeURLs,
		Domains: r.Domains, Approvals: []string{}, Restricted: r.Restricted, Status: "active",
		ApprovedAt: r.ApprovedAt, ChangedAt: r.ChangedAt, CancelledAt: r.CancelledAt}
	for _, a := range r.Approvals {
		out.Approvals = append(out.Approvals, filing.NameOf(filing.PreApprovals, a))
	}
	if r.CancelledAt != nil {
		out.Status = "cancelled"
	}
	return out
}
