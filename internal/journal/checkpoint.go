package journal

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// origin names the log in its checkpoints and is the name of its key.
const origin = "beian/journal"

// ErrSignature says that a checkpoint is not one this log's key has signed.
var ErrSignature = errors.New("journal: the checkpoint is not signed by the key of this log")

// Checkpoint is the head of the log at some moment: it stands for every entry up to there.
type Checkpoint struct {
	Size int64
	Root tlog.Hash
}

// text is the body of a checkpoint, three lines: origin, size, root.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

// Verifier knows the public half of a log's key.
type Verifier struct{ key note.Verifier }

// NewVerifier reads a public key as Key.Public writes it.
func NewVerifier(public string) (*Verifier, error) {
	v, err := note.NewVerifier(strings.TrimSpace(public))
	if err != nil {
		return nil, errors.New("journal: not a public key of a log")
	}
	return &Verifier{v}, nil
}

// Open checks the signature of a checkpoint and reads it; else ErrSignature.
func (v *Verifier) Open(signed string) (Checkpoint, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(v.key))
	if err != nil {
		return Checkpoint{}, ErrSignature
	}
	return parseCheckpoint(n.Text)
}

func parseCheckpoint(text string) (Checkpoint, error) {
	var c Checkpoint
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin {
		return c, ErrSignature
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	root, err2 := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || err2 != nil || size < 0 || len(root) != tlog.HashSize {
		return c, ErrSignature
	}
	return Checkpoint{size, tlog.Hash(root)}, nil
}

// Key signs checkpoints with Ed25519.
type Key struct {
	Verifier
	signer note.Signer
	public string
}

// NewKey makes a key and gives the text of its file: a private and a public line.
func NewKey() (string, error) {
	private, public, err := note.GenerateKey(rand.Reader, origin)
	return private + "\n" + public + "\n", err
}

// ParseKey reads what NewKey made. Errors never quote it.
func ParseKey(text string) (*Key, error) {
	lines := strings.Fields(text)
	if len(lines) != 2 {
		return nil, errors.New("journal: the key's file has not two lines")
	}
	signer, err := note.NewSigner(lines[0])
	if err != nil {
		return nil, errors.New("journal: the first line is not a private key")
	}
	v, err := NewVerifier(lines[1])
	if err != nil {
		return nil, err
	}
	if signer.KeyHash() != v.key.KeyHash() {
		return nil, errors.New("journal: the two lines are halves of different keys")
	}
	return &Key{*v, signer, lines[1]}, nil
}

// Public is the half of the key that auditors need.
func (k *Key) Public() string { return k.public }

// Sign gives the signed checkpoint, a text for publishing.
func (k *Key) Sign(c Checkpoint) (string, error) {
	signed, err := note.Sign(&note.Note{Text: c.text()}, k.signer)
	return string(signed), err
}
