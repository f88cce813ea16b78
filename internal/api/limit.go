package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"beian/internal/lookup"
)

// Key is one caller with limits of its own. It is sent as Authorization: Bearer.
type Key struct {
	Name   string
	Secret string
	Most   int // questions by number and domain in a minute; others in proportion
}

// ParseKeys reads name:secret:most, parted by commas.
func ParseKeys(s string) ([]Key, error) {
	var keys []Key
	for one := range strings.SplitSeq(s, ",") {
		if strings.TrimSpace(one) == "" {
			continue
		}
		part := strings.Split(strings.TrimSpace(one), ":")
		if len(part) != 3 || part[0] == "" || len(part[1]) < 16 {
			return nil, fmt.Errorf("api: key %d is not name:secret:most with a secret of 16 characters or more", len(keys)+1)
		}
		most, err := strconv.Atoi(part[2])
		if err != nil || most < 1 {
			return nil, fmt.Errorf("api: the limit of key %s is no number", part[0])
		}
		keys = append(keys, Key{part[0], part[1], most})
	}
	return keys, nil
}

// caller is who asks and what the policy is for them; ok is false for a wrong key.
func (a *API) caller(r *http.Request, p lookup.Policy) (who string, own lookup.Policy, ok bool) {
	typed, has := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !has {
		return a.Address(r), p, r.Header.Get("Authorization") == ""
	}
	sum := sha256.Sum256([]byte(typed))
	for _, k := range a.Keys {
		if mine := sha256.Sum256([]byte(k.Secret)); subtle.ConstantTimeCompare(sum[:], mine[:]) == 1 {
			return "key " + k.Name, lookup.Policy{Name: p.Name, Most: max(1, k.Most*p.Most/lookup.Points.Most)}, true
		}
	}
	return "", p, false
}

// admit counts questions of the caller, tells the limits in the headers (RateLimit
// fields of the IETF's HTTPAPI group), and refuses when there were too many.
func (a *API) admit(w http.ResponseWriter, r *http.Request, p lookup.Policy, cost int) bool {
	who, own, ok := a.caller(r, p)
	if !ok {
		w.Header().Set("WWW-Authenticate", "Bearer")
		problem(w, http.StatusUnauthorized, "the key is not known; leave it out for the limits of everybody")
		return false
	}
	left, wait, ok := a.lookup.Limiter.Take(own, who, cost)
	seconds := int((wait + time.Second - 1) / time.Second)
	h := w.Header()
	h["Ratelimit-Policy"], h["Ratelimit"] = a.published(own), []string{own.Left(left, seconds)}
	if !ok {
		h.Set("Retry-After", strconv.Itoa(seconds))
		problem(w, http.StatusTooManyRequests, "too many questions in this minute; the header RateLimit-Policy tells how many there may be")
	}
	return ok
}

// publishedPolicy is the header of the policy that was last asked for: nearly
// always the one of everybody.
type publishedPolicy struct {
	lookup.Policy
	header []string
}

func (a *API) published(p lookup.Policy) []string {
	if last := a.policy.Load(); last != nil && last.Policy == p {
		return last.header
	}
	fresh := &publishedPolicy{p, []string{p.String()}}
	a.policy.Store(fresh)
	return fresh.header
}
