package lookup

import (
	"context"
	"strconv"
	"unicode/utf8"

	"beian/internal/filing"
	"beian/internal/name"
	"beian/internal/postgres"
)

// OneOfMany is the answer to one of many questions; Err says why it was not asked.
type OneOfMany struct {
	Answer
	Err error
}

// AskMany answers many questions in at most four queries: numbers, domains, and all
// else as the exact name of a unit.
func (d *Desk) AskMany(ctx context.Context, questions []string) ([]OneOfMany, error) {
	list, words := make([]OneOfMany, len(questions)), map[way][]string{}
	ways, asked := make([]way, len(questions)), make([]string, len(questions))
	for i, q := range questions {
		ways[i], asked[i] = d.sort(q, &list[i])
		if list[i].Err == nil && ways[i] != nowhere {
			words[ways[i]] = append(words[ways[i]], asked[i])
		}
	}
	found := map[way]map[string][]postgres.Record{}
	for w, find := range map[way]func(context.Context, []string) (map[string][]postgres.Record, error){
		toNumbers: d.register.ByNumbers, toEntities: d.register.ByEntities, toKeys: d.register.ByKeys, toUnits: d.register.ByUnits} {
		if len(words[w]) == 0 {
			continue
		}
		var err error
		if found[w], err = find(ctx, words[w]); err != nil {
			return nil, err
		}
	}
	for i := range list {
		list[i].Records = found[ways[i]][asked[i]]
	}
	return list, nil
}

// way is the query that one of many questions goes into.
type way int

const (
	nowhere way = iota
	toNumbers
	toEntities
	toKeys
	toUnits
)

func (d *Desk) sort(q string, into *OneOfMany) (way, string) {
	if q, into.Err = readable(q); into.Err != nil {
		return nowhere, ""
	}
	into.By = Reading(Auto, q)
	into.Asked = q
	switch into.By {
	case Number:
		n, _ := filing.ParseNumber(q)
		into.Asked = string(n)
		if n.IsService() {
			return toNumbers, string(n)
		}
		return toEntities, string(n)
	case Domain:
		key, _, _ := keyOf(q)
		into.Asked = shown(key)
		return toKeys, key
	}
	bare := name.Bare(q)
	if utf8.RuneCountInString(bare) < 2 {
		into.Err = ErrTooShort
	}
	return toUnits, bare
}

// Unit lists the services in force of units of exactly that name, from after one on,
// at most so many.
func (d *Desk) Unit(ctx context.Context, unit string, after int64, most int) (Answer, error) {
	unit, err := readable(unit)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{By: Name, Asked: unit, Stamp: d.Cache.Stamp("")}
	if utf8.RuneCountInString(name.Bare(unit)) < 2 {
		return a, ErrTooShort
	}
	a.Records, err = d.register.ByUnit(ctx, unit, after, most+1)
	if len(a.Records) > most {
		a.Records = a.Records[:most]
		a.Next = strconv.FormatInt(a.Records[most-1].ID, 10)
	}
	return a, err
}
