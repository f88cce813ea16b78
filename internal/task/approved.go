package task

// TellApproved tells of first filings that were approved together.
type TellApproved struct {
	Filings []int64 `json:"filings"`
}

// Kind names the job in the queue.
func (TellApproved) Kind() string { return "tell_approved" }
