-- When the first byte of a call left, and why one failed: what was never sent may be repeated, whatever a crash took along.
ALTER TABLE job_attempt ADD COLUMN sent BIGINT;
ALTER TABLE job_attempt ADD COLUMN cause TEXT;

-- A tenant's part of the queue is bounded too: queued jobs of a lane, those not yet due included.
ALTER TABLE queue_lane ADD COLUMN queued BIGINT NOT NULL DEFAULT 0;
INSERT INTO queue_lane (tenant, route, interactive, ready, served, queued)
  SELECT tenant, route, interactive, 0, 0, COUNT(*) FROM job WHERE state = 'QUEUED' GROUP BY tenant, route, interactive
  ON CONFLICT (tenant, route, interactive) DO UPDATE SET queued = excluded.queued;

-- Nothing asks for the oldest job of all any more.
DROP INDEX job_oldest;

-- An idempotency key is its tenant's, whichever of its keys the client shows: it survives a rotation.
DELETE FROM idempotency_record WHERE idempotency_key IS NOT NULL AND EXISTS (
  SELECT 1 FROM idempotency_record later
  WHERE later.tenant = idempotency_record.tenant AND later.idempotency_key = idempotency_record.idempotency_key
    AND later.operation = idempotency_record.operation
    AND (later.created > idempotency_record.created
      OR (later.created = idempotency_record.created AND later.job > idempotency_record.job)));
DROP INDEX remembered_key;
CREATE UNIQUE INDEX idempotency_record_key ON idempotency_record (tenant, idempotency_key, operation)
  WHERE idempotency_key IS NOT NULL;

-- Repeats without a key: "repeats" is the number of the latest repeat that was given this job; "orphan" marks the job of
-- a repeat whose original has not been seen yet.
ALTER TABLE idempotency_record ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
ALTER TABLE idempotency_record ADD COLUMN orphan SMALLINT NOT NULL DEFAULT 0;
