package portal

import (
	"fmt"
	"net/url"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// recordPath is the public page of a number; without Chinese letters where the number can be spelt so.
func recordPath(n filing.Number) string {
	if ascii := n.ASCII(); ascii != "" {
		return "/records/" + ascii
	}
	return "/records/" + url.PathEscape(string(n))
}

// sitePath is a page of one of the owner's sites.
func sitePath(id int64, below string) string { return fmt.Sprintf("/my/sites/%d/%s", id, below) }

// siteName is the name a site goes by.
func siteName(s postgres.RegisteredSite) string {
	if len(s.Names) == 0 {
		return string(s.Number)
	}
	return s.Names[0]
}
