-- Columns and tables under the names that the code uses: docs/vocabulary.md.
ALTER TABLE job RENAME COLUMN waiting TO interactive;
ALTER TABLE job RENAME COLUMN delivery TO completion;
ALTER TABLE job RENAME COLUMN kept TO retained;
ALTER TABLE job RENAME COLUMN note TO dialect_state;
ALTER TABLE queue_lane RENAME COLUMN waiting TO interactive;
ALTER TABLE queue_totals RENAME COLUMN waiting TO interactive;
ALTER TABLE queue_totals RENAME COLUMN polled TO background;
ALTER TABLE remembered RENAME TO idempotency_record;
