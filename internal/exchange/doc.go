// Package exchange reads and writes the register as files: NDJSON, one entity a
// line with everything under it, and CSV, one access a row with its site and
// entity beside it. docs/exchange.md, made from the tables here, describes both.
package exchange
