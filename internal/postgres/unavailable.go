package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// gone are the answers of a server that is starting, stopping or full: admin shutdown, crash shutdown, cannot connect
// now, too many connections.
var gone = []string{"57P01", "57P02", "57P03", "53300"}

// Unavailable tells that err says nothing about the request but that the database could not be reached, or was lost
// on the way. What was being written is then there or it is not; nobody was told that it is.
func Unavailable(err error) bool {
	var connect *pgconn.ConnectError
	var answer *pgconn.PgError
	var network net.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	case errors.As(err, &answer):
		return slices.Contains(gone, answer.Code) || strings.HasPrefix(answer.Code, "08")
	case errors.As(err, &connect), errors.As(err, &network):
		return true
	}
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || pgconn.SafeToRetry(err)
}
