-- +goose Up

-- An approval writes the filing's row before it takes the number of the entity that the row names, because whatever comes
-- after the number keeps the whole province waiting. Whoever does not ask for it is checked at once as before.
ALTER TABLE filing ALTER CONSTRAINT filing_entity_id_fkey DEFERRABLE INITIALLY IMMEDIATE;
