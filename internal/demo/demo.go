// Package demo fills an empty system with an invented nation: bureaus, providers,
// people, a register and a case book in which every state occurs. Nothing in it
// is real. What an applicant, a provider or a bureau would have done is done
// through the same acts, at a time of its own in the past.
package demo

import (
	"context"
	"fmt"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
)

// The streams of invention: a change in one leaves the others alone.
const (
	streamStaff = iota + 1
	streamOrganisations
	streamRegister
	streamCases
	streamNotices
)

// fillLock keeps two starting servers from filling one database.
const fillLock = 4202612

// epoch is any day for what does not depend on one.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// fill is a filling under way.
type fill struct {
	store    *postgres.Store // under the clock at
	folder   *material.Folder
	calendar *calendar.Calendar
	progress func(string)
	size     Size
	told     func(postgres.Progress)
	now      time.Time // when the filling began: the last instant of all that happens
	at       time.Time // what the store believes it is

	hash     string
	ministry filing.Actor
	carriers []*carrier
	bureaus  map[string]bureau // by province
	owners   []owner
	papers   papers
	used     map[string]bool // what the register and the case book have given away
}

// Fill fills an empty database, all or nothing; one in which anybody has worked
// is left alone. Scans go into folder. progress is told of each stage; it may be nil.
func Fill(ctx context.Context, store *postgres.Store, folder *material.Folder, progress func(string)) error {
	return FillSize(ctx, store, folder, Usual, progress, nil)
}

// FillSize is Fill with a register of a size of its own; told, which may be nil,
// hears how far a large one has come.
func FillSize(ctx context.Context, store *postgres.Store, folder *material.Folder, size Size, progress func(string), told func(postgres.Progress)) error {
	if progress == nil {
		progress = func(string) {}
	}
	if told == nil {
		told = func(postgres.Progress) {}
	}
	return store.Whole(ctx, fillLock, func(whole *postgres.Store) error {
		empty, err := whole.Empty(ctx)
		if err != nil || !empty {
			return err
		}
		hash, err := store.Passwords.Hash(ctx, Password) // once: it is slow on purpose
		if err != nil {
			return err
		}
		now := store.Now().UTC().Truncate(time.Second)
		f := &fill{folder: folder, calendar: store.Days(), progress: progress, size: size, told: told, now: now, hash: hash,
			bureaus: map[string]bureau{}, used: map[string]bool{}}
		f.store = whole.At(func() time.Time { return f.at })
		return f.all(ctx)
	})
}

func (f *fill) all(ctx context.Context) error {
	drawn := f.drawPapers(ctx)
	for _, stage := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"organisations", f.organisations},
		{"register", f.register},
		{"notices", f.notices},
		{"papers", func(context.Context) (err error) { f.papers, err = drawn(); return err }},
		{"appointments", f.offerVisits},
		{"case book", f.cases},
		{"matters", f.matters},
		{"multitude", f.multitude},
	} {
		f.progress(stage.name)
		if err := stage.do(ctx); err != nil {
			return fmt.Errorf("demo: %s: %w", stage.name, err)
		}
	}
	return nil
}
