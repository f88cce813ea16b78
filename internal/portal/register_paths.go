package portal

import (
	"fmt"

	"beian/internal/postgres"
)

// sitePath is a page of one of the owner's sites.
func sitePath(id int64, below string) string { return fmt.Sprintf("/my/sites/%d/%s", id, below) }

// siteName is the name a site goes by.
func siteName(s postgres.RegisteredSite) string {
	if len(s.Names) == 0 {
		return string(s.Number)
	}
	return s.Names[0]
}
