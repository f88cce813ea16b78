package page

import (
	"github.com/a-h/templ"

	"beian/web/ui"
)

// Shell frames a page for whoever looks at it: with the side navigation of staff, or with the header of everybody else.
func Shell(p ui.Page) templ.Component {
	if len(p.Side) > 0 {
		return ui.Staff(p)
	}
	return ui.Public(p)
}
