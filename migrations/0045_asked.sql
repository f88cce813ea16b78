-- +goose Up

-- When the owner asked for the filing back (请求退回); empty once it is answered.
ALTER TABLE filing ADD COLUMN return_asked_at timestamptz;

-- A short message that says the same as a mail: of the two the inbox shows one.
ALTER TABLE message ADD COLUMN twin_of bigint REFERENCES message;
CREATE INDEX message_twin ON message (twin_of) WHERE twin_of IS NOT NULL;
