package demo

import (
	"time"

	"beian/internal/filing"
)

// course is a sort of way through the case book, with how many filings take it
// and how long ago their last move was.
type course struct {
	name        string
	kind        filing.Kind // 0 is a first filing
	count       int
	moves       []move
	least, most time.Duration // since the last move
	ends        func(c *matter) []move
	principals  int    // at least so many
	partial     bool   // the owner has not written everything yet
	province    string // letters; empty: any
	dueIn       []int  // working days left at the bureau, in place of least and most
}

var courses = []course{
	{name: "draft", count: 10, moves: drafted, partial: true, least: 5 * minute, most: 9 * day},
	{name: "draft with papers", count: 9, moves: prepared, least: 10 * minute, most: 6 * day},
	{name: "waiting", count: 15, moves: submitted, least: 5 * minute, most: 2 * day},
	{name: "reworked", count: 3, moves: reworked, least: 20 * minute, most: day},
	{name: "at work", count: 7, moves: join(submitted, []move{mTakeNow}), least: minute, most: 12 * minute},
	{name: "returned", count: 11, moves: returned, least: hour, most: 18 * day},
	{name: "asked", count: 7, moves: join(submitted, []move{mTake, mVerify, mSendNow}), least: 5 * minute, most: 9 * hour},
	{name: "half confirmed", count: 3, moves: join(submitted, []move{mTake, mVerify, mSendNow, mConfirmOne}), least: 10 * minute, most: 5 * hour, principals: 2},
	{name: "received", count: 26, moves: received, dueIn: []int{-9, -4, -1, 0, 0, 1, 1, 2, 3, 3, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20}},
	{name: "under review", count: 4, moves: join(received, []move{mExamineNow}), least: minute, most: 12 * minute},
	{name: "first approval", count: 2, moves: join(received, []move{mExamine, mFirst}), least: hour, most: 2 * day, province: "bj"},
	{name: "sent back", count: 5, moves: sentBack, least: hour, most: 4 * day},
	{name: "lapsed", count: 3, moves: join(submitted, forwarded, []move{mLapse}), least: 2 * hour, most: 3 * day},
	{name: "approved", count: 34, moves: received, ends: approvalOf, least: 2 * hour, most: 40 * day},
	{name: "approved after a return", count: 5, moves: join(reworked, forwarded, []move{mConfirm}), ends: approvalOf, least: 5 * hour, most: 20 * day},
	{name: "approved at the second time", count: 3, moves: mended, ends: approvalOf, least: 5 * hour, most: 15 * day},
	{name: "refused", count: 5, moves: join(received, []move{mExamine, mRefuse}), least: 5 * hour, most: 25 * day},
	{name: "abandoned", count: 4, moves: join(drafted, []move{mAbandon}), least: hour, most: 25 * day},
	{name: "withdrawn", count: 3, moves: join(submitted, []move{mWithdraw, mAbandon}), least: hour, most: 25 * day},
	{name: "given up", count: 3, moves: join(returned, []move{mAbandon}), least: hour, most: 25 * day},
	{name: "visit booked", count: 5, moves: join(submitted, []move{mBook}), least: 10 * minute, most: day},
	{name: "filled in", count: 2, moves: []move{mFillIn}, least: hour, most: 4 * day},
	{name: "unsigned", count: 5, moves: []move{mFillIn, mOffer, mAccept}, least: hour, most: 3 * day},
}
