package filing

import "time"

// Moved is one step of a journal as far as time is concerned.
type Moved struct {
	From, To State
	At       time.Time
}

// Held is how long a filing has lain with one holder.
type Held struct {
	By  Tier
	For time.Duration
}

// HeldTimes adds up, from the first handing in on, how long each holder had the filing, in the order in
// which they first had it, and in total. A filing in work is held until now. Waiting drafts are nobody's time.
func HeldTimes(steps []Moved, now time.Time) (list []Held, total time.Duration) {
	begun := false
	state := Draft
	var since time.Time
	add := func(until time.Time) {
		by, d := state.Holder(), until.Sub(since)
		if !begun || by == "" || state == Draft || d <= 0 {
			return
		}
		total += d
		for i := range list {
			if list[i].By == by {
				list[i].For += d
				return
			}
		}
		list = append(list, Held{by, d})
	}
	for _, s := range steps {
		if s.From == s.To {
			continue
		}
		add(s.At)
		begun = begun || s.To == ProviderReview || s.To == OwnerSignature || s.To == BureauReview
		state, since = s.To, s.At
	}
	add(now)
	return list, total
}
