// Package journal is the transparency log over the steps of all filings: what
// an entry hashes to, and how the tree over the hashes is proved.
package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Entry is one step as the log sees it. Words and marks enter by the hash of
// their sealed form, so that a proof reveals nothing personal.
type Entry struct {
	Filing   int64
	Sequence int
	Action   string
	From, To string
	Tier     string
	Account  int64
	Version  int
	Detail   []byte // sealed, may be empty
	At       time.Time
}

// Leaf is the hash of an entry: SHA-256 over a version byte and every field,
// lengths first, times in microseconds of UTC as the database keeps them.
func (e Entry) Leaf() []byte {
	var b []byte
	b = append(b, 1)
	number := func(n int64) { b = binary.BigEndian.AppendUint64(b, uint64(n)) }
	text := func(s string) { number(int64(len(s))); b = append(b, s...) }
	number(e.Filing)
	number(int64(e.Sequence))
	for _, s := range []string{e.Action, e.From, e.To, e.Tier} {
		text(s)
	}
	number(e.Account)
	number(int64(e.Version))
	detail := sha256.Sum256(e.Detail)
	b = append(b, detail[:]...)
	number(e.At.UnixMicro())
	sum := sha256.Sum256(b)
	return sum[:]
}
