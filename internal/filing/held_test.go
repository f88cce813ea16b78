package filing_test

import (
	"testing"
	"time"

	"beian/internal/filing"
)

// TestHeldTimes: each holder's hours, over a return and a second receipt, and nothing after the end.
func TestHeldTimes(t *testing.T) {
	begin := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	at := func(hours int) time.Time { return begin.Add(time.Duration(hours) * time.Hour) }
	steps := []filing.Moved{
		{From: filing.Draft, To: filing.Draft, At: at(-50)},
		{From: filing.Draft, To: filing.ProviderReview, At: at(0)},
		{From: filing.ProviderReview, To: filing.ProviderReview, At: at(2)},
		{From: filing.ProviderReview, To: filing.ReturnedToRegistrant, At: at(5)},
		{From: filing.ReturnedToRegistrant, To: filing.ProviderReview, At: at(25)},
		{From: filing.ProviderReview, To: filing.SMSVerification, At: at(28)},
		{From: filing.SMSVerification, To: filing.BureauReview, At: at(29)},
		{From: filing.BureauReview, To: filing.ReturnedToProvider, At: at(129)},
		{From: filing.ReturnedToProvider, To: filing.BureauReview, At: at(139)},
		{From: filing.BureauReview, To: filing.Approved, At: at(239)},
	}
	want := map[filing.Tier]int{filing.Provider: 18, filing.Registrant: 20, filing.Principals: 1, filing.Bureau: 200}
	for name, c := range map[string]struct {
		steps []filing.Moved
		now   int
		extra int
		total int
	}{"ended": {steps, 900, 0, 239}, "in work": {steps[:9], 149, -90, 149}} {
		list, total := filing.HeldTimes(c.steps, at(c.now))
		if total != time.Duration(c.total)*time.Hour || len(list) != 4 || list[0].By != filing.Provider {
			t.Errorf("%s: %v %v", name, list, total)
		}
		for _, h := range list {
			hours := want[h.By]
			if h.By == filing.Bureau {
				hours += c.extra
			}
			if h.For != time.Duration(hours)*time.Hour {
				t.Errorf("%s: %s had it for %v", name, h.By, h.For)
			}
		}
	}
	if list, total := filing.HeldTimes(steps[:1], at(99)); list != nil || total != 0 {
		t.Errorf("a draft: %v %v", list, total)
	}
}
