package icpquery

import (
	"net/http"
	"strings"
)

// greeting is the cookie that the ministry's site gives whoever comes to its start
// page. Clients will not begin without one. Here it says nothing: it is the same for
// everybody, and goes to no other page.
const greeting = "__jsluid_s"

// Greet gives the cookie to programs; browsers, which say where a request comes from, get none.
func Greet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Sec-Fetch-Mode") == "" && len(r.Header["Cookie"]) == 0 {
			http.SetCookie(w, &http.Cookie{Name: greeting, Value: strings.Repeat("0", 32), Path: strings.TrimSuffix(Prefix, "api/"),
				HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
		}
		next.ServeHTTP(w, r)
	})
}
