package portal

// row is one URL. Nobody may use a row that does not say who.
type row struct {
	method, pattern string
	who             who
	do              handler
	plain           bool // needs neither session nor account
}

// routes is every URL of the door, one row each, in blocks by area.
func (p *Portal) routes() []row {
	return []row{
		// Public: anybody, signed in or not.
		{"GET", "/settings/display", anyone, p.displayForm, false},
		{"POST", "/settings/display", anyone, p.saveDisplay, false},

		// Account: signing up and in, and what an account's owner does with it.

		// Registrant (网站主办者).
		{"GET", "/my/filings/{id}/papers/{paper}", registrant, p.paper, false},

		// Provider (接入服务商).
		{"GET", "/provider/filings/{id}/papers/{paper}", provider, p.paper, false},

		// Bureau (省通信管理局).
		{"GET", "/bureau/filings/{id}/papers/{paper}", bureau, p.paper, false},

		// Ministry (工业和信息化部).

		// Demo.
		{"GET", "/dev/gallery", p.inDemo(), p.gallery, false},

		// Probes and files.
		{"GET", "/healthz", anyone, healthy, true},
		{"GET", "/readyz", anyone, p.ready, true},
		{"GET", "/static/*", anyone, static, true},
		{"GET", "/favicon.ico", anyone, favicon, true},
	}
}

// inDemo is everybody in a demo and nobody elsewhere.
func (p *Portal) inDemo() who {
	if p.Demo {
		return anyone
	}
	return who{}
}
