package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	version  = 1                // of the sealed form: version, key id, nonce, ciphertext and tag
	idSize   = 4                // bytes
	header   = 1 + idSize       // bound as additional data, so neither can be exchanged
	overhead = header + 12 + 16 // plus GCM's nonce and tag
	keySize  = 32               // bytes of a root key

	// IndexSize is the length of a blind index in bytes. 128 bits make a chance collision among a billion
	// values less likely than 1 in 10^20, and keep the database's indexes half the size of a full digest.
	IndexSize = 16
)

var (
	// ErrSealed means the bytes are not a sealed value, were altered, or were sealed for another purpose.
	ErrSealed = errors.New("secret: not a value sealed for this purpose")
	// ErrUnknownKey means the value was sealed by a key that is no longer in the keyring.
	ErrUnknownKey = errors.New("secret: sealed by a key that is not in the keyring")
)

type keyID [idSize]byte

// Keyring seals fields and makes blind indexes with keys that live outside the database, so that a copy of the
// database alone reveals nothing. Safe for concurrent use. Make one with Load, LoadOrCreate or Parse.
type Keyring struct {
	newest keyID
	seals  map[keyID]cipher.AEAD
	index  []byte
}

// derive gives each use of a root key a key of its own (RFC 5869), so that no two uses ever share one.
func derive(root []byte, use string) ([]byte, error) {
	return hkdf.Key(sha256.New, root, nil, "beian/secret/v1/"+use, keySize)
}

func (k *Keyring) add(id keyID, root []byte) error {
	key, err := derive(root, "seal")
	if err != nil {
		return err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	// Random 96-bit nonces are safe for 2^32 values under one key (NIST SP 800-38D §8.3); AddKey before that.
	k.seals[id], err = cipher.NewGCMWithRandomNonce(block)
	return err
}

// Seal encrypts plaintext under the newest key. The purpose names what the value is ("person.certificate");
// Open must be given the same, so that a value moved into another column does not open.
func (k *Keyring) Seal(purpose string, plaintext []byte) []byte {
	out := make([]byte, header, overhead+len(plaintext))
	out[0] = version
	copy(out[1:], k.newest[:])
	return k.seals[k.newest].Seal(out, nil, plaintext, bind(out[:header], purpose))
}

// Open decrypts what Seal made with any key of the ring. Errors: ErrSealed, ErrUnknownKey.
func (k *Keyring) Open(purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) < overhead || sealed[0] != version {
		return nil, ErrSealed
	}
	aead, ok := k.seals[keyID(sealed[1:header])]
	if !ok {
		return nil, ErrUnknownKey
	}
	plain, err := aead.Open(nil, nil, sealed[header:], bind(sealed[:header], purpose))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

func bind(head []byte, purpose string) []byte {
	return append(append(make([]byte, 0, header+len(purpose)), head...), purpose...)
}

// SealString is Seal for text.
func (k *Keyring) SealString(purpose, plaintext string) []byte {
	return k.Seal(purpose, []byte(plaintext))
}

// OpenString is Open for text.
func (k *Keyring) OpenString(purpose string, sealed []byte) (string, error) {
	plain, err := k.Open(purpose, sealed)
	return string(plain), err
}

// Stale tells that a value was not sealed by the newest key and should be sealed again; once none is stale the
// older keys may be taken out of the file.
func (k *Keyring) Stale(sealed []byte) bool {
	return len(sealed) < header || keyID(sealed[1:header]) != k.newest
}

// Index gives the blind index of a value: equal values of one purpose have equal indexes, which serves uniqueness
// and exact search, and without the key nobody can try values against it. It does not change when keys are added.
// The caller normalises the value first.
func (k *Keyring) Index(purpose, value string) []byte {
	mac := hmac.New(sha256.New, k.index)
	// The length keeps ("ab", "c") and ("a", "bc") apart.
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(purpose))))
	mac.Write([]byte(purpose))
	mac.Write([]byte(value))
	return mac.Sum(nil)[:IndexSize]
}

func (k *Keyring) check() error {
	switch {
	case len(k.index) == 0:
		return fmt.Errorf("secret: no %q line: without it nothing can be looked up", indexName)
	case len(k.seals) == 0:
		return errors.New("secret: no sealing key")
	}
	return nil
}
