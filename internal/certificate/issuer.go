// Package certificate signs and verifies the electronic certificate of a filed service (bazu.cert): a CMS message
// (RFC 5652) around a JSON body, which common tools can check too.
package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"time"
)

// Lives of the authority's and of the signer's certificates. Electronic certificates are printed and kept, so both
// outlive what they sign.
const (
	authorityYears = 30
	signerYears    = 20
)

var errIssuer = errors.New("certificate: the issuer's file is not two certificates and two keys")

// Issuer is an authority with its signer.
type Issuer struct {
	authority, signer *x509.Certificate
	key               *ecdsa.PrivateKey // of the signer
	public            []byte            // the authority's certificate as PEM
}

// NewIssuer makes an authority and a signer under it (ECDSA P-256) and gives the text of their file: certificates and
// keys of both as PEM, the authority first.
func NewIssuer() (string, error) {
	now := time.Now().UTC().Add(-time.Hour) // for clocks that are slow
	ca := &x509.Certificate{Subject: pkix.Name{CommonName: "网站备案电子证书根"}, NotBefore: now, NotAfter: now.AddDate(authorityYears, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	leaf := &x509.Certificate{Subject: pkix.Name{CommonName: "网站备案电子证书签发"}, NotBefore: now, NotAfter: now.AddDate(signerYears, 0, 0),
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}}
	var file bytes.Buffer
	caKey, err := addPair(&file, ca, ca, nil)
	if err != nil {
		return "", err
	}
	_, err = addPair(&file, leaf, ca, caKey)
	return file.String(), err
}

// addPair makes a key and its certificate, signed by the parent's key, or its own when there is no parent's.
func addPair(file *bytes.Buffer, c, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if parentKey == nil {
		parentKey = key
	}
	if c.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, parentKey)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	// Writing to memory does not fail.
	_ = pem.Encode(file, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	_ = pem.Encode(file, &pem.Block{Type: "PRIVATE KEY", Bytes: private})
	return key, nil
}

// ParseIssuer reads what NewIssuer made. Errors never quote it.
func ParseIssuer(text string) (*Issuer, error) {
	var certificates []*x509.Certificate
	var key *ecdsa.PrivateKey
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, errIssuer
			}
			certificates = append(certificates, c)
		case "PRIVATE KEY":
			private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return nil, errIssuer
			}
			key, _ = private.(*ecdsa.PrivateKey)
		}
	}
	if len(certificates) != 2 || key == nil || !key.PublicKey.Equal(certificates[1].PublicKey) || certificates[1].CheckSignatureFrom(certificates[0]) != nil {
		return nil, errIssuer
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificates[0].Raw})
	return &Issuer{certificates[0], certificates[1], key, public}, nil
}

// Authority is the certificate to trust, as PEM: what verifiers need.
func (i *Issuer) Authority() []byte { return bytes.Clone(i.public) }
