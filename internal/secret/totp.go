package secret

import (
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// period is the time step of RFC 6238 in seconds.
const period = 30

// TOTP is a second factor by authenticator app: SHA-1, six digits, 30 seconds, which every app can do.
type TOTP struct {
	Secret string // base32; to be sealed at rest
	URI    string // otpauth://, for the QR code
}

// NewTOTP makes a fresh second factor; the app shows issuer and account. An error means that one of them is empty.
func NewTOTP(issuer, account string) (TOTP, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account})
	if err != nil {
		return TOTP{}, err
	}
	return TOTP{Secret: key.Secret(), URI: key.URL()}, nil
}

// VerifyTOTP tells whether the code belongs to the current step or to a neighbour (clocks differ), and which step it
// was. Steps up to last are refused: RFC 6238 §5.2 lets a code be used once. The caller stores the returned step as
// the next last, in the same transaction as the login; 0 is right for the first time.
func VerifyTOTP(secret, code string, now time.Time, last int64) (step int64, ok bool) {
	opts := hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	for step := now.Unix()/period - 1; step <= now.Unix()/period+1; step++ {
		if step <= last || step < 0 {
			continue
		}
		if ok, err := hotp.ValidateCustom(code, uint64(step), secret, opts); ok && err == nil {
			return step, true
		}
	}
	return last, false
}
