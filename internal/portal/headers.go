package portal

import "net/http"

// policy lets a page use its own files and nothing else; scripts and styles inside the page are never run.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// headed sets the headers that every answer carries.
func (p *Portal) headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if p.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses forms that another site sends (Fetch metadata, or Origin where a browser has none).
func (p *Portal) sameOrigin() func(http.Handler) http.Handler {
	check := http.NewCrossOriginProtection()
	check.SetDenyHandler(p.serve(row{who: anyone, plain: true, do: crossOrigin}))
	return check.Handler
}
