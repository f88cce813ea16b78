package certificate

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/smallstep/pkcs7"
)

// MostBytes is the longest file that is read as a certificate; real ones have about 3,000 bytes. What is longer is not
// parsed: brackets within brackets would cost a stack without end.
const MostBytes = 64 << 10

// ErrFile says that a file is no electronic certificate at all.
var ErrFile = errors.New("certificate: the file is not an electronic certificate")

// ErrSignature says that it is one, but altered, or not signed under the authority.
var ErrSignature = errors.New("certificate: altered, or not signed by this authority")

// ErrExpired says that the signature was good, but the signer's own certificate has ended.
var ErrExpired = errors.New("certificate: the signer's certificate has ended")

// Body is what a certificate says of a filed service. It holds what the public register shows and nothing else.
type Body struct {
	Number     string    `json:"number"`      // of the service: 沪ICP备2026000001号-1
	Unit       string    `json:"unit"`        // 主办单位名称
	Service    string    `json:"service"`     // its name
	Domains    []string  `json:"domains"`     // as filed
	ApprovedOn string    `json:"approved_on"` // 2026-11-21, date in China
	Bureau     string    `json:"bureau"`      // that approved it
	Verify     string    `json:"verify"`      // address where the public register shows it
	IssuedAt   time.Time `json:"issued_at"`
	Proof      *Proof    `json:"proof,omitempty"` // that the approval stands in the journal; imported records have none
}

// Proof is the way from the approval's entry to a signed head of the journal, in the spelling of the journal.
type Proof = json.RawMessage

// digestSHA256 is RFC 5754's name for SHA-256.
var digestSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}

// Issue signs a body: the bytes of bazu.cert, DER.
func (i *Issuer) Issue(b Body) ([]byte, error) {
	content, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	signed, err := pkcs7.NewSignedData(content)
	if err != nil {
		return nil, err
	}
	signed.SetDigestAlgorithm(digestSHA256)
	if err := signed.AddSignerChain(i.signer, i.key, []*x509.Certificate{i.authority}, pkcs7.SignerInfoConfig{}); err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	return signed.Finish()
}

// now is the clock of Verify.
var now = time.Now

// Verify checks a file against the authority's certificate (PEM) and gives what it says. Errors: ErrFile, ErrSignature,
// ErrExpired.
func Verify(file, authority []byte) (Body, error) {
	var b Body
	if len(file) > MostBytes {
		return b, ErrFile
	}
	message, err := pkcs7.Parse(file)
	if err != nil {
		return b, ErrFile
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(authority) {
		return b, errors.New("certificate: the authority's certificate cannot be read")
	}
	if len(message.Signers) != 1 {
		return b, ErrSignature
	}
	if err := message.VerifyWithChainAtTime(trusted, now()); err != nil {
		if invalid := (x509.CertificateInvalidError{}); errors.As(err, &invalid) && invalid.Reason == x509.Expired {
			return b, ErrExpired
		}
		return b, ErrSignature
	}
	if json.Unmarshal(message.Content, &b) != nil || b.Number == "" {
		return b, ErrFile
	}
	return b, nil
}
