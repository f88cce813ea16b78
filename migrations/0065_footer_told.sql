-- +goose Up

-- Whether the owner was told of what there is to mend; not so any more when all is fine again.
ALTER TABLE footer_check ADD COLUMN told boolean NOT NULL DEFAULT false;
