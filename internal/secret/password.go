package secret

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
)

// ErrHash means that a stored password hash is not an argon2id string of ours.
var ErrHash = errors.New("secret: not an argon2id hash")

// cost is what one hash takes; it stands in every hash, so it may be raised later.
type cost struct {
	memory uint32 // KiB
	time   uint32 // passes
	lanes  uint8
}

// today is OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
var today = cost{memory: 19 * 1024, time: 2, lanes: 1}

const (
	atOnce   = 2 // hashes at the same time, in all: 38 MiB, and a rush of logins cannot take every core
	saltSize = 16
	hashSize = 32

	costFormat = "m=%d,t=%d,p=%d"
)

// Passwords hashes and verifies passwords, at most two at a time; further callers wait as long as their context
// allows. One instance serves the process.
type Passwords struct {
	slots chan struct{}
	work  atomic.Uint64
}

// NewPasswords makes the one instance of the process.
func NewPasswords() *Passwords { return &Passwords{slots: make(chan struct{}, atOnce)} }

func (p *Passwords) derive(ctx context.Context, c cost, password, salt []byte, size uint32) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-p.slots }()
	p.work.Add(uint64(c.memory) * uint64(c.time))
	return argon2.IDKey(password, salt, c.time, c.memory, c.lanes, size), nil
}

// Work is what all hashes so far took, in KiB of memory times passes over it: what decides how long they took.
func (p *Passwords) Work() uint64 { return p.work.Load() }

// Hash gives the PHC string to store: $argon2id$v=19$m=19456,t=2,p=1$salt$hash. The only error is the context's.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	sum, err := p.derive(ctx, today, []byte(password), salt, hashSize)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$"+costFormat+"$%s$%s",
		argon2.Version, today.memory, today.time, today.lanes, b64(salt), b64(sum)), nil
}

// Verify tells whether the password made the hash, and if so whether it should be hashed again because the hash was
// made at another cost. Errors: ErrHash, or the context's.
func (p *Passwords) Verify(ctx context.Context, hash, password string) (ok, rehash bool, err error) {
	c, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	got, err := p.derive(ctx, c, []byte(password), salt, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1
	return ok, ok && (c != today || len(want) != hashSize), nil
}

// VerifyAbsent takes as long as Verify and verifies nothing. It is called for a user that does not exist, so that
// the time of the answer does not tell who has an account.
func (p *Passwords) VerifyAbsent(ctx context.Context) error {
	_, err := p.derive(ctx, today, []byte("absent"), make([]byte, saltSize), hashSize)
	return err
}

// parsePHC also bounds the cost, so that a hash written by a broken import cannot take the machine down.
func parsePHC(hash string) (c cost, salt, sum []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, ErrHash
	}
	_, err = fmt.Sscanf(parts[3], costFormat, &c.memory, &c.time, &c.lanes)
	if err != nil || parts[3] != fmt.Sprintf(costFormat, c.memory, c.time, c.lanes) {
		return c, nil, nil, ErrHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	sane := c.memory <= 256*1024 && c.time >= 1 && c.time <= 16 && c.lanes >= 1 && c.lanes <= 16 &&
		len(salt) >= 8 && len(salt) <= 64 && len(sum) >= 16 && len(sum) <= 64
	if err1 != nil || err2 != nil || !sane {
		return c, nil, nil, ErrHash
	}
	return c, salt, sum, nil
}

// HashFiling hashes a filing password (备案密码): argon2id over the lower-case MD5 hex of it, because the ministry's
// enterprise interface hands over only that MD5, and a page only the password; both must be able to prove it.
func (p *Passwords) HashFiling(ctx context.Context, password string) (string, error) {
	return p.Hash(ctx, md5Hex(password))
}

// VerifyFiling verifies a filing password that was typed in. Errors as of Verify.
func (p *Passwords) VerifyFiling(ctx context.Context, hash, password string) (ok, rehash bool, err error) {
	return p.Verify(ctx, hash, md5Hex(password))
}

// VerifyFilingMD5 verifies a filing password of which the caller has only the MD5 in hex, in either case.
func (p *Passwords) VerifyFilingMD5(ctx context.Context, hash, md5hex string) (ok, rehash bool, err error) {
	return p.Verify(ctx, hash, strings.ToLower(md5hex))
}

func md5Hex(s string) string {
	sum := md5.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}
