package task

// DeliverHook tells a provider's program of one event.
type DeliverHook struct {
	Delivery int64 `json:"delivery"`
}

// Kind names the job in the queue.
func (DeliverHook) Kind() string { return "deliver_hook" }
