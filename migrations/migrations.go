// Package migrations carries the schema: numbered SQL, applied in order.
package migrations

import "embed"

// Files are the migrations of the public schema; schema.sql beside them is what they lead to.
//
//go:embed 0*.sql
var Files embed.FS
