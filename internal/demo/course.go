package demo

import (
	"time"

	"beian/internal/filing"
)

const (
	minute = time.Minute
	hour   = time.Hour
	day    = 24 * time.Hour
)

// The moves filings are made of.
var (
	mOpen     = move{0, 0, home, open}
	mPapers   = move{20 * minute, 3 * hour, home, ownerPapers}
	mSubmit   = move{5 * minute, 20 * hour, home, by(ownerOf, filing.Submit)}
	mWithdraw = move{1 * hour, 6 * hour, home, by(ownerOf, filing.Withdraw)}
	mAbandon  = move{10 * minute, 3 * day, home, by(ownerOf, filing.Abandon)}
	mAmend    = move{2 * hour, 2 * day, home, amend}

	mTake     = move{1 * hour, 20 * hour, office, by(verifierOf, filing.Claim)}
	mTakeNow  = move{1 * hour, 20 * hour, always, by(verifierOf, filing.Claim)}
	mGiveBack = move{10 * minute, 25 * minute, office, giveBack}
	mVerify   = move{10 * minute, 25 * minute, office, verify}
	mForward  = move{2 * minute, 10 * minute, office, by(verifierOf, filing.Forward)}
	mSendNow  = move{2 * minute, 10 * minute, always, by(verifierOf, filing.Forward)}
	mCorrect  = move{10 * minute, 25 * minute, office, correct}

	mConfirm    = move{10 * minute, 90 * minute, answers, confirmAll}
	mConfirmOne = move{10 * minute, 60 * minute, always, confirmOne}
	mLapse      = move{day + minute, day + 2*minute, always, lapse}

	mExamine    = move{4 * hour, 6 * day, office, by(reviewerOf, filing.Claim)}
	mExamineNow = move{4 * hour, 6 * day, always, by(reviewerOf, filing.Claim)}
	mFirst      = move{8 * minute, 25 * minute, office, by(reviewerOf, filing.FirstApprove)}
	mSecond     = move{1 * hour, 20 * hour, office, by(chiefOf, filing.Claim)}
	mApproveTwo = move{8 * minute, 25 * minute, office, by(chiefOf, filing.Approve)}
	mApprove    = move{8 * minute, 25 * minute, office, by(reviewerOf, filing.Approve)}
	mSendBack   = move{8 * minute, 25 * minute, office, sendBack}
	mRefuse     = move{8 * minute, 25 * minute, office, refuse}
)

func join(parts ...[]move) []move {
	var all []move
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// Stretches of a filing's way.
var (
	drafted   = []move{mOpen}
	prepared  = []move{mOpen, mPapers}
	submitted = []move{mOpen, mPapers, mSubmit}
	returned  = join(submitted, []move{mTake, mGiveBack})
	reworked  = join(returned, []move{mAmend, mSubmit})
	forwarded = []move{mTake, mVerify, mForward}
	received  = join(submitted, forwarded, []move{mConfirm})
	sentBack  = join(received, []move{mExamine, mSendBack})
	mended    = join(sentBack, []move{mTake, mCorrect, mForward, mConfirm})
)

// approval ends a way; some provinces ask for two people.
func approval(twoPersons bool) []move {
	if twoPersons {
		return []move{mExamine, mFirst, mSecond, mApproveTwo}
	}
	return []move{mExamine, mApprove}
}
