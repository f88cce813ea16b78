package secret

import (
	"encoding/hex"
	"math"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestToken(t *testing.T) {
	a, b := Token(), Token()
	if len(a) != 43 || a == b || url.PathEscape(a) != a {
		t.Errorf("tokens %d %d", len(a), len(b))
	}
	// NIST's test vector of SHA-256.
	if got := hex.EncodeToString(HashToken("abc")); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("HashToken = %s", got)
	}
	if !Equal(a, a) || Equal(a, b) || Equal(a, a[1:]) || !Equal("", "") {
		t.Error("Equal")
	}
}

// TestCodeUnbiased is a chi-square test over each digit; 40 is passed by chance less than once in 10^5.
func TestCodeUnbiased(t *testing.T) {
	const codes = 20000
	var seen [6][10]float64
	for range codes {
		code := Code(6)
		if len(code) != 6 {
			t.Fatalf("length %d", len(code))
		}
		for place, digit := range code {
			seen[place][digit-'0']++
		}
	}
	for place, counts := range seen {
		var chi float64
		for _, n := range counts {
			chi += math.Pow(n-codes/10, 2) / (codes / 10)
		}
		if chi > 40 {
			t.Errorf("place %d: chi-square %.1f, counts %v", place, chi, counts)
		}
	}
}

func TestFilingPasswordReads(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		p := FilingPassword()
		if len(p) != 12 || strings.ContainsAny(p, "0oO1lIi2zZ5sS") || seen[p] {
			t.Fatalf("length %d, repeated %v, or a look-alike", len(p), seen[p])
		}
		seen[p] = true
	}
}

// Vectors of RFC 6238 appendix B for SHA-1; ours are the last six of their eight digits.
func TestTOTPVectors(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // 12345678901234567890
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
		2000000000: "279037", 20000000000: "353130",
	} {
		step, ok := VerifyTOTP(secret, code, time.Unix(at, 0), 0)
		if !ok || step != at/period {
			t.Errorf("%d: step %d, %v", at, step, ok)
		}
		for _, drift := range []int64{-period, period} {
			if again, ok := VerifyTOTP(secret, code, time.Unix(at+drift, 0), 0); !ok || again != step {
				t.Errorf("%d%+d: step %d, %v", at, drift, again, ok)
			}
		}
		if _, ok := VerifyTOTP(secret, code, time.Unix(at+2*period, 0), 0); ok {
			t.Errorf("%d: accepted two steps later", at)
		}
		if _, ok := VerifyTOTP(secret, code, time.Unix(at, 0), step); ok {
			t.Errorf("%d: accepted twice", at)
		}
	}
	for _, code := range []string{"", "28708", "2870820", "abcdef", "287083"} {
		if _, ok := VerifyTOTP(secret, code, time.Unix(59, 0), 0); ok {
			t.Errorf("%q accepted", code)
		}
	}
}

func TestNewTOTP(t *testing.T) {
	otp, err := NewTOTP("网站备案", "王芳")
	if err != nil {
		t.Fatal(err)
	}
	uri, err := url.Parse(otp.URI)
	if err != nil || uri.Scheme != "otpauth" || uri.Host != "totp" || uri.Path != "/网站备案:王芳" ||
		uri.Query().Get("secret") != otp.Secret || uri.Query().Get("issuer") != "网站备案" {
		t.Errorf("the URI does not carry issuer, account and secret: %v", err)
	}
	if len(otp.Secret) != 32 { // 160 bits, RFC 4226 §4 R6
		t.Errorf("secret of %d characters", len(otp.Secret))
	}
}
