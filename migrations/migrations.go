// Package migrations carries the schema: numbered SQL, applied in order.
package migrations

import "embed"

// Files are the migrations of the public schema.
//
//go:embed *.sql
var Files embed.FS
