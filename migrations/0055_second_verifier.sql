-- +goose Up
-- 待复核: what one verifier has passed and a second one is to look at, found without
-- reading all that waits beside it.
CREATE INDEX filing_provider_second ON filing (provider_id, state, entered_at, id)
    WHERE verified_by IS NOT NULL AND state IN ('provider_review', 'returned_to_provider');

-- +goose Down
DROP INDEX filing_provider_second;
