-- +goose Up

-- Random second review (随机复审): a share of what a bureau receives is approved by two people, drawn at
-- each receipt so that nobody knows beforehand and everybody can check afterwards.
ALTER TABLE bureau ADD COLUMN second_share smallint NOT NULL DEFAULT 0 CHECK (second_share BETWEEN 0 AND 100); -- of a hundred
ALTER TABLE filing ADD COLUMN second_drawn boolean NOT NULL DEFAULT false; -- at the last receipt

-- Announcements appear on their day; their author sees them before.
ALTER TABLE notice ADD COLUMN made_at timestamptz;
