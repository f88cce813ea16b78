package icpquery

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// authWord is hashed with the time into authKey; it is the protocol's and known to everybody.
	authWord = "testtest"
	// authSkew is how far a caller's clock may be off.
	authSkew = 24 * time.Hour

	tokenLife   = 5 * time.Minute
	refreshLife = 30 * time.Minute
	signLife    = 5 * time.Minute
)

// auth gives a token for a hashed time, in seconds or milliseconds.
func (d *door) auth(w http.ResponseWriter, r *http.Request) {
	if wait := d.tokens.hit(d.Address(r)); wait > 0 {
		tooMany(w, wait)
		return
	}
	f, err := readFields(r)
	if err != nil {
		answer(w, failed(http.StatusBadRequest, "请求内容无法识别"))
		return
	}
	stamp, key := f.text("timeStamp"), f.text("authKey")
	sum := md5.Sum([]byte(authWord + stamp))
	if subtle.ConstantTimeCompare([]byte(strings.ToLower(key)), []byte(hex.EncodeToString(sum[:]))) != 1 || !d.near(stamp) {
		answer(w, failed(http.StatusUnauthorized, "认证未通过，请核对 authKey 和 timeStamp"))
		return
	}
	answer(w, good(map[string]any{
		"bussiness": d.mark("token", tokenLife, ""), // sic
		"expire":    tokenLife.Milliseconds(),
		"refresh":   d.mark("refresh", refreshLife, ""),
	}))
}

// near reports whether a time stamp, of seconds or milliseconds, is about now.
func (d *door) near(stamp string) bool {
	n, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	at := time.Unix(n, 0)
	if len(stamp) > 11 {
		at = time.UnixMilli(n)
	}
	return at.Sub(d.now()).Abs() <= authSkew
}

// mark is a word that only a node of this system can make: until when it holds, and
// a code over that, its purpose and what it is bound to.
func (d *door) mark(purpose string, life time.Duration, bound string) string {
	until := strconv.FormatInt(d.now().Add(life).Unix(), 36)
	return until + "." + d.seal(purpose, until, bound)
}

func (d *door) seal(purpose, until, bound string) string {
	return base64.RawURLEncoding.EncodeToString(d.Store.Keys.Index("icpquery."+purpose, until+"\x00"+bound))
}

// holds reports whether a word was made by mark for that purpose and has not ended.
func (d *door) holds(purpose, word, bound string) bool {
	until, seal, _ := strings.Cut(word, ".")
	at, err := strconv.ParseInt(until, 36, 64)
	return err == nil && d.now().Before(time.Unix(at, 0)) && subtle.ConstantTimeCompare([]byte(seal), []byte(d.seal(purpose, until, bound))) == 1
}

// withToken asks for a token. Code 401 makes clients fetch a new one.
func (d *door) withToken(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		word := r.Header.Get("token")
		if !d.holds("token", word, "") && !d.holds("refresh", word, "") {
			answer(w, failed(http.StatusUnauthorized, "token 已过期，请重新获取"))
			return
		}
		next(w, r)
	}
}

// withSign asks for a solved slider, where that is switched on.
func (d *door) withSign(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		uuid := r.Header.Get("uuid")
		if d.Slider && (uuid == "" || !d.holds("sign", r.Header.Get("sign"), uuid)) {
			answer(w, failed(http.StatusUnauthorized, "请先完成滑块验证"))
			return
		}
		next(w, r)
	}
}
