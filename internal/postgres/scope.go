package postgres

import (
	"maps"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// scope is what the actor may see of the case book, as a predicate over table
// filing under the alias f. It is chosen here and not by an OR in SQL, so that
// each role gets the plan of its own index. What it hides does not exist.
func (d *Desk) scope() string {
	switch d.me.Tier {
	case filing.Registrant:
		// Own filings, and those of an entity's owner who consents (代办). A list of ids, because an OR would
		// leave the indexes of both aside.
		return `f.id IN (SELECT own.id FROM filing own WHERE own.owner_id = @me UNION ALL
			SELECT own.id FROM delegation g JOIN filing own ON own.entity_id = g.entity_id AND own.owner_id = g.owner_id
			WHERE g.delegate_id = @me AND ` + running + `)`
	case filing.Provider:
		return `f.provider_id = @my_provider AND (f.state <> 'draft' OR f.on_behalf)`
	case filing.Bureau:
		return `f.province = @my_province AND f.received_at IS NOT NULL`
	case filing.Ministry:
		return `f.state <> 'draft'`
	case filing.Clock, filing.Principals: // deadlines, and a confirmation whose code has been checked
		return `true`
	default:
		return `false`
	}
}

// args adds the actor's own parameters to a statement's.
func (d *Desk) args(more pgx.NamedArgs) pgx.NamedArgs {
	args := pgx.NamedArgs{"me": d.me.Account, "my_provider": d.me.Provider, "my_province": d.me.Province, "now": d.s.now()}
	maps.Copy(args, more)
	return args
}
