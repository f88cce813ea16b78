package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"net/netip"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// copyBuffer holds rows of one table in the binary form of COPY (PostgreSQL
// manual, "COPY", Binary Format): written by the worker that has the values, so
// that the connection only passes bytes on.
type copyBuffer struct {
	bytes []byte
	rows  int
}

// Object ids of the element types of arrays (pg_type.dat).
const (
	oidInt2 = 21
	oidInt4 = 23
	oidText = 25
)

// epoch2000 is day zero of PostgreSQL's times, in microseconds of Unix.
var epoch2000 = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()

// row begins a row of so many columns.
func (c *copyBuffer) row(columns int16) {
	c.rows++
	c.raw16(columns)
}

func (c *copyBuffer) raw16(n int16) { c.bytes = binary.BigEndian.AppendUint16(c.bytes, uint16(n)) }
func (c *copyBuffer) raw32(n int)   { c.bytes = binary.BigEndian.AppendUint32(c.bytes, uint32(int32(n))) }

func (c *copyBuffer) null() { c.raw32(-1) }

func (c *copyBuffer) int2(n int16) {
	c.raw32(2)
	c.raw16(n)
}

func (c *copyBuffer) int4(n int) {
	c.raw32(4)
	c.raw32(n)
}

func (c *copyBuffer) int8(n int64) {
	c.raw32(8)
	c.bytes = binary.BigEndian.AppendUint64(c.bytes, uint64(n))
}

func (c *copyBuffer) bool(b bool) {
	c.raw32(1)
	c.bytes = append(c.bytes, map[bool]byte{true: 1}[b])
}

func (c *copyBuffer) text(s string) {
	c.raw32(len(s))
	c.bytes = append(c.bytes, s...)
}

func (c *copyBuffer) bytea(b []byte) {
	c.raw32(len(b))
	c.bytes = append(c.bytes, b...)
}

func (c *copyBuffer) time(t time.Time) { c.int8(t.UnixMicro() - epoch2000) }

func (c *copyBuffer) maybeTime(t *time.Time) {
	if t == nil {
		c.null()
		return
	}
	c.time(*t)
}

// array writes a one-dimensional array of n elements, which each must write.
func (c *copyBuffer) array(oid, n int, each func(i int)) {
	length := len(c.bytes)
	c.raw32(0) // of the value, known at the end
	if n == 0 {
		c.raw32(0)
		c.raw32(0)
		c.raw32(oid)
	} else {
		for _, head := range []int{1, 0, oid, n, 1} { // dimensions, no NULLs, type, length, first subscript
			c.raw32(head)
		}
		for i := range n {
			each(i)
		}
	}
	binary.BigEndian.PutUint32(c.bytes[length:], uint32(len(c.bytes)-length-4))
}

func (c *copyBuffer) texts(list []string) {
	c.array(oidText, len(list), func(i int) { c.text(list[i]) })
}

func (c *copyBuffer) int2s(list []int) {
	c.array(oidInt2, len(list), func(i int) { c.int2(int16(list[i])) })
}

func (c *copyBuffer) int4s(list []int32) {
	c.array(oidInt4, len(list), func(i int) { c.int4(int(list[i])) })
}

// inet writes an address in the form of inet_send: family (2 or 3), bits, no network, length, bytes.
func (c *copyBuffer) inet(a netip.Addr) {
	raw, family := a.AsSlice(), byte(2)
	if len(raw) == 16 {
		family = 3
	}
	c.raw32(4 + len(raw))
	c.bytes = append(c.bytes, family, byte(8*len(raw)), 0, byte(len(raw)))
	c.bytes = append(c.bytes, raw...)
}

var (
	copyHead = []byte("PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	copyEnd  = []byte{0xff, 0xff}
)

// send copies the rows into a table.
func (c *copyBuffer) send(ctx context.Context, tx pgx.Tx, table string, columns []string) error {
	if c.rows == 0 {
		return nil
	}
	body := bytes.Join([][]byte{copyHead, c.bytes, copyEnd}, nil)
	_, err := tx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(body),
		"COPY "+pgx.Identifier{table}.Sanitize()+" ("+strings.Join(columns, ", ")+") FROM STDIN (FORMAT binary)")
	return err
}
