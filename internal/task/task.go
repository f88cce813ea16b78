// Package task names the background jobs and their arguments: ids, never data.
// Rooms that start work and the room that does it share nothing else.
package task

// SendMessage sends one queued message.
type SendMessage struct {
	Message int64 `json:"message"`
}

// Kind names the job in the queue.
func (SendMessage) Kind() string { return "send_message" }

// HashFilingPassword turns a new filing password, which waits sealed in its
// one-time link, into the hash the register keeps.
type HashFilingPassword struct {
	Entity int64  `json:"entity"`
	Link   []byte `json:"link"` // hash of the link
}

// Kind names the job in the queue.
func (HashFilingPassword) Kind() string { return "hash_filing_password" }

// Passwords is a queue of its own for work that is slow on purpose: nobody's
// message waits behind it.
const Passwords = "passwords"

// Queue names the queue the job waits in.
func (HashFilingPassword) Queue() string { return Passwords }

// Clock runs what happens when a deadline passes: lapsed confirmations,
// abandoned returns, erased secrets, swept sessions.
type Clock struct{}

// Kind names the job in the queue.
func (Clock) Kind() string { return "clock" }

// Checkpoint takes new journal entries into the log and signs its head.
type Checkpoint struct{}

// Kind names the job in the queue.
func (Checkpoint) Kind() string { return "checkpoint" }

// Recount counts the figures afresh in the small hours and puts right what they have wrong.
type Recount struct{}

// Kind names the job in the queue.
func (Recount) Kind() string { return "recount" }

// Footers looks at the pages of some filed websites.
type Footers struct{}

// Kind names the job in the queue.
func (Footers) Kind() string { return "footers" }
