-- +goose Up

-- What waits for a second reviewer is counted on every page of a bureau and is few among many.
CREATE INDEX filing_second ON filing (province, due_on, id) WHERE state = 'bureau_review' AND first_approved_by IS NOT NULL;
