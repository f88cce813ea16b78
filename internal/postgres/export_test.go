package postgres

import (
	"context"

	"beian/internal/name"
)

// Share is how common the rarest bigram of the words is, as searches see it.
func (l *Lookup) Share(ctx context.Context, words string) float64 {
	s, err := l.shares(ctx)
	if err != nil {
		return -1
	}
	return s.of(s.rarest(name.Pairs(words), 1)[0])
}
