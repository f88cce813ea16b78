-- +goose Up

-- Of a first filing's rows, those that do not say its number are written before the number is taken, and with that before
-- the entity and the site that they belong to. Whoever does not ask for it is checked at once as before.
ALTER TABLE entity_account ALTER CONSTRAINT entity_account_entity_id_fkey DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE entity_phone ALTER CONSTRAINT entity_phone_entity_id_fkey DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE site_key ALTER CONSTRAINT site_key_site_id_fkey DEFERRABLE INITIALLY IMMEDIATE;
